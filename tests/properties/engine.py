"""A small engine of the tests' own, in the manner of Pulumi's: check, diff, then create, update, replace or delete.

It keeps a state for each resource, and of a partial failure what the provider says was made.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    def diff(self, state: Bag, news: Bag) -> tuple[bool, bool]:
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


@dataclass
class Stack:
    """One deployer's state; every ``up`` has a provider of its own, as the engine starts one."""

    resources: dict[str, Kept] = field(default_factory=dict)
    pending: list[Kept] = field(default_factory=list)
    """Replaced, but not deleted yet."""

    def up(self, program: Mapping[str, Bag], provider: Provider) -> list[str]:
        """Deploys the program, every step even after one has failed, and returns what went wrong."""
        problems: list[str] = []
        for name, news in program.items():
            _tried(problems, self._one, name, news, provider)
        if not problems:  # the engine deletes last, and nothing where something failed
            for name in [name for name in self.resources if name not in program]:
                _tried(problems, self._delete, name, provider)
            for kept in list(self.pending):
                _tried(problems, self._finish, kept, provider)
        return problems

    def refresh(self, provider: Provider) -> list[str]:
        """Reads every resource."""
        problems: list[str] = []
        for name in list(self.resources):
            _tried(problems, self._refresh, name, provider)
        return problems

    def _one(self, name: str, news: Bag, provider: Provider) -> None:
        kept = self.resources.get(name)
        inputs = provider.check(kept.inputs if kept else {}, news, name)
        if kept is None:
            self._create(name, inputs, provider)
            return
        changes, replaces = provider.diff(kept.state, inputs)
        if replaces:
            self.pending.append(kept)
            del self.resources[name]
            try:
                self._create(name, inputs, provider)
            except PartlyError:
                raise
            except FailedError:
                self.pending.remove(kept)
                self.resources[name] = kept
                raise
        elif changes:
            kept.state = provider.update(kept.id, kept.state, inputs, name)
            kept.inputs = inputs
        else:
            kept.inputs = inputs

    def _create(self, name: str, inputs: Bag, provider: Provider) -> None:
        try:
            id_, state = provider.create(inputs, name)
        except PartlyError as partly:
            self.resources[name] = Kept(name, partly.id, inputs, partly.state)
            raise
        self.resources[name] = Kept(name, id_, inputs, state)

    def _delete(self, name: str, provider: Provider) -> None:
        kept = self.resources[name]
        provider.delete(kept.id, kept.state, name)
        del self.resources[name]

    def _finish(self, kept: Kept, provider: Provider) -> None:
        provider.delete(kept.id, kept.state, kept.name)
        self.pending.remove(kept)

    def _refresh(self, name: str, provider: Provider) -> None:
        kept = self.resources[name]
        found = provider.read(kept.id, kept.state, kept.inputs)
        if found is None:
            del self.resources[name]
        else:
            self.resources[name] = Kept(name, found[0], found[2], found[1])


def _tried(problems: list[str], step: Any, *arguments: Any) -> None:
    try:
        step(*arguments)
    except FailedError as failed:
        problems.append(str(failed))
