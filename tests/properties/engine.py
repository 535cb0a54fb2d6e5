"""A small engine of the tests' own, in the manner of Pulumi's: check, diff, then create, update, replace or delete.

It keeps a state for each resource, and of a partial failure what the provider says was made.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Bag = dict[str, Any]


class FailedError(Exception):
    """A step did not succeed; the message is the user's."""


class PartlyError(FailedError):
    """A step did not succeed, but the resource exists."""

    def __init__(self, message: str, id_: str, state: Bag) -> None:
        super().__init__(message)
        self.id, self.state = id_, state


class Provider(Protocol):
    """What the engine asks of a provider."""

    def check(self, olds: Bag, news: Bag, name: str) -> Bag: ...
    def diff(self, id_: str, state: Bag, news: Bag, name: str) -> tuple[bool, bool]:
        """Whether anything changes, and whether by another resource."""

    def create(self, inputs: Bag, name: str) -> tuple[str, Bag]: ...
    def read(self, id_: str, state: Bag, inputs: Bag) -> tuple[str, Bag, Bag] | None: ...
    def update(self, id_: str, state: Bag, inputs: Bag, name: str) -> Bag: ...
    def delete(self, id_: str, state: Bag, name: str) -> None: ...


@dataclass
class Kept:
    """A resource in the state."""

    name: str
    id: str
    inputs: Bag
    state: Bag
    provider: int = 0
    tainted: bool = False


@dataclass(frozen=True)
class Run:
    """How a deployment is run, and what its program says beside the arguments.

    Args:
        replaced: the resources that are replaced whatever a diff says (``--replace``).
        targets: the only resources that are touched (``--target``); all of them, if ``None``.
        goes_on: whether the deletes come after a failure too (``--continue-on-error``).
        placed: the provider resource of each resource; the first, if it is not there.
    """

    replaced: frozenset[str] = frozenset()
    targets: frozenset[str] | None = None
    goes_on: bool = False
    placed: Mapping[str, int] = field(default_factory=dict)

    def touches(self, name: str) -> bool:
        return self.targets is None or name in self.targets


@dataclass
class Stack:
    """One deployer's state; every ``up`` has providers of its own, as the engine starts them."""

    resources: dict[str, Kept] = field(default_factory=dict)
    pending: list[Kept] = field(default_factory=list)
    """Replaced, but not deleted yet."""

    def up(self, program: Mapping[str, Bag], providers: Sequence[Provider], run: Run | None = None) -> list[str]:
        """Deploys the program, every step even after one has failed, and returns what went wrong."""
        problems: list[str] = []
        run = run or Run()
        for name, news in program.items():
            if run.touches(name):
                _tried(problems, self._one, name, news, providers, run)
        if not problems or run.goes_on:  # the engine deletes last
            for name in [name for name in self.resources if name not in program and run.touches(name)]:
                _tried(problems, self._delete, name, providers)
            for kept in [kept for kept in self.pending if run.touches(kept.name)]:
                _tried(problems, self._finish, kept, providers)
        return problems

    def destroy(self, providers: Sequence[Provider]) -> list[str]:
        """Deletes everything, without a program."""
        problems: list[str] = []
        for name in list(self.resources):
            _tried(problems, self._delete, name, providers)
        for kept in list(self.pending):
            _tried(problems, self._finish, kept, providers)
        return problems

    def refresh(self, providers: Sequence[Provider]) -> list[str]:
        """Reads every resource."""
        problems: list[str] = []
        for name in list(self.resources):
            _tried(problems, self._refresh, name, providers)
        return problems

    def _one(self, name: str, news: Bag, providers: Sequence[Provider], run: Run) -> None:
        kept = self.resources.get(name)
        placed = run.placed.get(name, 0)
        provider = providers[placed]
        forced = kept is not None and (name in run.replaced or kept.tainted)
        inputs = provider.check(kept.inputs if kept and not forced else {}, news, name)
        if kept is None:
            self._create(name, inputs, provider, placed)
            return
        if forced or kept.provider != placed:  # the engine asks for no diff
            self._replace(kept, inputs, provider, placed)
            return
        changes, replaces = provider.diff(kept.id, kept.state, inputs, name)
        if replaces:
            self._replace(kept, inputs, provider, placed)
        elif changes:
            kept.state = provider.update(kept.id, kept.state, inputs, name)
            kept.inputs = inputs
        else:
            kept.inputs = inputs

    def _replace(self, kept: Kept, inputs: Bag, provider: Provider, placed: int) -> None:
        self.pending.append(kept)
        del self.resources[kept.name]
        try:
            self._create(kept.name, inputs, provider, placed)
        except PartlyError:
            raise
        except FailedError:
            self.pending.remove(kept)
            self.resources[kept.name] = kept
            raise

    def _create(self, name: str, inputs: Bag, provider: Provider, placed: int) -> None:
        try:
            id_, state = provider.create(inputs, name)
        except PartlyError as partly:
            self.resources[name] = Kept(name, partly.id, inputs, partly.state, placed)
            raise
        self.resources[name] = Kept(name, id_, inputs, state, placed)

    def _delete(self, name: str, providers: Sequence[Provider]) -> None:
        kept = self.resources[name]
        providers[kept.provider].delete(kept.id, kept.state, name)
        del self.resources[name]

    def _finish(self, kept: Kept, providers: Sequence[Provider]) -> None:
        providers[kept.provider].delete(kept.id, kept.state, kept.name)
        self.pending.remove(kept)

    def _refresh(self, name: str, providers: Sequence[Provider]) -> None:
        kept = self.resources[name]
        found = providers[kept.provider].read(kept.id, kept.state, kept.inputs)
        if found is None:
            del self.resources[name]
        else:
            kept.id, kept.state, kept.inputs = found


def _tried(problems: list[str], step: Any, *arguments: Any) -> None:
    try:
        step(*arguments)
    except FailedError as failed:
        problems.append(str(failed))
