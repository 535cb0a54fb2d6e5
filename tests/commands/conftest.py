"""Fixtures: a person without a configuration, and one who is set up for the emulator's tenant."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from tests.commands.person import Person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msgraph_meetings_emulator import Emulator


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Iterator[Person]:
    """Yield a person in UTC, also for commands that run in this process."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield Person()
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def admin(person: Person, msgraph_emulator: Emulator) -> Person:
    """Return a person whose settings name the emulator."""
    return person.having(**msgraph_emulator.environment({}))
