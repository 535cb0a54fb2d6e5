"""Ask the questions one after another, and leave no meeting behind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgraph_meetings.errors import RefusedError
from msgraph_meetings.probe.findings import DifferentError, Finding, Seen, UnansweredError
from msgraph_meetings.probe.lab import SUBJECT
from msgraph_meetings.probe.questions import AT_THE_DOOR, QUESTIONS, Question, refused_at_the_door

if TYPE_CHECKING:
    from collections.abc import Callable

    from msgraph_meetings.errors import MeetingsError
    from msgraph_meetings.probe.lab import Lab
    from msgraph_meetings.probe.redact import Redactor

_ALLOWED = "The first meeting was not refused, so this answer was not seen."
_REFUSED = "The first meeting could not be made."


@dataclass(frozen=True)
class Options:
    """The options of a run.

    Args:
        only: the names of the questions to ask; empty for all.
        plain_create: True to ask also the questions that need a plain create.
        ramp: True to ask also for the rate limit.
    """

    only: frozenset[str] = frozenset()
    plain_create: bool = False
    ramp: bool = False


class Run:
    """One pass through the questions.

    Args:
        lab: makes and deletes the meetings; its journal keeps the answers.
        options: the questions to ask.
        redactor: keeps private parts out of the answers.
        begin: takes each question before it is asked.
    """

    def __init__(
        self, lab: Lab, options: Options, redactor: Redactor, begin: Callable[[Question], None] = lambda _: None
    ) -> None:
        self._lab, self._options, self._redactor, self._begin = lab, options, redactor, begin
        self._journal = lab.journal
        self._unasked: dict[str, Finding] = {}

    @property
    def findings(self) -> dict[str, Finding]:
        """The answers by the name of the question, those of an interrupted run too."""
        return self._unasked | self._journal.answers

    def clean(self) -> int:
        """Delete what an interrupted run left; return the number of plain creates whose meeting cannot be found.

        Raises:
            MeetingsError: a meeting could not be deleted.
        """
        lost = self._journal.left.unnamed
        for _ in range(lost):
            self._journal.nothing(None)
        self._delete_all()
        return lost

    def go(self) -> MeetingsError | None:
        """Ask every question that has no answer yet; return the error of a refused first meeting.

        Raises:
            MeetingsError: Graph cannot be asked, or a meeting could not be deleted.
        """
        try:
            refused = self._knock()
            if refused is not None:
                return refused
            for question in self._wanted():
                self._begin(question)
                self._journal.answer(question.name, self._finding(question))
        except BaseException:
            self._lab.clean()  # what it cannot delete stays in the journal, for the next run
            raise
        return None

    def _wanted(self) -> list[Question]:
        """Return the questions to ask; the reasons of those that are not asked here are kept for the record."""
        chosen = [one for one in QUESTIONS if not self._options.only or one.name in self._options.only]
        unmet = {one.name: self._unmet(one) for one in chosen}
        self._unasked = {name: Finding("not answered", reason) for name, reason in unmet.items() if reason}
        return [one for one in chosen if one.name not in self.findings]

    def _knock(self) -> MeetingsError | None:
        """Make and delete a first meeting; if that is refused, keep the refusal as the answer to a question."""
        said = self._lab.create_or_get(self._lab.external_id(), {"subject": SUBJECT})
        self._delete_all()
        if said.ok:
            for question in AT_THE_DOOR:
                self._keep(question.name, Finding("not answered", _ALLOWED))
            return None
        answered = refused_at_the_door(said, permissions(self._lab))
        if answered is not None:
            question, seen = answered
            self._keep(question.name, self._observed(seen, (f"createOrGet: {said}",)))
        for question in (*AT_THE_DOOR, *QUESTIONS):
            if question.name not in self.findings:
                self._keep(question.name, Finding("not answered", _REFUSED))
        return said.error or RefusedError(_REFUSED)

    def _keep(self, name: str, finding: Finding) -> None:
        if name not in self.findings:
            self._journal.answer(name, finding)

    def _finding(self, question: Question) -> Finding:
        """Run one experiment, and delete its meetings."""
        self._lab.seen = []
        try:
            finding = self._observed(question.seen(self._lab), tuple(self._lab.seen))
        except DifferentError as answer:
            finding = Finding("different", self._redactor.text(str(answer)), None, tuple(self._lab.seen))
        except UnansweredError as reason:
            finding = Finding("not answered", self._redactor.text(str(reason)), None, tuple(self._lab.seen))
        self._delete_all()
        return finding

    def _observed(self, seen: Seen, lines: tuple[str, ...]) -> Finding:
        value = self._redactor.text(seen.value) if isinstance(seen.value, str) else seen.value
        return Finding("observed", self._redactor.text(seen.says), value, tuple(map(self._redactor.text, lines)))

    def _unmet(self, question: Question) -> str:
        """Return why a question is not asked here; empty if it is asked."""
        caller = self._lab.caller
        met = {
            "plain create": (self._options.plain_create, "Not asked. --plain-create asks it."),
            "ramp": (self._options.ramp, "Not asked. --ramp asks it."),
            "person": (caller.token.type == "delegated", "This needs a signed-in user, not an app."),
            "public cloud": (caller.cloud.name == "public", f"The cloud {caller.cloud.name} lacks the property."),
            "DoD cloud": (caller.cloud.name == "dod", "This needs the cloud dod."),
        }
        if question.needs is None:
            return ""
        holds, reason = met[question.needs]
        return "" if holds else reason

    def _delete_all(self) -> None:
        problem = self._lab.clean()
        if problem is not None:
            raise problem


def permissions(lab: Lab) -> list[str] | None:
    """Return the permissions in the token's claims; None if the claims cannot be read."""
    claims = lab.caller.token.claims
    roles, scopes = claims.get("roles"), claims.get("scp")
    if not claims:
        return None
    listed = [str(name) for name in roles] if isinstance(roles, list) else []
    return listed + (scopes.split() if isinstance(scopes, str) else [])
