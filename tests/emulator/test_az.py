"""The fake Azure CLI."""

from __future__ import annotations

import json
import subprocess
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import pytest

from msgraph_meetings_emulator import Emulator
from tests.emulator.proofs import claims_of, makes_a_meeting

if TYPE_CHECKING:
    from pathlib import Path


def _run(az: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [str(az), "account", "get-access-token", "--output", "json", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def _token(az: Path, *words: str) -> dict[str, Any]:
    done = _run(az, *words)
    assert (done.returncode, done.stderr) == (0, "")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_az_returns_a_user_s_token_when_a_user_is_signed_in(msgraph_emulator: Emulator, tmp_path: Path) -> None:
    az = msgraph_emulator.az(tmp_path, msgraph_emulator.user_id)
    answer = _token(az, "--resource", msgraph_emulator.endpoint)
    assert claims_of(answer["accessToken"])["oid"] == msgraph_emulator.user_id
    assert makes_a_meeting(msgraph_emulator, answer["accessToken"], "me")
    assert (answer["tokenType"], answer["tenant"]) == ("Bearer", msgraph_emulator.tenant_id)
    assert answer["subscription"]


def test_az_returns_an_application_s_token_when_one_is_signed_in(msgraph_emulator: Emulator, tmp_path: Path) -> None:
    folder = tmp_path / "a folder's name"
    folder.mkdir()
    words = ("--scope", f"{msgraph_emulator.endpoint}/.default", "--tenant", "emulator.example")
    answer = _token(msgraph_emulator.az(folder), *words)
    assert makes_a_meeting(msgraph_emulator, answer["accessToken"])
    assert answer["tenant"] == "emulator.example"
    assert "subscription" not in answer


def test_az_returns_the_expiry_as_text_and_as_number(msgraph_emulator: Emulator, tmp_path: Path) -> None:
    msgraph_emulator.set_token_lifetime(60)
    answer = _token(msgraph_emulator.az(tmp_path), "--resource", msgraph_emulator.endpoint)
    claims = claims_of(answer["accessToken"])
    assert answer["expires_on"] == claims["exp"] == claims["iat"] + 60
    local = datetime.fromtimestamp(answer["expires_on"], timezone.utc).astimezone()
    assert answer["expiresOn"] == local.strftime("%Y-%m-%d %H:%M:%S.%f")


def test_az_prints_its_own_error_when_nobody_is_signed_in(msgraph_emulator: Emulator, tmp_path: Path) -> None:
    done = _run(msgraph_emulator.signed_out_az(tmp_path), "--resource", msgraph_emulator.endpoint)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "ERROR: Please run 'az login' to setup account.\n"


@pytest.mark.parametrize(
    ("words", "number"),
    [
        (("--resource", "https://vault.example"), 500011),
        (("--resource", "https://graph.microsoft.com", "--tenant", "nobody.example"), 90002),
    ],
)
def test_a_wrong_resource_or_tenant_is_refused_with_entra_s_number(
    msgraph_emulator: Emulator, tmp_path: Path, words: tuple[str, ...], number: int
) -> None:
    done = _run(msgraph_emulator.az(tmp_path), *words)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"ERROR: AADSTS{number}: ")


def test_az_fails_when_its_user_was_removed(msgraph_emulator: Emulator, tmp_path: Path) -> None:
    done = _run(msgraph_emulator.az(tmp_path, "nobody"), "--resource", msgraph_emulator.endpoint)
    assert (done.returncode, done.stderr) == (1, "ERROR: 'nobody' is not in the directory.\n")


def test_az_prints_one_sentence_when_the_emulator_has_stopped(tmp_path: Path) -> None:
    with Emulator() as emulator:
        az = emulator.az(tmp_path)
    done = _run(az)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("ERROR: The emulator does not answer: ")
    assert done.stderr.count("\n") == 1


def test_only_the_owner_may_read_the_command(msgraph_emulator: Emulator, tmp_path: Path) -> None:
    az = msgraph_emulator.az(tmp_path)
    assert (az.name, az.stat().st_mode & 0o777) == ("az", 0o700)
    assert (tmp_path / "az.json").stat().st_mode & 0o777 == 0o600
