"""The control paths in a browser: the control page may use them, a page of another origin may not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import requests

from msgraph_meetings_emulator.front.guard import POLICY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from msgraph_meetings_emulator import Emulator
    from tests.emulator.client import Client

    Ask = Callable[..., requests.Response]

JSON = {"Content-Type": "application/json"}


@pytest.fixture
def ask(msgraph_emulator: Emulator) -> Iterator[Ask]:
    """Send a request to the emulator, with headers that a browser sets itself."""
    with requests.Session() as session:
        session.trust_env = False
        session.verify = str(msgraph_emulator.ca)

        def send(method: str, path: str, headers: dict[str, str], body: str | None = None) -> requests.Response:
            url = f"{msgraph_emulator.endpoint}{path}"
            return session.request(method, url, headers=headers, data=body, timeout=30, allow_redirects=False)

        yield send


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "https://127.0.0.1:1"},
        {"Origin": "null"},
    ],
    ids=str,
)
def test_a_page_of_another_origin_can_change_nothing(
    msgraph_emulator: Emulator, client: Client, ask: Ask, headers: dict[str, str]
) -> None:
    client.made()
    refused = ask("POST", "/_emulator/reset", headers | JSON, "{}")
    assert (refused.status_code, refused.json()["error"][:24]) == (403, "A page of another origin")
    assert len(msgraph_emulator.meetings()) == 1


def test_a_page_of_another_origin_can_read_nothing(ask: Ask) -> None:
    assert ask("GET", "/_emulator/meetings", {"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_a_link_on_another_site_opens_the_page(ask: Ask) -> None:
    followed = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert ask("GET", "/_emulator/", followed).status_code == 200


@pytest.mark.parametrize(
    "host", ["elsewhere.example", "elsewhere.example:443", "localhost.elsewhere.example", "[::", ""]
)
def test_an_unknown_host_name_is_refused(ask: Ask, host: str) -> None:
    refused = ask("GET", "/_emulator/meetings", {"Host": host})
    assert refused.status_code == 403
    assert "Host is not a name of this emulator" in refused.json()["error"]


@pytest.mark.parametrize("host", ["localhost:8443", "127.0.0.1", "[::1]:8443", "192.0.2.7"])
def test_an_ip_address_is_accepted_as_host(ask: Ask, host: str) -> None:
    assert ask("GET", "/_emulator/health", {"Host": host}).status_code == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", None])
def test_a_browser_can_send_only_json(msgraph_emulator: Emulator, ask: Ask, kind: str | None) -> None:
    browser = {"Origin": msgraph_emulator.endpoint, "Sec-Fetch-Site": "same-origin"}
    headers = browser | ({} if kind is None else {"Content-Type": kind})
    assert ask("POST", "/_emulator/clock", headers, '{"advance": 60}').status_code == 415
    assert ask("POST", "/_emulator/clock", browser | JSON, '{"advance": 60}').status_code == 200


def test_a_program_other_than_a_browser_can_send_any_content_type(ask: Ask) -> None:
    as_curl_does = {"Content-Type": "application/x-www-form-urlencoded"}
    assert ask("POST", "/_emulator/clock", as_curl_does, '{"advance": 60}').status_code == 200


@pytest.mark.parametrize(
    "path", ["/", "/_emulator", "/favicon.ico", "/_emulator/", "/_emulator/health", "/_emulator/no"]
)
def test_control_answers_have_headers_against_use_by_other_pages(ask: Ask, path: str) -> None:
    headers = ask("GET", path, {}).headers
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in headers


@pytest.mark.parametrize("path", ["/", "/_emulator"])
def test_the_bare_address_leads_to_the_page(msgraph_emulator: Emulator, ask: Ask, path: str) -> None:
    led = ask("GET", path, {})
    assert (led.status_code, led.headers["Location"]) == (307, "/_emulator/")
    assert msgraph_emulator.journal() == []


def test_the_page_is_made_of_its_own_files_only(ask: Ask) -> None:
    page = ask("GET", "/_emulator/", {})
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert ask("GET", "/_emulator/page/main.js", {}).headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert ask("GET", "/_emulator/page/page.css", {}).headers["Content-Type"] == "text/css; charset=utf-8"
    for other in ("__init__.py", "..%2Fguard.py", "nothing.js"):
        assert ask("GET", f"/_emulator/page/{other}", {}).status_code == 404


def test_the_revision_differs_after_each_change(msgraph_emulator: Emulator, client: Client, ask: Ask) -> None:
    before = ask("GET", "/_emulator/changes", {}).json()
    assert ask("GET", "/_emulator/changes", {}).json()["revision"] == before["revision"]
    assert before["journal"] == {"oldest": 0, "newest": 0}
    client.made()
    after = ask("GET", "/_emulator/changes", {}).json()
    assert after["revision"] != before["revision"]
    seq = msgraph_emulator.journal()[0].seq
    assert after["journal"] == {"oldest": seq, "newest": seq}


def test_the_journal_can_return_only_the_newest_entries(msgraph_emulator: Emulator, client: Client, ask: Ask) -> None:
    for name in ("one", "two", "three"):
        client.made(name)
    newest = ask("GET", "/_emulator/journal?newest=2", {}).json()
    assert [entry["body"]["externalId"] for entry in newest] == ["two", "three"]
