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
    """Write the blocks again, the last one of a page first, so that the lines before it keep their numbers."""
    for block in sorted({one.block for one in ran}, key=lambda block: block.line, reverse=True):
        path = ROOT / block.page
        lines = path.read_text(encoding="utf-8").splitlines()
        indent = " " * (len(lines[block.line - 1]) - len(lines[block.line - 1].lstrip()))
        shown = [line for one in ran if one.block == block for line in _shown(one)]
        start = block.line - 1
        if (
            "".join(f"{line.removeprefix(indent)}\n" for line in lines[start : start + block.text.count("\n")])
            != block.text
        ):
            raise SystemExit(f"{block.name} was edited meanwhile: run it again")
        lines[start : start + block.text.count("\n")] = [f"{indent}{line}" for line in shown]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _shown(one: Ran) -> list[str]:
    page = one.command.output
    agrees = output.ANY in page and output.agree(page, one.lines)
    return [*f"$ {one.command.line}".splitlines(), *(page if agrees else one.lines)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
