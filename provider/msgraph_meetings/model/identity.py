"""The identity of a meeting: (tenant, organizer, external id), with case folded, as digests.

Graph identifies a meeting by this triple (graph contract, section 1.4). The meaning of case and blanks around an
external id is not documented, so they make no difference here. Digests are used, because identities are shared
between processes through a file, and a user id may be a secret.
"""

from __future__ import annotations

import hashlib
import re
import sys
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from msgraph_meetings.model.unknowns import object_in

if TYPE_CHECKING:
    from msgraph_meetings.model.unknowns import Properties

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Identity:
    """The identity of one meeting, as far as it is known.

    Args:
        external_id: the external id, without case and blanks around it.
        spelling: the external id as written.
        organizer: the organizer's object id; ``None`` for the signed-in person, or if only an address is known.
        tenant: the tenant's id; ``None`` if only a domain, or nothing, is known.
    """

    external_id: str
    spelling: str
    organizer: str | None = None
    tenant: str | None = None

    @classmethod
    def of(cls, external_id: str, organizer: object = None, tenant: object = None) -> Identity:
        """Return the identity of these three; an organizer's address and a tenant's domain count as unknown."""
        plain = external_id.strip().casefold()
        folded = digest(plain)
        spelling = folded if plain == external_id else digest(external_id)  # one string in memory for most
        return cls(folded, spelling, _of_user(organizer), _of_guid(tenant))

    @classmethod
    def of_inputs(cls, inputs: Properties) -> Identity | None:
        """Return the identity that arguments declare; ``None`` while their external id or organizer is unknown."""
        external_id, user = inputs.get("externalId"), inputs.get("userId")
        if not isinstance(external_id, str) or not isinstance(user, str | None):
            return None
        return cls.of(external_id, user)

    @classmethod
    def of_state(cls, state: Properties) -> Identity | None:
        """Return the identity of a meeting in a state; the service's organizer comes before the program's."""
        external_id = state.get("externalId")
        if not isinstance(external_id, str):
            return None
        answered = object_in(state, "organizer")
        return cls.of(external_id, answered.get("id") or state.get("userId"), answered.get("tenantId"))

    def may_be(self, other: Identity) -> bool:
        """Return True if both can be the same meeting: an unknown part is compatible with any value."""
        return (
            self.external_id == other.external_id
            and _agree(self.organizer, other.organizer)
            and _agree(self.tenant, other.tenant)
        )

    def resolved(self, other: Identity | None) -> Identity:
        """Return this identity, with its unknown parts taken from the other one."""
        if other is None:
            return self
        return replace(self, organizer=self.organizer or other.organizer, tenant=self.tenant or other.tenant)


@lru_cache(maxsize=128)  # one string in memory for a meeting's external id, as declared and as answered
def digest(text: str) -> str:
    """Return a short digest of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _of_user(text: object) -> str | None:
    return _shared_digest(text) if isinstance(text, str) and text.strip() and "@" not in text else None


def _of_guid(text: object) -> str | None:
    return _shared_digest(text) if isinstance(text, str) and _GUID.fullmatch(text.strip()) else None


def _shared_digest(text: str) -> str:
    """Return the digest of an id that thousands of meetings have, once in memory."""
    return sys.intern(digest(text.strip().lower()))


def _agree(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other
