"""Each switch for what Microsoft leaves open does what it says, either way."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

from msgraph_meetings.emulator.choices import Choices
from tests.emulator.client import Client, application, error
from tests.emulator.proofs import ISSUER, SUBJECT, show

if TYPE_CHECKING:
    from collections.abc import Callable

    from msgraph_meetings.emulator import Emulator

OTHER_APP = "11111111-2222-3333-4444-555555555555"
NINE, TEN = "2027-01-04T09:00:00Z", "2027-01-04T10:00:00Z"
PRESENTER = {"attendees": [{"upn": "a@x.example", "role": "presenter"}]}
WATERMARK = {"isEnabledForVideo": True, "isEnabledForContentSharing": True}


def _again(client: Client) -> int:
    meeting = client.made()
    client.delete(meeting["id"])
    found = client.create_or_get()
    return found.status_code if found.json()["id"] == meeting["id"] else -found.status_code


def _attendees_after_emptying(client: Client) -> int:
    meeting = client.made(participants=PRESENTER)
    changed = client.patch(meeting["id"], participants={"attendees": []}).json()
    return len(changed["participants"]["attendees"])


def _half_a_watermark(client: Client) -> bool:
    meeting = client.made()
    client.patch(meeting["id"], watermarkProtection=WATERMARK)
    changed = client.patch(meeting["id"], watermarkProtection={"isEnabledForVideo": False}).json()
    return "isEnabledForContentSharing" in changed["watermarkProtection"]


def _taken_over(client: Client) -> str:
    client.made(subject="first", startDateTime=NINE, participants=PRESENTER)
    return str(client.create_or_get(subject="second", participants={"attendees": []}).json()["subject"])


def _of_two_apps(client: Client) -> bool:
    emulator = client.emulator
    emulator.put_app(OTHER_APP, secret="another")
    emulator.set_access_policy([emulator.client_id, OTHER_APP])
    with Client(emulator, emulator.application_token(OTHER_APP), client.owner) as other:
        return bool(client.made()["id"] == other.create_or_get().json()["id"])


def _deleted_twice(client: Client) -> int:
    meeting = client.made()
    client.delete(meeting["id"])
    return client.delete(meeting["id"]).status_code


def _missing_permission(client: Client) -> str:
    client.emulator.put_app(client.emulator.client_id, roles=[])
    with application(client.emulator) as powerless:
        return error(powerless.create_or_get())[2]


def _sign_in_of_a_stranger(client: Client) -> int:
    emulator = client.emulator
    emulator.put_federated_credential(emulator.client_id, ISSUER, SUBJECT)
    refusal = show(emulator, emulator.oidc_token("https://stranger.example", SUBJECT))
    return int(refusal.json()["error_codes"][0])


def _expired_after_ten_days(client: Client) -> int:
    meeting = client.made(endDateTime=TEN, startDateTime=NINE)
    client.emulator.set_clock("2027-01-15T00:00:00Z")
    with application(client.emulator) as later:
        return later.get(meeting["id"]).status_code


def _same_people(client: Client) -> int:
    meeting = client.made(participants=PRESENTER)
    answer = client.patch(meeting["id"], participants=meeting["participants"])
    assert answer.status_code == 400 or answer.json()["participants"] == meeting["participants"]
    return answer.status_code


def _on_the_own_path(client: Client) -> int:
    token = client.emulator.delegated_token(client.emulator.user_id)
    with Client(client.emulator, token, f"users/{client.emulator.user_id}") as own:
        return own.create_or_get().status_code


CASES: dict[str, tuple[object, Callable[[Client], object], object, object]] = {
    "create_or_get_context": (False, lambda c: "@odata.context" in c.made(), True, False),
    "create_or_get_refuses_extras": (True, lambda c: c.create_or_get(allowRecording=False).status_code, 201, 400),
    "create_or_get_ignores_roles": (
        False,
        lambda c: c.made(participants=PRESENTER)["participants"]["attendees"][0]["role"],
        "attendee",
        "presenter",
    ),
    "existing_meeting_takes_body": (True, _taken_over, "first", "second"),
    "external_id_per_app": (True, _of_two_apps, True, False),
    "external_id_ignores_case": (
        True,
        lambda c: (c.create_or_get("team").status_code, c.create_or_get("Team").status_code),
        (201, 201),
        (201, 200),
    ),
    "deleted_external_id_comes_back": (True, _again, -201, 200),
    "equal_times_refused": (
        True,
        lambda c: c.create_or_get(startDateTime=NINE, endDateTime=NINE).status_code,
        201,
        400,
    ),
    "lone_time_refused": (
        False,
        lambda c: c.patch(c.made(startDateTime=NINE)["id"], endDateTime="2027-01-04T11:00:00Z").status_code,
        400,
        200,
    ),
    "null_refused": (False, lambda c: c.patch(c.made(subject="x")["id"], subject=None).status_code, 400, 200),
    "empty_update_refused": (True, lambda c: c.patch(c.made()["id"]).status_code, 200, 400),
    "empty_attendees_kept": (True, _attendees_after_emptying, 0, 1),
    "complex_values_merge": (False, _half_a_watermark, True, False),
    "delete_again_succeeds": (True, _deleted_twice, 404, 204),
    "lookup_miss_is_empty": (True, lambda c: c.find("JoinWebUrl", "https://x").status_code, 404, 200),
    "organizer_in_update_refused": (False, _same_people, 400, 200),
    "own_user_path_refused": (True, _on_the_own_path, 201, 400),
    "odata_type_refused": (
        True,
        lambda c: c.patch(c.made()["id"], **{"@odata.type": "#microsoft.graph.onlineMeeting"}).status_code,
        200,
        400,
    ),
    "power_point_as_documented": (True, lambda c: "allowPowerPointSharing" in c.made(), False, True),
    "passcode_required": (True, lambda c: bool(c.made()["joinMeetingIdSettings"]["passcode"]), False, True),
    "lifetime_days": (5, _expired_after_ten_days, 200, 404),
    "one_number_for_no_match": (True, _sign_in_of_a_stranger, 700211, 70021),
    "permission_missing_message": ("Insufficient privileges", _missing_permission, "", "Insufficient privileges"),
}


@pytest.mark.parametrize("name", [field.name for field in fields(Choices)])
def test_a_choice_makes_its_difference_and_no_other_default_does(
    msgraph_emulator: Emulator, client: Client, name: str
) -> None:
    other, observe, by_default, otherwise = CASES[name]
    assert observe(client) == by_default
    msgraph_emulator.reset()
    msgraph_emulator.choose(**{name: other})
    assert observe(client) == otherwise


def test_null_where_no_meeting_can_be_without_a_value_is_refused_either_way(
    msgraph_emulator: Emulator, client: Client
) -> None:
    msgraph_emulator.choose(null_refused=False)
    meeting = client.made()
    assert client.patch(meeting["id"], startDateTime=None, endDateTime=None).status_code == 400
    assert client.patch(meeting["id"], anonymizeIdentityForRoles=None).status_code == 200
    assert client.patch(meeting["id"], anonymizeIdentityForRoles=["attendee"]).status_code == 200
    assert client.patch(meeting["id"], participants=None, lobbyBypassSettings=None).status_code == 200
    assert client.get(meeting["id"]).status_code == 200


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"choices": {"nonsense": True}}, "nonsense"),
        ({"choices": {"null_refused": "yes"}}, "null_refused"),
        ({"choices": {"lifetime_days": True}}, "lifetime_days"),
        ({"choices": 7}, "objects"),
        ({"policy": 7}, "objects"),
        ({"token_lifetime": 0}, "token_lifetime"),
        ({"nonsense": 1}, "settings are"),
    ],
)
def test_settings_that_do_not_exist_are_refused_in_a_sentence(
    msgraph_emulator: Emulator, changes: dict[str, object], word: str
) -> None:
    with pytest.raises(ValueError, match=word):
        msgraph_emulator._ask("PATCH", "settings", changes)
