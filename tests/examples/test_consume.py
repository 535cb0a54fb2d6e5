"""The programs that read a stack's outputs: each prints the same lines for the same input."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import tree_sitter_c_sharp
import tree_sitter_powershell
from tree_sitter import Language, Parser

from tests.examples.cases import EXAMPLES
from tests.sampling import sampled_items
from tools import clients
from tools.places import Places
from tools.sdk import toolchains

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CONSUME = EXAMPLES / "consume"
PARSED = {"links.ps1": tree_sitter_powershell.language(), "csharp/Program.cs": tree_sitter_c_sharp.language()}
_LIMIT = 180


def _java(folder: Path) -> list[str]:
    gson = next((clients.folder("java", Places.here()) / "target" / "dependency").glob("gson-*.jar"))
    return ["java", "-cp", str(gson), "java/Links.java"]


def _objective_c(folder: Path) -> list[str]:
    program = folder / "links"
    line = re.search(r"^gcc .+$", (CONSUME / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert line
    subprocess.run(["bash", "-c", line[0].replace("-o links", f"-o {program}")], cwd=CONSUME, check=True)
    return [str(program)]


PROGRAMS: dict[str, Callable[[Path], list[str]]] = {
    "shell": lambda _: ["./links.sh"],
    "python": lambda _: [sys.executable, "links.py"],
    "javascript": lambda _: [str(toolchains.node(Places.here())[0] / "node"), "links.mjs"],
    "go": lambda _: [str(toolchains.golang(Places.here()) / "go"), "run", "go/main.go"],
    "java": _java,
    "objective-c": _objective_c,
}


@pytest.mark.parametrize(("language", "command"), sampled_items(PROGRAMS, ["python"]))
def test_program_prints_the_links_of_a_stack(
    language: str, command: Callable[[Path], list[str]], tmp_path: Path
) -> None:
    done = subprocess.run(
        command(tmp_path),
        cwd=CONSUME,
        input=(CONSUME / "outputs.json").read_text(encoding="utf-8"),
        capture_output=True,
        text=True,
        timeout=_LIMIT,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    shown = re.search(r"```text\n(.+?)```", (CONSUME / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert shown
    assert done.stdout == shown[1]


@pytest.mark.parametrize("name", PARSED)
def test_program_that_cannot_be_run_here_parses(name: str) -> None:
    """Neither PowerShell nor .NET can be installed on the machines of the tests; the page says so."""
    tree = Parser(Language(PARSED[name])).parse((CONSUME / name).read_bytes())
    assert not tree.root_node.has_error


def test_the_page_names_each_program_and_no_other() -> None:
    named = re.findall(r"\]\(([\w/-]+\.\w+)\)", (CONSUME / "README.md").read_text(encoding="utf-8"))
    there = [path.relative_to(CONSUME).as_posix() for path in CONSUME.rglob("*.*") if path.is_file()]
    assert sorted(named) == sorted(name for name in there if not name.endswith((".md", ".json", ".csproj")))
