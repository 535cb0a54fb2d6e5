"""Secrets as unique strings, and the places where they must not appear: raw, in base64 or in an address."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import asdict
from typing import TYPE_CHECKING
from urllib.parse import quote

from cryptography.hazmat.primitives import serialization

from msgraph_meetings_emulator.outside.host_names import IDENTITY_HEADER
from msgraph_meetings_emulator.outside.issuer_names import REQUEST_TOKEN
from tests.client.pki import PASSWORD, identity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.signing_in.machine import Machine

_WRITTEN_BY_THE_TEST = ("__main__.py", "__pycache__")
_TOKEN = re.compile(rb"eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}")
"""A signed token of any kind: access, OIDC, identity, or an assertion that MSAL made with a certificate."""
_TOKEN_IN_BASE64 = re.compile(rb"ZXlKaGJHY2lPaUpTVXpJM[\w+/=-]{40,}")
"""The beginning of a header with the algorithm RS256 or PS256, encoded in base64 a second time."""
_KEY = b"PRIVATE KEY-----"
_ENGINE_S_WIRE = re.compile(
    r'\{"time":"[^"]+","level":"INFO","msg":"(?:Unm|M)arshaling property for RPC\[[^\n]*?"v":9\}'
)
"""At -v=9 the engine logs each value that it exchanges with programs and plugins, known secrets included.
PULUMI_DEBUG_GRPC does the same in another form. A plugin cannot prevent either."""


class Canaries:
    """The secrets of a machine, by kind.

    Args:
        machine: the machine.
        more: further ones, by kind.
    """

    def __init__(self, machine: Machine, **more: str) -> None:
        key = identity().key
        form, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        der = key.private_bytes(serialization.Encoding.DER, form, plain)
        self._machine = machine
        self._needles: dict[bytes, str] = {der[400:432]: "private key"}
        texts = {
            "client secret": machine.emulator.client_secret,
            "certificate password": PASSWORD,
            "private key": identity().key_pem().splitlines()[5],
            "request token": REQUEST_TOKEN,
            "identity header": IDENTITY_HEADER,
        }
        for kind, text in (texts | more).items():
            self._needles |= dict.fromkeys(_forms(text.encode()), kind)

    def seen_in(self, content: bytes) -> set[str]:
        """Return the kinds of secrets in a text or file."""
        found = {kind for needle, kind in self._needles.items() if needle in content}
        patterns = {"token": _TOKEN, "token in base64": _TOKEN_IN_BASE64}
        found |= {kind for kind, pattern in patterns.items() if pattern.search(content)}
        return found | ({"private key"} if _KEY in content else set())

    def seen_below(self, folder: Path) -> dict[str, set[str]]:
        """Return the files of a folder with a secret, backups and histories included, except the program itself."""
        seen = {str(path.relative_to(folder)): self.seen_in(path.read_bytes()) for path in _files(folder)}
        return {path: kinds for path, kinds in seen.items() if kinds}

    def assert_unseen(self, said: str, *folders: Path) -> None:
        """Assert that no secret was printed, or is in a file of these folders or in the emulator's journal."""
        ours = _ENGINE_S_WIRE.sub("", said)
        places = {"output": self.seen_in(ours.encode()), "journal": self.seen_in(_journal(self._machine))}
        seen = {place: kinds for place, kinds in places.items() if kinds}
        seen |= {path: kinds for folder in folders for path, kinds in self.seen_below(folder).items()}
        if seen:
            raise AssertionError(f"Secrets were seen, by place: {seen}")


def _forms(secret: bytes) -> Iterator[bytes]:
    """Return a secret as it is, in an address, and in base64 at each offset."""
    yield secret
    yield quote(secret, safe="").encode()
    for before, lost in ((0, 0), (1, 2), (2, 3)):
        encoded = base64.b64encode(b"\0" * before + secret)[lost:-4]
        yield encoded
        yield encoded.translate(bytes.maketrans(b"+/", b"-_"))


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink() and not {*path.parts} & {*_WRITTEN_BY_THE_TEST}:
            yield path


def _journal(machine: Machine) -> bytes:
    return json.dumps([asdict(entry) for entry in machine.emulator.journal()]).encode()
