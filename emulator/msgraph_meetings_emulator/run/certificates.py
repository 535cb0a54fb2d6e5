"""The emulator's certificate authority, and the bundle that makes a command trust it beside everyone else."""

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
    """Where the files are: the authority's certificate, the bundle for clients, and the server's own."""

    ca: Path
    bundle: Path
    server: Path


def prepare(folder: Path, hosts: Iterable[str], environment: Mapping[str, str]) -> Certificates:
    """Return the certificates for a server on these hosts, from the authority that the folder keeps."""
    files = Certificates(folder / "ca.pem", folder / "ca-bundle.pem", folder / "server.pem")
    authority = _authority(files.ca, folder / "ca.key")
    leaf = authority.issue_cert(*hosts)
    write_private(files.server, leaf.private_key_and_cert_chain_pem.bytes())
    write_private(files.bundle, _roots(environment) + b"\n" + authority.cert_pem.bytes())
    return files


def _authority(certificate: Path, key: Path) -> trustme.CA:
    """Return the authority kept in these two files; a new one when either is missing."""
    if certificate.exists() and key.exists():
        return trustme.CA.from_pem(certificate.read_bytes(), key.read_bytes())
    made = trustme.CA(organization_name="msgraph-meetings emulator")
    write_private(key, made.private_key_pem.bytes())
    write_private(certificate, made.cert_pem.bytes())
    return made


def _roots(environment: Mapping[str, str]) -> bytes:
    """Return the authorities that the user's programs trust already."""
    for name in _BUNDLE_VARIABLES:
        path = environment.get(name)
        if path and os.path.isfile(path):  # noqa: PTH113  (takes any text; a Path raises on some)
            return Path(path).read_bytes()
    return Path(certifi.where()).read_bytes()
