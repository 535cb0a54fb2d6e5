"""The check with ``--create``, which creates, changes and deletes a test meeting."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from msgraph_meetings.doctor.findings import Finding, failed, passed, skipped
from msgraph_meetings.errors import (
    ConnectionFailedError,
    MeetingsError,
    NotFoundError,
    ServiceError,
    UnusableAnswerError,
)
from msgraph_meetings.model.answer import held

if TYPE_CHECKING:
    from msgraph_meetings.doctor.case import Case
    from msgraph_meetings.http.operation import Operation

EXTERNAL_ID_PREFIX = "msgraph-meetings-doctor-"
_SUBJECT = "msgraph-meetings doctor: throw-away, can be deleted"
_CLEANING_SECONDS = 30.0
_UNSURE = (ConnectionFailedError, ServiceError, UnusableAnswerError)
"""Failures after which the meeting may exist."""


def create(case: Case) -> Finding:
    """Check that a meeting can be created, changed and deleted."""
    if not case.asked.create:
        return skipped("Not requested. --create creates, changes and deletes a test meeting.")
    if not case.asked.agreed(f"Create, change and delete a test meeting of {case.organizer}?"):
        return skipped("You answered no.")
    return _Trial(case).run()


class _Trial:
    """One test meeting; it is deleted even if a later step fails."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._external_id = f"{EXTERNAL_ID_PREFIX}{uuid.uuid4()}"
        self._meeting_id: str | None = None
        self._may_exist = False

    def run(self) -> Finding:
        """Create and change the meeting, and delete it in any case."""
        problem: MeetingsError | None = None
        try:
            self._make_and_change()
        except MeetingsError as error:
            self._may_exist = isinstance(error, _UNSURE)
            problem = error
        except KeyboardInterrupt:
            if self._clean() is not None:
                self._case.asked.tell("warning", self._left)
            raise
        left = self._clean()
        facts = {"externalId": self._external_id, "left": left is not None}
        in_the_way = problem or left
        if in_the_way is not None:
            return failed(in_the_way, *([self._left] if left else []), **facts)
        return passed("A test meeting was created, changed and deleted.", **facts)

    @property
    def _left(self) -> str:
        return f"A test meeting may be left in Teams; its external id is {self._external_id}."

    def _make_and_change(self) -> None:
        user, graph = self._case.user_id, self._case.graph
        self._make(self._case.operation("making a meeting"))
        assert self._meeting_id is not None  # noqa: S101  (it was just made)
        graph.patch(user, self._meeting_id, {"subject": f"{_SUBJECT}."}, self._case.operation("changing it"))

    def _make(self, operation: Operation) -> None:
        self._may_exist = True
        parameters = {"externalId": self._external_id, "subject": _SUBJECT}
        reply = self._case.graph.create_or_get(self._case.user_id, parameters, operation)
        self._meeting_id = held(reply.content, reply.headers.get("request-id")).id

    def _clean(self) -> MeetingsError | None:
        """Delete the meeting if it exists or may exist; return the error of a failed delete."""
        operation = self._case.operation("deleting the meeting", _CLEANING_SECONDS)
        try:
            if self._meeting_id is None and self._may_exist:  # The answer was lost; the external id finds the meeting.
                self._make(operation)
            if self._meeting_id is not None:
                self._case.graph.delete(self._case.user_id, self._meeting_id, operation)
        except NotFoundError:
            return None
        except MeetingsError as error:
            return error
        return None
