"""The recipes in the document are lines of programs that are run."""

from __future__ import annotations

import re

import pytest

from tests.clients.programs import PLACES, SOURCES

DOCUMENT = PLACES.root / "docs" / "emulator" / "clients.md"


@pytest.mark.parametrize(("language", "program"), [("python", "python/sign_in.py"), ("js", "javascript/sign-in.mjs")])
def test_each_line_of_a_recipe_is_one_of_the_program_that_is_run(language: str, program: str) -> None:
    recipes = re.findall(rf"```{language}\n(.+?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    lines = [line for recipe in recipes for line in recipe.splitlines()]
    assert lines
    assert [line for line in lines if line not in (SOURCES / program).read_text(encoding="utf-8").splitlines()] == []
