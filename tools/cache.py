"""Folders that are made once and shared by every clone: each is complete or absent."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tools.console import say
from tools.locks import held

if TYPE_CHECKING:
    from collections.abc import Callable


def key(*parts: bytes) -> str:
    """Return the end of a folder's name, which changes if one of the parts changes."""
    return hashlib.sha256(b"".join(parts)).hexdigest()[:12]


def folder(target: Path, fill: Callable[[Path], None]) -> Path:
    """Return `target`, after `fill` has made it if it was not there.

    `fill` works in a draft beside it that is renamed at the end. A killed process leaves its draft,
    which the next one removes under the lock.
    """
    if target.is_dir():
        return target
    lock = target.parent / f".{target.name}.lock"
    with held(lock, lambda: say(f"Another process is making {target.name}: waiting for it.")):
        if not target.is_dir():
            _make(target, fill)
    return target


def _make(target: Path, fill: Callable[[Path], None]) -> None:
    drafts = f".{target.name}.draft-"
    for leftover in target.parent.glob(f"{drafts}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    draft = Path(tempfile.mkdtemp(prefix=drafts, dir=target.parent))
    try:
        fill(draft)
        draft.chmod(0o755)
        draft.rename(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
