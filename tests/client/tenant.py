"""What a sign-in meets, on loopback: Entra, Graph, the issuers of pipelines, and the endpoints of managed identities.

It checks what the real ones check, and takes only tokens that it gave out itself. What it says in its refusals is its
own; only the AADSTS numbers are Entra's.
"""

from __future__ import annotations

import json
import ssl
import sys
import threading
import time
import uuid
from collections import deque
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt
import trustme
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cryptography import x509
    from typing_extensions import Self

TENANT = "11111111-1111-4111-8111-111111111111"
CLIENT = "22222222-2222-4222-8222-222222222222"
USER = "33333333-3333-4333-8333-333333333333"
ISSUER, SUBJECT = "https://issuer.example", "repo:contoso/meetings:ref:refs/heads/main"
SECRET = "canary-client-secret"
REQUEST_TOKEN = "canary-request-token"
IDENTITY_HEADER = "canary-identity-header"
_CODE = "canary-code"
CONNECTION = "44444444-4444-4444-8444-444444444444"


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    query: Mapping[str, str]
    form: Mapping[str, str]
    headers: Mapping[str, str]

    @property
    def bearer(self) -> str:
        """The token that it carries."""
        return self.headers.get("authorization", "").removeprefix("Bearer ")


Answer = tuple[int, Any]


class RefusedError(Exception):
    """What the service answers instead of a token."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(status)
        self.answer = status, body


def aadsts(number: int, error: str = "invalid_client", status: int = 401) -> RefusedError:
    """A refusal of Entra's shape."""
    return RefusedError(status, {"error": error, "error_description": f"AADSTS{number}: refused here."})


