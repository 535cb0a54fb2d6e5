"""The answers of a hostile service: raw bytes, some of them without end."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from socket import socket

    Answer = Callable[[socket], None]

OK = b"HTTP/1.1 200 OK\r\n"
FAILED = b"HTTP/1.1 503 Service Unavailable\r\n"
JSON = b"Content-Type: application/json\r\nConnection: close\r\n"
_MEGABYTE = 1024 * 1024
_MANY = 100


def raw(answer: bytes) -> Answer:
    return lambda one: one.sendall(answer)


def whole(body: bytes, start: bytes = OK, headers: bytes = b"") -> Answer:
    return raw(start + JSON + headers + b"Content-Length: %d\r\n\r\n" % len(body) + body)


def content(value: Any, start: bytes = OK, headers: bytes = b"") -> Answer:
    return whole(json.dumps(value).encode(), start, headers)


def flood(start: bytes, piece: bytes, times: int | None = None) -> Answer:
    """Send an answer as fast as the client reads it: a number of pieces, or until the client stops."""

    def answer(one: socket) -> None:
        one.sendall(start)
        while times is None:
            one.sendall(piece)
        for _ in range(times):
            one.sendall(piece)

    return answer


def _packed(layers: int) -> bytes:
    """Return about a gigabyte of blanks, compressed."""
    body = gzip.compress(b" " * _MEGABYTE) * 1024
    for _ in range(layers - 1):
        body = gzip.compress(body)
    return body


def large(start: bytes) -> dict[str, Answer]:
    """Return answers that are too large for any memory, with that status line."""
    head = start + JSON
    piece = b" " * _MEGABYTE
    return {
        "100 MB": flood(head + b"Content-Length: %d\r\n\r\n" % (_MANY * _MEGABYTE), piece, _MANY),
        "without an end": flood(head + b"\r\n", piece),
        "chunks without an end": flood(head + b"Transfer-Encoding: chunked\r\n\r\n", b"100000\r\n" + piece + b"\r\n"),
        "size of a chunk without an end": flood(head + b"Transfer-Encoding: chunked\r\n\r\n", b"0" * _MEGABYTE),
        "trailers without an end": flood(
            head + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X-More: %b\r\n" % (b"y" * 1000)
        ),
        "status line without an end": flood(start.rstrip(), piece),
        "header without an end": flood(start + b"X-More: ", b"y" * _MEGABYTE),
        "headers without an end": flood(start, b"X-More: y\r\n" * 1000),
        "interim answers without an end": flood(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000),
        "early hints without an end": flood(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 1000),
        "packed": whole(_packed(1), start, b"Content-Encoding: gzip\r\n"),
        "packed twice": whole(_packed(2), start, b"Content-Encoding: gzip, gzip\r\n"),
        "packed in a hundred layers": whole(_packed(2), start, b"Content-Encoding: " + b"gzip," * 99 + b"gzip\r\n"),
        "nested lists": whole(b"[" * 4_000_000, start),
        "nested objects": whole(b'{"a":' * 100_000 + b"1" + b"}" * 100_000, start),
        "nested as deep as is read": whole(b'{"id":"1","a":' * 900 + b"1" + b"}" * 900, start),
        "many empty lists": whole(b'{"a":[' + b"[]," * 660_000 + b"[]]}", start),
        "many names": whole(b"{" + b",".join(b'"%d":0' % number for number in range(180_000)) + b"}", start),
        "a number of a million digits": whole(b'{"id":' + b"9" * 1_000_000 + b"}", start),
        "a text that patterns are slow on": whole(
            json.dumps({"error": {"code": "x", "message": "eyJ" * 300_000 + " " * 300_000}}).encode(), start
        ),
        "words that look like tokens": whole(b"eyJa-" * 600_000, start),
    }
