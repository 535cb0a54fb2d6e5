"""The emulator's distribution alone: without Pulumi, gRPC, pydantic and the provider."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import requires, version
from pathlib import Path

import msgraph_meetings
import msgraph_meetings_emulator

_ALONE = """
import sys

class Refuses:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"grpc", "msgraph_meetings", "pulumi", "pydantic"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Refuses())
"""
_LIMIT = 60


def _run(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=_LIMIT, check=False)


def test_emulator_answers_where_neither_pulumi_nor_the_provider_is_installed() -> None:
    program = (
        "from msgraph_meetings_emulator import Emulator\nwith Emulator() as emulator: print(emulator.meetings())\n"
    )
    done = _run(_ALONE + program)
    assert (done.stdout, done.returncode) == ("[]\n", 0), done.stderr


def test_emulator_s_wheel_needs_neither_pulumi_nor_the_provider() -> None:
    needed = {re.split(r"[^\w-]", line)[0] for line in requires("msgraph-meetings-emulator") or []}
    assert "starlette" in needed
    assert not needed & {"grpcio", "msal", "msgraph-meetings", "pulumi", "pydantic", "requests"}


def test_both_distributions_have_one_version_and_the_extra_asks_for_it() -> None:
    ours = version("msgraph-meetings")
    assert version("msgraph-meetings-emulator") == ours
    assert f"msgraph-meetings-emulator=={ours}; extra == 'emulator'" in (requires("msgraph-meetings") or [])


def test_command_without_the_emulator_says_how_to_install_it() -> None:
    program = (
        "import sys\nsys.modules['msgraph_meetings_emulator'] = None\nsys.argv = ['msgraph-meetings', 'emulator']\n"
    )
    done = _run(program + "from msgraph_meetings.cli import main\nmain()\n")
    assert done.returncode == 2
    assert done.stderr == "The emulator is not installed. Install it with: pip install 'msgraph-meetings[emulator]'\n"


def test_import_without_the_emulator_says_how_to_install_it() -> None:
    done = _run("import sys\nsys.modules['msgraph_meetings_emulator'] = None\nimport msgraph_meetings.emulator\n")
    assert "ImportError: The emulator is not installed" in done.stderr
    assert "pip install 'msgraph-meetings[emulator]'" in done.stderr


def test_provider_and_emulator_are_in_folders_of_their_own() -> None:
    provider, emulator = (
        Path(each.__file__ or "").parents[1] for each in (msgraph_meetings, msgraph_meetings_emulator)
    )
    assert not list(provider.rglob("msgraph_meetings_emulator"))
    assert not list(emulator.rglob("msgraph_meetings"))
