"""The half of `make up` and `make down` that runs beside the emulator: the engine's commands, then a summary.

The emulator's environment variables are already set, as for a real tenant.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import urllib.request
from typing import TYPE_CHECKING

from tools.console import say
from tools.process import answer, attached

if TYPE_CHECKING:
    from tools.places import Places

_STACK = "emulator"
_SECONDS_FOR_AN_ANSWER = 10

_SUMMARY = """
Join URL: {url}
The emulator holds {meetings}.

Try next:
  make up      once more: nothing changes, and it is still one meeting
  make up      after an edit of {program}, such as another subject
  make down    to delete it all

A real tenant, from the same folder: set ARM_TENANT_ID, ARM_CLIENT_ID, ARM_CLIENT_SECRET and MSGRAPH_USER_ID, then
  eval "$(make -s path)" && cd {folder}
  pulumi login      # once; --local keeps the state on this machine
  pulumi stack select --create dev && pulumi up
"""


def up(places: Places) -> int:
    """Deploy, and print what to try next; return the engine's exit code."""
    code = _prepare(places) or _pulumi(places, "up", "--yes", "--skip-preview")
    if code:
        say("The engine stopped: its last lines say why. `make up` again goes on from there.")
        return code
    folder = places.example.relative_to(places.root)
    url = answer(["pulumi", "stack", "output", "join_url", "--stack", _STACK], cwd=places.example)
    sys.stdout.write(_SUMMARY.format(url=url, meetings=_meetings(), folder=folder, program=folder / "__main__.py"))
    return 0


def down(places: Places) -> int:
    """Destroy the deployment and the stack; return the engine's exit code."""
    return _prepare(places) or _pulumi(places, "destroy", "--yes", "--skip-preview", "--remove")


def _prepare(places: Places) -> int:
    # The caller prevents a second deployment here: a lock can only be from a killed engine.
    shutil.rmtree(places.local / "backend" / ".pulumi" / "locks", ignore_errors=True)
    return _engine(places, "stack", "select", "--create", _STACK)


def _pulumi(places: Places, *arguments: str) -> int:
    return _engine(places, *arguments, "--stack", _STACK)


def _engine(places: Places, *arguments: str) -> int:
    return attached(["pulumi", *arguments], cwd=places.example, env=os.environ)


def _meetings() -> str:
    """Ask the emulator without a proxy; its certificate authority is in SSL_CERT_FILE."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    address = f"{os.environ['MSGRAPH_ENDPOINT']}/_emulator/meetings"
    with direct.open(address, timeout=_SECONDS_FOR_AN_ANSWER) as answered:
        count = len(json.load(answered))
    return "one meeting" if count == 1 else f"{count} meetings"
