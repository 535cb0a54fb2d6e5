"""The emulator's own paths, under /_emulator: what tests and people set, read and break.

They are not in the journal, no fault befalls them, and they need no token: the emulator listens on loopback.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from . import instants, rules
from .call import call_of
from .directory import App, User
from .errors import AdminError
from .faults import Fault
from .meeting import Meeting, view

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from .state import State

DEFAULT_SCOPES = "OnlineMeetings.ReadWrite"
_NO_CONTENT = 204


async def health(_request: Request) -> Response:
    """Say that the emulator is there."""
    return JSONResponse({"status": "ok"})


async def reset(request: Request) -> Response:
    """Forget everything but the keys."""
    _state(request).reset()
    return Response(status_code=_NO_CONTENT)


async def read_journal(request: Request) -> Response:
    """Return the journal: all of it, or the part after `since`, with a method, with a path."""
    query = request.query_params
    method, path = query.get("method"), query.get("path", "*")
    entries = _state(request).journal.entries(_number(query.get("since", "0")))
    return JSONResponse(
        [
            asdict(entry)
            for entry in entries
            if method in (None, entry.method) and fnmatchcase(unquote(entry.path), path)
        ],
    )


async def clear_journal(request: Request) -> Response:
    """Forget the journal."""
    _state(request).journal.clear()
    return Response(status_code=_NO_CONTENT)


async def read_faults(request: Request) -> Response:
    """Return the faults that can still go off."""
    return JSONResponse([armed.to_json() for armed in _state(request).faults.all()])


async def arm_faults(request: Request) -> Response:
    """Arm one fault or a list of them; all or, when one is wrong, none."""
    body = await _body(request, (dict, list))
    faults = _checked(lambda: [Fault.from_json(item) for item in (body if isinstance(body, list) else [body])])
    return JSONResponse(_state(request).faults.arm(faults), 201)


async def disarm_faults(request: Request) -> Response:
    """Take away the fault whose number stands in the path, or all."""
    number = request.path_params.get("number")
    _state(request).faults.disarm(None if number is None else _number(number))
    return Response(status_code=_NO_CONTENT)


async def read_settings(request: Request) -> Response:
    """Return choices, token lifetime and forced values."""
    return JSONResponse(asdict(_state(request).settings))


async def change_settings(request: Request) -> Response:
    """Change some of them."""
    changes = await _body(request, (dict,))
    _checked(lambda: _state(request).change_settings(changes))
    return await read_settings(request)


async def read_clock(request: Request) -> Response:
    """Return the emulator's time."""
    clock = _state(request).clock
    return JSONResponse({"now": instants.render(clock.now()), "stopped": clock.stopped_at is not None})


async def move_clock(request: Request) -> Response:
    """Set the clock (`set`, with `stopped` to halt it there) or advance it by seconds (`advance`)."""
    wish, state = await _body(request, (dict,)), _state(request)
    _checked(lambda: _move(state, wish))
    state.keep_clock()
    return await read_clock(request)


async def read_directory(request: Request) -> Response:
    """Return tenant, users and applications, without the applications' secrets."""
    shown = _state(request).directory.to_json()
    for app in shown["apps"].values():
        del app["secret"]
    return JSONResponse(shown)


async def change_tenant(request: Request) -> Response:
    """Change the tenant's own application access policy."""
    policy = (await _body(request, (dict,))).get("access_policy")
    if not _is_list_of_text(policy):
        raise AdminError(400, "'access_policy' is a list of client ids.")
    _state(request).directory.access_policy = policy
    return _kept(request)


async def put_user(request: Request) -> Response:
    """Add a user, or change some of a user's properties."""
    directory, user_id = _state(request).directory, request.path_params["id"].lower()
    names = {"upn": f"{user_id}@{directory.domain}", "display_name": user_id, "access_policy": None}
    old = asdict(directory.users[user_id]) if user_id in directory.users else {"id": user_id, **names}
    user = User(**_replaced(old, await _body(request, (dict,)), "id"))
    if user.access_policy is not None and not _is_list_of_text(user.access_policy):
        raise AdminError(400, "'access_policy' is a list of client ids, or null for the tenant's own.")
    directory.users[user_id] = user
    return _kept(request)


async def put_app(request: Request) -> Response:
    """Register an application, or change its secret or roles."""
    directory, client_id = _state(request).directory, request.path_params["id"].lower()
    known = directory.apps.get(client_id)
    old = asdict(known or App(client_id, secret=""))
    app = App(**_replaced(old, await _body(request, (dict,)), "client_id"))
    if not app.secret or not _is_list_of_text(app.roles):
        raise AdminError(400, "An application has a 'secret', and a list of 'roles'.")
    directory.apps[client_id] = app
    return _kept(request)


async def remove_user(request: Request) -> Response:
    """Take a user out of the directory."""
    _state(request).directory.users.pop(request.path_params["id"].lower(), None)
    return _kept(request)


async def remove_app(request: Request) -> Response:
    """Take an application out of the directory."""
    _state(request).directory.apps.pop(request.path_params["id"].lower(), None)
    return _kept(request)


