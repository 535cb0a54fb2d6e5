"""People who sign in: with a browser, with a code for another device, again later, and through a service."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import msal
import pytest

from msgraph_meetings.emulator import Emulator
from tests.emulator.proofs import claims_of, makes_a_meeting, refused, trusting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import requests

SCOPE = "OnlineMeetings.ReadWrite"
ADDRESS = "http://localhost:8400/callback"
API, API_SECRET = "11111111-2222-3333-4444-555555555555", "of-the-service"
VERIFIER = "v" * 43
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"


@pytest.fixture
def session(msgraph_emulator: Emulator) -> Iterator[requests.Session]:
    """A browser, or a program, that trusts the emulator."""
    with trusting(msgraph_emulator) as session:
        yield session


@pytest.fixture
def public_client(msgraph_emulator: Emulator, session: requests.Session) -> msal.PublicClientApplication:
    """Microsoft's own library, through which a person signs in."""
    authority = f"{msgraph_emulator.endpoint}/organizations"
    return msal.PublicClientApplication(
        msgraph_emulator.client_id, authority=authority, instance_discovery=False, http_client=session
    )


@pytest.fixture
def ask(msgraph_emulator: Emulator, session: requests.Session) -> Callable[..., requests.Response]:
    """Asks an endpoint with a form; a field that is None is left out."""

    def send(end: str = "oauth2/v2.0/token", **form: str | None) -> requests.Response:
        url = f"{msgraph_emulator.endpoint}/{msgraph_emulator.tenant_id}/{end}"
        given = {"client_id": msgraph_emulator.client_id} | form
        sent = {name: value for name, value in given.items() if value is not None}
        return session.post(url, data=sent, timeout=30)

    return send


@pytest.fixture
def visit(msgraph_emulator: Emulator, session: requests.Session) -> Callable[..., requests.Response]:
    """Opens the page that signs somebody in; a parameter that is None is left out."""

    def get(**query: str | None) -> requests.Response:
        given: dict[str, str | None] = {
            "client_id": msgraph_emulator.client_id,
            "response_type": "code",
            "redirect_uri": ADDRESS,
            "scope": f"{SCOPE} offline_access openid",
            "state": "s&t",
        }
        url = f"{msgraph_emulator.endpoint}/organizations/oauth2/v2.0/authorize"
        sent = {name: value for name, value in (given | query).items() if value is not None}
        return session.get(url, params=sent, allow_redirects=False, timeout=30)

    return get


def _sent_back(answer: requests.Response) -> dict[str, str]:
    """What the browser carries back to the program."""
    assert answer.status_code == 302, answer.text
    target = urlsplit(answer.headers["location"])
    assert f"{target.scheme}://{target.netloc}{target.path}" == ADDRESS
    return dict(parse_qsl(target.query or target.fragment))


