"""Reading of untrusted URLs."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit


def parts_of(text: str) -> SplitResult:
    """Return the parts of a URL; they are empty if the text is not a URL, such as one with an open bracket as host."""
    try:
        return urlsplit(text)
    except ValueError:
        return urlsplit("")
