"""The managed identity method: MSAL requests the machine's token in the way of its host.

Virtual machine, App Service, Functions, Container Apps, Arc, Service Fabric or Machine Learning: MSAL tells them apart
by the variables that they set. Their addresses are valid on that machine only, so no proxy is used.
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

logging.getLogger("msal").addHandler(logging.NullHandler())  # Our own messages report MSAL's errors.
logging.getLogger("msal.managed_identity").setLevel(logging.INFO)  # debug output may contain a token
_FABRIC = getattr(msal.managed_identity, "_ServiceFabricHTTPSConnection", None)
"""On Service Fabric MSAL opens connections of its own; like ours, they log no data that they send or receive."""
if _FABRIC is not None:
    _FABRIC.debuglevel = SILENT

_PASSING = {404: 4, 410: None}
"""Other temporary answers of a virtual machine's endpoint, with the number of tries; few for 404, which another server
at that address also gives. Source:
https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token"""
_TRIES_TO_REACH_IT = 2
"""Tries to connect: a machine without an identity has no endpoint, and the user learns it soon."""

_NOT_READ = (json.JSONDecodeError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError)
"""Exceptions that MSAL raises when an answer lacks an expected part."""


class ManagedIdentity:
    """The machine's own identity, or the user-assigned one whose client id the settings name.

    Args:
        settings: the client id, and Graph's root, which is the audience of the tokens.

    Raises:
        ConfigurationError: the file of the client id cannot be read.
    """

    waits = True

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._client_id = client_id(settings)
        # On Service Fabric a 404 is permanent: the application has no identity, or the header is wrong.
        on_fabric = msal.managed_identity.get_managed_identity_source() == msal.managed_identity.SERVICE_FABRIC
        self._http = SignInHttp({} if on_fabric else _PASSING, direct=True)
        self._client = self._fresh_client()

    def acquire(self, seconds: float, _stopped: Event) -> Token:
        """Return the identity's token for Graph.

        Raises:
            AuthenticationError: this machine has no such identity.
            ConnectionFailedError: its endpoint could not be reached.
            PassingError: a temporary failure of its endpoint.
        """
        self._http.limit(seconds)
        result = self._asked()
        if not isinstance(result.get("access_token"), str):
            raise method_row("identity refused").tell({"whose": self._whose}, _said(result))
        return Token.of(result["access_token"], "application").lasting(result.get("expires_in"))

    def forget(self) -> None:
        """Empty MSAL's memory; the endpoint has a cache of its own, which cannot be emptied from here."""
        self._client = self._fresh_client()

    def close(self) -> None:
        """Close the connection to the endpoint."""
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
        except (ValueError, OSError) as error:  # MSAL's exceptions for an unusual host, and for Arc's key file.
            said = f"MSAL said: {cut(str(error), 300)}."
            raise method_row("identity unusable").tell({"whose": self._whose}, said) from error
        return result


def _unreached(error: Exception) -> Exception:
    """Return the error of a failed request; an endpoint that was never reached gets fewer tries."""
    found = failure(error, "http://managed-identity")
    told = method_row("identity unreached").tell({"cause": found.why})
    return PassingError(told, tries=_TRIES_TO_REACH_IT if isinstance(found, NotSentError) else None)


def _said(result: dict[str, Any]) -> str:
    """Return the refusal's text. MSAL passes an unexpected answer on whole, so it may contain a token."""
    text = str(result.get("error_description", ""))
    told = "an answer of another shape" if "token" in text else cut(text, 300)
    return f"The endpoint answered {result.get('error')}: {told}."
