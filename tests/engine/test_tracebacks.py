"""The engine's output is searched for tracebacks of our code, and Pulumi's own are left out."""

from __future__ import annotations

import traceback

import pytest

from msgraph_meetings.errors import ArgumentError
from msgraph_meetings.meetings.importing import wanted
from tests.engine.tracebacks import frames_of_ours

LAUNCHER = """
    Traceback (most recent call last):
      File "/opt/pulumi/bin/pulumi-language-python-exec", line 243, in <module>
        loop.run_until_complete(coro)
      File "/usr/lib/python3.11/asyncio/base_events.py", line 653, in run_until_complete
        return future.result()
    KeyboardInterrupt
"""


def test_traceback_through_our_code_is_found_when_the_engine_indents_it() -> None:
    with pytest.raises(ArgumentError) as error:
        wanted("", None)
    said = "".join(f"    {line}" for line in traceback.format_exception(error.value))
    assert len(frames_of_ours(said)) == 1


def test_traceback_of_pulumi_s_launcher_is_not_ours() -> None:
    assert frames_of_ours(LAUNCHER) == []
