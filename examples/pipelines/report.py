"""Write what Pulumi printed as JSON in Markdown, for the summary of a pipeline or a comment.

report.py changes BEFORE AFTER     compare two `pulumi preview --json`, each of an empty stack
report.py drift SUMMARY DETAILS    show a `pulumi preview --refresh --output json`, and the text of `--diff`
report.py errors PREVIEW           print the errors in a `pulumi preview --json`
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

IDENTITY = {"externalId", "userId"}
"""Properties that make a meeting another one: a new value replaces it, so its join link changes."""
UNCHANGED = {"same", "refresh", "read"}
LONGEST = 100
IDS = ("[id=", "[urn=")


def changes(before: str, after: str) -> str:
    """Return the differences between two previews of empty stacks."""
    old, new = _resources(before), _resources(after)
    moved = {
        was: now for was in old.keys() - new.keys() for now in new.keys() - old.keys() if _same(old[was], new[now])
    }
    rows = [
        *(_row(name, "added", _shown(inputs)) for name, inputs in new.items() if name not in {*old, *moved.values()}),
        *(_row(now, f"renamed from {_code(was)}", _changed(old[was], new[now])) for was, now in moved.items()),
        *(
            _row(name, "changed", _changed(old[name], new[name]))
            for name in new
            if old.get(name, new[name]) != new[name]
        ),
        *(_row(name, _end(inputs), _shown(inputs)) for name, inputs in old.items() if name not in {*new, *moved}),
    ]
    if not rows:
        return "### Meetings: no change\n"
    return "\n".join(["### Meetings: changes of the program", "", *_table("resource", "change", "what"), *rows, ""])


def drift(summary: str, details: str) -> str:
    """Return what `pulumi up` would do, as a table and in detail."""
    *_, line = [line for line in summary.splitlines() if line.startswith("{")] or ["{}"]
    found = [one for one in json.loads(line).get("resources") or [] if one["op"] not in UNCHANGED]
    if not found:
        return "### Meetings: Teams and the program agree\n"
    rows = [f"| {_code(one['name'])} | {one['op']} |" for one in found]
    return "\n".join(
        [
            "### Meetings: Teams and the program differ",
            "",
            *("| resource | `pulumi up` would |", "|---|---|"),
            *rows,
            "",
            *(f"    {line}".rstrip() for line in details.splitlines() if not line.strip().startswith(IDS)),
            "",
        ],
    )


def errors(preview: str) -> str:
    """Return the error messages of a preview."""
    found = json.loads(preview or "{}").get("diagnostics") or []
    return "".join(f"{one['message'].strip()}\n" for one in found if one.get("severity") == "error")


def _resources(preview: str) -> dict[str, dict[str, Any]]:
    """Return the inputs of each resource by its name; without the stack itself and what an SDK adds."""
    found = {}
    for step in json.loads(preview).get("steps") or []:
        state = step.get("newState") or {}
        if state.get("custom"):
            inputs = state.get("inputs") or {}
            found[step["urn"].rpartition("::")[2]] = {
                key: value for key, value in inputs.items() if not key.startswith("__")
            }
    return found


def _end(inputs: dict[str, Any]) -> str:
    return "removed, the meeting stays" if inputs.get("deletionPolicy") == "retain" else "**deleted**"


def _same(old: dict[str, Any], new: dict[str, Any]) -> bool:
    return "externalId" in old and all(old.get(name) == new.get(name) for name in IDENTITY)


def _changed(old: dict[str, Any], new: dict[str, Any]) -> str:
    names = sorted(name for name in {*old, *new} if old.get(name) != new.get(name))
    parts = [f"{name}: {_code(_text(old.get(name)))} → {_code(_text(new.get(name)))}" for name in names]
    warning = ["**replaces the meeting: its join link changes**"] if IDENTITY & {*names} else []
    return "<br>".join(parts + warning)


def _shown(inputs: dict[str, Any]) -> str:
    return ", ".join(_code(_text(inputs[name])) for name in ("subject", "startDateTime") if name in inputs)


def _text(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _code(text: str) -> str:
    """Return text as code in a table; a pull request can come from anybody, so nothing in it is taken as Markdown."""
    return f"`{text.replace('`', chr(39)).replace('|', '¦')}`"


def _row(*cells: str) -> str:
    return f"| {_code(cells[0])} | {' | '.join(cells[1:])} |"


def _table(*heads: str) -> tuple[str, str]:
    return f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"


COMMANDS = {"changes": changes, "drift": drift, "errors": errors}

if __name__ == "__main__":
    command, *paths = sys.argv[1:]
    sys.stdout.write(COMMANDS[command](*(Path(path).read_text(encoding="utf-8") for path in paths)))
