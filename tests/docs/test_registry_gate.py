"""Pulumi's registry would take this package: its admission gate, offline."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.docs.blocks import ROOT
from tests.docs.gate import Entry, findings
from tools.site.outside import repository

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SCHEMA_FILE = "provider/msgraph_meetings/schema.json"
SCHEMA: dict[str, Any] = json.loads((ROOT / SCHEMA_FILE).read_text(encoding="utf-8"))
_VERSION = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
TAG = f"v{_VERSION[1] if _VERSION else ''}"
ENTRY = Entry(repository(ROOT).removeprefix("https://github.com/"), SCHEMA_FILE)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of what the gate reads."""
    for name in ("docs/_index.md", "docs/installation-configuration.md", SCHEMA_FILE):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, tmp_path / name)
    return tmp_path


def test_registry_finds_nothing_wrong_with_this_package() -> None:
    assert findings(ROOT, ENTRY, SCHEMA, TAG) == []


_BREAKS: dict[str, tuple[str, Callable[[str], str]]] = {
    "no front matter": ("begins with front matter", lambda text: text.removeprefix("---\n")),
    "relative image": ("relative image", lambda text: f"{text}\n![logo](./logo.svg)\n"),
    "link to md": ("link that ends in .md", lambda text: f"{text}\n[more](plugin.md#import)\n"),
    "raw link": ("raw relative link", lambda text: f'{text}\n<a href="/docs">docs</a>\n'),
    "first heading": ("no heading of the first level", lambda text: f"{text}\n# Title\n"),
    "delimiters": ("delimiters of the other", lambda text: text.replace("{{< chooser", "{{% chooser", 1)),
    "open tab": ("closes nothing", lambda text: text.replace("{{% choosable language go %}}", "", 1)),
    "missing tab": ("has a tab", lambda text: text.replace("choosable language hcl", "choosable language yaml", 1)),
    "missing section": ("in this order", lambda text: text.replace("## Configuration", "## Settings")),
    "wrong layout": ("layout is package", lambda text: text.replace("layout: package", "layout: page")),
}


@pytest.mark.parametrize("name", _BREAKS)
def test_registry_reports_a_page_that_breaks_a_rule(name: str, package: Path) -> None:
    rule, broken = _BREAKS[name]
    page = package / "docs" / "_index.md"
    page.write_text(broken(page.read_text(encoding="utf-8")), encoding="utf-8")
    assert any(rule in finding.rule for finding in findings(package, ENTRY, SCHEMA, TAG))


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"publisher": ""}, "publisher"),
        ({"version": "9.9.9"}, "version 9.9.9"),
        ({"keywords": ["category/meetings"]}, "category"),
        ({"name": "meetings"}, "repository's name"),
    ],
)
def test_registry_refuses_a_schema_that_breaks_a_rule(change: dict[str, Any], rule: str, package: Path) -> None:
    found = findings(package, ENTRY, SCHEMA | change, TAG)
    assert [one for one in found if one.blocking and rule in one.rule]


def test_registry_refuses_an_entry_that_leads_nowhere(package: Path) -> None:
    found = findings(package, Entry("owner", "schema.json"), SCHEMA, "0.1")
    assert len([one for one in found if one.blocking]) == 4
