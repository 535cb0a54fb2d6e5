"""`$select`: the properties that a request asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msgraph_meetings_emulator.front.errors import GraphError
from msgraph_meetings_emulator.graph.query import option_values

if TYPE_CHECKING:
    from starlette.requests import Request

    from msgraph_meetings_emulator.state.choices import Choices

_EVERYTHING = "*"


@dataclass(frozen=True)
class Selection:
    """The selected names as written; empty for all properties."""

    names: tuple[str, ...] = ()

    def context(self) -> str:
        """Return the selection's part of the `@odata.context`."""
        return f"({','.join(self.names)})" if self.names else ""

    def of(self, document: dict[str, Any], choices: Choices) -> dict[str, Any]:
        """Return the selected properties; names are compared without case, and a path selects its first part."""
        if not self.names:
            return document
        wanted = {name.partition("/")[0].lower() for name in self.names}
        if choices.select_unknown_refused:
            _check_known(self.names, document)
        if choices.select_keeps_id:
            wanted.add("id")
        return {name: value for name, value in document.items() if name.lower() in wanted}


def selection_of(request: Request) -> Selection:
    """Return the selection of a request."""
    given = ",".join(option_values(request, "$select")).split(",")
    names = tuple(dict.fromkeys(name.strip() for name in given if name.strip()))
    return Selection(() if _EVERYTHING in names else names)


def _check_known(names: tuple[str, ...], document: dict[str, Any]) -> None:
    known = {name.lower() for name in document}
    for name in names:
        if name.partition("/")[0].lower() not in known:
            text = f"Could not find a property named '{name}' on type 'microsoft.graph.onlineMeeting'."
            raise GraphError(400, "BadRequest", f"Parsing OData Select and Expand failed: {text}")
