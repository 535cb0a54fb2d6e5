"""`msgraph-meetings emulator env`: the environment of a running emulator, for each shell."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from msgraph_meetings_emulator import Emulator
from msgraph_meetings_emulator.client.shells import SHELLS
from msgraph_meetings_emulator.run.command import emulator as command

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

AWKWARD = {"PLAIN": "https://127.0.0.1:1", "ODD": 'it\'s \\ a "test"; $HOME `x` ü'}
_LIMIT = 60


@pytest.fixture
def ready_file(msgraph_emulator: Emulator, tmp_path: Path) -> Path:
    """A ready file of the running emulator."""
    file = tmp_path / "emulator.json"
    file.write_text(msgraph_emulator._description.to_json(), encoding="utf-8")
    return file


def _run(file: Path, *words: str, **environment: str | None) -> Result:
    return CliRunner().invoke(command, ["env", "--ready-file", str(file), *words], env=environment)


def test_json_output_has_all_variables_that_a_program_needs(msgraph_emulator: Emulator, ready_file: Path) -> None:
    done = _run(ready_file, "--shell", "json")
    assert done.exit_code == 0
    assert json.loads(done.stdout) == msgraph_emulator.environment()


@pytest.mark.parametrize("prefix", ["ARM", "AZURE"])
def test_the_environment_names_the_app_as_each_kind_of_client_expects(msgraph_emulator: Emulator, prefix: str) -> None:
    variables = msgraph_emulator.environment()
    assert variables[f"{prefix}_TENANT_ID"] == msgraph_emulator.tenant_id
    assert variables[f"{prefix}_CLIENT_ID"] == msgraph_emulator.client_id
    assert variables[f"{prefix}_CLIENT_SECRET"] == msgraph_emulator.client_secret


def test_a_shell_that_runs_the_lines_is_pointed_at_the_emulator(msgraph_emulator: Emulator, ready_file: Path) -> None:
    cli = f"{sys.executable} -c 'from msgraph_meetings.cli import main; main()'"
    script = f'eval "$({cli} emulator env --ready-file {ready_file})" && env'
    given = os.environ | {"ARM_CLIENT_CERTIFICATE_PATH": "/real.pem", "ARM_CLIENT_SECRET": "real"}
    done = subprocess.run(["sh", "-c", script], env=given, capture_output=True, text=True, timeout=_LIMIT, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    seen = dict(line.split("=", 1) for line in done.stdout.splitlines() if "=" in line)
    wanted = msgraph_emulator.environment()
    assert {name: seen[name] for name in wanted} == wanted
    assert "ARM_CLIENT_CERTIFICATE_PATH" not in seen


def test_every_shell_sets_exactly_the_given_values() -> None:
    assert _read_by_sh(SHELLS["bash"].lines(AWKWARD)) == AWKWARD
    assert SHELLS["fish"].lines({"ODD": "it's \\"}, ["GONE"]) == "set -e GONE\nset -gx ODD 'it\\'s \\\\'"
    assert SHELLS["powershell"].lines({"ODD": "it's \\"}, ["GONE"]) == "Remove-Item Env:GONE\n$env:ODD = 'it''s \\'"
    assert SHELLS["dotenv"].lines({"PLAIN": "a/b:1", "ODD": 'x "y"'}, ["GONE"]) == 'PLAIN=a/b:1\nODD="x \\"y\\""'


def _read_by_sh(lines: str) -> dict[str, str]:
    program = "import json, os; print(json.dumps({name: os.environ[name] for name in ('PLAIN', 'ODD')}))"
    script = f'{lines}\n{sys.executable} -c "{program}"'
    done = subprocess.run(["sh", "-c", script], capture_output=True, text=True, timeout=_LIMIT, check=True)
    read: dict[str, str] = json.loads(done.stdout)
    return read


def test_an_invalid_ready_file_is_reported_in_two_lines(tmp_path: Path) -> None:
    missing = _run(tmp_path / "missing.json")
    assert missing.exit_code == 1
    assert "cannot be read: No such file or directory.\nStart the emulator with --ready-file" in missing.stderr
    for content in ("{", "[]", "{}"):
        (tmp_path / "other.json").write_text(content, encoding="utf-8")
        assert "is not a ready file of the emulator." in _run(tmp_path / "other.json").stderr


def test_the_ready_file_of_a_stopped_emulator_is_reported(tmp_path: Path) -> None:
    with Emulator() as emulator:
        (tmp_path / "old.json").write_text(emulator._description.to_json(), encoding="utf-8")
        endpoint = emulator.endpoint
    done = _run(tmp_path / "old.json")
    assert (done.exit_code, done.stdout) == (1, "")
    assert f"No emulator answers at {endpoint} (from {tmp_path / 'old.json'})." in done.stderr


def test_a_missing_ready_file_option_is_reported() -> None:
    done = CliRunner().invoke(command, ["env"])
    assert done.exit_code == 2
    assert "Missing option '--ready-file'" in done.stderr


def test_a_command_named_env_still_runs_after_the_dashes() -> None:
    command_line = [sys.executable, "-m", "msgraph_meetings_emulator", "--", "env"]
    done = subprocess.run(command_line, capture_output=True, text=True, timeout=_LIMIT, check=True)
    assert "\nMSGRAPH_ENDPOINT=https://127.0.0.1:" in done.stdout
