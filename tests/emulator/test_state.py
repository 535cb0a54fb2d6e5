"""The state file: confirmed changes are kept when the process is killed."""

from __future__ import annotations

import os
import sqlite3
import stat
from typing import TYPE_CHECKING

import psutil
import pytest

from msgraph_meetings_emulator import Emulator, EmulatorProcess, Fault, Handle
from msgraph_meetings_emulator.state.store import StateUnusableError
from tests.emulator.client import application

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state.sqlite"


def _make(emulator: Handle, external_id: str) -> str:
    with application(emulator) as client:
        return str(client.create_or_get(external_id).json()["id"])


def test_everything_survives_a_restart(state: Path) -> None:
    with Emulator(state=state) as before:
        before.set_clock("2030-01-01T00:00:00Z", stopped=True)
        meeting = _make(before, "team")
        before.arm(Fault(status=500, method="DELETE"))
        before.deny_access_policy(before.user_ids[1])
        before.put_app("11111111-2222-3333-4444-555555555555", secret="another")
        before.policy_override(allowRecording=False)
        before.choose(lone_time_refused=False)
        before.set_token_lifetime(60)
        directory = before._ask("GET", "directory")
        settings = before._ask("GET", "settings")
        trusted, journal = before.ca.read_bytes(), before.journal()
    with Emulator(state=state) as after:
        assert [kept["id"] for kept in after.meetings()] == [meeting]
        assert after.journal() == journal
        assert [fault["status"] for fault in after.armed()] == [500]
        assert after.now() == "2030-01-01T00:00:00Z"
        assert after.ca.read_bytes() == trusted
        assert after._ask("GET", "directory") == directory
        assert after._ask("GET", "settings") == settings
        assert settings["policy"] == {"allowRecording": False}
        assert after.meetings()[0]["allowRecording"] is False
        assert _make(after, "team") == meeting


def test_a_token_stays_valid_across_a_restart(state: Path) -> None:
    with Emulator(state=state) as before:
        token = before.application_token()
    with Emulator(state=state) as after, application(after) as client:
        client.session.headers["Authorization"] = f"Bearer {token}"
        assert client.create_or_get().status_code == 201


def test_without_a_state_file_nothing_is_kept() -> None:
    with Emulator() as before:
        _make(before, "team")
        files = before.ca.parent
    assert not files.exists()
    with Emulator() as after:
        assert after.meetings() == []


def test_a_reset_forgets_everything_but_the_keys(state: Path) -> None:
    with Emulator(state=state) as emulator:
        trusted = emulator.ca.read_bytes()
        _make(emulator, "team")
        emulator.arm(status=500)
        emulator.set_clock("2030-01-01T00:00:00Z")
        emulator.policy_override(allowRecording=False)
        emulator.put_user("11111111-2222-3333-4444-555555555555")
        directory = emulator._ask("GET", "directory")
        emulator.reset()
        assert (emulator.meetings(), emulator.journal(), emulator.armed()) == ([], [], [])
        assert not emulator.now().startswith("2030-01-01T00:00:0")
        assert len(directory["users"]) == len(emulator._ask("GET", "directory")["users"]) + 1
        assert emulator._ask("GET", "settings")["policy"] == {}
    with Emulator(state=state) as again:
        assert again.meetings() == []
        assert again.ca.read_bytes() == trusted


def test_a_full_disk_is_reported_and_loses_no_confirmed_change(state: Path) -> None:
    with EmulatorProcess(state=state) as emulator, application(emulator) as client:
        made = client.create_or_get("before").json()["id"]
        assert emulator._process is not None
        psutil.Process(emulator._process.pid).rlimit(
            psutil.RLIMIT_FSIZE, (1, psutil.RLIM_INFINITY)
        )  # no byte more in any file
        refused = client.create_or_get("during")
        assert (refused.status_code, refused.text[:43]) == (507, "The emulator cannot write its state or its ")
        psutil.Process(emulator._process.pid).rlimit(psutil.RLIMIT_FSIZE, (psutil.RLIM_INFINITY, psutil.RLIM_INFINITY))
        assert client.create_or_get("during").status_code == 201
        emulator.kill()
    with Emulator(state=state) as after:
        assert [meeting["externalId"] for meeting in after.meetings()] == ["before", "during"]
        assert after.meetings()[0]["id"] == made


