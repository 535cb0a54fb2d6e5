"""Sign-in with another issuer's token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jwt
import pytest

from msgraph_meetings_emulator import Emulator
from tests.emulator.proofs import ISSUER, SUBJECT, claims_of, makes_a_meeting, msal_sign_in, pair, refused, show

if TYPE_CHECKING:
    from pathlib import Path

REFUSED = 401, "invalid_client"


@pytest.fixture
def trusting(msgraph_emulator: Emulator) -> Emulator:
    """An emulator whose application has a federated credential."""
    msgraph_emulator.put_federated_credential(msgraph_emulator.client_id, ISSUER, SUBJECT)
    return msgraph_emulator


def test_msal_signs_in_with_the_token_of_another_issuer(trusting: Emulator) -> None:
    credential = {"client_assertion": lambda: trusting.oidc_token(ISSUER, SUBJECT)}
    token = msal_sign_in(trusting, credential)["access_token"]
    assert makes_a_meeting(trusting, token)
    assert claims_of(token)["appidacr"] == "2"


def test_msal_reports_a_subject_without_a_federated_credential(trusting: Emulator) -> None:
    credential = {"client_assertion": lambda: trusting.oidc_token(ISSUER, SUBJECT.upper())}
    refusal = msal_sign_in(trusting, credential)
    assert refusal["error_codes"] == [700213]
    assert SUBJECT.upper() in refusal["error_description"]


@pytest.mark.parametrize(
    ("wrong", "number"),
    [
        ({"issuer": f"{ISSUER}/"}, 700211),
        ({"audience": "api://other"}, 700212),
        ({"subject": "repo:contoso/other:ref:refs/heads/main"}, 700213),
        ({"lifetime": -1}, 700024),
        ({"lifetime": 0}, 700024),
    ],
)
def test_a_token_that_is_wrong_in_one_thing_is_refused_with_its_number(
    trusting: Emulator, wrong: dict[str, Any], number: int
) -> None:
    assertion = trusting.oidc_token(**{"issuer": ISSUER, "subject": SUBJECT} | wrong)
    assert refused(show(trusting, assertion)) == (*REFUSED, [number])


@pytest.mark.parametrize(("key_id", "number"), [("emulator-issuers", 50027), ("other", 7000272)])
def test_a_token_with_a_wrong_signature_is_refused(trusting: Emulator, key_id: str, number: int) -> None:
    claims = claims_of(trusting.oidc_token(ISSUER, SUBJECT))
    forged = jwt.encode(claims, pair().key, algorithm="RS256", headers={"kid": key_id})
    assert refused(show(trusting, forged)) == (*REFUSED, [number])


def test_an_application_without_a_federated_credential_is_refused(trusting: Emulator) -> None:
    assertion = trusting.oidc_token(ISSUER, SUBJECT)
    trusting.remove_federated_credentials(trusting.client_id)
    assert refused(show(trusting, assertion)) == (*REFUSED, [70025])


def test_a_token_of_entra_is_refused_as_federated_credential(trusting: Emulator) -> None:
    assert refused(show(trusting, trusting.application_token())) == (*REFUSED, [700222])


def test_a_tenant_can_forbid_federation(trusting: Emulator) -> None:
    assertion = trusting.oidc_token(ISSUER, SUBJECT)
    trusting.block_federation()
    assert refused(show(trusting, assertion)) == (*REFUSED, [700223])
    trusting.block_federation(blocked=False)
    assert show(trusting, assertion).status_code == 200


def test_a_federated_credential_can_have_another_audience(msgraph_emulator: Emulator) -> None:
    msgraph_emulator.put_federated_credential(msgraph_emulator.client_id, ISSUER, SUBJECT, "api://ours")
    ours = msgraph_emulator.oidc_token(ISSUER, SUBJECT, "api://ours")
    assert show(msgraph_emulator, ours).status_code == 200
    assert refused(show(msgraph_emulator, msgraph_emulator.oidc_token(ISSUER, SUBJECT))) == (*REFUSED, [700212])


def test_one_of_several_credentials_is_enough_and_the_same_one_is_kept_once(trusting: Emulator) -> None:
    for subject in ("other", SUBJECT, SUBJECT):
        trusting.put_federated_credential(trusting.client_id, ISSUER, subject)
    assert show(trusting, trusting.oidc_token(ISSUER, SUBJECT)).status_code == 200
    kept = trusting._ask("GET", "directory")["apps"][trusting.client_id]["federated_credentials"]
    assert [one["subject"] for one in kept] == [SUBJECT, "other"]


def test_credentials_and_the_issuers_key_survive_a_restart(tmp_path: Path) -> None:
    with Emulator(state=tmp_path / "state") as before:
        before.put_federated_credential(before.client_id, ISSUER, SUBJECT)
        assertion = before.oidc_token(ISSUER, SUBJECT)
    with Emulator(state=tmp_path / "state") as after:
        assert show(after, assertion).status_code == 200


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("oidc-tokens", {"issuer": ISSUER}),
        ("oidc-tokens", {"issuer": ISSUER, "subject": 7}),
        ("oidc-tokens", {"issuer": ISSUER, "subject": SUBJECT, "lifetime": 1e3}),
        ("oidc-tokens", {"issuer": ISSUER, "subject": SUBJECT, "lifetime": 10**6}),
        ("directory/apps/nobody/federated-credentials", {"issuer": ISSUER, "subject": SUBJECT}),
        ("directory/apps/a3d6f8e1-47b2-4b0f-8c65-91e2d7c4f5ab/federated-credentials", {"issuer": ISSUER}),
    ],
)
def test_an_invalid_identity_token_is_refused_with_one_sentence(
    msgraph_emulator: Emulator, path: str, body: Any
) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        msgraph_emulator._ask("POST", path, body)
