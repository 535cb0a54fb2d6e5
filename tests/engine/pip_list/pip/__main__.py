"""Print the stored answer of the real pip; `tests/engine/packages.py` puts this folder on a stack's path."""

import os
import sys
from pathlib import Path

if sys.argv[1:2] != ["list"]:
    sys.exit("The tests' pip only lists packages.")
sys.stdout.write(Path(os.environ["TESTS_PIP_LIST"]).read_text("utf-8"))
