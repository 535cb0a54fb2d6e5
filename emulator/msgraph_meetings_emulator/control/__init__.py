"""The emulator's own paths, under /_emulator: what tests and people set, read and break.

They are not in the journal, no fault befalls them, and they need no token: the emulator listens on loopback.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgraph_meetings_emulator.control import meetings, minting, service, settings, tenant, throttling

if TYPE_CHECKING:
    from starlette.routing import Route


def routes() -> list[Route]:
    """Return the routes, below the emulator's own root."""
    return [
        *service.routes(),
        *settings.routes(),
        *tenant.routes(),
        *minting.routes(),
        *meetings.routes(),
        *throttling.routes(),
    ]
