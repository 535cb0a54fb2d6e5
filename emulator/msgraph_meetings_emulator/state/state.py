"""The whole state of one emulator, kept in one state file."""

from __future__ import annotations

import asyncio
import copy
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from msgraph_meetings_emulator.entra.grants import SignIns
from msgraph_meetings_emulator.entra.tokens import Issue
from msgraph_meetings_emulator.faults.armed import ArmedFaults
from msgraph_meetings_emulator.front.journal import Journal
from msgraph_meetings_emulator.graph import rules
from msgraph_meetings_emulator.graph.meetings import Meetings
from msgraph_meetings_emulator.graph.quota import MEETINGS_A_MONTH, Quota
from msgraph_meetings_emulator.graph.throttle import Throttle
from msgraph_meetings_emulator.outside.arc_keys import MSAL_FOLDER, ArcKeys
from msgraph_meetings_emulator.state.choices import Choices
from msgraph_meetings_emulator.state.clock import Clock
from msgraph_meetings_emulator.state.clouds import CLOUDS, PUBLIC, Cloud
from msgraph_meetings_emulator.state.directory import Directory
from msgraph_meetings_emulator.state.public_names import GRAPH_CLOUDS

if TYPE_CHECKING:
    from msgraph_meetings_emulator.entra.keys import SigningKey
    from msgraph_meetings_emulator.entra.tokens import Tokens
    from msgraph_meetings_emulator.state.store import Store

DEFAULT_TOKEN_LIFETIME = 3599
_LONGEST_TOKEN_LIFETIME = 24 * 3600


@dataclass
class Settings:
    """The settings of a running emulator, except its directory and its clock."""

    choices: Choices = field(default_factory=Choices)
    token_lifetime: int = DEFAULT_TOKEN_LIFETIME
    """The lifetime of a token in seconds."""

    policy: dict[str, Any] = field(default_factory=dict)
    """The values that the tenant's policy forces on every meeting."""

    arc_key_folder: str = MSAL_FOLDER
    """The folder for the key files of Azure Arc's endpoint; a caller that can read them is on the machine."""

    cloud: str = PUBLIC
    """The emulated cloud."""

    meetings_a_month: int = MEETINGS_A_MONTH
    """The number of meetings that can be created for one user in a month."""

    def changed(self, changes: dict[str, Any]) -> Settings:
        """Return the settings with some of them changed; raise ValueError for a name or value that is not valid."""
        known = {"choices", "token_lifetime", "policy", "arc_key_folder", "cloud", "meetings_a_month"}
        if not changes.keys() <= known:
            msg = f"The settings are {', '.join(sorted(known))}."
            raise ValueError(msg)
        choices, policy = changes.get("choices", {}), changes.get("policy", self.policy)
        folder = changes.get("arc_key_folder", self.arc_key_folder)
        lifetime = changes.get("token_lifetime", self.token_lifetime)
        if not isinstance(choices, dict) or not isinstance(policy, dict):
            msg = "'choices' and 'policy' are objects."
            raise ValueError(msg)  # noqa: TRY004  (bad data, one kind of error)
        if type(lifetime) is not int or not 1 <= lifetime <= _LONGEST_TOKEN_LIFETIME:
            msg = f"'token_lifetime' is a number of seconds from 1 to {_LONGEST_TOKEN_LIFETIME}."
            raise ValueError(msg)
        if not isinstance(folder, str):
            msg = "'arc_key_folder' is the path of a folder."
            raise ValueError(msg)  # noqa: TRY004
        cloud, most = changes.get("cloud", self.cloud), changes.get("meetings_a_month", self.meetings_a_month)
        if not isinstance(cloud, str) or cloud not in CLOUDS:
            raise ValueError(f"'cloud' is one of {', '.join(CLOUDS)}.")
        if type(most) is not int or most < 0:
            raise ValueError("'meetings_a_month' is a number.")
        return Settings(self.choices.changed(choices), lifetime, policy, folder, cloud, most)


class State:
    """The emulator's state; each method that changes it returns after the change is on disk."""

    def __init__(
        self,
        store: Store,
        tokens: Tokens,
        issuers: SigningKey,
        hosts: frozenset[str],
        start: dict[str, Any] | None = None,
    ) -> None:
        self.store, self.tokens, self.issuers, self.hosts = store, tokens, issuers, hosts
        self._first = Settings().changed(start or {})
        self.clock = Clock(**(store.read_document("clock") or {}))
        self.directory = _kept_directory(store)
        self.settings = _kept_settings(store, self._first, start or {})
        self.faults = ArmedFaults(store)
        self.journal = Journal(store)
        self.meetings = Meetings(store, self.clock)
        self.quota = Quota(store)
        self.throttle = Throttle(store, self.clock)
        self.arc_keys = ArcKeys()
        self.sign_ins = SignIns()
        self.interruption = asyncio.Event()

    @property
    def choices(self) -> Choices:
        """The current switches."""
        return self.settings.choices

    @property
    def cloud(self) -> Cloud:
        """The emulated cloud."""
        name = self.settings.cloud
        return CLOUDS[PUBLIC if name == "dod" and not self.choices.government_dod else name]

    def seen_at(self, host: str) -> State:
        """Return the state for a request to a host; a host name of Graph selects its cloud for this request."""
        if host not in GRAPH_CLOUDS:
            return self
        seen = copy.copy(self)
        seen.settings = replace(self.settings, cloud=GRAPH_CLOUDS[host])
        return seen

    def issue(self, audience: str) -> Issue:
        """Return the common data of a token that is issued now."""
        return Issue(self.directory.tenant_id, audience, self.clock.now(), self.settings.token_lifetime)

    def keep_clock(self) -> None:
        """Store the clock after a change."""
        self.store.write_document("clock", asdict(self.clock))

    def keep_directory(self) -> None:
        """Store the directory after a change."""
        self.store.write_document("directory", self.directory.to_json())

    def change_settings(self, changes: dict[str, Any]) -> None:
        """Change some settings; raise ValueError for a name or value that is not valid."""
        settings = self.settings.changed(changes)
        rules.check_policy(settings.policy)
        self.settings = settings
        self.store.write_document("settings", asdict(self.settings))

    def interrupt(self) -> None:
        """End the waits of all delayed requests."""
        self.interruption.set()
        self.interruption = asyncio.Event()

    def reset(self) -> None:
        """Delete everything except the keys and the cloud that the emulator was started with."""
        with self.store.together():
            self.store.run("DELETE FROM document")
            self.meetings.clear()
            self.journal.clear()
        self.clock.offset, self.clock.stopped_at = 0, None
        self.directory = Directory.initial()
        self.settings = self._first
        self.quota.clear()
        self.faults.disarm()
        self.throttle.set(None)
        self.arc_keys.clear()
        self.sign_ins.clear()
        self.interrupt()


def _kept_directory(store: Store) -> Directory:
    kept = store.read_document("directory")
    return Directory.initial() if kept is None else Directory.from_json(kept)


def _kept_settings(store: Store, first: Settings, wish: dict[str, Any]) -> Settings:
    """Return the stored settings, overridden by those of this start (`wish`)."""
    return first.changed(store.read_document("settings") or {}).changed(wish)
