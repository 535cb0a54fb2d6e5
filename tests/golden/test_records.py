"""Published records appear in the tables of the documents; a record of an emulator does not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.golden.records import FOLDER, records, records_table_with
from tests.golden.switches import switches_table_with

if TYPE_CHECKING:
    from pathlib import Path


def _record(service: str, date: str, **answers: Any) -> str:
    listed = [
        {"question": name, "switch": name, "status": "observed" if value is not None else "different", "value": value}
        for name, value in answers.items()
    ]
    head = {"record": 1, "date": date, "cloud": "public", "service": service, "token": "application"}
    return json.dumps(head | {"versions": {"msgraph-meetings": "0.1.0"}, "answers": listed})


def test_switches_show_on_which_day_a_record_observed_them(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(_record("Microsoft Graph", "2027-01-04", null_refused=False, etags=None))
    (tmp_path / "b.json").write_text(_record("another endpoint", "2027-01-05", null_refused=True))
    found = records(tmp_path)
    table = switches_table_with(found)
    assert "| choice; observed on 2027-01-04: `false` |" in table
    assert "| choice; observed on 2027-01-04: otherwise |" in table
    assert "2027-01-05" not in table
    assert "| [2027-01-04](records/a.md) | public | application | 0.1.0 | 2 of 2 |" in records_table_with(found)


def test_each_published_record_has_its_page_beside_it() -> None:
    assert all(path.with_suffix(".md").exists() for path in FOLDER.glob("*.json"))
