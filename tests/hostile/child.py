"""Operations against hostile services, in a process whose memory is measured and limited.

``python -m tests.hostile.child METHOD ROOT...`` prints the outcome of each as a list in JSON.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from pathlib import Path
from typing import Any

from msgraph_meetings.auth import token_source
from msgraph_meetings.config.reading import Settings
from msgraph_meetings.errors import MeetingsError
from msgraph_meetings.http.operation import Operation
from msgraph_meetings.meetings.connect import connect
from msgraph_meetings.meetings.registry import Registry
from tests.unit.fakes import FakeClock

SECRET = "secret-that-nobody-may-see"
TOKEN = "token-that-nobody-may-see"
USER = "dc17674c-81d9-4adb-bfb2-8f6a442e4622"
TENANT = "5e97fc22-1dcc-4be9-9b39-04e5c0d4eb6d"
_ROOM = 1024**3
"""Bytes of address space beyond that of the libraries: enough to measure, too little to disturb the machine."""
_SECONDS = 20
"""Enough for some repetitions of a create; each reads the large answer again."""
_METHODS: dict[str, dict[str, Any]] = {
    "graph": {"access_token": TOKEN, "access_token_type": "application"},
    "secret": {"client_id": USER, "client_secret": SECRET},
    "oidc": {"client_id": USER, "use_oidc": True, "oidc_request_token": SECRET},
    "identity": {"use_msi": True},
}


def settings(method: str, root: str) -> Settings:
    """Return settings with the service's address everywhere."""
    more = {"oidc_request_url": f"{root}/issuer"} if method == "oidc" else {}
    return Settings(tenant_id=TENANT, user_id=USER, graph_endpoint=root, authority_host=root, **_METHODS[method] | more)


def attempt(method: str, root: str) -> str:
    """Try a create, or a token if the service gives out tokens; return the error, or None."""
    chosen = settings(method, root)
    if method == "graph":
        operation = Operation("meeting x", _SECONDS, clock=FakeClock())
        connect(chosen, Registry()).create({"userId": USER, "externalId": "x", "subject": "y"}, operation)
    else:
        token_source(chosen).token(Operation("signing in", 300, clock=FakeClock()))
    return ""


def _kilobytes(name: str) -> int:
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(name):
            return int(line.split()[1])
    raise LookupError(name)


def outcome(method: str, root: str) -> dict[str, Any]:
    """Return the error, and the growth of memory until it was raised."""
    os.environ["AZURE_POD_IDENTITY_AUTHORITY_HOST"] = root
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # reset the highest use
    before = _kilobytes("VmHWM")
    try:
        said, kind = attempt(method, root), ""
    except MeetingsError as error:
        said, kind = str(error), type(error).__name__
    return {"kind": kind, "said": said, "kilobytes": _kilobytes("VmHWM") - before}


def main() -> None:
    import resource  # noqa: PLC0415 - only POSIX has it, and tests import this module everywhere

    method, *roots = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_AS, (_kilobytes("VmSize") * 1024 + _ROOM,) * 2)
    print(json.dumps([outcome(method, root) for root in roots]))  # noqa: T201


if __name__ == "__main__":
    main()
