"""Meetings as one static HTML page: buttons to join, QR codes, light and dark, and ready to print.

The page loads nothing and runs no script; its own policy says so.
"""

from __future__ import annotations

from html import escape
from string import Template
from typing import TYPE_CHECKING
from urllib.parse import quote

from msgraph_meetings.commands.sharing import qr
from msgraph_meetings.commands.sharing.ics import calendar, fits
from msgraph_meetings.model import instants

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from msgraph_meetings.commands.sharing.times import Times
    from msgraph_meetings.commands.stacks.meeting import Meeting

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1a19; --page: #faf9f8; --card: #fff; --line: #d2d0ce; --dim: #605e5c;
  --button: #4b53bc; --on-button: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #f3f2f1; --page: #1b1a19; --card: #292827; --line: #484644; --dim: #bebbb8; --button: #9ea2ff;
    --on-button: #1b1a19; }
}
* { box-sizing: border-box; }
body { margin: 0; padding: 2rem 1rem; background: var(--page); color: var(--ink);
  font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "Liberation Sans", sans-serif; }
main { max-width: 46rem; margin: 0 auto; }
h1 { font-size: 1.6rem; margin: 0 0 1.5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 0 0 .25rem; overflow-wrap: anywhere; }
article { display: flex; gap: 1.5rem; justify-content: space-between; background: var(--card);
  border: 1px solid var(--line); border-radius: .5rem; padding: 1.25rem; margin: 0 0 1rem; break-inside: avoid; }
.about { min-width: 0; }
p { margin: 0 0 .5rem; }
.dim { color: var(--dim); }
.soon { font-weight: 600; }
.numbers { font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.actions { display: flex; flex-wrap: wrap; gap: .75rem; margin: .75rem 0 0; }
a { color: var(--button); }
a.join { background: var(--button); color: var(--on-button); padding: .5rem 1.1rem; border-radius: .25rem;
  text-decoration: none; font-weight: 600; }
a.add { padding: .5rem 0; }
a:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; }
.link { display: none; font-size: .75rem; overflow-wrap: anywhere; }
.code { flex: none; width: 9.5rem; }
.qr { display: block; width: 100%; height: auto; border-radius: .25rem; }
footer { font-size: .85rem; color: var(--dim); }
@media (max-width: 34rem) { article { flex-direction: column; } }
@media print {
  :root { color-scheme: light; --ink: #000; --page: #fff; --card: #fff; --line: #999; --dim: #333; }
  body { padding: 0; font-size: 10.5pt; }
  .actions { display: none; }
  .link { display: block; }
  .code { width: 42mm; }
  @page { margin: 18mm; }
}
"""
_PAGE = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>$title</title>
<style>$style</style>
</head>
<body>
<main>
<h1>$title</h1>
$meetings
<footer>Times are in the time zone that stands beside them.</footer>
</main>
</body>
</html>
""")
_MEETING = Template("""<article aria-labelledby="m$number">
<div class="about">
<h2 id="m$number">$title</h2>
$facts
<p class="actions"><a class="join" href="$link" rel="noreferrer">Join the meeting</a>$add</p>
<p class="link">$link</p>
</div>
$code</article>""")


def page(meetings: Iterable[Meeting], title: str, times: Times, *, codes: bool) -> str:
    """Return the page.

    Args:
        meetings: those that have a link.
        title: its heading.
        times: its times, in words.
        codes: True to draw QR codes.

    Raises:
        ConfigurationError: the library for QR codes is not installed.
    """
    articles = (_article(number, meeting, times, codes=codes) for number, meeting in enumerate(meetings, 1))
    return _PAGE.substitute(title=escape(title), style=_STYLE, meetings="\n".join(articles))


def _article(number: int, meeting: Meeting, times: Times, *, codes: bool) -> str:
    label = f"QR code of the link to {meeting.title}"
    code = f'<div class="code">{qr.svg(meeting.link, label)}</div>\n' if codes else ""
    return _MEETING.substitute(
        number=number,
        title=escape(meeting.title),
        facts="\n".join(_facts(meeting, times)),
        link=escape(meeting.link),
        add=_add_to_calendar(meeting),
        code=code,
    )


def _facts(meeting: Meeting, times: Times) -> Iterator[str]:
    time, number, passcode = times.when(meeting), meeting.text("joinMeetingId"), meeting.text("passcode")
    if time and meeting.start is not None:
        yield f'<p><time datetime="{escape(instants.written(meeting.start))}">{escape(time)}</time></p>'
    numbers = [f"Meeting ID: {escape(number)}"] if number else []
    numbers += [f"Passcode: {escape(passcode)}"] if passcode else []
    if numbers:
        yield f'<p class="dim numbers">{" · ".join(numbers)}</p>'
    expiry = times.expiry(meeting)
    if expiry:
        yield f'<p class="soon">{escape(expiry)}</p>'


def _add_to_calendar(meeting: Meeting) -> str:
    """Return a link that holds the meeting's own calendar file."""
    if not fits(meeting):
        return ""
    data = quote(calendar([meeting]), safe="")
    return f'<a class="add" download="meeting.ics" href="data:text/calendar;charset=utf-8,{data}">Add to calendar</a>'
