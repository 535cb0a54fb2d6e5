"""The emulator's switches, from the comments beside them."""

from __future__ import annotations

import ast
import itertools
import json
from pathlib import Path

from msgraph_meetings_emulator.evidence.switches import SWITCHES
from msgraph_meetings_emulator.state import choices
from tests.golden.records import Record, records

_KNOWN = {
    "documentation": "documented",
    "metadata": "metadata",
    "recording": "recorded",
    "report": "reported",
    "choice": "choice",
}


def switches_table() -> str:
    """Return the table of switches: name, default, effect, and how the default is known."""
    return switches_table_with(records())


def switches_table_with(observed: list[Record]) -> str:
    """Return the table of switches with what these records say."""
    module = ast.parse(Path(choices.__file__).read_text(encoding="utf-8"))
    (body,) = (node.body for node in module.body if isinstance(node, ast.ClassDef) and node.name == "Choices")
    defaults = choices.Choices()
    rows = ["| switch | default | effect when it is on, or its value | the default is |", "|---|---|---|---|"]
    known = {rule.name: _KNOWN[rule.evidence] for rule in SWITCHES}
    for field, said in itertools.pairwise(body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            name = field.target.id
            assert isinstance(said, ast.Expr), f"{name} says nothing"
            text = " ".join(str(ast.literal_eval(said.value)).split())
            seen = "".join(f"; {record.says_of(name)}" for record in observed if record.says_of(name))
            rows.append(f"| `{name}` | `{json.dumps(getattr(defaults, name))}` | {text} | {known[name]}{seen} |")
    return "\n".join(rows) + "\n"
