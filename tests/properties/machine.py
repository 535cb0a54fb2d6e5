"""Two deployers, one service, and events that affect both; the product's promises are checked after each step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.properties.declared import EDITS, holds, identity, programs
from tests.properties.engine import Kept, Provider, Run, Stack

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

USERS = ("dc17674c-81d9-4adb-bfb2-8f6a442e4622", "dc17674c-81d9-4adb-bfb2-8f6a442e4623")
WHO = st.integers(0, 1)
ALL_NAMES = "abcdefg"
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
    """A service, and the way of a deployment to it."""

    def providers(self) -> Sequence[Provider]:
        """Return two provider resources of one program, not configured yet, as in each deployment."""
        raise NotImplementedError

    def plan(self, faults: list[str]) -> None:
        """Set the faults of the next requests, in order; later requests have none."""
        raise NotImplementedError

    def meetings(self) -> dict[str, dict[str, Any]]:
        """Return the meetings of the service, by id, each with ``_user``."""
        raise NotImplementedError

    def edit(self, id_: str, changes: dict[str, Any]) -> None:
        raise NotImplementedError

    def delete(self, id_: str) -> None:
        raise NotImplementedError

    def sent(self) -> int:
        """Return the number of requests to the service so far."""
        raise NotImplementedError

    def close(self) -> None:
        """Close the site; by default there is nothing to close."""


class Deployments(RuleBasedStateMachine):
    """The rules; a subclass sets ``new_site`` and ``users``."""

    users: tuple[str, ...] = USERS

    def new_site(self) -> Site:
        raise NotImplementedError

    def __init__(self) -> None:
        super().__init__()
        self.site = self.new_site()
        self.stacks = [Stack(), Stack()]
        self.programs: list[dict[str, dict[str, Any]]] = [{}, {}]
        self.placed: list[dict[str, int]] = [{}, {}]
        self.stale = [False, False]
        self.ever: set[tuple[str, str]] = set()
        self.loose: set[tuple[str, str]] = set()
        """The meetings that no state has for a good reason: lost, retained, or their create failed."""

    def teardown(self) -> None:
        self.site.close()

    # Actions of deployers

    @initialize(program=st.data())
    def begin(self, program: st.DataObject) -> None:
        """Deploy with one of the two first: most failures need a state."""
        self.declare(0, program)
        assert self.deploy(0, []) == []

    @rule(who=WHO, data=st.data())
    def declare(self, who: int, data: st.DataObject) -> None:
        self.programs[who] = data.draw(programs(self.users))
        self.ever |= self.wanted(who)

    @rule(who=WHO, data=st.data())
    def rename(self, who: int, data: st.DataObject) -> None:
        """Change the name, or the place in the components, without an alias."""
        program = self.programs[who]
        free = [name for name in ALL_NAMES if name not in program]
        if program and free:
            old = data.draw(st.sampled_from(sorted(program)))
            program[data.draw(st.sampled_from(free))] = program.pop(old)

    @rule(who=WHO, data=st.data())
    def move_with_an_alias(self, who: int, data: st.DataObject) -> None:
        stack, program = self.stacks[who], self.programs[who]
        free = [name for name in ALL_NAMES if name not in program and name not in stack.resources]
        both = sorted(program.keys() & stack.resources.keys())
        if both and free:
            old, new = data.draw(st.sampled_from(both)), data.draw(st.sampled_from(free))
            program[new] = program.pop(old)
            kept = stack.resources[new] = stack.resources.pop(old)
            kept.name = new
            self.placed[who][new] = self.placed[who].get(old, 0)

    @rule(who=WHO, data=st.data())
    def rotate_external_ids(self, who: int, data: st.DataObject) -> None:
        """Exchange the external ids of two or more resources, with their organizers."""
        program = self.programs[who]
        names = data.draw(st.permutations(sorted(program)))
        ids = [{key: program[name][key] for key in ("userId", "externalId")} for name in names]
        for name, taken in zip(names, ids[1:] + ids[:1], strict=True):
            program[name] = program[name] | taken

    @rule(who=WHO, data=st.data())
    def taint(self, who: int, data: st.DataObject) -> None:
        if self.stacks[who].resources:
            self.stacks[who].resources[data.draw(st.sampled_from(sorted(self.stacks[who].resources)))].tainted = True

    @rule(who=WHO, data=st.data())
    def change_the_provider(self, who: int, data: st.DataObject) -> None:
        if self.programs[who]:
            name = data.draw(st.sampled_from(sorted(self.programs[who])))
            self.placed[who][name] = 1 - self.placed[who].get(name, 0)

    @rule(who=WHO, faults=PLANS, goes_on=st.booleans())
    def up(self, who: int, faults: list[str], *, goes_on: bool) -> None:
        self.deploy(who, faults, goes_on=goes_on)

    @rule(who=WHO, faults=PLANS, data=st.data())
    def up_with_replace(self, who: int, faults: list[str], data: st.DataObject) -> None:
        if self.programs[who]:
            replaced = data.draw(st.frozensets(st.sampled_from(sorted(self.programs[who]))))
            self.deploy(who, faults, replaced=replaced)

    @rule(who=WHO, faults=PLANS, data=st.data())
    def up_with_target(self, who: int, faults: list[str], data: st.DataObject) -> None:
        if self.programs[who]:
            targets = data.draw(st.frozensets(st.sampled_from(sorted(self.programs[who])), min_size=1))
            self.deploy(who, faults, targets=targets)

    @rule(who=WHO, data=st.data(), first=st.booleans())
    def declare_one_twice(self, who: int, data: st.DataObject, *, first: bool) -> None:
        """Add a second resource with the same identity: the run fails; without it, nothing is lost."""
        program = self.programs[who]
        free = [name for name in ALL_NAMES if name not in program and name not in self.stacks[who].resources]
        if not program or not free:
            return
        twin = program[data.draw(st.sampled_from(sorted(program)))]
        spelled = data.draw(st.sampled_from([twin["externalId"], twin["externalId"].upper(), f" {twin['externalId']}"]))
        second = {free[0]: {"userId": twin["userId"], "externalId": spelled, "subject": "Second"}}
        self.programs[who] = second | program if first else program | second
        self.ever |= {(twin["userId"], spelled)}
        assert self.deploy(who, []) != []
        self.programs[who] = program
        assert self.stacks[who].refresh(self.site.providers()) == []
        assert self.deploy(who, []) == []

    @rule(who=WHO)
    def destroy(self, who: int) -> None:
        """Destroy everything, whatever the program declares, because it does not run."""
        before = self.kept(who)
        assert self.stacks[who].destroy(self.site.providers()) == []
        assert self.kept(who) == []
        there = self.site.meetings().keys()
        assert not [kept for kept in before if kept.id in there and kept.state.get("deletionPolicy") != "retain"]
        self.loose |= {identity_of(kept) for kept in before}
        self.stale[1 - who] = True

    @rule(who=WHO, faults=PLANS)
    def refresh(self, who: int, faults: list[str]) -> None:
        before = self.ids(who)
        self.site.plan(faults)
        problems = self.stacks[who].refresh(self.site.providers())
        self.site.plan([])
        lost = before - self.ids(who)
        assert not lost & self.site.meetings().keys(), f"a refresh lost {lost}"
        if not problems:
            self.stale[who] = False

    @rule(who=WHO)
    def converge(self, who: int) -> None:
        """Run a healthy refresh and a healthy deployment, after any earlier step."""
        assert self.stacks[who].refresh(self.site.providers()) == []
        self.stale[who] = False
        assert self.deploy(who, []) == []

    @rule(who=WHO)
    def lose_the_state(self, who: int) -> None:
        self.loose |= {identity_of(kept) for kept in self.kept(who)}
        self.stacks[who] = Stack()

    @rule(who=WHO, data=st.data())
    def import_a_meeting(self, who: int, data: st.DataObject) -> None:
        stack, program = self.stacks[who], self.programs[who]
        taken = self.ids(who)
        free = [name for name in ALL_NAMES if name not in stack.resources and name not in program]
        declared = {folded(inputs) for inputs in program.values()}
        found = {
            id_: meeting
            for id_, meeting in self.site.meetings().items()
            if id_ not in taken
            and folded({"userId": meeting["_user"], "externalId": meeting["externalId"]}) not in declared
        }
        if not free or not found:
            return
        id_ = data.draw(st.sampled_from(sorted(found)))
        read = self.site.providers()[0].read(id_, {"userId": found[id_]["_user"]}, {})
        assert read is not None
        meeting, state, inputs = read
        name = free[0]
        stack.resources[name] = Kept(name, meeting, inputs, state | {"adopted": True})
        program[name] = inputs
        self.placed[who][name] = 0
        before = self.site.sent()
        provider = self.site.providers()[0]
        assert not provider.diff(meeting, state, provider.check(inputs, inputs, name), name)[0]
        assert self.site.sent() == before

    # Actions of other people

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

    # Promises

    @invariant()
    def each_identity_has_at_most_one_meeting_and_none_that_nobody_declared(self) -> None:
        held = [(meeting["_user"], meeting["externalId"]) for meeting in self.site.meetings().values()]
        assert len(held) == len(set(held))
        assert set(held) <= self.ever

    @invariant()
    def nothing_on_the_service_is_unaccounted_for(self) -> None:
        ids = self.ids(0) | self.ids(1)
        held = {id_: (meeting["_user"], meeting["externalId"]) for id_, meeting in self.site.meetings().items()}
        assert not [identity for id_, identity in held.items() if id_ not in ids and identity not in self.loose]

    def deploy(self, who: int, faults: list[str], **options: Any) -> list[str]:
        stack, program = self.stacks[who], self.programs[who]
        run = Run(placed=dict(self.placed[who]), **options)
        before, meetings = self.kept(who), self.site.meetings()
        self.site.plan(faults)
        problems = stack.up(program, self.site.providers(), run)
        self.site.plan([])
        gone = meetings.keys() - self.site.meetings().keys()
        assert gone <= self.may_go(before, who), "deleted, and not declared deleted"
        forgotten = {kept.id for kept in before if identity_of(kept) in self.wanted(who)} - self.ids(who)
        assert not forgotten & self.site.meetings().keys(), f"a deployment forgot {forgotten}"
        if faults:  # a create whose answer was lost for good leaves a meeting that no state has
            self.loose |= self.wanted(who)
        self.loose |= {identity_of(kept) for kept in before if kept.state.get("deletionPolicy") == "retain"}
        if self.site.meetings() != meetings:
            self.stale[1 - who] = True
        self.stale[who] = self.stale[who] or bool(problems)
        if not problems and run.targets is None:
            self.is_done(who)
        return problems

    def is_done(self, who: int) -> None:
        """Assert after a success: the state is the program, the service has it, and nothing is left to do."""
        stack, program = self.stacks[who], self.programs[who]
        assert set(stack.resources) == set(program)
        assert stack.pending == []
        before = self.site.sent()
        assert stack.up(program, self.site.providers(), Run(placed=self.placed[who])) == []
        assert self.site.sent() == before, "a second deployment sent something"
        if self.stale[who]:
            return
        for name, inputs in program.items():
            meeting = self.site.meetings()[stack.resources[name].id]
            assert (meeting["_user"], meeting["externalId"]) == identity(inputs)
            assert holds(meeting, inputs), (meeting, inputs)
        states = {name: kept.state for name, kept in stack.resources.items()}
        assert stack.refresh(self.site.providers()) == []
        assert {name: kept.state for name, kept in stack.resources.items()} == states, "a refresh changed something"

    def kept(self, who: int) -> list[Kept]:
        return [*self.stacks[who].resources.values(), *self.stacks[who].pending]

    def ids(self, who: int) -> set[str]:
        return {kept.id for kept in self.kept(who)}

    def wanted(self, who: int) -> set[tuple[str, str]]:
        return {identity(inputs) for inputs in self.programs[who].values()}

    def may_go(self, before: Iterable[Kept], who: int) -> set[str]:
        """Return the meetings of the state that the program no longer declares and that need not be retained."""
        dropped = [kept for kept in before if identity_of(kept) not in self.wanted(who)]
        return {kept.id for kept in dropped if kept.state.get("deletionPolicy") != "retain"}


def identity_of(kept: Kept) -> tuple[str, str]:
    return kept.state["userId"], kept.state["externalId"]


def folded(inputs: dict[str, Any]) -> tuple[str, str]:
    return inputs["userId"], inputs["externalId"].strip().casefold()
