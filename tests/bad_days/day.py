"""A row of the table of bad days."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from string import Formatter
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.signing_in.machine import Machine

End = Literal["done", "failed"]


@dataclass(frozen=True)
class Day:
    """One failure, and its result.

    Args:
        says: what a person reads, in this order. ``|`` stands between alternatives. A name in braces stands for what
            the driver fills in, or else for a number.
        fault: what the service does: the fields of ``Fault``, without those that say which request meets it.
        variables: the environment beside the emulator's; ``None`` removes a variable.
        configured: the stack's configuration.
        odd: the variables of a machine on which this goes wrong.
        row: the row of the catalogue that explains it.
        code: the plugin's status code.
        end: of the operation that meets it.
        except_for: other ends, by the name of the operation.
    """

    says: tuple[str, ...] = ()
    fault: Mapping[str, Any] = field(default_factory=dict)
    variables: Mapping[str, str | None] = field(default_factory=dict)
    configured: Mapping[str, str] = field(default_factory=dict)
    odd: Callable[[Machine], dict[str, str]] = lambda _machine: {}
    row: str = ""
    code: str = ""
    end: End = "failed"
    except_for: Mapping[str, End] = field(default_factory=dict)

    def end_at(self, operation: str) -> End:
        """Return the end of an operation."""
        return self.except_for.get(operation, self.end)

    def missing(self, said: str, **words: str) -> list[str]:
        """Return what a person does not read in a text that should say it."""
        rest, missing = " ".join(said.split()), []
        for text in self.says:
            found = re.search("|".join(_pattern(one, words) for one in text.split("|")), rest)
            missing += [] if found else [text]
            rest = rest[found.end() :] if found else rest
        return missing

    def environment(self, base: Mapping[str, str]) -> dict[str, str]:
        """Return an environment in which its variables are set, or removed."""
        return {name: value for name, value in {**base, **self.variables}.items() if value is not None}


def refused(says: str, code: str, **fault: Any) -> Day:
    """Return a refusal that lasts, and that is not tried again."""
    return Day((says,), {"times": None} | fault, code=code)


def passing(**fault: Any) -> Day:
    """Return a failure that passes, once unless it says otherwise; the user is told of each further try."""
    return Day(("trying again",), fault, end="done")


def quiet(**fault: Any) -> Day:
    """Return what makes no difference."""
    return Day((), fault, end="done")


def lasting(says: str, **fault: Any) -> Day:
    """Return a failure that lasts, and that is tried again until the time of the operation is over."""
    return Day((says,), {"times": None} | fault)


def _pattern(text: str, words: Mapping[str, str]) -> str:
    parts = Formatter().parse(text)
    return "".join(re.escape(literal) + _filled(name, words) for literal, name, *_ in parts)


def _filled(name: str | None, words: Mapping[str, str]) -> str:
    if name is None:
        return ""
    return re.escape(words[name]) if name in words else r"\d+"
