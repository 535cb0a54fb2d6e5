"""The control page: shows requests and meetings, and changes every setting, in a browser.

The files in this folder are served unchanged: no framework, no build step, nothing from other hosts. The script uses
the same control paths as tests do, and inserts data as text only, never as markup.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from msgraph_meetings_emulator.control.page.presets import presets
from msgraph_meetings_emulator.front.errors import AdminError
from msgraph_meetings_emulator.front.guard import ROOT
from msgraph_meetings_emulator.graph import shapes
from msgraph_meetings_emulator.state import choices
from msgraph_meetings_emulator.state.clouds import CLOUDS

if TYPE_CHECKING:
    from starlette.requests import Request

_KINDS = {".css": "text/css", ".html": "text/html", ".js": "text/javascript"}
_FILES = {file.name: file.read_bytes() for file in files(__name__).iterdir() if file.name.endswith(tuple(_KINDS))}


async def show(_request: Request) -> Response:
    """Return the page."""
    return _served("index.html")


async def asset(request: Request) -> Response:
    """Return a file of the page."""
    return _served(request.path_params["name"])


async def words(request: Request) -> Response:
    """Return the data of the page: switches with their texts, preset faults, names, and environment variables."""
    return JSONResponse(
        {
            "choices": choices.described(),
            "clouds": list(CLOUDS),
            "environment": request.app.state.exports(),
            "faults": presets(),
            "properties": sorted(shapes.UPDATABLE),
        },
    )


async def lead_here(_request: Request) -> Response:
    """Redirect from the bare address to the page."""
    return RedirectResponse(f"{ROOT}/")


async def no_icon(_request: Request) -> Response:
    """Answer 204, so that a browser's automatic request for an icon is not in the journal."""
    return Response(status_code=204)


def routes() -> list[Route]:
    """Return the routes of the page, and of the paths outside /_emulator that browsers request by themselves."""
    reading = ["GET", "HEAD"]
    return [
        Route("/", lead_here, methods=reading),
        Route("/favicon.ico", no_icon, methods=reading),
        Route(ROOT, lead_here, methods=reading),
        Route(f"{ROOT}/", show, methods=reading),
        Route(f"{ROOT}/page/words", words, methods=reading),
        Route(f"{ROOT}/page/{{name}}", asset, methods=reading),
    ]


def _served(name: str) -> Response:
    if name not in _FILES:
        raise AdminError(404, "The page has no such file.")
    return Response(_FILES[name], media_type=_KINDS[f".{name.rpartition('.')[2]}"])
