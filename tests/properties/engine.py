"""A small engine for tests, similar to Pulumi's: check, diff, then create, update, replace or delete.

It keeps a state for each resource, and after a partial failure the state that the provider reports.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Bag = dict[str, Any]


class FailedError(Exception):
    """A step failed; the message is the user's."""


class PartlyError(FailedError):
    """A step failed, but the resource exists."""

    def __init__(self, message: str, id_: str, state: Bag) -> None:
        super().__init__(message)
        self.id, self.state = id_, state


class Provider(Protocol):
    """The engine's requests to a provider."""

    def check(self, olds: Bag, news: Bag, name: str) -> Bag: ...
    def diff(self, id_: str, state: Bag, news: Bag, name: str) -> tuple[bool, bool]:
        """Return if anything changes, and if the change replaces the resource."""

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
    """The options of a deployment.

    Args:
        replaced: the resources to replace without regard to their diff (``--replace``).
        targets: the only resources to deploy (``--target``); ``None`` for all.
        goes_on: True if deletes run after a failure too (``--continue-on-error``).
        placed: the provider resource of each resource; by default the first.
    """

    replaced: frozenset[str] = frozenset()
    targets: frozenset[str] | None = None
    goes_on: bool = False
    placed: Mapping[str, int] = field(default_factory=dict)

    def touches(self, name: str) -> bool:
        return self.targets is None or name in self.targets


@dataclass
class Stack:
    """The state of one deployer; every ``up`` has its own providers, as the engine starts them."""

    resources: dict[str, Kept] = field(default_factory=dict)
    pending: list[Kept] = field(default_factory=list)
    """Entries that were replaced, but not deleted yet."""

    def up(self, program: Mapping[str, Bag], providers: Sequence[Provider], run: Run | None = None) -> list[str]:
        """Deploy the program, every step even after a failure, and return the errors."""
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
        """Delete everything, without a program."""
        problems: list[str] = []
        for name in list(self.resources):
            _tried(problems, self._delete, name, providers)
        for kept in list(self.pending):
            _tried(problems, self._finish, kept, providers)
        return problems

    def refresh(self, providers: Sequence[Provider]) -> list[str]:
        """Read every resource."""
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
        if forced or kept.provider != placed:  # the engine does not ask for a diff
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
