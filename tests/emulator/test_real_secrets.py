"""Secrets of a real tenant: a request with one is refused with a hint, and the secret is not stored."""

from __future__ import annotations

import base64
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import jwt
import pytest
import requests

from msgraph_meetings_emulator import Emulator
from tests.emulator.client import Client

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Of the shape of Entra's, and put together here so that no scanner takes it for one.
MARK = "Q~"
SECRET = f"abc8{MARK}Def_GhiJklMno.PqrStuVwx-Yz0123456~"
OTHER_TENANT = "72f988bf-0000-4000-8000-2d7cd011db47"
KEY = "somebody else's key, which is long enough for HS256"
TOLD = "This is the emulator of msgraph-meetings, and the request contains what looks like a "


@pytest.fixture
def emulator(tmp_path: Path) -> Iterator[Emulator]:
    with Emulator(state=tmp_path / "state.sqlite") as emulator:
        yield emulator


def _token(issuer: str = f"https://sts.windows.net/{OTHER_TENANT}/") -> str:
    return jwt.encode({"iss": issuer, "aud": "https://graph.microsoft.com", "tid": OTHER_TENANT}, KEY)


def _post(emulator: Emulator, tenant: str | None = None, **options: Any) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        url = f"{emulator.endpoint}/{tenant or emulator.tenant_id}/oauth2/v2.0/token"
        return session.post(url, verify=str(emulator.ca), timeout=30, **options)


def _kept(emulator: Emulator, state: Path) -> bytes:
    """The content of everything that was written: the state file and every file beside it."""
    with closing(sqlite3.connect(state)) as database:
        written = "\n".join(database.iterdump()).encode()
    files = [path for path in state.parent.rglob("*") if path.is_file()]
    return written + b"".join(path.read_bytes() for path in files)


def _form(emulator: Emulator, **form: str) -> dict[str, str]:
    return {
        "grant_type": "client_credentials",
        "client_id": emulator.client_id,
        "scope": f"{emulator.endpoint}/.default",
    } | form


