"""Credentials of applications, and token requests with them."""

from __future__ import annotations

import time
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache
from typing import TYPE_CHECKING, Any

import jwt
import msal
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from tests.emulator.client import Client

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msgraph_meetings_emulator import Handle

ISSUER, SUBJECT = "https://issuer.example", "repo:contoso/meetings:ref:refs/heads/main"
JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@dataclass(frozen=True)
class Pair:
    """A private key and its certificate."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    @property
    def certificate_pem(self) -> str:
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()

    @property
    def key_pem(self) -> str:
        form, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        return self.key.private_bytes(serialization.Encoding.PEM, form, plain).decode()

    def pfx(self, password: bytes) -> bytes:
        encryption = serialization.BestAvailableEncryption(password)
        return pkcs12.serialize_key_and_certificates(b"app", self.key, self.certificate, None, encryption)

    def thumbprint(self, digest: hashes.HashAlgorithm) -> str:
        return jwt.utils.base64url_encode(self.certificate.fingerprint(digest)).decode()


@cache
def pair(name: str = "app", days: int = 365) -> Pair:
    """A key, and a certificate that expires after this many days."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(timezone.utc)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=700))
        .not_valid_after(now + timedelta(days=days))
    )
    return Pair(key, builder.sign(key, hashes.SHA256()))


def token_endpoint(emulator: Handle, tenant: str | None = None) -> str:
    return f"{emulator.endpoint}/{tenant or emulator.tenant_id}/oauth2/v2.0/token"


def signed(
    emulator: Handle,
    *,
    by: Pair | None = None,
    named: Pair | None = None,
    algorithm: str = "PS256",
    headers: dict[str, Any] | None = None,
    **claims: Any,
) -> str:
    """An assertion for Entra, with the given claims changed; None leaves a claim out."""
    now = int(time.time())
    body = {
        "aud": token_endpoint(emulator),
        "iss": emulator.client_id,
        "sub": emulator.client_id,
        "jti": str(uuid.uuid4()),
        "nbf": now,
        "exp": now + 600,
    } | claims
    header = {"x5t#S256": (named or by or pair()).thumbprint(hashes.SHA256())} if headers is None else headers
    kept = {name: value for name, value in body.items() if value is not None}
    return jwt.encode(kept, (by or pair()).key, algorithm=algorithm, headers=header)


def show(emulator: Handle, assertion: str, **form: str) -> requests.Response:
    """Request a token with an assertion."""
    body = {
        "grant_type": "client_credentials",
        "client_id": emulator.client_id,
        "scope": f"{emulator.endpoint}/.default",
        "client_assertion_type": JWT_BEARER,
        "client_assertion": assertion,
    } | form
    with trusting(emulator) as session:
        return session.post(token_endpoint(emulator), data=body, timeout=30)


def refused(answer: requests.Response) -> tuple[int, str, list[int]]:
    """Status, OAuth error code and AADSTS numbers of an error in Entra's form."""
    body = answer.json()
    assert {"timestamp", "trace_id", "correlation_id", "error_uri"} <= body.keys()
    assert body["error_description"].startswith(f"AADSTS{body['error_codes'][0]}: ")
    return answer.status_code, body["error"], body["error_codes"]


@contextmanager
def trusting(emulator: Handle) -> Iterator[requests.Session]:
    """A session that trusts the emulator."""
    with requests.Session() as session:
        session.trust_env = False
        session.verify = str(emulator.ca)
        yield session


def msal_sign_in(emulator: Handle, credential: Any) -> dict[str, Any]:
    """Sign in with Microsoft's own library (MSAL)."""
    with trusting(emulator) as session:
        app = msal.ConfidentialClientApplication(
            emulator.client_id,
            client_credential=credential,
            authority=f"{emulator.endpoint}/{emulator.tenant_id}",
            instance_discovery=False,
            http_client=session,
        )
        answer: dict[str, Any] = app.acquire_token_for_client([f"{emulator.endpoint}/.default"])
        return answer


def makes_a_meeting(emulator: Handle, token: str, owner: str | None = None) -> bool:
    """True if Graph accepts a token."""
    with Client(emulator, token, owner or f"users/{emulator.user_id}") as client:
        return client.create_or_get().status_code == 201


def claims_of(token: str) -> dict[str, Any]:
    """The claims of a token."""
    return jwt.decode(token, options={"verify_signature": False})
