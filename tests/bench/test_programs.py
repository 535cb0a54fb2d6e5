"""The programs that are timed, and the language that one of them needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from bench import stack
from bench.cases import Case
from bench.programs import OURS, PROGRAMS, YAML
from tools.console import Problem
from tools.engine import choice

if TYPE_CHECKING:
    import pytest

_ARGUMENTS = {"externalId", "subject", "userId", "startDateTime", "endDateTime"}


def test_program_in_yaml_declares_the_meetings_of_the_program_in_python() -> None:
    program = yaml.safe_load(PROGRAMS[YAML].of(2, "plugin-YAML", "ada"))
    assert list(program["resources"]) == ["meeting-0", "meeting-1"]
    for number, meeting in enumerate(program["resources"].values()):
        held = meeting["properties"]
        assert (held["externalId"], held["userId"]) == (f"plugin-YAML-meeting-{number}", "ada")
        assert held.keys() == _ARGUMENTS
    assert all(name in PROGRAMS["plugin"].text for name in _ARGUMENTS)


def test_program_in_yaml_is_timed_only_where_the_service_is_slow() -> None:
    assert set(OURS) <= set(Case(1, 150).candidates)
    assert YAML not in Case(1).candidates


def test_program_in_yaml_is_left_out_when_its_language_cannot_be_built(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise Problem("Building failed. The last line names /a/folder")

    monkeypatch.setattr(choice, "ensure", lambda *_: None)
    monkeypatch.setattr(choice, "language", refuse)
    assert stack.not_measured() == {YAML: "its language could not be built"}
    monkeypatch.setattr(choice, "language", lambda *_: [])
    assert stack.not_measured() == {}
