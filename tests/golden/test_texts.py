"""The documents say what the code does."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from msgraph_meetings.errors import links
from tests.golden.texts import ROOT, TEXTS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.golden.texts import Text

PAGES = [
    page
    for page in (
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/*.md"),
        *ROOT.glob("docs/*-*/*.md"),
        *ROOT.glob("docs/emulator/*.md"),
    )
    if page.name != "CHANGELOG.md"
]  # a history
HOUSES = (ROOT, ROOT / "provider" / "msgraph_meetings", ROOT / "emulator" / "msgraph_meetings_emulator")


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.mark)
def test_a_document_is_true_to_the_code(text: Text) -> None:
    assert text.committed() == text.make(), "write it again with `python -m tests.golden`"


def test_the_head_of_the_changelog_is_the_version_of_the_package() -> None:
    version = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    head = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert version is not None
    assert head is not None
    assert head[1] == version[1]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_file_that_a_page_names_is_there_when_code_moves(page: Path) -> None:
    named = re.findall(r"`((?:[a-z_]+/)+[a-z_]+\.py|tests/[a-z_]+)`", page.read_text(encoding="utf-8"))
    lost = [name for name in named if not any((folder / name).exists() for folder in HOUSES)]
    assert not lost


def test_every_link_between_the_documents_leads_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/**/*.md")]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), (page.name, target)


def test_every_page_that_messages_name_is_a_document_at_the_address_of_the_project() -> None:
    named = re.search(r'^Documentation = "(.+?)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert named is not None
    assert named[1] == links.DOCUMENTATION
    for page in (links.SIGN_IN, links.PLUGIN):
        assert (ROOT / "docs" / page.removeprefix(f"{links.DOCUMENTATION}/")).is_file(), page


def test_no_message_names_a_path_of_a_checkout() -> None:
    for path in (ROOT / "provider" / "msgraph_meetings").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Raise):
                assert not re.search(r"(?<![\w/])docs/", ast.unparse(node)), (path.name, node.lineno)
