"""Other people's Graph clients, for the programs in tests/clients: installed and compiled once, in the cache."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools import cache, locked
from tools.console import Problem
from tools.engine import go
from tools.process import watched
from tools.sdk import toolchains

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tools.places import Places
    from tools.process import Command

TERRAFORM_PROVIDER = "MSGRAPH_MEETINGS_TERRAFORM_PROVIDER"
"""The variable that names the binary of Terraform's provider microsoft/msgraph, which is in no registry used here."""

PYTHON_LOCK = "tests/clients/python/requirements.txt"
_NPM_FILES = ("package.json", "package-lock.json")
_GO = (1, 25)
_PROGRAMS = {"curl": "curl", "javac": "default-jdk-headless", "mvn": "maven"}
# Speed of compilation counts here, not speed of the program.
_QUICKLY = ("-trimpath", "-buildvcs=false", "-gcflags=all=-N -l", "-ldflags=-s -w")


@dataclass(frozen=True)
class Client:
    """The clients of one language.

    Args:
        made_from: the files below the language's folder that the result depends on.
        fill: installs and compiles it in a draft of the folder.
    """

    made_from: tuple[str, ...]
    fill: Callable[[Path, Path, Places], None]


def folder(language: str, places: Places) -> Path:
    """Return the folder of a language's clients, made by the first call.

    Raises:
        Problem: a toolchain is missing, or it could not be installed or compiled.
    """
    client, source = CLIENTS[language], places.root / "tests" / "clients" / language
    target = places.cache / "clients" / f"{language}-{_fingerprint(client, source)}"
    return cache.folder(target, lambda draft: client.fill(source, draft, places))


def ensure(places: Places) -> None:
    """Make every client.

    Raises:
        Problem: one could not be made, or a program is missing; the message says what to install.
    """
    if missing := missing_programs():
        raise Problem(f"These programs are missing: {', '.join(missing)}. Install them first.")
    for language in CLIENTS:
        folder(language, places)


def missing_programs() -> list[str]:
    """Return the missing programs that no registry has, each with its name in Debian."""
    return [f"{name} (on Debian: {package})" for name, package in _PROGRAMS.items() if shutil.which(name) is None]


def _fingerprint(client: Client, source: Path) -> str:
    digest = hashlib.sha256(sys.version.encode())
    for file in sorted(path for pattern in client.made_from for path in source.rglob(pattern)):
        digest.update(b"\0".join([file.relative_to(source).as_posix().encode(), file.read_bytes()]))
    return digest.hexdigest()[:12]


def _python(source: Path, draft: Path, places: Places) -> None:
    locked.install("Microsoft's Graph SDK for Python", source / "requirements.txt", draft / "venv", places)


def _npm(what: str) -> Callable[[Path, Path, Places], None]:
    def install(source: Path, draft: Path, places: Places) -> None:
        _installed_by_npm(what, source, draft, places)

    return install


def _installed_by_npm(what: str, source: Path, draft: Path, places: Places) -> None:
    node, npm = toolchains.node(places)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copyfile(source / name, draft / name)
    env = os.environ | {"PATH": f"{node}{os.pathsep}{os.environ['PATH']}"}
    install = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    watched(f"Installing {what}", install, cwd=draft, env=env)


def _java(source: Path, draft: Path, _places: Places) -> None:
    toolchains.java()
    shutil.copytree(source, draft, dirs_exist_ok=True, ignore=shutil.ignore_patterns("target"))
    maven = ["mvn", "--batch-mode", "--no-transfer-progress", "compile", "dependency:copy-dependencies"]
    watched("Installing Microsoft's Graph SDK for Java", maven, cwd=draft)


def _go(source: Path, draft: Path, places: Places) -> None:
    toolchain = go.find(_GO, places)
    build: Command = [toolchain, "build", "-v", *_QUICKLY, "-o", draft / "meetings", "."]
    watched("Compiling Microsoft's Graph SDK for Go", build, cwd=source, env=go.environment(os.environ, places))


CLIENTS = {
    "python": Client(("requirements.txt",), _python),
    "javascript": Client(_NPM_FILES, _npm("Microsoft's Graph SDKs and identity libraries for JavaScript")),
    "java": Client(("pom.xml", "*.java"), _java),
    "m365": Client(_NPM_FILES, _npm("CLI for Microsoft 365")),
    "go": Client(("go.mod", "go.sum", "*.go"), _go),
}
