"""The emulator's own limits, asked without HTTP, at the time that the simulation says."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from msgraph_meetings_emulator.front.token import Token
from msgraph_meetings_emulator.graph.meeting import Meeting
from msgraph_meetings_emulator.graph.quota import MEETINGS_A_MONTH, Quota
from msgraph_meetings_emulator.graph.throttle import Throttle
from msgraph_meetings_emulator.state import instants
from msgraph_meetings_emulator.state.choices import Choices
from msgraph_meetings_emulator.state.clock import Clock
from msgraph_meetings_emulator.state.store import Store

if TYPE_CHECKING:
    from msgraph_meetings_emulator.front.call import Call
    from msgraph_meetings_emulator.graph.throttle import Limit

_BEGIN = instants.parse("2027-01-04T09:00:00Z")
_CALL = cast("Call", SimpleNamespace(token=Token({"tid": "tenant", "appid": "app"})))
"""Every runner signs in as the same application."""


class Service:
    """Graph for one application.

    Args:
        limit: by rate; None for no limit. It counts by the emulator's clock.
    """

    def __init__(self, limit: Limit | None) -> None:
        self._store, self._clock, self._choices = Store(None), Clock(stopped_at=_BEGIN), Choices()
        self._throttle = Throttle(self._store, self._clock)
        self._throttle.set(limit)
        self._quota = Quota(self._store)

    def close(self) -> None:
        """Let go of the state."""
        self._store.close()

    def create(self, organizer: str, now: float) -> float | None:
        """Make a meeting for the organizer; return None, or the seconds to wait where that is refused.

        Raises:
            GraphError: the organizer has as many meetings as a month allows.
        """
        self._clock.stopped_at = _BEGIN + round(now * instants.TICKS_PER_SECOND)
        if refusal := self._throttle.refusal(_CALL):
            return float(refusal.retry_after or 1)
        ticks = self._clock.now()
        self._quota.check(organizer, ticks, MEETINGS_A_MONTH, self._choices)
        made: dict[str, Any] = {"creationDateTime": instants.render(ticks), "externalId": "made"}
        self._quota.note(Meeting("tenant", organizer, ticks, made))
        return None
