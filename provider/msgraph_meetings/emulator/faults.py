"""Faults as data: which requests go wrong, how often, and in what way."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

FAULT_LIMIT_SECONDS = 3600.0


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong.

    The request is carried out first when `after_work` is set, or when the answer is only cut or given other headers;
    else it never reaches the service. A fault with nothing but a delay waits and then lets the request through.
    """

    method: str | None = None
    """The method of the requests it befalls; None for any."""

    path: str = "*"
    """How their path ends; `*` stands for anything."""

    times: int | None = 1
    """How many of them; None for all."""

    skip: int = 0
    """How many of them pass unharmed before."""

    delay: float = 0.0
    """Seconds to wait before anything else."""

    after_work: bool = False
    """Whether the request is carried out before its answer goes wrong."""

    drop: bool = False
    """Whether the connection closes without an answer."""

    status: int | None = None
    """The status to answer with."""

    headers: Mapping[str, str] = field(default_factory=dict)
    """Headers to set in the answer."""

    body: Any = None
    """The body to answer with: a string as it stands, anything else as JSON. None for one that fits the status."""

    cut: int | None = None
    """After how many bytes the body ends, in an answer that is otherwise well-formed."""

    @classmethod
    def throttled(cls, times: int | None = 1, retry_after: float | str | None = 1, **match: Any) -> Fault:
        """Return a 429, with or without the `Retry-After` that says how long to wait."""
        headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
        return cls(times=times, status=429, headers=headers, **match)

    @classmethod
    def lost_answer(cls, times: int | None = 1, **match: Any) -> Fault:
        """Return the loss of an answer: the work is done, then the connection closes."""
        return cls(times=times, after_work=True, drop=True, **match)

    @classmethod
    def lost_request(cls, times: int | None = 1, **match: Any) -> Fault:
        """Return the loss of a request: the connection closes and nothing was done."""
        return cls(times=times, drop=True, **match)

    @classmethod
    def from_json(cls, data: Any) -> Fault:
        """Return the fault that JSON describes; ValueError says what is wrong with it."""
        match = data.get("match", {}) if isinstance(data, dict) else None
        if not isinstance(match, dict):
            msg = "A fault is an object, and so is its 'match'."
            raise ValueError(msg)  # noqa: TRY004  (bad data, one kind of error)
        flat = {name: value for name, value in data.items() if name != "match"} | match
        known = {item.name for item in fields(cls)}
        for name in flat:
            if name not in known:
                msg = f"A fault has no {name!r}; it has {', '.join(sorted(known))}."
                raise ValueError(msg)
        fault = cls(**flat)
        fault.check()
        return fault

    def to_json(self) -> dict[str, Any]:
        """Return the fault as JSON can carry it."""
        return asdict(self)

    def check(self) -> None:
        """Raise ValueError when the fault cannot be what somebody meant."""
        for name, kinds in _KINDS.items():
            value = getattr(self, name)
            if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
                msg = f"The {name!r} of a fault cannot be {value!r}."
                raise ValueError(msg)
        if not 0 <= self.delay <= FAULT_LIMIT_SECONDS:
            msg = f"The 'delay' of a fault is between 0 and {FAULT_LIMIT_SECONDS:.0f} seconds."
            raise ValueError(msg)
        if self.status is not None and not 200 <= self.status <= 599:
            msg = "The 'status' of a fault is between 200 and 599."
            raise ValueError(msg)

    def befalls(self, method: str, path: str) -> bool:
        """Tell whether the fault is meant for such a request."""
        return self.method in (None, method) and ends_like(path, self.path)

    @property
    def lets_through(self) -> bool:
        """Whether the service carries the request out."""
        alters_only = not self.drop and self.status is None and self.body is None
        return self.after_work or alters_only

    def content(self) -> bytes | None:
        """Return the body that the fault names; None when it names none."""
        if self.body is None or isinstance(self.body, str):
            return None if self.body is None else self.body.encode()
        return json.dumps(self.body).encode()


def ends_like(path: str, pattern: str) -> bool:
    """Tell whether a path ends in the way of a pattern, in which `*` stands for anything."""
    return fnmatchcase(path, f"*{pattern}")


_KINDS: dict[str, tuple[type, ...]] = {
    "method": (str, type(None)),
    "path": (str,),
    "times": (int, type(None)),
    "skip": (int,),
    "delay": (int, float),
    "after_work": (bool,),
    "drop": (bool,),
    "status": (int, type(None)),
    "headers": (dict,),
    "cut": (int, type(None)),
}
