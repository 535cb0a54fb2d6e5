"""Fixtures of the emulator's tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msal
import pytest

from tests.emulator.client import Client, application, delegated
from tests.emulator.people import ADDRESS, SCOPE
from tests.emulator.proofs import trusting

if TYPE_CHECKING:
    from collections.abc import Iterator

    import requests

    from msgraph_meetings_emulator import Emulator
    from tests.emulator.people import Ask


@pytest.fixture
def client(msgraph_emulator: Emulator) -> Iterator[Client]:
    """An application that acts for the first user."""
    with application(msgraph_emulator) as caller:
        yield caller


@pytest.fixture
def signed_in(msgraph_emulator: Emulator) -> Iterator[Client]:
    """The first user, signed in."""
    with delegated(msgraph_emulator) as caller:
        yield caller


@pytest.fixture
def session(msgraph_emulator: Emulator) -> Iterator[requests.Session]:
    """A browser, or a program, that trusts the emulator."""
    with trusting(msgraph_emulator) as session:
        yield session


@pytest.fixture
def public_client(msgraph_emulator: Emulator, session: requests.Session) -> msal.PublicClientApplication:
    """Microsoft's own library (MSAL), as a public client."""
    authority = f"{msgraph_emulator.endpoint}/organizations"
    return msal.PublicClientApplication(
        msgraph_emulator.client_id, authority=authority, instance_discovery=False, http_client=session
    )


@pytest.fixture
def ask(msgraph_emulator: Emulator, session: requests.Session) -> Ask:
    """Post a form to an endpoint; fields with None are left out."""

    def send(end: str = "oauth2/v2.0/token", **form: str | None) -> requests.Response:
        url = f"{msgraph_emulator.endpoint}/{msgraph_emulator.tenant_id}/{end}"
        given = {"client_id": msgraph_emulator.client_id} | form
        sent = {name: value for name, value in given.items() if value is not None}
        return session.post(url, data=sent, timeout=30)

    return send


@pytest.fixture
def visit(msgraph_emulator: Emulator, session: requests.Session) -> Ask:
    """Open the authorization page; parameters with None are left out."""

    def get(**query: str | None) -> requests.Response:
        given: dict[str, str | None] = {
            "client_id": msgraph_emulator.client_id,
            "response_type": "code",
            "redirect_uri": ADDRESS,
            "scope": f"{SCOPE} offline_access openid",
            "state": "s&t",
        }
        url = f"{msgraph_emulator.endpoint}/organizations/oauth2/v2.0/authorize"
        sent = {name: value for name, value in (given | query).items() if value is not None}
        return session.get(url, params=sent, allow_redirects=False, timeout=30)

    return get
