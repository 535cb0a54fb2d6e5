"""The switches: the emulator's choices where Microsoft documents nothing and no answer was recorded.

Each field is a switch with its default. No switch is a claim about Microsoft Graph. Switches can be changed while the
emulator runs (`PATCH /_emulator/settings`, `Emulator.choose`), so a client can be tested with each setting.
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
    """The answer of createOrGet has `@odata.context`, like the answer of a plain create."""

    create_or_get_refuses_extras: bool = False
    """createOrGet refuses unknown parameters; otherwise it ignores them."""

    create_or_get_ignores_roles: bool = True
    """createOrGet gives every attendee the role `attendee`; a later PATCH can set other roles."""

    existing_meeting_takes_body: bool = False
    """createOrGet of an existing meeting writes the request's subject, times and attendees into it."""

    external_id_per_app: bool = False
    """Two applications that use the same external id for the same user get two meetings; otherwise they share one."""

    external_id_ignores_case: bool = False
    """`standup` and `StandUp` are the same external id."""

    deleted_external_id_comes_back: bool = False
    """createOrGet with the external id of a deleted meeting returns that meeting (200), which GET does not find."""

    equal_times_refused: bool = False
    """A meeting whose end equals its start is refused; otherwise only an end before the start is."""

    lone_time_refused: bool = True
    """PATCH with only the start or only the end is refused; otherwise it is applied."""

    null_refused: bool = True
    """PATCH of a property with the value null is refused; otherwise null is stored."""

    empty_update_refused: bool = False
    """PATCH with `{}` is refused; otherwise it answers 200 and changes nothing."""

    empty_attendees_kept: bool = False
    """PATCH with `attendees: []` keeps the attendees; otherwise it removes all of them."""

    complex_values_merge: bool = True
    """PATCH merges complex values one level deep; otherwise it replaces them. `lobbyBypassSettings` always merges."""

    delete_again_succeeds: bool = False
    """DELETE of a deleted or unknown meeting answers 204; otherwise 404."""

    lookup_miss_is_empty: bool = False
    """A filter without a match answers 200 with an empty list; otherwise 404."""

    organizer_in_update_refused: bool = True
    """PATCH with an organizer in `participants` is refused; otherwise the organizer is ignored."""

    own_user_path_refused: bool = False
    """Delegated tokens are refused on `/users/{id}`, even for the user's own id; otherwise only for other users."""

    odata_type_refused: bool = False
    """A body with `@odata.type` is refused, as by Graph in May 2026; otherwise it is ignored."""

    power_point_as_documented: bool = False
    """Answers contain `allowPowerPointSharing`, as documented; otherwise `allowPowerpointSharing`, as seen in 2024."""

    passcode_required: bool = False
    """New meetings have a join passcode."""

    lifetime_days: int = 60
    """A meeting expires this many days after its end or its last update, whichever is later."""

    permission_missing_message: str = ""
    """The message of the 403 for a token without the permission."""

    one_number_for_no_match: bool = False
    """The error of an assertion without a matching federated credential is AADSTS70021, as until about 2023; otherwise
    issuer, subject and audience have different numbers, as in 2024 and 2025."""

    create_refuses_extras: bool = False
    """A plain create refuses properties that it cannot set, such as read-only ones; otherwise it ignores them."""

    create_takes_undocumented: bool = False
    """A plain create stores `chatRestrictions`, `expiryDateTime`, `meetingOptionsWebUrl`; otherwise it ignores them."""

    create_needs_times: bool = False
    """A plain create without start or end is refused; otherwise it gets the same default times as createOrGet."""

    update_takes_undocumented: bool = False
    """PATCH stores `chatRestrictions`, `expiryDateTime` and `meetingOptionsWebUrl`; otherwise it refuses them."""

    bad_external_id_code: str = "BadRequest"
    """The error code of the 400 for a missing, empty or invalid external id."""

    external_id_longest: int = 0
    """The maximum length of an external id in characters; 0 for no maximum."""

    external_id_ascii_only: bool = False
    """An external id with characters outside ASCII is refused."""

    external_id_trimmed: bool = False
    """Blanks at the start and end of an external id are removed; otherwise they are part of the id."""

    subject_longest: int = 0
    """The maximum length of a subject in characters; 0 for no maximum."""

    attendees_most: int = 0
    """The maximum number of attendees of a meeting; 0 for no maximum."""

    date_violation_code: str = "InvalidArgument"
    """The error code of the 400 for refused times: an end before the start, or only one of the two times."""

    odd_times_taken: bool = False
    """A time without a zone is read as UTC, and only seven fractional digits are kept; otherwise both are refused."""

    presenters_need_attendees: bool = False
    """PATCH with `roleIsPresenter` but without `attendees` is refused if the meeting has attendees."""

    premium_settings_refused: bool = False
    """The tenant has no Teams Premium: PATCH of encryption, watermark or sensitivity label answers 403."""

    select_keeps_id: bool = False
    """`$select` also returns the id if it is not selected."""

    select_unknown_refused: bool = False
    """`$select` of an unknown property is refused; otherwise the unknown name is ignored."""

    location_header: bool = False
    """An answer 201 has a `Location` header."""

    etags: bool = False
    """Meetings have an `ETag`, and a change with another in `If-Match` answers 412; otherwise the last write wins."""

    lifetime_from_start: bool = False
    """The lifetime of a meeting counts from its start; otherwise from its end."""

    expiry_shown: bool = True
    """Answers have `expiryDateTime` and `meetingOptionsWebUrl`, as in the metadata; the answer of 2024 has neither."""

    create_or_get_counts: bool = True
    """Meetings that createOrGet creates count toward the monthly limit."""

    quota_retry_after: int = 10
    """The `Retry-After` of the 429 at the monthly limit, in seconds; 0 for no such header."""

    policy_delay_minutes: int = 0
    """The minutes until a new access policy applies; Microsoft says up to 30."""

    join_link_reopens: bool = False
    """Opening the join link of a deleted meeting restores the meeting, as recorded in 2020 and 2023."""

    government_dod: bool = True
    """The cloud `dod` lacks the same properties as `usgovernment`; otherwise it equals the public cloud."""

    licence_missing_code: str = "UnknownError"
    """The error code of the 404 for a user without a Teams licence."""

    corrupted_id_is_named: bool = False
    """The error for a malformed meeting id is `Invalid meeting id`, as in 2020; otherwise `Meeting Id is corrupted`."""

    batch_item_is_refused_alone: bool = False
    """In a batch, a request without its body's content type, or with an absolute URL, is refused alone; otherwise the
    whole batch is refused."""

    names_ignore_case: bool = True
    """Names in URLs, query options, properties and enum members can be in any case, as documented; otherwise they must
    have the metadata's case."""

    users_need_permission: bool = True
    """Reading users needs `User.Read.All` or a similar permission, as documented; otherwise any token can."""

    def changed(self, changes: dict[str, Any]) -> Choices:
        """Return the switches with some of them changed; raise ValueError for an unknown name or a wrong type."""
        kinds = {field.name: type(field.default) for field in fields(self)}
        for name, value in changes.items():
            if name not in kinds:
                msg = f"There is no switch {name!r}. The switches are {', '.join(kinds)}."
                raise ValueError(msg)
            if type(value) is not kinds[name]:
                msg = f"The switch {name!r} needs a value of type {kinds[name].__name__}."
                raise ValueError(msg)
        return replace(self, **changes)


