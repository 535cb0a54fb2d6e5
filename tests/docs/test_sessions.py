"""A reader types the commands of a page and sees what the page shows: real engine, real emulator, empty folders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.docs.blocks import sessions
from tests.docs.session import Session

if TYPE_CHECKING:
    from pathlib import Path

SESSIONS = sessions()


@pytest.mark.proof
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", SESSIONS)
def test_reader_sees_what_the_page_shows_when_typing_its_commands(name: str, tmp_path: Path) -> None:
    blocks = SESSIONS[name]
    problems = [ran.problem for ran in Session(tmp_path / "meetings", blocks[0].session or "").run(blocks)]
    assert [problem for problem in problems if problem] == []
