"""The programs beside this file: each uses one of Microsoft's SDKs as its users do, and prints its results as JSON."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.clients.documentation import MEETING
from tools import clients
from tools.places import Places
from tools.sdk import toolchains

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator

PLACES = Places.here()
SOURCES = PLACES.root / "tests" / "clients"
_FOREIGN = ("ARM_", "AZURE_", "MSGRAPH_", "PYTHON", "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")
_LIMIT = 180
"""Seconds after which a program counts as hanging."""


@dataclass(frozen=True)
class Program:
    """One program.

    Args:
        command: returns its command line for a folder and an emulator.
        error: the name of the SDK's error for a refusal.
        digits: the number of fractional digits of a second that the SDK sends.
        adds_type: True if the SDK adds `@odata.type` to its requests.
    """

    command: Callable[[Path, Emulator], list[str | Path]]
    error: str
    digits: int
    adds_type: bool


def environment(emulator: Emulator) -> dict[str, str]:
    """Return the environment of a program: only the emulator's variables and the meeting to create."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)}
    return kept | emulator.environment(kept) | {"MEETING": json.dumps(MEETING)}


def run(
    name: str, folder: Path, emulator: Emulator, variables: Mapping[str, str | None] | None = None
) -> list[dict[str, Any]]:
    """Run a program to its end, and return its output lines; a variable that is None is not set."""
    env = environment(emulator) | dict(variables or {})
    given = {variable: value for variable, value in env.items() if value is not None}
    command = (SIGN_INS.get(name) or PROGRAMS[name].command)(folder, emulator)
    done = subprocess.run(command, env=given, capture_output=True, text=True, timeout=_LIMIT, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def _python(source: str) -> Callable[[Path, Emulator], list[str | Path]]:
    def command(_folder: Path, _emulator: Emulator) -> list[str | Path]:
        return [clients.folder("python", PLACES) / "venv" / "bin" / "python", SOURCES / "python" / source]

    return command


def _javascript(source: str) -> Callable[[Path, Emulator], list[str | Path]]:
    def command(folder: Path, _emulator: Emulator) -> list[str | Path]:
        node, _ = toolchains.node(PLACES)
        (folder / "node_modules").symlink_to(clients.folder("javascript", PLACES) / "node_modules")
        return [node / "node", shutil.copy(SOURCES / "javascript" / source, folder)]

    return command


def _java(folder: Path, emulator: Emulator) -> list[str | Path]:
    target = clients.folder("java", PLACES) / "target"
    store, password = folder / "trust.p12", "changeit"
    keytool = ["keytool", "-importcert", "-noprompt", "-storetype", "PKCS12", "-storepass", password]
    imported: list[str | Path] = [*keytool, "-file", emulator.ca, "-keystore", store]
    subprocess.run(imported, capture_output=True, timeout=_LIMIT, check=True)
    trust = [f"-Djavax.net.ssl.trustStore={store}", f"-Djavax.net.ssl.trustStorePassword={password}"]
    proxy = urlsplit(emulator.proxy or "")
    way = [f"-Dhttps.proxyHost={proxy.hostname}", f"-Dhttps.proxyPort={proxy.port}"] if emulator.proxy else []
    short_life = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]
    found = os.pathsep.join([str(target / "classes"), str(target / "dependency" / "*")])
    return ["java", *short_life, *trust, *way, "-cp", found, "meetings.App"]


def _go(_folder: Path, _emulator: Emulator) -> list[str | Path]:
    return [clients.folder("go", PLACES) / "meetings"]


PROGRAMS = {
    "python": Program(_python("meetings.py"), "ODataError", digits=6, adds_type=True),
    "graph-client": Program(_javascript("graph-client.mjs"), "GraphError", digits=7, adds_type=True),
    "msgraph-sdk": Program(_javascript("msgraph-sdk.mjs"), "ODataError", digits=3, adds_type=False),
    "java": Program(_java, "ODataError", digits=7, adds_type=True),
    "go": Program(_go, "ODataError", digits=0, adds_type=True),
}

SIGN_INS = {"python-identity": _python("sign_in.py"), "javascript-identity": _javascript("sign-in.mjs")}
"""Programs that sign in, in every way of Microsoft's identity library for their language."""
