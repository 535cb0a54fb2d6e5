"""What `make` runs: the set-up of this repository, on nothing but Python's standard library.

A bare machine has git, make and Python, so nothing here may import what `make env` is still to install.

- `commands`     the words after `python3 -m tools`, one function each
- `environment`  the virtual environment `.venv`, made from the hashed lock
- `engine`       a Pulumi engine: found, downloaded or built
- `checks`       `make check`; `suite` is `make test`; `pins` is `make lock`
- `example`      `make up` and `make down`; `deployment` is the half that runs beside the emulator
- `cache`        folders made once for every clone, whole or not at all; `locks` keeps two makers apart
- `places`       where everything lies; `process` and `console` run commands and talk to the user
"""
