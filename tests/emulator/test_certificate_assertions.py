"""Sign-in with a certificate, by MSAL and with assertions that have one error each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jwt
import pytest
from cryptography.hazmat.primitives import hashes

from tests.emulator.proofs import claims_of, makes_a_meeting, msal_sign_in, pair, refused, show, signed, token_endpoint

if TYPE_CHECKING:
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator

OTHER = "11111111-2222-3333-4444-555555555555"


@pytest.fixture
def registered(msgraph_emulator: Emulator) -> Emulator:
    """An emulator whose application has a certificate."""
    msgraph_emulator.put_app(msgraph_emulator.client_id, certificates=[pair().certificate_pem])
    return msgraph_emulator


def test_msal_signs_in_with_a_pem_certificate(registered: Emulator) -> None:
    credential = {"private_key": pair().key_pem, "public_certificate": pair().certificate_pem}
    token = msal_sign_in(registered, credential)["access_token"]
    assert makes_a_meeting(registered, token)
    assert claims_of(token)["appidacr"] == "2"


def test_msal_signs_in_with_a_pfx_file(registered: Emulator, tmp_path: Path) -> None:
    file = tmp_path / "app.pfx"
    file.write_bytes(pair().pfx(b"opened"))
    credential = {"private_key_pfx_path": str(file), "passphrase": "opened", "public_certificate": True}
    assert makes_a_meeting(registered, msal_sign_in(registered, credential)["access_token"])


def test_msal_signs_in_with_the_old_thumbprint(registered: Emulator) -> None:
    thumbprint = pair().certificate.fingerprint(hashes.SHA1()).hex()  # noqa: S303  (it names a certificate)
    credential = {"private_key": pair().key_pem, "thumbprint": thumbprint}
    assert "access_token" in msal_sign_in(registered, credential)


def test_msal_reports_a_certificate_that_is_not_registered(registered: Emulator) -> None:
    other = pair("other")
    refusal = msal_sign_in(registered, {"private_key": other.key_pem, "public_certificate": other.certificate_pem})
    assert refusal["error_codes"] == [700027]
    assert other.certificate.fingerprint(hashes.SHA256()).hex().upper() in refusal["error_description"]


@pytest.mark.parametrize("algorithm", ["PS256", "RS256"])
def test_both_algorithms_of_entra_are_accepted(registered: Emulator, algorithm: str) -> None:
    assert show(registered, signed(registered, algorithm=algorithm)).status_code == 200


def test_the_endpoint_of_the_tenant_s_domain_is_an_audience_too(registered: Emulator) -> None:
    audience = token_endpoint(registered, "emulator.example")
    assert show(registered, signed(registered, aud=audience)).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "number", "words"),
    [
        ({"named": pair("other")}, 700027, "The key was not found."),
        ({"by": pair("other"), "named": pair()}, 700027, "did not match the expected signature value"),
        ({"algorithm": "RS512"}, 700027, "did not match the expected signature value"),
        ({"headers": {"x5t#S256": "\u00e9"}}, 700027, "The key was not found."),
        ({"headers": {}}, 50027, "No certificate thumbprint"),
        ({"iss": OTHER}, 700021, "doesn't match 'client_id'"),
        ({"sub": OTHER}, 700021, "doesn't match 'client_id'"),
        ({"iss": None}, 700021, "doesn't match 'client_id'"),
        ({"aud": "https://login.microsoftonline.com/common"}, 700023, "audience"),
        ({"aud": None}, 700023, "audience"),
        ({"exp": 1}, 700024, "expiry time of assertion"),
        ({"nbf": 4_000_000_000}, 700024, "valid from"),
        ({"exp": None}, 50027, "'exp'"),
        ({"exp": "soon"}, 50027, "'exp'"),
        ({"nbf": 10**15}, 50027, "'nbf'"),
        ({"jti": None}, 50027, "'jti'"),
    ],
)
def test_an_assertion_that_is_wrong_in_one_thing_is_refused_with_its_number(
    registered: Emulator, wrong: dict[str, Any], number: int, words: str
) -> None:
    answer = show(registered, signed(registered, **wrong))
    assert refused(answer) == (401, "invalid_client", [number])
    assert words in answer.json()["error_description"]


def test_an_expired_certificate_is_refused_with_its_dates(registered: Emulator) -> None:
    expired = pair("expired", days=-1)
    registered.put_app(registered.client_id, certificates=[expired.certificate_pem])
    answer = show(registered, signed(registered, by=expired))
    assert refused(answer) == (401, "invalid_client", [700027])
    assert "The key used is expired." in answer.json()["error_description"]
    assert f"{expired.certificate.not_valid_after_utc:%m/%d/%Y}" in answer.json()["error_description"]


def test_a_client_with_a_slow_clock_gets_both_times_in_the_error(registered: Emulator) -> None:
    assertion = signed(registered)
    registered.advance(3600)
    answer = show(registered, assertion)
    assert refused(answer) == (401, "invalid_client", [700024])
    assert f"Current time: {registered.now()[:13]}" in answer.json()["error_description"]


@pytest.mark.parametrize("text", ["x", "a.b.c", jwt.encode({"iss": "x"}, "k" * 32)[:-50]])
def test_a_malformed_assertion_is_refused(registered: Emulator, text: str) -> None:
    assert refused(show(registered, text)) == (400, "invalid_request", [50027])


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("", (400, "invalid_request", [900144])), ("urn:else", (401, "invalid_client", [7000218]))],
)
def test_an_assertion_needs_its_client_assertion_type(
    registered: Emulator, kind: str, expected: tuple[int, str, list[int]]
) -> None:
    assert refused(show(registered, signed(registered), client_assertion_type=kind)) == expected


def test_an_application_with_only_a_certificate_refuses_an_empty_secret(msgraph_emulator: Emulator) -> None:
    msgraph_emulator.put_app(OTHER, certificates=[pair().certificate_pem])
    form = {"client_assertion": "", "client_secret": "", "client_id": OTHER}
    assert refused(show(msgraph_emulator, "", **form)) == (401, "invalid_client", [7000218])
    wrong = form | {"client_secret": "x"}
    assert refused(show(msgraph_emulator, "", **wrong)) == (401, "invalid_client", [7000215])


@pytest.mark.parametrize(
    "properties",
    [
        {"certificates": ["x"]},
        {"certificates": "x"},
        {"certificates": [7]},
        {"secret": 7},
        {"secret": "", "certificates": []},
        {"federated_credentials": 7},
        {"federated_credentials": [{"issuer": "x"}]},
        {"federated_credentials": [{"issuer": "", "subject": "x"}]},
    ],
)
def test_an_application_with_invalid_credentials_is_refused(
    msgraph_emulator: Emulator, properties: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        msgraph_emulator.put_app(OTHER, **properties)


def test_the_journal_holds_no_assertion(registered: Emulator) -> None:
    assertion = signed(registered)
    show(registered, assertion)
    entry = registered.journal()[0]
    assert entry.body["client_assertion"] == "(secret)"
    assert assertion not in str(entry)
