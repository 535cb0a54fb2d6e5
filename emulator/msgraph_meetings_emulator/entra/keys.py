"""A key that signs tokens: made at first use, then kept in a file beside the state."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from msgraph_meetings_emulator.state.private_files import write_private

if TYPE_CHECKING:
    from pathlib import Path


class SigningKey:
    """An RSA key in a file, with its key id (`kid`)."""

    def __init__(self, file: Path, key_id: str) -> None:
        self._file, self.key_id = file, key_id

    def sign(self, claims: dict[str, Any]) -> str:
        """Return a signed token with these claims."""
        return jwt.encode(claims, self._key, algorithm="RS256", headers={"kid": self.key_id})

    @property
    def public(self) -> rsa.RSAPublicKey:
        """The public key."""
        return self._key.public_key()

    def key_set(self) -> dict[str, Any]:
        """Return the JSON Web Key Set with the public key."""
        key = jwt.algorithms.RSAAlgorithm.to_jwk(self.public, as_dict=True)
        return {"keys": [key | {"kid": self.key_id, "use": "sig", "alg": "RS256"}]}

    @cached_property
    def _key(self) -> rsa.RSAPrivateKey:
        if self._file.exists():
            kept = serialization.load_pem_private_key(self._file.read_bytes(), password=None)
            return cast("rsa.RSAPrivateKey", kept)
        made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        form, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        write_private(self._file, made.private_bytes(serialization.Encoding.PEM, form, plain))
        return made
