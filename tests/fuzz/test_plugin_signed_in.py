"""Generated deployments through the plugin, signed in to an emulator: what an engine would send after a good sign-in.

Each call has an answer in our words, no secret is told, no meeting is made twice, and each kind of request is sent.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from google.protobuf.struct_pb2 import Struct
from hypothesis import example, given
from hypothesis import strategies as st
from pulumi.runtime.proto import provider_pb2

from tests.fuzz.test_plugin import BAGS
from tests.plugin.door import output, secret, struct, urn
from tests.properties.profiles import chosen
from tests.properties.providers import plainly

if TYPE_CHECKING:
    from collections.abc import Callable

    from msgraph_meetings_emulator import Emulator
    from tests.plugin.door import Door

    Call = Callable[[Any], Any]

_CANARY = "canary-of-an-attendee@contoso.example"
_HIDDEN_ID = "canary-of-a-secret-external-id/%"
_TOKEN = re.compile(r"eyJ[\w-]{8,}\.eyJ[\w-]{8,}")
_MADE = ["POST 200", "POST 201", "GET 200", "PATCH 200", "DELETE 204"]
"""The answers that show each kind of call to have reached Graph, and to have done its work there."""

_EXAMPLES = 12
_FLAGS = ("allowRecording", "allowTranscription", "recordAutomatically", "isEntryExitAnnounced")
_PERSON = st.fixed_dictionaries(
    {"upn": st.sampled_from(["ada@contoso.example", secret(_CANARY), output(value=_CANARY, secret=True)])},
    optional={"role": st.sampled_from(["attendee", "presenter", "coorganizer"])},
)
_RIGHT = st.fixed_dictionaries(
    {"externalId": st.sampled_from(["one", secret(_HIDDEN_ID)])},
    optional={
        "subject": st.text(max_size=8) | st.just(secret("plan")),
        "startDateTime": st.sampled_from(["2027-01-04T09:00:00Z", "2027-01-04T10:00:00+01:00"]),
        "endDateTime": st.sampled_from(["2027-01-04T10:00:00Z", "2028-01-04T10:00:00Z"]),
        "allowedPresenters": st.sampled_from(["everyone", "roleIsPresenter", "roleIsPresenter"]),
        "lobbyBypassSettings": st.fixed_dictionaries(
            {"scope": st.sampled_from(["everyone", "organization", "invited"])}
        ),
        "participants": st.fixed_dictionaries({"attendees": st.lists(_PERSON, max_size=2)}),
        "onExisting": st.sampled_from(["adopt", "fail"]),
        "userId": st.sampled_from(["FIRST", "SECOND"]),
        **{name: st.booleans() for name in _FLAGS},
    },
)
_WRONG = st.sampled_from(
    [
        {"subject": 5},
        {"startDateTime": "tomorrow"},
        {"userId": "nobody"},
        {"participants": {"attendees": [{"upn": secret(_CANARY), "role": _CANARY}]}},
        {"allowedPresenters": "nobody"},
        {"externalId": ""},
        {"rainbow": secret(_CANARY)},
    ]
)


def _seldom(odd: st.SearchStrategy[Any], usual: Any) -> st.SearchStrategy[Any]:
    """Mostly what is usual, so that most calls reach the service."""
    return st.integers(0, 5).flatmap(lambda one: odd if one == 3 else st.just(usual))


_ARGUMENTS = st.builds(dict.__or__, _RIGHT, _seldom(_WRONG, {}))
_ODD_BAGS = _seldom(BAGS, None)
"""None is what the call before gave."""


class Deployment:
    """The calls of one resource's life, each checked for what holds of every answer."""

    def __init__(self, door: Door, emulator: Emulator, name: str) -> None:
        self._stub, self._urn, self._emulator = door.stub, urn(name), emulator

    def check(self, given_: dict[str, Any], olds: Struct) -> Struct:
        """Returns the checked arguments; those that were refused go on all the same, as no engine would do it."""
        news = struct(given_ | {"userId": self._user(given_.get("userId"))})
        found = self._answer(self._stub.Check, provider_pb2.CheckRequest(urn=self._urn, olds=olds, news=news))
        return found.inputs if found else news

    def create(self, inputs: Struct) -> tuple[str, Struct]:
        found = self._answer(self._stub.Create, provider_pb2.CreateRequest(urn=self._urn, properties=inputs))
        return (found.id, found.properties) if found else ("none", inputs)

    def read(self, id_: str, state: Struct, inputs: Struct) -> None:
        self._answer(self._stub.Read, provider_pb2.ReadRequest(id=id_, urn=self._urn, properties=state, inputs=inputs))
        self._answer(self._stub.Read, provider_pb2.ReadRequest(id=id_, urn=self._urn))

    def change(self, id_: str, state: Struct, inputs: Struct) -> Struct:
        request = {"id": id_, "urn": self._urn, "olds": state, "news": inputs}
        self._answer(self._stub.Diff, provider_pb2.DiffRequest(**request))
        found = self._answer(self._stub.Update, provider_pb2.UpdateRequest(**request))
        return found.properties if found else state

    def delete(self, id_: str, state: Struct) -> None:
        self._answer(self._stub.Delete, provider_pb2.DeleteRequest(id=id_, urn=self._urn, properties=state))

    def _user(self, word: str | None) -> str:
        first, second = self._emulator.user_ids[:2]
        return {"SECOND": second, "nobody": "nobody"}.get(str(word), first)

    def _answer(self, call: Call, request: Any) -> Any:
        try:
            answer = call(request)
        except grpc.RpcError as error:
            plainly(error)
            self._tells_no_secret(error.details(), f"{error.details()} {error.trailing_metadata()}")
            return None
        self._tells_no_secret(str(list(getattr(answer, "failures", ()))), str(answer))
        return answer

    def _tells_no_secret(self, message: str, text: str) -> None:
        """Checks a message for everything secret; state has the program's own secrets, marked as such."""
        assert _CANARY not in message, message
        assert _HIDDEN_ID not in message, message
        assert self._emulator.client_secret not in text, text
        assert not _TOKEN.search(text), text


