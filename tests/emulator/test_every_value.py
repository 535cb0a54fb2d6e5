"""Every property of Graph's metadata with every kind of value, in each request that writes.

The metadata in `tests/plugin/graph_metadata.json` is the oracle: an operation accepts a property in its type only.
"""

from __future__ import annotations

import http.client
import json
import ssl
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import pytest

from msgraph_meetings_emulator.graph.shapes import CREATABLE, CREATE_OR_GET, DECLARED, UPDATABLE
from msgraph_meetings_emulator.graph.spelling import NAMES
from tests.sampling import sampled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msgraph_meetings_emulator import Emulator

METADATA = json.loads(Path(__file__).parents[1].joinpath("plugin", "graph_metadata.json").read_text(encoding="utf-8"))
TAKEN = {"createOrGet": CREATE_OR_GET, "POST": CREATABLE, "PATCH": UPDATABLE}
TIMES = (
    '"2027-01-04T09:00:00Z"',
    '"2027-01-04T09:00+14:00"',
    '"0001-01-01T00:00:00Z"',
    '"9999-12-31T23:59:59.9999999Z"',
)
NO_TIMES = (
    '"0001-01-01T00:00:00+14:00"',
    '"9999-12-31T23:59:59-14:00"',
    '"10000-01-01T00:00:00Z"',
    '"0000-01-01T00:00:00Z"',
    '"2027-02-30T00:00:00Z"',
    '"2027-01-04T24:00:00Z"',
    '"2027-01-04T09:00:60Z"',
    '"2027-01-04T09:00:00.00000001Z"',
    '"٢٠٢٧-01-04T09:00:00Z"',
)
TEXTS = ('""', '"x"', '"unknownFutureValue"', '"EVERYONE"', r'"\u0000"', r'"\ud83c\udf89"', *TIMES, *NO_TIMES)
NUMBERS = ("0", "-1", "1.5", "1e300", "9223372036854775808")
UNREADABLE = (
    *("1e999", "-1e999", "NaN", "-Infinity", "[" * 40 + "]" * 40),
    *(r'"\ud800"', r'"\udfff\ud800"', r'{"\ud800": 1}'),
)
OBJECTS = ("{}", '{"x": 1}', '{"@odata.type": "#x"}')
LISTS = ("[]", "[null]", "[[]]", '["x"]', "[{}]")
VALUES = (*TEXTS, *NUMBERS, *UNREADABLE, *OBJECTS, *LISTS, "true", "false", "null")
FEW = ('"x"', TIMES[-1], "1.5", "1e999", r'"\ud800"', '{"x": 1}', "[null]", "true", "null")
"""For a place inside a property, and for a property that an operation does not take."""

ONE_OF_A_TYPE = {kind: name for name, kind in METADATA["meeting"].items()}.values()
"""The last property of each type."""

FOUR_MEGABYTES = 4 * 1024 * 1024


class Writer:
    """A connection that stays open, for bodies that a JSON library would not write."""

    def __init__(self, emulator: Emulator) -> None:
        where = urlsplit(emulator.endpoint)
        trust = ssl.create_default_context(cafile=str(emulator.ca))
        self._connection = http.client.HTTPSConnection(where.hostname or "", where.port, context=trust, timeout=60)
        token = emulator.application_token()
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self._collection = f"/v1.0/users/{emulator.user_id}/onlineMeetings"
        self._number = 0
        self.statuses: Counter[int] = Counter()
        self.meeting = self.write("createOrGet", "")[1]

    def write(self, operation: str, member: str) -> tuple[int, dict[str, Any]]:
        """Send one member of a JSON object, with the other members that make the request valid."""
        self._number += 1
        members = [member] if member else []
        method, path = "POST", ""
        if operation == "createOrGet":
            path = "/createOrGet"
            members += [] if member.startswith('"externalId"') else [f'"externalId": "{self._number}"']
        if operation == "PATCH":
            method, path = "PATCH", f"/{quote(self.meeting['id'], safe='')}"
        return self.send(method, path, f"{{{', '.join(members)}}}")

    def send(self, method: str, path: str, body: str) -> tuple[int, dict[str, Any]]:
        self._connection.request(method, self._collection + path, body.encode(), self._headers)
        answer = self._connection.getresponse()
        self.statuses[answer.status] += 1
        content: dict[str, Any] = json.loads(answer.read())
        return answer.status, content

    def close(self) -> None:
        self._connection.close()


@pytest.fixture
def writer(msgraph_emulator: Emulator) -> Iterator[Writer]:
    msgraph_emulator.set_meetings_a_month(1_000_000)
    writer = Writer(msgraph_emulator)
    yield writer
    writer.close()


