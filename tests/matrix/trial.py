"""One column of the table: a run that meets a fault for each meeting, the run that repairs it, and the comparison.

Every row has a meeting with its own organizer, and its fault is armed for the paths of that organizer. So one
run of the engine tries a whole group of rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgraph_meetings_emulator import Fault
from tests.bad_days.graph import AT_ONCE, IN_VAIN, THROTTLED, TOLD_TO_WAIT, TOO_LONG
from tests.matrix import count
from tests.matrix.columns import UP
from tests.matrix.doors import IMPATIENT, PATIENT, Declared, allow
from tests.matrix.output import diagnostics, has_failed, problems_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from msgraph_meetings_emulator import Handle
    from tests.bad_days.day import Day, End
    from tests.matrix.columns import Column
    from tests.matrix.doors import Door

GROUPS: tuple[tuple[Mapping[str, Day], float], ...] = (
    (AT_ONCE, PATIENT),
    (TOLD_TO_WAIT, PATIENT),
    (IN_VAIN, IMPATIENT),
    (THROTTLED, IMPATIENT),
    *(({name: day}, IMPATIENT) for name, day in TOO_LONG.items() if name not in THROTTLED),
)
"""Rows that one run of the engine can try together, and the seconds for an operation then."""


@dataclass(frozen=True)
class Cell:
    """The result of one fault in one operation.

    Args:
        end: the result of the first run.
        repeated: the number of repeated requests in the first run.
        problems: the problems of the first run and of the result after the healthy run; empty in a good cell.
        said: the first run's output about the resource.
    """

    end: End
    repeated: int
    problems: tuple[str, ...]
    said: str = ""


class Trial:
    """A group of rows in one column, for the dynamic resource or the plugin.

    Args:
        door: the dynamic resource or the plugin.
        column: the operation and its request.
        rows: the faults.
        seconds: for each operation that meets a fault.
        folder: a new one, for the stack.
        emulator: the service.
    """

    def __init__(  # noqa: PLR0917
        self, door: Door, column: Column, rows: Mapping[str, Day], seconds: float, folder: Path, emulator: Handle
    ) -> None:
        self._door, self._column, self._rows, self._emulator = door, column, rows, emulator
        self._stack, self._seconds = door.new_stack(folder, emulator), seconds
        self._declared = {
            name: column.final(Declared(name, f"00000000-0000-4000-8000-{number:012d}"))
            for number, name in enumerate(rows, start=1)
        }

    def cells(self) -> dict[str, Cell]:
        """Return the cells of the column, by row."""
        self._prepare()
        said = {name: diagnostics(name, text) for name, text in self._meet_faults().items()}
        repeated = {name: self._repeated(name) for name in self._rows}
        lost = self._lost(said)
        after = self._heal(has_failed("\n".join(said.values())))
        return {name: self._cell(name, said[name], repeated[name], lost[name] + after[name]) for name in self._rows}

    def _prepare(self) -> None:
        for name, declared in self._declared.items():
            self._emulator.put_user(declared.user, upn=f"{declared.user}@emulator.example", display_name=name)
        if self._column.before:
            before = {name: self._column.before(declared) for name, declared in self._declared.items()}
            self._stack.up(self._door.program(before))
        if self._column.imports:
            self._stack.lose_state()
            ids = {meeting["externalId"]: meeting["id"] for meeting in self._emulator.meetings()}
            self._declared = {
                name: item.but(import_id=f"{item.user}/{ids[name]}") for name, item in self._declared.items()
            }
        self._stack.program(self._door.program(self._declared))

    def _meet_faults(self) -> dict[str, str]:
        """Return the first run's output, by row; a refresh stops at the first failure, so each failure has its own."""
        allow(self._stack, self._seconds)
        self._emulator.clear_journal()
        for name, row in self._rows.items():
            path = f"*/users/{self._declared[name].user}/*"
            self._emulator.arm(Fault(method=self._column.method, path=path, **row.fault))
        if self._column.command[0] != "refresh":
            said = self._stack.attempt(*self._column.command, "--parallel", "64").output
            return dict.fromkeys(self._rows, said)
        ends = {name: row.end_at(self._column.name) for name, row in self._rows.items()}
        done = [name for name, end in ends.items() if end == "done"]
        return {name: self._targeted(name) for name in self._rows if name not in done} | (
            dict.fromkeys(done, self._targeted(*done)) if done else {}
        )

    def _targeted(self, *names: str) -> str:
        known = count.in_state(self._stack)
        targets = (option for name in names for option in ("--target", known[name][0]["urn"]))
        return self._stack.attempt(*self._column.command, "--parallel", "64", *targets).output

    def _repeated(self, name: str) -> int:
        path = f"*/users/{self._declared[name].user}/*"
        return max(0, len(self._emulator.journal(self._column.method, path)) - 1)

    def _lost(self, said: Mapping[str, str]) -> dict[str, list[str]]:
        """Return the values that a failed operation removed from the state."""
        kept = count.in_state(self._stack)
        had = self._column.before is not None and not self._column.imports
        return {
            name: ["lost from the state"] if had and has_failed(said[name]) and name not in kept else []
            for name in self._rows
        }

    def _heal(self, failed: bool) -> dict[str, list[str]]:  # noqa: FBT001
        self._emulator.disarm()
        allow(self._stack, PATIENT)
        if self._column.command is UP and not failed:  # nothing is to repair, and the comparison runs `up` again
            return count.problems(self._stack, self._emulator, self._declared)
        is_refresh = self._column.command[0] == "refresh"  # a meeting that was gone is declared still
        command = (*UP, "--refresh") if is_refresh else self._column.command
        healed = self._stack.attempt(*command)
        wrong = [] if healed.code == 0 else [f"the healthy run failed: {healed.output[-600:]}"]
        if self._column.removes:
            after = count.left(self._stack, self._emulator, list(self._rows))
        else:
            after = count.problems(self._stack, self._emulator, self._declared)
        return {name: wrong + problems for name, problems in after.items()}

    def _cell(self, name: str, said: str, repeated: int, problems: list[str]) -> Cell:
        row, end = self._rows[name], _end(said)
        wrong = [] if end == row.end_at(self._column.name) else [f"{end} in the first run"]
        if end == "failed":
            wrong += problems_of(said, row)
        return Cell(end, repeated, (*wrong, *problems), said)


def _end(said: str) -> End:
    return "failed" if has_failed(said) else "done"
