"""Faults as data: which requests go wrong, how often, and in what way."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field, fields
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FAULT_LIMIT_SECONDS = 3600.0
TOKEN_PATH = "/oauth2/v2.0/token"  # noqa: S105
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_LINE = re.compile(r"[\x21-\x7e\x80-\xff]([\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?|")
HTML_PAGE = "<!DOCTYPE html><html><body><h1>Service Unavailable</h1></body></html>"


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong.

    The request is carried out first when `after_work` is set, or when its answer is only cut, slowed down, broken off
    in the middle or given other headers; else it never reaches the service. A fault with nothing but a delay waits and
    then lets the request through.
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
    """Seconds to wait before anything else; with `after_work`, between the work and the answer."""

    after_work: bool = False
    """Whether the request is carried out before its answer goes wrong."""

    drop: bool = False
    """Whether the connection closes (FIN) without an answer or, with `cut`, in the middle of it."""

    reset: bool = False
    """Whether the connection is reset (RST) without an answer or, with `cut`, in the middle of it."""

    handshake: bool = False
    """Whether it befalls connections, not requests: they are dropped or reset in the middle of the TLS handshake."""

    status: int | None = None
    """The status to answer with."""

    headers: Mapping[str, str] = field(default_factory=dict)
    """Headers to set in the answer."""

    body: Any = None
    """The body to answer with: a string as it stands, anything else as JSON. None for one that fits the status."""

    cut: int | None = None
    """After how many bytes the body ends; unless the connection breaks there, the answer is otherwise well-formed."""

    drip: float = 0.0
    """Seconds between one byte of the body and the next."""

    @classmethod
    def throttled(cls, times: int | None = 1, retry_after: float | str | None = 1, **match: Any) -> Fault:
        """Return a 429, with or without the `Retry-After` that says how long to wait."""
        said = retry_after if isinstance(retry_after, str) or retry_after is None else seconds_text(retry_after)
        headers = {} if said is None else {"Retry-After": said}
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
    def lost_handshake(cls, times: int | None = 1, *, skip: int = 0) -> Fault:
        """Return the loss of a connection: it is reset in the middle of the TLS handshake."""
        return cls(times=times, skip=skip, handshake=True, reset=True)

    @classmethod
    def broken_off(cls, times: int | None = 1, cut: int = 20, **match: Any) -> Fault:
        """Return an answer whose connection is reset after `cut` bytes of the body; the work is done."""
        return cls(times=times, cut=cut, reset=True, **match)

    @classmethod
    def slow_drip(cls, times: int | None = 1, drip: float = 1.0, **match: Any) -> Fault:
        """Return an answer that comes byte by byte, `drip` seconds apart."""
        return cls(times=times, drip=drip, **match)

    @classmethod
    def html(cls, times: int | None = 1, status: int = 503, body: str = HTML_PAGE, **match: Any) -> Fault:
        """Return a page for people, as a gateway or a captive portal sends it."""
        return cls(times=times, status=status, body=body, headers={"Content-Type": "text/html; charset=utf-8"}, **match)

    @classmethod
    def redirect(cls, url: str, times: int | None = 1, status: int = 307, **match: Any) -> Fault:
        """Return an answer that sends the client to another address."""
        return cls(times=times, status=status, headers={"Location": url}, body="", **match)

    @classmethod
    def content_type(cls, name: str, times: int | None = 1, **match: Any) -> Fault:
        """Return the service's own answer, said to be of another content type; the work is done."""
        return cls(times=times, headers={"Content-Type": name}, **match)

    @classmethod
    def token_endpoint_down(cls, times: int | None = None, status: int | None = 503, **match: Any) -> Fault:
        """Return a token endpoint that is down until disarmed: AADSTS90033, or no answer when `status` is None."""
        return cls(times=times, path=TOKEN_PATH, status=status, drop=status is None, **match)

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
        for sound, sentence in self._conditions():
            if not sound:
                raise ValueError(sentence)

    def _conditions(self) -> Iterator[tuple[bool, str]]:
        """Yield what has to be true of a fault, each with the sentence for one of which it is not."""
        for name in ("delay", "drip"):
            sound = 0 <= getattr(self, name) <= FAULT_LIMIT_SECONDS
            yield sound, f"The {name!r} of a fault is between 0 and {FAULT_LIMIT_SECONDS:.0f} seconds."
        sound = self.method is None or bool(_TOKEN.fullmatch(self.method))
        yield sound, "The 'method' of a fault is a method of HTTP, such as POST, or null for any."
        yield self.status is None or 200 <= self.status <= 599, "The 'status' of a fault is between 200 and 599."
        yield self.cut is None or self.cut >= 0, "The 'cut' of a fault is a number of bytes."
        yield self._headers_fit(), "The 'headers' of a fault are names and values that fit on a line of HTTP."
        yield not (self.drop and self.reset), "A fault either drops the connection or resets it."
        yield (
            self._handshake_fits(),
            "A fault of the handshake has 'drop' or 'reset', 'times' and 'skip', nothing else.",
        )

    def _headers_fit(self) -> bool:
        pairs = self.headers.items()
        return all(
            _TOKEN.fullmatch(name) and isinstance(value, str) and _LINE.fullmatch(value) for name, value in pairs
        )

    def _handshake_fits(self) -> bool:
        said = {item.name for item in fields(self) if getattr(self, item.name) != getattr(Fault(), item.name)}
        of_handshake = {"handshake", "times", "skip", "drop", "reset"}
        return not self.handshake or (said <= of_handshake and (self.drop or self.reset))

    def befalls(self, method: str, path: str) -> bool:
        """Tell whether the fault is meant for such a request."""
        named = self.method is None or self.method.upper() == method.upper()
        return not self.handshake and named and ends_like(path, self.path)

    @property
    def lets_through(self) -> bool:
        """Whether the service carries the request out."""
        alters_only = not self.is_silent and self.status is None and self.body is None
        return self.after_work or alters_only

    @property
    def breaks(self) -> bool:
        """Whether the connection ends before the answer does."""
        return self.drop or self.reset

    @property
    def is_silent(self) -> bool:
        """Whether the client hears nothing at all."""
        return self.breaks and self.cut is None

    def content(self) -> bytes | None:
        """Return the body that the fault names; None when it names none."""
        if self.body is None or isinstance(self.body, str):
            return None if self.body is None else self.body.encode()
        return json.dumps(self.body).encode()


def seconds_text(seconds: float) -> str:
    """Return a number of seconds as a header has it: digits, without an exponent."""
    whole = f"{seconds:.9f}" if isinstance(seconds, float) else str(seconds)
    return whole.rstrip("0").rstrip(".") if "." in whole else whole


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
    "reset": (bool,),
    "handshake": (bool,),
    "status": (int, type(None)),
    "headers": (dict,),
    "cut": (int, type(None)),
    "drip": (int, float),
}
