"""What a resource's URN says."""

from __future__ import annotations

from dataclasses import dataclass

from msgraph_meetings.model.external_id import Place
from msgraph_meetings.plugin.failures import MalformedError

_SEPARATOR = "::"


@dataclass(frozen=True)
class Urn:
    """``urn:pulumi:<stack>::<project>::<parents' types>$<type>::<name>``."""

    stack: str
    project: str
    parents: str
    type: str
    name: str

    @classmethod
    def of(cls, text: str) -> Urn:
        """The parts of a URN; a name may hold anything, the separators too.

        Raises:
            MalformedError: it is none.
        """
        parts = text.split(_SEPARATOR, 3)
        head, _, stack = parts[0].rpartition(":")
        if head != "urn:pulumi" or len(parts) != 4 or not all((stack, *parts)):
            raise MalformedError("The request has no valid URN.")
        parents, _, own = parts[2].rpartition("$")
        return cls(stack, parts[1], parents, own, parts[3])

    @property
    def is_of_no_stack(self) -> bool:
        """Whether ``pulumi do --stateless`` asks, which names every meeting alike (pulumi contract, section I)."""
        return (self.stack, self.project, self.parents, self.name) == ("dev", "default", "", "OnlineMeeting")

    @property
    def place(self) -> Place:
        """What the external id of a resource that names none is derived from."""
        return Place(self.project, self.stack, self.parents, self.name)
