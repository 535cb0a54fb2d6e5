"""The menu of the site has every page, and every page of the menu is there."""

from __future__ import annotations

from tests.golden.texts import ROOT
from tools.site import contents

DOCS = ROOT / "docs"


def test_each_page_is_in_the_menu_of_the_site() -> None:
    assert contents.unlisted(DOCS) == [], "add a line to CONTENTS in tools/site/contents.py"


def test_each_page_of_the_menu_has_a_file() -> None:
    assert [page for page in contents.pages() if not (DOCS / f"{page}.md").is_file()] == []


def test_no_page_is_in_the_menu_twice() -> None:
    named = [page for section in contents.CONTENTS for page in section.pages]
    assert len(named) == len(set(named))


def test_each_page_begins_with_one_title() -> None:
    for page in (*contents.pages(), contents.HOME):
        assert (DOCS / f"{page}.md").read_text(encoding="utf-8").startswith("# "), page
