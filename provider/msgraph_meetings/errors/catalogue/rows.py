"""What every row of the catalogue has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from msgraph_meetings.errors import MeetingsError

Evidence = Literal["documented", "observed", "unknown", "local"]
"""``documented`` by Microsoft; ``observed`` by somebody at the service, which promises nothing; ``unknown``: the cause
is inferred, no source says that the service answers so; ``local``: this machine's own libraries or commands say so."""

SKEW = 300
"""Seconds that clocks may differ before a token's times go wrong; Entra's own tolerance is five minutes."""
_TOKEN = re.compile(r"eyJ[\w-]{8,}(?:\.[\w-]*)*")  # also the first part alone: a text may be cut in the middle


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the catalogue.

    Args:
        id: its name, and its anchor in docs/errors.md.
        error: the class that is raised.
        what: what happened, one sentence; this and the next two with words in braces that the case fills in.
        why: the cause, one sentence.
        fix: what to do, one sentence, or one that commands follow.
        evidence: how it is known that this is what the answer means.
        source: where; an address, or the section of a page.
    """

    id: str
    error: type[MeetingsError]
    what: str
    why: str
    fix: str
    evidence: Evidence
    source: str = ""

    def tell(self, words: Mapping[str, object], said: str = "", request_id: str | None = None) -> MeetingsError:
        """The error, with the words of the case filled in.

        Args:
            words: by name in braces.
            said: what the other side said in its own words, cut.
            request_id: by which the other side finds the request in its logs.
        """
        what, why, fix = (text.format_map(words) for text in (self.what, self.why, self.fix))
        return self.error(what, why, fix, request_id, said)


@dataclass(frozen=True, kw_only=True)
class KindRow(Row):
    """A failure of one kind.

    Args:
        kind: as whoever met it names it.
        text: a pattern of the words that came with it; ``None``: any.
        came: what came back, for the docs.
    """

    kind: str
    text: str | None = None
    came: str

    def fits(self, kind: str, text: str) -> bool:
        """Whether this row is about that failure."""
        return kind == self.kind and matches(self.text, text)


def without_tokens(text: str) -> str:
    """A foreign text with everything taken out that has the shape of a token."""
    return _TOKEN.sub("[token]", text)


def matches(pattern: str | None, text: str) -> bool:
    """Whether a row's pattern fits: ``None`` any text, an empty one only none, else a search without case."""
    if not pattern:
        return pattern is None or not text
    return re.search(pattern, text, re.IGNORECASE) is not None


def consent_page(login: str, tenant: str, app: str) -> str:
    """Return the page on which an administrator consents to what an app may do."""
    return f"{login}/{quote(tenant, safe='<>')}/adminconsent?client_id={quote(app, safe='<>')}"


def clock(skew: float) -> str:
    """How far this machine's clock is off, in words."""
    return f"{abs(skew):.0f} s {'ahead of' if skew > 0 else 'behind'}"
