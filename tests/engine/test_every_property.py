"""Each property that the update call takes: set, changed, drifted and put back, each with one PATCH of it alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator
    from tests.engine.stack import Stack

LABELS = ("0f1e2d3c-0000-4000-8000-000000000001", "0f1e2d3c-0000-4000-8000-000000000002")
PEOPLE: tuple[list[dict[str, str]], list[dict[str, str]]] = (
    [{"upn": "ada@example.com"}],
    [{"upn": "ada@example.com"}, {"id": "11111111-2222-4333-8444-555555555555", "role": "coorganizer"}],
)
VALUES: dict[str, tuple[Any, Any]] = {
    "subject": ("One", "Two 🎉 “quoted” שלום"),
    "allow_attendee_to_enable_camera": (False, True),
    "allow_attendee_to_enable_mic": (False, True),
    "allow_breakout_rooms": (False, True),
    "allow_copying_and_sharing_meeting_content": (False, True),
    "allowed_lobby_admitters": ("organizerAndCoOrganizers", "organizerAndCoOrganizersAndPresenters"),
    "allowed_presenters": ("organizer", "organization"),
    "allow_live_share": ("disabled", "enabled"),
    "allow_meeting_chat": ("limited", "disabled"),
    "allow_power_point_sharing": (False, True),
    "allow_recording": (False, True),
    "allow_teamwork_reactions": (False, True),
    "allow_transcription": (False, True),
    "allow_whiteboard": (False, True),
    "anonymize_identity_for_roles": (["presenter"], ["presenter", "coorganizer"]),
    "is_end_to_end_encryption_enabled": (True, False),
    "is_entry_exit_announced": (False, True),
    "lobby_bypass_settings": ({"scope": "invited"}, {"scope": "organizationExcludingGuests"}),
    "meeting_spoken_language_tag": ("en-us", "de-de"),
    "record_automatically": (True, False),
    "sensitivity_label_assignment": ({"sensitivity_label_id": LABELS[0]}, {"sensitivity_label_id": LABELS[1]}),
    "watermark_protection": (
        {"is_enabled_for_content_sharing": True, "is_enabled_for_video": False},
        {"is_enabled_for_content_sharing": True, "is_enabled_for_video": True},
    ),
    "participants": ({"attendees": PEOPLE[0]}, {"attendees": PEOPLE[1]}),
}


def program(turn: int) -> str:
    """One meeting for each property, with its first or second value."""
    return f"""
    values = {VALUES!r}
    for name, turns in values.items():
        OnlineMeeting(name, external_id=name, **{{name: turns[{turn}]}})
    OnlineMeeting("times", external_id="times", start_date_time="2027-01-04T09:00:00Z",
                  end_date_time="2027-01-04T1{turn}:00:00Z")
    """


def wire(python_name: str) -> str:
    head, *rest = python_name.split("_")
    return head + "".join(part.capitalize() for part in rest)


def patched(emulator: Emulator) -> dict[str, set[str]]:
    """The properties that PATCH requests wrote, by the external id of the meeting; the journal is empty afterwards."""
    names = {meeting["id"]: meeting["externalId"] for meeting in emulator.meetings()}
    entries = emulator.journal(method="PATCH")
    written = {
        names[meeting_id]: set(entry.body)
        for entry in entries
        for meeting_id in names
        if entry.path.endswith(meeting_id.replace("/", "%2F").replace("+", "%2B").replace("=", "%3D"))
    }
    assert len(written) == len(entries), "a meeting was patched twice"
    emulator.clear_journal()
    return written


def test_each_settable_property_is_changed_and_put_back_with_one_patch_of_it_alone(
    stack: Stack, msgraph_emulator: Emulator
) -> None:
    expected = {name: {wire(name)} for name in VALUES} | {"times": {"startDateTime", "endDateTime"}}

    stack.up(program(0))
    msgraph_emulator.clear_journal()

    stack.up(program(1))
    assert patched(msgraph_emulator) == expected

    stack.refresh("--expect-no-changes")
    held = {meeting["externalId"]: meeting for meeting in msgraph_emulator.meetings()}
    msgraph_emulator.clear_journal()

    stack.up(program(0))
    first = {meeting["externalId"]: meeting for meeting in msgraph_emulator.meetings()}
    patched(msgraph_emulator)
    for name, meeting in held.items():  # somebody edits every meeting on the service
        by_name = {key.lower(): value for key, value in meeting.items()}
        msgraph_emulator.edit(meeting["id"], **{key: by_name[key.lower()] for key in expected[name]})
    stack.up(None, "--refresh")
    assert patched(msgraph_emulator) == expected
    assert {meeting["externalId"]: meeting for meeting in msgraph_emulator.meetings()} == first