def _places(name: str, kind: str) -> Iterator[tuple[str, str]]:
    """Yield each place for a value in a property, as JSON with a `%s`, with its declared type."""
    yield f'"{name}": %s', kind
    is_list = kind.endswith("[]")
    for member, inner in METADATA["complexTypes"].get(kind.removesuffix("[]"), {}).items():
        for text, declared in _places(member, inner):
            yield f'"{name}": [{{{text}}}]' if is_list else f'"{name}": {{{text}}}', declared


def _fits(kind: str, value: str) -> bool | None:
    """Return True if a JSON value is of a declared type, or None if more than the type decides."""
    if value in UNREADABLE or value == "null":
        return None if value == "null" else False
    if kind in METADATA["enumTypes"]:
        members = {one.lower() for one in METADATA["enumTypes"][kind]} - {"unknownfuturevalue"}
        return value.strip('"').lower() in members
    surely, perhaps = {
        "Edm.Boolean": (("true", "false"), ()),
        "Edm.String": (TEXTS, ()),
        "Edm.DateTimeOffset": ((), TIMES),
    }.get(kind, ((), LISTS if kind.endswith("[]") else OBJECTS))
    return True if value in surely else None if value in perhaps else False


def _check(writer: Writer, operation: str, place: str, kind: str, value: str) -> dict[str, Any] | None:
    """Write a value at a place, and return the answer's meeting, or None if the request was refused."""
    status, content = writer.write(operation, place.replace("%s", value))
    said = (operation, place, value, status, content)
    name = place.split('"', 2)[1]
    takes = name in TAKEN[operation]
    live_event = (status, name, operation) == (405, "isBroadcast", "POST")
    assert status in (200, 201, 400) or live_event, said
    fits = _fits(kind, value)
    if value in UNREADABLE or (takes and fits is False):
        assert status == 400, said
    if takes and fits and operation == "POST" and name != "isBroadcast":
        assert status == 201, said
    return content if status in (200, 201) else None


_ONE_NAME = 2  # quotation marks


def _writes(name: str, *, is_inner: bool) -> Iterator[tuple[str, str]]:
    """Yield the operations, with the values to send for a place."""
    for operation, taken in TAKEN.items():
        for value in FEW if is_inner or name not in taken else VALUES:
            yield operation, value


@pytest.mark.parametrize("name", sampled(METADATA["meeting"], ONE_OF_A_TYPE))
def test_property_takes_its_type_and_a_refused_write_stores_nothing(
    msgraph_emulator: Emulator, writer: Writer, name: str
) -> None:
    places = list(_places(name, METADATA["meeting"][name]))
    made, now = {writer.meeting["id"]}, writer.meeting
    for place, kind in places:
        for operation, value in _writes(name, is_inner=place.count('"') > _ONE_NAME):
            answered = _check(writer, operation, place, kind, value)
            made |= {answered["id"]} if answered else set()
            now = answered if answered and operation == "PATCH" else now
    kept = {meeting["id"]: meeting for meeting in msgraph_emulator.meetings()}
    assert kept.keys() == made
    assert {key: kept[now["id"]][key] for key in ("subject", "startDateTime", "participants")} == {
        key: now[key] for key in ("subject", "startDateTime", "participants")
    }
    assert Counter(entry.status for entry in msgraph_emulator.journal()) == writer.statuses


def test_every_name_of_the_metadata_is_known_in_any_case() -> None:
    nested = {name for members in METADATA["complexTypes"].values() for name in members}
    assert METADATA["meeting"].keys() - {"attendeeReport"} <= NAMES
    assert nested <= NAMES
    assert METADATA["meeting"].keys() - DECLARED.keys() == {"attendeeReport", "joinInformation"}


@pytest.mark.parametrize("operation", sampled(TAKEN, ["createOrGet", "PATCH"]))
def test_body_of_four_megabytes_is_served_and_a_longer_one_refused(
    msgraph_emulator: Emulator, writer: Writer, operation: str
) -> None:
    empty = '{"subject": "", "externalId": "x"}' if operation == "createOrGet" else '{"subject": ""}'
    path = {"createOrGet": "/createOrGet", "POST": ""}.get(operation, f"/{quote(writer.meeting['id'], safe='')}")
    method = "PATCH" if operation == "PATCH" else "POST"
    for extra, status in ((1, 413), (0, 200 if operation == "PATCH" else 201)):
        subject = "s" * (FOUR_MEGABYTES + extra - len(empty))
        body = empty.replace('"subject": ""', f'"subject": "{subject}"')
        assert len(body) == FOUR_MEGABYTES + extra
        answered, content = writer.send(method, path, body)
        assert answered == status
        assert content.get("subject") == subject or content["error"]["message"] == "The request is longer than 4 MB."
    assert len(msgraph_emulator.meetings()) == (1 if operation == "PATCH" else 2)
    assert [entry.body for entry in msgraph_emulator.journal()][1:] == [
        f"({FOUR_MEGABYTES + 1} bytes)",
        f"({FOUR_MEGABYTES} bytes)",
    ]