def described() -> list[dict[str, Any]]:
    """Return the name, the default and the text (its docstring above) of each switch."""
    (body,) = (part.body for part in ast.parse(inspect.getsource(Choices)).body if isinstance(part, ast.ClassDef))
    texts = {
        above.target.id: " ".join(ast.literal_eval(text.value).split())
        for above, text in itertools.pairwise(body)
        if isinstance(above, ast.AnnAssign) and isinstance(above.target, ast.Name) and isinstance(text, ast.Expr)
    }
    return [{"name": item.name, "default": item.default, "text": texts[item.name]} for item in fields(Choices)]


# The choices below have no switch, because a client that depends on one would depend on a guess. These have no constant
# either:
# - `$expand`, `$top` and other query options are ignored.
# - The permission is checked before the licence and the access policy, and the token before Content-Type.
# - Removing `attendee` from `anonymizeIdentityForRoles` is refused like a property that cannot be updated.
# - Paths without a route answer 400, and so do all paths in a cloud without meetings. Paths of no service here answer
#   404 `NotServed`. A personal account gets 403.
# - The monthly limit counts calendar months.
# - In a batch, a request with a broken connection answers 504, and numeric ids are returned as text. The messages of
#   refused batches are the emulator's own.
# - A request with a real tenant's secret is refused with 400. The code of a 413 is the emulator's own.
# - For assertions: the order of the checks, that a `jti` is needed, and that only the token endpoint is an audience.

UNUSABLE_BODY_MESSAGE = "An error has occurred."
"""The message of the 400 BadRequest for a value of the wrong type, an invalid time or an unknown enum member."""

EMPTY_TOKEN_MESSAGE = "Access token is empty."  # noqa: S105
"""The message of the 401 for a request without a token."""

POLICY_MISSING_MESSAGE = "No application access policy found for this app on the user."
"""The message of the 403 without an access policy for the organizer; its end was never recorded completely."""

EARLY_ASSERTION_SECONDS = 300
"""The seconds before its `nbf` in which an assertion is already accepted; after its `exp` it is never accepted."""
