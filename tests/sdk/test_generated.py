"""The output of `make sdk` is the committed one, and fit to be published."""

from __future__ import annotations

import json
import re
import subprocess
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest
import tree_sitter_c_sharp
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder
from tree_sitter import Language, Parser

from tools.console import Problem
from tools.places import Places
from tools.publish import names
from tools.sdk import generate, published
from tools.sdk.generate import COMPILED

if TYPE_CHECKING:
    from pathlib import Path

PLACES = Places.here()
NAMES = names.of(names.read(PLACES.root))
VERSIONED = {
    "dotnet": f"{names.of(names.read(Places.here().root)).nuget}.csproj",
    "go": "msgraphmeetings/pulumi-plugin.json",
    "java": "pom.xml",
    "nodejs": "package.json",
    "python": "pyproject.toml",
}
_USED_NAME = re.compile(r'(?:resourceInputs\[|getEnv\w*\(|__config\.get[^(]*\(|^    \w+: )"(\w+)"', re.MULTILINE)
"""The properties, settings, variables and values of enumerations that a file of the SDK for Node.js has."""


def tracked() -> dict[str, bytes]:
    """Return the files below the language folders of `sdk/` that are not ignored, by path."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=PLACES.sdk, capture_output=True, text=True, check=True).stdout.splitlines()
    return {name: (PLACES.sdk / name).read_bytes() for name in names if "/" in name and (PLACES.sdk / name).is_file()}


def below(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_make_sdk_makes_what_is_committed(tmp_path: Path) -> None:
    generate.into(tmp_path, PLACES)
    made, committed = below(tmp_path), {name: text for name, text in tracked().items() if not name.startswith(COMPILED)}
    differ = sorted(name for name in made.keys() | committed.keys() if made.get(name) != committed.get(name))
    assert differ == [], "Run `make sdk` and commit what it changes."


@pytest.mark.proof
def test_committed_javascript_is_what_the_compiler_makes(tmp_path: Path) -> None:
    sources = {name: text for name, text in tracked().items() if name.startswith("nodejs/")}
    for name, text in sources.items():
        if not name.startswith(COMPILED):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(text)
    published.compiled(tmp_path / "nodejs", PLACES)
    made = {name: text for name, text in below(tmp_path).items() if name.startswith(COMPILED)}
    assert made == {name: text for name, text in sources.items() if name.startswith(COMPILED)}, "run `make sdk`"


def test_committed_javascript_has_the_files_the_names_and_the_version_of_its_typescript() -> None:
    committed = tracked()
    assert committed[f"{COMPILED}package.json"] == committed["nodejs/package.json"]
    scripts = {
        name.removeprefix("nodejs/") for name in committed if name.startswith("nodejs/") and name.endswith(".ts")
    }
    sources = {name.removesuffix(".ts") for name in scripts if not name.startswith("bin/")}
    compiled = {
        name.removeprefix(COMPILED).removesuffix(".js")
        for name in committed
        if name.startswith(COMPILED) and name.endswith(".js")
    }
    assert compiled == sources, "run `make sdk`"
    for name in sources:
        typed, script = committed[f"nodejs/{name}.ts"].decode(), committed[f"{COMPILED}{name}.js"].decode()
        assert set(_USED_NAME.findall(typed)) == set(_USED_NAME.findall(script)), f"{name}: run `make sdk`"


@pytest.mark.parametrize("language", generate.GENERATORS)
def test_an_sdk_holds_its_licence(language: str) -> None:
    assert tracked()[f"{language}/LICENSE"] == (PLACES.root / "LICENSE").read_bytes()


def test_no_sdk_runs_a_script_when_it_is_installed() -> None:
    package = json.loads(tracked()["nodejs/package.json"])
    assert package["scripts"] == {"build": "tsc"}
    assert (package["main"], package["name"]) == ("bin/index.js", NAMES.npm)


def test_python_sdk_names_its_licence_without_the_table_that_setuptools_ends() -> None:
    text = tracked()["python/pyproject.toml"].decode()
    assert '\n  license = "Apache-2.0"\n' in text
    assert "[project.license]" not in text


def test_csharp_sdk_is_built_before_it_is_packed_and_takes_the_newest_pulumi() -> None:
    """With GeneratePackageOnBuild, `dotnet pack` of a clean checkout ends with NU5026. Pulumi 3.106 needs .NET 8."""
    text = tracked()[f"dotnet/{VERSIONED['dotnet']}"].decode()
    assert "<TargetFramework>net8.0</TargetFramework>" in text
    assert "GeneratePackageOnBuild" not in text


def test_no_sdk_has_the_name_of_somebody_else_or_a_placeholder() -> None:
    wrong = (b"example.com/", b"@pulumi/msgraph", b"com.pulumi.msgraph", b"com/pulumi/msgraph", b"Pulumi.Msgraph.")
    assert [name for name, text in tracked().items() if any(one in text or one in name.encode() for one in wrong)] == []
    assert NAMES.go_module.encode() in tracked()["go/go.mod"]
    assert f"<groupId>{NAMES.java_group}</groupId>".encode() in tracked()["java/pom.xml"]


def test_generate_removes_a_file_that_is_no_longer_generated(tmp_path: Path) -> None:
    (tmp_path / "go").mkdir()
    (tmp_path / "go" / "stale.go").touch()
    generate.into(tmp_path, PLACES)
    assert not (tmp_path / "go" / "stale.go").exists()


def test_schema_that_a_generator_refuses_is_reported_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generate, "_PRINT_SCHEMA", "print('{}')")
    with pytest.raises(Problem, match=r"gen-sdk[\w-]* failed:\n.+"):
        generate.into(tmp_path, PLACES)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("language", generate.GENERATORS)
def test_an_sdk_has_the_version_of_the_distribution(language: str) -> None:
    text = (PLACES.sdk / language / VERSIONED[language]).read_text(encoding="utf-8")
    assert re.search(rf"(?<![\d.]){re.escape(version('msgraph-meetings'))}(?![\d.])", text)


def test_no_sdk_names_a_folder_of_the_machine_it_was_made_on() -> None:
    folders = [str(folder).encode() for folder in (PLACES.root, PLACES.cache.parent)]
    assert [name for name, content in tracked().items() if any(folder in content for folder in folders)] == []


def test_no_sdk_names_a_registry_or_any_other_host_but_those_of_documentation() -> None:
    hosts = {host.decode() for text in tracked().values() for host in re.findall(rb"https?://([\w.-]+)", text)}
    ours = {"github.com", "raw.githubusercontent.com"}  # the owner's, from publish.toml
    assert hosts <= {
        "golang.org",
        "host",
        "learn.microsoft.com",
        "www.apache.org",
        "maven.apache.org",
        "www.w3.org",
        *ours,
    }


def test_every_file_of_the_csharp_sdk_parses() -> None:
    parser = Parser(Language(tree_sitter_c_sharp.language()))
    sources = {name: content for name, content in tracked().items() if name.endswith(".cs")}
    assert len(sources) > 20
    assert [name for name, content in sources.items() if parser.parse(content).root_node.has_error] == []


@pytest.mark.parametrize("builder", [SdistBuilder, WheelBuilder])
def test_our_own_package_holds_no_sdk(builder: type[SdistBuilder | WheelBuilder]) -> None:
    included = [file.relative_path for file in builder(str(PLACES.root)).recurse_included_files()]
    assert included
    assert [path for path in included if path.startswith(("sdk/", "examples/"))] == []
