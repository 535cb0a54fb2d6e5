"""Microsoft's identity libraries, unchanged: every credential that they have for apps and people gets a token."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.client.pki import identity
from tests.clients.programs import run
from tests.emulator.proofs import claims_of, makes_a_meeting

if TYPE_CHECKING:
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator

pytestmark = pytest.mark.proof
ISSUER, SUBJECT = "https://issuer.example", "job"
SERVICE, SERVICE_SECRET = "11111111-2222-3333-4444-555555555555", "of-the-service"
OF_APPS = {"secret", "environment", "assertion", "msal secret"}
OF_PEOPLE = {"device code", "on behalf of", "msal device code", "msal refresh token"}
STEPS = {
    "python-identity": (OF_APPS | {"certificate"}, OF_PEOPLE),
    "javascript-identity": (OF_APPS, OF_PEOPLE | {"msal browser"}),
}


def _given(emulator: Emulator, folder: Path) -> dict[str, str]:
    """Return the variables that the programs need beside the emulator's own."""
    emulator.put_app(emulator.client_id, certificates=[identity().certificate_pem])
    emulator.put_federated_credential(emulator.client_id, ISSUER, SUBJECT)
    emulator.put_app(SERVICE, secret=SERVICE_SECRET)
    certificate = folder / "app.pem"
    certificate.write_text(identity().pem(), encoding="utf-8")
    user = emulator._ask("POST", "tokens", {"user": emulator.user_id, "resource": f"api://{SERVICE}"})
    return {
        "CERTIFICATE": str(certificate),
        "ASSERTION": emulator.oidc_token(ISSUER, SUBJECT),
        "SERVICE_ID": SERVICE,
        "SERVICE_SECRET": SERVICE_SECRET,
        "USER_TOKEN": user["access_token"],
    }


def _assert_every_token_is_taken(program: str, folder: Path, emulator: Emulator) -> None:
    tokens = {line["step"]: line["token"] for line in run(program, folder, emulator, _given(emulator, folder))}
    of_apps, of_people = STEPS[program]
    assert tokens.keys() == of_apps | of_people
    for step, token in tokens.items():
        claims = claims_of(token)
        assert claims["appid"] == (SERVICE if step == "on behalf of" else emulator.client_id)
        assert claims["idtyp"] == ("user" if step in of_people else "app")
        emulator.delete(_made(emulator, token, "me" if step in of_people else None))


def _made(emulator: Emulator, token: str, owner: str | None) -> str:
    assert makes_a_meeting(emulator, token, owner)
    (meeting,) = emulator.meetings()
    return str(meeting["id"])


@pytest.mark.parametrize("program", STEPS)
def test_every_credential_signs_in_by_the_emulator_s_address(
    program: str, tmp_path: Path, msgraph_emulator: Emulator
) -> None:
    _assert_every_token_is_taken(program, tmp_path, msgraph_emulator)


def test_every_credential_for_python_signs_in_at_microsoft_s_hosts_through_the_proxy(
    tmp_path: Path, proxied_emulator: Emulator
) -> None:
    _assert_every_token_is_taken("python-identity", tmp_path, proxied_emulator)
