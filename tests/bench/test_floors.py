"""The providers that do nothing."""

from __future__ import annotations

import pytest

from bench import noop_dynamic
from msgraph_meetings.dynamic import engine_cancel


@pytest.mark.parametrize(("delay", "asked"), [("", 0), ("0.001", 1)])
def test_dynamic_floor_has_the_threads_of_our_provider_only_if_it_waits(
    monkeypatch: pytest.MonkeyPatch, delay: str, asked: int
) -> None:
    calls: list[str] = []
    monkeypatch.setattr(engine_cancel, "notice_cancel", lambda: calls.append("more threads"))
    monkeypatch.setenv("BENCH_DELAY", delay)
    noop_dynamic._more_threads.cache_clear()
    for name in ("a", "b"):
        made = noop_dynamic.NoopProvider().create({"externalId": name})
        noop_dynamic.NoopProvider().delete(made.id, {})
    noop_dynamic._more_threads.cache_clear()
    assert len(calls) == asked