def test_a_process_that_does_not_start_reports_the_reason(state: Path) -> None:
    with Emulator(state=state), pytest.raises(RuntimeError, match="in use by another emulator"):
        EmulatorProcess(state=state).start()


def test_two_emulators_do_not_share_a_file(state: Path) -> None:
    with Emulator(state=state) as first:
        with pytest.raises(StateUnusableError, match=f"{state} is in use by another emulator"):
            Emulator(state=state).__enter__()
        _make(first, "team")
    with Emulator(state=state) as second:
        assert len(second.meetings()) == 1


def test_a_file_that_is_not_a_state_file_is_not_changed(state: Path) -> None:
    state.write_text("These are my notes, and they are longer than a page of nothing. " * 20)
    notes = state.read_bytes()
    with pytest.raises(StateUnusableError, match="not a state file of this emulator"):
        Emulator(state=state).__enter__()
    assert state.read_bytes() == notes


def test_another_program_s_database_is_not_changed(state: Path) -> None:
    with sqlite3.connect(state) as database:
        database.execute("CREATE TABLE bookmark (url TEXT)")
    database.close()
    with pytest.raises(StateUnusableError, match="not written by this version"):
        Emulator(state=state).__enter__()


def test_an_impossible_path_of_the_state_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StateUnusableError, match="cannot be written"):
        Emulator(state=tmp_path / "file" / "state.sqlite").__enter__()


def test_keys_that_cannot_be_read_are_refused(state: Path) -> None:
    with Emulator(state=state) as emulator:
        keys = emulator.ca.parent
    (keys / "ca.key").write_text("not a key")
    with pytest.raises(StateUnusableError, match="keys"):
        Emulator(state=state).__enter__()


def test_a_folder_for_keys_that_cannot_be_made_is_refused(state: Path) -> None:
    state.with_name(f"{state.name}.keys").touch()
    with pytest.raises(StateUnusableError, match="cannot be made"):
        Emulator(state=state).__enter__()


def _modes(folder: Path) -> dict[str, set[int]]:
    """The modes of all files and of all folders below a folder."""
    found = [*folder.rglob("*")]
    parts = {"files": [path for path in found if path.is_file()], "folders": [path for path in found if path.is_dir()]}
    return {name: {stat.S_IMODE(path.stat().st_mode) for path in paths} for name, paths in parts.items()}


def test_only_the_owner_reads_what_is_written_and_what_a_kill_leaves(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with EmulatorProcess(state=tmp_path / "a" / "b" / "state.sqlite") as emulator:
            _make(emulator, "team")
            names = {path.name for path in (tmp_path / "a").rglob("*")}
            assert _modes(tmp_path) == {"files": {0o600}, "folders": {0o700}}
            emulator.kill()
    finally:
        os.umask(before)
    assert names >= {"state.sqlite", "state.sqlite-wal", "ca.key", "signing.key", "server.pem", "ca-bundle.pem"}
    assert _modes(tmp_path) == {"files": {0o600}, "folders": {0o700}}


def test_a_readable_state_file_is_made_private(state: Path) -> None:
    with Emulator(state=state) as emulator:
        keys = emulator.ca.parent
    state.chmod(0o644)
    keys.chmod(0o755)
    with Emulator(state=state):
        assert {stat.S_IMODE(path.stat().st_mode) for path in state.parent.glob("state.sqlite*") if path.is_file()} == {
            0o600
        }
        assert stat.S_IMODE(keys.stat().st_mode) == 0o700
