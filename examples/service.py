"""Play a person in Teams, or the tenant, against the emulator.

- `service.py list` prints the meetings.
- `service.py edit EXTERNAL_ID JSON` changes one, as a person in Teams would.
- `service.py set JSON` changes settings of the tenant.

It uses the emulator's control paths, which a real tenant does not have.
"""

import json
import os
import sys
import urllib.request
from typing import Any
from urllib.parse import quote


def ask(path: str, method: str = "GET", body: str | None = None) -> Any:
    """Send a request to the emulator, and return its JSON."""
    address = f"{os.environ['MSGRAPH_ENDPOINT']}/_emulator/{path}"
    request = urllib.request.Request(address, body.encode() if body else None, method=method)  # noqa: S310
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(request, timeout=10) as answer:
        return json.load(answer)


def main(word: str, *arguments: str) -> None:
    """Print the meetings, change one, or change the tenant."""
    if word == "set":
        ask("settings", "PATCH", *arguments)
        return
    meetings = {meeting["externalId"]: meeting for meeting in ask("meetings")}
    if word == "edit":
        external_id, changes = arguments
        ask(f"meetings/{quote(meetings[external_id]['id'], safe='')}", "PATCH", changes)
        print(f"{external_id}: changed")
    elif meetings:
        for external_id, meeting in meetings.items():
            print(f"{external_id}: {meeting['subject']}")
    else:
        print("no meetings")


main(*sys.argv[1:])
