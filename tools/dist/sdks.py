"""The packages of the SDKs for Node.js, Go, Java and C#.

C# has sources only: its package is made by `dotnet pack` in a workflow, where .NET exists.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tools.console import Problem, say
from tools.dist import archives
from tools.process import watched
from tools.publish import names
from tools.sdk import toolchains

if TYPE_CHECKING:
    from tools.places import Places

GO_PROXY = "goproxy"
"""The folder that `GOPROXY=file://...` reads: how a Go module is fetched before its tag exists."""

_LEFT_OUT = shutil.ignore_patterns("node_modules", "target", "obj", "build", "*.egg-info", "__pycache__")


def build(target: Path, version: str, places: Places) -> None:
    """Write the packages into the folder `target`.

    Raises:
        Problem: a package could not be made; the message has the output of its tool.
    """
    _nodejs(target, places)
    _go(target, version, places)
    _dotnet(target, version, places)
    try:
        toolchains.java()
    except Problem as problem:
        say(f"Without the package for Java. {problem}")
    else:
        _java(target, version, places)


def _nodejs(target: Path, places: Places) -> None:
    node, npm = toolchains.node(places)
    command = [*npm, "pack", "--ignore-scripts", "--pack-destination", str(target)]
    env = toolchains.with_node(node)
    done = subprocess.run(command, cwd=places.sdk / "nodejs", env=env, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise Problem(f"`npm pack` failed:\n{done.stderr.strip()[-2000:]}")


def _go(target: Path, version: str, places: Places) -> None:
    """Write the module as a Go proxy serves it: go.mod, a note of the version, and a zip with the module's name inside."""
    module = names.of(names.read(places.root)).go_module
    escaped = re.sub("[A-Z]", lambda letter: f"!{letter[0].lower()}", module)
    folder = target / GO_PROXY / escaped / "@v"
    folder.mkdir(parents=True, exist_ok=True)
    files = archives.below(places.sdk / "go")
    prefix = f"{module}@v{version}"
    archives.zipped(folder / f"v{version}.zip", {f"{prefix}/{name}": content for name, content in files.items()})
    (folder / f"v{version}.mod").write_bytes(files["go.mod"])
    (folder / f"v{version}.info").write_text(json.dumps({"Version": f"v{version}"}), encoding="ascii")
    (folder / "list").write_text(f"v{version}\n", encoding="ascii")


def _dotnet(target: Path, version: str, places: Places) -> None:
    files = archives.below(places.sdk / "dotnet")
    kept = {name: content for name, content in files.items() if not name.startswith(("bin/", "obj/"))}
    name = f"{names.of(names.read(places.root)).nuget}-{version}-sources"
    archives.tar(target / f"{name}.tar.gz", {f"{name}/{path}": content for path, content in kept.items()})


def _java(target: Path, version: str, places: Places) -> None:
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name, "java")
        shutil.copytree(places.sdk / "java", copy, ignore=_LEFT_OUT)
        command = ["mvn", "--batch-mode", "--no-transfer-progress", "verify"]
        watched("Building the package for Java", command, cwd=copy)
        for jar in (copy / "target").glob("*.jar"):
            shutil.copyfile(jar, target / jar.name)
        shutil.copyfile(copy / "pom.xml", target / f"{names.PACKAGE}-{version}.pom")
