"""Make of a generated SDK what a registry of its language takes: licence, build file, compiled code."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools import cache
from tools.console import Problem
from tools.process import watched
from tools.sdk import toolchains

if TYPE_CHECKING:
    from collections.abc import Callable

    from tools.places import Places

    Files = dict[str, bytes]

NODE = Path(__file__).with_name("node")
"""The compiler of TypeScript and the types that the SDK needs, locked."""

_LICENSE = "LICENSE"


def fit(language: str, files: Files, places: Places, schema: dict[str, Any]) -> Files:
    """Return the files of an SDK as they are published; `compiled` adds the JavaScript.

    Raises:
        Problem: a generator writes something else than it did; the message names the file.
    """
    change = _LANGUAGES.get(language)
    changed = change(files, schema) if change else files
    return changed | {_LICENSE: (places.root / _LICENSE).read_bytes()}


def _python(files: Files, _schema: dict[str, Any]) -> Files:
    """Name the licence by its identifier, and let each meeting call `_registrations.py`, which is a part of ours.

    Setuptools ends the table of the licence on 2027-02-18.
    """
    text = files["pyproject.toml"].decode()
    text = _once(text, r'^ *\[project\.license\]\n *text = "(.+)"\n', "", "pyproject.toml")
    licence = '  license = "Apache-2.0"\n  license-files = ["LICENSE"]\n'
    text = _once(text, r"^  name = ", f"{licence}  name = ", "pyproject.toml")
    text = _once(text, r"setuptools>=61\.0", "setuptools>=77", "pyproject.toml")
    module = "pulumi_msgraph_meetings/online_meeting.py"
    meeting = files[module].decode()
    meeting = _once(meeting, r"^(?=from \. import outputs$)", "from ._registrations import await_in_turn\n", module)
    meeting = _once(meeting, r"^(?= {8}opts = pulumi\.\w+\.merge\(_utilities\.)", "        await_in_turn()\n", module)
    return files | {"pyproject.toml": text.encode(), module: meeting.encode()}


def _nodejs(files: Files, _schema: dict[str, Any]) -> Files:
    """Leave out the script that compiles on install: the package holds JavaScript."""
    package = json.loads(files["package.json"])
    if package["scripts"].pop("postinstall", None) is None:
        raise Problem("package.json of the Node.js SDK has no postinstall: its generator has changed.")
    tools = {name: package["dependencies"].pop(name) for name in ("typescript", "@types/node")}
    package |= {
        "types": "bin/index.d.ts",
        "files": ["bin", "LICENSE", "README.md"],
        "devDependencies": dict(sorted(tools.items())),
        "publishConfig": {"access": "public"},
    }
    kept = {name: content for name, content in files.items() if name != "scripts/postinstall.js"}
    return kept | {"package.json": f"{json.dumps(package, indent=4)}\n".encode()}


def _java(files: Files, schema: dict[str, Any]) -> Files:
    """Fill in the build file, which is a part of ours: the generator knows Gradle's only."""
    values = {
        "DESCRIPTION": schema["description"],
        "PUBLISHER": schema["publisher"],
        "URL": schema["repository"],
        "VERSION": schema["version"],
    }
    filled = {}
    for file in ("pom.xml", "README.md"):
        filled[file] = files[file]
        for name, value in values.items():
            filled[file] = filled[file].replace(f"@{name}@".encode(), value.encode())
    return files | filled


def _dotnet(files: Files, _schema: dict[str, Any]) -> Files:
    """Target .NET 8, as Pulumi's own package does since 3.106, and let `dotnet pack` build before it packs."""
    (file,) = (name for name in files if name.endswith(".csproj"))
    text = files[file].decode()
    text = _once(text, r"<TargetFramework>net6\.0<", "<TargetFramework>net8.0<", file)
    text = _once(text, r"^ *<GeneratePackageOnBuild>true</GeneratePackageOnBuild>\n", "", file)
    return files | {file: text.encode()}


_LANGUAGES: dict[str, Callable[[Files, dict[str, Any]], Files]] = {
    "dotnet": _dotnet,
    "java": _java,
    "nodejs": _nodejs,
    "python": _python,
}


def _once(text: str, pattern: str, new: str, file: str) -> str:
    changed, count = re.subn(pattern, lambda _: new, text, flags=re.MULTILINE)
    if count != 1:
        raise Problem(f"{file} of a generated SDK has {count} times {pattern!r}, not once: its generator has changed.")
    return changed


def compiled(folder: Path, places: Places) -> None:
    """Compile the TypeScript SDK in `folder` into `folder/bin`.

    Raises:
        Problem: the compiler could not be installed, or refused the SDK.
    """
    node, npm = toolchains.node(places)
    lock = (NODE / "package-lock.json").read_bytes()
    tools = cache.folder(places.cache / f"typescript-{cache.key(lock)}", lambda draft: _install(draft, npm, node))
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name, "sdk")
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("bin", "node_modules"))
        (copy / "node_modules").symlink_to(tools / "node_modules", target_is_directory=True)
        compiler = copy / "node_modules" / "typescript" / "bin" / "tsc"
        options = ["--sourceMap", "false", "--declarationMap", "false", "--preserveSymlinks"]
        done = subprocess.run(  # noqa: S603
            [node / "node", compiler, "-p", copy, *options], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise Problem(f"The SDK for Node.js does not compile:\n{done.stdout.strip()}")
        shutil.copyfile(copy / "package.json", copy / "bin" / "package.json")  # the SDK reads its version there
        shutil.rmtree(folder / "bin", ignore_errors=True)
        shutil.copytree(copy / "bin", folder / "bin")


def _install(draft: Path, npm: list[str], node: Path) -> None:
    for file in ("package.json", "package-lock.json"):
        shutil.copyfile(NODE / file, draft / file)
    env = toolchains.with_node(node)
    watched("Installing the compiler of TypeScript", [*npm, "ci", "--ignore-scripts", "--no-audit"], cwd=draft, env=env)
