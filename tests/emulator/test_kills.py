"""Kills at any moment: every confirmed change is kept, and no change is half done."""

from __future__ import annotations

import contextlib
import gc
import http.client
import multiprocessing
import os
import random
import shutil
import signal
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
import requests

from msgraph_meetings_emulator import Fault, Handle
from msgraph_meetings_emulator.run.options import Options
from msgraph_meetings_emulator.run.server import running
from tests.emulator.client import Client, application
from tests.emulator.wire import LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess
    from pathlib import Path

WRITERS = 3
GONE = None
LOST = (OSError, http.client.HTTPException, requests.RequestException)
USER = "11111111-2222-3333-4444-555555555555"


@dataclass
class Belief:
    """The values that the state can contain: the confirmed one, or two values if an answer was lost."""

    possible: dict[str, list[Any]] = field(default_factory=dict)
    confirmed: list[str] = field(default_factory=list)
    """The ids of the requests to the service that were answered."""

    def change(self, name: str, value: Any, send: Callable[[], str | None]) -> None:
        """Send a change; both values are possible until it is confirmed. `send` can return the request's id."""
        self.possible[name] = [self.possible.get(name, [GONE])[0], value]
        request_id = send()
        self.possible[name] = [value]
        if request_id:
            self.confirmed.append(request_id)

    def check(self, found: dict[str, Any]) -> None:
        """Compare the present value, and expect it from now on."""
        for name, values in self.possible.items():
            assert found.get(name, GONE) in values, name
        assert found.keys() <= self.possible.keys()
        self.possible = {name: [found.get(name, GONE)] for name in self.possible}


class MeetingWriter:
    """A writer that creates, changes and deletes its own meetings."""

    def __init__(self, name: int) -> None:
        self.belief, self._name, self._count = Belief(), name, 0
        self._ids: dict[str, str] = {}

    def writes(self, handle: Handle, chance: random.Random) -> Iterator[None]:
        with application(handle) as client:
            while True:
                self._write(client, chance)
                yield

    def _write(self, client: Client, chance: random.Random) -> None:
        alive = [name for name, values in self.belief.possible.items() if name in self._ids and values != [GONE]]
        kind = chance.choice(["create", "update", "delete"]) if alive else "create"
        self._count += 1
        if kind == "create":
            self._create(client, f"{self._name}-{self._count}")
        elif kind == "update":
            self._update(client, chance.choice(alive))
        else:
            self._delete(client, chance.choice(alive))

    def found(self, handle: Handle) -> dict[str, Any]:
        mine = [one for one in handle.meetings() if one["externalId"].startswith(f"{self._name}-")]
        self._ids = {one["externalId"]: one["id"] for one in mine}
        return {one["externalId"]: (one["subject"], one["startDateTime"], one["endDateTime"]) for one in mine}

    def _value(self) -> dict[str, str]:
        """The values that must change together."""
        minute = f"2030-01-01T{self._count // 60 % 24:02}:{self._count % 60:02}"
        return {"subject": str(self._count), "startDateTime": f"{minute}:00Z", "endDateTime": f"{minute}:30Z"}

    def _create(self, client: Client, name: str) -> None:
        value = self._value()

        def send() -> str:
            answer = client.create_or_get(name, **value)
            self._ids[name] = answer.json()["id"]
            return str(answer.headers["request-id"])

        self.belief.change(name, tuple(value.values()), send)

    def _update(self, client: Client, name: str) -> None:
        value = self._value()
        self.belief.change(name, tuple(value.values()), lambda: _sent(client.patch(self._ids[name], **value)))

    def _delete(self, client: Client, name: str) -> None:
        self.belief.change(name, GONE, lambda: _sent(client.delete(self._ids[name])))
        del self._ids[name]


