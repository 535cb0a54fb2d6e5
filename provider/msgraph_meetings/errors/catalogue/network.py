"""What stands between this machine and the service: names, routes, proxies, TLS, and answers of somebody else.

``http.transport`` says of which kind a failure is; within a kind, the libraries' words tell the cases apart.
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

_AGAIN = "Running `pulumi up` again is safe."
_NAME_UNKNOWN = (
    r"failed to resolve '|name or service not known|name resolution|nodename nor servname|getaddrinfo|"
    r"no address associated|no such host"
)

NETWORK = (
    KindRow(
        id="address-unusable",
        kind="address",
        came="an address, or a proxy's, that no request can be sent to",
        error=ConnectionFailedError,
        what="No request can be sent to {host} in this way.",
        why="Its address, or the proxy's, is not one that can be used.",
        fix="Check graphEndpoint, authorityHost and HTTPS_PROXY.",
        evidence="local",
    ),
    KindRow(
        id="certificates-unreadable",
        kind="certificates",
        came="a file of trusted certificates that holds none",
        error=UntrustedError,
        what="The file of trusted certificates cannot be read as one.",
        why="{cause}",
        fix="Set REQUESTS_CA_BUNDLE (or SSL_CERT_FILE) to a file of certificates in PEM form.",
        evidence="local",
    ),
    KindRow(
        id="certificate-dates",
        kind="untrusted",
        text=r"certificate (has expired|is not yet valid)",
        came="a TLS certificate that is expired or not yet valid by this machine's clock",
        error=UntrustedError,
        what="The TLS certificate of {host} is not trusted here: by this machine's clock it is out of date.",
        why="Microsoft renews its certificates in time, so this machine's clock or a proxy's certificate is off.",
        fix="Compare the output of `date -u` with the time, and look at who issued the certificate.",
        evidence="local",
    ),
    KindRow(
        id="certificate-name",
        kind="untrusted",
        text=r"(hostname|ip address) mismatch|doesn't match|not valid for",
        came="a TLS certificate of another name",
        error=UntrustedError,
        what="The TLS certificate of {host} is not trusted here: it is made out to another name.",
        why="Somebody else answers at that address, such as a proxy, a sign-in page of the network, or a wrong host.",
        fix="Check graphEndpoint, authorityHost, HTTPS_PROXY and the name server.",
        evidence="local",
    ),
    KindRow(
        id="tls-interception",
        kind="untrusted",
        text=r"self[- ]signed certificate|unable to get (local )?issuer certificate",
        came="a TLS certificate whose issuer is not known here",
        error=UntrustedError,
        what="The TLS certificate of {host} is not trusted here: its issuer is in no certificate file in use.",
        why="A company proxy that opens TLS has this effect, because it signs with an authority of its own.",
        fix="Set REQUESTS_CA_BUNDLE (or SSL_CERT_FILE) to a PEM file that holds that authority and the usual ones.",
        evidence="local",
    ),
    KindRow(
        id="certificate-untrusted",
        kind="untrusted",
        came="a TLS certificate that fails verification in another way",
        error=UntrustedError,
        what="The TLS certificate of {host} is not trusted here.",
        why="{cause}",
        fix="Set REQUESTS_CA_BUNDLE (or SSL_CERT_FILE) to a PEM file that holds its issuer.",
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
        came="407 from the proxy, when the connection through it is asked for",
        error=ProxyRefusedError,
        what="The proxy on the way to {host} asks for a sign-in (407).",
        why="Requests leave this machine through a proxy that needs credentials, and has none or refused them.",
        fix="Put user and password into HTTPS_PROXY (http://user:password@proxy:port), or add the host to NO_PROXY.",
        evidence="local",
        source="https://www.rfc-editor.org/rfc/rfc9110#section-15.5.8",
    ),
    KindRow(
        id="proxy-refuses",
        kind="proxy",
        text=r"tunnel connection failed: 4(?!08|29)\d\d",
        came="another 4xx (but 408 and 429) from the proxy, when the connection through it is asked for",
        error=ProxyRefusedError,
        what="The proxy (HTTPS_PROXY) on the way to {host} does not let the request out.",
        why="{cause}",
        fix="Ask those who run the proxy to allow this host, or add it to NO_PROXY if it needs no proxy.",
        evidence="local",
    ),
    KindRow(
        id="proxy-name-unknown",
        kind="proxy",
        text=_NAME_UNKNOWN,
        came="a proxy whose name cannot be resolved",
        error=UnknownHostError,
        what="{host} could not be reached: the name of the proxy on the way is not known here.",
        why="The name server of this machine does not know it, or does not answer.",
        fix="Check HTTPS_PROXY and the name server, and add the host to NO_PROXY if it needs no proxy.",
        evidence="local",
    ),
    KindRow(
        id="proxy-unusable",
        kind="proxy",
        came="a proxy that does not answer, or refuses the connection",
        error=NotSentError,
        what="The proxy on the way to {host} could not be used.",
        why="{cause}",
        fix="Check HTTPS_PROXY, and add the host to NO_PROXY if it needs no proxy.",
        evidence="local",
    ),
    KindRow(
        id="connect-timeout",
        kind="timeout",
        came="no connection within the time for one (all addresses of the name together)",
        error=NotSentError,
        what="{host} could not be reached within {seconds:.0f} s.",
        why="Nothing answered at its address: a firewall, or a route (IPv6 too) that leads nowhere.",
        fix="Check the network, IPv6 by `curl -4` against `curl -6`, and HTTPS_PROXY if one is needed to get out.",
        evidence="local",
    ),
    KindRow(
        id="name-unknown",
        kind="unreached",
        text=_NAME_UNKNOWN,
        came="a name that cannot be resolved",
        error=UnknownHostError,
        what="{host} could not be reached: its name is not known here.",
        why="The name server of this machine does not know it, or does not answer.",
        fix="Check the spelling in graphEndpoint or authorityHost, the name server, and HTTPS_PROXY if one is needed.",
        evidence="local",
    ),
    KindRow(
        id="unreached",
        kind="unreached",
        came="a connection that is refused, or no route",
        error=NotSentError,
        what="{host} could not be reached.",
        why="{cause}",
        fix="Check the network and the name of the endpoint, and HTTPS_PROXY if one is needed to get out.",
        evidence="local",
    ),
    KindRow(
        id="answer-lost",
        kind="lost",
        came="a connection that broke or timed out before the whole answer was there",
        error=LostAnswerError,
        what="The answer of {host} was lost.",
        why="{cause}",
        fix=_AGAIN,
        evidence="local",
    ),
    KindRow(
        id="answer-too-large",
        kind="size",
        came="an answer larger than any meeting",
        error=UnusableAnswerError,
        what="The answer of {host} is larger than {kilobytes} KB.",
        why="No meeting and no token is; something else than Microsoft seems to answer.",
        fix="Check graphEndpoint, authorityHost and any proxy.",
        evidence="local",
    ),
    KindRow(
        id="answer-no-json",
        kind="content",
        came="a success that is not a JSON object, such as a page of HTML",
        error=UnusableAnswerError,
        what="{host} answered {status}, but not with a JSON object ({type}, {size} bytes).",
        why="Something between here and Microsoft Graph, such as a proxy or a sign-in page, may have answered instead.",
        fix="Check graphEndpoint, HTTPS_PROXY and NO_PROXY; then run `pulumi up` again.",
        evidence="local",
    ),
)


def network_row(kind: str, text: str = "") -> KindRow:
    """The row about a failure of that kind; every kind ends with one that takes any text."""
    return next(row for row in NETWORK if row.fits(kind, text))
