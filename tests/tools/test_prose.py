"""The prose checks of `make check`: long sentences, indirect docstrings, long subjects of commits."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tools import checks, prose

if TYPE_CHECKING:
    from pathlib import Path

    from tools.places import Places

_LONG = " ".join(["word"] * 31) + "."
_SHORT = " ".join(["word"] * 30) + "."
_GENERATED = f"<!-- table: written by a program -->\n{_LONG}\n<!-- /table -->\n"


@pytest.mark.parametrize(
    "page",
    [
        _LONG,
        f"Fine. {_LONG}",
        f"- A list.\n- {_LONG}",
        f"| a | {_LONG} |",
        _LONG.replace("word word", "[word](https://example.com/page) word", 1),
        _LONG.replace(" ", "\n"),
    ],
)
def test_check_finds_a_long_sentence_wherever_it_stands(page: str) -> None:
    assert len(prose.long_sentences(page)) == 1


@pytest.mark.parametrize(
    "page",
    [
        _SHORT,
        f"{_SHORT} {_SHORT}",
        f"- {_SHORT[:-1]}\n- {_SHORT[:-1]}",
        f"| {_SHORT[:-1]} | {_SHORT[:-1]} |",
        f"# {_SHORT[:-1]}\n\n{_SHORT}",
        f"```console\n$ {_LONG}\n```",
    ],
)
def test_check_takes_short_sentences_and_any_code(page: str) -> None:
    assert prose.long_sentences(page) == []


def test_long_sentence_in_a_page_fails_the_check_and_is_shown(
    places: Places, capsys: pytest.CaptureFixture[str]
) -> None:
    (places.root / "README.md").write_text(f"# Title\n\n{_LONG}\n", encoding="utf-8")
    assert prose.sentences_fail(places)
    assert capsys.readouterr().err == f"README.md: 31 words, and 30 are enough: {_LONG}\n"


def test_long_sentence_in_a_generated_part_is_counted_and_fails_nothing(
    places: Places, capsys: pytest.CaptureFixture[str]
) -> None:
    (places.root / "README.md").write_text(_GENERATED, encoding="utf-8")
    assert not prose.sentences_fail(places)
    said = capsys.readouterr().err
    assert said == "README.md: generated sentences with more than 30 words: 1 (not a failure).\n"


@pytest.mark.parametrize(
    "source",
    [
        '"""What the module does."""',
        'def found():\n    """Whether it was found."""',
        'class Place:\n    """\n    How a place is found.\n    """',
        'LIMIT = 1\n"""What the limit is."""',
    ],
)
def test_check_finds_an_indirect_docstring_wherever_it_is(source: str) -> None:
    assert len(prose.indirect_docstrings(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        '"""The limit."""',
        'def found():\n    """Return True if it was found.\n\n    What else it does.\n    """',
        'text = "What is said"',
        '"""Whatever is given, return it."""',
    ],
)
def test_check_accepts_direct_docstrings_and_other_texts(source: str) -> None:
    assert prose.indirect_docstrings(source) == []


def test_indirect_docstring_fails_the_check_in_the_listed_folders_only(
    places: Places, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in ("emulator", "elsewhere"):
        (places.root / folder).mkdir(exist_ok=True)
        (places.root / folder / "module.py").write_text('\n"""What it does."""\n', encoding="utf-8")
    assert prose.docstrings_fail(places)
    said = capsys.readouterr().err
    assert said.startswith("emulator/module.py:2: ")
    assert said.endswith(": What it does.\n")
    assert said.count("\n") == 1
    (places.root / "emulator" / "module.py").write_text('"""The module."""\n', encoding="utf-8")
    assert not prose.docstrings_fail(places)


def _git(root: Path, *words: str) -> None:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True)


def _commit(root: Path, subject: str) -> None:
    _git(root, "commit", "--quiet", "--allow-empty", "--message", subject)


@pytest.fixture
def checkout(places: Places) -> Path:
    """A repository with one commit."""
    _git(places.root, "init", "--quiet", "--initial-branch=main")
    _commit(places.root, "first: a commit")
    return places.root


def test_check_refuses_a_subject_over_72_characters_when_there_is_no_upstream(places: Places, checkout: Path) -> None:
    _commit(checkout, "x" * 72)
    assert not prose.subjects_fail(places)
    _commit(checkout, "x" * 73)
    assert prose.subjects_fail(places)


@pytest.mark.parametrize("upstream", ["HEAD", "main"])
def test_check_looks_only_at_commits_that_are_not_upstream(places: Places, checkout: Path, upstream: str) -> None:
    _commit(checkout, "x" * 73)
    _git(checkout, "update-ref", f"refs/remotes/origin/{upstream}", "HEAD")
    assert not prose.subjects_fail(places)
    _commit(checkout, "y" * 73)
    assert prose.subjects_fail(places)


def test_check_looks_at_the_last_twenty_commits_when_there_is_no_upstream(places: Places, checkout: Path) -> None:
    _commit(checkout, "x" * 73)
    for number in range(20):
        _commit(checkout, f"area: change {number}")
    assert not prose.subjects_fail(places)


def test_check_passes_in_a_shallow_clone_and_leaves_merges_to_the_forge(places: Places, checkout: Path) -> None:
    _git(checkout, "switch", "--quiet", "--create", "side")
    _commit(checkout, "side: a commit")
    _git(checkout, "switch", "--quiet", "main")
    _commit(checkout, "main: a commit")
    _git(checkout, "merge", "--quiet", "--no-ff", "--message", f"Merge {'a' * 40} into {'b' * 40}", "side")
    clone = places.root.parent / "shallow"
    _git(checkout, "clone", "--quiet", "--depth=1", "--no-tags", f"file://{checkout}", str(clone))
    _git(clone, "remote", "remove", "origin")
    assert not prose.subjects_fail(places)
    assert prose.subjects(clone) == []


def test_check_passes_where_there_is_no_git_checkout(places: Places) -> None:
    assert prose.subjects(places.root) == []


def test_make_check_fails_and_names_the_check_when_a_sentence_is_long(
    places: Places, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checks, "attached", lambda *_, **__: 0)
    assert checks.run(places) == 0
    (places.root / "README.md").write_text(_LONG, encoding="utf-8")
    assert checks.run(places) == 1
    assert capsys.readouterr().err.endswith("Failed: sentences.\n")


def test_make_check_fails_and_names_the_check_when_a_docstring_is_indirect(
    places: Places, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checks, "attached", lambda *_, **__: 0)
    (places.emulator / "module.py").write_text('"""How it works."""\n', encoding="utf-8")
    assert checks.run(places) == 1
    assert capsys.readouterr().err.endswith("Failed: docstrings.\n")
