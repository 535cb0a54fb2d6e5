"""The emulator's certificate authority, and a CA bundle with it and the CAs that the machine trusts."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import certifi
import trustme

from msgraph_meetings_emulator.state.private_files import write_private

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_BUNDLE_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")


@dataclass(frozen=True)
class Certificates:
    """The paths of the CA certificate, the CA bundle for clients, and the server's certificate."""

    ca: Path
    bundle: Path
    server: Path


def prepare(folder: Path, hosts: Iterable[str], environment: Mapping[str, str]) -> Certificates:
    """Write the certificates for a server on these hosts, from the CA in the folder, and return their paths."""
    files = Certificates(folder / "ca.pem", folder / "ca-bundle.pem", folder / "server.pem")
    authority = _authority(files.ca, folder / "ca.key")
    leaf = authority.issue_cert(*hosts)
    write_private(files.server, leaf.private_key_and_cert_chain_pem.bytes())
    write_private(files.bundle, _roots(environment) + b"\n" + authority.cert_pem.bytes())
    return files


def _authority(certificate: Path, key: Path) -> trustme.CA:
    """Return the CA in these two files; make a new one if a file is missing."""
    if certificate.exists() and key.exists():
        return trustme.CA.from_pem(certificate.read_bytes(), key.read_bytes())
    made = trustme.CA(organization_name="msgraph-meetings emulator")
    write_private(key, made.private_key_pem.bytes())
    write_private(certificate, made.cert_pem.bytes())
    return made


def _roots(environment: Mapping[str, str]) -> bytes:
    """Return the CA certificates that the user's programs trust already."""
    for name in _BUNDLE_VARIABLES:
        path = environment.get(name)
        if path and os.path.isfile(path):  # noqa: PTH113  (accepts any text; Path.is_file raises on some)
            return Path(path).read_bytes()
    return Path(certifi.where()).read_bytes()
