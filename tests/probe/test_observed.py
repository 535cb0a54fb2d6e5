"""A record leads to the same record: an emulator that it sets answers as the service did."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import pytest

from msgraph_meetings_emulator import Emulator
from tests.probe.asking import ONLY_MEETINGS, Asker
from tests.probe.switches import at_random

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.proof


@pytest.mark.parametrize("seed", range(100, 110))
def test_emulator_set_by_a_record_gives_the_same_record(asker: Asker, tmp_path: Path, seed: int) -> None:
    asker.emulator.choose(**asdict(at_random(seed)))
    first = asker.ask("--plain-create")
    path = tmp_path / "given.json"
    path.write_text(json.dumps(first.record), encoding="utf-8")
    with Emulator(observed=path) as emulator:
        emulator.put_app(emulator.client_id, roles=ONLY_MEETINGS)
        second = Asker(emulator, tmp_path).ask("--plain-create")
    assert second.record["answers"] == first.record["answers"]
