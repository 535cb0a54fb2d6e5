"""What a resource's URN says."""

from __future__ import annotations

from dataclasses import dataclass

from msgraph_meetings.external_id import default_external_id
from msgraph_meetings.plugin.failures import MalformedError

_SEPARATOR = "::"


@dataclass(frozen=True)
class Urn:
    """``urn:pulumi:<stack>::<project>::<parents' types>$<type>::<name>``."""

    stack: str
    project: str
    type: str
    name: str

    @classmethod
    def of(cls, text: str) -> Urn:
        """The parts of a URN; a name may hold anything, the separator too.

        Raises:
            MalformedError: it is none.
        """
        parts = text.split(_SEPARATOR, 3)
        head, _, stack = parts[0].rpartition(":")
        if head != "urn:pulumi" or len(parts) != 4 or not all((stack, *parts)):
            raise MalformedError("The request has no valid URN.")
        return cls(stack, parts[1], parts[2].rsplit("$", 1)[-1], parts[3])

    @property
    def external_id(self) -> str:
        """The external id of a resource that names none; the same as at the dynamic door."""
        return default_external_id(self.project, self.stack, self.name)
