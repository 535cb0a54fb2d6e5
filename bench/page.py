"""The tables of docs/performance.md, made from the newest results file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.aims import COLUMNS as OF_FIGURES
from bench.aims import Figure
from bench.charts import charts
from bench.figures import busy, growth
from bench.results import newest
from bench.show import columns_and_lines, service_may_limit
from tools.markdown import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bench.figures import Row
    from bench.results import Results

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "bench" / "results"
CHARTS = ROOT / "docs" / "charts"
NOT_YET = "Not measured yet: run `make bench`.\n"
_SECTIONS = {"cpu": "CPU, requests and connections", "memory": "Memory", "program": "The Python program"}


def measured(found: Results | None = None) -> str:
    """Return machine, tables and charts."""
    found = found or newest(RESULTS)
    if found is None:
        return NOT_YET
    parts = [_machine(found), *_times(found), _growth(found.rows), *_sections(found.sections)]
    return "\n".join(part for part in parts if part)


def _machine(found: Results) -> str:
    box, versions = found.machine, found.versions
    line = (
        f"Measured on {found.date}: {box['cores']} cores ({box['cpu'] or box['architecture']}), "
        f"{box['memory_gb']} GB, {box['os']}. Python {versions['python']}, Pulumi {versions['pulumi']}, "
        f"its SDK {versions['pulumi_sdk']}, msgraph-meetings {versions['msgraph-meetings']} ({versions['commit']}).\n"
    )
    terraform = [f"{versions['terraform']}."] if versions["terraform"] else []
    others = [f"Not measured: {name} ({reason})." for name, reason in found.not_measured.items()]
    return line + " ".join(terraform + others) + "\n"


def _times(found: Results) -> Iterable[str]:
    pictures = list(charts(found.rows))
    for case, picture in zip(sorted({row.case for row in found.rows}), pictures, strict=True):
        own = [row for row in found.rows if row.case == case]
        yield f"### {case.title}\n"
        yield f"![{case.title}](charts/{picture})\n"
        yield table(*columns_and_lines(own))
        if full := busy(own):
            yield service_may_limit(", ".join(f"{row.candidate} {row.command}" for row in full)) + "\n"


def _growth(found: Sequence[Row]) -> str:
    columns = ("who", "command", "our part, s (by meetings)", "s at the start", "ms a meeting", "R²")
    lines = [
        (
            line["candidate"],
            line["command"],
            ", ".join(f"{seconds:.2f} ({int(count):,})" for count, seconds in line["ours"].items()),
            f"{line['start']:.2f}",
            f"{line['each'] * 1000:.2f}",
            f"{line['fit']:.3f}",
        )
        for line in growth(found)
    ]
    return f"### Growth\n\n{table(columns, lines)}" if lines else ""


def _sections(sections: dict[str, Any]) -> Iterable[str]:
    for name, title in _SECTIONS.items():
        if name in sections:
            lines = (Figure(**held).cells() for held in sections[name])
            yield f"### {title}\n\n{table(OF_FIGURES, lines)}"
