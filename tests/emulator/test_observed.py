"""`--observed RECORD`: the emulator behaves as a record says that the service does."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from msgraph_meetings_emulator import Emulator
from msgraph_meetings_emulator.run.command import emulator as command
from msgraph_meetings_emulator.run.observed import observed_in
from msgraph_meetings_emulator.run.options import Options
from msgraph_meetings_emulator.run.server import running

if TYPE_CHECKING:
    from pathlib import Path


def _answer(switch: str | None, value: Any, status: str = "observed") -> dict[str, Any]:
    return {"question": switch or "x", "switch": switch, "status": status, "value": value}


def _record(folder: Path, *answers: dict[str, Any], **more: Any) -> Path:
    path = folder / "record.json"
    path.write_text(json.dumps({"record": 1, "date": "2026-11-29", "cloud": "public", "answers": answers} | more))
    return path


def test_emulator_started_with_a_record_has_every_switch_as_observed(tmp_path: Path) -> None:
    path = _record(
        tmp_path,
        _answer("null_refused", value=False),
        _answer("lifetime_days", 30),
        _answer("etags", None, "not answered"),
        _answer(None, "at once"),
    )
    with Emulator(observed=path) as emulator:
        shown = emulator._ask("GET", "settings")["choices"]
        assert (shown["null_refused"], shown["lifetime_days"], shown["etags"]) == (False, 30, False)
        emulator.choose(null_refused=True)
        emulator.reset()
        assert emulator._ask("GET", "settings")["choices"] == shown


def test_record_beats_the_switches_in_a_state_file(tmp_path: Path) -> None:
    state = tmp_path / "state"
    with Emulator(state=state) as emulator:
        emulator.choose(null_refused=False, etags=True)
    options = Options(state, observed=observed_in(_record(tmp_path, _answer("null_refused", value=True))))
    with running(options) as server:
        assert (server.state.choices.null_refused, server.state.choices.etags) == (True, True)


def test_emulator_says_what_a_record_sets_and_what_it_cannot_set(tmp_path: Path) -> None:
    path = _record(
        tmp_path,
        _answer("null_refused", value=False),
        _answer("etags", None, "different"),
        _answer("no_such_switch", value=True),
    )
    done = CliRunner().invoke(command, ["--observed", str(path), "--", "true"])
    assert done.exit_code == 0
    assert done.stderr == (
        "Switches set as observed on 2026-11-29 in the cloud public: 1. The service does something else, so these keep"
        " their default: etags. This emulator has no switch for: no_such_switch.\n"
    )


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (None, "cannot be read"),
        ("{", "not a record in JSON"),
        ("[]", "not a record of"),
        ('{"record": 2, "answers": []}', "not a record of"),
        ('{"record": 1, "answers": [1]}', "damaged"),
        ('{"record": 1, "answers": [], "cloud": "public"}', "damaged"),
        (
            (
                '{"record": 1, "date": "d", "cloud": "c",'
                ' "answers": [{"switch": "etags", "status": "observed", "value": 1}]}'
            ),
            "'etags' needs a value of type bool",
        ),
    ],
)
def test_file_that_is_no_record_is_refused_with_one_sentence(tmp_path: Path, content: str | None, word: str) -> None:
    path = tmp_path / "record.json"
    if content is not None:
        path.write_text(content)
    done = CliRunner().invoke(command, ["--observed", str(path), "--", "true"])
    assert done.exit_code == 2
    assert word in " ".join(done.stderr.split())
