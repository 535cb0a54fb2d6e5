"""The options that several commands take: where the meetings come from, and which of their secrets are shown."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from msgraph_meetings.commands.stacks import clock
from msgraph_meetings.commands.stacks.source import STANDARD_INPUT, Shown, Source
from msgraph_meetings.model import instants

if TYPE_CHECKING:
    from collections.abc import Callable

    Command = Callable[..., Any]


def span(_context: click.Context, _parameter: click.Parameter, value: str) -> int:
    """Return the ticks of an option's value such as ``14d``."""
    try:
        return clock.span_of(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def _instant(_context: click.Context, _parameter: click.Parameter, value: str | None) -> int | None:
    try:
        return None if value is None else instants.ticks(value)
    except ValueError as error:
        raise click.BadParameter(f"{value!r} {error}.") from None


def source_options(*, argument: bool) -> Callable[[Command], Command]:
    """Return a decorator that adds the options of a source, and hands the command a ``Source``.

    Args:
        argument: True if the stack may also be an argument.
    """

    def decorate(command: Command) -> Command:
        @functools.wraps(command)
        def given(  # noqa: PLR0913  (one for each option)
            *args: Any,
            stack: str | None,
            folder: Path | None,
            file: str | None,
            passcodes: bool,
            show_secrets: bool,
            named: str | None = None,
            **kwargs: Any,
        ) -> Any:
            shown = Shown(passcodes=passcodes, secrets=show_secrets)
            return command(*args, source=_source(stack, folder, file, named, shown), **kwargs)

        decorated: Command = given
        for option in reversed(_OPTIONS):
            decorated = option(decorated)
        return click.argument("named", metavar="[STACK]", required=False)(decorated) if argument else decorated

    return decorate


_OPTIONS: tuple[Callable[[Command], Command], ...] = (
    click.option("--stack", metavar="NAME", help="The Pulumi stack; by default the selected one."),
    click.option(
        "--cwd",
        "folder",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="The folder of the Pulumi project.",
    ),
    click.option(
        "--file", metavar="FILE", help="Read an export or stack outputs from a file instead; - is standard input."
    ),
    click.option("--passcodes", is_flag=True, help="Also show passcodes."),
    click.option("--show-secrets", is_flag=True, help="Also show the stack's other secrets, such as secret links."),
)

now_option = click.option(
    "--now",
    callback=_instant,
    metavar="TIME",
    help="Judge as of this time (RFC 3339) instead of the present.",
)
within_option = click.option(
    "--within",
    callback=span,
    default="14d",
    show_default=True,
    metavar="SPAN",
    help="Mark an expiry that is this near.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


def _source(stack: str | None, folder: Path | None, file: str | None, named: str | None, shown: Shown) -> Source:
    if stack is not None and named is not None:
        raise click.UsageError("Name the stack once: as an argument or with --stack.")
    stack = stack or named
    if stack == STANDARD_INPUT and file is None:
        stack, file = None, STANDARD_INPUT
    if file is not None and (stack is not None or folder is not None):
        raise click.UsageError("--file cannot be used with a stack or --cwd.")
    return Source(stack, folder, file, shown)
