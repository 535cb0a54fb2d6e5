"""The published records of the probe, in docs/contract/records."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "docs" / "contract" / "records"
_NONE = "No record has been sent yet, so no default is known from a record.\n"


@dataclass(frozen=True)
class Record:
    """One record: the name of its file, and its content."""

    name: str
    content: dict[str, Any]

    def says_of(self, switch: str) -> str:
        """Return what the record says about a switch; empty if nothing."""
        for answer in self.content["answers"]:
            if answer["switch"] == switch and answer["status"] != "not answered":
                seen = f"`{json.dumps(answer['value'])}`" if answer["status"] == "observed" else "otherwise"
                return f"observed on {self.content['date']}: {seen}"
        return ""

    def row(self) -> str:
        """Return the row of the record in the table."""
        content, answers = self.content, self.content["answers"]
        answered = sum(answer["status"] != "not answered" for answer in answers)
        page = self.name.replace(".json", ".md")
        facts = (content["date"], content["cloud"], content["token"], content["versions"]["msgraph-meetings"])
        return f"| [{facts[0]}](records/{page}) | {' | '.join(facts[1:])} | {answered} of {len(answers)} |"


def records(folder: Path = FOLDER) -> list[Record]:
    """Return the records of the real service, oldest first."""
    found = [Record(path.name, json.loads(path.read_text(encoding="utf-8"))) for path in folder.glob("*.json")]
    real = [record for record in found if record.content["service"] == "Microsoft Graph"]
    return sorted(real, key=lambda record: (record.content["date"], record.name))


def records_table() -> str:
    """Return the table of records."""
    return records_table_with(records())


def records_table_with(found: list[Record]) -> str:
    """Return the table of these records."""
    head = ["| observed on | cloud | token | version | answered |", "|---|---|---|---|---|"]
    return "\n".join([*head, *(record.row() for record in found)]) + "\n" if found else _NONE
