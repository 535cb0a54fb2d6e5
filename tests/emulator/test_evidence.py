"""Each rule of the emulator has a row in the table of evidence, and each row is about an existing rule."""

from __future__ import annotations

import importlib
from dataclasses import fields
from itertools import chain
from typing import TYPE_CHECKING

import jwt
import pytest

import msgraph_meetings_emulator as emulator
from msgraph_meetings_emulator.evidence import MEANINGS, RULES, Rule
from msgraph_meetings_emulator.state.choices import Choices
from tests.emulator.answers_seen import names_seen
from tests.emulator.refusals import OPEN, ROOT, plays, refusals

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator

ALL = tuple(chain.from_iterable(RULES.values()))
ERRORS = tuple(rule for about, rules in RULES.items() if about.startswith("Errors") for rule in rules)
DECISIONS = (*RULES["What Graph does"], *RULES["What the sign-in does"])
ADD = "add a row in emulator/msgraph_meetings_emulator/evidence for"

MODULES = [path.relative_to(ROOT) for path in ROOT.rglob("*.py") if plays(path)]
PLUMBING = frozenset(
    {
        *("__init__", "__main__", "app", "command", "connection", "description", "errors", "fixture", "handle"),
        *("inprocess", "keys", "listener", "options", "owned", "private_files", "process", "server", "sign_in_handle"),
        *("env_command", "greeting", "observed", "outcome", "shells", "sign_in_pages", "sign_in_request"),
        *("armed", "delivery", "fault", "journal"),  # faults and the journal are the tester's
        *("certificates", "clock", "store", "urls"),
        *("az_script", "choices"),  # what they are about has rows by other names
    }
)
"""Modules that decide nothing about a service."""


@pytest.fixture(scope="module")
def answerable() -> set[str]:
    return refusals()


def _is_about(rule: Rule, error: str) -> bool:
    begins = rule.name.endswith(OPEN) and not rule.name.endswith(f": {OPEN}")  # a long text that is cut
    return error.startswith(rule.name.removesuffix(OPEN)) if begins else error == rule.name


def test_emulator_has_a_row_for_each_error_that_its_code_can_answer(answerable: set[str]) -> None:
    missing = sorted(error for error in answerable if not any(_is_about(rule, error) for rule in ERRORS))
    assert not missing, f"{ADD} these errors: {missing}"


def test_table_of_evidence_has_no_error_that_the_code_cannot_answer(answerable: set[str]) -> None:
    stale = [rule.name for rule in ERRORS if not any(_is_about(rule, error) for error in answerable)]
    assert not stale, f"no code answers with these errors: {stale}"


def test_emulator_has_a_row_for_each_switch() -> None:
    switches, rows = {item.name for item in fields(Choices)}, {rule.name for rule in RULES["Switches"]}
    assert not switches - rows, f"{ADD} these switches: {sorted(switches - rows)}"
    assert not rows - switches, f"there are no such switches: {sorted(rows - switches)}"


@pytest.mark.parametrize("rule", DECISIONS, ids=lambda rule: rule.name)
def test_a_row_about_a_rule_names_an_existing_function_or_constant(rule: Rule) -> None:
    module, *names = rule.name.split(".")
    (path,) = [path for path in MODULES if path.stem == module]
    found = importlib.import_module(".".join((emulator.__name__, *path.with_suffix("").parts)))
    for name in names:
        found = getattr(found, name)


def test_emulator_has_a_row_for_each_module_that_decides_something() -> None:
    decided = {rule.name.partition(".")[0] for rule in DECISIONS}
    missing = sorted({path.stem for path in MODULES} - decided - PLUMBING)
    assert not missing, f"{ADD} what these modules decide, or name them among PLUMBING: {missing}"


def test_emulator_has_a_row_for_each_name_in_its_answers(msgraph_emulator: Emulator) -> None:
    rows = [rule.name.split(": ", 1) for rule in RULES["Names in answers"]]
    told = {(document, name) for document, names in rows for name in names.split(", ")}
    seen = names_seen(msgraph_emulator)
    assert not seen - told, f"{ADD} these names: {sorted(seen - told)}"
    assert not told - seen, f"no answer has these names: {sorted(told - seen)}"


def test_each_row_has_evidence_and_a_source() -> None:
    without = [rule.name for rule in ALL if rule.evidence not in MEANINGS or not rule.says]
    without += [rule.name for rule in ALL if rule.evidence != "choice" and not rule.source]
    assert not without


def test_a_rule_has_one_row_only() -> None:
    names = [(about, rule.name) for about, rules in RULES.items() for rule in rules]
    assert len(set(names)) == len(names)


def test_claims_are_read_from_tokens_and_not_from_the_code(msgraph_emulator: Emulator) -> None:
    claims = jwt.decode(msgraph_emulator.application_token(), options={"verify_signature": False})
    assert {("application token", name) for name in claims} <= names_seen(msgraph_emulator)
