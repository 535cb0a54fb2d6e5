"""`python -m tests.examples [NAME ...]`: run the commands of these READMEs and write the output into them."""

from __future__ import annotations

import itertools
import sys
import tempfile
from pathlib import Path

from msgraph_meetings_emulator import Emulator
from tests.examples import transcripts
from tests.examples.cases import CASES, copied, environment, readme


def write(name: str) -> None:
    """Write the output of one example into its README, and name the commands that failed."""
    case, path = CASES[name], readme(name)
    text = path.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as root, Emulator(proxy=case.proxy) as emulator:
        folder = copied(name, Path(root))
        ran = transcripts.run(text, folder, environment(case, Path(root), emulator), case.masks)
        kept = len(emulator.meetings())
    path.write_text(transcripts.written(text, ran), encoding="utf-8")
    failed = [f"{one.command!r} ended with {one.code}" for one in itertools.chain(*ran) if one.code != 0]
    sys.stderr.write("\n".join([f"{name}: the service holds {kept} meetings", *failed, ""]))


for chosen in sys.argv[1:] or CASES:
    write(chosen)
