"""The parts of an answer of Microsoft Graph that a row of the catalogue can test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msgraph_meetings.errors.catalogue.rows import SKEW, Row, clock, consent_page, matches

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

_PERSONAL_TENANT = "9188040d-6c67-4c5b-b112-36a304b66dad"
_APPLICATION = "OnlineMeetings.ReadWrite.All"
_DELEGATED = "OnlineMeetings.ReadWrite"


@dataclass(frozen=True)
class Refusal:
    """An answer of Graph that is not a success, and the facts of its request.

    Args:
        status: the HTTP status.
        code: Graph's error code; empty where the body has none.
        text: Graph's error message, or the beginning of another body; may be empty.
        page: the body is a web page.
        organizer: the user in the path; empty for ``/me``.
        claims: the claims of the token that was sent; empty if it cannot be read.
        login: the root of the sign-in of this cloud.
        skew: seconds that this machine's clock is ahead of the answer's ``Date``.
        creates: the request was createOrGet.
    """

    status: int
    code: str
    text: str
    page: bool
    organizer: str
    claims: Mapping[str, Any]
    login: str
    skew: float
    creates: bool = False

    @property
    def delegated(self) -> bool:
        """True if the request was a signed-in user's."""
        return "scp" in self.claims or not self.organizer

    @property
    def granted(self) -> Collection[str]:
        """The permissions in the token's claims."""
        if self.delegated:
            return str(self.claims.get("scp", "")).split()
        roles = self.claims.get("roles", ())
        return [str(role) for role in roles] if isinstance(roles, list | tuple) else ()

    @property
    def permission(self) -> str:
        """The permission that every call of this provider needs, for this type of token."""
        return _DELEGATED if self.delegated else _APPLICATION

    def words(self) -> dict[str, object]:
        """Return the values for the braces of a row."""
        app = str(self.claims.get("appid") or self.claims.get("azp") or "<the app's client id>")
        tenant = str(self.claims.get("tid") or "organizations")
        return {
            "status": self.status,
            "organizer": self.organizer or "who is signed in",
            "app": app,
            "tenant": self.claims.get("tid") or "of the sign-in",
            "kind": "delegated" if self.delegated else "application",
            "permission": self.permission,
            "consent": consent_page(self.login, tenant, app),
            "skew": clock(self.skew),
        }


@dataclass(frozen=True)
class Condition:
    """A further condition for a row to fit an answer.

    Args:
        described: the condition in words, for the docs; part of a sentence.
        holds: returns True if the condition is met.
    """

    described: str
    holds: Callable[[Refusal], bool]


def _is_guest(refusal: Refusal) -> bool:
    claims = refusal.claims
    return refusal.delegated and (claims.get("acct") == 1 or claims.get("idp") not in (None, claims.get("iss")))


PERMISSION_MISSING = Condition(
    "the permission is not in the token's `roles` or `scp`",
    lambda refusal: bool(refusal.claims) and refusal.permission not in refusal.granted,
)
PERMISSION_THERE = Condition(
    "the permission is in the token's `roles` or `scp`", lambda refusal: refusal.permission in refusal.granted
)
PERSONAL = Condition(
    "the token's `tid` is that of personal accounts", lambda refusal: refusal.claims.get("tid") == _PERSONAL_TENANT
)
GUEST = Condition("the token is a guest's (`acct` is 1, or `idp` is not the issuer)", _is_guest)
SKEWED = Condition(
    f"the answer's `Date` is more than {SKEW} s away from this machine's clock",
    lambda refusal: abs(refusal.skew) > SKEW,
)
PRINCIPAL_NAME = Condition("the organizer is written with an @", lambda refusal: "@" in refusal.organizer)
CREATES = Condition("the request is createOrGet", lambda refusal: refusal.creates)
WEB_PAGE = Condition("the body is a web page", lambda refusal: refusal.page)


@dataclass(frozen=True, kw_only=True)
class GraphRow(Row):
    """A row about an answer of Graph.

    Args:
        statuses: the HTTP statuses; empty: any.
        code: Graph's error code, exactly; ``None``: any.
        text: a pattern of Graph's message; ``None``: any, empty: none.
        when: a further condition.
    """

    statuses: Collection[int] = ()
    code: str | None = None
    text: str | None = None
    when: Condition | None = None

    def fits(self, refusal: Refusal) -> bool:
        """Return True if this row is about that answer."""
        return (
            (not self.statuses or refusal.status in self.statuses)
            and self.code in (None, refusal.code)
            and matches(self.text, refusal.text)
            and (self.when is None or self.when.holds(refusal))
        )

    @property
    def came(self) -> str:
        """Return the answer in words, for the docs."""
        several = isinstance(self.statuses, range)
        statuses = f"{min(self.statuses)} to {max(self.statuses)}" if several else ", ".join(map(str, self.statuses))
        text = "" if self.text is None else f"a text like `{self.text}`" if self.text else "an empty text"
        code = f"code `{self.code}`" if self.code else ""
        when = self.when.described if self.when else ""
        return ", ".join(part for part in (statuses or "any status", code, text, when) if part)
