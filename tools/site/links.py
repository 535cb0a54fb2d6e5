"""The check of a built site: each link of each page leads to a file and an anchor of the site."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from pathlib import Path

_LINKS = {"a": "href", "link": "href", "img": "src", "script": "src"}


class _Page(HTMLParser):
    """Collects the links and the anchors of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Take note of an element."""
        named = dict(attributes)
        self.anchors |= {value for key in ("id", "name") if (value := named.get(key))}
        if (link := named.get(_LINKS.get(tag, ""))) is not None:
            self.links.append(link)


def broken(site: Path) -> list[str]:
    """Return a line for each link that leads nowhere; addresses of other hosts are not asked."""
    read = {path: _read(path) for path in sorted(site.rglob("*.html"))}
    return [
        f"{path.relative_to(site).as_posix()}: {link}"
        for path, page in read.items()
        for link in page.links
        if not _leads(link, path, read)
    ]


def _read(path: Path) -> _Page:
    page = _Page()
    page.feed(path.read_text(encoding="utf-8"))
    return page


def _leads(link: str, path: Path, read: dict[Path, _Page]) -> bool:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return parts.scheme in ("https", "http", "data", "mailto")
    target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    anchor = unquote(parts.fragment)
    if target not in read:
        return target.exists()
    return not anchor or anchor in read[target].anchors
