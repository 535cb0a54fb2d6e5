"""What the emulator decides where Microsoft documents nothing and nobody has recorded an answer.

Each field is a switch with its default beside it, and none of them is a claim about Microsoft Graph. They can be
changed while the emulator runs (`PATCH /_emulator/settings`, `Emulator.choose`), so a client can be tried with each
either way.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any


@dataclass(frozen=True)
class Choices:
    """The switches; the values here are the defaults."""

    create_or_get_context: bool = True
    """The answer of createOrGet carries `@odata.context`, as that of a plain create does."""

    create_or_get_refuses_extras: bool = False
    """Names that are no parameter of createOrGet are refused; otherwise they are ignored."""

    create_or_get_ignores_roles: bool = True
    """Attendees are made with the role attendee; a PATCH that names the roles makes them presenters."""

    existing_meeting_takes_body: bool = False
    """A createOrGet that finds a meeting writes the request's subject, times and attendees into it."""

    external_id_per_app: bool = False
    """Two applications that use one external id for one user get two meetings."""

    external_id_ignores_case: bool = False
    """`standup` and `StandUp` are one external id."""

    deleted_external_id_comes_back: bool = False
    """createOrGet of a deleted meeting's external id answers 200 with the deleted meeting, which GET cannot find."""

    equal_times_refused: bool = False
    """A meeting that ends when it starts is refused, as one that ends earlier is."""

    lone_time_refused: bool = True
    """PATCH of a start without an end, or of an end without a start, is refused; otherwise it is applied."""

    null_refused: bool = True
    """null as the value of a property in PATCH is refused; otherwise it is stored."""

    empty_update_refused: bool = False
    """PATCH with `{}` is refused; otherwise it answers 200 and changes nothing."""

    empty_attendees_kept: bool = False
    """PATCH with `attendees: []` leaves the attendees as they are; otherwise it empties the list."""

    complex_values_merge: bool = True
    """Complex values of a PATCH are merged one level deep; otherwise replaced. The lobby is merged always."""

    delete_again_succeeds: bool = False
    """DELETE of a meeting that is gone answers 204; otherwise 404."""

    lookup_miss_is_empty: bool = False
    """A filter that finds nothing answers 200 with an empty list; otherwise 404."""

    organizer_in_update_refused: bool = True
    """PATCH with an organizer in `participants` is refused; otherwise the organizer in it is ignored."""

    own_user_path_refused: bool = False
    """A signed-in user is refused on `/users/{id}` even with the own id; otherwise only with somebody else's."""

    odata_type_refused: bool = False
    """Strict mode: `@odata.type` in a body is refused, as the service did in May 2026."""

    power_point_as_documented: bool = False
    """Answers spell `allowPowerPointSharing`; otherwise `allowPowerpointSharing`, as recorded in 2024."""

    passcode_required: bool = False
    """New meetings have a join passcode."""

    lifetime_days: int = 60
    """A meeting is gone this many days after its end or its last update, whichever is later."""

    permission_missing_message: str = ""
    """The message of the 403 for a token that lacks the permission."""

    one_number_for_no_match: bool = False
    """An assertion without a matching federated credential is refused with AADSTS70021, as it was until about 2023;
    otherwise with a number for each of issuer, subject and audience, as it was in 2024 and 2025."""

    def changed(self, changes: dict[str, Any]) -> Choices:
        """Return the switches with some of them changed; ValueError names the first that cannot be."""
        kinds = {field.name: type(field.default) for field in fields(self)}
        for name, value in changes.items():
            if name not in kinds:
                msg = f"There is no choice {name!r}; the choices are {', '.join(kinds)}."
                raise ValueError(msg)
            if type(value) is not kinds[name]:
                msg = f"The choice {name!r} takes a value of type {kinds[name].__name__}."
                raise ValueError(msg)
        return replace(self, **changes)


# What follows is fixed: no client can depend on it without depending on a guess. Fixed without a name are: no
# `Location` header and no `ETag`; the permission is checked before the access policy; taking `attendee` out of
# `anonymizeIdentityForRoles` is refused like a property that cannot be updated; paths without a route answer 400. Of
# assertions: which check comes first, that a `jti` is asked for, and that the audience is the token endpoint only.

DATE_VIOLATION_CODE = "InvalidArgument"
"""The error code when an end is before its start, or a time stands alone. The status is 400."""

UNUSABLE_BODY_MESSAGE = "An error has occurred."
"""The message of the 400 BadRequest for a value of the wrong type, a time that is none, an unknown enum member."""

EMPTY_TOKEN_MESSAGE = "Access token is empty."  # noqa: S105
"""The message of the 401 for a request without a token."""

POLICY_MISSING_MESSAGE = "No application access policy found for this app on the user."
"""The message of the 403 when no application access policy covers the organizer; its end was never recorded whole."""

EARLY_ASSERTION_SECONDS = 300
"""How many seconds before its `nbf` an assertion is taken; after its `exp` it is never."""
