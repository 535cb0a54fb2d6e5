"""The engine asks pip for packages before each run; here pip is asked once for all stacks of a process."""

from __future__ import annotations

import atexit
import functools
import os
import subprocess
import sys
import tempfile
from pathlib import Path

_PIP = Path(__file__).with_name("pip_list")


def listed_once() -> dict[str, str]:
    """Return variables that make `python -m pip list` print the stored answer of the real pip."""
    path = os.pathsep.join(filter(None, (str(_PIP), os.environ.get("PYTHONPATH"))))
    return {"PYTHONPATH": path, "TESTS_PIP_LIST": _listed()}


@functools.cache
def _listed() -> str:
    with tempfile.NamedTemporaryFile("wb", suffix=".json", delete=False) as file:
        subprocess.run([sys.executable, "-m", "pip", "list", "-v", "--format", "json"], stdout=file, check=True)
    atexit.register(Path(file.name).unlink, missing_ok=True)
    return file.name
