"""The command `msgraph-meetings probe`."""

from __future__ import annotations

import hashlib
import os
import signal
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import click

from msgraph_meetings.errors import ArgumentError, MeetingsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from msgraph_meetings.config.reading import Settings
    from msgraph_meetings.probe.journal import Journal
    from msgraph_meetings.probe.lab import Caller
    from msgraph_meetings.probe.questions import Question
    from msgraph_meetings.probe.run import Options, Run
    from msgraph_meetings.probe.wire import Wire

JOURNAL = "msgraph-meetings-probe.journal"
_FAILED, _LEFT, _INTERRUPTED = 1, 3, 130
_GAP = 0.25


@click.command()
@click.option("--record", type=click.Path(dir_okay=False, path_type=Path), help="The JSON file to write.")
@click.option("--user-id", metavar="ID", help="Use this organizer instead of the configured userId.")
@click.option("--only", multiple=True, metavar="NAME", help="Ask only this question; may be repeated.")
@click.option("--plain-create", is_flag=True, help="Also ask what needs a meeting without an external id.")
@click.option("--ramp", is_flag=True, help="Also ask for the rate limit, by reading faster and faster.")
@click.option("--yes", is_flag=True, help="Do not ask before the start.")
@click.option("--clean", is_flag=True, help="Only delete what an interrupted run left.")
@click.option("--gap", type=click.FloatRange(0, 60), default=_GAP, show_default=True, help="Seconds between requests.")
@click.option(
    "--journal",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path(JOURNAL),
    show_default=True,
    help="The file that an interrupted run is continued from.",
)
def probe(  # noqa: PLR0913  (one for each option)
    record: Path | None,
    user_id: str | None,
    only: tuple[str, ...],
    journal: Path,
    gap: float,
    *,
    plain_create: bool,
    ramp: bool,
    yes: bool,
    clean: bool,
) -> None:
    """Ask a tenant what Microsoft Graph really does.

    Writes a record without names.

    It makes meetings of one organizer and deletes them again, also after Ctrl-C. After a kill, the next run deletes
    them first, and goes on. The record is a JSON file, and a Markdown file beside it.

    The exit code is 0 if the record was written, 1 after an error, 2 if the command line is wrong, 3 if the record was
    written but a meeting may be left, and 130 after Ctrl-C.
    """
    from msgraph_meetings.probe.questions import QUESTIONS  # noqa: PLC0415  (loads the HTTP client)
    from msgraph_meetings.probe.run import Options  # noqa: PLC0415

    unknown = sorted(set(only) - {question.name for question in QUESTIONS})
    if unknown:
        raise click.UsageError(f"There is no question {unknown[0]!r}. The record of a run names all questions.")
    if record is not None and record.suffix.lower() == ".md":
        raise click.UsageError(f"--record names the JSON file; {record} would be overwritten by the Markdown file.")
    if record is not None and record.absolute() == journal.absolute():
        raise click.UsageError("--record and --journal name the same file. The journal is removed at the end.")
    options = Options(frozenset(only), plain_create, ramp)
    try:
        with _stopping():
            code = _Command(options, record, journal, gap, user_id, yes=yes, clean=clean).run()
    except MeetingsError as error:
        click.echo(f"{error}", err=True)
        if journal.exists():
            click.echo(f"Run the same command again to go on; {journal} keeps the answers so far.", err=True)
        sys.exit(_FAILED)
    except KeyboardInterrupt:
        click.echo(f"Stopped. Run the same command again to go on; {journal} keeps the answers so far.", err=True)
        sys.exit(_INTERRUPTED)
    sys.exit(code)


