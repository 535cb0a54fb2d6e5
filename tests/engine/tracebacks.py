"""Tracebacks in the engine's output: those that went through our code.

Engines like 3.276 interrupt the program when a deployment fails or is cancelled. Pulumi's own launcher of Python
programs (`pulumi-language-python-exec`) then prints a traceback of the place where the program waited. It is the same
for every provider, so only frames of our package count.
"""

from __future__ import annotations

import re

_FRAME = re.compile(r'File "[^"]*[/\\]msgraph_meetings[/\\][^"]*", line \d+')


def frames_of_ours(said: str) -> list[str]:
    """Return the frames of our package in the output, in their order; empty for a good message."""
    return _FRAME.findall(said)
