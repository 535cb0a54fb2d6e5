"""The limit of meetings for a user in a month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from msgraph_meetings_emulator import Emulator
from tests.emulator.client import Client, application, error

if TYPE_CHECKING:
    from pathlib import Path

REFUSED = (429, "TooManyRequests", "Please retry again later.")


def test_a_user_s_meetings_of_a_month_are_counted(msgraph_emulator: Emulator, client: Client) -> None:
    msgraph_emulator.set_meetings_a_month(3)
    assert [client.send("POST", json={}).status_code for _ in range(2)] == [201, 201]
    assert client.create_or_get("third").status_code == 201
    for refused in (client.send("POST", json={}), client.create_or_get("fourth")):
        assert error(refused) == REFUSED
        assert int(refused.headers["Retry-After"]) > 0
        assert refused.json()["error"]["innerError"]["status"] == "429"
    assert len(msgraph_emulator.meetings()) == 3


def test_a_meeting_that_exists_is_still_found_and_changed(msgraph_emulator: Emulator, client: Client) -> None:
    meeting = client.made("first")
    msgraph_emulator.set_meetings_a_month(1)
    assert client.create_or_get("first").status_code == 200
    assert client.patch(meeting["id"], subject="x").status_code == 200


def test_a_deleted_meeting_still_counts_in_its_month(msgraph_emulator: Emulator, client: Client) -> None:
    msgraph_emulator.set_meetings_a_month(1)
    client.delete(client.made("first")["id"])
    assert error(client.create_or_get("second")) == REFUSED


def test_every_user_has_a_count_of_their_own(msgraph_emulator: Emulator, client: Client) -> None:
    msgraph_emulator.set_meetings_a_month(1)
    client.made("first")
    with application(msgraph_emulator, msgraph_emulator.user_ids[1]) as other:
        assert other.create_or_get("first").status_code == 201


def test_the_next_month_starts_at_zero(msgraph_emulator: Emulator) -> None:
    msgraph_emulator.set_meetings_a_month(1)
    msgraph_emulator.set_clock("2027-01-31T23:59:00Z", stopped=True)
    with application(msgraph_emulator) as client:
        client.made("first")
        assert error(client.create_or_get("second")) == REFUSED
        msgraph_emulator.set_clock("2027-02-01T00:00:00Z", stopped=True)
        assert client.create_or_get("second").status_code == 201


def test_the_count_outlives_the_emulator(tmp_path: Path) -> None:
    with Emulator(state=tmp_path / "state") as emulator, application(emulator) as client:
        emulator.set_meetings_a_month(1)
        client.made("first")
    with Emulator(state=tmp_path / "state") as emulator, application(emulator) as client:
        assert error(client.create_or_get("second")) == REFUSED


@pytest.mark.parametrize("number", [-1, "3", True])
def test_a_monthly_limit_that_is_not_a_number_is_refused(msgraph_emulator: Emulator, number: object) -> None:
    with pytest.raises(ValueError, match="meetings_a_month"):
        msgraph_emulator._ask("PATCH", "settings", {"meetings_a_month": number})


def test_the_default_monthly_limit_is_microsoft_s(msgraph_emulator: Emulator) -> None:
    assert msgraph_emulator._ask("GET", "settings")["meetings_a_month"] == 2000


def test_a_reset_clears_the_monthly_counts(msgraph_emulator: Emulator, client: Client) -> None:
    client.made("first")
    msgraph_emulator.reset()
    msgraph_emulator.set_meetings_a_month(1)
    with Client(msgraph_emulator, msgraph_emulator.application_token(), client.owner) as again:
        assert again.create_or_get("second").status_code == 201
