"""The doctor's report for each problem of a deployment."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest

from msgraph_meetings.errors.links import SIGN_IN
from tests.doctor.machine import NAMES

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator
    from tests.doctor.machine import Machine, Report

LOOKUP = "/v1.0/users/*/onlineMeetings"
PROBE = "/v1.0/me/onlineMeetings"


def reached_until(report: Report, name: str) -> bool:
    """Return True if that check failed, all before it did not, and none after it was run."""
    before, after = NAMES[: NAMES.index(name)], NAMES[NAMES.index(name) + 1 :]
    return (
        report.code == 1
        and report.failures == [name]
        and all(report.statuses[other] == "passed" for other in before)
        and all(report.statuses[other] == "skipped" for other in after)
    )


def test_doctor_passes_every_check_of_a_correct_machine(machine: Machine) -> None:
    report = machine.doctor()
    assert report.code == 0
    assert report.statuses == dict.fromkeys(NAMES, "passed") | {"create": "skipped"}


def test_nothing_is_changed_on_the_service(machine: Machine, msgraph_emulator: Emulator) -> None:
    machine.doctor()
    sent = [entry for entry in msgraph_emulator.journal() if "onlineMeetings" in entry.path]
    assert {entry.method for entry in sent} == {"GET"}
    assert msgraph_emulator.meetings() == []


def test_every_setting_is_shown_with_where_it_was_found_and_no_secret(machine: Machine) -> None:
    report = machine.doctor()
    assert f"tenantId = {machine.environment['ARM_TENANT_ID']}   from ARM_TENANT_ID" in report.output
    assert "clientSecret = (secret, not shown)   from ARM_CLIENT_SECRET" in report.output


def test_the_way_to_sign_in_is_shown_with_what_asks_for_it_and_what_else_is_there(machine: Machine) -> None:
    report = machine.having(ARM_USE_MSI="true", ARM_OIDC_TOKEN="canary").doctor()
    assert "client secret, because clientSecret from ARM_CLIENT_SECRET is set." in report.output
    later = f"because it has a lower priority ({SIGN_IN})."
    assert f"Not used: OIDC (oidcToken from ARM_OIDC_TOKEN), {later}" in report.output
    assert f"Not used: managed identity (useMsi from ARM_USE_MSI), {later}" in report.output
    method = machine.having(ARM_USE_MSI="true").doctor("--json").check("method")["facts"]
    assert method == {
        "method": "client secret",
        "becauseOf": ["clientSecret"],
        "notUsed": ["managed identity"],
        "explicit": False,
    }


def test_the_token_is_shown_by_its_claims(machine: Machine, msgraph_emulator: Emulator) -> None:
    token = machine.doctor("--json").check("token")["facts"]
    assert (token["kind"], token["audience"]) == ("application", msgraph_emulator.endpoint)
    assert (token["tenant"], token["app"]) == (msgraph_emulator.tenant_id, msgraph_emulator.client_id)
    assert "OnlineMeetings.ReadWrite.All" in token["permissions"]
    assert 0 < token["minutesLeft"] <= 60


def test_with_nothing_configured_it_says_what_to_set(bare: Machine) -> None:
    report = bare.doctor()
    assert report.code == 1
    assert (report.statuses["settings"], report.failures) == ("passed", ["method"])
    assert "ARM_TENANT_ID, ARM_CLIENT_ID, ARM_CLIENT_SECRET" in report.output


def test_half_a_sign_in_is_named_before_anything_is_sent(machine: Machine, msgraph_emulator: Emulator) -> None:
    report = machine.without("ARM_CLIENT_ID", "AZURE_CLIENT_ID").doctor()
    assert reached_until(report, "method")
    assert "clientId is missing" in report.output
    assert msgraph_emulator.journal() == []


def test_a_wrong_value_is_named_and_the_settings_are_shown_all_the_same(machine: Machine) -> None:
    report = machine.having(ARM_ENVIRONMENT="china").doctor()
    assert reached_until(report, "settings")
    assert "21Vianet" in report.output
    assert "from ARM_TENANT_ID" in report.output


def test_doctor_reports_a_wrong_secret_in_entra_s_words(machine: Machine) -> None:
    report = machine.having(ARM_CLIENT_SECRET="canary-of-a-wrong-secret").doctor()
    assert reached_until(report, "token")
    assert "7000215" in report.output


def test_doctor_reports_a_wrong_tenant(machine: Machine) -> None:
    tenant = str(uuid.uuid4())
    report = machine.having(ARM_TENANT_ID=tenant).doctor()
    assert reached_until(report, "token")
    assert tenant in report.output
    assert "Entra answered invalid_" in report.output


def test_a_missing_policy_gives_the_two_cmdlets_filled_in(machine: Machine, msgraph_emulator: Emulator) -> None:
    msgraph_emulator.set_access_policy([])
    report = machine.doctor()
    assert reached_until(report, "accessPolicy")
    assert f'New-CsApplicationAccessPolicy -Identity msgraph-meetings -AppIds "{msgraph_emulator.client_id}"' in (
        report.output
    )
    assert f'-Identity "{msgraph_emulator.user_id}"' in report.output


def test_a_missing_role_is_named_with_the_link_for_an_administrator(
    machine: Machine, msgraph_emulator: Emulator
) -> None:
    msgraph_emulator.put_app(msgraph_emulator.client_id, roles=["OnlineMeetings.Read.All"])
    report = machine.doctor()
    assert reached_until(report, "permission")
    assert "lacks the application permission OnlineMeetings.ReadWrite.All" in report.output
    assert "It has OnlineMeetings.Read.All." in report.output
    link = f"{msgraph_emulator.endpoint}/{msgraph_emulator.tenant_id}/adminconsent"
    assert f"{link}?client_id={msgraph_emulator.client_id}" in report.output


def test_a_missing_scope_of_a_signed_in_user_is_named_too(machine: Machine, msgraph_emulator: Emulator) -> None:
    token = msgraph_emulator.delegated_token(msgraph_emulator.user_id, scopes="OnlineMeetings.Read User.Read")
    report = machine.having(MSGRAPH_ACCESS_TOKEN=token).doctor()
    assert report.failures == ["permission"]
    assert "lacks the delegated permission OnlineMeetings.ReadWrite." in report.output


def test_doctor_reports_a_user_principal_name_as_organizer(machine: Machine) -> None:
    report = machine.having(MSGRAPH_USER_ID="ada@emulator.example").doctor()
    assert reached_until(report, "organizer")
    assert "object id" in report.output


def test_doctor_reports_an_unknown_organizer(machine: Machine) -> None:
    stranger = str(uuid.uuid4())
    report = machine.doctor("--user-id", stranger)
    assert reached_until(report, "organizer")
    assert stranger in report.output


def test_a_policy_for_other_organizers_gives_the_cmdlet_that_grants_it(
    machine: Machine, msgraph_emulator: Emulator
) -> None:
    msgraph_emulator.deny_access_policy(msgraph_emulator.user_id)
    report = machine.doctor()
    assert report.failures == ["accessPolicy"]
    app = f"allows the app {msgraph_emulator.client_id} to act for the organizer {msgraph_emulator.user_id}"
    assert f"No application access policy {app}" in report.output
    assert "Set userId" not in report.output
    assert "Organizer: Unknown, because the access policy does not let the app look." in report.output
    assert f'New-CsApplicationAccessPolicy -Identity msgraph-meetings -AppIds "{msgraph_emulator.client_id}"' in (
        report.output
    )
    assert "3003" in report.output
    assert f'Grant-CsApplicationAccessPolicy -PolicyName msgraph-meetings -Identity "{msgraph_emulator.user_id}"' in (
        report.output
    )


def test_an_app_without_an_organizer_fails_and_is_told_how_to_name_one(
    machine: Machine, msgraph_emulator: Emulator
) -> None:
    nobody = machine.without("MSGRAPH_USER_ID")
    for report in (nobody.doctor(), nobody.doctor("--create", "--yes")):
        assert reached_until(report, "organizer")
        assert "Set MSGRAPH_USER_ID or msgraph-meetings:userId" in report.output
        assert "--user-id ID" in report.output
    assert nobody.doctor("--user-id", msgraph_emulator.user_id).code == 0


def test_checks_not_reached_are_one_line_for_people_and_all_of_them_for_programs(bare: Machine) -> None:
    report = bare.doctor()
    unreached = [line for line in report.output.splitlines() if "Not run" in line]
    assert unreached == ["\N{EN DASH} Not run: 8 further checks, because this failed: Way to sign in."]
    summaries = [check["summary"] for check in bare.doctor("--json").object["checks"][2:]]
    assert summaries == ["Not run, because this check failed: Way to sign in."] * 8


def test_every_cause_of_what_is_not_reached_is_named_once(machine: Machine) -> None:
    nowhere = "https://127.0.0.1:9"
    report = machine.having(MSGRAPH_ENDPOINT=nowhere, AZURE_AUTHORITY_HOST=nowhere).doctor()
    assert (
        "\N{EN DASH} Not run: 6 further checks, because this failed: Microsoft Graph, Token service." in report.output
    )


def test_last_line_does_not_count_skipped_checks_as_passed(machine: Machine) -> None:
    assert machine.doctor().output.endswith("\nNo check failed; 1 of 10 was skipped.\n")
    assert machine.doctor("--create", "--yes").output.endswith("\nAll checks passed.\n")


def test_a_signed_in_user_needs_no_user_id(machine: Machine, msgraph_emulator: Emulator) -> None:
    token = msgraph_emulator.delegated_token(msgraph_emulator.user_id)
    assert machine.without("MSGRAPH_USER_ID").having(MSGRAPH_ACCESS_TOKEN=token).doctor().code == 0


def test_a_signed_in_user_needs_no_policy(machine: Machine, msgraph_emulator: Emulator) -> None:
    msgraph_emulator.deny_access_policy(msgraph_emulator.user_id)
    token = msgraph_emulator.delegated_token(msgraph_emulator.user_id)
    report = machine.having(MSGRAPH_ACCESS_TOKEN=token).doctor()
    assert report.code == 0
    assert report.statuses["signInEndpoint"] == "skipped"
    assert (report.statuses["organizer"], report.statuses["accessPolicy"]) == ("passed", "skipped")


def test_doctor_reports_a_refused_signed_in_user(machine: Machine, msgraph_emulator: Emulator) -> None:
    msgraph_emulator.arm(path=PROBE, skip=2, status=403)
    token = msgraph_emulator.delegated_token(msgraph_emulator.user_id)
    report = machine.having(MSGRAPH_ACCESS_TOKEN=token).doctor()
    assert (report.code, report.failures) == (1, ["organizer"])


def test_a_token_that_cannot_be_read_leaves_its_permission_open(machine: Machine) -> None:
    report = machine.having(MSGRAPH_ACCESS_TOKEN="canary-of-an-opaque-token").doctor()
    assert (report.statuses["token"], report.statuses["permission"]) == ("passed", "skipped")
    assert report.failures == ["organizer"]
    assert "accessTokenType" in report.output


def test_empty_list_counts_as_a_missing_meeting(machine: Machine, msgraph_emulator: Emulator) -> None:
    msgraph_emulator.choose(lookup_miss_is_empty=True)
    assert machine.doctor().code == 0


@pytest.mark.parametrize(("status", "policy"), [(400, "skipped"), (403, "failed")])
def test_doctor_claims_only_results_that_an_answer_shows(
    machine: Machine, msgraph_emulator: Emulator, status: int, policy: str
) -> None:
    msgraph_emulator.arm(path=LOOKUP, status=status)
    report = machine.doctor()
    assert (report.statuses["organizer"], report.statuses["accessPolicy"]) == ("skipped", policy)


def test_doctor_reports_a_refused_token(machine: Machine, msgraph_emulator: Emulator) -> None:
    msgraph_emulator.arm(path=LOOKUP, status=401, times=None)
    assert reached_until(machine.doctor(), "organizer")


def test_control_characters_of_an_answer_do_not_reach_the_terminal(
    machine: Machine, msgraph_emulator: Emulator
) -> None:
    body = {"error": {"code": "Forbidden", "message": "\x1b[2Jgone\x07"}}
    msgraph_emulator.arm(path=LOOKUP, status=403, body=body)
    report = machine.doctor()
    assert "gone" in report.output
    assert not {"\x1b", "\x07"} & set(report.output)
