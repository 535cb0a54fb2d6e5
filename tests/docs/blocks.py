"""The blocks of code in a page, and the comment before each."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from tests.examples.cases import CASES, readme

ROOT = Path(__file__).parents[2]

TESTED_BY = {
    "examples/pipelines/README.md": "tests/pipelines",
}
"""Pages with tests of their own, which run their blocks."""

_TOKEN = re.compile(
    r"^<!-- (?P<session>session): (?P<options>.*?) ?-->$"
    r"|^(?: *<!-- (?P<kind>run|file|part|syntax): (?P<detail>.*?) ?-->\n\n?)?"
    r"^(?P<indent> *)```(?P<language>[a-z]+)\n(?P<text>.*?)^ *```$",
    re.DOTALL | re.MULTILINE,
)
_GENERATED = re.compile(r"^<!-- (?P<mark>[\w-]+): written by .*?^<!-- /(?P=mark) -->", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A block of code.

    Args:
        page: below the root of the repository.
        line: of its first line of code.
        language: after the fence.
        text: without the indentation of the fence.
        kind: of the comment before it, or `generated`; empty without a comment.
        detail: the rest of the comment.
        session: the options of its session; None before the first session of a page.
        number: of the session in its page.
    """

    page: str
    line: int
    language: str
    text: str
    kind: str
    detail: str
    session: str | None
    number: int

    @property
    def name(self) -> str:
        """The place of the block, for the names of tests."""
        return f"{self.page}:{self.line}"


def pages() -> list[Path]:
    """Return the pages whose blocks are checked.

    docs/contract has quotations of others. tests/examples runs every command of an example's README.
    """
    patterns = (
        "README.md",
        "docs/**/*.md",
        "examples/**/README.md",
        "sdk/README.md",
        "emulator/README.md",
        "CONTRIBUTING.md",
    )
    found = {path for pattern in patterns for path in ROOT.glob(pattern)}
    found -= {readme(name) for name in CASES}
    return sorted(path for path in found if "contract" not in path.parts and "node_modules" not in path.parts)


def blocks(page: Path) -> list[Block]:
    """Return the blocks of a page, in its order."""
    content, found = page.read_text(encoding="utf-8"), []
    generated = [match.span() for match in _GENERATED.finditer(content)]
    session, number = None, 0
    for token in _TOKEN.finditer(content):
        if token["session"]:
            session, number = token["options"], number + 1
            continue
        made = any(start <= token.start() < end for start, end in generated)
        indent = token["indent"]
        text = "".join(line.removeprefix(indent) for line in token["text"].splitlines(keepends=True))
        found.append(
            Block(
                page.relative_to(ROOT).as_posix(),
                content.count("\n", 0, token.start("text")) + 1,
                token["language"],
                text,
                "generated" if made else token["kind"] or _of_page(page),
                token["detail"] or "",
                session,
                number,
            )
        )
    return found


def _of_page(page: Path) -> str:
    return "elsewhere" if page.relative_to(ROOT).as_posix() in TESTED_BY else ""


def every_block() -> list[Block]:
    """Return the blocks of all pages."""
    return [block for page in pages() for block in blocks(page)]


def sessions() -> dict[str, list[Block]]:
    """Return the blocks to run of each session, by page and number."""
    found: dict[str, list[Block]] = {}
    for block in every_block():
        if block.kind in ("run", "file") and block.session is not None:
            found.setdefault(f"{block.page}#{block.number}", []).append(block)
    return found


def _is_open(command: str) -> bool:
    try:
        shlex.split(command)
    except ValueError:
        return True
    return command.endswith("\\")


@dataclass(frozen=True)
class Command:
    """A command of a console block, with its continuation lines, and the output that the page shows."""

    line: str
    output: tuple[str, ...]


def commands(text: str) -> list[Command]:
    """Return the commands of a console block; an open quotation or a backslash at the end goes on in the next line."""
    found: list[tuple[list[str], list[str]]] = []
    goes_on = False
    for line in text.splitlines():
        if line.startswith("$ "):
            found.append(([line[2:]], []))
        elif goes_on:
            found[-1][0].append(line)
        elif found:
            found[-1][1].append(line)
        else:
            raise ValueError(f"a console block begins with a command, not with {line!r}")
        goes_on = (line.startswith("$ ") or goes_on) and _is_open("\n".join(found[-1][0]))
    return [Command("\n".join(words), tuple(output)) for words, output in found]
