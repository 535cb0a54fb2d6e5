"""The processes of a command, by their command lines."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bench import processes

_EXEC = ["python3", "engine/pulumi-language-python-exec", "--project", "bench", "."]


@pytest.mark.parametrize(
    ("command_line", "role"),
    [
        (["pulumi", "up", "--yes"], "engine"),
        (["engine/pulumi-language-python", "127.0.0.1:1"], "language host"),
        (["bin/python3", "-m", "pip", "list", "-v", "--format", "json"], "pip list"),
        (_EXEC, "program"),
        (["python3", "-u", "-m", "pulumi.dynamic", "127.0.0.1:1"], "provider"),
        (["python", "-c", "from msgraph_meetings.plugin.server import main; main()"], "provider"),
        (["python", "-m", "bench.noop", "127.0.0.1:1"], "provider"),
        (["python", "-m", "msgraph_meetings_emulator", "--port", "0"], "emulator"),
        (["sh", "-c", "true"], None),
    ],
)
def test_each_process_of_a_command_has_its_role(command_line: list[str], role: str | None) -> None:
    assert processes.role(command_line) == role


def test_cpu_time_of_a_process_that_has_ended_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(processes.ROLES, "provider", ("for _ in range",))
    with processes.watched() as seconds:
        subprocess.run([sys.executable, "-c", "for _ in range(10**7): pass"], check=True)
    assert seconds["provider"] > 0
