"""The pages of the documentation, in the order of the site's menu. A new page is one line here.

This file is read by the build (`make docs`) and by tests/golden/test_site.py. It imports nothing of this project,
because the build runs it in an environment of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HOME = "index"
"""The first page of the site; its menu is made from CONTENTS."""


@dataclass(frozen=True)
class Section:
    """A part of the menu.

    Args:
        title: shown above the pages.
        pages: below docs/, without `.md`.
    """

    title: str
    pages: tuple[str, ...]


CONTENTS = (
    Section("Start", ("install", "set-up-a-tenant", "first-meeting", "ways-to-install")),
    Section(
        "How to",
        (
            "how-to/pipelines",
            "how-to/many-meetings",
            "how-to/import",
            "how-to/migrate",
            "how-to/large-stacks",
            "how-to/link-rotation",
            "scale",
        ),
    ),
    Section("When something fails", ("troubleshoot", "errors", "doctor", "probe", "faq")),
    Section("Reference", ("arguments", "settings", "sign-in", "plugin", "cli", "from-graph-to-pulumi")),
    Section(
        "Emulator", ("emulator/start", "emulator/reference", "emulator/clients", "emulator/serves", "emulator/rules")
    ),
    Section(
        "About",
        (
            "compare",
            "stability",
            "promises",
            "proof",
            "platforms",
            "performance",
            "releasing",
            "architecture",
            "decisions",
            "names",
            "contract/graph",
            "contract/records",
            "contract/sign-in",
            "contract/pulumi",
        ),
    ),
)

FOR_THE_REGISTRY = frozenset({"_index", "installation-configuration"})
"""Pages in the form of Pulumi's registry, which are not part of this site."""


def pages() -> list[str]:
    """Return the pages of the menu."""
    return [page for section in CONTENTS for page in section.pages]


def menu() -> str:
    """Return the menu as directives for the end of the first page, one for each section."""
    return "".join(_tree(section) for section in CONTENTS)


def unlisted(docs: Path) -> list[str]:
    """Return the pages that have a file and are not in CONTENTS."""
    files = {path.relative_to(docs).with_suffix("").as_posix() for path in docs.rglob("*.md")}
    return sorted(files - {page for section in CONTENTS for page in section.pages} - FOR_THE_REGISTRY - {HOME})


def _tree(section: Section) -> str:
    lines = [
        "```{toctree}",
        ":hidden:",
        ":maxdepth: 1",
        f":caption: {section.title}",
        "",
        *section.pages,
        "```",
    ]
    return "\n\n" + "\n".join(lines) + "\n"
