"""Authorization: permissions, access policies, and the errors of refused requests."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from tests.emulator.client import Client, application, delegated, error

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator

OTHER_APP = "11111111-2222-3333-4444-555555555555"


def _with_token(emulator: Emulator, token: str | None) -> Client:
    return Client(emulator, token, f"users/{emulator.user_id}")


@pytest.mark.parametrize(
    ("token", "message"),
    [
        (None, "Access token is empty."),
        ("", "Access token is empty."),
        ("garbled", "CompactToken parsing failed with error code: 80049217"),
    ],
)
def test_a_request_without_a_usable_token_is_a_401_that_names_the_sign_in(
    msgraph_emulator: Emulator, token: str | None, message: str
) -> None:
    with _with_token(msgraph_emulator, token) as client:
        answer = client.create_or_get()
    assert error(answer) == (401, "InvalidAuthenticationToken", message)
    assert "authorization_uri=" in answer.headers["WWW-Authenticate"]
    assert msgraph_emulator.meetings() == []


def test_a_token_with_a_wrong_signature_is_refused(msgraph_emulator: Emulator) -> None:
    head, claims, signature = msgraph_emulator.application_token().split(".")
    forged = base64.urlsafe_b64encode(bytes(256)).decode().rstrip("=")
    assert forged != signature
    with _with_token(msgraph_emulator, f"{head}.{claims}.{forged}") as client:
        assert error(client.create_or_get())[:2] == (401, "InvalidAuthenticationToken")


def test_a_token_for_another_service_is_refused(msgraph_emulator: Emulator) -> None:
    where = {"Host": "192.0.2.7"}
    with Client(msgraph_emulator, None, "me") as client:
        issued = client.session.post(
            f"{msgraph_emulator.endpoint}/_emulator/tokens", json={}, headers=where, timeout=30
        )
    with _with_token(msgraph_emulator, issued.json()["access_token"]) as client:
        refused = (401, "InvalidAuthenticationToken", "Access token validation failure.")
        assert error(client.create_or_get()) == refused


def test_a_token_is_refused_after_its_expiry(msgraph_emulator: Emulator, client: Client) -> None:
    assert client.create_or_get().status_code == 201
    msgraph_emulator.advance(3600)
    expired = (401, "InvalidAuthenticationToken", "Access token has expired or is not yet valid.")
    assert error(client.create_or_get()) == expired
    with application(msgraph_emulator) as fresh:
        assert fresh.create_or_get().status_code == 200


def test_an_application_that_may_only_read_can_only_read(msgraph_emulator: Emulator, client: Client) -> None:
    meeting = client.made()
    msgraph_emulator.put_app(msgraph_emulator.client_id, roles=["OnlineMeetings.Read.All"])
    with application(msgraph_emulator) as reader:
        assert reader.get(meeting["id"]).status_code == 200
        for refused in (reader.create_or_get(), reader.patch(meeting["id"], subject="x"), reader.delete(meeting["id"])):
            assert error(refused)[:2] == (403, "Forbidden")
    assert len(msgraph_emulator.meetings()) == 1


def test_an_application_without_permissions_can_do_nothing(msgraph_emulator: Emulator) -> None:
    msgraph_emulator.put_app(msgraph_emulator.client_id, roles=[])
    with application(msgraph_emulator) as client:
        assert error(client.create_or_get())[:2] == (403, "Forbidden")


def test_an_application_is_refused_for_a_user_without_an_access_policy(msgraph_emulator: Emulator) -> None:
    ada, ben, _ = msgraph_emulator.user_ids
    msgraph_emulator.deny_access_policy(ben)
    with application(msgraph_emulator, ada) as for_ada, application(msgraph_emulator, ben) as for_ben:
        assert for_ada.create_or_get().status_code == 201
        status, code, message = error(for_ben.create_or_get())
    assert (status, code) == (403, "Forbidden")
    assert message.startswith("No application access policy found for this app")


def test_a_user_s_own_access_policy_overrides_the_tenant_s(msgraph_emulator: Emulator) -> None:
    ada, ben, _ = msgraph_emulator.user_ids
    msgraph_emulator.set_access_policy([])
    msgraph_emulator.allow_access_policy(ben)
    with application(msgraph_emulator, ada) as for_ada, application(msgraph_emulator, ben) as for_ben:
        assert for_ada.create_or_get().status_code == 403
        assert for_ben.create_or_get().status_code == 201


def test_an_access_policy_applies_to_applications_and_not_to_people(
    msgraph_emulator: Emulator, signed_in: Client
) -> None:
    msgraph_emulator.deny_access_policy(msgraph_emulator.user_id)
    assert signed_in.create_or_get().status_code == 201


@pytest.mark.parametrize("owner", ["users/ada@emulator.example", "users/00000000-0000-0000-0000-000000000000"])
def test_path_without_a_users_object_id_is_an_unknown_error_with_any_policy(
    msgraph_emulator: Emulator, owner: str
) -> None:
    msgraph_emulator.set_access_policy([])
    with Client(msgraph_emulator, msgraph_emulator.application_token(), owner) as client:
        assert error(client.create_or_get()) == (404, "UnknownError", "")


def test_an_application_is_refused_on_me(msgraph_emulator: Emulator) -> None:
    with Client(msgraph_emulator, msgraph_emulator.application_token(), "me") as client:
        message = "/me request is only valid with delegated authentication flow."
        assert error(client.create_or_get()) == (400, "BadRequest", message)


def test_a_signed_in_user_can_use_me(msgraph_emulator: Emulator, signed_in: Client) -> None:
    meeting = signed_in.made(subject="Mine")
    assert meeting["participants"]["organizer"]["identity"]["user"]["id"] == msgraph_emulator.user_id
    assert signed_in.patch(meeting["id"], subject="Still mine").json()["subject"] == "Still mine"
    assert signed_in.delete(meeting["id"]).status_code == 204


def test_a_signed_in_user_is_refused_on_the_path_of_another_user(msgraph_emulator: Emulator) -> None:
    ada, ben, _ = msgraph_emulator.user_ids
    with Client(msgraph_emulator, msgraph_emulator.delegated_token(ada), f"users/{ben}") as client:
        assert error(client.create_or_get()) == (
            400,
            "General",
            (
                f"Organizer ID in token({ada}) does not match organizer ID in request url({ben}). "
                "With delegated permission only /me endpoint is supported."
            ),
        )


def test_a_signed_in_user_can_do_only_what_the_scopes_allow(msgraph_emulator: Emulator) -> None:
    token = msgraph_emulator.delegated_token(msgraph_emulator.user_id, "User.Read OnlineMeetings.Read")
    with Client(msgraph_emulator, token, "me") as client:
        assert error(client.create_or_get())[:2] == (403, "Forbidden")
        assert error(client.get("MSo"))[:2] == (400, "BadRequest")


def test_an_invited_user_can_read_a_meeting_but_not_change_it(msgraph_emulator: Emulator, client: Client) -> None:
    ben = msgraph_emulator.user_ids[1]
    attendee = {"identity": {"user": {"id": ben}}}
    invited = client.made("with-ben", participants={"attendees": [attendee]})
    private = client.made("without-ben")
    with delegated(msgraph_emulator, ben) as guest:
        assert guest.get(invited["id"]).json()["id"] == invited["id"]
        assert error(guest.get(private["id"])) == (404, "NotFound", f"Organizer Id mismatch User Id: {ben}.")
        assert guest.patch(invited["id"], subject="x").status_code == 404


def test_an_unknown_path_of_graph_is_a_401_without_a_token(msgraph_emulator: Emulator) -> None:
    with _with_token(msgraph_emulator, None) as client:
        assert client.send("GET", "/a/b/c").status_code == 401
    with application(msgraph_emulator) as client:
        status, code, message = error(client.send("GET", "/a/b/c"))
        assert (status, code) == (400, "BadRequest")
        assert message.startswith("Resource not found for the segment 'c'. This is the emulator of msgraph-meetings.")


def test_application_with_basic_permission_reads_no_users_as_recorded(msgraph_emulator: Emulator) -> None:
    msgraph_emulator.put_app(OTHER_APP, secret="x", roles=["User.ReadBasic.All"])
    with _with_token(msgraph_emulator, msgraph_emulator.application_token(OTHER_APP)) as client:
        assert error(client.session.get(f"{msgraph_emulator.endpoint}/v1.0/users", timeout=30))[:2] == (
            403,
            "Authorization_RequestDenied",
        )
