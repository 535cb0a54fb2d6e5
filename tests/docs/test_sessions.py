"""A reader types the commands of a page and sees what the page shows: real engine, real emulator, empty folders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.docs import output
from tests.docs.blocks import sessions
from tests.docs.session import Session

if TYPE_CHECKING:
    from pathlib import Path

    from tests.docs.session import Ran

SESSIONS = sessions()


@pytest.mark.proof
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", SESSIONS)
def test_reader_sees_what_the_page_shows_when_typing_its_commands(name: str, tmp_path: Path) -> None:
    blocks = SESSIONS[name]
    every = list(Session(tmp_path / "meetings", blocks[0].session or "").run(blocks))
    assert [ran.problem for ran in every if ran.problem] == []

    pairs = {pair for ran in every for pair in _links(ran)}
    assert len({page for page, _ in pairs}) == len({real for _, real in pairs}) == len(pairs), "a link is another one"


def _links(ran: Ran) -> list[tuple[str, str]]:
    """Return each link that the page shows, with the one that was printed at its place."""
    shown, real = output.links(ran.command.output), output.links(ran.lines)
    return list(zip(shown, real, strict=True)) if len(shown) == len(real) else []
