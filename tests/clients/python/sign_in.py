"""A program with Microsoft's identity libraries for Python; each credential is used as in its documentation."""

from __future__ import annotations

import json
import os
from typing import Any

import msal
from azure.identity import (
    CertificateCredential,
    ClientAssertionCredential,
    ClientSecretCredential,
    DeviceCodeCredential,
    EnvironmentCredential,
    OnBehalfOfCredential,
)

TENANT, CLIENT = os.environ["AZURE_TENANT_ID"], os.environ["AZURE_CLIENT_ID"]
SECRET = os.environ["AZURE_CLIENT_SECRET"]
GRAPH = os.environ.get("MSGRAPH_ENDPOINT", "https://graph.microsoft.com")
HOST = os.environ.get("AZURE_AUTHORITY_HOST")
# With the emulator's own address, a library that asks Microsoft about unknown hosts must not do so.
OPTIONS: dict[str, Any] = {"authority": HOST, "disable_instance_discovery": True} if HOST else {}
MSAL_OPTIONS = {"authority": f"{HOST or 'https://login.microsoftonline.com'}/{TENANT}", "instance_discovery": not HOST}
EVERYTHING, OWN = f"{GRAPH}/.default", f"{GRAPH}/OnlineMeetings.ReadWrite"


def tell(step: str, token: str) -> None:
    print(json.dumps({"step": step, "token": token}))


def of_identity(step: str, credential: Any, scope: str = EVERYTHING) -> None:
    tell(step, credential.get_token(scope).token)


of_identity("secret", ClientSecretCredential(TENANT, CLIENT, SECRET, **OPTIONS))
environment = {name: value for name, value in OPTIONS.items() if name != "authority"}
of_identity("environment", EnvironmentCredential(**environment))
of_identity("certificate", CertificateCredential(TENANT, CLIENT, os.environ["CERTIFICATE"], **OPTIONS))
of_identity("assertion", ClientAssertionCredential(TENANT, CLIENT, lambda: os.environ["ASSERTION"], **OPTIONS))
quiet = {"tenant_id": TENANT, "client_id": CLIENT, "prompt_callback": lambda *_: None}
of_identity("device code", DeviceCodeCredential(**quiet, **OPTIONS), OWN)
service: dict[str, Any] = {"client_secret": os.environ["SERVICE_SECRET"], "user_assertion": os.environ["USER_TOKEN"]}
of_identity("on behalf of", OnBehalfOfCredential(TENANT, os.environ["SERVICE_ID"], **service, **OPTIONS))

app = msal.ConfidentialClientApplication(CLIENT, client_credential=SECRET, **MSAL_OPTIONS)
tell("msal secret", app.acquire_token_for_client([EVERYTHING])["access_token"])

person = msal.PublicClientApplication(CLIENT, **MSAL_OPTIONS)
signed_in = person.acquire_token_by_device_flow(person.initiate_device_flow([OWN]))
tell("msal device code", signed_in["access_token"])
again = person.acquire_token_silent([OWN], person.get_accounts()[0], force_refresh=True)
tell("msal refresh token", again["access_token"])
