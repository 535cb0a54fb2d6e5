"""Environment variables in the syntax of a shell, or as JSON for a program."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


@dataclass(frozen=True)
class Shell:
    """The syntax of one shell for setting and unsetting a variable."""

    sets: Callable[[str, str], str]
    unsets: Callable[[str], str]

    def lines(self, variables: Mapping[str, str], unset: Iterable[str] = ()) -> str:
        """Return the lines that unset the variables in `unset` and set `variables`."""
        gone = (self.unsets(name) for name in sorted(unset))
        return "\n".join([*filter(None, gone), *(self.sets(name, value) for name, value in variables.items())])


def in_json(variables: Mapping[str, str]) -> str:
    """Return the variables as one JSON object."""
    return json.dumps(variables, indent=2)


def _in_fish(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _in_powershell(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _in_dotenv(value: str) -> str:
    """Return a value in a form that every reader of .env files accepts: bare if possible, else quoted."""
    return value if re.fullmatch(r"[\w./:,@~-]+", value) else json.dumps(value, ensure_ascii=False)


SHELLS = {
    "bash": Shell(lambda name, value: f"export {name}={shlex.quote(value)}", lambda name: f"unset {name}"),
    "fish": Shell(lambda name, value: f"set -gx {name} {_in_fish(value)}", lambda name: f"set -e {name}"),
    "powershell": Shell(
        lambda name, value: f"$env:{name} = {_in_powershell(value)}",
        lambda name: f"Remove-Item Env:{name}",
    ),
    "dotenv": Shell(lambda name, value: f"{name}={_in_dotenv(value)}", lambda _: ""),
}
"""The shells; `bash` is also for sh and zsh. A .env file cannot unset a variable."""
