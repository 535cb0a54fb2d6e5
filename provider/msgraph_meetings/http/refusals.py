"""Read a failure's answer from Microsoft Graph or Microsoft Entra, and look it up in the catalogue."""

from __future__ import annotations

import json
import re
import time
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from msgraph_meetings.config.clouds import CLOUDS
from msgraph_meetings.errors import cut
from msgraph_meetings.errors.catalogue.answers import Refusal
from msgraph_meetings.errors.catalogue.entra import entra_row
from msgraph_meetings.errors.catalogue.graph import graph_row
from msgraph_meetings.errors.catalogue.methods import method_row
from msgraph_meetings.errors.catalogue.rows import without_tokens
from msgraph_meetings.model.instants import TICKS_PER_SECOND, ticks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from msgraph_meetings.errors import MeetingsError
    from msgraph_meetings.errors.catalogue.entra import EntraRow, SignIn
    from msgraph_meetings.http.transport import Answer

_SAID_LIMIT = 300
_READ_LIMIT = 20_000
"""Characters of a server's text that are read: patterns are slow on long texts."""
_EPOCH = ticks("1970-01-01T00:00:00Z")
_NUMBER = re.compile(r"AADSTS(\d+)")
_CODE = re.compile(r'"error"\s*:\s*"(\w+)"')
_TAIL = re.compile(r"(?:^|(?<=\S))\s*(Trace ID|Correlation ID|Timestamp): .*", re.DOTALL)


def refusal(
    answer: Answer,
    path: str,
    claims: Mapping[str, Any],
    login: str = CLOUDS["public"].login,
    now: float | None = None,
) -> MeetingsError:
    """Return the error for an answer of Graph that is not a success.

    Args:
        answer: the answer.
        path: the path of the request, below ``/v1.0``.
        claims: of the token that was sent.
        login: the root of the sign-in of this cloud.
        now: this machine's clock, in seconds since 1970; by default the present time.
    """
    error = _error_of(answer)
    text = str(error.get("message") or "") if error else answer.body[:_READ_LIMIT].decode(errors="replace")
    read = Refusal(
        answer.status,
        str(error.get("code") or "")[:_READ_LIMIT],
        text[:_READ_LIMIT],
        page=not error and _is_page(answer),
        organizer=_organizer(path),
        claims=claims,
        login=login,
        skew=_skew(answer.headers.get("date"), now),
        creates=path.endswith("/createOrGet"),
    )
    said = _said("Graph answered" if error else "The answer was", read)
    return graph_row(read).tell(read.words(), said, _request_id(answer, error))


def _error_of(answer: Answer) -> dict[str, Any]:
    """Return Graph's error object; a missing or malformed part counts as absent."""
    try:
        content = json.loads(answer.body)
    except (ValueError, RecursionError):
        return {}
    return _object(_object(content).get("error"))


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _said(who: str, read: Refusal) -> str:
    """Return Graph's own words, or the beginning of another server's answer, on one line."""
    code = _plain(read.code) or "no error code"
    text = cut(without_tokens(read.text), _SAID_LIMIT).rstrip(".") or "(no text)"
    return f"{who} {read.status} {code}: {text}."


def _plain(value: object) -> str:
    """Return a server's word, such as an id, cut and without tokens."""
    return cut(without_tokens(str(value)), 80)


def _request_id(answer: Answer, error: dict[str, Any]) -> str | None:
    inner = _object(error.get("innerError") or error.get("innererror"))
    found = answer.headers.get("request-id") or inner.get("request-id")
    return _plain(found) if found else None


def _organizer(path: str) -> str:
    segments = path.split("/")
    return cut(unquote(segments[2]), 120) if segments[1] == "users" else ""


def _is_page(answer: Answer) -> bool:
    return "html" in answer.headers.get("content-type", "") or answer.body.lstrip().startswith(b"<")


def _skew(date: str | None, now: float | None) -> float:
    """Return the seconds that this machine's clock is ahead of an HTTP ``Date``; 0 without a date."""
    try:
        there = parsedate_to_datetime(date or "").timestamp()
    except (TypeError, ValueError, OverflowError):
        return 0.0
    return (time.time() if now is None else now) - there


def refused_by_entra(answer: Mapping[str, Any], sign_in: SignIn, now: float | None = None) -> MeetingsError:
    """Return the error for Entra's answer without a token.

    Args:
        answer: the JSON object of the token service, or MSAL's result, which is the same.
        sign_in: who asked for what.
        now: as ``refusal`` takes it.
    """
    text = without_tokens(str(answer.get("error_description") or "")[:_READ_LIMIT])
    numbers = _numbers(answer.get("error_codes"), text)
    skew = _skew_of_entra(answer.get("timestamp"), now)
    row = entra_row(numbers, text, skew)
    named = _named(numbers, row)
    said = _said_by_entra(answer, text, sign_in.described)
    correlation = answer.get("correlation_id")
    return row.tell(sign_in.words(named, skew), said, _plain(correlation) if correlation else None)


def _numbers(codes: Any, text: str) -> list[int]:
    """Return the AADSTS numbers of an answer, those of its text first."""
    listed = codes if isinstance(codes, list) else []
    found = [int(number[:12]) for number in _NUMBER.findall(text)] + [code for code in listed if type(code) is int]
    return list(dict.fromkeys(found))


def _skew_of_entra(timestamp: Any, now: float | None) -> float:
    """Return the seconds that this machine's clock is ahead of the answer's time, such as ``2027-01-04 09:00:00Z``."""
    try:
        there = (ticks(str(timestamp).replace(" ", "T", 1)) - _EPOCH) / TICKS_PER_SECOND
    except ValueError:
        return 0.0
    return (time.time() if now is None else now) - there


def _said_by_entra(answer: Mapping[str, Any], text: str, described: str) -> str:
    """Return Entra's own words without their ids, then the ids, then the part of the proof that may be shown."""
    words = cut(_TAIL.sub("", text), _SAID_LIMIT).rstrip(".") or "(no text)"
    ids = [f"{name} {_plain(answer[key])}" for name, key in _IDS.items() if answer.get(key)]
    seen = f" ({', '.join(ids)})" if ids else ""
    code = answer.get("error") or next(iter(_CODE.findall(text)), None)  # MSAL's exceptions quote the answer
    answered = f"Entra answered {_plain(code)}" if code else "Entra answered"
    return " ".join(filter(None, (f"{answered}: {words}.{seen}", described)))


def _named(numbers: list[int], row: EntraRow) -> int | None:
    """Return the number that a message names: the row's own, else the first."""
    return next((number for number in numbers if number in row.numbers), numbers[0] if numbers else None)


def refused_by_azure_cli(said: str, code: int, sign_in: SignIn) -> MeetingsError:
    """Return the error for the Azure CLI's output without a token; the CLI repeats Entra's refusals with their numbers.

    Args:
        said: the command's output.
        code: its exit code.
        sign_in: who asked for what.
    """
    text = without_tokens(said)
    shown = f"The Azure CLI said: {cut(_TAIL.sub('', text), _SAID_LIMIT) or '(nothing)'}"
    numbers = _numbers(None, text)
    if not numbers:
        return method_row("azure cli", text).tell({"tenant": sign_in.tenant, "code": code}, shown)
    row = entra_row(numbers, text, 0.0)
    named = _named(numbers, row)
    return row.tell(sign_in.words(named, 0.0), shown)


_IDS = {"trace id": "trace_id", "at": "timestamp"}
