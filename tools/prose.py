"""Checks of prose: long sentences in documents, indirect docstrings, long subjects of commits."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from tools.console import say
from tools.process import answer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tools.places import Places

LONGEST_SENTENCE = 30
LONGEST_SUBJECT = 72
_LAST_COMMITS = 20
DOCSTRING_FOLDERS = ("emulator", "provider", "tools", "bench", "live", "examples", "tests")
"""The folders whose docstrings are checked."""

_INDIRECT = ("Whether ", "What ", "How ")
_FOLDERS = ("", "docs/", "docs/how-to/", "docs/emulator/", "emulator/", "examples/", "examples/*/", "sdk/")
_UPSTREAMS = ("origin/HEAD", "origin/main")
_MERGE = "Merge "
"""The subject of GitHub's merge commit for a pull request; a shallow clone does not know that it is a merge."""

_GENERATED = re.compile(r"^<!-- (?P<mark>[\w-]+): .*?^<!-- /(?P=mark) -->", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"^ *```.*?^ *```", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\([^)]*\)")
_BLOCK = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*]|\d+\.) )|\n(?=#)|\n(?=>)|\|")
_END = re.compile(r"(?<=[.?!])[\"')*`]*\s+")
_WORD = re.compile(r"[^\W_]")


def documents(root: Path) -> Iterator[Path]:
    """Yield the pages that people write; docs/contract contains quotations."""
    yield from sorted(path for folder in _FOLDERS for path in root.glob(f"{folder}*.md"))


def long_sentences(text: str) -> list[str]:
    """Return the sentences of a page that are too long, each on one line."""
    prose = _LINK.sub("]", _CODE.sub("\n\n", text))
    parts = (sentence for block in _BLOCK.split(prose) for sentence in _END.split(block))
    return [" ".join(one.split()) for one in parts if _length(one) > LONGEST_SENTENCE]


def written(text: str) -> str:
    """Return a page without the parts that are generated from code."""
    return _GENERATED.sub("\n\n", text)


def sentences_fail(places: Places) -> bool:
    """Report sentences that are too long; those of generated parts are only counted, because their source is code."""
    failed = False
    for path in documents(places.root):
        text = path.read_text(encoding="utf-8")
        found, name = long_sentences(written(text)), path.relative_to(places.root).as_posix()
        for sentence in found:
            say(f"{name}: {_length(sentence)} words, and {LONGEST_SENTENCE} are enough: {sentence}")
        generated = len(long_sentences(text)) - len(found)
        if generated:
            say(f"{name}: generated sentences with more than {LONGEST_SENTENCE} words: {generated} (not a failure).")
        failed = failed or bool(found)
    return failed


def indirect_docstrings(source: str) -> list[tuple[int, str]]:
    """Return line number and first line of each docstring, also of an attribute, that begins with a question word."""
    texts = [
        (node.lineno, node.value.value.strip().partition("\n")[0])
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    ]
    return sorted(text for text in texts if text[1].startswith(_INDIRECT))


def docstrings_fail(places: Places) -> bool:
    """Report docstrings that begin with a question word, and so do not name what the thing is or returns."""
    failed = False
    for path in sorted(path for folder in DOCSTRING_FOLDERS for path in (places.root / folder).rglob("*.py")):
        for line, text in indirect_docstrings(path.read_text(encoding="utf-8")):
            name = path.relative_to(places.root).as_posix()
            say(f"{name}:{line}: a docstring begins with 'Return ...', 'True if ...' or a noun, not so: {text}")
            failed = True
    return failed


def subjects_fail(places: Places) -> bool:
    """Report commit subjects that are too long: of the commits that are not upstream, else of the last few."""
    found = [line for line in subjects(places.root) if len(line) > LONGEST_SUBJECT]
    for line in found:
        say(f"A commit's subject has {len(line)} characters, and {LONGEST_SUBJECT} are enough: {line}")
    return bool(found)


def subjects(root: Path) -> list[str]:
    """Return the subjects to check; empty outside of a git checkout."""
    upstream = next((name for name in _UPSTREAMS if _git(root, "rev-parse", "--verify", "--quiet", name)), None)
    which = [f"{upstream}..HEAD"] if upstream else [f"--max-count={_LAST_COMMITS}"]
    found = _git(root, "log", "--format=%s", *which).splitlines()
    return [subject for subject in found if not subject.startswith(_MERGE)]


def _git(root: Path, *words: str) -> str:
    return answer(["git", *words], cwd=root)


def _length(sentence: str) -> int:
    return sum(bool(_WORD.search(word)) for word in sentence.split())
