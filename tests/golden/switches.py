"""The emulator's switches, from the comments beside them."""

from __future__ import annotations

import ast
import itertools
import json
from pathlib import Path

from msgraph_meetings_emulator.state import choices


def switches_table() -> str:
    """Return the table of switches: name, default, effect."""
    module = ast.parse(Path(choices.__file__).read_text(encoding="utf-8"))
    (body,) = (node.body for node in module.body if isinstance(node, ast.ClassDef) and node.name == "Choices")
    defaults = choices.Choices()
    rows = ["| switch | default | effect when it is on, or its value |", "|---|---|---|"]
    for field, said in itertools.pairwise(body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            name = field.target.id
            assert isinstance(said, ast.Expr), f"{name} says nothing"
            text = " ".join(str(ast.literal_eval(said.value)).split())
            rows.append(f"| `{name}` | `{json.dumps(getattr(defaults, name))}` | {text} |")
    return "\n".join(rows) + "\n"
