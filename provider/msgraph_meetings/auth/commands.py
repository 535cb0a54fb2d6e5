"""`msgraph-meetings login`, `token` and `logout`: a person's own sign-in, for programs that they run.

    msgraph-meetings login
    MSGRAPH_ACCESS_TOKEN=$(msgraph-meetings token) pulumi up

A deployment never signs a person in.
"""

from __future__ import annotations

import functools
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from msgraph_meetings.errors import MeetingsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from msgraph_meetings.auth.person import Person


def _error_in_a_sentence(command: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(command)
    def plain(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except MeetingsError as error:
            raise click.ClickException(str(error)) from error

    return plain


@click.command()
@click.option(
    "--device-code", is_flag=True, help="Show a code to enter on another device instead of opening a browser."
)
@_error_in_a_sentence
def login(*, device_code: bool) -> None:
    """Sign in as yourself, to manage your own meetings.

    ARM_CLIENT_ID selects the app, and ARM_TENANT_ID the tenant.
    """
    person = _person()
    sign_in = person.sign_in_with_code if device_code else person.sign_in_with_browser
    click.echo(f"Signed in as {sign_in(_tell)}.", err=True)


@click.command()
@_error_in_a_sentence
def token() -> None:
    """Print a token for MSGRAPH_ACCESS_TOKEN.

    It is an access token of the person who is signed in.
    """
    click.echo(_person().token())


@click.command()
@_error_in_a_sentence
def logout() -> None:
    """Sign out: delete the stored sign-in."""
    from msgraph_meetings.auth.person import sign_out  # noqa: PLC0415

    sign_out(_kept())
    click.echo("You are signed out.", err=True)


COMMANDS = (login, token, logout)


def _tell(text: str) -> None:
    click.echo(text, err=True)  # Standard output is for the token only.


def _person() -> Person:
    from msgraph_meetings.auth.person import Person  # noqa: PLC0415  (MSAL takes 70 ms to load)
    from msgraph_meetings.config.reading import read_settings  # noqa: PLC0415

    return Person(read_settings(lambda _: None, os.environ), _kept())


def _kept() -> Path:
    """Return the file of the sign-in; a damaged file is moved aside first."""
    from msgraph_meetings.auth.person import set_damaged_aside  # noqa: PLC0415

    kept = Path(click.get_app_dir("msgraph-meetings")) / "signed-in.json"
    damaged = set_damaged_aside(kept)
    if damaged is not None:
        _tell(
            f"The stored sign-in {kept} is damaged, so you are not signed in.\n"
            f"It was moved to {damaged}. It may contain tokens: delete it when you do not need it."
        )
    return kept
