"""With the real engine: the ways in which the plugin is started, each from a folder of a user's own."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

from msgraph_meetings.plugin.old_engines import FIXED
from msgraph_meetings.plugin.schema import schema, version
from tests.plugin.processes import BARE_MODE, CHECKOUT, CONSOLE_SCRIPT, SCRIPTS, Process

if TYPE_CHECKING:
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator
    from tests.plugin.plugin_stack import PluginStack

ONE = "pulumi.export('url', OnlineMeeting('m', externalId='m', subject='S').joinWebUrl)"


@pytest.fixture
def stack(stack: PluginStack) -> PluginStack:
    """A stack whose folder holds a module that a plugin started with ``-m`` would trip over."""
    (stack.folder / "calendar.py").write_text(
        "import sys\nif 'pulumi-resource' in ''.join(sys.argv): raise SystemExit(7)\n"
    )
    return stack


def deploys(stack: PluginStack, emulator: Emulator) -> str:
    """Deploys once and once more, and returns what the engine printed."""
    said = stack.up(ONE).output
    (meeting,) = emulator.meetings()
    assert stack.outputs() == {"url": meeting["joinWebUrl"]}
    assert "unchanged" in stack.preview("--expect-no-changes").output
    return said


def use_plugin_in(folder: Path, stack: PluginStack) -> None:
    """Name the folder of the plugin in the project."""
    project = stack.folder / "Pulumi.yaml"
    plugins = f"plugins:\n  providers:\n    - name: msgraph-meetings\n      path: {folder}\n"
    project.write_text(project.read_text("utf-8") + plugins, "utf-8")


def test_pip_s_console_script_on_path(stack: PluginStack, msgraph_emulator: Emulator) -> None:
    assert f"using pulumi-resource-msgraph-meetings from $PATH at {CONSOLE_SCRIPT}" in deploys(stack, msgraph_emulator)


def test_a_path_in_the_project_to_the_scripts_of_a_checkout(stack: PluginStack, msgraph_emulator: Emulator) -> None:
    """Older Python hosts start no plugin from PulumiPlugin.yaml; the scripts that ``make env`` makes work with all."""
    use_plugin_in(SCRIPTS, stack)
    stack.environment["PULUMI_IGNORE_AMBIENT_PLUGINS"] = "true"
    assert "from $PATH" not in deploys(stack, msgraph_emulator)


def test_script_that_was_installed_as_a_plugin_is_found_without_path(
    stack: PluginStack, msgraph_emulator: Emulator
) -> None:
    install = ["pulumi", "plugin", "install", "resource", "msgraph-meetings", version()]
    install += ["--file", str(CONSOLE_SCRIPT)]
    subprocess.run(install, env=stack.environment, check=True, capture_output=True, cwd=stack.folder)
    stack.environment["PULUMI_IGNORE_AMBIENT_PLUGINS"] = "true"
    assert "from $PATH" not in deploys(stack, msgraph_emulator)


def test_engine_refuses_an_archive_of_a_commit_and_takes_one_of_its_tree(stack: PluginStack, tmp_path: Path) -> None:
    archive = tmp_path / "plugin.tar.gz"
    make = ["git", "archive", "--format=tar.gz", f"--output={archive}"]
    subprocess.run([*make, "HEAD"], cwd=CHECKOUT, check=True)
    install = ["pulumi", "plugin", "install", "resource", "msgraph-meetings", "0.1.0", "--file", str(archive)]
    refused = subprocess.run(install, env=stack.environment, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert "unexpected plugin file type pax_global_header" in refused.stderr

    subprocess.run([*make, "HEAD^{tree}"], cwd=CHECKOUT, check=True)  # unpacked, a host would ask pip for packages
    with tarfile.open(archive) as tree:
        assert (tree.pax_headers, tree.getmember("PulumiPlugin.yaml").isfile()) == ({}, True)


def test_the_command_that_a_host_runs_for_pulumiplugin_yaml(stack: PluginStack, msgraph_emulator: Emulator) -> None:
    stack.environment["PULUMI_IGNORE_AMBIENT_PLUGINS"] = "true"
    with Process(BARE_MODE, folder=stack.folder, variables=msgraph_emulator.environment()) as plugin:
        stack.environment["PULUMI_DEBUG_PROVIDERS"] = f"msgraph-meetings:{int(plugin.first_line)}"
        assert "from $PATH" not in deploys(stack, msgraph_emulator)


def test_engine_refuses_a_checkout_that_demands_a_newer_one(stack: PluginStack, tmp_path: Path) -> None:
    """The engine reads the manifest before it starts a host, so a current host is not needed."""
    manifest = (CHECKOUT / "PulumiPlugin.yaml").read_text("utf-8")
    plugin = tmp_path / "plugin"
    plugin.mkdir()
    (plugin / "PulumiPlugin.yaml").write_text(manifest.replace(FIXED, ">=99.0.0"), "utf-8")
    use_plugin_in(plugin, stack)
    said = stack.up(ONE, fails=True).output
    assert re.search(r'Pulumi CLI version 3\.\d+\.\d+ does not satisfy the version range ">=99\.0\.0"', said)


def test_pulumi_reads_the_schema_from_the_plugin_and_accepts_it(stack: PluginStack, tmp_path: Path) -> None:
    command = ["pulumi", "package", "get-schema", str(CONSOLE_SCRIPT)]
    done = subprocess.run(command, env=stack.environment, check=True, capture_output=True, text=True, cwd=stack.folder)
    read = tmp_path / "schema.json"
    read.write_text(done.stdout, "utf-8")
    assert '"msgraph-meetings:index:OnlineMeeting"' in done.stdout
    for text in (done.stdout, schema()):
        read.write_text(text, "utf-8")
        subprocess.run(["pulumi", "schema", "check", str(read)], env=stack.environment, check=True, capture_output=True)


def test_the_wheel_holds_what_the_plugin_needs(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=CHECKOUT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        (points,) = [archive.read(name).decode() for name in names if name.endswith("entry_points.txt")]
    assert {"msgraph_meetings/schema.json", "msgraph_meetings/py.typed"} <= {*names}
    assert "pulumi-resource-msgraph-meetings = msgraph_meetings.plugin.server:main" in points
    assert {name.split("/")[0].split("-")[0] for name in names} == {"msgraph_meetings"}
