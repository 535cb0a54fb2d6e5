"""One kill: a run that loses a process at one moment, the run that repairs it, and the comparison."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psutil

from msgraph_meetings_emulator import EmulatorProcess, Fault
from tests.engine.tracebacks import frames_of_ours
from tests.matrix import count
from tests.matrix.doors import IMPATIENT, PATIENT, Declared, allow
from tests.matrix.points import UP
from tests.matrix.trial import Cell
from tests.plugin.plugin_stack import LIMIT, until

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from subprocess import Popen

    from typing_extensions import Self

    from msgraph_meetings_emulator import Handle
    from tests.matrix.doors import Door
    from tests.matrix.points import Point

VICTIMS = ("engine", "provider", "emulator", "emulator, back at once")
_NAME = "m"


def kill_at(door: Door, point: Point, victim: str, folder: Path) -> Cell:
    """Return the result of a run that loses a process at that moment; the service keeps its state in a file."""
    with _Service(folder / "service") as service:
        return _Kill(door, point, victim, folder / "stack", service).cell()


class _Service:
    """An emulator that can be killed and restarted at the same address."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._state = folder / "state.sqlite"
        self.process = EmulatorProcess(state=self._state)

    def __enter__(self) -> Self:
        self.process.start()
        return self

    def __exit__(self, *_problem: object) -> None:
        self.process.stop()

    def kill(self) -> None:
        self._port = urlsplit(self.process.endpoint).port or 0
        self.process.kill()

    def come_back(self) -> None:
        self.process = EmulatorProcess(state=self._state, port=self._port)
        self.process.start()


class _Kill:
    def __init__(self, door: Door, point: Point, victim: str, folder: Path, service: _Service) -> None:
        self._door, self._point, self._victim, self._service = door, point, victim, service
        self._stack = door.new_stack(folder, service.process)
        self._declared = Declared(_NAME, service.process.user_id).but(**point.final)

    def cell(self) -> Cell:
        if self._point.before is not None:
            self._stack.up(self._door.program({_NAME: self._declared.but(**self._point.before)}))
        self._stack.program(self._door.program({_NAME: self._declared}))
        if self._victim == "emulator":
            allow(self._stack, IMPATIENT)
        emulator: Handle = self._service.process
        emulator.arm(Fault(delay=600, **self._point.fault))
        process = self._stack.start(*self._point.command)
        until(lambda: not emulator.armed(), process)
        said = self._kill(process)
        wrong = ["a traceback"] if frames_of_ours(said) else []
        return Cell("failed" if process.returncode else "done", 0, (*wrong, *self._heal()), said)

    def _kill(self, process: Popen[str]) -> str:
        """Kill the process; return the run's output."""
        kill: dict[str, Callable[[], str]] = {
            "engine": lambda: kill_engine(process, self._door),
            "provider": lambda: kill_provider(process, self._door),
            "emulator": lambda: self._kill_service(process, at_once=False),
            "emulator, back at once": lambda: self._kill_service(process, at_once=True),
        }
        return kill[self._victim]()

    def _kill_service(self, process: Popen[str], *, at_once: bool) -> str:
        self._service.kill()
        if at_once:
            self._service.come_back()
        said, _ = process.communicate(timeout=LIMIT)
        if not at_once:
            self._service.come_back()
        return said

    def _heal(self) -> list[str]:
        if self._victim == "engine":
            self._stack.recover()
        allow(self._stack, PATIENT)
        healed = self._stack.attempt(*UP)
        wrong = [] if healed.code == 0 else [f"the healthy run failed: {healed.output[-600:]}"]
        return wrong + count.problems(self._stack, self._service.process, {_NAME: self._declared})[_NAME]


def provider_of(process: Popen[str], door: Door) -> psutil.Process:
    """Return the provider process that an engine started."""
    for child in psutil.Process(process.pid).children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
            if any(door.process in part for part in child.cmdline()) and child.name() != "sh":
                return child
    raise AssertionError("the engine has started no provider of ours")


def kill_provider(process: Popen[str], door: Door) -> str:
    """Kill only the provider process; return the engine's output about it."""
    provider_of(process, door).kill()
    return process.communicate(timeout=LIMIT)[0]


def kill_engine(process: Popen[str], door: Door) -> str:
    """Kill only the engine. The plugin ends by itself; other processes of the engine are killed by their id."""
    started = psutil.Process(process.pid).children(recursive=True)
    plugin = provider_of(process, door) if door.name == "plugin" else None
    process.kill()
    if plugin:
        plugin.wait(LIMIT)
    for child in started:
        with contextlib.suppress(psutil.NoSuchProcess):
            child.kill()
    return process.communicate(timeout=LIMIT)[0]
