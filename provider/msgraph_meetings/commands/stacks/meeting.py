"""One meeting of a stack, and its status at a moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from msgraph_meetings.commands.stacks.expiry import Expiry, expiry_of
from msgraph_meetings.commands.stacks.hidden import has_hidden
from msgraph_meetings.errors import cut
from msgraph_meetings.model import instants
from msgraph_meetings.model.unknowns import Properties, object_in

Status = Literal["running", "upcoming", "no time", "ended", "expired"]
_ORDER: dict[Status, int] = {"running": 0, "upcoming": 0, "no time": 1, "ended": 2, "expired": 3}
_LONGEST = 4000


@dataclass(frozen=True)
class Meeting:
    """A meeting, as a state or stack outputs hold it.

    Args:
        name: of the resource, or of the stack output.
        properties: Graph's names; without values that are hidden.
        hidden: the names of properties that are secrets and are not shown.
        id: Graph's id; empty if it is not known.
        urn: of the resource; empty for a stack output.
        modified: the instant of the last change by Pulumi, RFC 3339; empty if it is not known.
    """

    name: str
    properties: Properties
    hidden: frozenset[str] = frozenset()
    id: str = ""
    urn: str = ""
    modified: str = ""
    expiry: Expiry | None = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "expiry", expiry_of(self.properties))

    @classmethod
    def of(cls, name: str, values: dict[str, Any], **about: str) -> Meeting:
        """Return the meeting of property values, some of which may be ``HIDDEN``; names are put on one line."""
        hidden = frozenset(key for key, value in values.items() if has_hidden(value))
        shown = {key: value for key, value in values.items() if key not in hidden}
        return cls(cut(name), shown, hidden, **{key: cut(value, _LONGEST) for key, value in about.items()})

    def text(self, name: str) -> str:
        """Return a property on one line, without control characters; empty if it is missing or hidden."""
        value = self.properties.get(name)
        return cut(value, _LONGEST) if isinstance(value, str) else ""

    @property
    def title(self) -> str:
        """The subject, or the resource's name."""
        return self.text("subject") or self.name

    @property
    def link(self) -> str:
        """The join URL; empty if it is missing, hidden, or not a plain https address."""
        url = self.properties.get("joinWebUrl")
        return url if isinstance(url, str) and is_link(url) else ""

    @property
    def start(self) -> int | None:
        """The start, in ticks."""
        return instants.ticks_or_none(self.properties.get("startDateTime"))

    @property
    def end(self) -> int | None:
        """The end, in ticks; an hour after the start if only the start is known (graph contract, section 1.2)."""
        end = instants.ticks_or_none(self.properties.get("endDateTime"))
        if end is None and self.start is not None:
            return self.start + instants.TICKS_PER_HOUR
        return end

    @property
    def organizer(self) -> str:
        """The organizer's object id; empty if it is not known."""
        user = self.properties.get("userId") or object_in(self.properties, "organizer").get("id")
        return cut(user) if isinstance(user, str) else ""

    @property
    def organizer_is_hidden(self) -> bool:
        """True if the organizer is a secret that is not shown."""
        return not self.organizer and bool(self.hidden & {"userId", "organizer"})

    def status(self, now: int) -> Status:
        """Return the status at a moment, in ticks."""
        if self.expiry is not None and self.expiry.at <= now:
            return "expired"
        if self.start is None or self.end is None:
            return "no time"
        if self.end <= now:
            return "ended"
        return "running" if self.start <= now else "upcoming"

    def expires_within(self, now: int, span: int) -> bool:
        """Return True if it has expired, or will within a span after a moment; in ticks."""
        return self.expiry is not None and self.expiry.at <= now + span


def next_first(meetings: list[Meeting], now: int) -> list[Meeting]:
    """Return the meetings: the running and coming ones first, the ended ones last and the latest of them first."""

    def key(meeting: Meeting) -> tuple[int, int, str]:
        order = _ORDER[meeting.status(now)]
        start = meeting.start or 0
        return order, start if order == 0 else -start, meeting.name

    return sorted(meetings, key=key)


def is_link(text: str) -> bool:
    """Return True for an https address that is safe in a page and in a calendar: visible ASCII without quotes."""
    return text.lower().startswith("https://") and all(
        "!" <= letter <= "~" and letter not in "\"'<>`" for letter in text
    )
