"""The common parts of the catalogue's rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from msgraph_meetings.errors import MeetingsError

Evidence = Literal["documented", "observed", "unknown", "local"]
"""``documented`` by Microsoft; ``observed`` at the service, without a promise; ``unknown``: inferred, without a source;
``local``: reported by this machine's own libraries or commands."""

SKEW = 300
"""Seconds that clocks may differ before a token's times fail; Entra's own tolerance is five minutes."""
_TOKEN = re.compile(r"eyJ[\w-]{8,}(?:\.[\w-]*)*")  # also its first part alone: a text may be cut in the middle


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the catalogue.

    Args:
        id: its name, and its anchor in docs/errors.md.
        error: the class that is raised.
        what: what happened, one sentence; this and the next two have names in braces that ``tell`` fills in.
        why: the cause, one sentence.
        fix: what to do, one sentence, optionally followed by commands.
        evidence: how the meaning of the answer is known.
        source: of the evidence; an address, or the section of a page.
    """

    id: str
    error: type[MeetingsError]
    what: str
    why: str
    fix: str
    evidence: Evidence
    source: str = ""

    def tell(self, words: Mapping[str, object], said: str = "", request_id: str | None = None) -> MeetingsError:
        """Return the error, with the braces filled in.

        Args:
            words: the value of each name in braces.
            said: the server's own message, cut.
            request_id: identifies the request in the server's logs.
        """
        what, why, fix = (text.format_map(words) for text in (self.what, self.why, self.fix))
        return self.error(what, why, fix, request_id, said)


@dataclass(frozen=True, kw_only=True)
class KindRow(Row):
    """A row about a failure of one kind.

    Args:
        kind: the name that the calling module uses.
        text: a pattern of the words that came with it; ``None``: any.
        came: what came back, for the docs.
    """

    kind: str
    text: str | None = None
    came: str

    def fits(self, kind: str, text: str) -> bool:
        """Return True if this row is about that failure."""
        return kind == self.kind and matches(self.text, text)


def without_tokens(text: str) -> str:
    """Return a server's text without all that looks like a token."""
    return _TOKEN.sub("[token]", text)


def matches(pattern: str | None, text: str) -> bool:
    """Return True if a row's pattern fits: ``None`` fits any text, an empty one only none; case is ignored."""
    if not pattern:
        return pattern is None or not text
    return re.search(pattern, text, re.IGNORECASE) is not None


def consent_page(login: str, tenant: str, app: str) -> str:
    """Return the page on which an administrator consents to what an app may do."""
    return f"{login}/{quote(tenant, safe='<>')}/adminconsent?client_id={quote(app, safe='<>')}"


def clock(skew: float) -> str:
    """Return this machine's clock error in words."""
    return f"{abs(skew):.0f} s {'ahead of' if skew > 0 else 'behind'}"
