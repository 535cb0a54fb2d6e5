"""The HTML pages of the sign-in. All data in them is escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.responses import HTMLResponse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from msgraph_meetings_emulator.state.directory import User

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title></head><body><h1>{title}</h1>
{body}
</body></html>
"""


def chooser(users: Iterable[User], query: Mapping[str, str]) -> HTMLResponse:
    """Return a page with a link for each user that can sign in."""
    links = ((urlencode({**query, "login_hint": user.upn}), user) for user in users)
    items = (f'<li><a href="?{escape(link)}">{escape(user.display_name)}</a></li>' for link, user in links)
    return _page("Who signs in?", f"<ul>{''.join(items)}</ul>")


def form_post(address: str, fields: Mapping[str, str]) -> HTMLResponse:
    """Return a page that posts fields to an address when it is loaded."""
    inputs = (f'<input type="hidden" name="{escape(name)}" value="{escape(fields[name])}">' for name in fields)
    form = f'<form method="POST" action="{escape(address)}">{"".join(inputs)}<input type="submit" value="Go on"></form>'
    return _page("Working...", f"{form}<script>document.forms[0].submit()</script>")


def enter_code(users: Iterable[User]) -> HTMLResponse:
    """Return the page on which a user enters the code of a device."""
    options = (f'<option value="{escape(user.id)}">{escape(user.display_name)}</option>' for user in users)
    return _page(
        "Enter the code that your device shows",
        '<form method="POST"><input name="user_code" aria-label="Code" required autofocus>'
        f'<select name="user" aria-label="Who signs in">{"".join(options)}</select><input type="submit"></form>',
    )


def said(title: str, status: int = 200) -> HTMLResponse:
    """Return a page with one sentence."""
    return _page(title, "", status)


def _page(title: str, body: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(_PAGE.format(title=escape(title), body=body), status)
