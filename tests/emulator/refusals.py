"""All errors that the emulator can answer with, found by reading its code.

Each expression that makes an error is found, and its parts are resolved through names, constants, formats and the
callers of a function. A part that depends on the request is shown as an ellipsis.
"""

from __future__ import annotations

import ast
import functools
import importlib
import itertools
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgraph_meetings_emulator as emulator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

OPEN = "…"
ROOT = Path(emulator.__file__).parent
OWN = frozenset({"control", "evidence", "guard", "proxy"})
"""The errors of control paths, which belong to no service."""

_DEEPEST = 8
_PATTERNS = {
    "GraphError": ("{0} {1}", "{2}"),
    "TokenError": ("401 InvalidAuthenticationToken", "{0}"),
    "SignInError": ("{0} {1}", "AADSTS{2}: {3}"),
    "HostError": ("{0}", "{1}"),
    "Answer": ("{0}", "{2}"),
    "_refuse_by_redirect": ("{1}", "AADSTS{2}: {3}"),
    "graph_error_body": ("{1}", "{2}"),
    "sign_in_error_body": ("{1}", "AADSTS{2}: {3}"),
}
"""The functions that make an error, with the arguments for status, code and message."""


@dataclass(frozen=True)
class Function:
    """A function of the emulator, in its module."""

    module: ModuleType
    node: ast.FunctionDef | ast.AsyncFunctionDef

    @property
    def parameters(self) -> list[str]:
        given = self.node.args
        return [one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs) if one.arg != "self"]

    def assigned(self, use: ast.Name) -> list[ast.expr]:
        """The possible values of a local name at a use: its last assignment in the same block, else all assignments."""
        blocks = [body for node in ast.walk(self.node) for body in _blocks(node)]
        here = [one for body in blocks for one in _settings(body, use.id) if _reaches(body, one, use)]
        everywhere = [one for body in blocks for one in _settings(body, use.id)]
        chosen = [max(here, key=lambda one: one.lineno)] if here else everywhere
        return [one.value for one in chosen]


@dataclass(frozen=True)
class Place:
    """A function with the arguments of one of its callers."""

    function: Function
    arguments: dict[str, ast.expr] = field(default_factory=dict)
    caller: Place | None = None


def refusals() -> set[str]:
    """All errors as `status code: message`."""
    code = _Code()
    return {text for function in code.functions for text in code.made_in(function)}


