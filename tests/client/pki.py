"""Certificates of an app, in every form that people use."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

PASSWORD = "canary-password"


@dataclass(frozen=True)
class Identity:
    """A private key and its certificate."""

    key: Any
    certificate: x509.Certificate

    def pfx(self, password: str | None = None, others: tuple[x509.Certificate, ...] = ()) -> bytes:
        """Return a PFX file."""
        return pkcs12.serialize_key_and_certificates(b"app", self.key, self.certificate, others, _encryption(password))

    def pfx_base64(self, password: str | None = None) -> str:
        """Return a PFX file in base64, in lines."""
        return base64.encodebytes(self.pfx(password)).decode()

    def key_pem(self, password: str | None = None) -> str:
        """The private key as PEM."""
        form = serialization.PrivateFormat.PKCS8
        return str(self.key.private_bytes(serialization.Encoding.PEM, form, _encryption(password)).decode())

    @property
    def certificate_pem(self) -> str:
        """The certificate as PEM."""
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()

    def pem(self, password: str | None = None) -> str:
        """The key and the certificate as PEM."""
        return self.key_pem(password) + self.certificate_pem


def _encryption(password: str | None) -> serialization.KeySerializationEncryption:
    return serialization.BestAvailableEncryption(password.encode()) if password else serialization.NoEncryption()


@cache
def identity(name: str = "app", *, days: int = 1, curve: bool = False) -> Identity:
    """Return a new key with a certificate that is valid for that many days from yesterday on."""
    key: Any = (
        ec.generate_private_key(ec.SECP256R1())
        if curve
        else rsa.generate_private_key(public_exponent=65537, key_size=2048)
    )
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(timezone.utc)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=2))
        .not_valid_after(now + timedelta(days=days))
    )
    return Identity(key, builder.sign(key, hashes.SHA256()))
