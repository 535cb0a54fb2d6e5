"""check: what is wrong with the arguments, all of it at once, each with its property path; no network.

Values are not repeated in the reasons: any argument may be a secret.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from msgraph_meetings import instants
from msgraph_meetings.auth import expected_token_type
from msgraph_meetings.kinds import identity
from msgraph_meetings.meeting import FIELDS, IDENTITY, POLICIES, MeetingArguments
from msgraph_meetings.refused import NOT_ARGUMENTS
from msgraph_meetings.values import Properties, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pydantic_core import ErrorDetails

    from msgraph_meetings.settings import Settings


@dataclass(frozen=True)
class Failure:
    """One thing that is wrong: where, such as ``participants.attendees[1].upn``, and why."""

    path: str
    reason: str


@dataclass(frozen=True)
class Checked:
    """The arguments to go on with, defaults filled in, and what is wrong with them."""

    inputs: Properties
    failures: list[Failure]


def check(olds: Properties, news: Properties, settings: Settings, default_external_id: str | None) -> Checked:
    """The arguments with the identity filled in, and every problem they have.

    Args:
        olds: the arguments of the last deployment; empty for a new resource.
        news: the arguments of the program; any value may be unknown.
        settings: give the default organizer, the cloud, and the kind of token.
        default_external_id: for a new resource that names none.
    """
    given = without_nulls(news)
    inputs = given | _identity(without_nulls(olds), given, settings, default_external_id)
    failures = [*_of_types(inputs), *(failure for rule in _RULES for failure in rule(inputs, settings))]
    return Checked(_asking(inputs), failures)


def _asking(values: Properties) -> Properties:
    """The arguments without objects that ask for nothing: an empty one must not be sent."""
    full = {name: _asking(value) if isinstance(value, dict) else value for name, value in values.items()}
    return {name: value for name, value in full.items() if value != {}}


def without_nulls(value: Any) -> Any:
    """The same value without members that are null: to leave an argument out and to give null is one."""
    if isinstance(value, dict):
        return {name: without_nulls(item) for name, item in value.items() if item is not None}
    if isinstance(value, list):
        return [without_nulls(item) for item in value]
    return value


def _identity(olds: Properties, news: Properties, settings: Settings, default: str | None) -> Properties:
    """What the program leaves out stays as it is: removing a line must not replace a meeting."""
    default_external_id = olds.get("externalId") if olds else default
    filled = {
        "userId": news.get("userId", settings.user_id or olds.get("userId")),
        "externalId": news.get("externalId", default_external_id),
    }
    return {name: value for name, value in filled.items() if value is not None}


def _of_types(inputs: Properties) -> list[Failure]:
    try:
        MeetingArguments.model_validate(inputs)
    except ValidationError as error:
        return [Failure(path_of(item["loc"]), _reason(item)) for item in error.errors(include_url=False)]
    return []


def path_of(location: tuple[int | str, ...]) -> str:
    """``("participants", "attendees", 1, "upn")`` as Pulumi writes it."""
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return path.removeprefix(".")


_REASONS = {
    "bool_type": "it must be true or false",
    "string_type": "it must be a string",
    "string_too_short": "it is blank",
    "string_pattern_mismatch": "it is blank",
    "string_unicode": "it holds half of a character (U+D800 to U+DFFF); take it out",
    "list_type": "it must be a list",
    "model_type": "it must be an object",
}


def _reason(item: ErrorDetails) -> str:
    if item["type"] == "literal_error":
        return _no_member(item)
    if item["type"] == "extra_forbidden":
        return _no_argument(item["loc"])
    if item["type"] == "value_error":
        return str(item["ctx"]["error"])
    return _REASONS.get(item["type"], item["msg"])


def _no_member(item: ErrorDetails) -> str:
    members = item["ctx"]["expected"].replace(" or ", ", ").replace("'", "").split(", ")
    return f"it is no member of the enumeration{_meant(str(item['input']), members)}; use one of: {', '.join(members)}"


def _no_argument(location: tuple[int | str, ...]) -> str:
    name = str(location[-1])
    if len(location) == 1 and name in NOT_ARGUMENTS:
        return f"it is no argument: {NOT_ARGUMENTS[name]}"
    return f"there is no such argument{_meant(name, list(MeetingArguments.model_fields)) if len(location) == 1 else ''}"


def _meant(written: str, names: list[str]) -> str:
    close = difflib.get_close_matches(written, names, n=1)
    return f" (did you mean {close[0]}?)" if close else ""


def _times(inputs: Properties, _settings: Settings) -> Iterator[Failure]:
    if "endDateTime" in inputs and "startDateTime" not in inputs:
        yield Failure("endDateTime", "an end needs a start: Graph takes the two together; set startDateTime")
        return
    start, end = (_ticks(inputs.get(name)) for name in ("startDateTime", "endDateTime"))
    if start is not None and end is not None and end < start:
        yield Failure("endDateTime", "it lies before startDateTime")


def _ticks(value: Any) -> int | None:
    try:
        return instants.ticks(value)
    except (TypeError, ValueError):
        return None


def _attendees(inputs: Properties) -> list[tuple[str, dict[str, Any]]]:
    participants = inputs.get("participants")
    listed = participants.get("attendees") if isinstance(participants, dict) else None
    people = listed if isinstance(listed, list) else []
    return [
        (f"participants.attendees[{index}]", person) for index, person in enumerate(people) if isinstance(person, dict)
    ]


def _people(inputs: Properties, _settings: Settings) -> Iterator[Failure]:
    seen: dict[tuple[str, str], str] = {}
    for path, person in _attendees(inputs):
        if "id" not in person and "upn" not in person:
            yield Failure(path, "an attendee needs an id (object id) or a upn")
            continue
        for key in ("id", "upn"):
            if isinstance(person.get(key), str):
                first = seen.setdefault(identity({key: person[key]}), path)
                if first != path:
                    yield Failure(f"{path}.{key}", f"the same attendee stands at {first} already")


def _presenters(inputs: Properties, _settings: Settings) -> Iterator[Failure]:
    allowed = inputs.get("allowedPresenters")
    if allowed == "roleIsPresenter" or isinstance(allowed, Unknown):
        return
    for path, person in _attendees(inputs):
        if person.get("role") == "presenter":
            yield Failure(
                f"{path}.role", "the role presenter takes effect only with allowedPresenters set to roleIsPresenter"
            )


def _organizer(inputs: Properties, settings: Settings) -> Iterator[Failure]:
    if expected_token_type(settings) != "application":
        return
    user = inputs.get("userId")
    if user is None:
        yield Failure(
            "userId",
            "an app must name the organizer: set it here, or msgraph-meetings:userId (MSGRAPH_USER_ID) for all",
        )
    elif isinstance(user, str) and "@" in user:
        yield Failure(
            "userId",
            "it is a user principal name, and an app must name the organizer by object id"
            " (Entra admin center, Users, the user, Object ID)",
        )


def _cloud(inputs: Properties, settings: Settings) -> Iterator[Failure]:
    for name in sorted(inputs.keys() & settings.cloud.lacks):
        yield Failure(name, f"the cloud {settings.cloud.name} does not have this property")


_RULES: tuple[Callable[[Properties, Settings], Iterator[Failure]], ...] = (
    _times,
    _people,
    _presenters,
    _organizer,
    _cloud,
)


def arguments_in(state: Properties) -> Properties:
    """The arguments that a state holds: what the program wrote of it, without what the service makes."""
    return {name: value for name, value in state.items() if name in FIELDS or name in IDENTITY + POLICIES}
