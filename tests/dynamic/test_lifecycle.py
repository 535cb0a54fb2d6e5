"""Create, read, update and delete through the SDK's server, against the emulator."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from tests.dynamic.conftest import machine
from tests.dynamic.server import DynamicServer, Refused, secret

if TYPE_CHECKING:
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator

NEWS: dict[str, Any] = {"externalId": "standup", "subject": "Stand-up", "allowMeetingChat": "limited"}


@pytest.fixture(autouse=True)
def emulator(msgraph_emulator: Emulator) -> Emulator:
    """The emulator, empty; external ids differ from test to test, because the server's registry outlives each."""
    return msgraph_emulator


def methods(emulator: Emulator) -> str:
    """The requests to Graph so far."""
    return " ".join(entry.method for entry in emulator.journal(path="/v1.0/*"))


def test_meeting_is_created_read_updated_and_deleted_by_the_dynamic_server(
    served: DynamicServer, emulator: Emulator
) -> None:
    made, state = served.up(NEWS | {"externalId": "lives"})
    assert state["joinWebUrl"].startswith("https://")
    assert state["adopted"] is False
    emulator.edit(made, subject="Edited")
    id_, drifted, inputs = served.refresh(made, state)
    assert (id_, drifted["subject"], inputs["subject"]) == (made, "Edited", "Edited")
    back = served.update(made, drifted, NEWS | {"externalId": "lives"})
    assert back["subject"] == "Stand-up"
    assert methods(emulator) == "POST PATCH GET PATCH"


def test_a_meeting_that_is_gone_has_no_id(served: DynamicServer, emulator: Emulator) -> None:
    made, state = served.up(NEWS | {"externalId": "gone"})
    emulator.delete(made)
    assert served.refresh(made, state) == ("", {}, {})


def test_another_deployment_deletes_what_this_one_made(
    served: DynamicServer, emulator: Emulator, tmp_path: Path
) -> None:
    made, state = served.up({"externalId": "deleted"})
    with DynamicServer(tmp_path, emulator.environment(machine())) as another:
        another.delete(made, state)
    assert emulator.meetings() == []
    assert methods(emulator) == "POST DELETE"


def test_adoption_is_printed_on_the_console(served: DynamicServer, emulator: Emulator, tmp_path: Path) -> None:
    made, _ = served.up(NEWS | {"externalId": "adopted"})
    with DynamicServer(tmp_path, emulator.environment(machine())) as another:
        again, state = another.up(NEWS | {"externalId": "adopted"})
        assert again == made
        assert state["adopted"] is True
        assert "warning: meeting adopted: adopted the meeting" in another.printed


def test_a_meeting_is_read_by_id_for_the_organizer_of_the_settings(served: DynamicServer, emulator: Emulator) -> None:
    made, _ = served.up(NEWS | {"externalId": "read"})
    id_, outputs = served.get(made, {})
    assert id_ == made
    assert outputs["externalId"] == "read"
    assert outputs["userId"] == emulator.user_id


def test_many_meetings_at_once_are_many_meetings(served: DynamicServer, emulator: Emulator) -> None:
    with ThreadPoolExecutor(16) as pool:
        ids = list(pool.map(lambda number: served.up({"externalId": f"many-{number}"})[0], range(32)))
    assert len(set(ids)) == len(emulator.meetings()) == 32


def test_one_identity_declared_twice_is_refused(served: DynamicServer, emulator: Emulator) -> None:
    served.up({"externalId": "twice"})
    with pytest.raises(Refused, match=r"the same external id for the organizer|declares? external id"):
        served.up({"externalId": "twice"})


def test_the_stacks_configuration_beats_the_environment(emulator: Emulator, tmp_path: Path) -> None:
    environment = emulator.environment(machine()) | {"ARM_CLIENT_SECRET": "wrong"}
    configuration = {"msgraph-meetings__clientSecret": secret(emulator.client_secret)}
    with DynamicServer(tmp_path, environment, **configuration) as server:
        assert server.up({"externalId": "configured"})[0]


def test_dynamic_provider_does_all_its_work_where_warnings_are_errors(
    tmp_path: Path, msgraph_emulator: Emulator
) -> None:
    strict = msgraph_emulator.environment(machine()) | {"PYTHONWARNINGS": "error"}
    with DynamicServer(tmp_path, strict) as server:
        inputs = {"externalId": "strict", "allowRecording": False}
        id_, state = server.up(inputs)
        assert server.refresh(id_, state)[0] == id_
        server.update(id_, state, inputs | {"subject": "New"})
    with DynamicServer(tmp_path, strict) as server:
        server.delete(id_, state)
        assert server.printed == ""
    assert msgraph_emulator.meetings() == []
