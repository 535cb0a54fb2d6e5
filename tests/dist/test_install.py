"""The plugin's archive on a machine without this checkout: installed by the engine, then used by a program."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import subprocess
import sys
import tarfile
import threading
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest

from tests.dist.conftest import HERE
from tests.engine.stack import Stack
from tools.engine import choice
from tools.places import Places

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator

pytestmark = pytest.mark.proof

VERSION = version("msgraph-meetings")
PLUGIN = ("plugin", "install", "resource", "msgraph-meetings", VERSION)
ARCHIVE = f"pulumi-resource-msgraph-meetings-v{VERSION}-{HERE}.tar.gz"
PROGRAM = """
name: somewhere
runtime: yaml
resources:
  standup:
    type: msgraph-meetings:OnlineMeeting
    properties:
      externalId: team-standup
      subject: Stand-up
      allowedPresenters: roleIsPresenter
variables:
  found:
    fn::invoke:
      function: msgraph-meetings:getOnlineMeeting
      arguments:
        joinWebUrl: ${standup.joinWebUrl}
outputs:
  url: ${standup.joinWebUrl}
  subject: ${found.subject}
"""


@pytest.fixture
def server(dist: Path) -> Iterator[str]:
    """Serve the folder on this machine, as a release page would."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(dist))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{serving.server_port}"
        serving.shutdown()


def machine(folder: Path, emulator: Emulator) -> Stack:
    """A stack in an empty folder and an empty home, with a Python that does not have this package."""
    folder.mkdir()
    (folder / "Pulumi.yaml").write_text(PROGRAM, encoding="utf-8")
    engine = choice.ensure(choice.sources(Places.here()))
    hosts = choice.language("yaml", engine, Places.here())
    bare = _bare_python(folder / "bare")
    search = [bare, engine, *hosts, "/usr/bin", "/bin"]
    os_path = os.pathsep.join(map(str, search))
    stack = _Elsewhere(folder, emulator.environment(), os_path)
    stack.environment["PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION"] = "true"
    return stack


class _Elsewhere(Stack):
    """A stack whose commands see nothing of the checkout."""

    def __init__(self, folder: Path, service: Mapping[str, str], search: str) -> None:
        self._search = search
        super().__init__(folder, service)

    def command(self, *arguments: str) -> list[str]:
        """Return the command line; the command `plugin` knows no stack."""
        found = super().command(*arguments)
        if arguments[0] == "plugin":
            del found[found.index("--stack") : found.index("--stack") + 2]
        return found

    def attempt(self, *arguments: str):  # type: ignore[no-untyped-def]  # noqa: ANN202
        self.environment = {name: value for name, value in self.environment.items() if not name.startswith("PYTHON")}
        self.environment["PATH"] = self._search
        self.environment.pop("VIRTUAL_ENV", None)
        return super().attempt(*arguments)


def _bare_python(folder: Path) -> Path:
    """Return a folder with a `python3` of this version that cannot import the package."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    command = [str(folder / "bin" / "python3"), "-c", "import msgraph_meetings"]
    assert subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 1
    return folder / "bin"


def assert_works(stack: Stack, emulator: Emulator) -> None:
    """Deploy, deploy again, refresh and destroy with the installed plugin."""
    assert shutil.which("pulumi-resource-msgraph-meetings", path=stack.environment["PATH"]) is None
    stack.up()
    (meeting,) = emulator.meetings()
    assert stack.outputs() == {"url": meeting["joinWebUrl"], "subject": "Stand-up"}
    assert "2 unchanged" in stack.up().output
    assert "2 unchanged" in stack.refresh().output
    stack.destroy()
    assert emulator.meetings() == []


def test_plugin_installs_from_a_server_into_an_empty_home_and_deploys(
    server: str, tmp_path: Path, msgraph_emulator: Emulator
) -> None:
    stack = machine(tmp_path / "machine", msgraph_emulator)
    stack.run(*PLUGIN, "--server", server)
    assert_works(stack, msgraph_emulator)


def test_plugin_installs_from_a_file_into_an_empty_home_and_deploys(
    dist: Path, tmp_path: Path, msgraph_emulator: Emulator
) -> None:
    stack = machine(tmp_path / "machine", msgraph_emulator)
    stack.run(*PLUGIN, "--file", str(dist / ARCHIVE))
    assert_works(stack, msgraph_emulator)


def test_plugin_says_which_python_it_needs_where_none_fits(dist: Path, tmp_path: Path) -> None:
    with tarfile.open(dist / ARCHIVE) as archive:
        archive.extractall(tmp_path, filter="data")
    basics = tmp_path / "basics"
    basics.mkdir()
    for name in ("dirname", "sh"):  # what the start program uses besides Python
        (basics / name).symlink_to(shutil.which(name) or name)
    program = tmp_path / "pulumi-resource-msgraph-meetings"
    done = subprocess.run([program], env={"PATH": str(basics)}, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "needs one of these on PATH: python3." in done.stderr
