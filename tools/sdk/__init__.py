"""`make sdk`: the plugin's SDKs, one folder a language, all from `schema.json`.

- `generate`   runs the generators of the kit `SDK` and puts the files in place
- `parts/`     what no generator makes: the notes of each SDK, and the module files of the Go one
- `toolchains` what a program in another language is compiled and run with
"""
