"""The names in the emulator's answers, as a client sees them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jwt
import requests

from tests.emulator.client import application

if TYPE_CHECKING:
    from collections.abc import Iterable

    from msgraph_meetings_emulator import Emulator

METADATA = json.loads(
    (Path(__file__).parents[2] / "docs" / "contract" / "onlinemeeting-schema.json").read_text(encoding="utf-8")
)
GRAPH = "https://graph.microsoft.com"
_LIMIT = 30


def names_seen(emulator: Emulator) -> set[tuple[str, str]]:
    """Every name as `(document, name)`; of a meeting only those that the metadata does not declare."""
    with application(emulator) as client:
        made = client.create_or_get()
        gone = client.get("MSo")
    error = gone.json()["error"]
    issued = _asked(emulator, "POST", f"{emulator.tenant_id}/oauth2/v2.0/token", **_form(emulator))
    refused = _asked(emulator, "POST", f"{emulator.tenant_id}/oauth2/v2.0/token")
    found = _asked(emulator, "GET", f"{emulator.tenant_id}/v2.0/.well-known/openid-configuration")
    host = _asked(emulator, "GET", "common/discovery/instance")
    device = _asked(emulator, "POST", f"{emulator.tenant_id}/oauth2/v2.0/devicecode", **_person(emulator))
    person = _asked(emulator, "POST", f"{emulator.tenant_id}/oauth2/v2.0/token", **_polled(emulator, device))
    older = _asked(emulator, "POST", f"{emulator.tenant_id}/oauth2/token", **_form(emulator), resource=GRAPH)
    documents: dict[str, Iterable[str]] = {
        "device code answer": device,
        "answer to a person": person,
        "id token": _claims(person["id_token"]),
        "token answer of version 1.0": older,
        "application token": _claims(issued["access_token"]),
        "user token": _claims(emulator.delegated_token(emulator.user_id)),
        "token answer": issued,
        "sign-in error": refused,
        "discovery": found,
        "instance discovery": host,
        "meeting": made.json().keys() - declared(),
        "error": [*error, *error["innerError"]],
        "headers of Graph": [name.lower() for name in made.headers],
    }
    return {(document, name) for document, names in documents.items() for name in names}


def declared() -> set[str]:
    """The names of a meeting's properties in the metadata."""
    types = METADATA["entityTypes"]
    own, base = (types[f"microsoft.graph.{name}"]["properties"] for name in ("onlineMeeting", "onlineMeetingBase"))
    return {"id", *own, *base}


def _claims(token: str) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return claims


def _form(emulator: Emulator) -> dict[str, str]:
    return {
        "grant_type": "client_credentials",
        "client_id": emulator.client_id,
        "client_secret": emulator.client_secret,
        "scope": f"{GRAPH}/.default",
    }


def _person(emulator: Emulator) -> dict[str, str]:
    return {"client_id": emulator.client_id, "scope": "openid offline_access User.Read"}


def _polled(emulator: Emulator, device: dict[str, Any]) -> dict[str, str]:
    """The answer to a request for every token of a user; the browser's user has already entered the code."""
    asked = {"client_id": emulator.client_id, "device_code": device["device_code"], "client_info": "1"}
    return asked | {"grant_type": "urn:ietf:params:oauth:grant-type:device_code"}


def _asked(emulator: Emulator, method: str, path: str, **form: str) -> dict[str, Any]:
    with requests.Session() as session:
        session.trust_env = False
        url = f"{emulator.endpoint}/{path}"
        answer = session.request(method, url, data=form or None, verify=str(emulator.ca), timeout=_LIMIT)
    content: dict[str, Any] = answer.json()
    return content
