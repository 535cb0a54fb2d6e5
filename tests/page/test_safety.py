"""Nothing that came from a request is more than text, and no page from elsewhere has a say."""

from __future__ import annotations

import http.server
import re
import threading
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Error, expect

from tests.sampling import sampled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from msgraph_meetings_emulator import Emulator
    from tests.emulator.client import Client
    from tests.page.window import Window

MARKUP = "<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script>"
ATTRIBUTE = "\" autofocus onfocus=\"document.title='taken'\" x='"


@pytest.mark.parametrize("text", [MARKUP, ATTRIBUTE], ids=["markup", "attribute"])
def test_whatever_a_request_holds_is_shown_as_text(
    msgraph_emulator: Emulator, window: Window, client: Client, text: str
) -> None:
    meeting = client.made(text, subject=text, headers={"client-request-id": "0f0f", "Prefer": text, "User-Agent": text})
    client.send("GET", "/" + text.replace(" ", ""), params={"$filter": text})
    msgraph_emulator.put_user(msgraph_emulator.user_id, display_name=text, upn=text)
    msgraph_emulator.edit(meeting["id"], allowedPresenters="organizer")
    msgraph_emulator.policy_override(**{text: text})
    msgraph_emulator.arm(path=text, status=500, headers={"x": text}, body=text)
    row = window.meetings(text)
    expect(row).to_contain_text(text)
    row.click()
    expect(window.requests()).to_have_count(2)
    for request in window.requests().all():
        request.click()
    expect(window.page.locator("#requests-rows .detail").last).to_contain_text(text)
    expect(window.panel("Tenant policy").get_by_role("listitem")).to_contain_text(text)
    expect(window.panel("Faults").get_by_role("listitem")).to_contain_text(text)
    expect(window.page.locator("img, main script, main [onfocus], main [autofocus]")).to_have_count(0)
    assert "taken" not in window.page.title()


LINKS = ("javascript:document.title='taken'", "http://elsewhere.example/", "data:text/html,x", "")


@pytest.mark.parametrize("link", sampled(LINKS, LINKS[:2]))
def test_only_an_https_address_is_a_link(msgraph_emulator: Emulator, window: Window, client: Client, link: str) -> None:
    meeting = client.made(subject="Stand-up")
    msgraph_emulator.edit(meeting["id"], joinWebUrl=link)
    window.meetings("Stand-up").click()
    expect(window.panel("Meetings").get_by_text("Join link")).to_be_visible()
    expect(window.panel("Meetings").get_by_role("link")).to_have_count(0)


def test_markup_cannot_be_made_from_text_even_by_mistake(window: Window) -> None:
    violation = window.page.expect_console_message(lambda message: "violation of require-trusted" in message.text)
    with violation, pytest.raises(Error, match="TrustedHTML"):
        window.page.evaluate("(markup) => { document.body.innerHTML = markup; }", MARKUP)
    window.expect_complaint("violation of|TrustedHTML")


@pytest.mark.parametrize(
    ("tag", "name", "address", "rule"),
    [
        ("img", "src", "/favicon.ico", "img-src"),
        ("iframe", "src", "/_emulator/", "frame-src"),
        ("style", "textContent", "body { color: red }", "style-src-elem"),
    ],
)
def test_broken_rule_of_the_page_policy_is_detected(
    window: Window, tag: str, name: str, address: str, rule: str
) -> None:
    with window.page.expect_console_message(lambda message: f"violation of {rule}" in message.text):
        window.page.evaluate(
            "([tag, name, value]) => { const made = document.createElement(tag); made[name] = value;"
            " document.body.append(made); }",
            [tag, name, address],
        )
    window.expect_complaint("violation of|Content Security Policy")


class Elsewhere(http.server.BaseHTTPRequestHandler):
    """A site that has nothing to do with the emulator."""

    def do_GET(self) -> None:
        page = b"<!doctype html><title>Elsewhere</title><form method=post></form>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """The address of that site."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_page_from_elsewhere_can_neither_change_nor_read_nor_frame_the_emulator(
    browser: Browser, msgraph_emulator: Emulator, client: Client, elsewhere: str
) -> None:
    client.made()
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(elsewhere)
        reset = f"{msgraph_emulator.endpoint}/_emulator/reset"
        for body in ("null", "'{}'"):
            unread = f"{{ method: 'POST', mode: 'no-cors', body: {body} }}"
            page.evaluate(f"(url) => fetch(url, {unread}).catch(() => 'refused')", reset)
        with pytest.raises(Error, match="Failed to fetch"):
            page.evaluate("(url) => fetch(url)", f"{msgraph_emulator.endpoint}/_emulator/meetings")
        page.evaluate(
            "(url) => new Promise((done) => { const frame = document.createElement('iframe'); frame.onload = done;"
            " frame.src = url; document.body.append(frame); })",
            f"{msgraph_emulator.endpoint}/_emulator/",
        )
        page.frames[-1].wait_for_url(re.compile("^chrome-error:"))
        with page.expect_response(reset) as posted:
            page.evaluate("(url) => { document.forms[0].action = url; document.forms[0].submit(); }", reset)
        assert posted.value.status == 403
    assert len(msgraph_emulator.meetings()) == 1
