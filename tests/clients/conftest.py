"""Fixtures: the emulator behind its proxy, for clients with unchanged hosts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from msgraph_meetings_emulator import Emulator

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def _behind_a_proxy() -> Iterator[Emulator]:
    with Emulator(proxy=True) as emulator:
        yield emulator


@pytest.fixture
def proxied_emulator(_behind_a_proxy: Emulator) -> Emulator:
    """Yield an empty emulator that answers as graph.microsoft.com and login.microsoftonline.com."""
    _behind_a_proxy.reset()
    return _behind_a_proxy