async def mint_token(request: Request) -> Response:
    """Return an access token without a sign-in: an application's, or a delegated one of the `user` named."""
    wish, state = await _body(request, (dict,)), _state(request)
    directory, issue = state.directory, state.issue(f"https://{request.headers['host']}")
    app = _found(directory.apps, wish.get("client_id") or next(iter(directory.apps), ""))
    if wish.get("user") is None:
        token = state.tokens.for_application(app, issue)
    else:
        user = _found(directory.users, wish["user"])
        token = state.tokens.for_user(app, user, str(wish.get("scopes", DEFAULT_SCOPES)), issue)
    return JSONResponse({"access_token": token, "expires_in": issue.lifetime})


async def list_meetings(request: Request) -> Response:
    """Return every meeting there is, as Graph would show it to somebody who asks for every enum member."""
    state = _state(request)
    return JSONResponse([_shown(state, meeting) for meeting in state.meetings.all()])


async def edit_meeting(request: Request) -> Response:
    """Change any property of a meeting, as a person does in Teams, past every rule of the API."""
    properties, state = await _body(request, (dict,)), _state(request)
    meeting = _meeting(request)
    rules.edit(meeting, properties, state.clock.now())
    state.meetings.put(meeting)
    return JSONResponse(_shown(state, meeting))


async def delete_meeting(request: Request) -> Response:
    """Delete a meeting behind the API's back."""
    _state(request).meetings.delete(_meeting(request))
    return Response(status_code=_NO_CONTENT)


def routes() -> list[Route]:
    """Return the routes, below the emulator's own root."""
    return [
        Route("/health", health),
        Route("/reset", reset, methods=["POST"]),
        Route("/journal", read_journal, methods=["GET"]),
        Route("/journal", clear_journal, methods=["DELETE"]),
        Route("/faults", read_faults, methods=["GET"]),
        Route("/faults", arm_faults, methods=["POST"]),
        Route("/faults", disarm_faults, methods=["DELETE"]),
        Route("/faults/{number}", disarm_faults, methods=["DELETE"]),
        Route("/settings", read_settings, methods=["GET"]),
        Route("/settings", change_settings, methods=["PATCH"]),
        Route("/clock", read_clock, methods=["GET"]),
        Route("/clock", move_clock, methods=["POST"]),
        Route("/directory", read_directory, methods=["GET"]),
        Route("/directory", change_tenant, methods=["PATCH"]),
        Route("/directory/users/{id}", put_user, methods=["PUT"]),
        Route("/directory/apps/{id}", put_app, methods=["PUT"]),
        Route("/directory/users/{id}", remove_user, methods=["DELETE"]),
        Route("/directory/apps/{id}", remove_app, methods=["DELETE"]),
        Route("/tokens", mint_token, methods=["POST"]),
        Route("/meetings", list_meetings, methods=["GET"]),
        Route("/meetings/{meeting}", edit_meeting, methods=["PATCH"]),
        Route("/meetings/{meeting}", delete_meeting, methods=["DELETE"]),
    ]


def _state(request: Request) -> State:
    return call_of(request).state


async def _body(request: Request, kinds: tuple[type, ...]) -> Any:
    try:
        body = json.loads(await request.body())
    except ValueError as problem:
        raise AdminError(400, f"The body is not JSON: {problem}.") from problem
    if not isinstance(body, kinds):
        raise AdminError(400, f"The body is not a JSON {' or '.join(kind.__name__ for kind in kinds)}.")
    return body


def _checked(work: Callable[[], Any]) -> Any:
    try:
        return work()
    except ValueError as problem:
        raise AdminError(400, str(problem)) from problem


def _number(text: str) -> int:
    return int(_checked(lambda: int(text)))


def _move(state: State, wish: dict[str, Any]) -> None:
    if "advance" in wish:
        state.clock.advance(round(float(wish["advance"]) * instants.TICKS_PER_SECOND))
    else:
        state.clock.set(instants.parse(str(wish.get("set"))), stopped=bool(wish.get("stopped")))


def _replaced(old: dict[str, Any], changes: dict[str, Any], key: str) -> dict[str, Any]:
    if not changes.keys() <= old.keys() - {key}:
        raise AdminError(400, f"What can be set is {', '.join(sorted(old.keys() - {key}))}.")
    return old | changes


def _is_list_of_text(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _found(entries: dict[str, Any], name: Any) -> Any:
    if name not in entries:
        raise AdminError(404, f"{name!r} is not in the directory.")
    return entries[name]


def _kept(request: Request) -> Response:
    _state(request).keep_directory()
    return Response(status_code=_NO_CONTENT)


def _meeting(request: Request) -> Meeting:
    state, meeting_id = _state(request), unquote(request.path_params["meeting"])
    meeting = state.meetings.by_id(meeting_id, state.choices)
    if meeting is None:
        raise AdminError(404, "There is no meeting with this id.")
    return meeting


def _shown(state: State, meeting: Meeting) -> dict[str, Any]:
    return view(meeting, state.settings.policy, state.choices, all_members=True)
