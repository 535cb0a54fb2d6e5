"""Each block of code in the pages is known, can be parsed, and names what exists."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest
import yaml

import msgraph_meetings
from msgraph_meetings import cli
from msgraph_meetings_emulator.run.env_command import env
from tests.docs.blocks import ROOT, TESTED_BY, commands, every_block, pages
from tests.examples.cases import CASES, readme

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.docs.blocks import Block

BLOCKS = every_block()


def _python(block: Block) -> None:
    tree = ast.parse(block.text)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "msgraph_meetings":
            assert {name.name for name in node.names} <= {*msgraph_meetings.__all__}


def _console(block: Block) -> None:
    _shell("\n".join(command.line for command in commands(block.text)))


def _shell(text: str) -> None:
    done = subprocess.run(["bash", "-n", "-c", text], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def _toml(block: Block) -> None:
    assert re.search(r"^\[|=", block.text, re.MULTILINE)


PARSERS: dict[str, Callable[[Block], object]] = {
    "bash": lambda block: _shell(block.text),
    "console": _console,
    "json": lambda block: json.loads(block.text),
    "python": _python,
    "sh": lambda block: _shell(block.text),
    "toml": _toml,
    "yaml": lambda block: list(yaml.safe_load_all(block.text)),
}
"""The languages that are parsed here. Blocks of others are parts of files, which compilers read in other tests."""


@pytest.mark.parametrize("block", [block for block in BLOCKS if block.language in PARSERS], ids=lambda one: one.name)
def test_reader_copies_a_block_that_can_be_parsed(block: Block) -> None:
    PARSERS[block.language](block)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda one: one.name)
def test_each_block_is_run_or_says_why_not(block: Block) -> None:
    assert block.kind, f"{block.name}: add `<!-- run: -->` or another comment, see tests/docs/__init__.py"
    if block.kind in ("run", "file"):
        assert block.session is not None, f"{block.name}: no `<!-- session: -->` above"
    if block.kind in ("file", "syntax"):
        assert block.detail, f"{block.name}: say which file, or why it is not run"


@pytest.mark.parametrize("block", [block for block in BLOCKS if block.kind == "part"], ids=lambda one: one.name)
def test_a_quoted_part_of_a_file_is_in_that_file(block: Block) -> None:
    whole = (ROOT / block.detail).read_text(encoding="utf-8")
    assert _unindented(block.text) in _unindented(whole)


def _unindented(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def test_each_page_with_tests_of_its_own_names_them() -> None:
    assert [name for names in TESTED_BY.items() for name in names if not (ROOT / name).exists()] == []


def _lines() -> list[tuple[str, str]]:
    shell = [block for block in BLOCKS if block.language == "console"]
    return [(block.name, command.line) for block in shell for command in commands(block.text)]


def test_each_make_target_in_a_page_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {(name, target) for name, line in _lines() for target in re.findall(r"\bmake (?:-s )?([a-z-]+)", line)}
    assert named
    assert [one for one in named if one[1] not in targets] == []


def test_each_command_and_option_of_ours_in_a_page_exists() -> None:
    wrong = [(name, line, lost) for name, line in _lines() for lost in _unknown(line)]
    assert wrong == []


def test_each_command_that_edits_a_file_works_with_the_sed_of_linux_and_of_macos() -> None:
    every = [*pages(), *(readme(name) for name in CASES)]
    edits = [(page.name, line) for page in every for line in page.read_text("utf-8").splitlines() if "sed -i" in line]
    assert edits
    assert [one for one in edits if "sed -i.bak '" not in one[1]] == []


def _unknown(line: str) -> list[str]:
    """Return the words after `msgraph-meetings` that are neither commands nor options of it."""
    ours = re.search(r"(?:^|\$\(|[;|&] )msgraph-meetings ((?:[^;|&$'\"]|\$\()*)", line)
    if ours is None:
        return []
    command: click.Command = cli._commands()
    lost = []
    for word in ours[1].split(" -- ")[0].split():
        inner = command.get_command(click.Context(command), word) if isinstance(command, click.Group) else None
        if inner is not None:
            command = inner
        elif command.name == "emulator" and word == env.name:
            command = env
        elif word.startswith("--") and word not in _options(command):
            lost.append(word)
    return lost


def _options(command: click.Command) -> set[str]:
    named = {option for one in command.params for option in (*one.opts, *one.secondary_opts)}
    return named | {"--help", "--version"}


def test_every_page_of_the_repository_is_looked_at() -> None:
    names = {path.relative_to(ROOT).as_posix() for path in pages()}
    assert {"README.md", "docs/install.md", "docs/emulator/start.md", "docs/how-to/many-meetings.md"} <= names
    assert shutil.which("bash")


def test_reader_installs_all_that_the_example_of_the_fixture_imports() -> None:
    page = [block for block in BLOCKS if block.name.startswith("docs/emulator/start.md")]
    lines = [command.line for block in page if block.language == "console" for command in commands(block.text)]
    installed = {word for line in lines if line.startswith("pip install ") for word in line.split()[2:]}
    trees = [ast.parse(block.text) for block in page if block.language == "python"]
    imported = {
        name.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names
    }
    assert (imported | {"pytest"}) - sys.stdlib_module_names <= installed
