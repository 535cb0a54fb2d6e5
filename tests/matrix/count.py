"""Compare the service and the state with the program, and check that another run sends nothing."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from msgraph_meetings_emulator import Handle
    from tests.engine.stack import Stack
    from tests.matrix.doors import Declared


def problems(stack: Stack, emulator: Handle, declared: Mapping[str, Declared]) -> dict[str, list[str]]:
    """Return the differences from the declarations, by resource: on the service, in the state, and in the next `up`.

    Every meeting has an organizer of its own.
    """
    by_user = defaultdict(list)
    for meeting in emulator.meetings():
        by_user[meeting["participants"]["organizer"]["identity"]["user"]["id"]].append(meeting)
    held = in_state(stack)
    found = {
        name: _on_the_service(by_user[wanted.user], wanted) + _in_the_state(by_user[wanted.user], held[name])
        for name, wanted in declared.items()
    }
    sent = _sent_by_another_up(stack, emulator)
    return {name: problems + sent[declared[name].user] for name, problems in found.items()}


def left(stack: Stack, emulator: Handle, names: list[str]) -> dict[str, list[str]]:
    """Return the meetings that are left after a destroy, by the name of the resource."""
    kept = in_state(stack)
    there = {meeting["externalId"].partition("#")[0] for meeting in emulator.meetings()}
    return {
        name: ["an orphan on the service"] * (name in there) + ["still in the state"] * (name in kept) for name in names
    }


def in_state(stack: Stack) -> defaultdict[str, list[dict[str, Any]]]:
    """Return the meetings in the state, including those that wait for their deletion."""
    every = stack.checkpoint().get("resources", [])
    found = defaultdict(list)
    for item in every:
        if item["type"].endswith(":OnlineMeeting"):
            found[item["urn"].rsplit("::", 1)[1]].append(item)
    return found


def _on_the_service(meetings: list[dict[str, Any]], wanted: Declared) -> list[str]:
    if len(meetings) != 1:
        return [f"{len(meetings)} meetings: {[meeting['externalId'] for meeting in meetings]}"]
    (meeting,) = meetings
    held = (meeting["externalId"], meeting["subject"], meeting["recordAutomatically"])
    asked = (wanted.generation, wanted.subject, wanted.records)
    return [] if held == asked else [f"the service holds {held} instead of {asked}"]


def _in_the_state(meetings: list[dict[str, Any]], items: list[dict[str, Any]]) -> list[str]:
    ids = [meeting["id"] for meeting in meetings]
    kept = [item.get("id") for item in items]
    return [] if kept == ids else [f"the state has {len(kept)} ids, {len(set(ids) & set(kept))} of them right"]


def _sent_by_another_up(stack: Stack, emulator: Handle) -> defaultdict[str, list[str]]:
    emulator.clear_journal()
    said = stack.attempt("up", "--yes", "--skip-preview", "--expect-no-changes")
    sent: defaultdict[str, list[str]] = defaultdict(lambda: [] if said.code == 0 else ["the next `up` has changes"])
    for entry in emulator.journal(path="*/onlineMeetings*"):
        user = entry.path.split("/")[3]
        sent[user] = [*sent[user], f"the next `up` sends {entry.method}"]
    return sent
