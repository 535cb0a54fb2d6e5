"""The page while clients are at work, without a reload."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import requests
from playwright.sync_api import expect

from msgraph_meetings_emulator import Fault

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator
    from tests.emulator.client import Client
    from tests.page.window import Window


def test_a_request_appears_with_its_details(msgraph_emulator: Emulator, window: Window, client: Client) -> None:
    expect(window.page.locator("#requests-empty")).to_contain_text("No requests yet")
    client.create_or_get("team", subject="Stand-up", headers={"client-request-id": "0f0f", "Prefer": "x"})
    row = window.requests("createOrGet")
    expect(row).to_contain_text("POST")
    expect(row).to_contain_text("201")
    row.click()
    detail = window.page.locator("#requests-rows .detail")
    entry = msgraph_emulator.journal()[0]
    for text in (entry.request_id, "0f0f", entry.path, msgraph_emulator.client_id, "prefer", '"subject": "Stand-up"'):
        expect(detail).to_contain_text(text)
    row.click()
    expect(detail).to_be_hidden()


def test_reader_sees_the_response_when_a_request_is_opened(
    msgraph_emulator: Emulator, window: Window, client: Client
) -> None:
    client.made("team", subject="Stand-up")
    msgraph_emulator.arm(Fault.throttled())
    client.create_or_get()
    _signs_in(client)
    expect(window.requests()).to_have_count(3)
    for row in window.requests().all():
        row.click()
    signed_in, throttled, made = window.page.get_by_role("region", name="Response", exact=True).all()
    for side, texts in (
        (made, ("Status201", "content-typeapplication/json", '"subject": "Stand-up"', '"joinInformation": "(secret)"')),
        (throttled, ("Status429", "retry-after1", '"code": "TooManyRequests"')),
        (signed_in, ("Status200", '"access_token": "(secret)"')),
    ):
        for text in texts:
            expect(side).to_contain_text(text)


def _signs_in(client: Client) -> None:
    emulator = client.emulator
    form = {
        "grant_type": "client_credentials",
        "client_id": emulator.client_id,
        "client_secret": emulator.client_secret,
        "scope": f"{emulator.endpoint}/.default",
    }
    url = f"{emulator.endpoint}/{emulator.tenant_id}/oauth2/v2.0/token"
    assert client.session.post(url, data=form, timeout=30).status_code == 200


def test_reader_sees_that_there_was_no_response_when_the_answer_is_lost(
    msgraph_emulator: Emulator, window: Window, client: Client
) -> None:
    msgraph_emulator.arm(Fault.lost_answer())
    with pytest.raises(requests.ConnectionError):
        client.create_or_get()
    window.requests("no answer").click()
    side = window.page.get_by_role("region", name="Response", exact=True)
    expect(side).to_contain_text("none, the connection was closed")
    expect(side).to_contain_text("No body.")


def test_reader_sees_the_meeting_in_the_path_when_ids_are_long(window: Window, client: Client) -> None:
    first, second = client.made("one"), client.made("two")
    for meeting in (first, second):
        client.get(meeting["id"])
    shown = window.requests(second["id"][:8]).locator(".path")
    expect(shown).to_have_count(2)
    users = client.owner.removeprefix("users/")
    for path, meeting in zip(shown.all(), (second, first), strict=True):
        expect(path).to_have_text(
            f"/v1.0/users/{users[:4]}…{users[-4:]}/onlineMeetings/{meeting['id'][:8]}…{meeting['id'][-24:]}"
        )
        expect(path).to_have_attribute("title", f"/v1.0/{client.owner}/onlineMeetings/{meeting['id']}")
    assert shown.evaluate_all("(all) => all.every((one) => one.scrollWidth <= one.clientWidth)")


def test_newcomer_copies_the_environment_when_there_are_no_requests(
    msgraph_emulator: Emulator, window: Window, client: Client
) -> None:
    window.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    panel = window.panel("Requests")
    panel.get_by_role("button", name="Copy the environment").click()
    window.said("Copied the environment.")
    copied = window.page.evaluate("() => navigator.clipboard.readText()").splitlines()
    assert copied == [f"export {name}={value}" for name, value in msgraph_emulator.environment().items()]
    client.create_or_get()
    expect(panel.get_by_role("button", name="Copy the environment")).to_be_hidden()
    panel.get_by_label("Path or id").fill("nothing such")
    expect(panel.get_by_role("button", name="Copy the environment")).to_be_hidden()


def test_header_warns_when_faults_a_limit_or_another_clock_are_on(
    msgraph_emulator: Emulator, window: Window, client: Client
) -> None:
    header = window.page.get_by_role("group", name="Changed from a new emulator")
    expect(header).to_be_hidden()
    msgraph_emulator.arm(Fault(status=500), Fault(status=502))
    msgraph_emulator.throttle(20, seconds=60)
    msgraph_emulator.advance(3 * 86_400)
    told = ["2 faults armed", "Rate limit: 20 requests in 60 s", "Clock 3 d ahead"]
    expect(header.get_by_role("link")).to_have_text(told)
    msgraph_emulator.set_clock("2027-01-04T09:00:00Z", stopped=True)
    expect(header.get_by_role("link", name="Clock stopped")).to_be_visible()
    header.get_by_role("link", name="2 faults armed").click()
    expect(window.panel("Faults")).to_be_in_viewport()
    msgraph_emulator.reset()
    expect(header).to_be_hidden()


def test_the_newest_is_first_and_an_open_one_stays_where_it_was(window: Window, client: Client) -> None:
    for number in range(30):
        client.send("GET", f"/early-{number}")
    window.requests("early-9").click()
    before = window.top_of(window.requests("early-9"))
    client.send("GET", "/late")
    expect(window.requests().first).to_contain_text("late")
    assert window.top_of(window.requests("early-9")) == pytest.approx(before, abs=1)  # a row is 29.5 pixels high
    expect(window.page.locator("#requests-rows .detail:visible")).to_have_count(1)


def test_a_paused_journal_waits_and_counts(window: Window, client: Client) -> None:
    window.page.get_by_role("button", name="Pause").click()
    client.create_or_get("one")
    client.create_or_get("two")
    waiting = window.page.get_by_role("button", name="Resume (2 new ones)")
    expect(waiting).to_have_attribute("aria-pressed", "true")
    expect(window.requests()).to_have_count(0)
    waiting.click()
    expect(window.requests()).to_have_count(2)


def test_the_requests_are_filtered_by_text_method_status_and_fault(
    msgraph_emulator: Emulator, window: Window, client: Client
) -> None:
    meeting = client.made("team", subject="Stand-up")
    client.get(meeting["id"])
    msgraph_emulator.arm(status=503)
    client.find("JoinWebUrl", "https://x")
    expect(window.requests()).to_have_count(3)
    page = window.page
    window.filter("Method").select_option("POST")
    expect(window.requests()).to_have_count(1)
    expect(page.locator("#requests-count")).to_have_text("1 of 3")
    window.filter("Method").select_option("")
    window.filter("Status").select_option("5xx")
    expect(window.requests("503")).to_have_count(1)
    expect(window.requests()).to_have_count(1)
    window.filter("Status").select_option("")
    page.get_by_label("Faults only").check()
    expect(window.requests("fault")).to_have_count(1)
    page.get_by_label("Faults only").uncheck()
    for text, found in (("CREATEORGET", 1), ("team", 1), ("'https://x", 0), ("joinweburl", 1), ("nothing such", 0)):
        page.get_by_label("Path or id").fill(text)
        expect(window.requests()).to_have_count(found)
    expect(page.locator("#requests-empty")).to_have_text("No request fits the filter.")


def test_a_lost_answer_is_named_as_one(msgraph_emulator: Emulator, window: Window, client: Client) -> None:
    msgraph_emulator.arm(Fault.broken_off(path="/nowhere"), Fault(status=429, path="/limited"))
    client.send("GET", "/limited")
    expect(window.requests("429")).to_contain_text("fault")
    expect(window.panel("Faults").get_by_role("listitem")).to_have_count(1)


def test_only_so_many_rows_are_shown(window: Window, client: Client, msgraph_emulator: Emulator) -> None:
    window.page.get_by_role("button", name="Pause").click()
    for _ in range(301):
        client.session.get(f"{msgraph_emulator.endpoint}/_nowhere", timeout=30)
    window.page.get_by_role("button", name="Resume").click()
    expect(window.page.locator("#requests-count")).to_have_text("newest 300 of 301")
    expect(window.requests()).to_have_count(300)


def test_meetings_are_listed_by_their_organizer(msgraph_emulator: Emulator, window: Window, client: Client) -> None:
    meeting = client.made(
        "team", subject="Stand-up", startDateTime="2027-01-04T09:00:00Z", endDateTime="2027-01-04T09:15:00Z"
    )
    group = window.page.get_by_role("list", name="Meetings of Ada Lovelace")
    for text in ("Stand-up", "team", "2027-01-04 09:00 \N{EN DASH} 09:15"):
        expect(group).to_contain_text(text)
    window.meetings("Stand-up").click()
    link = group.get_by_role("link")
    expect(link).to_have_attribute("href", meeting["joinWebUrl"])
    expect(link).to_have_attribute("rel", "noreferrer noopener")
    window.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    group.get_by_role("button", name="Copy the join link").click()
    window.said("Copied the join link.")
    assert window.page.evaluate("() => navigator.clipboard.readText()") == meeting["joinWebUrl"]


def test_a_passcode_is_not_shown(msgraph_emulator: Emulator, window: Window, client: Client) -> None:
    msgraph_emulator.choose(passcode_required=True)
    passcode = client.made(subject="Stand-up")["joinMeetingIdSettings"]["passcode"]
    window.meetings("Stand-up").click()
    window.page.get_by_text("other properties").click()
    expect(window.panel("Meetings")).to_contain_text('"passcode": "(secret)"')
    assert passcode not in window.page.content()


def test_what_happened_while_the_emulator_was_away_is_caught_up_with(window: Window, client: Client) -> None:
    window.page.context.set_offline(offline=True)
    expect(window.page.locator("#contact")).to_have_text("No answer, trying again")
    client.create_or_get("team")
    window.page.context.set_offline(offline=False)
    expect(window.page.locator("#contact")).to_have_text("Live")
    expect(window.requests("createOrGet")).to_have_count(1)
    window.expect_complaint("ERR_INTERNET_DISCONNECTED")


def test_a_reset_by_somebody_else_empties_the_page(msgraph_emulator: Emulator, window: Window, client: Client) -> None:
    client.made(subject="Stand-up")
    msgraph_emulator.arm(status=503)
    expect(window.meetings()).to_have_count(1)
    msgraph_emulator.reset()
    expect(window.meetings()).to_have_count(0)
    expect(window.requests()).to_have_count(0)
    expect(window.panel("Faults")).to_contain_text("No faults armed")