def _fields(page: str) -> dict[str, str]:
    """What a page's form sends to the program."""
    return {name: unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', page)}


def _redeem(ask: Callable[..., requests.Response], code: str, **form: str | None) -> requests.Response:
    return ask(**{"grant_type": "authorization_code", "code": code, "redirect_uri": ADDRESS} | form)


# With a browser


def test_msal_signs_a_person_in_with_a_browser_and_graph_takes_the_token(
    msgraph_emulator: Emulator, public_client: msal.PublicClientApplication, session: requests.Session
) -> None:
    flow = public_client.initiate_auth_code_flow([SCOPE], redirect_uri=ADDRESS, response_mode="form_post")
    page = session.get(flow["auth_uri"], timeout=30).text
    got = public_client.acquire_token_by_auth_code_flow(flow, _fields(page))
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
    first = public_client.acquire_token_by_auth_code_flow(flow, _fields(page))
    account = public_client.get_accounts()[0]
    again = public_client.acquire_token_silent([SCOPE], account, force_refresh=True)
    assert again["access_token"] != first["access_token"]
    assert claims_of(again["access_token"])["oid"] == claims_of(first["access_token"])["oid"]


@pytest.mark.parametrize("method", ["S256", "plain"])
def test_a_code_is_good_once_and_only_with_the_verifier(
    ask: Callable[..., requests.Response], visit: Callable[..., requests.Response], method: str
) -> None:
    digest = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
    challenge = {"S256": digest, "plain": VERIFIER}[method]
    code = _sent_back(visit(code_challenge=challenge, code_challenge_method=method))["code"]
    assert refused(_redeem(ask, code)) == (400, "invalid_grant", [501481])
    assert refused(_redeem(ask, code, code_verifier="w" * 43)) == (400, "invalid_grant", [501481])
    assert _redeem(ask, code, code_verifier=VERIFIER).status_code == 200
    assert refused(_redeem(ask, code, code_verifier=VERIFIER)) == (400, "invalid_grant", [54005])


def test_a_code_is_refused_with_another_address_or_app_and_when_it_is_over(
    msgraph_emulator: Emulator, ask: Callable[..., requests.Response], visit: Callable[..., requests.Response]
) -> None:
    msgraph_emulator.put_app(API, secret=API_SECRET)
    code = _sent_back(visit())["code"]
    assert refused(_redeem(ask, code, redirect_uri="http://localhost:1")) == (400, "invalid_grant", [500112])
    assert refused(_redeem(ask, code, client_id=API)) == (400, "invalid_grant", [9002313])
    assert refused(_redeem(ask, "1.x")) == (400, "invalid_grant", [9002313])
    msgraph_emulator.advance(601)
    assert refused(_redeem(ask, code)) == (400, "invalid_grant", [70008])


@pytest.mark.parametrize("mode", ["query", "fragment", None])
def test_the_state_comes_back_where_the_program_asked_for_it(
    visit: Callable[..., requests.Response], mode: str | None
) -> None:
    answer = visit(response_mode=mode)
    assert _sent_back(answer)["state"] == "s&t"
    assert bool(urlsplit(answer.headers["location"]).fragment) == (mode == "fragment")


def test_a_form_brings_the_code_back_and_shows_what_it_holds_as_text(visit: Callable[..., requests.Response]) -> None:
    page = visit(response_mode="form_post", state='"><script>').text
    assert f'action="{ADDRESS}"' in page
    assert 'name="state" value="&quot;&gt;&lt;script&gt;"' in page
    assert 'name="code" value="1.' in page


def test_the_hint_names_who_signs_in_and_without_a_user_the_browser_asks(
    msgraph_emulator: Emulator, ask: Callable[..., requests.Response], visit: Callable[..., requests.Response]
) -> None:
    def name(answer: requests.Response) -> str:
        return str(claims_of(_redeem(ask, _sent_back(answer)["code"]).json()["access_token"])["name"])

    assert name(visit()) == "Ada Lovelace"
    assert name(visit(login_hint="ben@emulator.example")) == "Ben Okri"
    msgraph_emulator.set_browser_user(msgraph_emulator.user_ids[2])
    assert name(visit()) == "Cleo Pires"
    msgraph_emulator.set_browser_user(None)
    page = visit()
    assert page.status_code == 200
    assert "login_hint=ben%40emulator.example" in page.text
    assert _sent_back(visit(prompt="none"))["error"] == "login_required"


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
def test_a_browser_is_sent_to_no_address_that_is_not_a_program_s_on_this_machine(
    visit: Callable[..., requests.Response], query: dict[str, str | None], number: int
) -> None:
    answer = visit(**query)
    assert answer.status_code == 400
    assert answer.json()["error_codes"] == [number]


def test_a_program_that_wants_something_else_than_a_code_is_told_so(visit: Callable[..., requests.Response]) -> None:
    back = _sent_back(visit(response_type="token"))
    assert (back["error"], back["state"]) == ("unsupported_response_type", "s&t")


# With a code for another device


def test_msal_signs_a_person_in_with_a_device_code(
    msgraph_emulator: Emulator, public_client: msal.PublicClientApplication
) -> None:
    flow = public_client.initiate_device_flow([SCOPE])
    assert flow["verification_uri"] == f"{msgraph_emulator.endpoint}/devicelogin"
    assert flow["user_code"] in flow["message"]
    got = public_client.acquire_token_by_device_flow(flow)
    assert makes_a_meeting(msgraph_emulator, got["access_token"], "me")


def _poll(ask: Callable[..., requests.Response], flow: dict[str, Any]) -> requests.Response:
    grant = "urn:ietf:params:oauth:grant-type:device_code"
    return ask(grant_type=grant, device_code=flow["device_code"])


def test_a_device_waits_until_somebody_enters_its_code(
    msgraph_emulator: Emulator, ask: Callable[..., requests.Response], session: requests.Session
) -> None:
    msgraph_emulator.set_browser_user(None)
    flow = ask("oauth2/v2.0/devicecode", scope=SCOPE).json()
    assert refused(_poll(ask, flow)) == (400, "authorization_pending", [70016])
    page = flow["verification_uri"]
    assert "Ben Okri" in session.get(page, timeout=30).text
    assert (
        session.post(page, data={"user_code": "WRONG", "user": "ben@emulator.example"}, timeout=30).status_code == 400
    )
    entered = {"user_code": flow["user_code"].lower(), "user": "ben@emulator.example"}
    assert session.post(page, data=entered, timeout=30).status_code == 200
    assert claims_of(_poll(ask, flow).json()["access_token"])["upn"] == "ben@emulator.example"
    assert refused(_poll(ask, flow)) == (400, "expired_token", [70020])


def test_a_device_code_is_over_after_fifteen_minutes(
    msgraph_emulator: Emulator, ask: Callable[..., requests.Response]
) -> None:
    flow = ask("oauth2/v2.0/devicecode", scope=SCOPE).json()
    assert flow["expires_in"] == 900
    msgraph_emulator.advance(901)
    assert refused(_poll(ask, flow)) == (400, "expired_token", [70020])
    assert refused(_poll(ask, {"device_code": "x"})) == (400, "invalid_grant", [9002313])


# Through which app


def test_an_app_that_is_not_public_has_to_prove_itself(
    msgraph_emulator: Emulator, ask: Callable[..., requests.Response], visit: Callable[..., requests.Response]
) -> None:
    msgraph_emulator.put_app(msgraph_emulator.client_id, public_client=False)
    assert refused(ask("oauth2/v2.0/devicecode", scope=SCOPE)) == (401, "invalid_client", [7000218])
    code = _sent_back(visit())["code"]
    assert refused(_redeem(ask, code)) == (401, "invalid_client", [7000218])
    answer = _redeem(ask, code, client_secret=msgraph_emulator.client_secret)
    assert claims_of(answer.json()["access_token"])["appidacr"] == "1"


def test_what_an_app_cannot_be_is_refused(msgraph_emulator: Emulator) -> None:
    for wrong in ({"public_client": "yes"}, {"display_name": 7}):
        with pytest.raises(ValueError, match="'public_client' is true or false"):
            msgraph_emulator.put_app(API, secret="s", **wrong)
    with pytest.raises(ValueError, match="'browser_user' is a user id or null"):
        msgraph_emulator._ask("PATCH", "directory", {"browser_user": 7})


# Later


def _signed_in(ask: Callable[..., requests.Response], visit: Callable[..., requests.Response]) -> dict[str, Any]:
    tokens: dict[str, Any] = _redeem(ask, _sent_back(visit())["code"]).json()
    return tokens


def test_a_refresh_token_is_only_given_and_taken_where_it_should_be(
    msgraph_emulator: Emulator, ask: Callable[..., requests.Response], visit: Callable[..., requests.Response]
) -> None:
    got = _signed_in(ask, visit)
    again = ask(grant_type="refresh_token", refresh_token=got["refresh_token"], scope="User.Read").json()
    assert again.keys() == {"token_type", "scope", "expires_in", "ext_expires_in", "access_token"}
    assert claims_of(again["access_token"])["scp"] == "User.Read"
    code = _sent_back(visit())["code"]
    assert refused(ask(grant_type="refresh_token", refresh_token=code)) == (400, "invalid_grant", [9002313])
    msgraph_emulator.remove_user(msgraph_emulator.user_id)
    answer = ask(grant_type="refresh_token", refresh_token=got["refresh_token"])
    assert refused(answer) == (400, "invalid_grant", [50034])


def test_a_refresh_token_survives_a_restart_and_is_over_after_ninety_days(tmp_path: Any) -> None:
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


def test_graph_takes_none_of_the_other_tokens_of_a_sign_in(
    msgraph_emulator: Emulator, ask: Callable[..., requests.Response], visit: Callable[..., requests.Response]
) -> None:
    got = _signed_in(ask, visit)
    for token in (got["id_token"], got["refresh_token"], got["refresh_token"].removeprefix("1.")):
        assert not makes_a_meeting(msgraph_emulator, token, "me")


def test_the_journal_holds_no_secret_of_a_sign_in(
    msgraph_emulator: Emulator, ask: Callable[..., requests.Response], visit: Callable[..., requests.Response]
) -> None:
    code = _sent_back(visit())["code"]
    got = _redeem(ask, code, code_verifier=VERIFIER).json()
    ask(grant_type="refresh_token", refresh_token=got["refresh_token"])
    flow = ask("oauth2/v2.0/devicecode", scope=SCOPE).json()
    _poll(ask, flow)
    written = json.dumps([entry.body for entry in msgraph_emulator.journal()]) + str(msgraph_emulator.journal())
    assert "authorization_code" in written
    for secret in (code, VERIFIER, got["refresh_token"], flow["device_code"]):
        assert secret not in written


# Through a service


def test_msal_of_a_service_acts_on_behalf_of_the_user_who_called_it(
    msgraph_emulator: Emulator, ask: Callable[..., requests.Response], session: requests.Session
) -> None:
    called_with = _token_for_the_service(msgraph_emulator, ask)
    service = msal.ConfidentialClientApplication(
        API,
        client_credential=API_SECRET,
        authority=f"{msgraph_emulator.endpoint}/{msgraph_emulator.tenant_id}",
        instance_discovery=False,
        http_client=session,
    )
    msgraph_emulator.set_access_policy([])
    got = service.acquire_token_on_behalf_of(called_with, [f"{msgraph_emulator.endpoint}/{SCOPE}"])
    claims = claims_of(got["access_token"])
    assert (claims["appid"], claims["oid"], claims["scp"].split()[0]) == (API, msgraph_emulator.user_id, SCOPE)
    assert makes_a_meeting(msgraph_emulator, got["access_token"], "me")


def _token_for_the_service(emulator: Emulator, ask: Callable[..., requests.Response]) -> str:
    emulator.put_app(API, secret=API_SECRET, display_name="The service")
    flow = ask("oauth2/v2.0/devicecode", scope=f"api://{API}/access_as_user").json()
    return str(_poll(ask, flow).json()["access_token"])


def test_a_service_is_refused_for_a_token_that_is_not_a_user_s_for_it(
    msgraph_emulator: Emulator, ask: Callable[..., requests.Response]
) -> None:
    good = _token_for_the_service(msgraph_emulator, ask)
    secret = {"client_id": API, "client_secret": API_SECRET}

    def on_behalf_of(assertion: str, **form: str | None) -> tuple[int, str, list[int]]:
        wish = {"grant_type": JWT_BEARER, "requested_token_use": "on_behalf_of", "scope": SCOPE, "assertion": assertion}
        return refused(ask(**wish | secret | form))

    own = ask(grant_type="client_credentials", scope=f"api://{API}/.default", **secret).json()["access_token"]
    assert on_behalf_of(msgraph_emulator.delegated_token(msgraph_emulator.user_id))[2] == [500131]
    assert on_behalf_of(own)[2] == [7000114]
    assert on_behalf_of("x.y.z") == (400, "invalid_grant", [50013])
    assert on_behalf_of(good, client_secret="wrong")[2] == [7000215]
    assert on_behalf_of(good, requested_token_use="other")[2] == [900144]
    msgraph_emulator.advance(24 * 3600)
    assert on_behalf_of(good)[2] == [500133]


def test_a_query_of_a_code_request_is_read_as_a_browser_writes_it(visit: Callable[..., requests.Response]) -> None:
    assert _sent_back(visit(state="ü ~"))["state"] == "ü ~"
    assert urlencode({"state": "ü ~"}) in visit(state="ü ~").headers["location"]
