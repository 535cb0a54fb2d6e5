"""Query options such as `$filter`, with names in any case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgraph_meetings_emulator.front.call import call_of

if TYPE_CHECKING:
    from starlette.requests import Request


def option_values(request: Request, name: str) -> list[str]:
    """Return all values of a query option, in the order of the request."""
    ignore_case = call_of(request).state.choices.names_ignore_case
    pairs = request.query_params.multi_items()
    return [value for key, value in pairs if key == name or (ignore_case and key.lower() == name.lower())]
