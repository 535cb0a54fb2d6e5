"""The text that says beforehand what a run will make."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from msgraph_meetings.probe import ramp
from msgraph_meetings.probe.questions import QUESTIONS
from msgraph_meetings.probe.undecided import UNDECIDED

if TYPE_CHECKING:
    from collections.abc import Container

    from msgraph_meetings.probe.questions import Question
    from msgraph_meetings.probe.run import Options

_AT_ONCE = 4
_ANSWER_SECONDS = 0.5
_USERS = "users_need_permission"
_OTHER_REQUESTS = 2
"""Requests for a question on average, besides those that make and delete its meetings."""


def plan(  # noqa: PLR0913  (the facts in it)
    options: Options, *, organizer: str, service: str, prefix: str, gap: float, answered: Container[str]
) -> str:
    """Return the text.

    Args:
        options: the questions to ask.
        organizer: whose meetings are made.
        service: the host that is asked.
        prefix: of the external ids.
        gap: seconds between two requests.
        answered: the names of the questions that an interrupted run has answered.
    """
    asked = [one for one in QUESTIONS if _is_asked(one, options) and one.name not in answered]
    meetings = 1 + sum(question.makes for question in asked)
    at_once = max([1, *(min(question.makes, _AT_ONCE) for question in asked)])
    requests = sum(2 * question.makes + _OTHER_REQUESTS for question in asked)
    minutes = math.ceil(requests * (gap + _ANSWER_SECONDS) / 60)
    reads = " One request reads the organizer's own user." if any(one.name == _USERS for one in asked) else ""
    lines = [
        f"The probe asks {service} {len(asked)} question{'' if len(asked) == 1 else 's'} about online meetings.",
        "",
        f"- It makes up to {meetings} meetings of {organizer}, at most {at_once} at a time, and deletes each.",
        f"  Their external ids begin with {prefix}. They are in no calendar, and their attendees are made up.",
        f"- It changes, reads and deletes these meetings only.{reads}",
        f"- It sends about {requests} requests, one after another, {gap:g} s apart, and waits as Graph asks.",
        f"  That takes about {minutes} min.",
        "- It needs the provider's permission and no other.",
        "- Its record names no tenant, person, meeting or link.",
    ]
    if options.plain_create:
        lines.append("- --plain-create: if the answer to one of three requests is lost, a meeting may stay behind.")
    if options.ramp:
        most = round(sum(ramp.RATES) * ramp.SECONDS)
        lines.append(f"- --ramp: it reads one meeting up to {most} times, faster until Graph refuses it once.")
    lines.append(f"- {len(UNDECIDED)} questions are never asked, because no request of this app can answer them.")
    return "\n".join(lines)


def _is_asked(question: Question, options: Options) -> bool:
    if options.only and question.name not in options.only:
        return False
    allowed = {"plain create": options.plain_create, "ramp": options.ramp}
    return question.needs is None or allowed.get(question.needs, True)
