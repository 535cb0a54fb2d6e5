"""Many operations at once through one provider process, and operations over a long time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from msgraph_meetings_emulator import Handle
    from tests.plugin.door import Door

HOUR = 3600
STEPS = 12
LIFETIME = 600
"""The lifetime of a token in seconds: it expires in every second step, and the client's clock does not show it."""


class Made(NamedTuple):
    """A meeting in the engine's state."""

    id: str
    state: dict[str, Any]
    inputs: dict[str, Any]


def make_all(door: Door, names: Iterable[str], threads: int) -> dict[str, Made]:
    """Create a meeting for each name."""

    def make(name: str) -> tuple[str, Made]:
        return name, Made(*door.make({"externalId": name}, name))

    with ThreadPoolExecutor(threads) as pool:
        return dict(pool.map(make, names))


def an_hour(emulator: Handle, work: Callable[[str], None], names: list[str], threads: int) -> Iterator[int]:
    """Advance the service's clock by an hour, in steps; in each step, do the work once for every name.

    Yields the number of each finished step, from 1.
    """
    with ThreadPoolExecutor(threads) as pool:
        for step in range(1, STEPS + 1):
            list(pool.map(work, names))
            yield step
            emulator.advance(HOUR / STEPS)


def sign_ins(emulator: Handle) -> int:
    """Return the number of requests for a token."""
    return len(emulator.journal("POST", "/oauth2/v2.0/token"))


class Meetings:
    """Meetings of one plugin that are changed and refreshed repeatedly."""

    def __init__(self, door: Door, names: list[str], threads: int) -> None:
        self._door, self._made, self._times = door, make_all(door, names, threads), 0

    def work(self, name: str) -> None:
        """Change and refresh one meeting."""
        self._times += 1
        made = self._made[name]
        inputs = made.inputs | {"subject": f"subject {self._times}"}
        after = self._door.update(made.id, made.state, inputs, name)
        self._made[name] = made._replace(state=after)
        if self._door.read(made.id, after, inputs).id != made.id:
            raise AssertionError(f"{name} is gone")
