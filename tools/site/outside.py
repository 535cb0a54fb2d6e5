"""Links of pages to files of the repository that are not pages: examples, tests, the licence."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = "provider/msgraph_meetings/schema.json"
_NOT_PUBLISHED = "https://github.com/owner--not-set/pulumi-msgraph-meetings"
_LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)(#[^)\s]*)?\)")
_CODE = re.compile(r"(^ *```.*?^ *```|`[^`\n]+`)", re.DOTALL | re.MULTILINE)


class LostLinkError(Exception):
    """A page links to a file that does not exist."""


def to_repository(text: str, page: Path, docs: Path) -> str:
    """Return the text of a page with links to files outside docs/ as addresses of the repository.

    Args:
        text: of the page; its code stays as it is.
        page: its file; relative links begin in its folder.
        docs: the folder of the pages.

    Raises:
        LostLinkError: a link leads to no file.
    """

    def led(link: re.Match[str]) -> str:
        target = page.parent.joinpath(link[1])
        if not target.exists():
            raise LostLinkError(f"{page.name} links to {link[1]}, and there is no such file")
        place = os.path.relpath(target, docs)
        if not place.startswith(".."):
            return link[0]
        kind = "tree" if target.is_dir() else "blob"
        return f"]({repository(docs.parent)}/{kind}/main/{place[3:].replace(os.sep, '/')}{link[2] or ''})"

    return "".join(part if _CODE.fullmatch(part) else _LINK.sub(led, part) for part in _CODE.split(text))


def repository(root: Path) -> str:
    """Return the repository's address, as the schema has it."""
    schema = json.loads((root / SCHEMA).read_text(encoding="utf-8"))
    return str(schema.get("repository", _NOT_PUBLISHED))
