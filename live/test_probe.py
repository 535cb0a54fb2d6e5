"""A record of what the tenant does, printed at the end of the run."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from live.tenant import Tenant

_COMMAND = [sys.executable, "-c", "from msgraph_meetings.cli import main; main()", "probe", "--yes"]

_FAST = {True: ["--gap", "0"], False: []}
"""An emulator needs no politeness."""


def _is_emulator(tenant: Tenant) -> bool:
    return urlsplit(tenant.environment.get("MSGRAPH_ENDPOINT", "")).hostname == "127.0.0.1"


def test_the_probe_writes_a_record_and_prints_it(
    tenant: Tenant, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record, journal = tmp_path / "record.json", tmp_path / "journal"
    options = ["--record", str(record), "--journal", str(journal), *_FAST[_is_emulator(tenant)]]
    environment = dict(os.environ) | tenant.environment
    done = subprocess.run([*_COMMAND, *options], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    with capsys.disabled():
        sys.stdout.write("\n" + record.with_suffix(".md").read_text(encoding="utf-8"))
