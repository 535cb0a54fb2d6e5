"""Experiments about GET: options, filters, wrong ids, batches, and other paths."""

from __future__ import annotations

import base64
import json
import uuid
from typing import TYPE_CHECKING
from urllib.parse import quote

from msgraph_meetings.probe.findings import DifferentError, UnansweredError
from msgraph_meetings.probe.lab import OTHER_SUBJECT, refused_or
from msgraph_meetings.probe.wire import Request

if TYPE_CHECKING:
    from msgraph_meetings.probe.lab import Lab
    from msgraph_meetings.probe.wire import Said

_NOT_READ = "MSx"
_READ_USERS = ("User.", "Directory.")


def select_keeps_id(lab: Lab) -> bool:
    """Return True if ``$select`` returns the id too."""
    said = lab.get(lab.make().id, "?$select=subject")
    names = sorted(name for name in said.content if not name.startswith("@"))
    lab.note(f"GET with $select=subject: {said}, with {', '.join(names[:5])}")
    if not said.ok or "joinWebUrl" in names:
        raise DifferentError("$select is refused, or ignored.")
    return "id" in names


def select_refuses(lab: Lab) -> bool:
    """Return True if ``$select`` of an unknown name is refused."""
    said = lab.get(lab.make().id, "?$select=noSuchProperty", "GET with $select=noSuchProperty")
    return refused_or(said, expected=True, what="")


def miss_is_empty(lab: Lab) -> bool:
    """Return True if a search without a match answers with an empty list."""
    said = by_link(lab, _no_link(lab), "search for a join link that no meeting has")
    if said.ok and said.content.get("value") == []:
        return True
    if said.status != 404:
        raise DifferentError(f"The answer is {said.status} {said.code}.".replace(" .", "."))
    return False


def by_link(lab: Lab, link: str, note: str) -> Said:
    """Return the answer to a search by join link."""
    condition = quote(f"JoinWebUrl eq '{link}'", safe="")
    return lab.ask(Request("GET", f"{lab.path()}?$filter={condition}"), note)


def _no_link(lab: Lab) -> str:
    """Return a join link in the documented form, of a conversation that does not exist."""
    thread = f"19:meeting_{base64.b64encode(str(uuid.uuid4()).encode()).decode()}@thread.v2"
    ids = {"Tid": str(lab.caller.token.claims.get("tid") or uuid.uuid4()), "Oid": lab.caller.organizer}
    context = quote(json.dumps(ids, separators=(",", ":")), safe="")
    return f"https://teams.microsoft.com/l/meetup-join/{quote(thread, safe='')}/0?context={context}"


def bad_id_is_named(lab: Lab) -> bool:
    """Return True if the error for a malformed id is ``Invalid meeting id``."""
    said = lab.get(_NOT_READ, note="GET with a malformed id")
    for begins, answer in (("Invalid meeting id", True), ("Meeting Id is corrupted", False)):
        if said.message.startswith(begins):
            return answer
    raise DifferentError(f"The answer is {said.status} {said.code}, with another message.")


def batch_item_alone(lab: Lab) -> bool:
    """Return True if a bad request of a batch is refused alone."""
    meeting = lab.path(lab.make().id)
    items = [
        {"id": "1", "method": "GET", "url": meeting},
        {"id": "2", "method": "PATCH", "url": meeting, "body": {"subject": OTHER_SUBJECT}},
    ]
    note = "$batch with a PATCH that has a body and no Content-Type"
    said = lab.ask(Request("POST", "/$batch", {"requests": items}), note)
    if said.status == 400:
        return False
    answers = {str(one.get("id")): one.get("status") for one in said.content.get("responses") or []}
    lab.note(f"the answers in it: {answers.get('1')} and {answers.get('2')}")
    if (answers.get("1"), answers.get("2")) != (200, 400):
        raise DifferentError("The PATCH without Content-Type is not refused with 400.")
    return True


def users_refused(lab: Lab) -> bool:
    """Return True if reading the organizer's user needs a permission that the token does not have."""
    claims = lab.caller.token.claims
    held = [*_texts(claims.get("roles")), *str(claims.get("scp") or "").split()]
    if not held or not lab.caller.organizer:
        raise UnansweredError("The claims of the token cannot be read.")
    if any(name.startswith(_READ_USERS) for name in held):
        raise UnansweredError("The token may read users, so an answer would show nothing.")
    path = f"/users/{quote(lab.caller.organizer, safe='')}"
    said = lab.ask(Request("GET", path), "GET of the organizer's user")
    if not said.ok and said.status != 403:
        raise DifferentError(f"The answer is {said.status} {said.code}.")
    return not said.ok


def _texts(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []


def own_path_refused(lab: Lab) -> bool:
    """Return True if a signed-in user is refused on the path with their own id."""
    if not lab.caller.organizer:
        raise UnansweredError("The claims of the token cannot be read.")
    meeting, owner = lab.make().id, quote(lab.caller.organizer, safe="")
    path = f"/users/{owner}/onlineMeetings/{quote(meeting, safe='')}"
    return refused_or(lab.ask(Request("GET", path), "GET on the path with the own id"), expected=True, what="")
