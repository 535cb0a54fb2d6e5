"""The documentation's site: its links, its menu, and its build."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.places import Places
from tools.site import build, contents, links, outside

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A folder of pages in a repository with an address."""
    schema = tmp_path / outside.SCHEMA
    schema.parent.mkdir(parents=True)
    schema.write_text('{"repository": "https://git.example/meetings"}', encoding="utf-8")
    (tmp_path / "LICENSE").touch()
    (tmp_path / "docs" / "how-to").mkdir(parents=True)
    (tmp_path / "docs" / "install.md").touch()
    return tmp_path / "docs"


@pytest.mark.parametrize(
    ("link", "led"),
    [
        ("[l](../../LICENSE)", "[l](https://git.example/meetings/blob/main/LICENSE)"),
        ("[l](../../docs/../LICENSE#top)", "[l](https://git.example/meetings/blob/main/LICENSE#top)"),
        ("[up](../..)", "[up](https://git.example/meetings/tree/main/)"),
        ("[i](../install.md#upgrade)", "[i](../install.md#upgrade)"),
        ("[w](https://example.com/x)", "[w](https://example.com/x)"),
        ("`[l](../../LICENSE)`", "`[l](../../LICENSE)`"),
        ("```\n[l](../../none)\n```\n", "```\n[l](../../none)\n```\n"),
    ],
)
def test_a_link_out_of_the_pages_leads_to_the_repository(link: str, led: str, docs: Path) -> None:
    assert outside.to_repository(link, docs / "how-to" / "page.md", docs) == led


def test_a_link_to_no_file_fails_the_build(docs: Path) -> None:
    with pytest.raises(outside.LostLinkError, match=r"none\.md"):
        outside.to_repository("[l](none.md)", docs / "page.md", docs)


def test_links_of_a_built_site_that_lead_nowhere_are_named(tmp_path: Path) -> None:
    (tmp_path / "one.html").write_text('<p id="a"><a href="two.html#b">b</a><a href="two.html#c">c</a>', "utf-8")
    (tmp_path / "two.html").write_text(
        '<p id="b"><a href="#">top</a><a href="none.html">n</a><img src="x.png">', "utf-8"
    )
    assert links.broken(tmp_path) == ["one.html: two.html#c", "two.html: none.html", "two.html: x.png"]


@pytest.mark.proof
def test_reader_finds_every_page_in_a_site_that_is_built_without_a_warning(tmp_path: Path) -> None:
    places = Places.here()
    assert build.run(places, tmp_path / "site") == 0
    for page in contents.pages():
        assert (tmp_path / "site" / f"{page}.html").is_file(), page
