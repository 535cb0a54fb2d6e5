"""The emulator's rules and their sources, from its table of evidence."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import fields
from pathlib import Path

from msgraph_meetings_emulator.evidence import MEANINGS, RULES, Rule
from msgraph_meetings_emulator.state.choices import Choices

CONTRACTS = Path(__file__).parents[2] / "docs" / "contract"
_CONTRACT = re.compile(r"(?P<page>graph|sign-in|pulumi) contract, section (?P<section>[\w.]+)")


def rules_table() -> str:
    """Return every rule by its subject, with its evidence."""
    return "\n".join([_legend(), *(_part(about, rules) for about, rules in RULES.items())])


def anchor(page: str, section: str) -> str:
    """Return GitHub's anchor of a section's heading."""
    for line in (CONTRACTS / f"{page}.md").read_text(encoding="utf-8").splitlines():
        title = line.lstrip("#").strip()
        if line.startswith("#") and title.partition(" ")[0].rstrip(".") == section:
            return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
    raise LookupError(f"The {page} contract has no section {section}.")


def _legend() -> str:
    counted = Counter(rule.evidence for rules in RULES.values() for rule in rules)
    rows = ["| evidence | meaning | rules |", "|---|---|---|"]
    rows += [f"| {evidence} | {meaning} | {counted[evidence]} |" for evidence, meaning in MEANINGS.items()]
    return "\n".join(rows) + "\n"


def _part(about: str, rules: tuple[Rule, ...]) -> str:
    rows = [
        f"## {about}\n",
        "| rule | when, or what | evidence | source | part that is a choice |",
        "|---|---|---|---|---|",
    ]
    rows += [
        f"| {_name(about, rule)} | {_cell(rule.says)} | {rule.evidence} | {_source(rule)} | {_cell(rule.chosen)} |"
        for rule in rules
    ]
    return "\n".join(rows) + "\n"


def _name(about: str, rule: Rule) -> str:
    if about == "Switches":
        default = next(item.default for item in fields(Choices) if item.name == rule.name)
        return f"`{rule.name}`, by default `{json.dumps(default)}`"
    head, colon, rest = rule.name.partition(": ")
    return f"`{head}`{colon}{_cell(rest)}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _source(rule: Rule) -> str:
    found = _CONTRACT.fullmatch(rule.source)
    if found is None:
        return rule.source
    page, section = found["page"], found["section"]
    return f"[{page} {section}](../contract/{page}.md#{anchor(page, section)})"
