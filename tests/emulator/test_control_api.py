"""The control paths: refusals are sentences, and the ready file exists only while the emulator answers."""

from __future__ import annotations

import socket
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from msgraph_meetings_emulator.client.connection import sentence_of
from msgraph_meetings_emulator.run.command import emulator as command

if TYPE_CHECKING:
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "nonsense"), ("PUT", "journal"), ("DELETE", "meetings/"), ("PATCH", "meetings/a/b")]
)
def test_handle_raises_the_message_when_the_control_api_refuses_a_path(
    msgraph_emulator: Emulator, method: str, path: str
) -> None:
    with pytest.raises(ValueError, match="/_emulator/") as problem:
        msgraph_emulator._ask(method, path)
    assert type(problem.value) is ValueError


def test_handle_raises_a_sentence_when_its_request_is_too_long(msgraph_emulator: Emulator) -> None:
    with pytest.raises(ValueError, match="longer than 4 MB") as problem:
        msgraph_emulator.policy_override(subject="s" * 5_000_000)
    assert type(problem.value) is ValueError


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<html>", "The emulator answered 502: <html>"),
        (b"", "The emulator answered 502: nothing"),
        (b"[]", "The emulator answered 502: []"),
        (b'{"error": "Full."}', "Full."),
        (b'{"error": "x", "error_description": "Why."}', "Why."),
    ],
)
def test_handle_finds_the_message_in_any_form_of_answer(content: bytes, sentence: str) -> None:
    assert sentence_of(502, content) == sentence


def test_ready_file_of_a_run_before_is_gone_before_the_next_one_listens(tmp_path: Path) -> None:
    ready = tmp_path / "ready.json"
    ready.write_text("{}", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        refused = CliRunner().invoke(command, ["--port", port, "--ready-file", str(ready)])
    assert (refused.exit_code, ready.exists()) == (1, False)


def test_ready_file_is_gone_once_the_emulator_has_stopped(tmp_path: Path) -> None:
    ready = tmp_path / "ready.json"
    look = f"import pathlib; assert pathlib.Path({str(ready)!r}).exists()"
    done = CliRunner().invoke(command, ["--ready-file", str(ready), "--", sys.executable, "-c", look])
    assert (done.exit_code, ready.exists()) == (0, False)
