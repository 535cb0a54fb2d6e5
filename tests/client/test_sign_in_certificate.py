"""Certificates: every form of one signs in, and what is wrong with one is said before anything is sent."""

from __future__ import annotations

import base64
import os
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import jwt
import pytest
from cryptography.hazmat.primitives import hashes

from msgraph_meetings.errors import ConfigurationError, MeetingsError
from tests.client.conftest import meeting
from tests.client.emulated import CLIENT
from tests.client.pki import PASSWORD, identity

if TYPE_CHECKING:
    from pathlib import Path

    from requests import PreparedRequest

    from tests.client.emulated import Tenant

APP, OTHER, OLD, CURVE = identity(), identity("other"), identity("old", days=-1), identity("curve", curve=True)

FORMS: dict[str, tuple[str | bytes, str | None]] = {
    "PFX": (APP.pfx(), None),
    "PFX with password": (APP.pfx(PASSWORD), PASSWORD),
    "PFX with a chain": (APP.pfx(PASSWORD, (OTHER.certificate,)), PASSWORD),
    "PEM": (APP.pem(), None),
    "PEM with password": (APP.pem(PASSWORD), PASSWORD),
    "PEM with the certificate first": (APP.certificate_pem + APP.key_pem(), None),
    "PEM with a chain in the wrong order": (OTHER.certificate_pem + APP.pem(), None),
    "PEM of Windows": (APP.pem().replace("\n", "\r\n"), None),
    "PEM with words around": (f"Bag Attributes\n{APP.key_pem()}subject=app\n{APP.certificate_pem}", None),
}


@pytest.fixture
def known(tenant: Tenant) -> Tenant:
    """A tenant that knows the app's certificate."""
    tenant.emulator.put_app(CLIENT, certificates=[APP.certificate_pem])
    return tenant


def as_bytes(content: str | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.encode()


def values(content: str | bytes) -> list[str]:
    """As a setting's value: base64 in one line and in several, and PEM as it is."""
    encoded = [base64.b64encode(as_bytes(content)).decode(), base64.encodebytes(as_bytes(content)).decode()]
    return encoded + ([content] if isinstance(content, str) else [])


@pytest.mark.parametrize(("content", "password"), FORMS.values(), ids=FORMS)
def test_a_certificate_signs_in_from_a_file_and_as_a_value(
    known: Tenant, settings_of: Any, tmp_path: Path, content: str | bytes, password: str | None
) -> None:
    (tmp_path / "app").write_bytes(as_bytes(content))
    more = {"clientCertificatePassword": password or ""}
    assert meeting(settings_of(more, ARM_CLIENT_CERTIFICATE_PATH=os.fspath(tmp_path / "app"))).status == 200
    for value in values(content):
        assert meeting(settings_of(more, ARM_CLIENT_CERTIFICATE=value)).status == 200


def test_the_assertion_names_the_certificate_by_sha_256_and_carries_it(
    known: Tenant, settings_of: Any, sent: list[PreparedRequest]
) -> None:
    meeting(settings_of(ARM_CLIENT_CERTIFICATE=APP.pem()))
    (form,) = (dict(parse_qsl(str(one.body))) for one in sent if str(one.url).endswith("/token"))
    header = jwt.get_unverified_header(form["client_assertion"])
    digest = APP.certificate.fingerprint(hashes.SHA256())
    assert header["alg"] == "PS256"
    assert base64.urlsafe_b64decode(header["x5t#S256"]) == digest
    assert "".join(header["x5c"][0].split()) in "".join(APP.certificate_pem.split())
    assert "x5t" not in header


BAD: dict[str, tuple[str, str | None, str]] = {
    "wrong password of a PFX": (APP.pfx_base64(PASSWORD), "canary-wrong", "clientCertificatePassword may be wrong"),
    "no password of a PFX": (APP.pfx_base64(PASSWORD), None, "clientCertificatePassword is not set"),
    "wrong password of a PEM": (APP.pem(PASSWORD), "canary-wrong", "clientCertificatePassword may be wrong"),
    "no password of a PEM": (
        APP.pem(PASSWORD),
        None,
        "is encrypted, and clientCertificatePassword is not set.\nSet clientCertificatePassword",
    ),
    "password too many": (APP.pem(), "canary-needless", "is not encrypted.\nRemove clientCertificatePassword"),
    "no base64": ("canary§", None, "neither PEM nor base64"),
    "something else": (base64.b64encode(b"canary").decode(), None, "Cannot open"),
    "no key": (APP.certificate_pem, None, "does not contain a private key"),
    "no certificate": (APP.key_pem(), None, "contains 0 certificates"),
    "another's certificate": (
        APP.key_pem() + OTHER.certificate_pem,
        None,
        "contains 1 certificates, but not the one of its private key",
    ),
    "damaged": (APP.pem().replace("MII", "XXX"), None, "PEM text is damaged"),
    "expired": (OLD.pem(), None, "expired at 20"),
    "elliptic curve": (CURVE.pem(), None, "is not an RSA key"),
}


@pytest.mark.parametrize(("value", "password", "says"), BAD.values(), ids=BAD)
def test_unusable_certificate_is_refused_with_the_reason_and_without_its_content(
    known: Tenant, settings_of: Any, value: str, password: str | None, says: str
) -> None:
    with pytest.raises(ConfigurationError) as refused:
        meeting(settings_of({"clientCertificate": value, "clientCertificatePassword": password}))
    assert says in str(refused.value)
    assert "canary" not in str(refused.value)
    assert "BEGIN" not in str(refused.value)
    assert known.asked == []


def test_a_certificate_that_entra_does_not_know_is_named_by_its_thumbprint(tenant: Tenant, settings_of: Any) -> None:
    with pytest.raises(MeetingsError, match="AADSTS700027") as refused:
        meeting(settings_of(ARM_CLIENT_CERTIFICATE=APP.pem()))
    assert APP.certificate.fingerprint(hashes.SHA256()).hex().upper() in str(refused.value)
    assert "check tenantId, clientId and clientCertificate." in str(refused.value)