class _Code:
    def __init__(self) -> None:
        self.functions = [one for path in sorted(ROOT.rglob("*.py")) if plays(path) for one in _functions(path)]
        self._by_name = {(one.module.__name__, one.node.name): one for one in self.functions}
        self._readers: dict[type[ast.expr], Callable[[Any, Place, int], set[str]]] = {
            ast.Constant: lambda node, *_: {_constant(node.value)},
            ast.JoinedStr: lambda node, *_: {"".join(map(_piece, node.values))},
            ast.IfExp: lambda node, *where: self._either([node.body, node.orelse], *where),
            ast.BoolOp: lambda node, *where: self._either(node.values, *where),
            ast.Dict: lambda node, *where: self._in_a_row(node.values, *where),
            ast.Attribute: lambda node, *_: {f"({node.attr})" if "choices" in ast.unparse(node.value) else OPEN},
            ast.Name: self._named,
            ast.Call: self._called,
        }

    def made_in(self, function: Function) -> Iterator[str]:
        """The errors that a function itself makes."""
        for call in _calls(function.node):
            pattern = _PATTERNS.get(_name(call))
            if pattern is None or (_name(call) == "Answer" and not call.args):
                continue
            for place in self._places(function, call.args, _DEEPEST):
                parts = [sorted(self._texts(one, place, _DEEPEST)) for one in call.args]
                for chosen in itertools.product(*parts):
                    padded = [*chosen, *[""] * (4 - len(chosen))]
                    head, message = (text.format(*padded) for text in pattern)
                    if head.strip(f"{OPEN} "):
                        yield f"{head}: {message}".removesuffix(": ")

    def _places(self, function: Function, nodes: list[ast.expr], depth: int) -> Iterator[Place]:
        """The function, once for each caller if the nodes depend on its parameters."""
        needed = self._needed(function, nodes)
        calls = [(one, call) for one in self.functions for call in _calls(one.node) if self._is(function, one, call)]
        if not needed or not calls or depth == 0:
            yield Place(function)
            return
        for one, call in calls:
            given = dict(zip(function.parameters, call.args, strict=False)) | {
                key.arg: key.value for key in call.keywords if key.arg
            }
            bound = {name: node for name, node in given.items() if name in needed}
            for caller in self._places(one, list(bound.values()), depth - 1):
                yield Place(function, bound, caller)

    def _is(self, function: Function, caller: Function, call: ast.Call) -> bool:
        return caller.node is not function.node and self._called_in(caller.module, call) is function

    def _called_in(self, module: ModuleType, call: ast.Call) -> Function | None:
        """The emulator's function that a call names, alone or with its module."""
        holder: object = module
        if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
            holder = getattr(module, call.func.value.id, None)
        elif not isinstance(call.func, ast.Name):
            return None
        target = getattr(holder, _name(call), None)
        return self._by_name.get((getattr(target, "__module__", ""), getattr(target, "__name__", "")))

    def _needed(self, function: Function, nodes: list[ast.expr]) -> set[str]:
        names = [node for one in nodes for node in ast.walk(one) if isinstance(node, ast.Name)]
        behind = [value for name in names for value in function.assigned(name)]
        names += [node for one in behind for node in ast.walk(one) if isinstance(node, ast.Name)]
        return {name.id for name in names} & set(function.parameters)

    def _texts(self, node: ast.expr, place: Place, depth: int) -> set[str]:
        """The possible texts of an expression."""
        read = self._readers.get(type(node))
        return {OPEN} if read is None or depth == 0 else read(node, place, depth - 1)

    def _either(self, nodes: list[ast.expr], place: Place, depth: int) -> set[str]:
        return {text for one in nodes for text in self._texts(one, place, depth)}

    def _in_a_row(self, nodes: list[ast.expr], place: Place, depth: int) -> set[str]:
        parts = [sorted(self._texts(one, place, depth)) for one in nodes]
        return {" ".join(chosen) for chosen in itertools.product(*parts)}

    def _named(self, name: ast.Name, place: Place, depth: int) -> set[str]:
        if name.id in place.arguments and place.caller is not None:
            return self._texts(place.arguments[name.id], place.caller, depth)
        values = place.function.assigned(name)
        if values:
            return {text for value in values for text in self._texts(value, place, depth)}
        constant = getattr(place.function.module, name.id, None)
        return {str(constant)} if isinstance(constant, str | int) else {OPEN}

    def _called(self, call: ast.Call, place: Place, depth: int) -> set[str]:
        if isinstance(call.func, ast.Attribute) and call.func.attr in ("format", "encode"):
            return {re.sub(r"\{\w*\}", OPEN, text) for text in self._texts(call.func.value, place, depth)}
        function = self._called_in(place.function.module, call)
        if function is None:
            return {OPEN}
        inner = Place(function, dict(zip(function.parameters, call.args, strict=False)), place)
        returned = [node.value for node in ast.walk(function.node) if isinstance(node, ast.Return) and node.value]
        return {text for value in returned for text in self._texts(value, inner, depth) if text}


def plays(path: Path) -> bool:
    return OWN.isdisjoint(path.relative_to(ROOT).with_suffix("").parts)


def _functions(path: Path) -> Iterator[Function]:
    name = ".".join((emulator.__name__, *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__")
    if path.name == "__main__.py":
        return
    module = importlib.import_module(name)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield Function(module, node)


def _constant(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def _piece(node: ast.expr) -> str:
    return str(node.value) if isinstance(node, ast.Constant) else OPEN


def _blocks(node: ast.AST) -> Iterator[list[ast.stmt]]:
    for name in ("body", "orelse", "finalbody"):
        body = getattr(node, name, None)
        if isinstance(body, list):
            yield body


def _settings(body: list[ast.stmt], name: str) -> Iterator[ast.Assign]:
    for one in body:
        if isinstance(one, ast.Assign) and any(isinstance(goal, ast.Name) and goal.id == name for goal in one.targets):
            yield one


def _reaches(body: list[ast.stmt], setting: ast.Assign, use: ast.Name) -> bool:
    """True if a use comes after an assignment, in the same block or in a nested one."""
    return setting.lineno < use.lineno <= (body[-1].end_lineno or 0)


@functools.cache
def _calls(node: ast.AST) -> tuple[ast.Call, ...]:
    return tuple(one for one in ast.walk(node) if isinstance(one, ast.Call))


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
