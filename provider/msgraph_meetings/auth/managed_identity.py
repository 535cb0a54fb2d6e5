"""The managed identity of the machine: MSAL requests its token as the host wants it.

Virtual machine, App Service, Functions, Container Apps, Arc, Service Fabric or Machine Learning: MSAL tells them apart
by the variables that they set. Their addresses have a meaning on that machine only, so no proxy is used.
docs/decisions.md says why azure-identity does not serve.
"""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

import msal

from msgraph_meetings.auth.entra import client_id
from msgraph_meetings.auth.sign_in_http import Forgetful, SignInHttp
from msgraph_meetings.auth.tokens import Token
from msgraph_meetings.errors import NotSentError, cut
from msgraph_meetings.errors.catalogue.methods import method_row
from msgraph_meetings.http.deadline import SILENT
from msgraph_meetings.http.retries import PassingError
from msgraph_meetings.http.transport import RequestFailed, failure

if TYPE_CHECKING:
    from threading import Event

    from msgraph_meetings.config.reading import Settings

logging.getLogger("msal").addHandler(logging.NullHandler())  # its errors are told here, in one message
logging.getLogger("msal.managed_identity").setLevel(logging.INFO)  # below, it logs whole answers: a token may be in one
_FABRIC = getattr(msal.managed_identity, "_ServiceFabricHTTPSConnection", None)
"""On Service Fabric MSAL uses connections of its own; as ours, they print nothing of what goes over them."""
if _FABRIC is not None:
    _FABRIC.debuglevel = SILENT

_PASSING = {404: 4, 410: None}
"""Further answers that the endpoint of a virtual machine gives in passing, with the tries that are enough: 404 also
comes from something else at its address. Source:
https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token"""
_TRIES_TO_REACH_IT = 2
"""A machine without an identity has no such endpoint, and is told so soon."""

_NOT_READ = (json.JSONDecodeError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError)
"""What comes out of MSAL when an answer has not the shape that it takes for granted."""


class ManagedIdentity:
    """The machine's own identity, or the user-assigned one whose client id the settings name.

    Args:
        settings: client id, and Graph's root, for which tokens are asked.

    Raises:
        ConfigurationError: the file of the client id cannot be read.
    """

    waits = True

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._client_id = client_id(settings)
        # On Service Fabric a 404 stays: the application has no identity, or the header is not its own.
        on_fabric = msal.managed_identity.get_managed_identity_source() == msal.managed_identity.SERVICE_FABRIC
        self._http = SignInHttp({} if on_fabric else _PASSING, direct=True)
        self._client = self._fresh_client()

    def acquire(self, seconds: float, _stopped: Event) -> Token:
        """The identity's token for Graph.

        Raises:
            AuthenticationError: this machine has no such identity.
            ConnectionFailedError: its endpoint could not be reached.
            PassingError: its endpoint failed, in a way that may pass.
        """
        self._http.limit(seconds)
        result = self._asked()
        if not isinstance(result.get("access_token"), str):
            raise method_row("identity refused").tell({"whose": self._whose}, _said(result))
        return Token.of(result["access_token"], "application").lasting(result.get("expires_in"))

    def forget(self) -> None:
        """Starts with an empty memory; the endpoint has one of its own, about which nothing can be done."""
        self._client = self._fresh_client()

    def close(self) -> None:
        """Closes the connection to the endpoint."""
        self._http.close()

    @property
    def _whose(self) -> str:
        return f"the user-assigned identity {self._client_id}" if self._client_id else "the machine's own identity"

    def _fresh_client(self) -> msal.ManagedIdentityClient:
        identity = (
            msal.UserAssignedManagedIdentity(client_id=self._client_id)
            if self._client_id
            else msal.SystemAssignedManagedIdentity()
        )
        return msal.ManagedIdentityClient(identity, http_client=self._http, http_cache=Forgetful())

    def _asked(self) -> dict[str, Any]:
        try:
            result: dict[str, Any] = self._client.acquire_token_for_client(resource=self._settings.graph_endpoint)
        except RequestFailed as error:
            raise _unreached(error) from error
        except _NOT_READ as error:
            odd = method_row("identity odd").tell({})
            raise (PassingError(odd) if self._http.was_cut(error) else odd) from error
        except (ValueError, OSError) as error:  # MSAL's words for an odd host, and Arc's key file
            said = f"MSAL said: {cut(str(error), 300)}."
            raise method_row("identity unusable").tell({"whose": self._whose}, said) from error
        return result


def _unreached(error: Exception) -> Exception:
    """Return the error of a failed request; an endpoint that was never reached gets few more tries."""
    found = failure(error, "http://managed-identity")
    told = method_row("identity unreached").tell({"cause": found.why})
    return PassingError(told, tries=_TRIES_TO_REACH_IT if isinstance(found, NotSentError) else None)


def _said(result: dict[str, Any]) -> str:
    """Words of a refusal; of an answer that MSAL did not expect it passes on the whole, which may hold a token."""
    text = str(result.get("error_description", ""))
    told = "an answer of another shape" if "token" in text else cut(text, 300)
    return f"The endpoint answered {result.get('error')}: {told}."
