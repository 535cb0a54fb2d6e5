"""Checks of assertions that an application signs with the key of a certificate that is registered for it.

Entra's form: https://learn.microsoft.com/entra/identity-platform/certificate-credentials. The error texts are as
reported from the live service; those with the number 50027 are the emulator's own.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode
from binascii import Error as NotBase64Error
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from msgraph_meetings_emulator.entra.assertion import Assertion, refusal
from msgraph_meetings_emulator.state import instants

if TYPE_CHECKING:
    from datetime import datetime

    from msgraph_meetings_emulator.front.call import Call
    from msgraph_meetings_emulator.state.directory import App

_AUDIENCES = ("oauth2/v2.0/token", "oauth2/token", "v2.0")
"""The ends of the accepted audiences: the two token endpoints, and the issuer, which Microsoft's page names."""

_ALGORITHMS = ("PS256", "RS256")
_DIGESTS = {"x5t": hashes.SHA1(), "x5t#S256": hashes.SHA256()}  # noqa: S303  (identifies a certificate only)
_DOCUMENT = "Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials ."
_OF_ANOTHER_APP = f"Client assertion application identifier doesn't match 'client_id' parameter. {_DOCUMENT}"
_OTHER_AUDIENCE = f"Client assertion audience claim does not match Realm issuer. {_DOCUMENT}"
_UNKNOWN_KEY = (
    "The certificate with identifier used to sign the client assertion is not registered on application. "
    "[Reason - The key was not found., Thumbprint of key used by client: '{}', Please visit the Azure Portal, Graph "
    "Explorer or directly use MS Graph to see configured keys for app Id '{}'.]"
)
_BAD_SIGNATURE = (
    "Client assertion contains an invalid signature. [Reason - {}, Thumbprint of key used by client: '{}', "
    "Found key 'Start={}, End={}']"
)


def check(call: Call, origin: str, app: App, assertion: Assertion) -> None:
    """Raise SignInError unless the application signed the assertion for this token endpoint and the current time."""
    if {assertion.issuer.lower(), assertion.subject.lower()} != {app.client_id}:
        raise refusal(700021, _OF_ANOTHER_APP)
    now = call.state.clock.now()
    _check_signature(app, assertion, now)
    directory = call.state.directory
    tenants = (directory.tenant_id, directory.domain)
    accepted = {f"{origin}/{name}/{end}" for name in tenants for end in _AUDIENCES}
    if accepted.isdisjoint(assertion.audiences):
        raise refusal(700023, _OTHER_AUDIENCE)
    assertion.check_time(now)
    if not assertion.claims.get("jti"):
        raise refusal(50027, "Invalid JWT token. The claim 'jti' is missing.")


def is_certificate(text: str) -> bool:
    """Return True if a text is a certificate in PEM."""
    try:
        x509.load_pem_x509_certificate(text.encode())
    except ValueError:
        return False
    return True


def _check_signature(app: App, assertion: Assertion, now: int) -> None:
    thumbprint, certificate = _named(app, assertion)
    if certificate is None:
        raise refusal(700027, _UNKNOWN_KEY.format(thumbprint, app.client_id))
    span = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if not _ticks(span[0]) <= now < _ticks(span[1]):
        raise _bad("The key used is expired.", thumbprint, *span)
    if not assertion.is_signed_by(certificate.public_key(), *_ALGORITHMS):
        reason = "The provided signature value did not match the expected signature value."
        raise _bad(reason, thumbprint, *span)


def _named(app: App, assertion: Assertion) -> tuple[str, x509.Certificate | None]:
    """Return the thumbprint in the assertion's header, and the application's certificate with it or None."""
    name = next((name for name in _DIGESTS if name in assertion.header), None)
    if name is None:
        raise refusal(50027, "Invalid JWT token. No certificate thumbprint specified in token header.")
    wanted = _decoded(str(assertion.header[name]))
    for text in app.certificates:
        certificate = x509.load_pem_x509_certificate(text.encode())
        if certificate.fingerprint(_DIGESTS[name]) == wanted:
            return wanted.hex().upper(), certificate
    return wanted.hex().upper(), None


def _decoded(text: str) -> bytes:
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (NotBase64Error, ValueError):
        return b""


def _bad(reason: str, thumbprint: str, start: datetime, end: datetime) -> Exception:
    shown = (f"{moment:%m/%d/%Y %H:%M:%S}" for moment in (start, end))
    return refusal(700027, _BAD_SIGNATURE.format(reason, thumbprint, *shown))


def _ticks(moment: datetime) -> int:
    return instants.parse(moment.isoformat())