@dataclass
class Tenant:
    """One tenant with one app; what is set on it takes effect at once."""

    lifetime: int = 3600
    certificates: list[x509.Certificate] = field(default_factory=list)
    audience: str = "api://AzureADTokenExchange"
    identities: set[str | None] = field(default_factory=lambda: {None})
    faults: deque[Answer] = field(default_factory=deque)
    asked: list[Asked] = field(default_factory=list)
    good: set[str] = field(default_factory=set)
    discovery: Answer | None = None
    person: str = USER
    refresh_token: str = "canary-refresh-token"
    before_token: Callable[[], object] = lambda: None
    cut: str | None = None
    """What is left, once, of an answer with a token, whose headers say that it is JSON."""

    def __post_init__(self) -> None:
        self.ca = trustme.CA()
        self._issuer = _issuer()
        self._servers: list[ThreadingHTTPServer] = []
        self._nonce = ""

    def __enter__(self) -> Self:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.certificate = self.ca.issue_cert("localhost", "127.0.0.1")
        self.certificate.configure_cert(context)
        self.root = f"https://localhost:{self._serve(context)}"
        self.plain_root = f"http://127.0.0.1:{self._serve(None)}"
        return self

    def __exit__(self, *_: object) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def _serve(self, context: ssl.SSLContext | None) -> int:
        server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"tenant": self}))
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        self._servers.append(server)
        return int(server.server_address[1])

    # What a test asks

    def count(self, end: str) -> int:
        """How many requests went to paths with that end."""
        return sum(request.path.endswith(end) for request in self.asked)

    @property
    def token_requests(self) -> int:
        """How often Entra was asked for a token."""
        return self.count("/oauth2/v2.0/token")

    def expire(self) -> None:
        """Graph takes no token any more that was given out before."""
        self.good.clear()

    # What it gives out

    def access_token(self, **claims: Any) -> str:
        """A token that Graph here takes."""
        body = {
            "aud": self.root,
            "tid": TENANT,
            "idtyp": "app",
            "appid": CLIENT,
            "exp": int(time.time()) + self.lifetime,
        }
        token = jwt.encode({**body, "uti": uuid.uuid4().hex, **claims}, self._issuer, algorithm="RS256")
        self.good.add(token)
        return token

    def oidc_token(self, **claims: Any) -> str:
        """A token of the pipeline's issuer, as the app's federated credential wants it."""
        body = {
            "iss": ISSUER,
            "sub": SUBJECT,
            "aud": self.audience,
            "exp": int(time.time()) + 300,
            "jti": uuid.uuid4().hex,
        }
        return jwt.encode({**body, **claims}, self._issuer, algorithm="RS256")

    # What it answers

    def answer(self, request: Asked) -> Answer:
        """The answer to a request; an armed fault comes first for a token."""
        self.asked.append(request)
        try:
            return self._route(request)
        except RefusedError as refused:
            return refused.answer

    def _route(self, request: Asked) -> Answer:
        if request.path.startswith("/v1.0/"):
            return (200, {"id": "m"}) if request.bearer in self.good else (401, {"error": {"code": "InvalidToken"}})
        if request.path.endswith("/openid-configuration"):
            return self._discovery(request)
        if self.faults:
            return self.faults.popleft()
        routes = {
            "/oauth2/v2.0/authorize": self._authorize,
            "/oauth2/v2.0/devicecode": self._device_code,
            "/oauth2/v2.0/token": self._token,
            "/github": self._github,
            "/oidctoken": self._azure_devops,
            "/metadata/identity/oauth2/token": self._virtual_machine,
            "/app-service": self._app_service,
            "/machine-learning": self._machine_learning,
            "/arc": self._arc,
            "/fabric": self._service_fabric,
        }
        return next((route(request) for end, route in routes.items() if request.path.endswith(end)), (404, {}))

    def _discovery(self, request: Asked) -> Answer:
        if self.discovery:
            return self.discovery
        if not request.path.startswith(f"/{TENANT}/"):
            raise aadsts(90002, "invalid_tenant", 400)
        root = f"{self.root}/{TENANT}"
        return 200, {
            "issuer": f"{root}/v2.0",
            "authorization_endpoint": f"{root}/oauth2/v2.0/authorize",
            "token_endpoint": f"{root}/oauth2/v2.0/token",
            "device_authorization_endpoint": f"{root}/oauth2/v2.0/devicecode",
        }

    def _token(self, request: Asked) -> Answer:
        self.before_token()
        form = request.form
        if form["client_id"] != CLIENT:
            raise aadsts(700016, "unauthorized_client", 400)
        if form["grant_type"] != "client_credentials":
            return self._person(form)
        if "client_assertion" in form:
            self._check_assertion(form["client_assertion"])
        elif form.get("client_secret") != SECRET:
            raise aadsts(7000215)
        if form["scope"] != f"{self.root}/.default":
            raise aadsts(500011, "invalid_resource", 400)
        return 200, {"token_type": "Bearer", "expires_in": self.lifetime, "access_token": self.access_token()}

    def _authorize(self, request: Asked) -> Answer:
        """A browser comes, and gets a form to send to the command line, with a code."""
        assert request.query["response_mode"] == "form_post"
        self._nonce = request.query["nonce"]
        form = urlencode({"code": _CODE, "state": request.query["state"]})
        return 200, {"action": request.query["redirect_uri"], "form": form}

    def _device_code(self, request: Asked) -> Answer:
        if "OnlineMeetings.ReadWrite" not in request.form["scope"]:
            raise aadsts(70011, "invalid_scope", 400)
        message = "Enter the code ABC-123."
        return 200, {"device_code": _CODE, "user_code": "ABC-123", "interval": 1, "expires_in": 60, "message": message}

    def _person(self, form: Mapping[str, str]) -> Answer:
        """Whoever shows the code, or what was given for it."""
        shown = form.get("code") or form.get("device_code") or form.get("refresh_token")
        if shown not in (_CODE, self.refresh_token):
            raise aadsts(70043, "invalid_grant", 400)
        ids = {"uid": self.person, "utid": TENANT}
        who = {"oid": self.person, "tid": TENANT, "preferred_username": "ada@contoso.example"}
        claims = {**who, "aud": CLIENT, "nonce": self._nonce}
        return 200, {
            "token_type": "Bearer",
            "expires_in": self.lifetime,
            "scope": f"{self.root}/OnlineMeetings.ReadWrite",
            "access_token": self.access_token(idtyp="user", scp="OnlineMeetings.ReadWrite", oid=self.person),
            "refresh_token": self.refresh_token,
            "id_token": jwt.encode(claims, self._issuer, algorithm="RS256"),
            "client_info": jwt.utils.base64url_encode(json.dumps(ids).encode()).decode(),
        }

    def _check_assertion(self, assertion: str) -> None:
        header = jwt.get_unverified_header(assertion)
        if "x5t#S256" in header:
            self._check_certificate(assertion, header)
            return
        try:
            claims = jwt.decode(assertion, self._issuer.public_key(), algorithms=["RS256"], audience=self.audience)
        except jwt.ExpiredSignatureError:
            raise aadsts(700024) from None
        except jwt.InvalidAudienceError:
            raise aadsts(700212) from None
        except jwt.InvalidTokenError:
            raise aadsts(50027) from None
        if (claims["iss"], claims["sub"]) != (ISSUER, SUBJECT):
            raise aadsts(700211 if claims["iss"] != ISSUER else 700213)

    def _check_certificate(self, assertion: str, header: Mapping[str, Any]) -> None:
        known = {
            jwt.utils.base64url_encode(one.fingerprint(hashes.SHA256())).decode(): one for one in self.certificates
        }
        certificate = known.get(header["x5t#S256"].rstrip("="))
        if certificate is None:
            raise aadsts(700027)
        key: Any = certificate.public_key()
        audience = f"{self.root}/{TENANT}/oauth2/v2.0/token"
        claims = jwt.decode(assertion, key, algorithms=["PS256"], audience=audience, issuer=CLIENT)
        assert claims["sub"] == CLIENT
        assert claims["exp"] > time.time()
        assert header["x5c"]

    def _github(self, request: Asked) -> Answer:
        if request.method != "GET" or request.bearer != REQUEST_TOKEN or request.query.get("api-version") != "2.0":
            return 401, {"message": f"not with {request.bearer}"}
        return 200, {"count": 1, "value": self.oidc_token(aud=request.query["audience"])}

    def _azure_devops(self, request: Asked) -> Answer:
        if request.method != "POST" or request.bearer != REQUEST_TOKEN or request.query.get("api-version") != "7.1":
            return 401, {"message": f"not with {request.bearer}"}
        if request.query.get("serviceConnectionId") != CONNECTION:
            return 404, {"message": "no such connection"}
        return 200, {"oidcToken": self.oidc_token()}

    def _identity(self, request: Asked, proof: str, value: str, parameter: str = "client_id") -> dict[str, Any]:
        if request.headers.get(proof) != value or request.query.get("resource") != self.root:
            raise RefusedError(400, {"error": "invalid_request", "error_description": "not like this"})
        if request.query.get(parameter) not in self.identities:
            raise RefusedError(400, {"error": "invalid_request", "error_description": "Identity not found"})
        return {"token_type": "Bearer", "access_token": self.access_token(), "resource": self.root}

    def _virtual_machine(self, request: Asked) -> Answer:
        return 200, self._identity(request, "metadata", "true") | {"expires_in": str(self.lifetime)}

    def _app_service(self, request: Asked) -> Answer:
        answer = self._identity(request, "x-identity-header", IDENTITY_HEADER)
        return 200, answer | {"expires_on": str(int(time.time()) + self.lifetime)}

    def _machine_learning(self, request: Asked) -> Answer:
        answer = self._identity(request, "secret", IDENTITY_HEADER, "clientid")
        return 200, answer | {"expires_on": str(int(time.time()) + self.lifetime)}

    def _service_fabric(self, request: Asked) -> Answer:
        answer = self._identity(request, "secret", IDENTITY_HEADER, "none")
        return 200, answer | {"expires_on": int(time.time()) + self.lifetime}

    def _arc(self, request: Asked) -> Answer:
        if "authorization" not in request.headers:
            return 401, {"www-authenticate": "Basic realm=/var/arc/challenge.key"}
        answer = self._identity(request, "authorization", f"Basic {IDENTITY_HEADER}")
        return 200, answer | {"expires_in": self.lifetime, "client_id": request.query.get("client_id")}


@cache
def _issuer() -> rsa.RSAPrivateKey:
    """One key for all tests: making one takes a while."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class _Server(ThreadingHTTPServer):
    def handle_error(self, *who: Any) -> None:
        """A client that hangs up is no news: some tests are about that."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(*who)


class _Handler(BaseHTTPRequestHandler):
    """Reads a request, asks the tenant, writes the answer."""

    tenant: Tenant
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer("GET")

    def do_POST(self) -> None:
        self._answer("POST")

    def _answer(self, method: str) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Asked(method, parts.path, dict(parse_qsl(parts.query)), dict(parse_qsl(body)), headers)
        status, content = self.tenant.answer(request)
        text = (content if isinstance(content, str) else json.dumps(content)).encode()
        if self.tenant.cut is not None and "access_token" in content:
            text, self.tenant.cut = self.tenant.cut.encode(), None
        self.send_response(status)
        self.send_header("Content-Type", "text/html" if isinstance(content, str) else "application/json")
        self.send_header("Content-Length", str(len(text)))
        for name in ("www-authenticate", "retry-after"):
            if isinstance(content, dict) and name in content:
                self.send_header(name, content[name])
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: object) -> None:
        """Nothing on the terminal."""
