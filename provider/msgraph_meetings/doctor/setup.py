"""Checks that send no request: the settings, and the sign-in method that they select."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgraph_meetings.auth import METHODS
from msgraph_meetings.config.validation import OF_THE_ENGINE, check_configuration
from msgraph_meetings.doctor.findings import Finding, failed, passed
from msgraph_meetings.errors import ConfigurationError
from msgraph_meetings.errors.links import SIGN_IN

if TYPE_CHECKING:
    from msgraph_meetings.auth import Method
    from msgraph_meetings.doctor.case import Case
    from msgraph_meetings.model.failure import Failure

_HIDDEN = "(secret, not shown)"
_ON_PATH = ("az on PATH",)
_AMBIENT = "it comes from the environment, and the stack has priority"
_LATER = f"it has a lower priority ({SIGN_IN})"


def settings(case: Case) -> Finding:
    """Check the settings, and show the source of each."""
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
    number = f"{len(shown)} found" if shown else "No settings found"
    looked_at = f"the environment and the stack {case.asked.stack}" if case.asked.stack else "the environment"
    return passed(f"{number} in {looked_at}; the cloud is {cloud}.", *lines, settings=shown, cloud=cloud)


def _shown(case: Case, name: str) -> dict[str, Any]:
    found, secret = case.found[name], case.is_secret(name)
    source = found.source or f"the stack (msgraph-meetings:{name})"
    return {"name": name, "value": None if secret else found.text, "secret": secret, "source": source}


def _refuse_unfit(case: Case) -> None:
    """Raise if the provider would reject the stack's configuration; the environment needs no such check."""
    own = {name: text for name, text in case.configured.values.items() if name not in OF_THE_ENGINE}
    problems = check_configuration(own)
    if problems:
        told = "; ".join(_told(case, problem) for problem in problems)
        raise ConfigurationError(
            f"The configuration of the stack {case.asked.stack} is not valid.",
            f"{told}.",
            "Correct it with `pulumi config set msgraph-meetings:NAME VALUE` or `pulumi config rm`.",
        )


def _told(case: Case, problem: Failure) -> str:
    """Return the problem in words, without a value that the stack keeps as a secret."""
    secret = problem.path in case.configured.secrets and case.configured.values[problem.path] in problem.reason
    return f"{problem.path}: {'its value (a secret) is not valid' if secret else problem.reason.rstrip('.')}"


def method(case: Case) -> Finding:
    """Check the sign-in method, and show why it is used."""
    case.graph  # noqa: B018  (says what is missing, where none is configured or one is half done)
    chosen = case.method
    assert chosen is not None  # noqa: S101  (or there had been no Graph)
    names = chosen.asked_by(case.settings)
    verb = "is there" if names == _ON_PATH else "is set" if len(names) == 1 else "are set"
    others = [other for other in METHODS if other is not chosen and other.asked_by(case.settings)]
    facts = {
        "method": chosen.name,
        "becauseOf": list(names),
        "notUsed": [other.name for other in others],
        "explicit": chosen.asked_explicitly(case.settings),
    }
    why = f"because {_told_of(case, chosen)} {verb}"
    return passed(f"{chosen.name}, {why}.", *[_why_not(case, chosen, other) for other in others], **facts)


def _why_not(case: Case, chosen: Method, other: Method) -> str:
    """Return why another configured method is not used."""
    ambient = chosen.asked_explicitly(case.settings) and not other.asked_explicitly(case.settings)
    why = _AMBIENT if ambient else _LATER
    return f"Not used: {other.name} ({_told_of(case, other)}), because {why}."


def _told_of(case: Case, method: Method) -> str:
    """Return the settings that ask for the method, with their sources."""
    return " and ".join(_reason(case, name) for name in method.asked_by(case.settings))


def _reason(case: Case, name: str) -> str:
    found = case.found.get(name)
    return name if found is None else f"{name} from {found.source or f'the stack (msgraph-meetings:{name})'}"
