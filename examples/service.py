"""Play a person in Teams against the emulator: `service.py list`, or `service.py edit EXTERNAL_ID JSON`.

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
    """Print the meetings, or change one."""
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
