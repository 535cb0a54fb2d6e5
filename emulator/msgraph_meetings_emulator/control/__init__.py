"""The control paths, under /_emulator: tests and the page use them to set, read and break things.

They are not in the journal, faults do not apply to them, and they need no token: the emulator listens on loopback.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgraph_meetings_emulator.control import meetings, minting, service, settings, tenant, throttling

if TYPE_CHECKING:
    from starlette.routing import Route


def routes() -> list[Route]:
    """Return the routes of the control paths, relative to /_emulator."""
    return [
        *service.routes(),
        *settings.routes(),
        *tenant.routes(),
        *minting.routes(),
        *meetings.routes(),
        *throttling.routes(),
    ]
