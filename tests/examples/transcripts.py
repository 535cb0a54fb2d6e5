"""The console blocks of a README: their commands, run in one bash, and the output as the README shows it."""

from __future__ import annotations

import itertools
import re
import socket
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

Mask = tuple[str, str]
"""A regular expression and its replacement."""

PORT = "8080"
"""The port that the READMEs name; the commands run with a free one."""

_LIMIT = 300
"""Seconds after which the commands of one README count as hanging."""

_BLOCK = re.compile(r"^```console\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
_BEGINS, _ENDS = "\x1eBEGIN", "\x1eEND"
_LONGEST_RUN = 5
_DROPPED = re.compile(
    r"""
    .*warning:\ using\ \S+\ from\ \$PATH            # the engine says where it found the plugin
    | @\ | \ *\.*$                                  # progress, empty lines
    | (Updating|Previewing|Destroying|Refreshing|Importing)\b
    | (Duration|Permalink|View\ Live|Diagnostics):
    | .*\ \S+:\S+\ \S+\ (\w+ing|read)\b             # a step begins
    | \ +pulumi:pulumi:Stack\ .*$                   # the stack itself
    | .*\*\*\w+\ failed\*\*                         # the diagnostics say it again
    | \ +error:\ (update|preview)\ failed$             # these stand before or after the reasons
    | \ +error:\ Resource\ monitor\ has\ terminated
    | \ +meeting\ \S+\ attempt\ \d+\ failed,\ trying    # the machine of the test is busy
    | The\ resources\ in\ the\ stack\ have\ been\ deleted,\ but
    | If\ you\ want\ to\ remove\ the\ stack\ completely
    """,
    re.VERBOSE,
)
_EVENT = re.compile(r" [ +~=<>-]{2}  ?\S+:\S+ ")
_MASKS: tuple[Mask, ...] = (
    (r"\x1b\[[0-9;]*m", ""),
    (r" \(\d+(\.\d+)?s\)", ""),  # times
    (r"(created at) [\d:TZ.-]+\d", r"\1 …"),
    (r"^( [ +~=<>-]{2}  ?\S+:\S+ \S+ \w+) (?!\[diff).*$", r"\1"),  # the latest message of the resource
    (r"(https://teams\.microsoft\.com/l/meetup-join/)[^\s\"'<>]+", r"\1…"),
    (r"(https://127\.0\.0\.1|http://127\.0\.0\.1|localhost):\d+", r"\1:PORT"),
    (r"\bMS[ow][A-Za-z0-9_=-]{60,}", "MSo…"),  # Graph's ids
    (r"[ \t]+$", ""),
)


@dataclass(frozen=True)
class Ran:
    """A command of a README, its exit code, and its output as the README shows it."""

    command: str
    code: int
    shown: str


def commands(readme: str) -> list[list[str]]:
    """Return the commands of each console block; a command goes on in a line that begins with `> `."""
    return [_commands(block["text"]) for block in _BLOCK.finditer(readme)]


def run(readme: str, folder: Path, environment: Mapping[str, str], masks: Sequence[Mask] = ()) -> list[list[Ran]]:
    """Run the commands of all blocks in one bash, in their order, and return the results by block.

    Raises:
        AssertionError: the shell ended early; the message has its output.
        subprocess.TimeoutExpired: a command hangs.
    """
    blocks = commands(readme)
    every = list(itertools.chain(*blocks))
    done = subprocess.run(
        ["bash", "-c", _script(every).replace(PORT, str(_free_port()))],
        cwd=folder,
        env={**environment, "NO_COLOR": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=_LIMIT,
        check=False,
    )
    found = re.findall(rf"{_BEGINS}\n(.*?)\n{_ENDS} (\d+)\n", done.stdout, re.DOTALL)
    assert len(found) == len(every), done.stdout
    ran = iter(
        [Ran(command, int(code), shown(text, masks)) for command, (text, code) in zip(every, found, strict=True)]
    )
    return [list(itertools.islice(ran, len(block))) for block in blocks]


def written(readme: str, ran: Sequence[Sequence[Ran]]) -> str:
    """Return the README with the output of these runs in its blocks."""
    blocks = iter(ran)
    return _BLOCK.sub(lambda _: f"```console\n{''.join(map(_written, next(blocks)))}```", readme)


def shown(output: str, masks: Sequence[Mask] = ()) -> str:
    """Return an output as a README shows it.

    Times, links and ids are masked, lines about progress are left out, events are in the order of their names, and of a
    long run of lines that differ in digits only the middle is `...`.
    """
    masked = (_masked(line, masks) for line in output.splitlines())
    lines = [line for line in masked if not _DROPPED.match(line)]
    return "".join(f"{line}\n" for line in _folded(_sorted(lines)))


def _masked(line: str, masks: Sequence[Mask]) -> str:
    for pattern, replacement in (*masks, *_MASKS):
        line = re.sub(pattern, replacement, line)
    return line


def _sorted(lines: Iterable[str]) -> Iterator[str]:
    """Sort each run of the engine's events, each once: resources that are independent are done in any order."""
    for is_event, run_ in itertools.groupby(lines, key=lambda line: bool(_EVENT.match(line))):
        found = list(run_)
        yield from sorted(set(found)) if is_event else found


def _folded(lines: Iterable[str]) -> Iterator[str]:
    for _, group in itertools.groupby(lines, key=lambda line: re.sub(r"\d+", "0", line)):
        run_ = list(group)
        yield from run_ if len(run_) <= _LONGEST_RUN else [*run_[:2], f"{_indent(run_[0])}...", run_[-1]]


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _commands(block: str) -> list[str]:
    found: list[str] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append(line[2:])
        elif line.startswith("> ") and found:
            found[-1] += f"\n{line[2:]}"
    return found


def _written(ran: Ran) -> str:
    first, *more = ran.command.splitlines()
    return "".join([f"$ {first}\n", *(f"> {line}\n" for line in more), ran.shown])


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _script(every: Sequence[str]) -> str:
    """Return a script that runs the commands between marks, and stops what they left running."""
    parts = [f"printf '{_BEGINS}\\n'\n{{ {command}\n}}\nprintf '\\n{_ENDS} %d\\n' $?\n" for command in every]
    return "".join(["trap 'kill $(jobs -p) 2>/dev/null; wait' EXIT\n", *parts])
