"""The external id of a resource that does not set one: derived from the resource's place, and only here."""

from __future__ import annotations

import json
import uuid
from dataclasses import astuple, dataclass

_NAMESPACE = uuid.UUID("6f1c2f9e-5f0b-4c1e-9d7e-0c4f4a3f7b51")
_ROOT = "pulumi:pulumi:Stack"
_ONE_TYPE = {"pulumi-python:dynamic/msgraph-meetings:OnlineMeeting": "msgraph-meetings:index:OnlineMeeting"}
"""A meeting that is the parent of another has this type in both the dynamic resource and the plugin."""


@dataclass(frozen=True)
class Place:
    """The place of a resource in its program: all parts of its URN, except the resource's own type.

    The own type is left out because the dynamic resource and the plugin's resource have different ones, and must derive
    the same id for the same program. The parents' names are left out because a URN does not contain them: the engine
    refuses two resources with one URN, so the parents' types and the name are enough.

    Args:
        project: the Pulumi project.
        stack: the stack, without its organization.
        parents: the types of the parents, outermost first, joined by ``$`` as in a URN; without the stack.
        name: the resource's name; it may contain any character.
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
        """Return the place that ``text`` returned as this text, or None for any other text."""
        try:
            parts = json.loads(text) if isinstance(text, str) else None
        except (ValueError, RecursionError):
            return None
        if not isinstance(parts, list) or len(parts) != 4 or not all(isinstance(part, str) for part in parts):
            return None
        return cls(*parts)


def types_below(parent_urn: str | None) -> str:
    """Return the ``parents`` of a resource with that parent; empty without a parent, or with the stack as parent."""
    types = (parent_urn or "").split("::", 3)[2:3]
    return "" if types in ([], [_ROOT]) else types[0]
