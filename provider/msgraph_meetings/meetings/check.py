"""Check arguments, and return all problems at once, each with its property path. Sends no request.

Reasons do not repeat values of the program: any argument may be a secret.
"""

from __future__ import annotations

import difflib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from msgraph_meetings.auth import expected_token_type
from msgraph_meetings.meetings.kept_organizer import other_organizer
from msgraph_meetings.model import instants
from msgraph_meetings.model.arguments import MeetingArguments
from msgraph_meetings.model.comparison import attendee_key
from msgraph_meetings.model.failure import Failure
from msgraph_meetings.model.fields import without_nulls
from msgraph_meetings.model.generation import base_of, generation
from msgraph_meetings.model.not_arguments import NOT_ARGUMENTS
from msgraph_meetings.model.unknowns import Properties, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pydantic_core import ErrorDetails

    from msgraph_meetings.config.reading import Settings


@dataclass(frozen=True)
class Checked:
    """The arguments with defaults filled in, their problems, and the warnings for the user.

    Args:
        inputs: the arguments.
        failures: the problems.
        notices: warnings; they do not stop the deployment.
        derived: True if the external id was derived in this check.
    """

    inputs: Properties
    failures: list[Failure]
    notices: list[str] = field(default_factory=list)
    derived: bool = False


def check(olds: Properties, news: Properties, settings: Settings, default_external_id: str | Unknown | None) -> Checked:
    """Return the arguments with the identity filled in, and every problem they have.

    Args:
        olds: the arguments of the last deployment; empty for a new resource.
        news: the arguments of the program; any value may be unknown.
        settings: the default organizer, the cloud, and the type of token.
        default_external_id: derived from the resource's place, for a new resource that names none; may be unknown.
    """
    before, given = without_nulls(olds), without_nulls(news)
    inputs = given | _identity(before, given, settings, default_external_id)
    failures = [
        *_of_types(inputs),
        *(failure for rule in _RULES for failure in rule(inputs, settings)),
        *([] if _keeps_organizer(before, inputs) else _no_organizer(inputs, settings)),
    ]
    notices = [
        *_deprecated(given),
        *_underivable(before, given, default_external_id),
        *other_organizer(before.get("userId"), given, settings),
    ]
    derived = not before and "externalId" not in given and isinstance(default_external_id, str)
    return Checked(_asking(inputs), failures, notices, derived)


def _deprecated(news: Properties) -> Iterator[str]:
    """Warn about settings that the service may stop to accept: graph contract, sections 5 and 13."""
    if "broadcastSettings" in news:
        yield (
            "broadcastSettings is deprecated: Microsoft has deprecated live events in Teams, and Graph may refuse these"
            " settings. Remove broadcast_settings from the resource (in other languages than Python: broadcastSettings)"
        )


def _asking(values: Properties) -> Properties:
    """Return the arguments without empty objects, which must not be sent."""
    full = {name: _asking(value) if isinstance(value, dict) else value for name, value in values.items()}
    return {name: value for name, value in full.items() if value != {}}


def _identity(olds: Properties, news: Properties, settings: Settings, default: str | Unknown | None) -> Properties:
    """Return the identity; a part that the program omits is kept, so that removing a line replaces nothing."""
    rotation = news.get("rotation", olds.get("rotation"))
    external_id = generation(_base(olds, news, default), rotation)
    user = olds.get("userId") if _same_meeting(olds, external_id) else olds.get("userId", settings.user_id)
    filled = {"userId": news.get("userId", user), "externalId": external_id, "rotation": rotation}
    return {name: value for name, value in filled.items() if value is not None}


def _base(olds: Properties, news: Properties, default: str | Unknown | None) -> Any:
    """Return the external id without the rotation; ``ignoreChanges`` hands the one of the state on, with it."""
    if "externalId" not in news:
        return base_of(olds) if olds else default
    return base_of(olds) if olds and news["externalId"] == olds.get("externalId") else news["externalId"]


def _same_meeting(olds: Properties, external_id: Any) -> bool:
    return bool(olds) and olds.get("externalId") == external_id


def _keeps_organizer(olds: Properties, inputs: Properties) -> bool:
    """Return True if the meeting exists: then its state names the organizer, if its arguments do not."""
    return "userId" not in inputs and _same_meeting(olds, inputs.get("externalId"))


def _underivable(olds: Properties, news: Properties, derived: str | Unknown | None) -> Iterator[str]:
    """Warn if the state's external id is not the one derived from the resource's present place."""
    kept = base_of(olds)
    if "externalId" not in news and isinstance(kept, str) and isinstance(derived, str) and kept != derived:
        yield (
            "the external id in the state no longer matches the resource's place (project, stack, types of the parents,"
            " name, externalIdPrefix). If the state were lost, the next deployment would create a second meeting with"
            f" another link. Add this line to the resource: external_id={json.dumps(kept, ensure_ascii=False)}"
            " (in other languages than Python: externalId)"
        )


