"""The operations, and the request of each that meets a fault: one column of the table each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.matrix.doors import DYNAMIC, PLUGIN, Declared, Door

if TYPE_CHECKING:
    from collections.abc import Callable

UP = ("up", "--yes", "--skip-preview", "--continue-on-error")
REFRESH = ("refresh", "--yes", "--skip-preview")
DESTROY = ("destroy", "--yes", "--skip-preview", "--continue-on-error")


def _same(declared: Declared) -> Declared:
    return declared


@dataclass(frozen=True)
class Column:
    """An operation, and one of its requests.

    Args:
        name: the operation, with the method if it sends more than one request.
        method: of the request that meets the fault.
        before: returns the first deployment's declaration for the final one; None for no first deployment.
        command: the command that meets the fault, and repairs its effect when run again.
        imports: True if the program adopts meetings that are not in the state.
        final: returns the declaration of the program for the usual one.
        doors: the dynamic resource, the plugin, or both.
    """

    name: str
    method: str
    before: Callable[[Declared], Declared] | None
    command: tuple[str, ...] = UP
    imports: bool = False
    final: Callable[[Declared], Declared] = _same
    doors: tuple[Door, ...] = (DYNAMIC, PLUGIN)

    @property
    def removes(self) -> bool:
        """True if no meeting is left in the end."""
        return self.command is DESTROY


def _otherwise(declared: Declared) -> Declared:
    return declared.but(subject="before", records=False)


def _of_another_identity(declared: Declared) -> Declared:
    return declared.but(external_id=f"old {declared.external_id}")


def _rotated(rotation: str | None) -> Callable[[Declared], Declared]:
    """Return what makes a declaration of one generation; without the setting, its only PATCH is the lock."""
    return lambda declared: declared.but(rotation=rotation, records=False)


def _locking(declared: Declared) -> Declared:
    return declared.but(deletion="lock", records=False)


COLUMNS: dict[str, Column] = {
    column.name: column
    for column in (
        Column("create: POST", "POST", None),
        Column("create: PATCH", "PATCH", None),
        Column("update", "PATCH", _otherwise),
        Column("refresh", "GET", _same, REFRESH),
        Column("delete", "DELETE", _same, DESTROY),
        Column("replace: POST", "POST", _of_another_identity),
        Column("replace: DELETE", "DELETE", _of_another_identity),
        Column("lock: PATCH", "PATCH", _same, DESTROY, final=_locking),
        Column("lock: DELETE", "DELETE", _same, DESTROY, final=_locking),
        Column("rotate: POST", "POST", _rotated("1"), final=_rotated("2")),
        Column("rotate: PATCH", "PATCH", _rotated(None), final=_rotated("2")),
        Column("rotate: DELETE", "DELETE", _rotated("1"), final=_rotated("2")),
        Column("import", "GET", _same, imports=True, doors=(PLUGIN,)),
    )
}
