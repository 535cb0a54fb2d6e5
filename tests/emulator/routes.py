"""The paths that the emulator's code routes, each in one spelling."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, cast

from starlette.routing import Mount, Route

from msgraph_meetings_emulator.run import app
from tests.emulator.refusals import ROOT, plays

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from starlette.applications import Starlette
    from starlette.routing import BaseRoute

    from msgraph_meetings_emulator.evidence.serves import Served
    from msgraph_meetings_emulator.state.state import State

_OWN_PATHS = re.compile(r"/(_emulator.*|favicon\.ico)?")
_SPELLINGS = (("//", "/"), ("%24", "$"), ("/microsoft.graph.", "/"))
_OPTION = re.compile(r'\bquery(?:_params)?(?:\.get|\.getlist)?[(\[]"([^"]+)"')
_HEADER = re.compile(r'\bheaders(?:\.get|\.getlist)?[(\[]"([^"]+)"(?!\] =)')


def routed() -> dict[tuple[str, str], str]:
    """The first docstring line of each route's function, by method and path."""
    front = app.build(cast("State", None), str)  # nothing is asked of it
    found = _walked(cast("Starlette", front._app).routes)
    return {(method, path): line for methods, path, line in found for method in methods}


def is_own(path: str) -> bool:
    return bool(_OWN_PATHS.fullmatch(path))


def told(rows: Iterable[Served]) -> set[tuple[str, str]]:
    """The methods and paths of table rows."""
    return {(row.method, path) for row in rows for path in _owners(row.path)}


def read_by_the_code() -> set[str]:
    """The names of query options and headers that the services' code reads."""
    paths = [path for path in ROOT.rglob("*.py") if plays(path)]
    texts = [path.read_text(encoding="utf-8") for path in paths if path.stem != "journal"]
    return {name for text in texts for pattern in (_OPTION, _HEADER) for name in pattern.findall(text)}


def _owners(path: str) -> tuple[str, ...]:
    return tuple(path.replace("{owner}", owner) for owner in ("me", "users/{user}")) if "{owner}" in path else (path,)


def _walked(routes: Iterable[BaseRoute], root: str = "") -> Iterator[tuple[list[str], str, str]]:
    for route in routes:
        if isinstance(route, Mount):
            yield from _walked(route.routes, root + route.path)
        elif isinstance(route, Route):
            yield _methods(route), _plain(root + route.path), str(route.endpoint.__doc__).partition("\n")[0]


def _methods(route: Route) -> list[str]:
    methods = sorted((route.methods or {"GET"}) - {"HEAD"})
    return ["any"] if len(methods) > 2 else methods


def _plain(path: str) -> str:
    for spelling, name in _SPELLINGS:
        path = path.replace(spelling, name)
    return path if path.endswith("_emulator/") else path.rstrip("/") or "/"


def own_routes() -> list[tuple[str, str, str]]:
    """Method, path and first docstring line of each control path, without the page's files."""
    pages = ("/", "/favicon.ico", "/_emulator")
    rows = [(method, path, line) for (method, path), line in routed().items() if is_own(path) and path not in pages]
    return [row for row in rows if "/page/" not in row[1]]


def grouped(rows: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Rows grouped by path, in the order of each path's first row."""
    order = list(dict.fromkeys(path for _, path, _ in rows))
    return list(itertools.chain.from_iterable([row for row in rows if row[1] == path] for path in order))
