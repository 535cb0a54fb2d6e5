"""Refuse a Python that is too old in one sentence, before a module that it cannot parse is imported."""

import os
import sys

if sys.version_info < (3, 10):  # noqa: UP036 - an older Python is just what this line is for
    sys.exit(
        "Python 3.10 or newer is needed and this is %d.%d: install one and name it, "  # noqa: UP031 - old Pythons read this
        "for example `make env PYTHON=python3.12`." % sys.version_info[:2]
    )

# pip and the engine's `pip list` warn about themselves, and stop if warnings are errors.
os.environ.pop("PYTHONWARNINGS", None)
# Each command starts many short processes, which would all compile the same sources.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

from tools.commands import main

sys.exit(main(sys.argv[1:]))
