"""The streams of a command, which also prints where the output's encoding lacks letters."""

from __future__ import annotations

import sys


def never_fail_to_print() -> None:
    """Replace letters that the output's encoding lacks: a report must not end in an encoding error."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
