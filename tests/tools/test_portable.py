"""Test modules can be imported where there is no POSIX: what only POSIX has is looked up when it is used."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from tools.places import Places

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROOT = Places.here().root
ONLY_POSIX = frozenset({"fcntl", "grp", "pty", "pwd", "resource", "termios", "tty"})
ONLY_POSIX_NAMES = frozenset({"SIGHUP", "SIGKILL", "SIGTSTP", "SIGUSR1"})
MODULES = sorted(ROOT.glob("tests/**/test_*.py")) + sorted(ROOT.glob("tests/**/conftest.py"))


def _run_at_import(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what runs when the module is imported: all but the bodies of functions."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            for decorator in child.decorator_list:
                yield decorator
                yield from _run_at_import(decorator)
            continue
        if isinstance(child, ast.Lambda):
            continue
        yield child
        yield from _run_at_import(child)


def _needs_posix(node: ast.AST) -> str | None:
    if isinstance(node, ast.Import):
        return next((name.name for name in node.names if name.name in ONLY_POSIX), None)
    if isinstance(node, ast.ImportFrom):
        return node.module if node.module in ONLY_POSIX else None
    if isinstance(node, ast.Attribute) and node.attr in ONLY_POSIX_NAMES:
        return node.attr
    return None


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_module_needs_no_posix_to_be_imported(module: Path) -> None:
    nodes = _run_at_import(ast.parse(module.read_text("utf-8")))
    assert [found for found in map(_needs_posix, nodes) if found] == []
