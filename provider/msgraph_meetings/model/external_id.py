"""The external id of a resource that names none: derived from the resource's place, and only here."""

from __future__ import annotations

import json
import uuid
from dataclasses import astuple, dataclass
from threading import Lock

_NAMESPACE = uuid.UUID("6f1c2f9e-5f0b-4c1e-9d7e-0c4f4a3f7b51")
_ROOT = "pulumi:pulumi:Stack"
_ONE_TYPE = {"pulumi-python:dynamic/msgraph-meetings:OnlineMeeting": "msgraph-meetings:index:OnlineMeeting"}
"""A meeting that is the parent of another has one type here, whichever way its program declares it."""


@dataclass(frozen=True)
class Place:
    """Where a resource stands in its program: all that its URN says, except the resource's own type.

    The own type is left out because the dynamic resource and the plugin's have different ones, and both must derive
    the same id for the same program. The parents' names are left out because a URN does not hold them: the engine
    refuses two resources with one URN, so that the parents' types and the name are the whole place.

    Args:
        project: the Pulumi project.
        stack: the stack, without its organization.
        parents: the types of the parents from the outermost in, joined by ``$`` as in a URN; the stack is not one.
        name: the resource's name; it may hold anything.
    """

    project: str
    stack: str
    parents: str
    name: str

    def external_id(self, prefix: str | None = None) -> str:
        """Return a GUID that is always the same for the same place and prefix.

        The docs of createOrGet use a GUID; what else Graph accepts is not documented (graph contract, section 1.4).

        Args:
            prefix: the setting ``externalIdPrefix``.
        """
        parents = [_ONE_TYPE.get(parent, parent) for parent in self.parents.split("$")]
        return str(uuid.uuid5(_NAMESPACE, json.dumps([prefix or "", self.project, self.stack, parents, self.name])))

    def text(self) -> str:
        """Return the place as one text, for a property."""
        return json.dumps(astuple(self))

    @classmethod
    def read(cls, text: object) -> Place | None:
        """Return the place that ``text`` made a text of, or None if it is something else."""
        try:
            parts = json.loads(text) if isinstance(text, str) else None
        except (ValueError, RecursionError):
            return None
        if not isinstance(parts, list) or len(parts) != 4 or not all(isinstance(part, str) for part in parts):
            return None
        return cls(*parts)


def types_below(parent_urn: str | None) -> str:
    """Return the ``parents`` of a resource with that parent; no parent, and the stack as parent, give an empty text."""
    types = (parent_urn or "").split("::", 3)[2:3]
    return "" if types in ([], [_ROOT]) else types[0]


class DerivedIds:
    """Which identities got a derived external id in this process: check knows that, and create must say it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._derived: set[tuple[str, str]] = set()

    def add(self, user_id: str | None, external_id: str) -> None:
        """Remember an identity."""
        with self._lock:
            self._derived.add(_identity(user_id, external_id))

    def holds(self, user_id: str | None, external_id: str) -> bool:
        """Return whether the identity was remembered."""
        with self._lock:
            return _identity(user_id, external_id) in self._derived


def _identity(user_id: str | None, external_id: str) -> tuple[str, str]:
    return ((user_id or "").lower(), external_id)
