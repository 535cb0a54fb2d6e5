"""Fixtures of the emulator's tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.emulator.client import Client, application, delegated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msgraph_meetings.emulator import Emulator


@pytest.fixture
def client(msgraph_emulator: Emulator) -> Iterator[Client]:
    """An application that acts for the first user."""
    with application(msgraph_emulator) as caller:
        yield caller


@pytest.fixture
def signed_in(msgraph_emulator: Emulator) -> Iterator[Client]:
    """The first user, signed in."""
    with delegated(msgraph_emulator) as caller:
        yield caller