def _no_meeting_twice(emulator: Emulator) -> None:
    named = Counter(
        (one["externalId"], one["participants"]["organizer"]["identity"]["user"]["id"]) for one in emulator.meetings()
    )
    assert set(named.values()) <= {1}, named


@pytest.fixture
def doors(meetings: Door, msgraph_emulator: Emulator) -> Callable[[], Door]:
    """Gives the plugin, signed in and with a new deployment."""

    def configured() -> Door:
        meetings.configure_for(msgraph_emulator, operationTimeout=4)
        return meetings

    return configured


def _forget(emulator: Emulator) -> None:
    for meeting in emulator.meetings():
        emulator.delete(meeting["id"])


def test_plugin_signed_in_answers_any_deployment_without_a_bug_a_secret_or_a_double(
    doors: Callable[[], Door], msgraph_emulator: Emulator
) -> None:
    @chosen(examples=_EXAMPLES)
    @example(({"externalId": "one"}, {"externalId": "one", "subject": "x"}), (None, None), False)  # noqa: FBT003
    @example(({"externalId": "one"}, {"externalId": "one", "subject": "x"}), (None, None), True)  # noqa: FBT003
    @example(({"externalId": "one"}, {"externalId": "one", "subject": "y"}), (None, None), True)  # noqa: FBT003
    @given(st.tuples(_ARGUMENTS, _ARGUMENTS), st.tuples(_ODD_BAGS, _ODD_BAGS), st.booleans())
    def deploy(arguments: tuple[dict[str, Any], dict[str, Any]], odd: tuple[Any, Any], adopts: bool) -> None:  # noqa: FBT001
        if not adopts:
            _forget(msgraph_emulator)
        one = Deployment(doors(), msgraph_emulator, "standup")
        inputs = one.check(arguments[0], Struct())
        id_, state = one.create(odd[0] or inputs)
        one.read(id_, odd[1] or state, inputs)
        news = one.check(arguments[1], inputs)
        state = one.change(id_, odd[1] or state, odd[0] or news)
        _no_meeting_twice(msgraph_emulator)
        if not adopts:  # a deployment of its own: the one that declares a meeting keeps it
            Deployment(doors(), msgraph_emulator, "standup").delete(id_, odd[1] or state)

    deploy()
    seen = Counter(f"{entry.method} {entry.status}" for entry in msgraph_emulator.journal(path="*/onlineMeetings*"))
    assert not [answer for answer in _MADE if not seen[answer]], seen
    assert sum(count for answer, count in seen.items() if answer in _MADE) > _EXAMPLES, seen
    assert not [answer for answer in seen if answer.endswith(" 401")], seen
