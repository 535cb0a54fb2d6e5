"""Every promise on docs/promises.md names tests that exist, and a command that runs them."""

from __future__ import annotations

import pytest

from tests.golden.promises import PROMISES, Promise, missing, promises_table


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.says)
def test_promise_names_tests_that_exist(promise: Promise) -> None:
    assert missing(promise) == []


def test_promise_that_names_no_test_is_found() -> None:
    assert missing(Promise("x", ("tests/golden/test_promises.py::test_nothing",))) != []


def test_each_promise_is_run_by_a_command() -> None:
    rows = promises_table().splitlines()[2:]
    assert [row for row in rows if "`make " not in row] == []
