"""Each fact that the code cites is in docs/contract, under the section that the code names."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from msgraph_meetings_emulator.evidence import RULES
from tests.golden.texts import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CONTRACT = ROOT / "docs" / "contract"
PAGES = ("graph", "pulumi", "sign-in")
FOLDERS = ("provider", "tests", "live", "tools", "examples")
_NAME = rf"(?P<page>{'|'.join(PAGES)}) contract"
_SECTION = r"[A-Z0-9](?:\.?\d+)*"
_SECTIONS = rf"(?P<sections>{_SECTION}(?:(?:, | and |, and ){_SECTION})*)(?!\w)"
_BEFORE = re.compile(rf"sections? {_SECTIONS} of the {_NAME}")
_AFTER = re.compile(rf"{_NAME}, (?:sections? )?{_SECTIONS}")
_MENTION = re.compile(_NAME)
_NOT_CITATIONS = ("tests/golden", "emulator/msgraph_meetings_emulator/evidence")
"""The files that name the contracts in general: this test, and the helpers of the table of evidence."""


def _text(path: Path) -> str:
    """A file as one line, without comment marks."""
    return " ".join(re.sub(r"^\s*#:?", "", line).strip() for line in path.read_text(encoding="utf-8").splitlines())


def _files() -> Iterator[Path]:
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*.py"):
            place = path.relative_to(ROOT).as_posix()
            if not place.startswith(_NOT_CITATIONS) and ".local" not in place and "node_modules" not in place:
                yield path


def _citations(text: str) -> list[tuple[str, str]]:
    found = [*_BEFORE.finditer(text), *_AFTER.finditer(text)]
    return [(one["page"], section) for one in found for section in re.findall(_SECTION, one["sections"])]


def _headings(page: str) -> set[str]:
    lines = (CONTRACT / f"{page}.md").read_text(encoding="utf-8").splitlines()
    return {line.lstrip("#").split()[0].rstrip(".") for line in lines if line.startswith("##")}


def test_each_citation_of_a_contract_in_the_code_leads_to_a_section() -> None:
    sections = {page: _headings(page) for page in PAGES}
    cited = {(path.name, *one) for path in _files() for one in _citations(_text(path))}
    assert len(cited) > 30
    lost = sorted(one for one in cited if one[2] not in sections[one[1]])
    assert not lost, f"docs/contract has no such section: {lost}"


def test_each_mention_of_a_contract_in_the_code_names_a_section() -> None:
    texts = {path.relative_to(ROOT).as_posix(): _text(path) for path in _files()}
    vague = [
        name
        for name, text in texts.items()
        if len(_MENTION.findall(text)) != len([*_BEFORE.finditer(text), *_AFTER.finditer(text)])
    ]
    assert not vague, f"a contract is mentioned without a section in {vague}"


def test_each_source_in_the_table_of_evidence_leads_to_a_section_or_a_page() -> None:
    sources = {rule.source for rules in RULES.values() for rule in rules if rule.source}
    named = {source for source in sources if _AFTER.fullmatch(source)}
    assert all(source.startswith("https://") for source in sources - named)
    lost = [source for source in named for page, section in _citations(source) if section not in _headings(page)]
    assert not lost


def test_the_metadata_in_the_contract_names_where_it_was_read() -> None:
    metadata = json.loads((CONTRACT / "onlinemeeting-schema.json").read_text(encoding="utf-8"))
    assert metadata["_meta"]["commit"] in (CONTRACT / "graph.md").read_text(encoding="utf-8")
