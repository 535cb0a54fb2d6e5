"""The form that people fill in: reading it, checking it, and its pages."""

import html
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import parse_qs

from meetings import Wish

LONGEST_BODY = 4096
_LONGEST_MEETING = timedelta(hours=8)
_LONGEST_SUBJECT = 100
_YEARS = range(2000, 2100)
_NAME = re.compile(r"[a-z][a-z0-9-]{0,29}")
_FIELDS = ("team", "name", "subject", "start", "minutes")

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Meetings</title>
<style>
  body {{ font: 1rem/1.5 system-ui; margin: 2rem auto; max-width: 30rem; padding: 0 1rem; color-scheme: light dark }}
  label, button {{ display: block; margin-top: 1rem }}
  input {{ box-sizing: border-box; font: inherit; width: 100% }}
  [role=alert] {{ border-left: .3rem solid #c33; padding-left: .7rem }}
</style>
<h1>Meetings</h1>
{content}
</html>
"""


class WrongInputError(ValueError):
    """Fields of the form that cannot be used; `problems` has a sentence for each."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        """Keep the sentences by field."""
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)


def read(body: bytes) -> tuple[str, Wish]:
    """Return the team and the wish that a form asks for.

    Raises:
        WrongInputError: fields are missing or wrong; all of them are named.
    """
    sent = parse_qs(body.decode("utf-8", "replace"), max_num_fields=len(_FIELDS), keep_blank_values=True)
    fields = {name: sent.get(name, [""])[0].strip() for name in _FIELDS}
    problems = {
        name: f"The {name} has a to z, 0 to 9 and '-', at most 30 characters."
        for name in ("team", "name")
        if not _NAME.fullmatch(fields[name])
    }
    if not 0 < len(fields["subject"]) <= _LONGEST_SUBJECT or not fields["subject"].isprintable():
        problems["subject"] = f"The subject has 1 to {_LONGEST_SUBJECT} characters."
    start, length = _start(fields["start"]), _length(fields["minutes"])
    if start is None:
        problems["start"] = "The start is a date and time with an offset, such as 2027-01-04T09:00:00+01:00."
    if length is None:
        problems["minutes"] = "The minutes are a number from 5 to 480."
    if problems or start is None or length is None:
        raise WrongInputError(problems)
    wish = Wish(fields["name"], fields["subject"], start.isoformat(), (start + length).isoformat())
    return fields["team"], wish


def _start(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
    return found if found.tzinfo and found.year in _YEARS else None


def _length(text: str) -> timedelta | None:
    found = timedelta(minutes=int(text)) if re.fullmatch(r"[0-9]{1,3}", text) else timedelta()
    return found if timedelta(minutes=5) <= found <= _LONGEST_MEETING else None


def empty_form() -> str:
    """Return the page with the form."""
    hints = {
        "team": "sales",
        "name": "demo",
        "subject": "Product demo",
        "start": "2027-01-04T09:00:00+01:00",
        "minutes": "30",
    }
    fields = "\n".join(
        f'<label>{name.capitalize()}<input name="{name}" placeholder="{hints[name]}" required></label>'
        for name in _FIELDS
    )
    return _PAGE.format(content=f'<form method="post" action="/meetings">\n{fields}\n<button>Make it</button>\n</form>')


def made(wish: Wish, link: str) -> str:
    """Return the page about a meeting that was made."""
    shown = html.escape(link)
    return _PAGE.format(content=f'<p>{html.escape(wish.subject)}\n<p><a href="{shown}">{shown}</a>')


def refused(problem: str) -> str:
    """Return the page about a form that was not taken."""
    return _PAGE.format(content=f'<p role="alert">{html.escape(problem)}\n<p><a href="/">Back to the form</a>')
