"""The questions, in the order in which they are asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from msgraph_meetings.probe import ramp
from msgraph_meetings.probe.experiments import creating, deleting, expiry, external_ids, plain, reading, sizes, updating
from msgraph_meetings.probe.findings import Seen

if TYPE_CHECKING:
    from collections.abc import Callable

    from msgraph_meetings.probe.lab import Lab
    from msgraph_meetings.probe.wire import Said

Need = Literal["plain create", "ramp", "person", "public cloud", "DoD cloud"]


@dataclass(frozen=True)
class Question:
    """One question.

    Args:
        name: for programs; the name of the emulator's switch, if there is one.
        asks: the question.
        experiment: answers it.
        yes: the sentence for True.
        no: the sentence for False.
        makes: the maximum number of meetings.
        needs: the condition without which it is not asked; empty for none.
        is_switch: False if the emulator has no switch of this name.
    """

    name: str
    asks: str
    experiment: Callable[[Lab], bool | Seen]
    yes: str = "Yes."
    no: str = "No."
    makes: int = 1
    needs: Need | None = None
    is_switch: bool = True

    def seen(self, lab: Lab) -> Seen:
        """Run the experiment, and return its answer."""
        answer = self.experiment(lab)
        return answer if isinstance(answer, Seen) else Seen(answer, self.yes if answer else self.no)


_Q = Question
_REFUSED = ("It is refused.", "It is accepted.")

QUESTIONS = (
    _Q("create_or_get_context", "Has the answer of createOrGet `@odata.context`?", creating.context),
    _Q("location_header", "Has an answer 201 a `Location` header?", creating.location),
    _Q(
        "create_or_get_refuses_extras",
        "Does createOrGet refuse a parameter that it does not have?",
        creating.extras_refused,
        "It is refused.",
        "It is ignored.",
    ),
    _Q(
        "create_or_get_ignores_roles",
        "Does createOrGet make every attendee an attendee?",
        creating.roles_ignored,
        "The role is ignored.",
        "The role is kept.",
    ),
    _Q(
        "existing_meeting_takes_body",
        "Does createOrGet change a meeting that exists?",
        creating.body_taken,
        "The subject is changed.",
        "The subject stays.",
    ),
    _Q("equal_times_refused", "Is an end equal to the start refused?", creating.equal_times, *_REFUSED),
    _Q("date_violation_code", "Which code has the error for wrong times?", creating.date_code, makes=4),
    _Q("passcode_required", "Have new meetings a passcode?", creating.passcode),
    _Q(
        "power_point_as_documented",
        "Is `allowPowerPointSharing` spelled as documented?",
        creating.power_point,
        "As documented.",
        "As `allowPowerpointSharing`.",
        needs="public cloud",
    ),
    _Q(
        "government_dod",
        "Does the cloud dod lack what usgovernment lacks?",
        creating.dod_lacks,
        "It lacks the same.",
        "It does not.",
        needs="DoD cloud",
    ),
    _Q(
        "external_id_ignores_case",
        "Are two external ids the same that differ in case?",
        external_ids.case_ignored,
        "They are one meeting.",
        "They are two meetings.",
        makes=2,
    ),
    _Q(
        "external_id_trimmed",
        "Do blanks around an external id count?",
        external_ids.trimmed,
        "They are removed.",
        "They count.",
        makes=2,
    ),
    _Q(
        "external_id_ascii_only",
        "Is a letter outside ASCII in an external id refused?",
        external_ids.ascii_only,
        *_REFUSED,
    ),
    _Q(
        "bad_external_id_code",
        "Which code has the error for a missing external id?",
        external_ids.missing_code,
    ),
    _Q("external_id_longest", "How long can an external id be?", sizes.external_id, makes=14),
    _Q(
        "deleted_external_id_comes_back",
        "Does the external id of a deleted meeting lead to the deleted meeting?",
        external_ids.comes_back,
        "The answer is the deleted meeting, which GET does not find.",
        "A new meeting is made.",
        makes=2,
    ),
    _Q(
        "settings_survive_delete",
        "Do settings survive DELETE?",
        external_ids.settings_survive,
        makes=2,
        is_switch=False,
    ),
    _Q("lone_time_refused", "Is a PATCH with an end alone refused?", updating.lone_time, *_REFUSED),
    _Q("null_refused", "Is null in a PATCH refused?", updating.null, "It is refused.", "It is stored."),
    _Q("empty_update_refused", "Is a PATCH with `{}` refused?", updating.empty, *_REFUSED),
    _Q(
        "empty_attendees_kept",
        "Does a PATCH with `attendees: []` keep the attendees?",
        updating.no_attendees,
        "They are kept.",
        "They are removed.",
    ),
    _Q(
        "complex_values_merge",
        "Does a PATCH with a part of a complex value keep the rest?",
        updating.merges,
        "The rest is kept.",
        "The value is replaced.",
    ),
    _Q("organizer_in_update_refused", "Is the organizer in a PATCH refused?", updating.organizer_refused, *_REFUSED),
    _Q("odata_type_refused", "Is `@odata.type` in a PATCH refused?", updating.odata_type, *_REFUSED),
    _Q(
        "odd_times_taken",
        "Are times without a zone, or with eight fractional digits, accepted?",
        updating.odd_times,
        "Both are accepted.",
        "Both are refused.",
    ),
    _Q(
        "presenters_need_attendees",
        "Does `roleIsPresenter` need the attendees in the same PATCH?",
        updating.presenters,
        *_REFUSED,
    ),
    _Q(
        "premium_settings_refused",
        "Does the watermark get 403, as without Teams Premium?",
        updating.premium,
        "It gets 403.",
        "It is accepted.",
    ),
    _Q(
        "update_takes_undocumented",
        "Does PATCH take `chatRestrictions`, `expiryDateTime` and `meetingOptionsWebUrl`?",
        updating.undocumented,
        "They are stored.",
        "They are refused.",
        needs="public cloud",
    ),
    _Q("subject_longest", "How long can a subject be?", sizes.subject),
    _Q("attendees_most", "How many attendees can a meeting have?", sizes.attendees),
    _Q(
        "missing_content_type",
        "What does a write without `Content-Type` get?",
        updating.no_type,
        is_switch=False,
    ),
    _Q(
        "etags",
        "Have meetings an `ETag` that `If-Match` checks?",
        updating.etags,
        "They have, and another one gets 412.",
        "They have none, and `If-Match` is ignored.",
    ),
    _Q(
        "names_ignore_case",
        "Can names be in any case?",
        updating.names_in_any_case,
        "In path, query, property and enum member.",
        "Nowhere.",
    ),
    _Q(
        "delete_again_succeeds",
        "What does a second DELETE get?",
        deleting.again,
        "It gets 204.",
        "It gets 404.",
    ),
    _Q(
        "found_after_create",
        "Is a new meeting found at once?",
        deleting.found_at_once,
        is_switch=False,
    ),
    _Q("gone_after_delete", "Is a deleted meeting gone at once?", deleting.gone_at_once, is_switch=False),
    _Q(
        "deleted_found_by_link",
        "Is a deleted meeting found by its join link?",
        deleting.link_leads_to_it,
        is_switch=False,
    ),
    _Q(
        "lookup_miss_is_empty",
        "What does a search without a match get?",
        reading.miss_is_empty,
        "An empty list.",
        "A 404.",
        makes=0,
    ),
    _Q("select_keeps_id", "Does `$select` also return the id?", reading.select_keeps_id),
    _Q("select_unknown_refused", "Is `$select` of an unknown name refused?", reading.select_refuses, *_REFUSED),
    _Q(
        "corrupted_id_is_named",
        "Which message has the error for a malformed id?",
        reading.bad_id_is_named,
        "`Invalid meeting id`.",
        "`Meeting Id is corrupted`.",
        makes=0,
    ),
    _Q(
        "batch_item_is_refused_alone",
        "Is a bad request of a batch refused alone?",
        reading.batch_item_alone,
        "It is refused alone.",
        "The whole batch is refused.",
    ),
    _Q(
        "users_need_permission",
        "Does reading the organizer's user need a permission?",
        reading.users_refused,
        "It gets 403.",
        "It is answered.",
        makes=0,
    ),
    _Q(
        "own_user_path_refused",
        "Is a signed-in user refused on `/users/{own id}`?",
        reading.own_path_refused,
        *_REFUSED,
        needs="person",
    ),
    _Q("expiry_shown", "Have answers `expiryDateTime`?", expiry.shown),
    _Q("options_link_shown", "Have answers `meetingOptionsWebUrl`?", expiry.options_link_shown, is_switch=False),
    _Q("lifetime_days", "How many days does a meeting live?", expiry.days, makes=2),
    _Q(
        "lifetime_from_start",
        "Does the lifetime count from the start?",
        expiry.from_start,
        "From the start.",
        "From the end.",
        makes=2,
    ),
    _Q("end_moves_expiry", "What does a PATCH of the end do to the expiry?", expiry.moved_by_end, is_switch=False),
    _Q(
        "update_moves_expiry",
        "Does any PATCH move the expiry of a meeting that is over?",
        expiry.moved_by_any_update,
        is_switch=False,
    ),
    _Q(
        "create_refuses_extras",
        "Does a plain create refuse a read-only property?",
        plain.extras_refused,
        "It is refused.",
        "It is ignored.",
        needs="plain create",
    ),
    _Q(
        "create_takes_undocumented",
        "Does a plain create store `chatRestrictions`?",
        plain.undocumented_taken,
        "It is stored.",
        "It is not stored.",
        needs="plain create",
    ),
    _Q("create_needs_times", "Does a plain create need start and end?", plain.times_needed, needs="plain create"),
    _Q("rate_limit", "At which rate is reading refused?", ramp.rate_limit, needs="ramp", is_switch=False),
)

MISSING_PERMISSION = Question(
    "permission_missing_message",
    "Which message has the error for a missing permission?",
    lambda _lab: Seen(None, ""),
    makes=0,
)
MISSING_POLICY = Question(
    "policy_missing_answer",
    "What does an app without an access policy get?",
    lambda _lab: Seen(None, ""),
    makes=0,
    is_switch=False,
)
AT_THE_DOOR = (MISSING_PERMISSION, MISSING_POLICY)
"""The questions that are answered only if the first meeting is refused, and then no other is."""

EVERY = (*AT_THE_DOOR, *QUESTIONS)


def refused_at_the_door(said: Said, permissions: list[str] | None) -> tuple[Question, Seen] | None:
    """Return the question that a refused first meeting answers, and its answer; None for another refusal.

    Args:
        said: the refusal.
        permissions: of the token; None if they are not known.
    """
    if said.status != 403 or permissions is None:
        return None
    if not any(name.startswith("OnlineMeetings.ReadWrite") for name in permissions):
        return MISSING_PERMISSION, Seen(said.message, f"The message is {said.message or '(empty)'}.".replace("..", "."))
    return MISSING_POLICY, Seen(f"{said.status} {said.code}", f"The answer is {said}.".replace("..", "."))
