"""Read what a program writes to a terminal."""

from __future__ import annotations

import os


def everything(terminal: int) -> str:
    """Return all that is written to the other end of a terminal until that is closed."""
    read = b""
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # how Linux says that the other end is closed
            piece = b""
        if not piece:
            return read.decode()
        read += piece
