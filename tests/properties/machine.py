"""Two deployers, one service, and what may happen to both; after each step the product's promises are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.properties.declared import EDITS, holds, identity, programs
from tests.properties.engine import Kept, Provider, Stack

if TYPE_CHECKING:
    from collections.abc import Iterable

USERS = ("dc17674c-81d9-4adb-bfb2-8f6a442e4622", "dc17674c-81d9-4adb-bfb2-8f6a442e4623")
WHO = st.integers(0, 1)
FAULTS: tuple[str, ...] = (
    "none",
    "none",
    "lost request",
    "lost answer",
    "failed",
    "failed after the work",
    "throttled",
    "refused",
    "page",
    "cut",
    "another meeting",
)
PLANS = st.lists(st.sampled_from(FAULTS), max_size=6) | st.sampled_from(FAULTS).map(lambda fault: [fault] * 30)


class Site:
    """A service, and how a deployment reaches it."""

    def provider(self) -> Provider:
        """A provider that knows nothing yet, as each deployment has one."""
        raise NotImplementedError

    def plan(self, faults: list[str]) -> None:
        """What befalls the next requests, one after the other; afterwards nothing does."""
        raise NotImplementedError

    def meetings(self) -> dict[str, dict[str, Any]]:
        """What the service holds, by id, each with ``_user``."""
        raise NotImplementedError

    def edit(self, id_: str, changes: dict[str, Any]) -> None:
        raise NotImplementedError

    def delete(self, id_: str) -> None:
        raise NotImplementedError

    def sent(self) -> int:
        """Requests to the service so far."""
        raise NotImplementedError

    def close(self) -> None:
        """Nothing, unless there is something to close."""


class Deployments(RuleBasedStateMachine):
    """The rules; ``new_site`` and ``users`` are set by whoever runs them."""

    users: tuple[str, ...] = USERS

    def new_site(self) -> Site:
        raise NotImplementedError

    def __init__(self) -> None:
        super().__init__()
        self.site = self.new_site()
        self.stacks = [Stack(), Stack()]
        self.programs: list[dict[str, dict[str, Any]]] = [{}, {}]
        self.stale = [False, False]
        self.ever: set[tuple[str, str]] = set()

    def teardown(self) -> None:
        self.site.close()

    # What deployers do

    @initialize(program=st.data())
    def begin(self, program: st.DataObject) -> None:
        """One of the two has deployed already: most of what goes wrong needs a state."""
        self.declare(0, program)
        assert self.deploy(0, []) == []

    @rule(who=WHO, data=st.data())
    def declare(self, who: int, data: st.DataObject) -> None:
        program = data.draw(programs(self.users))
        for kept in self.stacks[who].pending:  # back to a name's last meeting before that one is deleted: not ours
            if kept.name in program and identity(program[kept.name]) == identity(kept.inputs):
                del program[kept.name]
        self.programs[who] = program
        self.ever |= {identity(inputs) for inputs in program.values()}

    @rule(who=WHO, faults=PLANS)
    def up(self, who: int, faults: list[str]) -> None:
        self.deploy(who, faults)

    @rule(who=WHO, faults=PLANS)
    def refresh(self, who: int, faults: list[str]) -> None:
        before = self.ids(who)
        self.site.plan(faults)
        problems = self.stacks[who].refresh(self.site.provider())
        self.site.plan([])
        lost = before - self.ids(who)
        assert not lost & self.site.meetings().keys(), f"a refresh lost {lost}"
        if not problems:
            self.stale[who] = False

    @rule(who=WHO)
    def converge(self, who: int) -> None:
        """A healthy refresh and a healthy deployment, whatever was before."""
        assert self.stacks[who].refresh(self.site.provider()) == []
        self.stale[who] = False
        assert self.deploy(who, []) == []

    @rule(who=WHO)
    def lose_the_state(self, who: int) -> None:
        self.stacks[who] = Stack()

    @rule(who=WHO, data=st.data())
    def import_a_meeting(self, who: int, data: st.DataObject) -> None:
        stack, program = self.stacks[who], self.programs[who]
        taken = self.ids(who)
        free = [name for name in "de" if name not in stack.resources]
        declared = {identity(inputs) for inputs in program.values()}
        found = {
            id_: meeting
            for id_, meeting in self.site.meetings().items()
            if id_ not in taken and (meeting["_user"], meeting["externalId"]) not in declared
        }
        if not free or not found:
            return
        id_ = data.draw(st.sampled_from(sorted(found)))
        read = self.site.provider().read(id_, {"userId": found[id_]["_user"]}, {})
        assert read is not None
        meeting, state, inputs = read
        stack.resources[free[0]] = Kept(free[0], meeting, inputs, state | {"adopted": True})
        program[free[0]] = inputs
        before = self.site.sent()
        assert not self.site.provider().diff(state, self.site.provider().check(inputs, inputs, free[0]))[0]
        assert self.site.sent() == before

    # What others do

    @precondition(lambda self: self.site.meetings())
    @rule(data=st.data(), changes=EDITS)
    def edit(self, data: st.DataObject, changes: dict[str, Any]) -> None:
        self.site.edit(data.draw(st.sampled_from(sorted(self.site.meetings()))), changes)
        self.stale = [True, True]

    @precondition(lambda self: self.site.meetings())
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        self.site.delete(data.draw(st.sampled_from(sorted(self.site.meetings()))))
        self.stale = [True, True]

    # What is promised

    @invariant()
    def each_identity_has_at_most_one_meeting_and_none_that_nobody_declared(self) -> None:
        held = [(meeting["_user"], meeting["externalId"]) for meeting in self.site.meetings().values()]
        assert len(held) == len(set(held))
        assert set(held) <= self.ever

    def deploy(self, who: int, faults: list[str]) -> list[str]:
        stack, program = self.stacks[who], self.programs[who]
        before, meetings = self.kept(who), self.site.meetings()
        self.site.plan(faults)
        problems = stack.up(program, self.site.provider())
        self.site.plan([])
        gone = meetings.keys() - self.site.meetings().keys()
        assert gone <= self.may_go(before, who), "deleted, and not declared deleted"
        forgotten = {kept.id for kept in before if identity_of(kept) in self.wanted(who)} - self.ids(who)
        assert not forgotten & self.site.meetings().keys(), f"a deployment forgot {forgotten}"
        if self.site.meetings() != meetings:
            self.stale[1 - who] = True
        self.stale[who] = self.stale[who] or bool(problems)
        if not problems:
            self.is_done(who)
        return problems

    def is_done(self, who: int) -> None:
        """After a successful deployment the state is the program, the service holds it, and nothing is left to do."""
        stack, program = self.stacks[who], self.programs[who]
        assert set(stack.resources) == set(program)
        assert stack.pending == []
        before = self.site.sent()
        assert stack.up(program, self.site.provider()) == []
        assert self.site.sent() == before, "a second deployment sent something"
        if self.stale[who]:
            return
        for name, inputs in program.items():
            meeting = self.site.meetings()[stack.resources[name].id]
            assert (meeting["_user"], meeting["externalId"]) == identity(inputs)
            assert holds(meeting, inputs), (meeting, inputs)
        states = {name: kept.state for name, kept in stack.resources.items()}
        assert stack.refresh(self.site.provider()) == []
        assert {name: kept.state for name, kept in stack.resources.items()} == states, "a refresh changed something"

    def kept(self, who: int) -> list[Kept]:
        return [*self.stacks[who].resources.values(), *self.stacks[who].pending]

    def ids(self, who: int) -> set[str]:
        return {kept.id for kept in self.kept(who)}

    def wanted(self, who: int) -> set[tuple[str, str]]:
        return {identity(inputs) for inputs in self.programs[who].values()}

    def may_go(self, before: Iterable[Kept], who: int) -> set[str]:
        """What the state had, the program no longer declares, and nobody asked to retain."""
        dropped = [kept for kept in before if identity_of(kept) not in self.wanted(who)]
        return {kept.id for kept in dropped if kept.state.get("deletionPolicy") != "retain"}


def identity_of(kept: Kept) -> tuple[str, str]:
    return kept.state["userId"], kept.state["externalId"]