@contextmanager
def _stopping() -> Iterator[None]:
    """Take SIGTERM for Ctrl-C, so that it deletes the meetings too."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@dataclass
class _Command:
    """One run of the command line."""

    options: Options
    record: Path | None
    path: Path
    gap: float
    user_id: str | None
    yes: bool
    clean: bool

    def run(self) -> int:
        """Run it, and return the exit code."""
        from msgraph_meetings.config.reading import read_settings  # noqa: PLC0415
        from msgraph_meetings.meetings.connect import connect_graph  # noqa: PLC0415
        from msgraph_meetings.probe.journal import open_journal  # noqa: PLC0415
        from msgraph_meetings.probe.wire import Wire  # noqa: PLC0415

        settings = read_settings(lambda _name: None, os.environ)
        wire = Wire(settings, connect_graph(settings).session.tokens, self.gap, _tell)
        try:
            caller = _caller(settings, self.user_id or settings.user_id, wire)
            journal = open_journal(self.path, _who(settings, caller))
            done = False
            try:
                code, done = self._in(journal, caller, wire, settings)
            finally:
                journal.close(remove=done or not (journal.left or journal.left.unnamed or journal.answers))
        finally:
            wire.close()
        return code

    def _in(self, journal: Journal, caller: Caller, wire: Wire, settings: Settings) -> tuple[int, bool]:
        """Run it with an open journal; return the exit code, and True if the journal is not needed any more."""
        from msgraph_meetings.probe.lab import Lab  # noqa: PLC0415
        from msgraph_meetings.probe.redact import Redactor  # noqa: PLC0415
        from msgraph_meetings.probe.run import Run  # noqa: PLC0415

        redactor = Redactor(*_known(settings, caller))
        lab = Lab(wire, journal, caller, redactor)
        run = Run(lab, self.options, redactor, _begin)
        lost = self._cleaned(run, journal)
        if self.clean:
            return 0, not journal.answers
        if not self._agreed(caller, journal, settings):
            return 0, not journal.answers
        refused = run.go()
        self._write(settings, caller, run)
        click.echo(f"Meetings made: {lab.made}. Meetings left: {len(journal.left.ids)}.", err=True)
        if refused is not None:
            click.echo(f"{refused}", err=True)
            return _FAILED, True
        return (_LEFT if lost else 0), True

    def _cleaned(self, run: Run, journal: Journal) -> int:
        """Delete what an earlier run left; return the number of its meetings that cannot be found."""
        if not journal.continued:
            return 0
        left = len(journal.left.ids) + len(journal.left.unsure)
        lost = run.clean()
        click.echo(f"Going on with {journal.path}: {len(run.findings)} answers, {left} meetings left.", err=True)
        click.echo("What was left is deleted." if left else "There was nothing to delete.", err=True)
        if lost:
            click.echo(
                f"Requests without an external id that got no answer: {lost}. A meeting with the subject"
                " 'msgraph-meetings probe' may exist, which no request can find. It expires by itself.",
                err=True,
            )
        return lost

    def _agreed(self, caller: Caller, journal: Journal, settings: Settings) -> bool:
        """Say what will be made, and return True if the person agrees."""
        from msgraph_meetings.probe.plan import plan  # noqa: PLC0415

        host = urlsplit(settings.graph_endpoint).netloc
        who = caller.organizer or "the signed-in user"
        text = plan(
            self.options,
            organizer=who,
            service=host,
            prefix=journal.prefix,
            gap=self.gap,
            answered=journal.answers,
        )
        click.echo(text, err=True)
        if self.yes:
            return True
        try:
            return click.confirm("Go on?", err=True)
        except click.Abort:
            if sys.stdin.isatty():
                raise KeyboardInterrupt from None
            raise ArgumentError(
                "The probe asks before it starts, and there was no answer.", fix="Add --yes in a pipeline."
            ) from None

    def _write(self, settings: Settings, caller: Caller, run: Run) -> None:
        """Write the record as JSON and as Markdown."""
        from msgraph_meetings.probe.record import Head, as_json, as_markdown  # noqa: PLC0415

        date = datetime.now(timezone.utc).date().isoformat()
        text = as_json(Head.of(settings, caller.token.type or "unknown", date), run.findings)
        path = self.record or Path(f"msgraph-meetings-probe-{date}.json")
        try:
            path.write_text(text, encoding="utf-8")
            path.with_suffix(".md").write_text(as_markdown(text), encoding="utf-8")
        except OSError as error:
            raise ArgumentError(
                f"The record {path} cannot be written.",
                f"The system reports: {error.strerror}.",
                "Name another file with --record, and run the command again; the answers are kept.",
            ) from error
        click.echo(f"Record: {path} and {path.with_suffix('.md')}.", err=True)


def _caller(settings: Settings, user_id: str | None, wire: Wire) -> Caller:
    """Return the sender of the requests; raise ArgumentError if the organizer does not fit the token."""
    from msgraph_meetings.graph.calls import owner  # noqa: PLC0415
    from msgraph_meetings.probe.lab import Caller  # noqa: PLC0415

    token = wire.tokens.token(wire.operation())
    organizer = str(token.claims.get("oid") or "") if token.type == "delegated" else user_id or ""
    return Caller(owner(token, user_id), organizer, token, settings.cloud)


def _who(settings: Settings, caller: Caller) -> str:
    """Return a digest of endpoint, tenant and organizer, which does not tell them."""
    parts = (settings.graph_endpoint, str(caller.token.claims.get("tid") or settings.tenant_id), caller.organizer)
    return hashlib.sha256("\n".join(map(quote, parts)).encode()).hexdigest()


def _known(settings: Settings, caller: Caller) -> list[str | None]:
    """Return the texts that no record may hold."""
    claims = caller.token.claims
    names = ("tid", "oid", "appid", "azp", "upn", "preferred_username", "name", "unique_name", "app_displayname")
    return [
        settings.tenant_id,
        settings.client_id,
        settings.client_secret,
        settings.user_id,
        caller.organizer,
        caller.token.value,
        *(str(claims[name]) for name in names if claims.get(name)),
    ]


def _begin(question: Question) -> None:
    click.echo(f"{question.name}: {question.asks}", err=True)


def _tell(_severity: str, text: str) -> None:
    click.echo(text, err=True)
