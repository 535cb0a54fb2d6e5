"""The switches of `choices`: what is known about each question, and so why the default is what it is."""

from __future__ import annotations

from msgraph_meetings_emulator.evidence.rows import Rule, graph, sign_in

_IDENTITY = graph("1.4")
_UPDATE = graph("3.2")
_UNKNOWN = graph("12")

SWITCHES = (
    Rule("create_or_get_context", "a plain create was recorded with it, createOrGet was not", "choice", graph("1.3")),
    Rule(
        "create_or_get_refuses_extras", "a maintainer called it by design that they are ignored", "report", graph("13")
    ),
    Rule(
        "create_or_get_ignores_roles", "roles need `allowedPresenters`, which createOrGet lacks", "report", graph("1.1")
    ),
    Rule("existing_meeting_takes_body", "third parties say that the body is ignored", "report", _IDENTITY),
    Rule("external_id_per_app", "the documented identity does not name the application", "documentation", _IDENTITY),
    Rule("external_id_ignores_case", "nothing is known about case", "choice", _IDENTITY),
    Rule("deleted_external_id_comes_back", "nothing is known about what comes after a delete", "choice", _IDENTITY),
    Rule("equal_times_refused", "only an earlier end is a documented error", "documentation", graph("1.2")),
    Rule("lone_time_refused", "documented is that both are sent; the error is not", "choice", _UPDATE),
    Rule("null_refused", "nothing is known", "choice", _UPDATE),
    Rule("empty_update_refused", "nothing is known", "choice", _UPDATE),
    Rule(
        "empty_attendees_kept", "documented is that the list is complete, not that it may be empty", "choice", _UPDATE
    ),
    Rule("complex_values_merge", "documented for the lobby only", "choice", _UPDATE),
    Rule("delete_again_succeeds", "third-party code expects a 404", "report", graph("4")),
    Rule("lookup_miss_is_empty", "both answers were recorded", "recording", graph("2.2")),
    Rule("organizer_in_update_refused", "documented is that it must not be sent; the error is not", "choice", _UPDATE),
    Rule("own_user_path_refused", "the recorded refusal is about somebody else's id", "recording", graph("1.7")),
    Rule("odata_type_refused", "refused in May 2026, reported as mended on the same day", "recording", _UPDATE),
    Rule("power_point_as_documented", "recorded in 2024; today's spelling is not known", "recording", graph("5.4")),
    Rule("passcode_required", "a meeting was recorded without passcode", "recording", graph("5.4")),
    Rule("lifetime_days", "60 days", "documentation", graph("5.4"), "the exact moment"),
    Rule("permission_missing_message", "recorded as empty in 2019 and 2020", "recording", graph("6.2")),
    Rule("one_number_for_no_match", "both were recorded, the three numbers later", "recording", sign_in("5")),
    Rule("create_refuses_extras", "nothing is known for a plain create", "choice", graph("5.2")),
    Rule("create_takes_undocumented", "the documentation neither forbids nor shows it", "choice", graph("5.2")),
    Rule(
        "create_needs_times",
        "the resource's page calls them required; whether a create is refused is not known",
        "choice",
        graph("5.1"),
    ),
    Rule("update_takes_undocumented", "they are not in the documented list", "documentation", graph("3.1")),
    Rule("bad_external_id_code", "nothing is known", "choice", _IDENTITY),
    Rule("external_id_longest", "nothing is known", "choice", _IDENTITY),
    Rule("external_id_ascii_only", "nothing is known", "choice", _IDENTITY),
    Rule("external_id_trimmed", "nothing is known", "choice", _IDENTITY),
    Rule("subject_longest", "nothing is known", "choice", _UNKNOWN),
    Rule("attendees_most", "nothing is known", "choice", _UNKNOWN),
    Rule("date_violation_code", "documented is that it is an error, not which", "choice", graph("1.2")),
    Rule("odd_times_taken", "nothing is known", "choice", graph("9")),
    Rule("presenters_need_attendees", "documented is that they are sent; the error is not", "choice", _UPDATE),
    Rule("premium_settings_refused", "what Graph says without the licence is not known", "choice", _UNKNOWN),
    Rule("select_keeps_id", "nothing is known for meetings", "choice", graph("2.1")),
    Rule(
        "select_unknown_refused", "other parts of Graph refuse it; nothing is known for meetings", "choice", graph("13")
    ),
    Rule("location_header", "nothing is known", "choice", graph("1.3")),
    Rule("etags", "never seen on a meeting", "choice", _UPDATE),
    Rule("lifetime_from_start", "reports name the end, and the start where there is no end", "report", graph("13")),
    Rule("expiry_shown", "not in the answer recorded in 2024", "recording", graph("5.4")),
    Rule("create_or_get_counts", "nothing is known", "choice", graph("7")),
    Rule("quota_retry_after", "the documented sample has 10; what this limit says is not known", "choice", graph("7")),
    Rule(
        "policy_delay_minutes",
        "documented as up to 30; tests want none",
        "documentation",
        graph("8.4"),
        "the default of 0",
    ),
    Rule(
        "join_link_reopens",
        "recorded in 2020 and 2023; off, so that tests see a delete",
        "recording",
        graph("4"),
        "the default",
    ),
    Rule("government_dod", "which metadata serves DoD is not known", "choice", graph("8.2")),
    Rule("licence_missing_code", "a 404 is reported, its code is not", "choice", graph("1.7")),
    Rule("corrupted_id_is_named", "both were recorded, the default in 2021 and 2022", "recording", graph("2.3")),
    Rule("batch_item_is_refused_alone", "which of the two is not documented", "choice", graph("7")),
    Rule(
        "names_ignore_case",
        "documented as a general rule; another part of Graph was seen to break it",
        "documentation",
        graph("13"),
        "that it holds for meetings",
    ),
    Rule("users_need_permission", "the pages of users name the permissions", "documentation", graph("14")),
)
