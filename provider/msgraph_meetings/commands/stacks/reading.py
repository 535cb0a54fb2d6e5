"""Find the meetings in a Pulumi state (`pulumi stack export`) or in stack outputs (`pulumi stack output --json`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from msgraph_meetings.commands.stacks.hidden import HIDDEN, opened
from msgraph_meetings.commands.stacks.meeting import Meeting
from msgraph_meetings.errors import ArgumentError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msgraph_meetings.commands.stacks.source import Shown, Source

TYPES = ("msgraph-meetings:index:OnlineMeeting", "pulumi-python:dynamic/msgraph-meetings:OnlineMeeting")
_PASSCODE = "passcode"
_LINK = "joinWebUrl"
_IS_LINK = re.compile(r"https://[^/]+/(?:l/meetup-join|meet)/", re.IGNORECASE)
"""The forms of join URLs that were seen (graph contract, section 5.5)."""


def meetings_of(source: Source) -> list[Meeting]:
    """Return the meetings of a source.

    Raises:
        ConfigurationError: Pulumi cannot export the stack.
        ArgumentError: the source is neither a state nor stack outputs.
    """
    document = source.document()
    try:
        if "deployment" in document:
            return list(_of_state(document["deployment"], source))
        return [meeting for name, value in document.items() for meeting in _of_output(name, value, source.shown)]
    except RecursionError:
        raise ArgumentError(f"Cannot read {source}.", "Its values are nested too deeply.") from None


def _of_state(deployment: Any, source: Source) -> Iterator[Meeting]:
    resources = deployment.get("resources", []) if isinstance(deployment, dict) else None
    if not isinstance(resources or [], list):
        resources = None
    if resources is None and deployment is not None:
        raise ArgumentError(
            f"Cannot read {source}.",
            "It looks like an export, but has no list of resources.",
            "Write it again with `pulumi stack export`.",
        )
    for resource in resources or []:
        if isinstance(resource, dict) and resource.get("type") in TYPES and _is_managed(resource):
            yield _of_resource(resource, source.shown)


def _is_managed(resource: dict[str, Any]) -> bool:
    """Return False for a meeting that the program only looks up, and for one that waits for its deletion."""
    return not resource.get("external") and not resource.get("delete")


def _of_resource(resource: dict[str, Any], shown: Shown) -> Meeting:
    urn = str(resource.get("urn") or "")
    outputs = resource.get("outputs")
    values = {name: value for name, value in (outputs if isinstance(outputs, dict) else {}).items() if name[:2] != "__"}
    return Meeting.of(
        _name(urn),
        _clear(values, shown),
        id=str(resource.get("id") or ""),
        urn=urn,
        modified=str(resource.get("modified") or resource.get("created") or ""),
    )


def _name(urn: str) -> str:
    """Return the resource's name, which may contain colons."""
    return urn.split("::", 3)[-1] or "(unnamed)"


def _clear(values: dict[str, Any], shown: Shown) -> dict[str, Any]:
    """Return the values with the secrets that may be shown; a passcode is one even if the source has it in clear."""
    clear = {name: opened(value, show=_shows(name, shown)) for name, value in values.items()}
    if clear.get(_PASSCODE) is not None and not shown.passcodes:
        clear[_PASSCODE] = HIDDEN
    return clear


def _shows(name: str, shown: Shown) -> bool:
    return shown.passcodes if name == _PASSCODE else shown.secrets


def _of_output(name: str, value: Any, shown: Shown) -> Iterator[Meeting]:
    """Yield the meetings of a stack output: a join URL, an exported resource, or lists and objects of them."""
    value = opened(value, show=shown.secrets)
    if isinstance(value, str) and _IS_LINK.match(value):
        yield Meeting.of(name, {_LINK: value})
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _of_output(f"{name}[{index}]", item, shown)
    elif isinstance(value, dict):
        values = {_graph_name(key): item for key, item in value.items()}
        if _LINK in values:
            yield Meeting.of(
                name, _clear(values, shown), id=str(values.get("id") or ""), urn=str(values.get("urn") or "")
            )
        else:
            for key, item in value.items():
                yield from _of_output(f"{name}.{key}", item, shown)


def _graph_name(name: str) -> str:
    """Return Graph's name of a property: Python programs export resources with their own names."""
    return re.sub(r"_([a-z])", lambda match: match[1].upper(), name)
