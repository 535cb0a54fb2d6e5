"""Users who sign in with a browser, and refresh tokens."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import pytest

from msgraph_meetings_emulator import Emulator
from tests.emulator.people import ADDRESS, SCOPE, fields, poll, redeem, sent_back, signed_in
from tests.emulator.proofs import claims_of, makes_a_meeting, refused, trusting

if TYPE_CHECKING:
    import msal
    import requests

    from tests.emulator.people import Ask

API, API_SECRET = "11111111-2222-3333-4444-555555555555", "of-the-service"
VERIFIER = "v" * 43
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"


def test_msal_signs_a_person_in_with_a_browser_and_graph_takes_the_token(
    msgraph_emulator: Emulator, public_client: msal.PublicClientApplication, session: requests.Session
) -> None:
    flow = public_client.initiate_auth_code_flow([SCOPE], redirect_uri=ADDRESS, response_mode="form_post")
    page = session.get(flow["auth_uri"], timeout=30).text
    got = public_client.acquire_token_by_auth_code_flow(flow, fields(page))
    assert got["id_token_claims"]["preferred_username"] == "ada@emulator.example"
    assert makes_a_meeting(msgraph_emulator, got["access_token"], "me")
    account = public_client.get_accounts()[0]
    assert account["home_account_id"] == f"{msgraph_emulator.user_id}.{msgraph_emulator.tenant_id}"
    assert public_client.acquire_token_silent([SCOPE], account)["token_source"] == "cache"


def test_msal_gets_another_token_later_without_asking_the_person(
    public_client: msal.PublicClientApplication, session: requests.Session
) -> None:
    flow = public_client.initiate_auth_code_flow([SCOPE], redirect_uri=ADDRESS, response_mode="form_post")
    page = session.get(flow["auth_uri"], timeout=30).text
    first = public_client.acquire_token_by_auth_code_flow(flow, fields(page))
    account = public_client.get_accounts()[0]
    again = public_client.acquire_token_silent([SCOPE], account, force_refresh=True)
    assert again["access_token"] != first["access_token"]
    assert claims_of(again["access_token"])["oid"] == claims_of(first["access_token"])["oid"]


@pytest.mark.parametrize("method", ["S256", "plain"])
def test_a_code_works_once_and_only_with_its_verifier(ask: Ask, visit: Ask, method: str) -> None:
    digest = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
    challenge = {"S256": digest, "plain": VERIFIER}[method]
    code = sent_back(visit(code_challenge=challenge, code_challenge_method=method))["code"]
    assert refused(redeem(ask, code)) == (400, "invalid_grant", [501481])
    assert refused(redeem(ask, code, code_verifier="w" * 43)) == (400, "invalid_grant", [501481])
    assert redeem(ask, code, code_verifier=VERIFIER).status_code == 200
    assert refused(redeem(ask, code, code_verifier=VERIFIER)) == (400, "invalid_grant", [54005])


def test_a_code_is_refused_for_another_redirect_uri_or_app_or_when_expired(
    msgraph_emulator: Emulator, ask: Ask, visit: Ask
) -> None:
    msgraph_emulator.put_app(API, secret=API_SECRET)
    code = sent_back(visit())["code"]
    assert refused(redeem(ask, code, redirect_uri="http://localhost:1")) == (400, "invalid_grant", [500112])
    assert refused(redeem(ask, code, client_id=API)) == (400, "invalid_grant", [9002313])
    assert refused(redeem(ask, "1.x")) == (400, "invalid_grant", [9002313])
    msgraph_emulator.advance(601)
    assert refused(redeem(ask, code)) == (400, "invalid_grant", [70008])


@pytest.mark.parametrize("mode", ["query", "fragment", None])
def test_the_state_is_returned_by_the_requested_response_mode(visit: Ask, mode: str | None) -> None:
    answer = visit(response_mode=mode)
    assert sent_back(answer)["state"] == "s&t"
    assert bool(urlsplit(answer.headers["location"]).fragment) == (mode == "fragment")


def test_a_form_post_returns_the_code_and_escapes_its_fields(visit: Ask) -> None:
    page = visit(response_mode="form_post", state='"><script>').text
    assert f'action="{ADDRESS}"' in page
    assert 'name="state" value="&quot;&gt;&lt;script&gt;"' in page
    assert 'name="code" value="1.' in page


def test_login_hint_selects_the_user_and_without_one_the_page_asks(
    msgraph_emulator: Emulator, ask: Ask, visit: Ask
) -> None:
    def name(answer: requests.Response) -> str:
        return str(claims_of(redeem(ask, sent_back(answer)["code"]).json()["access_token"])["name"])

    assert name(visit()) == "Ada Lovelace"
    assert name(visit(login_hint="ben@emulator.example")) == "Ben Okri"
    msgraph_emulator.set_browser_user(msgraph_emulator.user_ids[2])
    assert name(visit()) == "Cleo Pires"
    msgraph_emulator.set_browser_user(None)
    page = visit()
    assert page.status_code == 200
    assert "login_hint=ben%40emulator.example" in page.text
    assert sent_back(visit(prompt="none"))["error"] == "login_required"


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ({"client_id": "nobody"}, 700016),
        ({"redirect_uri": "https://elsewhere.example/"}, 50011),
        ({"redirect_uri": "http://[x"}, 50011),
        ({"redirect_uri": None}, 900144),
        ({"scope": "https://vault.example/x"}, 500011),
        ({"scope": f"{SCOPE} https://graph.microsoft.us/User.Read"}, 28000),
    ],
)
def test_a_redirect_uri_that_is_not_on_loopback_is_refused(
    visit: Ask, query: dict[str, str | None], number: int
) -> None:
    answer = visit(**query)
    assert answer.status_code == 400
    assert answer.json()["error_codes"] == [number]


def test_a_response_type_other_than_code_is_refused(visit: Ask) -> None:
    back = sent_back(visit(response_type="token"))
    assert (back["error"], back["state"]) == ("unsupported_response_type", "s&t")


def test_a_refresh_token_can_narrow_scopes_and_needs_an_existing_user(
    msgraph_emulator: Emulator, ask: Ask, visit: Ask
) -> None:
    got = signed_in(ask, visit)
    again = ask(grant_type="refresh_token", refresh_token=got["refresh_token"], scope="User.Read").json()
    assert again.keys() == {"token_type", "scope", "expires_in", "ext_expires_in", "access_token"}
    assert claims_of(again["access_token"])["scp"] == "User.Read"
    code = sent_back(visit())["code"]
    assert refused(ask(grant_type="refresh_token", refresh_token=code)) == (400, "invalid_grant", [9002313])
    msgraph_emulator.remove_user(msgraph_emulator.user_id)
    answer = ask(grant_type="refresh_token", refresh_token=got["refresh_token"])
    assert refused(answer) == (400, "invalid_grant", [50034])


def test_a_refresh_token_survives_a_restart_and_expires_after_ninety_days(tmp_path: Any) -> None:
    form = {"grant_type": "refresh_token"}
    with Emulator(state=tmp_path / "state") as emulator, trusting(emulator) as session:
        form["client_id"] = emulator.client_id
        tenant = f"{emulator.endpoint}/{emulator.tenant_id}/oauth2/v2.0"
        scope = f"{SCOPE} offline_access"
        device = session.post(f"{tenant}/devicecode", data=form | {"scope": scope}, timeout=30).json()
        shown = form | {"grant_type": "device_code", "device_code": device["device_code"]}
        form["refresh_token"] = session.post(f"{tenant}/token", data=shown, timeout=30).json()["refresh_token"]
    with Emulator(state=tmp_path / "state") as emulator, trusting(emulator) as session:
        url = f"{emulator.endpoint}/common/oauth2/v2.0/token"
        assert "refresh_token" in session.post(url, data=form, timeout=30).json()
        emulator.advance(90 * 24 * 3600)
        assert refused(session.post(url, data=form, timeout=30)) == (400, "invalid_grant", [70008])


def test_graph_refuses_refresh_and_id_tokens(msgraph_emulator: Emulator, ask: Ask, visit: Ask) -> None:
    got = signed_in(ask, visit)
    for token in (got["id_token"], got["refresh_token"], got["refresh_token"].removeprefix("1.")):
        assert not makes_a_meeting(msgraph_emulator, token, "me")


def test_the_journal_holds_no_secret_of_a_sign_in(msgraph_emulator: Emulator, ask: Ask, visit: Ask) -> None:
    code = sent_back(visit())["code"]
    got = redeem(ask, code, code_verifier=VERIFIER).json()
    ask(grant_type="refresh_token", refresh_token=got["refresh_token"])
    flow = ask("oauth2/v2.0/devicecode", scope=SCOPE).json()
    poll(ask, flow)
    written = json.dumps([entry.body for entry in msgraph_emulator.journal()]) + str(msgraph_emulator.journal())
    assert "authorization_code" in written
    for secret in (code, VERIFIER, got["refresh_token"], flow["device_code"]):
        assert secret not in written


def test_a_query_of_a_code_request_is_read_as_a_browser_writes_it(visit: Ask) -> None:
    assert sent_back(visit(state="ü ~"))["state"] == "ü ~"
    assert urlencode({"state": "ü ~"}) in visit(state="ü ~").headers["location"]