class TenantWriter:
    """A writer that changes a user, a setting and the faults by control paths."""

    def __init__(self) -> None:
        self.belief, self._count = Belief(), 1

    def writes(self, handle: Handle, chance: random.Random) -> Iterator[None]:
        while True:
            self._write(handle, chance)
            yield

    def _write(self, handle: Handle, chance: random.Random) -> None:
        self._count += 1
        count, kind = self._count, chance.choice(["user", "lifetime", "fault"])
        if kind == "user":
            names = {"upn": f"{count}@emulator.example", "display_name": str(count)}
            self.belief.change(kind, tuple(names.values()), lambda: handle.put_user(USER, **names))
        elif kind == "lifetime":
            self.belief.change(kind, count, lambda: handle.set_token_lifetime(count))
        else:
            fault = Fault(method="PUT", path=f"/{count}", status=500)
            self.belief.change(fault.path, fault.status, lambda: _no_request(handle.arm(fault)))

    def found(self, handle: Handle) -> dict[str, Any]:
        user = handle._ask("GET", "directory")["users"].get(USER)
        lifetime = handle._ask("GET", "settings")["token_lifetime"]
        there = {fault["path"]: fault["status"] for fault in handle.armed()}
        there |= {"user": (user["upn"], user["display_name"])} if user else {}
        return there | ({"lifetime": lifetime} if "lifetime" in self.belief.possible and lifetime < 3599 else {})


Writer = MeetingWriter | TenantWriter


def _no_request(_done: object) -> None:
    """The id of a request that is not in the journal."""


def _sent(answer: requests.Response) -> str:
    assert answer.ok, answer.text
    return answer.headers["request-id"]


def _serve(state: Path, ready: Connection) -> None:
    """Run an emulator until it is killed."""
    with running(Options(state)) as server:
        ready.send(server.description)
        signal.pause()


class Emulators:
    """A starter of processes; each is forked from one that has loaded all the code and opened no file."""

    def __init__(self, folder: Path) -> None:
        self.state, self._folder = folder / "state.sqlite", folder
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([__name__])

    def start(self) -> tuple[BaseProcess, Handle]:
        hearing, ready = self._context.Pipe(duplex=False)
        process = self._context.Process(target=_serve, args=(self.state, ready))
        process.start()
        ready.close()
        handle = Handle()
        with hearing:
            handle._description = hearing.recv()
        return process, handle

    def check_file(self) -> None:
        """Check a copy of the file after a kill, because the next emulator repairs the file itself."""
        copies = self._folder / "copies"
        shutil.rmtree(copies, ignore_errors=True)
        copies.mkdir()
        for file in self._folder.glob(f"{self.state.name}*"):
            if file.is_file():
                shutil.copy(file, copies)
        with contextlib.closing(sqlite3.connect(copies / self.state.name)) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def _write_until_killed(writer: Writer, handle: Handle, seed: str, done: threading.Semaphore) -> None:
    chance = random.Random(seed)  # noqa: S311
    with contextlib.suppress(*LOST):
        for _ in writer.writes(handle, chance):
            done.release()


def _check(writers: list[Writer], handle: Handle) -> None:
    for writer in writers:
        writer.belief.check(writer.found(handle))
    answered = {entry.request_id for entry in handle.journal()}
    assert {request_id for writer in writers for request_id in writer.belief.confirmed} <= answered


# A connection that is reset between its opening and its handshake is left open by the standard library.
@pytest.mark.filterwarnings("ignore:unclosed <ssl.SSLSocket:ResourceWarning")
@pytest.mark.parametrize("kills", [12, pytest.param(50, marks=pytest.mark.proof)])
def test_kills_lose_nothing_that_was_confirmed_and_leave_nothing_half_done(kills: int, tmp_path: Path) -> None:
    emulators = Emulators(tmp_path)
    writers: list[Writer] = [TenantWriter(), *(MeetingWriter(name) for name in range(WRITERS - 1))]
    chance = random.Random(50)  # noqa: S311
    with ThreadPoolExecutor(WRITERS) as pool:
        for number in range(kills):
            process, handle = emulators.start()
            _check(writers, handle)
            done = threading.Semaphore(0)
            writing = [
                pool.submit(_write_until_killed, writer, handle, f"{number} {place}", done)
                for place, writer in enumerate(writers)
            ]
            for _ in range(chance.randint(1, 8)):
                assert done.acquire(timeout=LIMIT)
            os.kill(process.pid or 0, signal.SIGKILL)
            process.join()
            for work in writing:
                work.result()
            emulators.check_file()
    process, handle = emulators.start()
    _check(writers, handle)
    assert sum(len(writer.belief.confirmed) for writer in writers) >= kills
    process.kill()
    process.join()
    gc.collect()  # here, and not in a later test, that socket is found
