"""The doctor's input and its results so far; each part is computed when a check first needs it."""

from __future__ import annotations

import base64
import json
import uuid
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote

from msgraph_meetings.auth import Method, Token, method_for
from msgraph_meetings.config.reading import Found, Settings, find_settings, read_settings
from msgraph_meetings.config.table import SETTINGS, Setting
from msgraph_meetings.doctor.stack import Configured, configuration_of
from msgraph_meetings.errors import MeetingsError, NotFoundError
from msgraph_meetings.http.operation import Clock, Operation, Tell
from msgraph_meetings.meetings.connect import connect_graph

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from msgraph_meetings.graph.calls import Graph

LOOKUP_SECONDS = 60.0
"""Seconds for one question to Graph, waits and retries included."""
SIGN_IN_SECONDS = 30.0
"""Seconds for a sign-in; the Azure CLI takes about ten for its first start."""
_SHORTEST_SECRET = 8
"""A shorter text occurs in many words by chance; to replace it would make them unreadable."""
_SECRET_SETTINGS = frozenset(row.name for row in SETTINGS if row.secret)


@dataclass(frozen=True)
class Asked:
    """The options of the command line.

    Args:
        environment: the process's variables.
        stack: the Pulumi stack to read; None for the environment alone.
        folder: of the Pulumi project.
        user_id: the organizer to check, instead of the configured one.
        create: True if a test meeting may be created.
        agreed: asks the person that question right before the meeting is created.
        tell: takes the messages of a check that waits.
        clock: the time, for waits.
    """

    environment: Mapping[str, str]
    stack: str | None = None
    folder: Path | None = None
    user_id: str | None = None
    create: bool = False
    agreed: Callable[[str], bool] = lambda _question: True
    tell: Tell = lambda _severity, _text: None
    clock: Clock = field(default_factory=Clock)


class Case:
    """One run of the doctor. Any part may raise a ``MeetingsError``; the check that first needs the part shows it.

    Args:
        asked: the options.
    """

    def __init__(self, asked: Asked) -> None:
        self.asked = asked

    @cached_property
    def configured(self) -> Configured:
        """The stack's configuration; empty without ``--stack``."""
        return configuration_of(self.asked.stack, self.asked.folder) if self.asked.stack else Configured()

    @cached_property
    def found(self) -> dict[str, Found]:
        """The settings that were given, by name, with their sources."""
        return find_settings(self.configured.values.get, self.asked.environment)

    @cached_property
    def settings(self) -> Settings:
        """The settings in force, as a deployment reads them."""
        return read_settings(self.configured.values.get, self.asked.environment)

    @cached_property
    def method(self) -> Method | None:
        """The sign-in method."""
        return method_for(self.settings)

    @cached_property
    def graph(self) -> Graph:
        """Graph, as a deployment reaches it."""
        return connect_graph(self.settings)

    @cached_property
    def token(self) -> Token:
        """The access token."""
        return self.graph.session.tokens.token(self.operation("signing in", SIGN_IN_SECONDS))

    @cached_property
    def lookup(self) -> MeetingsError | None:
        """The error of a search for a meeting that does not exist; ``None`` if Graph allows the search.

        The search is by join URL, because its refusals are recorded (graph contract, section 2.2).
        """
        operation = self.operation("looking for a meeting that does not exist")
        return self.look(operation)

    def look(self, operation: Operation) -> MeetingsError | None:
        """Return the error of such a search now."""
        try:
            self.graph.find_by_join_web_url(self.user_id, self._no_meeting(), operation)
        except NotFoundError:
            return None
        except MeetingsError as error:
            return error
        return None

    @property
    def user_id(self) -> str | None:
        """The organizer to check."""
        return self.asked.user_id or self.settings.user_id

    @property
    def organizer(self) -> str:
        """The organizer, for messages."""
        if self.token.type == "delegated":
            return str(self.token.claims.get("oid") or "the signed-in user")
        return self.user_id or "(none)"

    def operation(self, label: str, seconds: float = LOOKUP_SECONDS) -> Operation:
        """Return the bounds of one question to Graph."""
        return Operation(label, seconds, self.asked.tell, clock=self.asked.clock)

    def is_secret(self, name: str) -> bool:
        """Return True if the value of a setting must not be shown: a secret setting, or a secret of the stack."""
        found = self.found.get(name)
        return name in _SECRET_SETTINGS or (found is not None and not found.source and name in self.configured.secrets)

    def secrets(self) -> list[str]:
        """Return the texts that no output may contain, as far as they have been read; longest first."""
        texts = [text for row in SETTINGS if row.secret for text in self._texts_of(row)]
        texts += [self._configured().values[name] for name in self._configured().secrets]
        if "token" in self.__dict__:
            texts.append(self.token.value)
        return sorted({text for text in texts if len(text) >= _SHORTEST_SECRET}, key=len, reverse=True)

    def _texts_of(self, row: Setting) -> list[str]:
        variables = (self.asked.environment.get(name, "").strip() for name in (*row.environment, *row.pipeline))
        return [self._configured().values.get(row.name, "").strip(), *variables]

    def _configured(self) -> Configured:
        """The stack's configuration, if it has been read."""
        return self.configured if "configured" in self.__dict__ else Configured()

    def _no_meeting(self) -> str:
        """Return a join URL in the documented form, of a conversation that does not exist."""
        thread = f"19:meeting_{base64.b64encode(str(uuid.uuid4()).encode()).decode()}@thread.v2"
        ids = {"Tid": str(self.token.claims.get("tid") or uuid.uuid4()), "Oid": self.organizer}
        context = quote(json.dumps(ids, separators=(",", ":")), safe="")
        return f"https://teams.microsoft.com/l/meetup-join/{quote(thread, safe='')}/0?context={context}"
