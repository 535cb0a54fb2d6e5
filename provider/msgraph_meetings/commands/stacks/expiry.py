"""The moment at which Microsoft deletes a meeting: 60 days after its end, or after its start if it has no end.

Source: graph contract, sections 5.4 and 13. A PATCH or a use of the meeting before that moment gives 60 more days,
which a state cannot show: an estimate is the earliest moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from msgraph_meetings.model import instants

if TYPE_CHECKING:
    from msgraph_meetings.model.unknowns import Properties

DAYS = 60

Basis = Literal["service", "end", "start", "creation"]


@dataclass(frozen=True)
class Expiry:
    """The expiry of one meeting.

    Args:
        at: the instant, in ticks.
        basis: the property that tells it; ``service`` is Graph's own ``expiryDateTime``.
    """

    at: int
    basis: Basis

    @property
    def estimated(self) -> bool:
        """True if the service did not say it."""
        return self.basis != "service"


def expiry_of(properties: Properties) -> Expiry | None:
    """Return the expiry of a meeting, or None if its properties do not tell it.

    A meeting without times starts when it is created and ends an hour later (graph contract, section 1.2).
    """
    stated = instants.ticks_or_none(properties.get("expiryDateTime"))
    if stated is not None:
        return Expiry(stated, "service")
    rules: tuple[tuple[str, Basis, int], ...] = (
        ("endDateTime", "end", 0),
        ("startDateTime", "start", 0),
        ("creationDateTime", "creation", instants.TICKS_PER_HOUR),
    )
    for name, basis, later in rules:
        since = instants.ticks_or_none(properties.get(name))
        if since is not None:
            return Expiry(since + later + DAYS * instants.TICKS_PER_DAY, basis)
    return None
