"""Faults as data: the requests that a fault matches, its repetitions, and its effect."""

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
    """One failure, and the requests that it applies to.

    The service carries out the request first if `after_work` is set, or if the fault only cuts the answer, slows it
    down, breaks it off in the middle or changes its headers. Otherwise the request never reaches the service. A fault
    with only a delay waits, then lets the request through.
    """

    method: str | None = None
    """The method of the requests that the fault applies to; None for any method."""

    path: str = "*"
    """The end of their path; `*` is a wildcard."""

    times: int | None = 1
    """The number of requests that the fault applies to; None for all."""

    skip: int = 0
    """The number of matching requests that pass before the fault first applies."""

    delay: float = 0.0
    """Seconds to wait before the request is carried out; with `after_work`, before its answer is sent."""

    after_work: bool = False
    """True if the request is carried out before its answer is replaced or lost."""

    drop: bool = False
    """True if the connection closes (FIN) without an answer or, with `cut`, in the middle of the answer."""

    reset: bool = False
    """True if the connection is reset (RST) without an answer or, with `cut`, in the middle of the answer."""

    handshake: bool = False
    """True if the fault applies to connections, not requests: it drops or resets them during the TLS handshake."""

    status: int | None = None
    """The status to answer with."""

    headers: Mapping[str, str] = field(default_factory=dict)
    """Headers to set in the answer."""

    body: Any = None
    """The body to answer with: a string as it is, anything else as JSON; None for an error body that fits `status`."""

    cut: int | None = None
    """The number of bytes after which the body ends; the answer stays well-formed unless the connection breaks too."""

    drip: float = 0.0
    """Seconds between one byte of the body and the next."""

    @classmethod
    def throttled(cls, times: int | None = 1, retry_after: float | str | None = 1, **match: Any) -> Fault:
        """Return a fault that answers 429, with `Retry-After` unless `retry_after` is None."""
        said = retry_after if isinstance(retry_after, str) or retry_after is None else seconds_text(retry_after)
        headers = {} if said is None else {"Retry-After": said}
        return cls(times=times, status=429, headers=headers, **match)

    @classmethod
    def lost_answer(cls, times: int | None = 1, **match: Any) -> Fault:
        """Return a fault that loses the answer: the request is carried out, then the connection closes."""
        return cls(times=times, after_work=True, drop=True, **match)

    @classmethod
    def lost_request(cls, times: int | None = 1, **match: Any) -> Fault:
        """Return a fault that loses the request: the connection closes, and the request is not carried out."""
        return cls(times=times, drop=True, **match)

    @classmethod
    def lost_handshake(cls, times: int | None = 1, *, skip: int = 0) -> Fault:
        """Return a fault that resets a connection during the TLS handshake."""
        return cls(times=times, skip=skip, handshake=True, reset=True)

    @classmethod
    def broken_off(cls, times: int | None = 1, cut: int = 20, **match: Any) -> Fault:
        """Return a fault that carries out the request and resets the connection after `cut` bytes of the body."""
        return cls(times=times, cut=cut, reset=True, **match)

    @classmethod
    def slow_drip(cls, times: int | None = 1, drip: float = 1.0, **match: Any) -> Fault:
        """Return a fault that sends the answer byte by byte, `drip` seconds apart."""
        return cls(times=times, drip=drip, **match)

    @classmethod
    def html(cls, times: int | None = 1, status: int = 503, body: str = HTML_PAGE, **match: Any) -> Fault:
        """Return a fault that answers with an HTML page, as a gateway or a captive portal does."""
        return cls(times=times, status=status, body=body, headers={"Content-Type": "text/html; charset=utf-8"}, **match)

    @classmethod
    def redirect(cls, url: str, times: int | None = 1, status: int = 307, **match: Any) -> Fault:
        """Return a fault that redirects the client to another URL."""
        return cls(times=times, status=status, headers={"Location": url}, body="", **match)

    @classmethod
    def content_type(cls, name: str, times: int | None = 1, **match: Any) -> Fault:
        """Return a fault that carries out the request and changes the content type of its answer."""
        return cls(times=times, headers={"Content-Type": name}, **match)

    @classmethod
    def token_endpoint_down(cls, times: int | None = None, status: int | None = 503, **match: Any) -> Fault:
        """Return a fault that takes the token endpoint down until disarmed: AADSTS90033; no answer for status None."""
        return cls(times=times, path=TOKEN_PATH, status=status, drop=status is None, **match)

    @classmethod
    def from_json(cls, data: Any) -> Fault:
        """Return the fault that JSON describes; raise ValueError if it is not a valid fault."""
        match = data.get("match", {}) if isinstance(data, dict) else None
        if not isinstance(match, dict):
            msg = "A fault is an object, and so is its 'match'."
            raise ValueError(msg)  # noqa: TRY004  (bad data, one kind of error)
        flat = {name: value for name, value in data.items() if name != "match"} | match
        known = {item.name for item in fields(cls)}
        for name in flat:
            if name not in known:
                msg = f"A fault has no field {name!r}. Its fields are {', '.join(sorted(known))}."
                raise ValueError(msg)
        fault = cls(**flat)
        fault.check()
        return fault

    def to_json(self) -> dict[str, Any]:
        """Return the fault as JSON data."""
        return asdict(self)

    def check(self) -> None:
        """Raise ValueError if a field has an invalid value or fields contradict each other."""
        for name, kinds in _KINDS.items():
            value = getattr(self, name)
            if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
                msg = f"The {name!r} of a fault cannot be {value!r}."
                raise ValueError(msg)
        for sound, sentence in self._conditions():
            if not sound:
                raise ValueError(sentence)

    def _conditions(self) -> Iterator[tuple[bool, str]]:
        """Yield each rule for a fault: True if it holds, and the message for a fault that breaks it."""
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
            "A fault with 'handshake' needs 'drop' or 'reset'. It takes 'times' and 'skip', and no other field.",
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
        """Return True if the fault applies to requests with this method and path."""
        named = self.method is None or self.method.upper() == method.upper()
        return not self.handshake and named and ends_like(path, self.path)

    @property
    def lets_through(self) -> bool:
        """True if the service carries out the request."""
        alters_only = not self.is_silent and self.status is None and self.body is None
        return self.after_work or alters_only

    @property
    def breaks(self) -> bool:
        """True if the connection ends before the whole answer is sent."""
        return self.drop or self.reset

    @property
    def is_silent(self) -> bool:
        """True if the client gets no byte of an answer."""
        return self.breaks and self.cut is None

    def content(self) -> bytes | None:
        """Return the fault's body as bytes, or None if the fault has no body."""
        if self.body is None or isinstance(self.body, str):
            return None if self.body is None else self.body.encode()
        return json.dumps(self.body).encode()


def seconds_text(seconds: float) -> str:
    """Return a number of seconds as text for a header: digits, without an exponent."""
    whole = f"{seconds:.9f}" if isinstance(seconds, float) else str(seconds)
    return whole.rstrip("0").rstrip(".") if "." in whole else whole


def ends_like(path: str, pattern: str) -> bool:
    """Return True if the end of a path matches the pattern, in which `*` is a wildcard."""
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
