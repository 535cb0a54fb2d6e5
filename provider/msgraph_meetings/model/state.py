"""Compute the bodies that are sent to Graph, and the state of a meeting; sends nothing, and compares by meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgraph_meetings.model import instants
from msgraph_meetings.model.fields import FIELDS, arguments_in
from msgraph_meetings.model.unknowns import known, object_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from msgraph_meetings.model.answer import Held
    from msgraph_meetings.model.unknowns import Properties

OVERRIDES = "policyOverrides"
"""In the state: the requested values that the service holds with another value, by property."""


def organizer_of(state: Properties) -> str | None:
    """Return the organizer's object id: ``userId``, or for a signed-in person's meeting the id in the answer."""
    user: str | None = state.get("userId") or object_in(state, "organizer").get("id")
    return user


def asked_before(state: Properties) -> Properties:
    """Return the fields as the program requested them, not as a policy changed them."""
    return {name: value for name, value in (state | object_in(state, OVERRIDES)).items() if name in FIELDS}


def changed_fields(state: Properties, news: Properties) -> list[str]:
    """Return the names of the fields whose value must be sent."""
    before = asked_before(state)
    return [
        name
        for name, field in FIELDS.items()
        if name in news and (name not in before or field.kind.changed(before[name], news[name]))
    ]


def asked_in(inputs: Properties) -> Properties:
    """Return the arguments that are properties of the meeting, without those of the provider."""
    return {name: value for name, value in inputs.items() if name in FIELDS}


def parameters(inputs: Properties) -> Properties:
    """Return createOrGet's body: its five parameters, as far as the program sets them."""
    asked = {name: FIELDS[name].kind.wire(inputs[name]) for name in FIELDS if FIELDS[name].parameter and name in inputs}
    return {"externalId": inputs["externalId"]} | asked


def patch_body(asked: Properties, names: Iterable[str]) -> Properties:
    """Return a PATCH of these fields and of those that must be in the same request (graph contract, section 3.2)."""
    needed = set(names)
    if needed & {"startDateTime", "endDateTime"}:
        needed |= {"startDateTime", "endDateTime"}
    if "allowedPresenters" in needed and asked["allowedPresenters"] == "roleIsPresenter":
        needed.add("participants")
    body = {name: FIELDS[name].kind.wire(asked[name]) for name in FIELDS if name in needed and name in asked}
    if "startDateTime" in body and "endDateTime" not in body:
        body["endDateTime"] = instants.hour_after(body["startDateTime"])
    return body


def differing(asked: Properties, answered: Held, *, unseen_differs: bool = True) -> list[str]:
    """Return the names of the fields that the answer holds with another value.

    Args:
        asked: the fields that the program sets.
        answered: the meeting in Graph's answer.
        unseen_differs: True if a field that is missing in the answer counts as different.
    """
    return [
        name
        for name, value in asked.items()
        if (unseen_differs if name not in answered.fields else not FIELDS[name].kind.same(value, answered.fields[name]))
    ]


def state_of(inputs: Properties, answered: Held, *, adopted: bool) -> Properties:
    """Return the outputs: the program's values, as the service holds them, and those that the service made."""
    shown = {name: _shown(name, value, answered) for name, value in asked_in(inputs).items()}
    held = {name: value for name, value in shown.items() if value is not None}
    return answered.made | _own(inputs) | held | {"adopted": adopted}


def unfinished_state(inputs: Properties, answered: Held, differing: Iterable[str], *, adopted: bool) -> Properties:
    """Return the outputs after a failed PATCH, without values missing in the answer: the next update sends them."""
    unseen = [name for name in differing if name not in answered.fields]
    return state_of({name: value for name, value in inputs.items() if name not in unseen}, answered, adopted=adopted)


def _shown(name: str, asked: object, answered: Held) -> object:
    if name not in answered.fields:
        return asked
    now = answered.fields[name]
    return None if now is None else FIELDS[name].kind.shown(asked, now)


def _own(inputs: Properties) -> Properties:
    """Return the arguments that are the provider's, not the meeting's."""
    return {name: value for name, value in arguments_in(inputs).items() if name not in FIELDS}


def kept_state(state: Properties, inputs: Properties) -> Properties:
    """Return the state without values that are no longer requested; for an update that sends nothing."""
    made = {name: value for name, value in state.items() if name not in arguments_in(state) and name != OVERRIDES}
    asked = {name: value for name, value in asked_in(inputs).items() if known(value)}
    shown = {name: FIELDS[name].kind.shown(value, state[name]) for name, value in asked.items() if name in state}
    overrides = {
        name: asked[name]
        for name in object_in(state, OVERRIDES)
        if name in asked and not FIELDS[name].kind.same(asked[name], shown.get(name))
    }
    return made | _own(inputs) | shown | ({OVERRIDES: overrides} if overrides else {})


def refreshed_state(state: Properties, now: Held) -> Properties:
    """Return the outputs after a refresh: the fields that the program set, with the service's values."""
    asked = asked_before(state)
    after = state_of(_own(state) | asked, now, adopted=bool(state.get("adopted")))
    overrides = {
        name: value
        for name, value in object_in(state, OVERRIDES).items()
        if after.get(name) == state.get(name) and not FIELDS[name].kind.same(value, after.get(name))
    }
    return after | ({OVERRIDES: overrides} if overrides else {})
