"""The command `adopt`."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from msgraph_meetings.commands.adopting.languages import LANGUAGES
from msgraph_meetings.commands.adopting.requested import requested
from msgraph_meetings.commands.running import DONE, FAILED, Progress, ends_plainly
from msgraph_meetings.doctor.stack import Configured, configuration_of
from msgraph_meetings.errors import ArgumentError, cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msgraph_meetings.commands.adopting.looking_up import Adopted, Missing
    from msgraph_meetings.commands.adopting.requested import Requested

_TYPE = "msgraph-meetings:index:OnlineMeeting"
_DYNAMIC = "python-dynamic"


@click.command()
@click.argument("links", metavar="[LINK]...", nargs=-1)
@click.option("--csv", "table", metavar="FILE", help="Read the meetings from a table; - is standard input.")
@click.option("--language", type=click.Choice(sorted(LANGUAGES)), required=True, help="The language of the program.")
@click.option(
    "--program",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the program there, not to standard output.",
)
@click.option(
    "--import-file",
    type=click.Path(dir_okay=False, path_type=Path),
    default="import.json",
    show_default=True,
    help="Write the file for `pulumi import` there.",
)
@click.option("--user-id", metavar="ID", help="The organizer of meetings that name none.")
@click.option("--stack", metavar="NAME", help="Also read the configuration of this Pulumi stack.")
@click.option(
    "--cwd",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder of the Pulumi project, for --stack.",
)
@click.option("--skip-missing", is_flag=True, help="Adopt the other meetings if one is not found.")
@click.option("--force", is_flag=True, help="Overwrite files that exist.")
@ends_plainly
def adopt(  # noqa: PLR0913  (one for each option)
    *,
    links: tuple[str, ...],
    table: str | None,
    language: str,
    program: Path | None,
    import_file: Path,
    user_id: str | None,
    stack: str | None,
    folder: Path | None,
    skip_missing: bool,
    force: bool,
) -> int:
    """Write an import file and a program for meetings that exist.

    LINK is a join URL, a join meeting id (digits) or Graph's id; the organizer's object id and a slash may come before
    it. Each meeting is read from the service and not changed. After the import, a preview has no changes. The exit code
    is 3 if a meeting is not found.
    """
    if folder is not None and stack is None:
        raise click.UsageError("--cwd needs --stack NAME.")
    files = [path for path in (program, None if language == _DYNAMIC else import_file) if path is not None]
    _refuse_existing(files, force=force)
    wanted = requested(links, table)
    found, missing = _look_up(wanted, configuration_of(stack, folder) if stack else Configured(), user_id)
    for one in missing:
        click.echo(f"Not adopted: {cut(one.link, 100)}\n  {one.why}", err=True)
    if not found or (missing and not skip_missing):
        click.echo("Error: Nothing was written.", err=True)
        return FAILED
    text = LANGUAGES[language]().program(found)
    if program is None:
        click.echo(text, nl=False)
    else:
        _write(program, text)
    if language == _DYNAMIC:
        click.echo("Next: `pulumi up`, which adopts the meetings by their external ids.", err=True)
    else:
        _write(import_file, json.dumps(imports(found), indent=2) + "\n")
        click.echo(f"Next: pulumi import --file {import_file} --generate-code=false --protect=false", err=True)
    return FAILED if missing else DONE


def _refuse_existing(files: Sequence[Path], *, force: bool) -> None:
    there = next((path for path in files if path.exists()), None)
    if there is not None and not force:
        raise ArgumentError(f"{there} exists.", fix="Name another file, or overwrite it with --force.")


def _look_up(
    wanted: Sequence[Requested], configured: Configured, user_id: str | None
) -> tuple[list[Adopted], list[Missing]]:
    from msgraph_meetings.commands.adopting.looking_up import look_up  # noqa: PLC0415  (a quarter of a second)
    from msgraph_meetings.config.reading import read_settings  # noqa: PLC0415

    with Progress("Looking the meetings up") as progress:
        return look_up(
            wanted,
            read_settings(configured.values.get, os.environ),
            user_id,
            lambda done: progress.say(f"Looking the meetings up: {done} of {len(wanted)}"),
        )


def imports(meetings: Sequence[Adopted]) -> dict[str, object]:
    """Return the content of the import file.

    Engines from 3.254 on take ``inputs`` for what the provider's read does not return; older ones ignore them.
    """
    resources = [
        {"type": _TYPE, "name": meeting.name, "id": meeting.import_id, "inputs": meeting.inputs} for meeting in meetings
    ]
    return {"resources": resources}


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise ArgumentError(f"Cannot write {path}.", f"{error.strerror}.", "Name another file.") from None
    click.echo(f"Wrote {path}.", err=True)
