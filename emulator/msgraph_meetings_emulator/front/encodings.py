"""Compressed request bodies: Microsoft's SDK for Go compresses every body with gzip."""

from __future__ import annotations

import zlib

_GZIP = 31
"""The `wbits` value that makes zlib read a gzip header."""


def unpacked(body: bytes, encoding: str, most: int) -> bytes:
    """Return the decompressed body, cut to `most` + 1 bytes; return a body that is not gzip unchanged."""
    if encoding.strip().lower() != "gzip":
        return body
    try:
        return zlib.decompressobj(_GZIP).decompress(body, most + 1)
    except zlib.error:
        return body
