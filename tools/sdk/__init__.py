"""`make sdk`: the plugin's SDKs, one folder for each language, all from `schema.json`.

- `generate`   runs the generators of the kit `SDK` and writes the files
- `parts/`     files that no generator makes: the notes of each SDK, and the module files of the Go SDK
- `toolchains` finds the compilers and runtimes of other languages
"""
