"""Checks of assertions of another issuer, which need a federated credential of the application.

Entra's rules: https://learn.microsoft.com/entra/workload-id/workload-identity-federation. The emulator also plays the
other issuers, with one key for all of them (see `outside.issuers`), so it fetches no key set.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgraph_meetings_emulator.entra.assertion import Assertion, refusal
from msgraph_meetings_emulator.entra.tokens import issuer

if TYPE_CHECKING:
    from msgraph_meetings_emulator.front.call import Call
    from msgraph_meetings_emulator.state.directory import App, FederatedCredential

_NO_MATCH = (
    "No matching federated identity record found for presented assertion {} '{}'. Check your federated identity "
    "credential Subject, Audience and Issuer against the presented assertion. "
    "https://learn.microsoft.com/entra/workload-id/workload-identity-federation"
)
_NO_MATCH_BEFORE = (
    "No matching federated identity record found for presented assertion. Assertion Issuer: '{}'. Assertion Subject: "
    "'{}'. Assertion Audience: '{}'. "
    "https://docs.microsoft.com/en-us/azure/active-directory/develop/workload-identity-federation"
)
_UNKNOWN_KEY = (
    "The certificate with identifier {} used to sign the federated credential could not be found in the metadata of "
    "identity provider {}. Please validate that your Identity Provider's metadata exposes the key used to sign the "
    "incoming token."
)


def check(call: Call, app: App, assertion: Assertion) -> None:
    """Raise SignInError unless the issuer signed the assertion and a federated credential matches it."""
    directory = call.state.directory
    if directory.federation_blocked:
        raise refusal(700223, "Workload identity federation is blocked by a policy of the tenant.")
    if assertion.issuer == issuer(directory.tenant_id):
        raise refusal(700222, "AAD-issued tokens may not be used for federated identity flows.")
    if not app.federated_credentials:
        text = f"The client '{app.client_id}' has no configured federated identity credentials."
        raise refusal(70025, text)
    candidates = [one for one in app.federated_credentials if one.issuer == assertion.issuer]
    if not candidates:
        raise _unmatched(call, assertion, 700211)
    _check_signature(call, assertion)
    assertion.check_time(call.state.clock.now())
    _check_match(call, assertion, candidates)


def _check_signature(call: Call, assertion: Assertion) -> None:
    key = call.state.issuers
    if assertion.header.get("kid") != key.key_id:
        raise refusal(7000272, _UNKNOWN_KEY.format(assertion.header.get("kid"), assertion.issuer))
    if not assertion.is_signed_by(key.public, "RS256"):
        raise refusal(50027, "Invalid JWT token. The signature is not the issuer's.")


def _check_match(call: Call, assertion: Assertion, candidates: list[FederatedCredential]) -> None:
    """Compare subject, then audience, both exactly as Entra does."""
    candidates = [one for one in candidates if one.subject == assertion.subject]
    if not candidates:
        raise _unmatched(call, assertion, 700213)
    if not any(one.audience in assertion.audiences for one in candidates):
        raise _unmatched(call, assertion, 700212)


def _unmatched(call: Call, assertion: Assertion, number: int) -> Exception:
    audience = ", ".join(assertion.audiences)
    if call.state.choices.one_number_for_no_match:
        return refusal(70021, _NO_MATCH_BEFORE.format(assertion.issuer, assertion.subject, audience))
    part, value = {
        700211: ("issuer", assertion.issuer),
        700212: ("audience", audience),
        700213: ("subject", assertion.subject),
    }[number]
    return refusal(number, _NO_MATCH.format(part, value))
