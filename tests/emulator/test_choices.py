"""Each switch for undocumented behaviour has its described effect, on and off."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from msgraph_meetings_emulator.state.choices import Choices
from tests.emulator.client import Client, application, error
from tests.emulator.proofs import ISSUER, SUBJECT, show

if TYPE_CHECKING:
    from collections.abc import Callable

    import requests

    from msgraph_meetings_emulator import Emulator

OTHER_APP = "11111111-2222-3333-4444-555555555555"
NINE, TEN = "2027-01-04T09:00:00Z", "2027-01-04T10:00:00Z"
PRESENTER = {"attendees": [{"upn": "a@x.example", "role": "presenter"}]}
TWO_PEOPLE = {"attendees": [{"upn": "a@x.example"}, {"upn": "b@x.example"}]}
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


def _created(client: Client, **given: object) -> dict[str, Any]:
    answer = client.send("POST", json=given)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def _premium(client: Client) -> int:
    return client.patch(client.made()["id"], watermarkProtection=WATERMARK).status_code


def _presenters_without_people(client: Client) -> int:
    meeting = client.made(participants=PRESENTER)
    both = client.patch(meeting["id"], allowedPresenters="roleIsPresenter", participants=PRESENTER)
    assert both.status_code == 200
    return client.patch(meeting["id"], allowedPresenters="roleIsPresenter").status_code


def _selected(client: Client, names: str) -> requests.Response:
    return client.send("GET", f"/{quote(client.made()['id'], safe='')}", params={"$select": names})


def _changed_by_two(client: Client) -> tuple[bool, int, int]:
    made = client.create_or_get()
    path = f"/{quote(made.json()['id'], safe='')}"
    version = {"If-Match": made.headers.get("ETag", "*")}
    first = client.send("PATCH", path, json={"subject": "first"}, headers=version)
    second = client.send("PATCH", path, json={"subject": "second"}, headers=version)
    assert client.send("PATCH", path, json={"subject": "third"}, headers={"If-Match": "*"}).status_code == 200
    return "ETag" in made.headers, first.status_code, second.status_code


def _long_after_its_start(client: Client) -> int:
    meeting = client.made(startDateTime=NINE, endDateTime="2027-06-04T09:00:00Z")
    client.emulator.set_clock("2027-06-05T00:00:00Z")
    with application(client.emulator) as later:
        return later.get(meeting["id"]).status_code


def _beyond_the_month(client: Client) -> requests.Response:
    client.emulator.set_meetings_a_month(1)
    client.made("first")
    return client.send("POST", json={})


def _a_new_policy(client: Client) -> tuple[int, int]:
    emulator = client.emulator
    emulator.deny_access_policy(emulator.user_id)
    now = client.create_or_get().status_code
    emulator.advance(1800)
    return now, client.create_or_get().status_code


def _opened(client: Client) -> tuple[bool, int]:
    meeting = client.made()
    client.delete(meeting["id"])
    return client.emulator.open_join_link(meeting["joinWebUrl"]), client.get(meeting["id"]).status_code


def _in_dod(client: Client) -> bool:
    client.emulator.set_cloud("dod")
    return "allowRecording" in client.made()


def _without_a_licence(client: Client) -> str:
    client.emulator.put_user(client.emulator.user_id, licensed=False)
    return error(client.create_or_get())[1]


def _batch(client: Client) -> int:
    item = {"id": "1", "method": "POST", "url": "/me/onlineMeetings", "body": {}}
    url = f"{client.emulator.endpoint}/v1.0/$batch"
    return client.session.post(url, json={"requests": [item]}, timeout=30).status_code


def _in_capitals(client: Client) -> tuple[str | None, str]:
    subject = client.create_or_get(SUBJECT="x").json()["subject"]
    return subject, error(client.send("POST", "/CREATEORGET", json={}))[2].partition(" ")[0]


def _users_without_permission(client: Client) -> int:
    client.emulator.put_app(client.emulator.client_id, roles=["OnlineMeetings.ReadWrite.All"])
    with application(client.emulator) as powerless:
        url = f"{client.emulator.endpoint}/v1.0/users/{client.emulator.user_id}"
        return powerless.session.get(url, timeout=30).status_code


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
    "create_refuses_extras": (True, lambda c: c.send("POST", json={"joinWebUrl": "x"}).status_code, 201, 400),
    "create_takes_undocumented": (
        True,
        lambda c: _created(c, chatRestrictions={"allowTextOnly": True})["chatRestrictions"],
        None,
        {"allowTextOnly": True},
    ),
    "create_needs_times": (True, lambda c: c.send("POST", json={"subject": "x"}).status_code, 201, 400),
    "update_takes_undocumented": (
        True,
        lambda c: c.patch(c.made()["id"], chatRestrictions={"allowTextOnly": True}).status_code,
        400,
        200,
    ),
    "bad_external_id_code": ("Other", lambda c: error(c.create_or_get(""))[1], "BadRequest", "Other"),
    "external_id_longest": (3, lambda c: c.create_or_get("team").status_code, 201, 400),
    "external_id_ascii_only": (True, lambda c: c.create_or_get("équipe").status_code, 201, 400),
    "external_id_trimmed": (True, lambda c: c.made(" team ")["externalId"], " team ", "team"),
    "subject_longest": (3, lambda c: c.create_or_get(subject="long").status_code, 201, 400),
    "attendees_most": (1, lambda c: c.create_or_get(participants=TWO_PEOPLE).status_code, 201, 400),
    "date_violation_code": ("Other", lambda c: error(c.create_or_get(endDateTime=NINE))[1], "InvalidArgument", "Other"),
    "odd_times_taken": (
        True,
        lambda c: c.create_or_get(startDateTime="2027-01-04T09:00:00.12345678").json().get("startDateTime"),
        None,
        "2027-01-04T09:00:00.1234567Z",
    ),
    "presenters_need_attendees": (True, _presenters_without_people, 200, 400),
    "premium_settings_refused": (True, _premium, 200, 403),
    "select_keeps_id": (True, lambda c: "id" in _selected(c, "subject").json(), False, True),
    "select_unknown_refused": (True, lambda c: _selected(c, "nonsense").status_code, 200, 400),
    "location_header": (True, lambda c: "Location" in c.create_or_get().headers, False, True),
    "etags": (True, _changed_by_two, (False, 200, 200), (True, 200, 412)),
    "lifetime_from_start": (True, _long_after_its_start, 200, 404),
    "expiry_shown": (
        False,
        lambda c: {"expiryDateTime", "meetingOptionsWebUrl"} & c.made().keys(),
        {"expiryDateTime", "meetingOptionsWebUrl"},
        set(),
    ),
    "create_or_get_counts": (False, lambda c: _beyond_the_month(c).status_code, 429, 201),
    "quota_retry_after": (0, lambda c: "Retry-After" in _beyond_the_month(c).headers, True, False),
    "policy_delay_minutes": (30, _a_new_policy, (403, 403), (201, 403)),
    "join_link_reopens": (True, _opened, (False, 404), (True, 200)),
    "government_dod": (False, _in_dod, False, True),
    "licence_missing_code": ("NotFound", _without_a_licence, "UnknownError", "NotFound"),
    "corrupted_id_is_named": (
        True,
        lambda c: error(c.get("MSx"))[2],
        "Meeting Id is corrupted.",
        "Invalid meeting id MSx.",
    ),
    "batch_item_is_refused_alone": (True, _batch, 400, 200),
    "names_ignore_case": (False, _in_capitals, ("x", "An"), (None, "Resource")),
    "users_need_permission": (False, _users_without_permission, 403, 200),
    "permission_missing_message": ("Insufficient privileges", _missing_permission, "", "Insufficient privileges"),
}


@pytest.mark.parametrize("name", [field.name for field in fields(Choices)])
def test_a_switch_changes_the_behaviour_that_it_names(msgraph_emulator: Emulator, client: Client, name: str) -> None:
    other, observe, by_default, otherwise = CASES[name]
    assert observe(client) == by_default
    msgraph_emulator.reset()
    msgraph_emulator.choose(**{name: other})
    assert observe(client) == otherwise


def test_null_for_a_required_property_is_refused_with_each_setting(msgraph_emulator: Emulator, client: Client) -> None:
    msgraph_emulator.choose(null_refused=False)
    meeting = client.made()
    assert client.patch(meeting["id"], startDateTime=None, endDateTime=None).status_code == 400
    assert client.patch(meeting["id"], anonymizeIdentityForRoles=None).status_code == 200
    assert client.patch(meeting["id"], anonymizeIdentityForRoles=["attendee"]).status_code == 200
    assert client.patch(meeting["id"], participants=None, lobbyBypassSettings=None).status_code == 200
    assert client.get(meeting["id"]).status_code == 200


def test_opening_a_join_link_prolongs_the_life_of_a_meeting(msgraph_emulator: Emulator, client: Client) -> None:
    msgraph_emulator.set_clock("2027-01-01T00:00:00Z")
    with application(msgraph_emulator) as early:
        opened, left = early.made("opened", startDateTime=NINE), early.made("left", startDateTime=NINE)
    msgraph_emulator.set_clock("2027-02-20T00:00:00Z")
    assert msgraph_emulator.open_join_link(opened["joinWebUrl"])
    msgraph_emulator.set_clock("2027-04-01T00:00:00Z")
    with application(msgraph_emulator) as later:
        assert later.get(opened["id"]).status_code == 200
        assert later.get(left["id"]).status_code == 404


def test_a_restored_meeting_leaves_its_external_id_to_a_newer_meeting(
    msgraph_emulator: Emulator, client: Client
) -> None:
    msgraph_emulator.choose(join_link_reopens=True)
    old = client.made()
    client.delete(old["id"])
    new = client.made()
    assert msgraph_emulator.open_join_link(old["joinWebUrl"])
    assert not msgraph_emulator.open_join_link("https://teams.microsoft.com/l/meetup-join/x")
    assert client.get(old["id"]).status_code == 200
    assert client.create_or_get().json()["id"] == new["id"]


def test_a_pending_access_policy_is_replaced_by_a_newer_one(msgraph_emulator: Emulator, client: Client) -> None:
    msgraph_emulator.choose(policy_delay_minutes=30)
    msgraph_emulator.set_access_policy([])
    msgraph_emulator.choose(policy_delay_minutes=0)
    msgraph_emulator.set_access_policy([msgraph_emulator.client_id])
    msgraph_emulator.advance(1801)
    assert client.create_or_get().status_code == 201


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
def test_unknown_settings_are_refused_with_one_sentence(
    msgraph_emulator: Emulator, changes: dict[str, object], word: str
) -> None:
    with pytest.raises(ValueError, match=word):
        msgraph_emulator._ask("PATCH", "settings", changes)
