"""Sphinx's settings for the site. Sphinx runs this file in an environment of its own (`make docs`)."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tools.site import contents, outside  # noqa: E402 - the path is set above

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")

project = "msgraph-meetings"
author = "The msgraph-meetings maintainers"
version = release = (re.findall(r'^version = "(.+)"$', _PYPROJECT, re.MULTILINE) or ["0"])[0]
extensions = ["myst_parser"]
myst_heading_anchors = 4
myst_enable_extensions = ["deflist"]
myst_linkify_fuzzy_links = False
exclude_patterns = [f"{page}.md" for page in contents.FOR_THE_REGISTRY]
suppress_warnings = ["myst.header", "misc.highlighting_failure"]  # generated pages start at other levels; `...` in code
nitpicky = True
html_theme = "furo"
html_title = "msgraph-meetings"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_show_sphinx = False
html_show_copyright = False
html_copy_source = False
html_show_sourcelink = False


def setup(app: Sphinx) -> None:
    """Add the menu to the first page, and lead links to files outside docs/ to the repository."""
    app.connect("source-read", _on_source_read)


def _on_source_read(app: Sphinx, page: str, source: list[str]) -> None:
    docs = Path(app.srcdir)
    source[0] = outside.to_repository(source[0], docs / f"{page}.md", docs)
    if page == contents.HOME:
        source[0] += contents.menu()
