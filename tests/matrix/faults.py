"""The service's faults, as data: one row of the table each, with the expected result of the first run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from tests.matrix.doors import IMPATIENT, PATIENT

if TYPE_CHECKING:
    from collections.abc import Mapping

End = Literal["done", "failed"]
_POLICY = "No application access policy found for this app: app on the user"
_HTML = {"status": 200, "body": "<html>Sign in</html>", "headers": {"Content-Type": "text/html"}}
_XML = {"status": 200, "body": "<a/>", "headers": {"Content-Type": "application/xml"}}
_REDIRECT = {"status": 302, "headers": {"Location": "https://example.com/"}}
_LOST = {"after_work": True, "drop": True}


@dataclass(frozen=True)
class Row:
    """A fault, and the expected result of the run that meets it.

    Args:
        fault: the fields of ``Fault``, without those that select the request.
        end: the result of the operation.
        says: a pattern for the message of a failed operation.
        except_for: other results, by the name of the column.
    """

    fault: Mapping[str, Any]
    end: End
    says: str = ""
    except_for: Mapping[str, End] = field(default_factory=dict)

    def end_at(self, column: str) -> End:
        """Return the expected result in a column."""
        return self.except_for.get(column, self.end)


def refused(status: int, code: str, says: str, message: str = "", **further: Any) -> Row:
    """Return a permanent refusal, in the form of Graph's errors."""
    body = {"error": {"code": code, "message": message}}
    return Row({"status": status, "body": body, "times": None} | further, "failed", says)


def passing(**fault: Any) -> Row:
    """Return a temporary failure, by default of one request."""
    return Row(fault, "done")


def lasting(says: str, **fault: Any) -> Row:
    """Return a permanent failure that the provider retries."""
    return Row({"times": None} | fault, "failed", says)


GONE: dict[str, End] = {"delete": "done", "replace: DELETE": "done", "refresh": "done"}
NEW: dict[str, End] = {"create: POST": "done", "create: PATCH": "done", "replace: POST": "done"}
"""A 404 about a new user or meeting is retried: it may not be visible at once."""
NO_BODY: dict[str, End] = {"delete": "done", "replace: DELETE": "done"}
"""A DELETE that succeeds has no body to cut or replace."""

AT_ONCE = {
    "400": refused(400, "BadRequest", "400 BadRequest", "An error has occurred."),
    "401": refused(401, "InvalidAuthenticationToken", "rejected the access token", "x"),
    "401 once": passing(status=401),
    "403": refused(403, "Forbidden", "OnlineMeetings.ReadWrite.All"),
    "403, no access policy": refused(403, "Forbidden", "New-CsApplicationAccessPolicy", _POLICY),
    "404, the path is wrong": refused(404, "UnknownError", "does not know the organizer"),
    "404 after the work": Row(
        {"status": 404, "after_work": True, "body": {"error": {"code": "NotFound", "message": ""}}},
        "failed",
        "no longer exists|does not exist",
        GONE | NEW,
    ),
    "409": refused(409, "Conflict", "Another program changed the meeting", "x"),
    "412": refused(412, "PreconditionFailed", "Another program changed the meeting", "x"),
    "HTML": Row(_HTML | {"times": None}, "failed", "without a JSON object"),
    "XML": Row(_XML | {"times": None}, "failed", "without a JSON object"),
    "redirect": Row(_REDIRECT | {"times": None}, "failed", "was not followed"),
    "500": passing(status=500),
    "500, but done": passing(status=500, after_work=True),
    "502": passing(status=502),
    "503, twice": passing(status=503, times=2),
    "504": passing(status=504),
    "504, but done": passing(status=504, after_work=True),
    "late by 1 s": passing(delay=1),
    "connection lost before": passing(drop=True),
    "connection reset before": passing(reset=True),
    "connection reset after the work": passing(reset=True, after_work=True),
    "connection reset in the answer": passing(reset=True, cut=20),
    "connection lost after the work": passing(**_LOST),
    "connection lost after the work, twice": passing(**_LOST, times=2),
    "answer cut": passing(cut=40),
    "answer empty, but done": passing(status=200, body="", after_work=True),
    "answer a list, but done": passing(status=200, body=[], after_work=True),
    "called text/plain": passing(headers={"Content-Type": "text/plain"}, times=None),
}
"""Faults that are temporary, or that end the operation at once."""

IN_VAIN = {  # on a slow machine the time ends in the middle of a request
    "500 for good": lasting("failed|timed out", status=500),
    "503 for good": lasting("failed|timed out", status=503),
    "connection lost for good": lasting("ended before the whole answer", drop=True),
    "lost after the work for good": lasting("ended before the whole answer", **_LOST),
    "answer cut for good": Row({"cut": 40, "times": None}, "failed", "without a JSON object|timed out", NO_BODY),
    "connection reset for good": lasting("ended before the whole answer", reset=True),
    "slow drip for good": Row({"drip": 1.0, "times": None}, "failed", "ended before the whole answer", NO_BODY),
    "no answer at all": lasting("ended before the whole answer", delay=600),
}
"""Faults that the provider retries until the operation's time is over."""

TOLD_TO_WAIT = {
    "429, wait 1 s, twice": passing(status=429, headers={"Retry-After": "1"}, times=2),
    "429 without Retry-After": passing(status=429),
    "503, wait 1 s": passing(status=503, headers={"Retry-After": "1"}),
}
"""Faults that delay every request of the process."""

THROTTLED = {
    "429 for a day": lasting("Throttled: Graph asks to wait", status=429, headers={"Retry-After": "86400"}),
    "429 for good": lasting("Throttled: |timed out", status=429),
}
"""Faults that stop every request of the process."""

GROUPS: tuple[tuple[Mapping[str, Row], float], ...] = (
    (AT_ONCE, PATIENT),
    (TOLD_TO_WAIT, PATIENT),
    (IN_VAIN, IMPATIENT),
    (THROTTLED, IMPATIENT),
)
"""Rows that one run of the engine can try together, and the seconds for each operation."""
ROWS: dict[str, Row] = {name: row for rows, _ in GROUPS for name, row in rows.items()}
