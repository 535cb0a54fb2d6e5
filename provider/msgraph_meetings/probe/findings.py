"""The outcome of an experiment: a value, another behaviour, or no answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Status = Literal["observed", "different", "not answered"]
Value = bool | int | str | None


class DifferentError(Exception):
    """Graph does something that no value of the question describes; the message says it in one sentence."""


class UnansweredError(Exception):
    """The experiment cannot answer the question here; the message gives the reason in one sentence."""


@dataclass(frozen=True)
class Seen:
    """The answer of an experiment: its value, and one sentence about it."""

    value: Value
    says: str


@dataclass(frozen=True)
class Finding:
    """The outcome of one question.

    Args:
        status: ``observed`` with a value; ``different`` for a behaviour without one; or ``not answered``.
        says: the answer, or the reason, in one sentence.
        value: of the switch of the same name, or of the question.
        seen: what was asked and answered, a line each.
    """

    status: Status
    says: str
    value: Value = None
    seen: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the finding as JSON."""
        return {"status": self.status, "value": self.value, "says": self.says, "seen": list(self.seen)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Finding:
        """Return the finding that ``to_json`` described."""
        return cls(data["status"], data["says"], data["value"], tuple(data["seen"]))
