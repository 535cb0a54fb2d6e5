"""SVG charts for the docs: without scripts, without anything from another host, and the same for the same figures."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pygal
from pygal.style import Style

from bench.cases import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from bench.cases import Case
    from bench.figures import Row

# Remove pygal's import hook for plugins: Python warns about it at each later import, and there are no plugins here.
sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__name__ != "PluginImportFixer"]

_NOT_DRAWN = re.compile(r"<script.*?</script>|<!--.*?-->", re.DOTALL)
"""Remains of pygal's tooltips, which it keeps even without scripts, and comments, which hold the date."""

_STYLE = Style(
    background="white",
    plot_background="white",
    font_family="sans-serif",
    colors=("#1f6feb", "#e36209", "#2da44e", "#8250df", "#6e7781"),
)


def charts(found: Sequence[Row]) -> dict[str, str]:
    """Return each chart's SVG by its file's name; one a case."""
    cases = sorted({row.case for row in found})
    return {_name(case): _bars(case, [row for row in found if row.case == case]) for case in cases}


def write(found: Sequence[Row], folder: Path) -> list[Path]:
    """Write the charts of these rows and remove those of earlier runs; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("seconds-*.svg"):
        old.unlink()
    made = {folder / name: text for name, text in charts(found).items()}
    for path, text in made.items():
        path.write_text(text, encoding="utf-8")
    return list(made)


def _name(case: Case) -> str:
    return f"seconds-{case.count}-{case.delay_ms}ms{'' if case.checkpoints else '-without-checkpoints'}.svg"


def _bars(case: Case, found: Iterable[Row]) -> str:
    chart = pygal.Bar(
        style=_STYLE,
        js=(),
        no_prefix=True,
        disable_xml_declaration=True,
        legend_at_bottom=True,
        width=800,
        height=360,
        y_title="seconds, median",
        title=case.title,
        value_formatter=lambda seconds: f"{seconds:.2f}",
    )
    chart.x_labels = COMMANDS
    medians = {(row.candidate, row.command): row.median for row in found}
    for candidate in case.candidates:
        if any((candidate, command) in medians for command in COMMANDS):
            chart.add(candidate, [medians.get((candidate, command)) for command in COMMANDS])
    return _NOT_DRAWN.sub("", chart.render(is_unicode=True)) + "\n"
