"""Failures between this machine and the service: names, routes, proxies, TLS, and answers of another server.

``http.transport`` names the kind of a failure; within a kind, the libraries' words distinguish cases.
"""

from __future__ import annotations

from msgraph_meetings.errors import (
    ConnectionFailedError,
    LostAnswerError,
    NotSentError,
    ProxyRefusedError,
    UnknownHostError,
    UntrustedError,
    UnusableAnswerError,
)
from msgraph_meetings.errors.catalogue.rows import KindRow

_AGAIN = "Run `pulumi up` again; this is safe."
_NAME_UNKNOWN = (
    r"failed to resolve '|name or service not known|name resolution|nodename nor servname|getaddrinfo|"
    r"no address associated|no such host"
)

NETWORK = (
    KindRow(
        id="address-unusable",
        kind="address",
        came="an address of the host or of the proxy that is not valid",
        error=ConnectionFailedError,
        what="Cannot send a request to {host}: the address is not valid.",
        why="The address of the host, or of the proxy, has the wrong form.",
        fix="Check graphEndpoint (MSGRAPH_ENDPOINT), authorityHost (AZURE_AUTHORITY_HOST) and HTTPS_PROXY.",
        evidence="local",
    ),
    KindRow(
        id="certificates-unreadable",
        kind="certificates",
        came="a file of trusted certificates that does not contain one",
        error=UntrustedError,
        what="Cannot read the file of trusted certificates.",
        why="{cause}",
        fix="Point REQUESTS_CA_BUNDLE (or SSL_CERT_FILE) at a PEM file of certificates.",
        evidence="local",
    ),
    KindRow(
        id="certificate-dates",
        kind="untrusted",
        text=r"certificate (has expired|is not yet valid)",
        came="a TLS certificate that is expired or not yet valid by this machine's clock",
        error=UntrustedError,
        what="The certificate of {host} has expired or is not valid yet, by this machine's clock.",
        why="Microsoft renews its certificates in time, so the clock may be wrong, or the certificate may be a"
        " proxy's.",
        fix="Compare `date -u` with the real time, and check who issued the certificate.",
        evidence="local",
    ),
    KindRow(
        id="certificate-name",
        kind="untrusted",
        text=r"(hostname|ip address) mismatch|doesn't match|not valid for",
        came="a TLS certificate of another name",
        error=UntrustedError,
        what="The certificate of {host} is for another name.",
        why="Another server answers at that address, such as a proxy, a sign-in page of the network, or a wrong host.",
        fix="Check DNS, HTTPS_PROXY, graphEndpoint (MSGRAPH_ENDPOINT) and authorityHost (AZURE_AUTHORITY_HOST).",
        evidence="local",
    ),
    KindRow(
        id="tls-interception",
        kind="untrusted",
        text=r"self[- ]signed certificate|unable to get (local )?issuer certificate",
        came="a TLS certificate of an unknown issuer",
        error=UntrustedError,
        what="The certificate of {host} is signed by an unknown authority, often a company proxy that inspects TLS.",
        why="The trusted certificates on this machine do not include that authority (CA).",
        fix="Point REQUESTS_CA_BUNDLE at a PEM file with that CA and the public ones.",
        evidence="local",
    ),
    KindRow(
        id="certificate-untrusted",
        kind="untrusted",
        came="a TLS certificate that fails verification in another way",
        error=UntrustedError,
        what="The certificate of {host} is not trusted.",
        why="{cause}",
        fix="Point REQUESTS_CA_BUNDLE (or SSL_CERT_FILE) at a PEM file with its issuer and the public ones.",
        evidence="local",
    ),
    KindRow(
        id="tls-broken",
        kind="tls",
        came="a TLS connection that broke",
        error=LostAnswerError,
        what="The TLS connection to {host} broke.",
        why="{cause}",
        fix=_AGAIN,
        evidence="local",
    ),
    KindRow(
        id="proxy-sign-in",
        kind="proxy",
        text=r"\b407\b",
        came="407 from the proxy, to the request for a connection",
        error=ProxyRefusedError,
        what="The proxy (HTTPS_PROXY) asks for credentials (407) before it connects to {host}.",
        why="The proxy needs a user and a password, and they are missing or wrong.",
        fix="Put user and password into HTTPS_PROXY (http://user:password@proxy:port), or add the host to NO_PROXY.",
        evidence="local",
        source="https://www.rfc-editor.org/rfc/rfc9110#section-15.5.8",
    ),
    KindRow(
        id="proxy-refuses",
        kind="proxy",
        text=r"tunnel connection failed: 4(?!08|29)\d\d",
        came="another 4xx (but 408 and 429) from the proxy, to the request for a connection",
        error=ProxyRefusedError,
        what="The proxy (HTTPS_PROXY) refuses connections to {host}.",
        why="{cause}",
        fix="Ask the proxy's administrators to allow this host, or add it to NO_PROXY if it does not need the proxy.",
        evidence="local",
    ),
    KindRow(
        id="proxy-name-unknown",
        kind="proxy",
        text=_NAME_UNKNOWN,
        came="a proxy whose name cannot be resolved",
        error=UnknownHostError,
        what="Cannot resolve the name of the proxy on the way to {host}.",
        why="DNS does not know the name or does not answer.",
        fix="Check HTTPS_PROXY and DNS, or add the host to NO_PROXY if it does not need the proxy.",
        evidence="local",
    ),
    KindRow(
        id="proxy-unusable",
        kind="proxy",
        came="a proxy that does not answer, or refuses the connection",
        error=NotSentError,
        what="Cannot use the proxy (HTTPS_PROXY) to reach {host}.",
        why="{cause}",
        fix="Check HTTPS_PROXY, or add the host to NO_PROXY if it does not need the proxy.",
        evidence="local",
    ),
    KindRow(
        id="connect-timeout",
        kind="timeout",
        came="no connection within the time for one (all addresses of the name together)",
        error=NotSentError,
        what="Cannot connect to {host} within {seconds:.0f} s.",
        why="Its address did not answer; a firewall or a broken route (also for IPv6 alone) has this effect.",
        fix="Check the network, IPv6 (compare `curl -4` and `curl -6`), and HTTPS_PROXY if this network needs a proxy.",
        evidence="local",
    ),
    KindRow(
        id="name-unknown",
        kind="unreached",
        text=_NAME_UNKNOWN,
        came="a name that cannot be resolved",
        error=UnknownHostError,
        what="Cannot resolve {host}.",
        why="DNS does not know the name or does not answer.",
        fix="Check the network, DNS and HTTPS_PROXY{settings}.",
        evidence="local",
    ),
    KindRow(
        id="unreached",
        kind="unreached",
        came="a connection that is refused, or no route",
        error=NotSentError,
        what="Cannot connect to {host}.",
        why="{cause}",
        fix="Check the network and HTTPS_PROXY{settings}.",
        evidence="local",
    ),
    KindRow(
        id="answer-lost",
        kind="lost",
        came="a connection that broke or timed out before the whole answer came",
        error=LostAnswerError,
        what="The connection to {host} ended before the whole answer arrived.",
        why="{cause}",
        fix=_AGAIN,
        evidence="local",
    ),
    KindRow(
        id="answer-too-large",
        kind="size",
        came="an answer larger than any meeting",
        error=UnusableAnswerError,
        what="The answer from {host} is larger than {kilobytes} KB.",
        why="A meeting or a token is never that large, so another server may have answered.",
        fix="Check HTTPS_PROXY, graphEndpoint (MSGRAPH_ENDPOINT) and authorityHost (AZURE_AUTHORITY_HOST).",
        evidence="local",
    ),
    KindRow(
        id="answer-no-json",
        kind="content",
        came="a success that is not a JSON object, such as a page of HTML",
        error=UnusableAnswerError,
        what="{host} answered {status} without a JSON object ({type}, {size} bytes).",
        why="A proxy, or a sign-in page of the network, may have answered instead of Microsoft Graph.",
        fix="Check HTTPS_PROXY, NO_PROXY and graphEndpoint (MSGRAPH_ENDPOINT), then run `pulumi up` again.",
        evidence="local",
    ),
)


def network_row(kind: str, text: str = "") -> KindRow:
    """Return the row about a failure of that kind; every kind ends with a row that fits any text."""
    return next(row for row in NETWORK if row.fits(kind, text))
