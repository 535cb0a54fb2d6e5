"""Two runs of `make dist` make the same bytes, and each registry's own tool accepts the packages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
from typing import TYPE_CHECKING

import pytest

from tests.dist.conftest import made
from tools import wheels
from tools.dist import build, sdks
from tools.dist.wheels import CHECKER
from tools.places import Places
from tools.publish import names
from tools.sdk import toolchains

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.proof

PLACES = Places.here()
NAMES = names.of(names.read(PLACES.root))
CONSUMER = """package main

import (
	msgraph "{package}"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {{
	pulumi.Run(func(ctx *pulumi.Context) error {{
		_, err := msgraph.NewOnlineMeeting(ctx, "standup", &msgraph.OnlineMeetingArgs{{
			AllowedPresenters: pulumi.String("organization"),
		}})
		return err
	}})
}}
"""


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("everything") / "dist")


def _run(command: list[str], folder: Path, **more: str) -> str:
    done = subprocess.run(command, cwd=folder, env=os.environ | more, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_second_run_makes_the_same_bytes(everything: Path, tmp_path: Path) -> None:
    again = made(tmp_path / "dist")
    assert (again / build.SUMS).read_text("ascii") == (everything / build.SUMS).read_text("ascii")


def test_index_accepts_every_python_package(everything: Path) -> None:
    packages = [
        str(path)
        for path in everything.iterdir()
        if path.name.endswith((".whl", ".tar.gz")) and "msgraph_" in path.name
    ]
    assert len(packages) == 6
    twine = wheels.folder("twine", CHECKER, PLACES)
    said = _run([sys.executable, "-m", "twine", "check", "--strict", *packages], everything, PYTHONPATH=str(twine))
    assert said.count("PASSED") == 6


def test_npm_would_publish_javascript_and_no_script_that_runs_on_install(everything: Path, tmp_path: Path) -> None:
    (archive,) = everything.glob("*.tgz")
    node, npm = toolchains.node(PLACES)
    _run(
        [*npm, "publish", "--dry-run", "--offline", "--ignore-scripts", str(archive)],
        tmp_path,
        **toolchains.with_node(node),
    )
    with tarfile.open(archive) as packed:
        listed = {entry.name for entry in packed.getmembers()}
        file = packed.extractfile("package/package.json")
        assert file is not None
        package = json.load(file)
    assert {"package/bin/index.js", "package/bin/index.d.ts", "package/bin/package.json", "package/LICENSE"} <= listed
    assert not package["scripts"].keys() & {"preinstall", "install", "postinstall", "prepare", "prepublish"}


def test_node_program_uses_the_package_without_any_script(everything: Path, tmp_path: Path) -> None:
    (archive,) = everything.glob("*.tgz")
    node, npm = toolchains.node(PLACES)
    env = toolchains.with_node(node)
    (tmp_path / "package.json").write_text('{"private": true}', encoding="ascii")
    _run([*npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", str(archive)], tmp_path, **env)
    program = f"const m = require('{NAMES.npm}'); console.log(typeof m.OnlineMeeting, m.LobbyBypassScope.Everyone)"
    assert _run(["node", "-e", program], tmp_path, **env).split() == ["function", "everyone"]


def test_go_module_is_fetched_by_its_path_and_vetted_in_a_program(everything: Path, tmp_path: Path) -> None:
    go = str(toolchains.golang(PLACES) / "go")
    (tmp_path / "main.go").write_text(CONSUMER.format(package=NAMES.go_package), encoding="utf-8")
    proxy = f"file://{everything / sdks.GO_PROXY},{_run([go, 'env', 'GOPROXY'], tmp_path).strip()}"
    env = {
        "GOPROXY": proxy,
        "GONOSUMDB": NAMES.go_module,
        "GOFLAGS": "-mod=mod",
        "GOMODCACHE": _run([go, "env", "GOMODCACHE"], tmp_path).strip(),
    }
    _run([go, "mod", "init", "consumer"], tmp_path, **env)
    _run([go, "get", f"{NAMES.go_module}@v{_version(everything)}"], tmp_path, **env)
    _run([go, "vet", "./..."], tmp_path, **env)


def test_maven_verifies_the_java_library_with_sources_and_documentation(everything: Path) -> None:
    jars = {path.name for path in everything.glob("*.jar")}
    stem = f"{names.PACKAGE}-{_version(everything)}"
    assert jars == {f"{stem}.jar", f"{stem}-sources.jar", f"{stem}-javadoc.jar"}


def _version(folder: Path) -> str:
    (wheel,) = folder.glob("msgraph_meetings-*.whl")
    return wheel.name.split("-")[1]
