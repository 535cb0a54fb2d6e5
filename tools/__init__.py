"""The code behind `make`: the set-up of this repository, with Python's standard library only.

A bare machine has git, make and Python, so no module here may import a package that `make env` installs later.

- `commands`     the words after `python3 -m tools`, one function each
- `environment`  the virtual environment `.venv`, made from the hashed lock
- `engine`       a Pulumi engine: found, downloaded or built; `engines` tests with an older one
- `checks`       `make check`; `suite` is `make test`; `pins` is `make lock`
- `example`      `make up` and `make down`; `deployment` is the half that runs beside the emulator
- `user_environment`  what a user of the package has installed, for `make bench`
- `cache`        folders made once for every clone, complete or absent; `locks` prevents two makers at once
- `places`       all paths; `process` and `console` run commands and print for the user
"""
