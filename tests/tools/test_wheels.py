"""Each distribution's wheel, alone in a fresh environment with what it declares.

`make test` copies what is declared from the environment of the tests; `make proof` installs it from the index, too.
"""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.tools.wheels import built, installed_from_here, installed_from_the_index

if TYPE_CHECKING:
    from pathlib import Path

_LIMIT = 120
_NAMES = (
    "from importlib.metadata import distributions; print(*(one.metadata['Name'].lower() for one in distributions()))"
)
_ASKS = """
import os, ssl, urllib.request
address = os.environ["MSGRAPH_ENDPOINT"] + "/_emulator/journal"
trust = ssl.create_default_context(cafile=os.environ["SSL_CERT_FILE"])
print(urllib.request.urlopen(address, context=trust).status)
"""
_USES_THE_FIXTURE = "def test_emulator(msgraph_emulator): assert msgraph_emulator.meetings() == []\n"
_WAYS = [
    pytest.param(installed_from_here, id="copied"),
    pytest.param(installed_from_the_index, id="from-the-index", marks=pytest.mark.proof),
]


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return built(tmp_path_factory.mktemp("wheels"))


@pytest.fixture(scope="module", params=_WAYS)
def emulator_alone(
    request: pytest.FixtureRequest, wheels: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    python: Path = request.param(wheels["msgraph-meetings-emulator"], "", tmp_path_factory.mktemp("emulator"))
    return python


@pytest.fixture(scope="module", params=_WAYS)
def provider_alone(
    request: pytest.FixtureRequest, wheels: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    python: Path = request.param(wheels["msgraph-meetings"], "[cli]", tmp_path_factory.mktemp("provider"))
    return python


def _run(program: Path, *words: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([program, *words], cwd=cwd, capture_output=True, text=True, timeout=_LIMIT, check=False)


def _names(python: Path) -> set[str]:
    return set(_run(python, "-c", _NAMES).stdout.split())


def test_emulator_alone_brings_neither_pulumi_nor_grpc_nor_pydantic(emulator_alone: Path) -> None:
    names = _names(emulator_alone)
    assert "msgraph-meetings-emulator" in names
    assert not names & {"grpcio", "msal", "msgraph-meetings", "pulumi", "pydantic", "requests"}


def test_emulator_alone_answers_the_command_that_it_runs(emulator_alone: Path) -> None:
    done = _run(emulator_alone.with_name("msgraph-meetings-emulator"), "--", emulator_alone, "-c", _ASKS)
    assert (done.stdout.splitlines()[-1:], done.returncode) == (["200"], 0), done.stderr


def test_emulator_alone_gives_pytest_its_fixture(emulator_alone: Path, tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(_USES_THE_FIXTURE, encoding="utf-8")
    done = _run(emulator_alone, "-m", "pytest", "-q", "-p", "no:cacheprovider", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_provider_alone_brings_no_emulator_and_imports(provider_alone: Path) -> None:
    assert not _names(provider_alone) & {"msgraph-meetings-emulator", "starlette", "trustme", "uvicorn"}
    done = _run(provider_alone, "-c", "from msgraph_meetings import OnlineMeeting; print(OnlineMeeting.__name__)")
    assert done.stdout == "OnlineMeeting\n", done.stderr


def test_provider_alone_says_how_to_install_the_emulator_when_it_is_asked_for(provider_alone: Path) -> None:
    done = _run(provider_alone.with_name("msgraph-meetings"), "emulator")
    assert done.returncode == 2
    assert done.stderr == "The emulator is not installed. Install it with: pip install 'msgraph-meetings[emulator]'\n"


def test_provider_alone_adds_nothing_to_pytest(provider_alone: Path, tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(_USES_THE_FIXTURE, encoding="utf-8")
    done = _run(provider_alone, "-m", "pytest", "-q", "-p", "no:cacheprovider", cwd=tmp_path)
    assert done.returncode == 1
    assert "fixture 'msgraph_emulator' not found" in done.stdout
