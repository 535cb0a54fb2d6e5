"""Everything with the keyboard alone; each step of the way shows where the focus is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator
    from tests.emulator.client import Client
    from tests.page.window import Window


def test_the_first_stop_skips_to_the_requests(window: Window) -> None:
    window.page.keyboard.press("Tab")
    expect(window.page.get_by_role("link", name="Skip to the requests")).to_be_focused()
    expect(window.page.get_by_role("link", name="Skip to the requests")).to_be_in_viewport()
    window.page.keyboard.press("Enter")
    window.page.keyboard.press("Tab")
    expect(window.page.get_by_role("button", name="Pause")).to_be_focused()


def test_the_journal_is_filtered_read_and_left(window: Window, client: Client) -> None:
    for path in ("/one", "/two", "/three", "/other"):
        client.send("GET", path)
    expect(window.requests()).to_have_count(4)
    keys = window.page.keyboard
    keys.press("/")
    expect(window.page.get_by_label("Path or id")).to_be_focused()
    keys.type("/t")
    expect(window.requests()).to_have_count(2)
    window.tab_to("button.row")
    expect(window.requests("three")).to_be_focused()
    keys.press("ArrowDown")
    expect(window.requests("two")).to_be_focused()
    keys.press("Enter")
    expect(window.requests("two")).to_have_attribute("aria-expanded", "true")
    keys.press("Home")
    expect(window.requests("three")).to_be_focused()
    keys.press("Tab")
    keys.press("Shift+Tab")
    expect(window.requests("three")).to_be_focused()


def test_a_fault_is_armed_and_disarmed(msgraph_emulator: Emulator, window: Window) -> None:
    keys = window.page.keyboard
    window.tab_to("#fault-kind")
    keys.type("503")
    window.tab_to("#fault-path")
    keys.press("Control+A")
    keys.type("/createOrGet")
    keys.press("Enter")
    expect(window.panel("Faults").get_by_role("listitem")).to_have_count(1)
    (armed,) = msgraph_emulator.armed()
    assert (armed["status"], armed["path"], armed["times"]) == (503, "/createOrGet", 1)
    window.tab_to("#faults-armed button")
    keys.press("Space")
    expect(window.panel("Faults").get_by_role("listitem")).to_have_count(0)
    expect(window.panel("Faults")).to_be_focused()


def test_the_clock_is_moved_on(msgraph_emulator: Emulator, window: Window) -> None:
    msgraph_emulator.set_clock("2027-01-04T09:00:00Z", stopped=True)
    window.tab_to("[aria-label='Move the clock on by 1 day']")
    window.page.keyboard.press("Enter")
    window.said("It is 2027-01-05 09:00:00 UTC now.")
    assert msgraph_emulator.now() == "2027-01-05T09:00:00Z"


def test_a_meeting_is_deleted_once_that_is_confirmed(
    msgraph_emulator: Emulator, window: Window, client: Client
) -> None:
    client.made(subject="Stand-up")
    expect(window.meetings()).to_have_count(1)
    keys = window.page.keyboard
    window.tab_to("#meetings button.row")
    keys.press("Enter")
    window.tab_to("#meetings button.danger")
    keys.press("Enter")
    dialog = window.page.get_by_role("dialog", name="Delete the meeting?")
    expect(dialog).to_contain_text("“Stand-up” disappears for every client")
    expect(dialog.get_by_role("button", name="Cancel")).to_be_focused()
    keys.press("Tab")
    keys.press("Enter")
    expect(window.meetings()).to_have_count(0)
    assert msgraph_emulator.meetings() == []


def test_a_slash_in_a_field_stays_a_slash(window: Window) -> None:
    window.page.get_by_label("Path ends in").fill("")
    window.page.keyboard.type("/createOrGet")
    expect(window.page.get_by_label("Path ends in")).to_have_value("/createOrGet")


def test_every_control_has_a_name_and_every_change_is_announced(window: Window, client: Client) -> None:
    client.made(subject="Stand-up")
    expect(window.page.locator("#news")).to_have_text("1 new request")
    window.meetings("Stand-up").click()
    window.page.get_by_text("Show the switches").click()
    nameless = (
        "(all) => all.filter((one) => one.checkVisibility()"
        " && !one.labels?.length && !one.ariaLabel && !one.textContent.trim()).length"
    )
    controls = window.page.locator("button, input, select, textarea")
    assert controls.count() > 60
    assert controls.evaluate_all(nameless) == 0
    for announced in ("said", "news"):
        expect(window.page.locator(f"#{announced}")).to_have_attribute("aria-live", "polite")
