"""The column of the token service: its faults affect every meeting of a process, so each has a run of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgraph_meetings_emulator import Fault
from tests.matrix import count
from tests.matrix.columns import UP
from tests.matrix.doors import IMPATIENT, PATIENT, Declared, allow
from tests.matrix.output import diagnostics, has_failed, problems_of
from tests.matrix.trial import Cell

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from msgraph_meetings_emulator import Handle
    from tests.bad_days.day import Day, End
    from tests.engine.stack import Stack
    from tests.matrix.doors import Door

REQUESTS = {"sign-in: discovery": "*/openid-configuration", "sign-in: token": "*/oauth2/v2.0/token"}
"""The two requests of a sign-in, in their order."""


def cells(door: Door, path: str, rows: Mapping[str, Day], folder: Path, emulator: Handle) -> dict[str, Cell]:
    """Return the cells of one request of the sign-in, by row; each run creates one more meeting, under its fault."""
    stack = door.new_stack(folder, emulator)
    declared: dict[str, Declared] = {}
    said: dict[str, str] = {}
    repeated: dict[str, int] = {}
    healed: dict[str, list[str]] = {}
    for name, row in rows.items():
        user = f"00000000-0000-4000-8000-{len(declared) + 1:012d}"
        emulator.put_user(user, upn=f"{user}@emulator.example", display_name=name)
        declared[name] = Declared(name, user)
        stack.program(door.program(declared))
        allow(stack, PATIENT if row.end == "done" else IMPATIENT)
        said[name], repeated[name] = _meet(stack, emulator, Fault(path=path, **row.fault), name)
        allow(stack, PATIENT)
        healed[name] = [] if stack.attempt(*UP).code == 0 else ["the healthy run failed"]
    after = count.problems(stack, emulator, declared)
    return {name: _cell(row, said[name], repeated[name], healed[name] + after[name]) for name, row in rows.items()}


def _meet(stack: Stack, emulator: Handle, fault: Fault, name: str) -> tuple[str, int]:
    """Return the run's output about the new meeting, and the number of repeated requests."""
    emulator.clear_journal()
    emulator.arm(fault)
    output = stack.attempt(*UP).output
    emulator.disarm()
    return diagnostics(name, output), max(0, len(emulator.journal(path=fault.path)) - 1)


def _cell(row: Day, said: str, repeated: int, problems: list[str]) -> Cell:
    end: End = "failed" if has_failed(said) else "done"
    wrong = [] if end == row.end else [f"{end} in the first run"]
    if end == "failed":
        wrong += problems_of(said, row)
    return Cell(end, repeated, (*wrong, *problems), said)
