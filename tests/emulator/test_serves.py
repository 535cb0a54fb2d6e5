"""The table of served paths agrees with the routes in the code and with the answers of a running emulator."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import pytest

from msgraph_meetings_emulator.evidence.serves import EVERYWHERE, SERVED, UNSERVED, Unserved
from tests.emulator.client import Client
from tests.emulator.routes import is_own, read_by_the_code, routed, told

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator

ROWS = tuple(chain.from_iterable(SERVED.values()))
WHERE = "emulator/msgraph_meetings_emulator/evidence/serves.py"
_LIMIT = 30


def test_table_of_what_is_served_has_each_route_of_the_code() -> None:
    missing = sorted(row for row in routed() if not is_own(row[1]) and row not in told(ROWS))
    assert not missing, f"add rows in {WHERE} for {missing}"


def test_table_of_what_is_served_has_no_route_that_the_code_lacks() -> None:
    stale = sorted(told(ROWS) - routed().keys())
    assert not stale, f"take out of {WHERE}, or correct: {stale}"


def test_table_of_what_is_served_names_each_option_and_header_that_the_code_reads() -> None:
    named = {*EVERYWHERE, *(name for row in ROWS for name in (*row.query, *row.headers))}
    missing = sorted(read_by_the_code() - named)
    assert not missing, f"name these options and headers in {WHERE}: {missing}"


@pytest.mark.parametrize("row", UNSERVED, ids=lambda row: f"{row.method} {row.path}")
def test_request_that_is_not_served_is_answered_as_the_table_says(msgraph_emulator: Emulator, row: Unserved) -> None:
    user = f"users/{msgraph_emulator.user_id}"
    path = row.path.format(user=user, tenant=msgraph_emulator.tenant_id)
    with Client(msgraph_emulator, msgraph_emulator.application_token(), user) as client:
        answer = client.session.request(row.method, f"{msgraph_emulator.endpoint}{path}", timeout=_LIMIT)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"] if isinstance(error, dict) else error) == (row.status, row.code)
