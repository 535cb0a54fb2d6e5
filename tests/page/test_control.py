"""The page's controls: a person sets values and faults, and the emulator follows."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from msgraph_meetings_emulator import Fault
from msgraph_meetings_emulator.control.page.presets import PRESETS
from msgraph_meetings_emulator.state.choices import Choices, described
from tests.sampling import sampled

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator
    from tests.emulator.client import Client
    from tests.page.window import Window


@pytest.fixture
def stand_up(client: Client) -> None:
    """A meeting."""
    client.made(subject="Stand-up")


def test_user_arms_a_preset_for_the_named_requests(msgraph_emulator: Emulator, window: Window, client: Client) -> None:
    panel = window.panel("Faults")
    panel.get_by_role("combobox", name="What goes wrong").select_option("503, service unavailable")
    panel.get_by_role("combobox", name="Method").select_option("POST")
    panel.get_by_label("Path ends in").fill("/createOrGet")
    panel.get_by_label("Skip first").fill("1")
    panel.get_by_role("button", name="Arm", exact=True).click()
    expect(panel.get_by_role("listitem")).to_contain_text("Answers 503POST …/createOrGet · 1 time left, after 1 more")
    assert [client.create_or_get().status_code for _ in range(3)] == [201, 503, 200]
    expect(panel.get_by_role("listitem")).to_have_count(0)
    assert msgraph_emulator.armed() == []


def test_every_preset_is_the_fault_that_its_name_says(msgraph_emulator: Emulator, window: Window) -> None:
    panel = window.panel("Faults")
    for name in PRESETS:
        panel.get_by_role("combobox", name="What goes wrong").select_option(name)
        panel.get_by_role("button", name="Arm", exact=True).click()
        expect(panel.get_by_role("listitem")).to_have_count(len(msgraph_emulator.armed()) or 1)
    expect(panel.get_by_role("listitem")).to_have_count(len(PRESETS))
    armed = [{key: one[key] for key in one if key not in ("number", "met")} for one in msgraph_emulator.armed()]
    assert armed == [fault.to_json() for fault in PRESETS.values()]


def test_faults_are_disarmed_one_by_one_and_all_at_once(msgraph_emulator: Emulator, window: Window) -> None:
    first, *_ = msgraph_emulator.arm(Fault(status=500), Fault(status=502), Fault(status=504))
    panel = window.panel("Faults")
    panel.get_by_role("button", name=f"Disarm fault {first}", exact=True).click()
    expect(panel.get_by_role("listitem")).to_have_text([re.compile("Answers 502"), re.compile("Answers 504")])
    panel.get_by_role("button", name="Disarm all").click()
    expect(panel.get_by_role("listitem")).to_have_count(0)
    assert msgraph_emulator.armed() == []


def test_a_fault_that_cannot_be_is_refused_in_the_emulators_words(msgraph_emulator: Emulator, window: Window) -> None:
    panel = window.panel("Faults")
    for data, sentence in (('{"status": 99}', "'status' of a fault is between"), ("{", "fault is not JSON")):
        panel.get_by_label("JSON", exact=True).fill(data)
        panel.get_by_role("button", name="Arm", exact=True).click()
        expect(window.page.get_by_role("alert")).to_contain_text(sentence)
    assert msgraph_emulator.armed() == []
    window.expect_complaint("status of 400")


def test_refusal_without_json_is_shown_with_an_answer_faked_by_the_browser(window: Window) -> None:
    full = "The emulator cannot write its state file: database or disk is full."
    window.page.route("**/_emulator/clock", lambda route: route.fulfill(status=507, body=full))
    window.panel("Clock").get_by_role("button", name="Stop").click()
    expect(window.page.get_by_role("alert")).to_have_text(full)
    window.page.unroute_all()
    window.expect_complaint("status of 507")


def test_user_moves_stops_sets_and_releases_the_clock(msgraph_emulator: Emulator, window: Window) -> None:
    panel = window.panel("Clock")
    panel.get_by_label("Set to (UTC)").fill("2027-01-04T09:00:00Z")
    panel.get_by_label("stopped").check()
    panel.get_by_role("button", name="Set", exact=True).click()
    expect(panel).to_contain_text("2027-01-04 09:00:00 UTC")
    expect(panel.locator("#clock-state")).to_have_text("stopped")
    panel.get_by_role("button", name="Move the clock on by 60 days").click()
    expect(panel).to_contain_text("2027-03-05 09:00:00 UTC")
    assert msgraph_emulator.now() == "2027-03-05T09:00:00Z"
    panel.get_by_role("button", name="Start").click()
    expect(panel.locator("#clock-state")).to_have_text("running")
    expect(panel.locator("#clock-offset")).to_contain_text("ahead of this machine's")
    panel.get_by_role("button", name="Stop").click()
    expect(panel.locator("#clock-state")).to_have_text("stopped")
    panel.get_by_role("button", name="Back to real time").click()
    expect(panel.locator("#clock-offset")).to_have_text(re.compile("same as|less than a minute behind"))


def test_user_forces_a_value_of_the_tenant_and_releases_it(
    msgraph_emulator: Emulator, window: Window, client: Client
) -> None:
    panel = window.panel("Tenant policy")
    panel.get_by_label("Property").select_option("allowRecording")
    expect(panel.get_by_label("Value", exact=True)).to_have_value("false")
    panel.get_by_role("button", name="Force value").click()
    expect(panel.get_by_role("listitem")).to_contain_text("allowRecording = false")
    assert client.made()["allowRecording"] is False
    panel.get_by_role("button", name="Stop forcing allowRecording").click()
    expect(panel.get_by_role("listitem")).to_have_count(0)
    assert msgraph_emulator.meetings()[0]["allowRecording"] is True


def test_user_sets_and_removes_a_rate_limit(msgraph_emulator: Emulator, window: Window, client: Client) -> None:
    panel = window.panel("Service")
    panel.get_by_label("Requests", exact=True).fill("1")
    panel.get_by_label("in seconds").fill("600")
    panel.get_by_role("button", name="Limit", exact=True).click()
    expect(panel.locator("#service-limit")).to_have_text("1 request in 600 s")
    assert [client.create_or_get().status_code for _ in range(2)] == [201, 429]
    panel.get_by_role("button", name="Lift the limit").click()
    expect(panel.locator("#service-limit")).to_have_text("no limit on requests")
    assert client.create_or_get().status_code == 200


def test_the_cloud_and_what_it_allows_are_set(window: Window, client: Client) -> None:
    panel = window.panel("Service")
    for name, value in (("Meetings per user and month", "1"), ("Token lifetime (seconds)", "7")):
        panel.get_by_label(name).fill(value)
        panel.get_by_label(name).press("Tab")
    panel.get_by_role("combobox", name="Cloud").select_option("usgovernment")
    window.said("Set cloud.")
    made = client.made("one")
    assert "allowBreakoutRooms" not in made
    assert client.create_or_get("two").status_code >= 400
    settings = client.session.get(f"{client.emulator.endpoint}/_emulator/settings", timeout=30).json()
    assert (settings["cloud"], settings["token_lifetime"]) == ("usgovernment", 7)


def test_every_switch_is_there_with_what_it_is_about(msgraph_emulator: Emulator, window: Window) -> None:
    panel = window.panel("Switches")
    panel.get_by_text("Show the switches").click()
    for switch in described():
        expect(panel).to_contain_text(str(switch["text"]).replace("`", ""))
    expect(panel.get_by_role("switch", name="create_or_get_context")).to_be_checked()
    panel.get_by_role("switch", name="passcode_required").check()
    expect(panel.locator("#switches-count")).to_have_text("1 changed")
    panel.get_by_label("lifetime_days").fill("7")
    panel.get_by_label("lifetime_days").press("Tab")
    window.said("Set lifetime_days.")
    expect(panel.locator("#switches-count")).to_have_text("2 changed")
    msgraph_emulator.choose(passcode_required=Choices().passcode_required)
    expect(panel.get_by_role("switch", name="passcode_required")).not_to_be_checked()


EDITS = (
    ("subject", "text", "Retro"),
    ("allowMeetingChat", "text", "limited"),
    ("lobbyBypassSettings", "JSON", '{"scope": "everyone", "isDialInBypassEnabled": true}'),
)


@pytest.mark.parametrize(("name", "form", "value"), sampled(EDITS, EDITS[::2]))
@pytest.mark.usefixtures("stand_up")
def test_a_meeting_is_changed_as_by_somebody_in_teams(
    msgraph_emulator: Emulator, window: Window, name: str, form: str, value: str
) -> None:
    window.meetings("Stand-up").click()
    panel = window.panel("Meetings")
    panel.get_by_label("Property").select_option(name)
    expect(panel.get_by_label("Written as")).to_have_value(form.lower())
    panel.get_by_label("Value", exact=True).fill(value)
    panel.get_by_role("button", name="Save").click()
    window.said(f"Changed {name}, as a person in Teams would.")
    assert msgraph_emulator.meetings()[0][name] == (value if form == "text" else json.loads(value))
    expect(window.meetings("Retro" if name == "subject" else "Stand-up")).to_have_count(1)


def test_a_value_that_a_property_cannot_have_is_refused(
    msgraph_emulator: Emulator, window: Window, client: Client
) -> None:
    client.made(subject="Stand-up")
    window.meetings("Stand-up").click()
    panel = window.panel("Meetings")
    panel.get_by_label("Property").select_option("allowRecording")
    for value, sentence in (('"perhaps"', "A property cannot be set to perhaps."), ("{", "is not JSON")):
        panel.get_by_label("Value", exact=True).fill(value)
        panel.get_by_role("button", name="Save").click()
        expect(window.page.get_by_role("alert")).to_contain_text(sentence)
    assert msgraph_emulator.meetings()[0]["allowRecording"] is True
    window.expect_complaint("status of 400")


def test_a_reset_asks_first(msgraph_emulator: Emulator, window: Window, client: Client) -> None:
    client.made()
    dialog = window.page.get_by_role("dialog", name="Reset the emulator?")
    for leave in ("Escape", "Enter"):  # the button that changes nothing has the focus
        window.page.get_by_role("button", name="Reset…").click()
        expect(dialog.get_by_role("button", name="Cancel")).to_be_focused()
        window.page.keyboard.press(leave)
        expect(dialog).to_be_hidden()
    assert len(msgraph_emulator.meetings()) == 1
    window.page.get_by_role("button", name="Reset…").click()
    dialog.get_by_role("button", name="Reset everything").click()
    window.said("Reset the emulator.")
    assert (msgraph_emulator.meetings(), msgraph_emulator.journal()) == ([], [])
