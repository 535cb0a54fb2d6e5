"""Import of the dynamic resource: Pulumi cannot, and the program is told what to do before anything is asked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator
    from tests.engine.stack import Stack

DOCS = Path(__file__).parents[2] / "docs"
TYPE = "pulumi-python:dynamic/msgraph-meetings:OnlineMeeting"


def test_program_with_import_option_is_told_to_give_the_external_id(stack: Stack, msgraph_emulator: Emulator) -> None:
    stack.program("OnlineMeeting('m', ResourceOptions(import_='MSo1'), external_id='m')")
    said = stack.preview(fails=True).output
    assert "Resource 'm' has the option import_" in said
    assert "set external_id to the external id of the meeting" in said
    assert "__provider" not in said
    assert msgraph_emulator.journal() == []


def test_import_command_ends_with_the_words_that_the_docs_explain(stack: Stack) -> None:
    stack.program("")
    said = stack.run("import", TYPE, "m", "MSo1", "--yes", "--skip-preview", fails=True).output
    assert "'__provider'" in said  # all that the SDK says; should a later one say something else, the docs must follow
    assert all("KeyError: '__provider'" in (DOCS / page).read_text("utf-8") for page in ("plugin.md", "arguments.md"))
