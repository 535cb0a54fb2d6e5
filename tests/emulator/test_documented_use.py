"""The instructions of docs/emulator/reference.md for other projects, carried out."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

DOCUMENT = Path(__file__).parents[2] / "docs" / "emulator" / "reference.md"


def test_the_lines_for_curl_make_a_meeting_and_read_the_journal() -> None:
    found = re.search(r"```sh\n(.+?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    command = [sys.executable, "-m", "msgraph_meetings_emulator", "--", "sh", "-euc", found[1]]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    assert '"subject":"Stand-up"' in done.stdout
    assert '"status":201' in done.stdout
