"""The chart of docs/scale.md: meetings made by hours, one line for each plan."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

_WIDTH, _HEIGHT = 860, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 20, 30, 50
_HOURS = 8
_MEETINGS = 100_000
_COLOURS = ("#0b7285", "#2b8a3e", "#1864ab", "#c92a2a", "#e67700", "#862e9c", "#5c940d", "#495057", "#d6336c")
_WHAT = "Meetings made by hours, for each limit and number of runners"
_TEXT = 'font-family="sans-serif" font-size="12" fill="#343a40"'


def _x(hours: float) -> float:
    return _LEFT + hours / _HOURS * (_WIDTH - _LEFT - _RIGHT)


def _y(meetings: float) -> float:
    return _HEIGHT - _BOTTOM - meetings / _MEETINGS * (_HEIGHT - _TOP - _BOTTOM)


def drawn(results: list[dict[str, Any]]) -> str:
    """Return the chart as SVG; plans that take longer than the axis are left out."""
    shown = [row for row in results if row["hours"] <= _HOURS]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{_WHAT}">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
        *_axes(),
        *(part for number, row in enumerate(shown) for part in _line(number, row)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _axes() -> list[str]:
    across = [
        f'<line x1="{_x(0):.0f}" y1="{_y(n):.1f}" x2="{_x(_HOURS):.0f}" y2="{_y(n):.1f}" stroke="#dee2e6"/>'
        f'<text x="{_LEFT - 8}" y="{_y(n) + 4:.1f}" text-anchor="end" {_TEXT}>{n:,}</text>'
        for n in range(0, _MEETINGS + 1, 20_000)
    ]
    along = [
        f'<text x="{_x(hours):.1f}" y="{_HEIGHT - _BOTTOM + 18}" text-anchor="middle" {_TEXT}>{hours} h</text>'
        for hours in range(_HOURS + 1)
    ]
    title = f'<text x="{_LEFT}" y="18" {_TEXT}>Meetings made (simulated): limit of the application, runners</text>'
    return [*across, *along, title]


def _line(number: int, row: dict[str, Any]) -> list[str]:
    colour = _COLOURS[number % len(_COLOURS)]
    points = " ".join(f"{_x(hours):.1f},{_y(made):.1f}" for hours, made in row["made after hours"])
    y = _y(0) - 12 - 17 * number
    patient = ", longer timeout" if row["timeout"] > 300 else ""
    label = escape(f"{row['limit']}, {row['runners']} runners{patient}")
    return [
        f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>',
        f'<rect x="{_x(5.0):.0f}" y="{y - 6:.0f}" width="25" height="3" fill="{colour}"/>',
        f'<text x="{_x(5.35):.0f}" y="{y:.0f}" {_TEXT}>{label}</text>',
    ]
