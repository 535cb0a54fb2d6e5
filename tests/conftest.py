"""Set-up for every test: Ctrl-C reaches child processes, and the slowest files are printed at the end."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

_SHOWN = 10
_MINUTE = 60


def pytest_configure(config: pytest.Config) -> None:
    """Allow interrupts of child processes, and measure the files; with workers, in their parent process."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # a shell's `&` does this, and children inherit it
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(_Durations(config), "durations-of-files")


class _Durations:
    """Adds up the time of each file, and prints the slowest after all other output."""

    def __init__(self, config: pytest.Config) -> None:
        self._config, self._began = config, time.monotonic()
        self._seconds: Counter[str] = Counter()
        self._tests = 0
        self._counts = os.environ.pop("MSGRAPH_MEETINGS_COUNTS", None)  # tools/record.py; not for a pytest of a test

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._seconds[report.nodeid.partition("::")[0]] += report.duration  # type: ignore[assignment]  # Counter is of int
        self._tests += report.when == "call"

    def pytest_unconfigure(self) -> None:
        reporter = self._config.pluginmanager.getplugin("terminalreporter")
        if reporter is None or not self._tests:
            return
        if self._counts:
            kinds = (("passed",), ("failed", "error"), ("skipped",))
            counts = (sum(len(reporter.stats.get(name, ())) for name in kind) for kind in kinds)
            with Path(self._counts).open("a", encoding="ascii") as file:
                file.write(f"{' '.join(map(str, counts))}\n")
        slowest = ", ".join(f"{path} {_minutes(taken)}" for path, taken in self._seconds.most_common(_SHOWN))
        reporter.write_line(f"{self._tests} tests in {_minutes(time.monotonic() - self._began)}. Slowest: {slowest}.")


def _minutes(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), _MINUTE)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
