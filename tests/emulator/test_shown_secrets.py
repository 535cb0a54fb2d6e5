"""A real tenant's secret in a request to Graph or to a control path is refused, and not stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator

from tests.emulator.client import Client, error

JSON = {"Content-Type": "application/json"}
MARK = "Q~"
SECRET = f"abc8{MARK}Def_GhiJklMno.PqrStuVwx-Yz0123456~"
"""Of the shape of Entra's client secrets, and put together so that no scanner takes it for one."""


@pytest.mark.parametrize("before", ["\u00e9", "\u2028", "\n", '"', "\U0001f389"])
def test_journal_stays_readable_when_a_secret_seems_to_begin_in_an_escape(
    msgraph_emulator: Emulator, client: Client, before: str
) -> None:
    subject = f"{before}9{MARK}" + "a" * 35
    client.create_or_get(subject=subject)
    client.send("PUT", json={"nested": [{subject: subject}]})
    first, second = msgraph_emulator.journal()
    assert (first.body["subject"], second.body) == (subject, {"nested": [{subject: subject}]})


def _escaped(text: str) -> str:
    return "".join(f"\\u{ord(letter):04x}" for letter in text)


@pytest.mark.parametrize(
    "send",
    [
        lambda c: c.create_or_get(subject=SECRET),
        lambda c: c.create_or_get(SECRET),
        lambda c: c.create_or_get(unknown=[{SECRET: 1}]),
        lambda c: c.create_or_get(subject="s" * 70_000 + " " + SECRET),
        lambda c: c.send("POST", json={"subject": SECRET}),
        lambda c: c.send("POST", data=f'{{"subject": "{_escaped(SECRET)}"}}', headers=JSON),
        lambda c: c.find("JoinWebUrl", f"https://x/{SECRET}"),
        lambda c: c.send("GET", f"/{SECRET}"),
    ],
)
def test_client_is_refused_with_a_hint_when_a_graph_request_shows_a_secret(client: Client, send: Any) -> None:
    status, code, message = error(send(client))
    assert (status, code) == (400, "BadRequest")
    assert "looks like a client secret of a real tenant. It was not stored" in message
    assert client.emulator.meetings() == []
    assert SECRET[6:30] not in str(client.emulator.journal())


def test_batch_is_refused_whole_when_one_item_shows_a_secret(client: Client) -> None:
    item = {
        "id": "1",
        "method": "POST",
        "url": f"/{client.owner}/onlineMeetings/createOrGet",
        "headers": JSON,
        "body": {"externalId": "x", "subject": SECRET},
    }
    url = f"{client.emulator.endpoint}/v1.0/$batch"
    assert client.session.post(url, json={"requests": [item]}, timeout=30).status_code == 400
    assert client.emulator.meetings() == []


@pytest.mark.parametrize(
    "act",
    [
        lambda e, i: e.edit(i, subject=SECRET),
        lambda e, _: e.arm(status=500, body={"told": SECRET}),
        lambda e, _: e.policy_override(subject=SECRET),
        lambda e, _: e.put_user("ada", display_name=SECRET),
    ],
)
def test_control_api_refuses_a_secret_of_a_real_tenant(msgraph_emulator: Emulator, client: Client, act: Any) -> None:
    meeting = client.made()
    with pytest.raises(ValueError, match="a client secret of a real tenant"):
        act(msgraph_emulator, meeting["id"])
    assert client.get(meeting["id"]).json() == meeting
