"""A certificate of the app with its private key: PFX or PEM, in a file or as a value, with or without a password.

This module reads it, so that each problem has an error with a fix. MSAL makes the signed assertion, with the SHA-256
thumbprint and the certificate itself (``x5c``), which lets Entra trust the issuer and subject instead.
docs/decisions.md says why no library reads the certificate.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from msgraph_meetings.auth.entra import EntraApp, Proof
from msgraph_meetings.auth.files import bytes_in
from msgraph_meetings.auth.sign_in_http import SignInHttp
from msgraph_meetings.errors import ConfigurationError

if TYPE_CHECKING:
    from msgraph_meetings.config.reading import Settings

_BEGIN = b"-----BEGIN "
_KEY = re.compile(rb"-----BEGIN ([A-Z ]*PRIVATE KEY)-----.+?-----END \1-----", re.DOTALL)
_CERTIFICATE = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
_PASSWORD = "clientCertificatePassword"  # noqa: S105  (its name)


@dataclass(frozen=True)
class _Given:
    """The certificate as the settings give it.

    Args:
        name: the setting.
        content: PFX or PEM.
        password: of the key, or None.
    """

    name: str
    content: bytes = field(repr=False)
    password: bytes | None = field(repr=False)


def client_certificate(settings: Settings) -> EntraApp:
    """Return the app with its certificate as the proof.

    Raises:
        ConfigurationError: tenant or client id are missing, or the certificate cannot be used.
    """
    given = _given(settings)
    key, certificates = _read_pem(given) if _BEGIN in given.content else _read_pfx(given)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise ConfigurationError(
            f"The private key in {given.name} is not an RSA key.",
            "Microsoft Entra accepts only certificates with RSA keys.",
            "Create a certificate with an RSA key, and add it to the app registration.",
        )
    return EntraApp(settings, _proof(given, key, _own(given, key, certificates)), SignInHttp())


def _given(settings: Settings) -> _Given:
    password = settings.client_certificate_password
    secret = password.encode() if password else None
    path = settings.client_certificate_path
    if path:
        return _Given("clientCertificatePath", bytes_in("clientCertificatePath", path), secret)
    return _Given("clientCertificate", _decoded(settings.client_certificate or ""), secret)


def _decoded(text: str) -> bytes:
    if _BEGIN.decode() in text:
        return text.encode()
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ConfigurationError(
            "clientCertificate is neither PEM nor base64.",
            fix="Set it to the PEM text, or to the PFX file in base64 (`base64 -w0 app.pfx`).",
        ) from error


def _read_pfx(given: _Given) -> tuple[object, list[x509.Certificate]]:
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(given.content, given.password)
    except ValueError as error:
        asked = "may be wrong" if given.password else "is not set and may be needed"
        raise ConfigurationError(
            f"Cannot open the certificate in {given.name}.",
            f"{_PASSWORD} {asked}, or the certificate is neither PFX nor PEM.",
            f"Check {given.name} and {_PASSWORD} (ARM_CLIENT_CERTIFICATE_PASSWORD).",
        ) from error
    return key, [*([certificate] if certificate else []), *others]


def _read_pem(given: _Given) -> tuple[object, list[x509.Certificate]]:
    found = _KEY.search(given.content)
    if found is None:
        raise ConfigurationError(
            f"{given.name} does not contain a private key.",
            "An app signs in with the private key of its certificate.",
            "Put both into one PEM text: the private key and the certificate.",
        )
    try:
        key = serialization.load_pem_private_key(found[0], given.password)
        return key, [x509.load_pem_x509_certificate(block) for block in _CERTIFICATE.findall(given.content)]
    except TypeError as error:
        raise _of_password(given) from error
    except ValueError as error:
        wrong = f", or {_PASSWORD} may be wrong" if given.password else ""
        raise ConfigurationError(
            f"Cannot read the certificate in {given.name}.",
            f"Its PEM text is damaged{wrong}.",
            f"Check {given.name} and {_PASSWORD} (ARM_CLIENT_CERTIFICATE_PASSWORD).",
        ) from error


def _of_password(given: _Given) -> ConfigurationError:
    """Return the error of a wrong password; the library has one exception for a missing and an unneeded password."""
    if given.password:
        return ConfigurationError(
            f"{_PASSWORD} is set, but the private key in {given.name} is not encrypted.",
            fix=f"Remove {_PASSWORD}, or encrypt the key.",
        )
    return ConfigurationError(
        f"The private key in {given.name} is encrypted, and {_PASSWORD} is not set.",
        fix=f"Set {_PASSWORD} (ARM_CLIENT_CERTIFICATE_PASSWORD) to its password.",
    )


def _own(given: _Given, key: rsa.RSAPrivateKey, certificates: list[x509.Certificate]) -> x509.Certificate:
    """Return the certificate of the key from a chain in any order, if it has not expired."""
    public = key.public_key()
    own = next((certificate for certificate in certificates if certificate.public_key() == public), None)
    if own is None:
        raise ConfigurationError(
            f"{given.name} contains {len(certificates)} certificates, but not the one of its private key.",
            fix="Put the private key and its own certificate into it.",
        )
    expiry = own.not_valid_after_utc
    if expiry <= datetime.now(timezone.utc):
        raise ConfigurationError(
            f"The certificate in {given.name} expired at {expiry:%Y-%m-%dT%H:%M:%SZ}.",
            "Microsoft Entra rejects an expired certificate.",
            f"Create a new one, add it to the app registration, and set it in {given.name}.",
        )
    return own


def _proof(given: _Given, key: rsa.RSAPrivateKey, certificate: x509.Certificate) -> Proof:
    form, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    credential = {
        "private_key": key.private_bytes(serialization.Encoding.PEM, form, plain).decode(),
        "public_certificate": certificate.public_bytes(serialization.Encoding.PEM).decode(),
    }
    thumbprint = certificate.fingerprint(hashes.SHA256()).hex().upper()
    return Proof(credential, given.name, lambda: f"The certificate's SHA-256 thumbprint is {thumbprint}.")
