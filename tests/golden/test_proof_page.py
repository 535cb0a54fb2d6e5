"""docs/proof.md has the last result of each step of `make proof`, and names no machine."""

from __future__ import annotations

import re
import socket

from tests.golden.texts import ROOT
from tools import record
from tools.proof import PAGE, STEPS

PATH = ROOT / PAGE
RESULTS = re.compile(r"never run|(passed|failed)(, only [\w/ ]+)?")


def test_each_step_of_make_proof_has_a_row() -> None:
    assert [row.step for row in record.read(PATH)] == list(STEPS), "write it again with `make proof`"


def test_each_row_has_a_result_and_the_date_of_its_run() -> None:
    for row in record.read(PATH):
        assert RESULTS.fullmatch(row.result), row
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", row.date) or row.result == "never run", row


def test_page_names_no_folder_and_no_host() -> None:
    text = PATH.read_text(encoding="utf-8")
    assert not re.search(r"(?<![\w./])/(?:home|root|tmp|Users|work)\b", text)
    assert socket.gethostname() not in re.findall(r"[\w.-]+", text)