@pytest.mark.parametrize("where", ["form", "basic", "client_id", "json", "another tenant", "another grant"])
def test_a_client_secret_of_a_real_tenant_is_refused_with_a_hint_and_kept_nowhere(
    emulator: Emulator, where: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    form = _form(emulator)
    answer = {
        "form": lambda: _post(emulator, data=form | {"client_secret": SECRET}),
        "basic": lambda: _post(emulator, data=form, auth=(emulator.client_id, SECRET)),
        "client_id": lambda: _post(emulator, data=form | {"client_id": SECRET, "client_secret": "x"}),
        "json": lambda: _post(emulator, json={"note": SECRET}),
        "another tenant": lambda: _post(emulator, OTHER_TENANT, data=form | {"client_secret": SECRET}),
        "another grant": lambda: _post(emulator, data=form | {"grant_type": "password", "password": SECRET}),
    }[where]()
    told = answer.json()["error_description"]
    assert answer.status_code in (400, 401)
    assert f"{TOLD}client secret of a real tenant. It was not stored" in told
    assert f"ARM_TENANT_ID={emulator.tenant_id}, ARM_CLIENT_ID={emulator.client_id}" in told
    assert "A request contains what looks like a client secret of a real tenant." in caplog.text
    emulator.stop()
    for trace in (told.encode(), caplog.text.encode(), _kept(emulator, tmp_path / "state.sqlite")):
        assert SECRET.encode() not in trace
        assert SECRET[6:30].encode() not in trace


@pytest.mark.parametrize("issuer", ["https://sts.windows.net/{}/", "https://login.microsoftonline.com/{}/v2.0"])
def test_an_access_token_of_a_real_tenant_is_refused_with_a_hint_and_kept_nowhere(
    emulator: Emulator, issuer: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    token = _token(issuer.format(OTHER_TENANT))
    with Client(emulator, token, f"users/{emulator.user_id}") as client:
        answer = client.create_or_get()
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "InvalidAuthenticationToken"
    assert f"{TOLD}token that a real tenant issued. It was not stored" in answer.json()["error"]["message"]
    assert "A request contains what looks like a token that a real tenant issued." in caplog.text
    emulator.stop()
    for trace in (answer.content, caplog.text.encode(), _kept(emulator, tmp_path / "state.sqlite")):
        for part in token.split("."):
            assert part.encode() not in trace


def test_an_assertion_that_a_real_tenant_issued_is_refused_with_a_hint(emulator: Emulator) -> None:
    kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    form = _form(emulator, client_assertion=_token(), client_assertion_type=kind)
    assert f"{TOLD}token that a real tenant issued" in _post(emulator, data=form).json()["error_description"]


@pytest.mark.parametrize("text", ["ey", "eyAAAAAA.", "abc8Q~", "eyAAAAAA.eyAAAAAA"])
def test_the_search_for_secrets_takes_linear_time(emulator: Emulator, text: str) -> None:
    body = (text * 200_000)[:200_000]
    answer = _post(emulator, data=body, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 400


def test_a_token_on_its_own_line_is_cut_out_too(emulator: Emulator) -> None:
    _post(emulator, json={"note": f"this is it:\n{_token()}\r\n"})
    assert emulator.journal()[0].body == {"note": "this is it:\n(secret)\r\n"}


def test_a_real_secret_is_not_registered_either(emulator: Emulator) -> None:
    with pytest.raises(ValueError, match=f"{TOLD}client secret"):
        emulator.put_app(emulator.client_id, secret=SECRET)
    assert _post(emulator, data=_form(emulator, client_secret=emulator.client_secret)).status_code == 200


def test_secrets_are_cut_out_of_every_part_of_a_journal_entry(emulator: Emulator) -> None:
    with requests.Session() as session:
        session.trust_env = False
        session.verify = str(emulator.ca)
        for path in (
            f"/v1.0/{SECRET}",
            f"/v1.0/me?x={SECRET}",
            f"/v1.0/me?x={SECRET.replace('~', '%7E')}",
            f"/{_token()}",
        ):
            session.get(
                f"{emulator.endpoint}{path}", headers={"User-Agent": SECRET, "client-request-id": _token()}, timeout=30
            )
    entries = emulator.journal()
    assert len(entries) == 4
    assert {entry.headers["user-agent"] for entry in entries} == {"(secret)"}
    assert {entry.client_request_id for entry in entries} == {"(secret)"}
    assert [entry.path for entry in entries] == ["/v1.0/(secret)", "/v1.0/me", "/v1.0/me", "/(secret)"]
    assert [entry.query for entry in entries][1:3] == ["x=(secret)", "x=(secret)"]


@pytest.mark.parametrize(
    "authorization",
    [
        "Bearer opaque",
        "Bearer eyJub3QtYmFzZTY0.eyJub3QtanNvbg.c2lnbmF0dXJl",
        f"Bearer {jwt.encode({'iss': 'https://issuer.example/', 'tid': OTHER_TENANT}, KEY)}",
        f"Bearer {jwt.encode({'iss': 'https://sts.windows.net/5f0c1d3a-6b7e-4c52-9a41-2d8e7f3b9c10/'}, KEY)}",
        f"Basic {base64.b64encode(b'app:short8Q~').decode()}",
        "Basic none",
    ],
)
def test_a_text_that_only_resembles_a_secret_gets_no_hint(
    emulator: Emulator, authorization: str, caplog: pytest.LogCaptureFixture
) -> None:
    with requests.Session() as session:
        session.trust_env = False
        answer = session.get(
            f"{emulator.endpoint}/v1.0/me",
            headers={"Authorization": authorization},
            verify=str(emulator.ca),
            timeout=30,
        )
    assert answer.status_code == 401
    assert TOLD not in answer.text
    assert caplog.text == ""
