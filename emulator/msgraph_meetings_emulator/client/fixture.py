"""The pytest plugin: the fixture `msgraph_emulator`, for anyone who installs `msgraph-meetings[emulator]`.

    def test_my_program(msgraph_emulator):
        subprocess.run(my_program, env=os.environ | msgraph_emulator.environment(), check=True)
        assert len(msgraph_emulator.meetings()) == 1

One server runs for the whole session. It starts when a test first uses the fixture, and is emptied before each test.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msgraph_meetings_emulator import Emulator


@pytest.fixture(scope="session")
def _msgraph_emulator_server() -> Iterator[Emulator]:
    from msgraph_meetings_emulator import Emulator  # noqa: PLC0415  (every pytest run imports this module)

    with Emulator() as emulator:
        yield emulator


@pytest.fixture
def msgraph_emulator(_msgraph_emulator_server: Emulator) -> Emulator:
    """A running emulator of Microsoft Graph's online meetings, empty at the start of each test."""
    _msgraph_emulator_server.reset()
    return _msgraph_emulator_server
