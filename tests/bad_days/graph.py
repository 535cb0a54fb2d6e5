"""Failures of Graph's requests about a meeting, and the result that the operation must have."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.bad_days.day import Day, lasting, passing, quiet, refused
from tests.unit import catalogue_facts as facts

if TYPE_CHECKING:
    from tests.bad_days.day import End

HTML = {"status": 200, "body": "<html>Sign in</html>", "headers": {"Content-Type": "text/html"}}
_XML = {"status": 200, "body": "<a/>", "headers": {"Content-Type": "application/xml"}}
_REDIRECT = {"status": 302, "headers": {"Location": "https://example.com/"}}
_LOST = {"after_work": True, "drop": True}
_A_DAY, _AN_HOUR = {"Retry-After": "86400"}, {"Retry-After": "3600"}


def _answered(status: int, row: str, code: str, *says: str) -> Day:
    """A refusal in Graph's words, to an app that has the permission."""
    fact = next(one for one in facts.GRAPH if (one.status, one.row) == (status, row) and one.claims in ({}, facts.APP))
    body = {"error": {"code": fact.code, "message": fact.text}}
    return Day(says, {"status": status, "body": body, "times": None}, row=row, code=code)


def _throttled(asked: dict[str, str], time: str) -> Day:
    """A wait that does not fit into the time of the operation; `time` is its length in words."""
    says = (
        f"Throttled: Graph asks to wait {time}, but only {{seconds}} s of operationTimeout remain.",
        f"Run `pulumi up` again in {time}",
        "Graph answered 429",
    )
    return Day(says, {"status": 429, "headers": asked, "times": None}, code="RESOURCE_EXHAUSTED")


_DELETES: dict[str, End] = dict.fromkeys(("delete", "replace: DELETE", "lock: DELETE", "rotate: DELETE"), "done")
GONE: dict[str, End] = {**_DELETES, "refresh": "done", "lock: PATCH": "done", "rotate: PATCH": "done"}
NEW: dict[str, End] = dict.fromkeys(("create: POST", "create: PATCH", "replace: POST", "rotate: POST"), "done")
"""404 about what is new is repeated: it may not be visible at once."""
NO_BODY: dict[str, End] = _DELETES
"""A DELETE that succeeds has no body that could be cut or replaced."""

REFUSED = {
    "400": _answered(400, "bad-request", "FAILED_PRECONDITION", "400 BadRequest"),
    "401": _answered(401, "unauthorized", "UNAUTHENTICATED", "rejected the access token"),
    "403": _answered(403, "forbidden-with-permission", "PERMISSION_DENIED", "OnlineMeetings.ReadWrite.All"),
    "403, no access policy": _answered(
        403,
        "access-policy",
        "PERMISSION_DENIED",
        "New-CsApplicationAccessPolicy -Identity",
        "Grant-CsApplicationAccessPolicy",
    ),
    "404, the path is wrong": _answered(404, "organizer-unknown", "NOT_FOUND", "does not know the organizer"),
    "409": _answered(409, "conflict", "FAILED_PRECONDITION", "Another program changed the meeting"),
    "412": _answered(412, "conflict", "FAILED_PRECONDITION", "Another program changed the meeting"),
    "HTML": replace(refused("without a JSON object", "UNAVAILABLE", **HTML), row="answer-no-json"),
    "XML": replace(refused("without a JSON object", "UNAVAILABLE", **_XML), row="answer-no-json"),
    "redirect": replace(refused("was not followed", "FAILED_PRECONDITION", **_REDIRECT), row="redirect"),
}
"""Those that end every operation at once."""

PASSING = {
    "401 once": quiet(status=401),
    "500": passing(status=500),
    "500, but done": passing(status=500, after_work=True),
    "502": passing(status=502),
    "503, twice": passing(status=503, times=2),
    "504": passing(status=504),
    "504, but done": passing(status=504, after_work=True),
    "late by 1 s": quiet(delay=1),
    "connection lost before": passing(drop=True),
    "connection reset before": passing(reset=True),
    "connection reset after the work": passing(reset=True, after_work=True),
    "connection reset in the answer": passing(reset=True, cut=20),
    "connection lost after the work": passing(**_LOST),
    "connection lost after the work, twice": passing(**_LOST, times=2),
    "answer cut": passing(cut=40),
    "answer empty, but done": passing(status=200, body="", after_work=True),
    "answer a list, but done": passing(status=200, body=[], after_work=True),
    "called text/plain": quiet(headers={"Content-Type": "text/plain"}, times=None),
}
"""Those that pass."""

AT_ONCE = {
    **REFUSED,
    **PASSING,
    "404 after the work": Day(
        ("no longer exists|does not exist",),
        {"status": 404, "after_work": True, "body": {"error": {"code": "NotFound", "message": ""}}},
        except_for=GONE | NEW,
    ),
}
"""Those that end at once or pass."""

IN_VAIN = {  # on a slow machine the time is over in the middle of a request
    "500 for good": lasting("failed|timed out", status=500),
    "503 for good": lasting("failed|timed out", status=503),
    "connection lost for good": lasting("ended before the whole answer", drop=True),
    "lost after the work for good": replace(lasting("ended before the whole answer", **_LOST), row="answer-lost"),
    "answer cut for good": replace(lasting("without a JSON object|timed out", cut=40), except_for=NO_BODY),
    "answer too large for good": replace(
        lasting("is larger than {kilobytes} KB", status=200, body={"id": "x" * 3_000_000}), row="answer-too-large"
    ),
    "connection reset for good": lasting("ended before the whole answer", reset=True),
    "slow drip for good": replace(lasting("ended before the whole answer", drip=1.0), except_for=NO_BODY),
    "no answer at all": lasting("ended before the whole answer", delay=600),
}
"""Those that the provider tries to outlast until the time of the operation is over."""

TOLD_TO_WAIT = {
    "429, wait 0 s, twice": passing(status=429, headers={"Retry-After": "0"}, times=2),
    "429, wait 1 s, twice": passing(status=429, headers={"Retry-After": "1"}, times=2),
    "429 without Retry-After": passing(status=429),
    "503, wait 1 s": passing(status=503, headers={"Retry-After": "1"}),
    "504, wait 1 s": passing(status=504, headers={"Retry-After": "1"}),
}
"""Those that slow every request of the process down."""

TOO_LONG = {
    "429 for a day": _throttled(_A_DAY, "24 hours"),
    "429 for an hour": _throttled(_AN_HOUR, "1 hour"),
    "503 for a day": Day(
        (
            "it is overloaded or under maintenance",
            "Graph asks to wait 24 hours, but only {seconds} s of operationTimeout remain.",
            "Run `pulumi up` again in 24 hours",
            "Graph answered 503",
        ),
        {"status": 503, "headers": _A_DAY, "times": None},
        code="UNAVAILABLE",
    ),
}
"""Those that ask for a wait that does not fit into the time of the operation; no two fit into one process."""

THROTTLED = {"429 for a day": TOO_LONG["429 for a day"], "429 for good": lasting("Throttled: |timed out", status=429)}
"""Those that make every request of the process wait in vain."""
