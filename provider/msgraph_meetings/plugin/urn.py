"""The parts of a resource's URN."""

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
        """Return the parts of a URN; a name may contain anything, the separators too.

        Raises:
            MalformedError: the text is not a URN.
        """
        parts = text.split(_SEPARATOR, 3)
        head, _, stack = parts[0].rpartition(":")
        if head != "urn:pulumi" or len(parts) != 4 or not all((stack, *parts)):
            raise MalformedError("The request has no valid URN.")
        parents, _, own = parts[2].rpartition("$")
        return cls(stack, parts[1], parents, own, parts[3])

    @property
    def is_of_no_stack(self) -> bool:
        """True for ``pulumi do --stateless``, which names every meeting alike (pulumi contract, section I)."""
        return (self.stack, self.project, self.parents, self.name) == ("dev", "default", "", "OnlineMeeting")

    @property
    def place(self) -> Place:
        """The place from which an external id is derived."""
        return Place(self.project, self.stack, self.parents, self.name)
