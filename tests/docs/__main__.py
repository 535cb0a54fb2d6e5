"""Run the sessions of pages and write what their commands print: `python -m tests.docs [PAGE ...]`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.docs import output
from tests.docs.blocks import ROOT, sessions
from tests.docs.session import Ran, Session


def main(wanted: list[str]) -> int:
    """Write the output of each command that the page shows otherwise; return the number of failed commands."""
    failed, ran = 0, []
    for name, blocks in sessions().items():
        page = name.partition("#")[0]
        if wanted and page not in wanted and name not in wanted:
            continue
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            for one in Session(Path(folder, "meetings"), blocks[0].session or "").run(blocks):
                sys.stdout.write(
                    f"--- {one.block.name} $ {one.command.line} ({one.code})\n" + "\n".join(one.lines) + "\n"
                )
                sys.stdout.flush()
                failed += (one.code != 0) is not (one.block.detail == "fails")
                ran.append(one)
    _write(ran)
    return failed


def _write(ran: list[Ran]) -> None:
    for page in {one.block.page for one in ran}:
        path = ROOT / page
        content = path.read_text(encoding="utf-8")
        for one in ran:
            if one.block.page == page and not output.agree(one.command.output, one.lines):
                before = f"$ {one.command.line}\n" + "".join(f"{line}\n" for line in one.command.output)
                after = f"$ {one.command.line}\n" + "".join(f"{line}\n" for line in one.lines)
                content = content.replace(before, after, 1)
        path.write_text(content, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
