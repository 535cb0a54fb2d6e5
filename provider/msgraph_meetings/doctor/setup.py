"""Checks that ask nobody: the settings, and the way to sign in that follows from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgraph_meetings.auth import METHODS
from msgraph_meetings.configuration import check_configuration
from msgraph_meetings.doctor.findings import Finding, failed, passed
from msgraph_meetings.errors import ConfigurationError

if TYPE_CHECKING:
    from msgraph_meetings.check import Failure
    from msgraph_meetings.doctor.case import Case

_HIDDEN = "(secret, not shown)"
_OF_THE_ENGINE = ("pluginDownloadURL", "version")


def settings(case: Case) -> Finding:
    """Which settings there are, and where each was found."""
    case.configured  # noqa: B018  (first, so that its secrets are known before anything is shown)
    shown = [_shown(case, name) for name in case.found]
    lines = [
        f"{item['name']} = {_HIDDEN if item['secret'] else item['value']}   from {item['source']}" for item in shown
    ]
    try:
        _refuse_unfit(case)
        cloud = case.settings.cloud.name
    except ConfigurationError as error:
        return failed(error, *lines, settings=shown)
    number = f"{len(shown)} found" if shown else "None found"
    looked_at = f"the environment and the stack {case.asked.stack}" if case.asked.stack else "the environment"
    return passed(f"{number} in {looked_at}; the cloud is {cloud}.", *lines, settings=shown, cloud=cloud)


def _shown(case: Case, name: str) -> dict[str, Any]:
    found, secret = case.found[name], case.is_secret(name)
    source = found.source or f"the stack (msgraph-meetings:{name})"
    return {"name": name, "value": None if secret else found.text, "secret": secret, "source": source}


def _refuse_unfit(case: Case) -> None:
    """What a provider's own check of its configuration says; the environment holds nothing that it could say it of."""
    own = {name: text for name, text in case.configured.values.items() if name not in _OF_THE_ENGINE}
    problems = check_configuration(own)
    if problems:
        told = "; ".join(_told(case, problem) for problem in problems)
        raise ConfigurationError(
            f"The configuration of the stack {case.asked.stack} does not fit.",
            f"{told}.",
            "Correct it with `pulumi config set msgraph-meetings:NAME VALUE` or `pulumi config rm`.",
        )


def _told(case: Case, problem: Failure) -> str:
    """The problem, without a value that the stack keeps as a secret, of whatever setting."""
    secret = problem.path in case.configured.secrets and case.configured.values[problem.path] in problem.reason
    return f"{problem.path}: {'its value (a secret) does not fit' if secret else problem.reason.rstrip('.')}"


def method(case: Case) -> Finding:
    """Which way to sign in, and why that one."""
    case.graph  # noqa: B018  (says what is missing, where none is configured or one is half done)
    chosen = case.method
    assert chosen is not None  # noqa: S101  (or there had been no Graph)
    reasons = [_reason(case, name) for name in chosen.asked_by(case.settings)]
    others = [other.name for other in METHODS if other is not chosen and other.asked_by(case.settings)]
    verb = "is" if len(reasons) == 1 else "are"
    why = f"{' and '.join(reasons)} {verb} {'there' if reasons == ['az on PATH'] else 'set'}"
    lines = [f"Possible too, and not used because it comes later: {', '.join(others)}."] if others else []
    facts = {"method": chosen.name, "becauseOf": list(chosen.asked_by(case.settings)), "notUsed": others}
    return passed(f"{chosen.name}, because {why}.", *lines, **facts)


def _reason(case: Case, name: str) -> str:
    found = case.found.get(name)
    return name if found is None else f"{name} ({found.source or f'msgraph-meetings:{name}'})"
