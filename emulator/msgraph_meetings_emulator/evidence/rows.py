"""A rule of the emulator, and how it is known that the real service has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Evidence = Literal["documentation", "metadata", "recording", "report", "choice"]

MEANINGS: dict[Evidence, str] = {
    "documentation": "a page of Microsoft, or of the host that is played, says so",
    "metadata": "a script read it from Graph's metadata",
    "recording": "somebody recorded it from the live service and published it",
    "report": "a maintainer or a third party says so, or the code of a library expects it",
    "choice": "the truth is not known, so the emulator's own choice; no claim about the service",
}


@dataclass(frozen=True)
class Rule:
    """One decision about the service's behaviour."""

    name: str
    """What is decided: the error, the switch, the function or constant that decides, the names in an answer."""

    says: str
    """When, or what; one sentence in plain words."""

    evidence: Evidence
    source: str = ""
    """`graph contract, section N`, `sign-in contract, section N`, or the address of a page."""

    chosen: str = ""
    """What of it is a choice all the same."""


def graph(section: str) -> str:
    """Return the source that a section of the graph contract is."""
    return f"graph contract, section {section}"


def sign_in(section: str) -> str:
    """Return the source that a section of the sign-in contract is."""
    return f"sign-in contract, section {section}"
