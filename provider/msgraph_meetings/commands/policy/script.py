"""Fill in the script `access_policy.ps1`: literals that PowerShell cannot read as anything else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files

from msgraph_meetings.errors import ArgumentError

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}")
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_UPN = re.compile(r"[A-Za-z0-9.!#$%&*+/=?^_{|}~'-]+@[A-Za-z0-9.-]+")
_MARK = re.compile(r"@@(\w+)@@")
_QUOTES = re.compile("(['\u2018\u2019\u201a\u201b])")
"""PowerShell ends a text in single quotes at any of these."""
DESCRIPTION = "Apps that deploy online meetings with Pulumi (msgraph-meetings)"


@dataclass(frozen=True)
class AccessPolicy:
    """An application access policy, and who gets it.

    Args:
        name: of the policy.
        apps: client ids of the apps.
        organizers: object ids or user principal names.
        groups: object ids of groups.
        tenant: the tenant's id; empty if it is not known, then the script does not check it.
        made_from: the sources of the organizers, for a comment.
    """

    name: str
    apps: tuple[str, ...]
    organizers: tuple[str, ...]
    groups: tuple[str, ...] = ()
    tenant: str = ""
    made_from: str = ""

    def script(self) -> str:
        """Return the script, in ASCII.

        Raises:
            ArgumentError: a value does not have the form of its kind.
        """
        self._check()
        values = {
            "from": _comment(self.made_from),
            "tenant": literal(self.tenant if _GUID.fullmatch(self.tenant) else ""),
            "policy": literal(self.name),
            "apps": _array(self.apps),
            "organizers": _array(self.organizers),
            "groups": _array(self.groups),
            "description": literal(DESCRIPTION),
        }
        template = files("msgraph_meetings.commands.policy").joinpath("access_policy.ps1").read_text(encoding="ascii")
        return _MARK.sub(lambda found: values[found[1]], template)

    def _check(self) -> None:
        _require(_NAME, (self.name,), "a policy name", "Use letters, digits, blanks, dots, hyphens and underscores.")
        _require(_GUID, self.apps, "a client id of an app", "It is in the Entra admin center > App registrations.")
        _require(_GUID, self.groups, "an object id of a group", "It is in the Entra admin center > Groups.")
        for organizer in self.organizers:
            if not _GUID.fullmatch(organizer) and not _UPN.fullmatch(organizer):
                raise ArgumentError(
                    f"{organizer!r} is not an organizer.",
                    fix="Use the user's object id (Entra admin center > Users), or the user principal name.",
                )
        if not self.apps:
            raise ArgumentError(
                "The app is not known.", fix="Set ARM_CLIENT_ID or msgraph-meetings:clientId, or name it with --app ID."
            )
        if not self.organizers and not self.groups:
            raise ArgumentError(
                "There is no organizer.", fix="Name a stack that has meetings, or use --organizers or --group."
            )


def _require(form: re.Pattern[str], values: tuple[str, ...], kind: str, fix: str) -> None:
    wrong = next((value for value in values if not form.fullmatch(value)), None)
    if wrong is not None:
        raise ArgumentError(f"{wrong!r} is not {kind}.", fix=fix)


def literal(text: str) -> str:
    """Return a text in single quotes, which PowerShell takes as it is."""
    doubled = _QUOTES.sub(r"\1\1", text)
    return f"'{doubled}'"


def _array(values: tuple[str, ...]) -> str:
    if not values:
        return "@()"
    lines = "\n".join(f"    {literal(value)}" for value in values)
    return f"@(\n{lines}\n)"


def _comment(text: str) -> str:
    """Return a text for one line of a comment: visible ASCII."""
    return "".join(letter if " " <= letter <= "~" else "?" for letter in text) or "Made by msgraph-meetings policy."
