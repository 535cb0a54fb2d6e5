"""Bodies that a client packed: Microsoft's SDK for Go sends every one with gzip."""

from __future__ import annotations

import zlib

_GZIP = 31
"""The window size by which zlib knows gzip's own header."""


def unpacked(body: bytes, encoding: str, most: int) -> bytes:
    """Return the body as it was before it was packed, at most one byte more than `most`; as it came where it is not."""
    if encoding.strip().lower() != "gzip":
        return body
    try:
        return zlib.decompressobj(_GZIP).decompress(body, most + 1)
    except zlib.error:
        return body
