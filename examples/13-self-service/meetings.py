"""The meetings of each team: one stack a team, deployed with Pulumi's Automation API, one request at a time."""

import json
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import pulumi
from pulumi import automation

from msgraph_meetings import OnlineMeeting

PROJECT = "self-service"
_SECONDS_TO_WAIT = 120


class BusyError(Exception):
    """Another request of this team takes too long."""


@dataclass(frozen=True)
class Wish:
    """A meeting that somebody asks for; `name` is its name within the team, and start and end are RFC 3339."""

    name: str
    subject: str
    start: str
    end: str


class Teams:
    """The wishes of all teams, one file a team, and their stacks."""

    def __init__(self, folder: Path) -> None:
        """Keep the files in a folder."""
        self._folder = folder
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._choice = threading.Lock()

    def ask(self, team: str, wish: Wish) -> str:
        """Make the meeting, or change it if the team has one of this name; return its join URL."""
        with self._alone(team):
            wishes = self._wishes(team) | {wish.name: wish}
            links = self._deploy(team, wishes)
            return links[wish.name]

    @contextmanager
    def _alone(self, team: str) -> Iterator[None]:
        """Hold the team's lock; Pulumi's own lock of the stack would refuse a second deployment."""
        with self._choice:
            lock = self._locks[team]
        if not lock.acquire(timeout=_SECONDS_TO_WAIT):
            raise BusyError(f"Another request of team {team} is still being deployed. Try again in a minute.")
        try:
            yield
        finally:
            lock.release()

    def _deploy(self, team: str, wishes: dict[str, Wish]) -> dict[str, str]:
        """Deploy all meetings of a team, and keep the wishes only if that succeeded."""

        def program() -> None:
            links = {name: _meeting(team, wish).join_web_url for name, wish in wishes.items()}
            pulumi.export("links", links)

        done = _stack(team, program).up()
        kept = json.dumps({name: asdict(wish) for name, wish in wishes.items()}, indent=2)
        self._folder.mkdir(exist_ok=True)
        self._file(team).write_text(kept, encoding="utf-8")
        return dict(done.outputs["links"].value)

    def _wishes(self, team: str) -> dict[str, Wish]:
        if not self._file(team).exists():
            return {}
        held = json.loads(self._file(team).read_text(encoding="utf-8"))
        return {name: Wish(**wish) for name, wish in held.items()}

    def _file(self, team: str) -> Path:
        return self._folder / f"{team}.json"


def _meeting(team: str, wish: Wish) -> OnlineMeeting:
    return OnlineMeeting(
        wish.name,
        subject=wish.subject,
        external_id=f"{PROJECT}-{team}-{wish.name}",
        start_date_time=wish.start,
        end_date_time=wish.end,
        lobby_bypass_settings={"scope": "organization"},
    )


def _stack(team: str, program: Callable[[], None]) -> automation.Stack:
    return automation.create_or_select_stack(stack_name=team, project_name=PROJECT, program=program)
