"""A year of deployments by the emulator's clock: a meeting that is kept alive keeps its link, another one loses it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest

from msgraph_meetings.auth.tokens import Token
from msgraph_meetings.config.reading import read_settings
from msgraph_meetings.graph.calls import Graph
from msgraph_meetings.graph.gate import Pacer
from msgraph_meetings.graph.session import Session
from msgraph_meetings.http.operation import Operation
from msgraph_meetings.http.transport import Http
from msgraph_meetings.meetings.check import check
from msgraph_meetings.meetings.diff import diff
from msgraph_meetings.meetings.lifecycle import Lifecycle
from msgraph_meetings.meetings.registry import Registry
from msgraph_meetings.model import instants
from tests.engine.requests import requests
from tests.lifecycle.cases import GET, PATCH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msgraph_meetings_emulator import Emulator

BEGINNING = datetime(2027, 1, 1, tzinfo=timezone.utc)
TIMES = {"startDateTime": "2027-01-04T09:00:00Z", "endDateTime": "2027-01-04T09:15:00Z"}


class NewTokens:
    """A new token for each request: one of last month is no longer valid by the emulator's clock."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator

    def token(self, _operation: Operation, _refused: Token | None = None) -> Token:
        return Token(self._emulator.application_token(), {}, "application")

    def close(self) -> None:
        pass


class Year:
    """One resource, deployed at moments of the emulator's clock, which the provider's clock follows."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator
        self._settings = read_settings(lambda _name: None, emulator.environment())
        self.graph = Graph(Session(Http(), emulator.endpoint, NewTokens(emulator), Pacer(1)))
        self.now = 0
        self.id, self.state, self.inputs = "", {}, {}  # type: ignore[var-annotated]
        self.sent: list[list[str]] = []

    def go_to(self, day: int) -> None:
        """Set both clocks to that day."""
        moment = f"{BEGINNING + timedelta(days=day):%Y-%m-%dT%H:%M:%SZ}"
        self._emulator.set_clock(moment, stopped=True)
        self.now = instants.ticks(moment)

    def up(self, news: dict[str, Any]) -> None:
        """Deploy without a refresh."""
        inputs = check(self.inputs, news, self._settings, "x").inputs
        lifecycle, operation = Lifecycle(self.graph, Registry(), now=lambda: self.now), Operation("m", 60.0)
        requests(self._emulator)
        if not self.id:
            made = lifecycle.create(inputs, operation)
            self.id, self.state = made.id, made.state
        elif diff(self.state, inputs, self.now).changes:
            self.state = lifecycle.update(self.id, self.state, inputs, operation)
        self.inputs = inputs
        self.sent.append(requests(self._emulator))

    def refresh(self) -> bool:
        """Return True if the meeting still exists."""
        found = Lifecycle(self.graph, Registry()).read(self.id, self.state, Operation("m", 60.0))
        if found is not None:
            self.state = found.state
        return found is not None


@pytest.fixture
def year(msgraph_emulator: Emulator, clean_environment: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Year]:
    """A year that begins on its first day."""
    for name, value in msgraph_emulator.environment().items():
        if name.endswith(("_BUNDLE", "_FILE")):
            monkeypatch.setenv(name, value)
    passing = Year(msgraph_emulator)
    passing.go_to(0)
    yield passing
    passing.graph.session.close()


@pytest.mark.parametrize(
    ("times", "step", "each"),
    [
        pytest.param(TIMES, 7, [PATCH], id="each week", marks=pytest.mark.proof),
        pytest.param(TIMES, 28, [PATCH], id="each month"),
        pytest.param({}, 7, [GET, PATCH], id="each week, without times", marks=pytest.mark.proof),
    ],
)
def test_meeting_that_is_deployed_each_week_or_month_keeps_its_link_for_a_year(
    year: Year, msgraph_emulator: Emulator, times: dict[str, str], step: int, each: list[str]
) -> None:
    news = {"externalId": "x", "subject": "S", "keepAlive": True} | times
    year.up(news)
    link = year.state["joinWebUrl"]
    for day in range(step, 366, step):
        year.go_to(day)
        year.up(news)
    assert year.refresh()
    assert year.state["joinWebUrl"] == link
    assert len(msgraph_emulator.meetings()) == 1
    updates = [sent for sent in year.sent[1:] if sent]
    assert updates == [each] * len(updates)
    assert 365 / 60 - 1 <= len(updates) <= 365 / 30 + 1


def test_meeting_that_is_not_kept_alive_expires_sixty_days_after_its_end(year: Year) -> None:
    news = {"externalId": "x", "subject": "S"} | TIMES
    year.up(news)
    assert year.state["expiryDateTime"] == "2027-03-05T09:15:00Z"
    for day in range(7, 63, 7):
        year.go_to(day)
        year.up(news)
    assert year.sent[1:] == [[]] * 8
    assert year.refresh()
    year.go_to(64)
    assert not year.refresh()


@pytest.mark.proof
def test_meeting_with_a_far_end_needs_no_update_until_the_last_days(year: Year) -> None:
    news = {"externalId": "x", "keepAlive": True, "startDateTime": "2027-01-04T09:00:00Z"}
    news |= {"endDateTime": "2027-07-04T09:00:00Z"}
    year.up(news)
    for day in range(7, 366, 7):
        year.go_to(day)
        year.up(news)
    first = next(number for number, sent in enumerate(year.sent[1:], start=1) if sent)
    assert first * 7 >= 184 + 60 - 30
    assert year.refresh()


def test_meeting_that_people_use_is_updated_for_its_old_expiry_only_once(
    year: Year, msgraph_emulator: Emulator
) -> None:
    news = {"externalId": "x", "keepAlive": True} | TIMES
    year.up(news)
    year.go_to(25)
    msgraph_emulator.open_join_link(year.state["joinWebUrl"])  # the real expiry moves, and the state does not know
    year.go_to(40)
    year.up(news)
    assert year.sent[-1] == [PATCH]
    year.go_to(47)
    year.up(news)
    assert year.sent[-1] == []
