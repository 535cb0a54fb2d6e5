"""The checks in their order, and the code that runs them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgraph_meetings.doctor import access, network, setup, trial
from msgraph_meetings.doctor.findings import Finding, failed, not_reached
from msgraph_meetings.errors import MeetingsError
from msgraph_meetings.errors.unexpected import unexpected

if TYPE_CHECKING:
    from collections.abc import Callable

    from msgraph_meetings.doctor.case import Case


@dataclass(frozen=True)
class Check:
    """One check.

    Args:
        name: for programs; never changes.
        title: for people.
        needs: the checks that must not have failed before.
        run: returns the finding.
    """

    name: str
    title: str
    needs: tuple[str, ...]
    run: Callable[[Case], Finding]


CHECKS = (
    Check("settings", "Settings", (), setup.settings),
    Check("method", "Way to sign in", ("settings",), setup.method),
    Check("signInEndpoint", "Token service", ("method",), network.sign_in_endpoint),
    Check("graphEndpoint", "Microsoft Graph", ("method",), network.graph_endpoint),
    Check("clock", "Clock", ("graphEndpoint",), network.clock),
    Check("token", "Token", ("signInEndpoint", "graphEndpoint"), access.token),
    Check("permission", "Permission", ("token",), access.permission),
    Check("organizer", "Organizer", ("permission",), access.organizer),
    Check("accessPolicy", "Access policy", ("organizer",), access.access_policy),
    Check("create", "Trial meeting", ("accessPolicy",), trial.create),
)
"""``token`` does not need ``clock``: with a wrong clock, Entra's refusal may still help the reader."""


class Walk:
    """One pass through the checks; a check is not run if a check that it needs failed.

    Args:
        case: the run.
    """

    def __init__(self, case: Case) -> None:
        self._case = case
        self._blocked: dict[str, str] = {}

    def finding(self, check: Check) -> Finding:
        """Return the check's finding; an exception becomes a failure with a sentence, never a traceback."""
        cause = next((self._blocked[name] for name in check.needs if name in self._blocked), None)
        if cause is not None:
            self._blocked[check.name] = cause
            return not_reached(cause)
        finding = self._run(check)
        if finding.status == "failed":
            self._blocked[check.name] = check.title
        return finding

    def _run(self, check: Check) -> Finding:
        try:
            return check.run(self._case)
        except MeetingsError as error:
            return failed(error)
        except Exception as error:  # noqa: BLE001  (a bug of ours, told in a sentence)
            return failed(unexpected(error))
