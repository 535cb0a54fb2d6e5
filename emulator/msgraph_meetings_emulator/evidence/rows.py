"""A rule of the emulator, and the evidence that the real service has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Evidence = Literal["documentation", "metadata", "recording", "report", "choice"]

MEANINGS: dict[Evidence, str] = {
    "documentation": "Microsoft documents it, or the vendor of the emulated host does",
    "metadata": "a script read it from Graph's metadata",
    "recording": "somebody recorded it from the live service and published the recording",
    "report": "a maintainer or a third party says so, or the code of a library expects it",
    "choice": "the real behaviour is not known; this is the emulator's choice, not a claim about the service",
}


@dataclass(frozen=True)
class Rule:
    """One rule of the emulator, with its evidence."""

    name: str
    """The error, the switch, the function or constant that decides, or the names in an answer."""

    says: str
    """The case in which an error occurs, or the content of the rule, in a few words."""

    evidence: Evidence
    source: str = ""
    """`graph contract, section N`, `sign-in contract, section N`, or the URL of a page."""

    chosen: str = ""
    """The part of the rule that is the emulator's choice; empty if there is none."""


def graph(section: str) -> str:
    """Return the source text for a section of the graph contract."""
    return f"graph contract, section {section}"


def sign_in(section: str) -> str:
    """Return the source text for a section of the sign-in contract."""
    return f"sign-in contract, section {section}"
