"""The pytest plugin, as other projects use it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_LIMIT = 60


def test_loading_the_plugin_loads_no_server_and_no_engine() -> None:
    heavy = ["starlette", "uvicorn", "trustme", "cryptography", "pulumi", "requests", "msal", "click", "ssl"]
    program = (
        "import sys, pytest; before = set(sys.modules)\n"
        "import msgraph_meetings_emulator.client.fixture\n"
        f"loaded = (set(sys.modules) - before) & set({heavy})\n"
        "assert not loaded, loaded"
    )
    subprocess.run([sys.executable, "-c", program], timeout=_LIMIT, check=True)


def test_a_project_gets_an_empty_emulator_in_each_test(tmp_path: Path) -> None:
    (tmp_path / "test_theirs.py").write_text(
        "import http.client, ssl\n"
        "def make(emulator):\n"
        "    trust = ssl.create_default_context(cafile=emulator.ca)\n"
        "    connection = http.client.HTTPSConnection(emulator.endpoint.removeprefix('https://'), context=trust)\n"
        "    path = f'/v1.0/users/{emulator.user_id}/onlineMeetings/createOrGet'\n"
        "    headers = {'Authorization': f'Bearer {emulator.application_token()}'}\n"
        "    headers['Content-Type'] = 'application/json'\n"
        "    connection.request('POST', path, '{\"externalId\": \"x\"}', headers)\n"
        "    status = connection.getresponse().status\n"
        "    connection.close()\n"
        "    return status\n"
        "def test_one(msgraph_emulator):\n"
        "    assert make(msgraph_emulator) == 201\n"
        "def test_two(msgraph_emulator):\n"
        "    assert msgraph_emulator.meetings() == []\n"
        "    assert make(msgraph_emulator) == 201\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider", str(tmp_path)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=_LIMIT,
        check=False,
    )
    assert "2 passed" in done.stdout, done.stdout
