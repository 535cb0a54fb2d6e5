"""Every failure of the catalogue, produced in a deployment: the answer, and the request that gets it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import jwt

from msgraph_meetings_emulator import Fault
from tests.unit import catalogue_facts as facts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.unit.catalogue_facts import Answered

ELSEWHERE = {
    "throttled": "it makes every other request wait, and ends as a deadline",
    "clock": "the answer's Date is the emulator's own; another server answers so",
    "gone": "a call that creates is told something else; tests/engine/test_bad_days.py has an update that is told so",
    "organizer-by-name": "with an app's token it is refused before anything is sent",
}
"""Rows of Graph that are not produced here, with the reason."""


OPAQUE = "Xq3-canary-of-an-opaque-access-token"


@dataclass(frozen=True)
class Failure:
    """An answer of Graph to the requests for one organizer.

    Args:
        row: the row of the catalogue that explains it.
        organizer: the user in the path.
        token: the access token that is sent, where its claims decide.
        fault: the answer.
    """

    row: str
    organizer: str
    token: str | None
    fault: Fault


def of_graph() -> Iterator[Failure]:
    """An answer for each row of Graph."""
    done = set(ELSEWHERE)
    for fact in facts.GRAPH:
        if fact.row not in done and fact.status != 204:
            done.add(fact.row)
            organizer = str(uuid.uuid4())
            yield Failure(fact.row, organizer, _token(fact), _fault(fact, organizer))


def _token(fact: Answered) -> str | None:
    """Return a token with the claims of the fact; its signature is never checked, because the answer comes first."""
    if fact.row == "forbidden":
        return OPAQUE
    return jwt.encode(fact.claims, "k" * 32, algorithm="HS256") if fact.claims not in ({}, facts.APP) else None


def _fault(fact: Answered, organizer: str) -> Fault:
    error = {"error": {"code": fact.code, "message": fact.text, "innerError": {"request-id": str(uuid.uuid4())}}}
    path = "*/me/onlineMeetings/createOrGet" if "scp" in fact.claims else f"*/{organizer}/onlineMeetings/createOrGet"
    return Fault(path=path, times=None, status=fact.status, body="<html>" if fact.page else error)


def of_entra() -> Iterator[tuple[str, Fault]]:
    """A refusal of a sign-in for each row of Entra."""
    for row, (numbers, _) in facts.ENTRA.items():
        text = facts.ENTRA_TEXTS.get(row, "Refused here.")
        answer: dict[str, Any] = {
            "error": "invalid_client",
            "error_description": f"AADSTS{numbers[0]}: {text}",
            "error_codes": [numbers[0]],
            "timestamp": "2020-01-01 00:00:00Z" if row in facts.ENTRA_SKEWS else None,
            "correlation_id": str(uuid.uuid4()),
        }
        yield row, Fault(path="*/oauth2/v2.0/token", status=401, body=answer)  # MSAL would cache a 400
