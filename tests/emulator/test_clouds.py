"""The other clouds: US government without sixteen properties, China without online meetings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from msgraph_meetings_emulator import Emulator, EmulatorProcess
from msgraph_meetings_emulator.graph.shapes import UPDATABLE
from msgraph_meetings_emulator.state.clouds import GOVERNMENT_LACKS
from tests.emulator.client import Client, application, error
from tests.emulator.test_update import NOT_UPDATABLE, SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

METADATA = json.loads(Path(__file__).parents[1].joinpath("plugin", "graph_metadata.json").read_text(encoding="utf-8"))
VALUES: dict[str, Any] = dict(SETTINGS) | {"allowPowerPointSharing": False}
SETTABLE = sorted(GOVERNMENT_LACKS & UPDATABLE.keys())


@pytest.fixture(params=["usgovernment", "dod"])
def government(request: pytest.FixtureRequest, msgraph_emulator: Emulator) -> Iterator[Client]:
    msgraph_emulator.set_cloud(request.param)
    with application(msgraph_emulator) as client:
        yield client


def test_sixteen_properties_of_the_public_cloud_s_metadata_are_missing() -> None:
    assert len(GOVERNMENT_LACKS & METADATA["meeting"].keys()) == len(GOVERNMENT_LACKS) == 16


def test_answers_omit_properties_that_the_cloud_lacks(government: Client) -> None:
    meeting = government.made()
    government.emulator.edit(meeting["id"], cloudVideoInteropInfo={}, expiryDateTime=None, meetingOptionsWebUrl="x")
    for answer in (meeting, government.get(meeting["id"]).json(), *government.emulator.meetings()):
        assert not {name.lower() for name in answer} & {name.lower() for name in GOVERNMENT_LACKS}
    assert meeting["allowedPresenters"] == "everyone"


@pytest.mark.parametrize("name", SETTABLE)
def test_a_write_of_a_property_that_the_cloud_lacks_is_refused(msgraph_emulator: Emulator, name: str) -> None:
    with application(msgraph_emulator) as client:
        meeting = client.made()
        assert client.patch(meeting["id"], **{name: VALUES[name]}).status_code == 200
        msgraph_emulator.set_cloud("usgovernment")
        assert error(client.patch(meeting["id"], **{name: VALUES[name]})) == NOT_UPDATABLE
        created = error(client.send("POST", json={name: VALUES[name]}))
        assert created == (
            400,
            "BadRequest",
            f"The property '{name}' does not exist on type 'microsoft.graph.onlineMeeting'.",
        )


def test_a_property_that_the_cloud_has_can_be_written(government: Client) -> None:
    changed = government.patch(government.made()["id"], recordAutomatically=True, allowMeetingChat="limited").json()
    assert (changed["recordAutomatically"], changed["allowMeetingChat"]) == (True, "limited")


def test_chat_thread_ids_have_the_form_seen_in_the_government_cloud(government: Client) -> None:
    assert government.made()["chatInfo"]["threadId"].startswith("19:gcch:meeting_")


def test_contexts_and_challenges_name_the_cloud(msgraph_emulator: Emulator) -> None:
    msgraph_emulator.set_cloud("usgovernment")
    with application(msgraph_emulator) as client, Client(msgraph_emulator, None, "me") as nobody:
        assert client.made()["@odata.context"].startswith("https://graph.microsoft.us/v1.0/$metadata#")
        assert "login.microsoftonline.us" in nobody.create_or_get().headers["WWW-Authenticate"]


def test_china_has_no_online_meetings(msgraph_emulator: Emulator) -> None:
    with application(msgraph_emulator) as client:
        meeting = client.made()
        msgraph_emulator.set_cloud("china")
        refused = (400, "BadRequest", "Resource not found for the segment 'onlineMeetings'.")
        for answer in (client.create_or_get(), client.get(meeting["id"]), client.send("POST", json={})):
            assert error(answer) == refused


def test_an_unknown_cloud_is_refused_with_one_sentence(msgraph_emulator: Emulator) -> None:
    with pytest.raises(ValueError, match="public, usgovernment, dod, china"):
        msgraph_emulator.set_cloud("mars")


def test_a_reset_returns_to_the_cloud_that_the_emulator_was_started_as(tmp_path: Path) -> None:
    with Emulator(cloud="dod", state=tmp_path / "state") as emulator:
        emulator.set_cloud("public")
        emulator.reset()
        assert emulator._ask("GET", "settings")["cloud"] == "dod"
        emulator.set_cloud("usgovernment")
    with Emulator(state=tmp_path / "state") as emulator:
        assert emulator._ask("GET", "settings")["cloud"] == "usgovernment"
    with Emulator(cloud="public", state=tmp_path / "state") as emulator:
        assert emulator._ask("GET", "settings")["cloud"] == "public"


def test_the_command_can_be_started_as_a_cloud() -> None:
    with EmulatorProcess(cloud="usgovernment") as emulator, application(emulator) as client:
        assert "allowRecording" not in client.made()
