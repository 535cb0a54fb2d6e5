"""Users who sign in with a device code, and services that act on behalf of a user."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msal
import pytest

from tests.emulator.people import SCOPE, poll, redeem, sent_back
from tests.emulator.proofs import claims_of, makes_a_meeting, refused

if TYPE_CHECKING:
    import requests

    from msgraph_meetings_emulator import Emulator
    from tests.emulator.people import Ask

API, API_SECRET = "11111111-2222-3333-4444-555555555555", "of-the-service"
VERIFIER = "v" * 43
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"


def test_msal_signs_a_person_in_with_a_device_code(
    msgraph_emulator: Emulator, public_client: msal.PublicClientApplication
) -> None:
    flow = public_client.initiate_device_flow([SCOPE])
    assert flow["verification_uri"] == f"{msgraph_emulator.endpoint}/devicelogin"
    assert flow["user_code"] in flow["message"]
    got = public_client.acquire_token_by_device_flow(flow)
    assert makes_a_meeting(msgraph_emulator, got["access_token"], "me")


def test_a_device_waits_until_a_user_enters_its_code(
    msgraph_emulator: Emulator, ask: Ask, session: requests.Session
) -> None:
    msgraph_emulator.set_browser_user(None)
    flow = ask("oauth2/v2.0/devicecode", scope=SCOPE).json()
    assert refused(poll(ask, flow)) == (400, "authorization_pending", [70016])
    page = flow["verification_uri"]
    assert "Ben Okri" in session.get(page, timeout=30).text
    assert (
        session.post(page, data={"user_code": "WRONG", "user": "ben@emulator.example"}, timeout=30).status_code == 400
    )
    entered = {"user_code": flow["user_code"].lower(), "user": "ben@emulator.example"}
    assert session.post(page, data=entered, timeout=30).status_code == 200
    assert claims_of(poll(ask, flow).json()["access_token"])["upn"] == "ben@emulator.example"
    assert refused(poll(ask, flow)) == (400, "expired_token", [70020])


def test_a_device_code_expires_after_fifteen_minutes(msgraph_emulator: Emulator, ask: Ask) -> None:
    flow = ask("oauth2/v2.0/devicecode", scope=SCOPE).json()
    assert flow["expires_in"] == 900
    msgraph_emulator.advance(901)
    assert refused(poll(ask, flow)) == (400, "expired_token", [70020])
    assert refused(poll(ask, {"device_code": "x"})) == (400, "invalid_grant", [9002313])


def test_a_confidential_app_needs_a_credential(msgraph_emulator: Emulator, ask: Ask, visit: Ask) -> None:
    msgraph_emulator.put_app(msgraph_emulator.client_id, public_client=False)
    assert refused(ask("oauth2/v2.0/devicecode", scope=SCOPE)) == (401, "invalid_client", [7000218])
    code = sent_back(visit())["code"]
    assert refused(redeem(ask, code)) == (401, "invalid_client", [7000218])
    answer = redeem(ask, code, client_secret=msgraph_emulator.client_secret)
    assert claims_of(answer.json()["access_token"])["appidacr"] == "1"


def test_an_app_with_an_invalid_property_is_refused(msgraph_emulator: Emulator) -> None:
    for wrong in ({"public_client": "yes"}, {"display_name": 7}):
        with pytest.raises(ValueError, match="'public_client' is true or false"):
            msgraph_emulator.put_app(API, secret="s", **wrong)
    with pytest.raises(ValueError, match="'browser_user' is a user id or null"):
        msgraph_emulator._ask("PATCH", "directory", {"browser_user": 7})


def test_msal_of_a_service_acts_on_behalf_of_the_user_who_called_it(
    msgraph_emulator: Emulator, ask: Ask, session: requests.Session
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


def _token_for_the_service(emulator: Emulator, ask: Ask) -> str:
    emulator.put_app(API, secret=API_SECRET, display_name="The service")
    flow = ask("oauth2/v2.0/devicecode", scope=f"api://{API}/access_as_user").json()
    return str(poll(ask, flow).json()["access_token"])


def test_on_behalf_of_refuses_tokens_of_apps_and_for_other_services(msgraph_emulator: Emulator, ask: Ask) -> None:
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