def _of_types(inputs: Properties) -> list[Failure]:
    try:
        MeetingArguments.model_validate(inputs)
    except ValidationError as error:
        return [Failure(path_of(item["loc"]), _reason(item)) for item in error.errors(include_url=False)]
    return []


def path_of(location: tuple[int | str, ...]) -> str:
    """Return ``("participants", "attendees", 1, "upn")`` as Pulumi writes it."""
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return path.removeprefix(".")


_REASONS = {
    "bool_type": "must be true or false",
    "string_type": "must be a string",
    "string_too_short": "must not be blank",
    "string_pattern_mismatch": "must not be blank",
    "string_unicode": "contains half of a character (U+D800 to U+DFFF); remove it",
    "list_type": "must be a list",
    "model_type": "must be an object",
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
    return f"is not one of: {', '.join(members)}{_meant(str(item['input']), members)}"


def _no_argument(location: tuple[int | str, ...]) -> str:
    name = str(location[-1])
    if len(location) == 1 and name in NOT_ARGUMENTS:
        return f"cannot be set: {NOT_ARGUMENTS[name]}"
    return f"unknown argument{_meant(name, list(MeetingArguments.model_fields)) if len(location) == 1 else ''}"


def _meant(written: str, names: list[str]) -> str:
    close = difflib.get_close_matches(written, names, n=1)
    return f". Did you mean {close[0]!r}?" if close else ""


def _times(inputs: Properties, _settings: Settings) -> Iterator[Failure]:
    if "endDateTime" in inputs and "startDateTime" not in inputs:
        yield Failure("endDateTime", "needs startDateTime, because Graph takes the two together. Set startDateTime too")
        return
    start, end = (instants.ticks_or_none(inputs.get(name)) for name in ("startDateTime", "endDateTime"))
    if start is not None and end is not None and end < start:
        yield Failure("endDateTime", "must not be before startDateTime")


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
            yield Failure(path, "an attendee needs an id (the object id) or a upn")
            continue
        for key in ("id", "upn"):
            if isinstance(person.get(key), str):
                first = seen.setdefault(attendee_key({key: person[key]}), path)
                if first != path:
                    yield Failure(f"{path}.{key}", f"this attendee is already listed at {first}. Remove one of the two")


def _presenters(inputs: Properties, _settings: Settings) -> Iterator[Failure]:
    allowed = inputs.get("allowedPresenters")
    if allowed == "roleIsPresenter" or isinstance(allowed, Unknown):
        return
    for path, person in _attendees(inputs):
        if person.get("role") == "presenter":
            yield Failure(
                f"{path}.role",
                "the role presenter works only with allowedPresenters set to roleIsPresenter. Set that too",
            )


def _no_organizer(inputs: Properties, settings: Settings) -> Iterator[Failure]:
    if expected_token_type(settings) == "application" and "userId" not in inputs:
        yield Failure(
            "userId",
            "is missing, and an app must name the organizer. Set userId on the resource, or msgraph-meetings:userId"
            " (MSGRAPH_USER_ID) for all meetings",
        )


def _organizer(inputs: Properties, settings: Settings) -> Iterator[Failure]:
    user = inputs.get("userId")
    if isinstance(user, str) and "@" in user and expected_token_type(settings) == "application":
        yield Failure(
            "userId",
            f"{_shown(user, settings)} is a sign-in name. Apps need the object id: Entra admin center > Users > the"
            " user",
        )


def _shown(user: str, settings: Settings) -> str:
    """Return the organizer if the environment names it; a value of the program or of the stack may be a secret."""
    variable = settings.user_id_variable
    return f"{user!r} (from {variable})" if variable and user == settings.user_id else "the value"


def _cloud(inputs: Properties, settings: Settings) -> Iterator[Failure]:
    for name in sorted(inputs.keys() & settings.cloud.lacks):
        yield Failure(name, f"the cloud {settings.cloud.name!r} (environment) does not have this property. Remove it")


def _expiry(inputs: Properties, settings: Settings) -> Iterator[Failure]:
    if inputs.get("keepAlive") is True and not settings.cloud.shows_expiry:
        yield Failure(
            "keepAlive",
            f"the cloud {settings.cloud.name!r} (environment) does not show when a meeting expires. Remove it",
        )


_RULES: tuple[Callable[[Properties, Settings], Iterator[Failure]], ...] = (
    _times,
    _people,
    _presenters,
    _organizer,
    _cloud,
    _expiry,
)
