"""The emulator's tenant for the sign-in tests: one app with known secrets, faults, and the recorded requests."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import jwt
import requests

from msgraph_meetings_emulator.outside.issuer_names import GITHUB_SUBJECT
from msgraph_meetings_emulator.state.directory import CLIENT_ID, FIRST_USER_ID, TENANT_ID

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator
    from msgraph_meetings_emulator.front.journal import Entry

TENANT, CLIENT, USER = TENANT_ID, CLIENT_ID, FIRST_USER_ID
ISSUER, SUBJECT = "https://issuer.example", "repo:contoso/meetings:ref:refs/heads/main"
AUDIENCE = "api://AzureADTokenExchange"
SECRET = "canary-client-secret"
CONNECTION = "44444444-4444-4444-8444-444444444444"
MEETING = "standup"
"""The external id of the one meeting that exists."""

_TOKEN = "/oauth2/v2.0/token"
_LIFETIME = 3600
_LIMIT = 30


@dataclass
class Tenant:
    """The tenant.

    Args:
        emulator: the service.
        root: the address of Graph and Entra.
    """

    emulator: Emulator
    root: str

    def prepare(self) -> None:
        """Create the app and a meeting; tokens get a lifetime that is a round number."""
        self.trust_federated(AUDIENCE)
        self.emulator.set_token_lifetime(_LIFETIME)
        url = f"{self.root}/v1.0/users/{USER}/onlineMeetings/createOrGet"
        headers = {"Authorization": f"Bearer {self.access_token()}"}
        made = self._sent("POST", url, headers=headers, json={"externalId": MEETING})
        self.meeting_id: str = made.json()["id"]
        self.emulator.clear_journal()

    def trust_federated(self, audience: str) -> None:
        """Allow the app to use the OIDC tokens of pipelines for an audience, beside its secret."""
        known = {
            ISSUER: SUBJECT,
            self.emulator.issuer("github"): GITHUB_SUBJECT,
            self.emulator.issuer("azure-devops"): f"sc://emulator/meetings/{CONNECTION}",
        }
        credentials = [{"issuer": one, "subject": known[one], "audience": audience} for one in known]
        self.emulator.put_app(CLIENT, secret=SECRET, federated_credentials=credentials)

    # Recorded requests

    @property
    def asked(self) -> list[Entry]:
        """Return every request so far."""
        return self.emulator.journal()

    def count(self, end: str) -> int:
        """Return the number of requests to paths with that end."""
        return len(self.emulator.journal(path=end))

    @property
    def token_requests(self) -> int:
        """Return the number of requests for a token at Entra."""
        return self.count(_TOKEN)

    def takes(self, token: str, owner: str = f"users/{USER}") -> bool:
        """Return True if Graph accepts a token."""
        url = f"{self.emulator.endpoint}/v1.0/{owner}/onlineMeetings/{self.meeting_id}"
        return self._sent("GET", url, headers={"Authorization": f"Bearer {token}"}).status_code == 200

    # Tokens

    def access_token(self, **wish: str) -> str:
        """Return a token of the app that Graph accepts at this address, or of the person ``user``."""
        return str(self._sent("POST", f"{self.root}/_emulator/tokens", json=wish).json()["access_token"])

    def oidc_token(self, **other: Any) -> str:
        """Return a token of the pipeline's issuer that fits the app's federated credential."""
        return self.emulator.oidc_token(**{"issuer": ISSUER, "subject": SUBJECT} | other)

    # Faults

    def fail(self, status: int, body: Any = None, times: int = 1, path: str = "token", **headers: str) -> None:
        """Arm a fault for every request for a token; a text is sent as it is, not as JSON."""
        kind = {"Content-Type": "text/html"} if isinstance(body, str) else {}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        content = {} if body is None else body
        self.emulator.arm(path=path, status=status, body=content, headers=kind | named, times=times)

    def expire(self) -> None:
        """Advance the service's clock until every token is expired."""
        self.emulator.advance(_LIFETIME + 1)

    def _sent(self, method: str, url: str, **options: Any) -> requests.Response:
        with requests.Session() as session:
            session.trust_env = False
            return session.request(method, url, verify=str(self.emulator.ca), timeout=_LIMIT, **options)


def forged(root: str, **claims: Any) -> str:
    """Return a token with any claims, signed by no trusted key."""
    usual = {"aud": root, "tid": TENANT, "idtyp": "app", "appid": CLIENT, "exp": int(time.time()) + 3600}
    return jwt.encode({**usual, **claims}, "k" * 32, algorithm="HS256")


def query_of(entry: Entry) -> dict[str, str]:
    """Return the query of a request."""
    return dict(parse_qsl(entry.query))


def local_root(emulator: Emulator, port: int | None = None) -> str:
    """Return an address of the emulator by the machine's own name."""
    return f"https://localhost:{port or urlsplit(emulator.endpoint).port}"
