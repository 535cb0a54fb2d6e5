"""The main job: `pulumi up` makes one Teams meeting, again and again the same one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.engine.requests import requests

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator
    from tests.engine.stack import Stack

STANDUP = """
    standup = OnlineMeeting("standup", subject="Stand-up", external_id="team-standup",
                            start_date_time="2027-01-04T09:00:00Z", end_date_time="2027-01-04T09:15:00Z")
    pulumi.export("join_url", standup.join_web_url)
    pulumi.export("adopted", standup.adopted)
"""


def test_up_makes_one_meeting_whose_join_url_is_a_stack_output(stack: Stack, msgraph_emulator: Emulator) -> None:
    stack.up(STANDUP)

    (meeting,) = msgraph_emulator.meetings()
    assert stack.outputs() == {"join_url": meeting["joinWebUrl"], "adopted": False}
    assert stack.run("stack", "output", "join_url").output.strip() == meeting["joinWebUrl"]
    assert requests(msgraph_emulator) == ["POST createOrGet"]


def test_a_second_up_and_a_preview_change_nothing_and_ask_nothing(stack: Stack, msgraph_emulator: Emulator) -> None:
    stack.up(STANDUP)
    requests(msgraph_emulator)

    assert "2 unchanged" in stack.up().output
    assert "2 unchanged" in stack.preview("--expect-no-changes").output
    assert msgraph_emulator.journal() == []


def test_settings_take_one_more_request_and_are_held_by_the_service(stack: Stack, msgraph_emulator: Emulator) -> None:
    stack.up("""OnlineMeeting("m", external_id="m", record_automatically=True, allowed_presenters="organizer")""")

    (meeting,) = msgraph_emulator.meetings()
    assert (meeting["recordAutomatically"], meeting["allowedPresenters"]) == (True, "organizer")
    assert requests(msgraph_emulator) == ["POST createOrGet", "PATCH meeting"]


def test_program_sees_an_argument_that_a_transform_adds(stack: Stack, msgraph_emulator: Emulator) -> None:
    stack.up("""
    def named(args):
        return pulumi.ResourceTransformResult({**args.props, "subject": "Set by a transform"}, args.opts)

    meeting = OnlineMeeting("m", ResourceOptions(transforms=[named]), external_id="m")
    pulumi.export("subject", meeting.subject)
    """)

    assert stack.outputs() == {"subject": "Set by a transform"}
    assert [meeting["subject"] for meeting in msgraph_emulator.meetings()] == ["Set by a transform"]


def test_an_argument_that_changes_is_one_patch_of_it_alone(stack: Stack, msgraph_emulator: Emulator) -> None:
    stack.up(STANDUP)
    stack.up(STANDUP.replace("Stand-up", "Daily"))

    (patch,) = msgraph_emulator.journal(method="PATCH")
    assert patch.body == {"subject": "Daily"}
    assert [meeting["subject"] for meeting in msgraph_emulator.meetings()] == ["Daily"]


def test_an_edit_on_the_service_is_put_back_after_a_refresh_with_one_patch(
    stack: Stack, msgraph_emulator: Emulator
) -> None:
    stack.up(STANDUP)
    msgraph_emulator.edit(msgraph_emulator.meetings()[0]["id"], subject="Renamed by hand")
    requests(msgraph_emulator)

    stack.refresh()
    assert requests(msgraph_emulator) == ["GET meeting"]
    stack.up()
    assert requests(msgraph_emulator) == ["PATCH meeting"]
    assert msgraph_emulator.meetings()[0]["subject"] == "Stand-up"


def test_another_external_id_makes_another_meeting_and_deletes_the_old_one(
    stack: Stack, msgraph_emulator: Emulator
) -> None:
    stack.up(STANDUP)
    requests(msgraph_emulator)

    stack.up(STANDUP.replace("team-standup", "team-daily"))
    assert requests(msgraph_emulator) == ["POST createOrGet", "DELETE meeting"]
    assert [meeting["externalId"] for meeting in msgraph_emulator.meetings()] == ["team-daily"]


def test_destroy_deletes_the_meeting_with_one_request(stack: Stack, msgraph_emulator: Emulator) -> None:
    stack.up(STANDUP)
    requests(msgraph_emulator)

    stack.destroy()
    assert requests(msgraph_emulator) == ["DELETE meeting"]
    assert msgraph_emulator.meetings() == []


def test_after_the_state_is_lost_the_same_join_url_comes_back_adopted(stack: Stack, msgraph_emulator: Emulator) -> None:
    stack.up(STANDUP)
    before = stack.outputs()["join_url"]
    stack.lose_state()

    said = stack.up().output
    assert stack.outputs() == {"join_url": before, "adopted": True}
    assert "adopted the meeting that the external id 'team-standup' already had" in said
    assert len(msgraph_emulator.meetings()) == 1
