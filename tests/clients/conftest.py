"""The emulator behind its proxy, for clients whose hosts nobody changed."""

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
    """An empty emulator that stands in for graph.microsoft.com and login.microsoftonline.com themselves."""
    _behind_a_proxy.reset()
    return _behind_a_proxy
