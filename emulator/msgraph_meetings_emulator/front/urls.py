"""URLs that came from outside."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit


def parts_of(text: str) -> SplitResult:
    """Return the parts of a URL; what is none, such as an open bracket in place of a host, has empty ones."""
    try:
        return urlsplit(text)
    except ValueError:
        return urlsplit("")
