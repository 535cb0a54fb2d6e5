"""What the emulator decides where Microsoft documents nothing and nobody has recorded an answer.

Each field is a switch with its default beside it, and none of them is a claim about Microsoft Graph. They can be
changed while the emulator runs (`PATCH /_emulator/settings`, `Emulator.choose`), so a client can be tried with each
either way.
"""

from __future__ import annotations

import ast
import inspect
import itertools
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

    create_refuses_extras: bool = False
    """Names that a plain create does not take, such as read-only ones, are refused; otherwise they are ignored."""

    create_takes_undocumented: bool = False
    """A plain create stores `chatRestrictions`, `expiryDateTime`, `meetingOptionsWebUrl`; otherwise it ignores them."""

    create_needs_times: bool = False
    """A plain create without start and end is refused; otherwise they are filled in as createOrGet does."""

    update_takes_undocumented: bool = False
    """PATCH stores `chatRestrictions`, `expiryDateTime` and `meetingOptionsWebUrl`; otherwise it refuses them."""

    bad_external_id_code: str = "BadRequest"
    """The error code of the 400 for an external id that is missing, empty or otherwise none."""

    external_id_longest: int = 0
    """How many characters an external id may have; 0 for any number."""

    external_id_ascii_only: bool = False
    """An external id with other than ASCII characters is refused."""

    external_id_trimmed: bool = False
    """Blanks around an external id are cut off; otherwise they are part of it."""

    subject_longest: int = 0
    """How many characters a subject may have; 0 for any number."""

    attendees_most: int = 0
    """How many attendees a meeting may have; 0 for any number."""

    date_violation_code: str = "InvalidArgument"
    """The error code of the 400 when an end is before its start, or a time stands alone."""

    odd_times_taken: bool = False
    """A time without a zone is taken as UTC, and digits beyond the seventh are cut off; otherwise both are refused."""

    presenters_need_attendees: bool = False
    """PATCH with `roleIsPresenter` and no attendees is refused for a meeting that has some."""

    premium_settings_refused: bool = False
    """The tenant has no Teams Premium: encryption, watermark and label are refused with 403."""

    select_keeps_id: bool = False
    """`$select` returns the id even when it is not selected."""

    select_unknown_refused: bool = False
    """`$select` of a name that no meeting has is refused; otherwise nothing is returned for it."""

    location_header: bool = False
    """A 201 has a `Location`."""

    etags: bool = False
    """Meetings have an `ETag`, and a change with another in `If-Match` is refused with 412; otherwise the last wins."""

    lifetime_from_start: bool = False
    """The days of a meeting's life count from its start; otherwise from its end."""

    expiry_shown: bool = False
    """Answers have `expiryDateTime`."""

    create_or_get_counts: bool = True
    """Meetings that createOrGet makes count in the month's limit."""

    quota_retry_after: int = 10
    """The `Retry-After` of the 429 when the month's limit is reached; 0 for none."""

    policy_delay_minutes: int = 0
    """How long it takes until a new access policy applies; Microsoft says up to 30 minutes."""

    join_link_reopens: bool = False
    """Whoever opens the join link of a deleted meeting brings it back, as was seen in 2020 and 2023."""

    government_dod: bool = True
    """The cloud dod lacks what usgovernment lacks; otherwise it has what the public one has."""

    licence_missing_code: str = "UnknownError"
    """The error code of the 404 for a user without a Teams licence."""

    corrupted_id_is_named: bool = False
    """The 400 for an id that is none says `Invalid meeting id`, as in 2020; otherwise that it is corrupted."""

    batch_item_is_refused_alone: bool = False
    """A request of a batch that lacks its body's type, or has an absolute url, is refused alone; otherwise all are."""

    names_ignore_case: bool = True
    """Names in URLs, query options, properties and enum members may be written in any case, as documented; otherwise
    only as the metadata spells them."""

    users_need_permission: bool = True
    """Users are read with `User.Read.All` or a like permission only, as documented; otherwise with any token."""

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


def described() -> list[dict[str, Any]]:
    """Return each switch with its default and what it is about: the text below it in this file."""
    (body,) = (part.body for part in ast.parse(inspect.getsource(Choices)).body if isinstance(part, ast.ClassDef))
    texts = {
        above.target.id: " ".join(ast.literal_eval(text.value).split())
        for above, text in itertools.pairwise(body)
        if isinstance(above, ast.AnnAssign) and isinstance(above.target, ast.Name) and isinstance(text, ast.Expr)
    }
    return [{"name": item.name, "default": item.default, "text": texts[item.name]} for item in fields(Choices)]


# What follows is fixed: no client can depend on it without depending on a guess. Fixed without a name are: no
# `$expand`, `$top` and other options, which are ignored; the permission is checked before the licence and the access
# policy; taking `attendee` out of `anonymizeIdentityForRoles` is refused like a property that cannot be updated; paths
# without a route answer 400, and so do all in a cloud without meetings; a personal account gets 403. A month is one of
# the calendar. Of a batch: a part of it whose connection breaks answers 504, an id that is a number is answered as
# text, and the messages of its refusals. That a secret of a real tenant is refused with 400; the code and the status
# for paths that no service here has (`NotServed`, 404); the code of a 413; the token is looked at before Content-Type.
# Of assertions: which check comes first, that a `jti` is asked for, and that the audience is the token endpoint only.

UNUSABLE_BODY_MESSAGE = "An error has occurred."
"""The message of the 400 BadRequest for a value of the wrong type, a time that is none, an unknown enum member."""

EMPTY_TOKEN_MESSAGE = "Access token is empty."  # noqa: S105
"""The message of the 401 for a request without a token."""

POLICY_MISSING_MESSAGE = "No application access policy found for this app on the user."
"""The message of the 403 when no application access policy covers the organizer; its end was never recorded whole."""

EARLY_ASSERTION_SECONDS = 300
"""How many seconds before its `nbf` an assertion is taken; after its `exp` it is never."""
