"""Sequences of commands in which an earlier version of the provider lost, doubled or orphaned a meeting.

Each is a function of a scene, which checks the promise after every command. Each runs with dynamic resource and plugin.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgraph_meetings_emulator import Fault
from tests.matrix.scene import BLOCKER, Meeting

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.matrix.scene import Scene

    Sequence = Callable[[Scene], None]

M = Meeting("m")
OLD, NEW = Meeting("old"), Meeting("new")
_PATCH_REFUSED = Fault(method="PATCH", status=400, times=None)
_CREATE_REFUSED = Fault(path="*/createOrGet", status=400, times=None)
SAME_LINK = "Replacing the resource does not change the"


def _made(scene: Scene, *meetings: Meeting) -> dict[str, str]:
    scene.program(*meetings)
    scene.up()
    return scene.urls()


def _same(scene: Scene, before: dict[str, str]) -> None:
    """Assert that the earlier meetings exist with their URLs, and that another run has nothing to do."""
    assert before.items() <= scene.urls().items()
    scene.refreshed()
    scene.destroy()
    assert scene.urls() == {}


# Replaced under its own name


def replace(scene: Scene) -> None:
    before = _made(scene, M)
    said = scene.up("--replace", scene.urn("m"))
    assert SAME_LINK in said
    _same(scene, before)


def taint(scene: Scene) -> None:
    before = _made(scene, M)
    scene.stack.run("state", "taint", scene.urn("m"), "--yes")
    assert SAME_LINK in scene.up()
    _same(scene, before)


def replace_that_deletes_first(scene: Scene) -> None:
    before = _made(scene, Meeting("m", options="delete_before_replace=True"))
    assert SAME_LINK in scene.up("--replace", scene.urn("m"))
    _same(scene, before)


def _another_fails(*command: str, taints: bool = False) -> Sequence:
    def run(scene: Scene) -> None:
        before = _made(scene, M)
        if taints:
            scene.stack.run("state", "taint", scene.urn("m"), "--yes")
        scene.program(M, blocker=True)
        scene.fails("up", "--yes", "--skip-preview", *(part.format(urn=scene.urn("m")) for part in command))
        scene.up()
        _same(scene, before)

    return run


def _killed(*command: str, taints: bool = False) -> Sequence:
    def run(scene: Scene) -> None:
        before = _made(scene, M)
        if taints:
            scene.stack.run("state", "taint", scene.urn("m"), "--yes")
        scene.program(M, blocker=True)
        scene.killed(*(part.format(urn=scene.urn("m")) for part in command))
        scene.up()
        _same(scene, before)

    return run


def replace_that_deletes_first_and_cannot_create(scene: Scene) -> None:
    _made(scene, Meeting("m", options="delete_before_replace=True"))
    scene.fails("up", "--yes", "--skip-preview", "--replace", scene.urn("m"), fault=_CREATE_REFUSED)
    scene.destroy()
    assert scene.urls() == {}


_REPLACER = """
class _Trigger(pulumi.dynamic.ResourceProvider):
    def create(self, props):
        return pulumi.dynamic.CreateResult("t", props)

    def diff(self, id_, olds, news):
        return pulumi.dynamic.DiffResult(changes=olds["v"] != news["v"], replaces=["v"])


class Trigger(pulumi.dynamic.Resource):
    x: pulumi.Output[str]

    def __init__(self, name, value, opts=None):
        super().__init__(_Trigger(), name, {"v": value, "x": "x"}, opts)


trigger = Trigger("trigger", VALUE)
"""
_DELETED_FIRST = _REPLACER.replace("VALUE)", "VALUE, ResourceOptions(delete_before_replace=True))")


def external_id_of_a_resource_that_is_deleted_first(scene: Scene) -> None:
    """The engine would delete the meeting too, before check, if a diff called the unknown id a replacement."""
    meeting = Meeting("m", "=trigger.x")
    scene.program(meeting, head=_DELETED_FIRST.replace("VALUE", "1"))
    scene.up()
    before = scene.urls()
    scene.program(meeting, head=_DELETED_FIRST.replace("VALUE", "2"))
    scene.up()
    _same(scene, before)


def _replaced_with_another(*, killed: bool) -> Sequence:
    def run(scene: Scene) -> None:
        meeting = Meeting("m", options="replace_with=[trigger]")
        scene.program(meeting, head=_REPLACER.replace("VALUE", "1"))
        scene.up()
        before = scene.urls()
        scene.program(meeting, head=_REPLACER.replace("VALUE", "2"), blocker=True)
        if killed:
            scene.killed()
        else:
            scene.fails()
        scene.up()
        _same(scene, before)

    return run


# Renamed without an alias


def rename(scene: Scene) -> None:
    before = _made(scene, OLD)
    scene.program(NEW)
    assert "the meeting was not deleted, because resource 'new' of this program declares it too" in scene.up()
    _same(scene, before)


def rename_and_another_fails(scene: Scene) -> None:
    before = _made(scene, OLD)
    scene.program(NEW, blocker=True)
    scene.fails()
    scene.up()
    _same(scene, before)


def rename_and_killed(scene: Scene) -> None:
    before = _made(scene, OLD)
    scene.program(NEW, blocker=True)
    scene.killed()
    scene.up()
    _same(scene, before)


def _rename_and(fault: Fault, *options: str) -> Sequence:
    def run(scene: Scene) -> None:
        before = _made(scene, OLD)
        scene.program(Meeting("new", records=True))
        scene.fails("up", "--yes", "--skip-preview", *options, fault=fault)
        scene.up()
        _same(scene, before)

    return run


def rename_by_target_first(scene: Scene) -> None:
    before = _made(scene, OLD)
    scene.program(NEW)
    urn = scene.urn("old").rsplit("::", 1)[0] + "::new"
    scene.stack.run("up", "--yes", "--skip-preview", "--target", urn)
    scene.up()
    _same(scene, before)


def rename_twice_with_failures(scene: Scene) -> None:
    before = _made(scene, OLD)
    scene.program(NEW, blocker=True)
    scene.fails()
    scene.program(OLD, blocker=True)
    scene.fails()
    scene.up()
    _same(scene, before)


# External ids that move


def _moves(*after: Meeting) -> Sequence:
    def run(scene: Scene) -> None:
        before = _made(scene, *_ABC)
        scene.program(*after, blocker=True)
        scene.fails()
        scene.up()
        for meeting in after:
            if meeting.external_id in before:
                assert scene.url(meeting.name) == before[str(meeting.external_id)]
        scene.refreshed()
        scene.destroy()
        assert scene.urls() == {}

    return run


_ABC = tuple(Meeting(name, name) for name in "abc")
_MOVED = (Meeting("a", "z"), Meeting("b", "a"), Meeting("c", "c"))
_SWAPPED = (Meeting("a", "b"), Meeting("b", "a"), Meeting("c", "c"))
_ROTATED = (Meeting("a", "b"), Meeting("b", "c"), Meeting("c", "a"))


def other_spelling_of_the_external_id(scene: Scene) -> None:
    """The service treats the two spellings as two meetings: the old one is deleted."""
    _made(scene, Meeting("m", "Room"))
    scene.program(Meeting("m", "room"))
    scene.up()
    assert list(scene.urls()) == ["room"]
    scene.refreshed()


def back_to_the_external_id_before_it_was_deleted(scene: Scene) -> None:
    before = _made(scene, M)
    scene.program(Meeting("m", "y"), blocker=True)
    scene.fails()
    scene.program(M)
    scene.up()
    assert scene.urls() == before
    _same(scene, before)


# Declared twice


def _twice(second: Meeting, *, newcomer_first: bool, head: str = "") -> Sequence:
    def run(scene: Scene) -> None:
        holder = Meeting("m", subject="holder")
        before = _made(scene, holder)
        both = (second, holder) if newcomer_first else (holder, second)
        scene.program(*both, head=head)
        said = scene.refused()
        assert "'m'" in said, said
        assert f"'{second.name}'" in said, said
        scene.program(holder)
        scene.up()
        assert scene.subjects() == {"x": "holder"}
        _same(scene, before)

    return run


def twice_and_the_holder_is_taken_out(scene: Scene) -> None:
    before = _made(scene, Meeting("m", subject="holder"))
    scene.program(Meeting("second", subject="second"), Meeting("m", subject="holder"))
    scene.refused()
    scene.program(Meeting("second", subject="second"))
    scene.up()
    assert scene.subjects() == {"x": "second"}
    _same(scene, before)


_BY_OUTPUT = "=pulumi.Output.from_input('x').apply(lambda text: text)"


# A create that is only half finished


def patch_refused_then_destroy(scene: Scene) -> None:
    scene.program(Meeting("m", records=True))
    scene.fails(fault=_PATCH_REFUSED)
    scene.destroy()
    assert scene.urls() == {}


def patch_refused_then_up(scene: Scene) -> None:
    scene.program(Meeting("m", records=True))
    scene.fails(fault=_PATCH_REFUSED)
    before = scene.urls()
    scene.up()
    assert [meeting["recordAutomatically"] for meeting in scene.emulator.meetings()] == [True]
    _same(scene, before)


# Meetings that must be deleted


def destroy_with_its_program(scene: Scene) -> None:
    _made(scene, M)
    scene.destroy("--run-program")
    assert scene.urls() == {}


def destroy_with_a_leftover(scene: Scene) -> None:
    _made(scene, M)
    scene.program(M, blocker=True)
    scene.fails("up", "--yes", "--skip-preview", "--replace", scene.urn("m"))
    scene.destroy()
    assert scene.urls() == {}


def destroy_of_one_target(scene: Scene) -> None:
    before = _made(scene, *_ABC)
    scene.destroy("--target", scene.urn("b"))
    assert scene.urls() == {name: before[name] for name in "ac"}


def destroy_of_what_is_not_protected(scene: Scene) -> None:
    before = _made(scene, Meeting("a", "a", options="protect=True"), Meeting("b", "b"))
    scene.destroy("--exclude-protected")
    assert scene.urls() == {"a": before["a"]}


def taken_out_of_the_program(scene: Scene) -> None:
    before = _made(scene, *_ABC)
    scene.program(*_ABC[:2])
    scene.up("--refresh")
    assert scene.urls() == {name: before[name] for name in "ab"}
    scene.quiet()


def taken_out_beside_one_with_another_organizer(scene: Scene) -> None:
    """The same external id under two organizers means two meetings, of which one is deleted."""
    scene.program(Meeting("a", "x", 0), Meeting("b", "x", 1))
    scene.up()
    url = scene.url("a")
    scene.program(Meeting("a", "x", 0))
    scene.up()
    assert [meeting["joinWebUrl"] for meeting in scene.emulator.meetings()] == [url]


_ROOM = "room = pulumi.ComponentResource('my:index:Room', 'room')"
_IN_ROOM = "parent=room"


def moved_into_a_component(scene: Scene) -> None:
    before = _made(scene, M)
    scene.program(Meeting("m", options=_IN_ROOM), head=_ROOM, blocker=True)
    scene.fails()
    scene.up()
    _same(scene, before)


def twice_by_a_person_who_is_named_once(scene: Scene) -> None:
    scene.sign_in_a_person()
    holder = Meeting("m", user=None)
    before = _made(scene, holder)
    scene.program(holder, Meeting("second"))
    said = scene.refused()
    assert "'m'" in said, said
    assert "'second'" in said, said
    scene.program(holder)
    scene.up()
    _same(scene, before)


def renamed_by_a_person_who_is_named_afterwards(scene: Scene) -> None:
    scene.sign_in_a_person()
    before = _made(scene, Meeting("old", user=None))
    scene.program(Meeting("new", user=0))
    scene.up()
    _same(scene, before)


def two_stacks_at_once(scene: Scene) -> None:
    """While one stack is running, another stack deletes a meeting that the first declares: that is allowed."""
    _made(scene, M)
    other = scene.beside()
    _made(other, M)
    scene.program(M, blocker=True)
    with scene.at_work():
        other.stack.destroy()
    assert scene.urls().keys() == {BLOCKER}


# Only with the plugin


def replaced_on_changes(scene: Scene) -> None:
    options = "replace_on_changes=['subject']"
    before = _made(scene, Meeting("m", options=options))
    scene.program(Meeting("m", subject="New", options=options))
    assert SAME_LINK in scene.up()
    assert scene.subjects() == {"x": "New"}
    _same(scene, before)


def derived_id_kept_by_an_alias_then_replaced(scene: Scene) -> None:
    options = "replace_on_changes=['subject']"
    before = _made(scene, Meeting("old", None, options=options))
    aliased = f"aliases=[pulumi.Alias(name='old')], {options}"
    scene.program(Meeting("m", None, subject="New", options=aliased))
    scene.up()
    _same(scene, before)


def _imported(*, killed: bool) -> Sequence:
    def run(scene: Scene) -> None:
        before = _made(scene, M)
        scene.program(Meeting("m", options=f"import_={before['x']!r}"), blocker=killed)
        if killed:
            scene.killed()
        scene.up()
        _same(scene, before)

    return run


def imported_although_another_resource_has_it(scene: Scene) -> None:
    before = _made(scene, M)
    scene.program(M, Meeting("second", options=f"import_={scene.emulator.meetings()[0]['id']!r}"))
    said = scene.refused()
    assert "'m'" in said, said
    assert "'second'" in said, said
    scene.program(M)
    scene.up()
    _same(scene, before)


_PROVIDERS = "one, two = Provider('one'), Provider('two')"


def declared_under_two_providers(scene: Scene) -> None:
    scene.program(Meeting("m", options="provider=one"), head=_PROVIDERS)
    scene.up()
    before = scene.urls()
    scene.program(Meeting("m", options="provider=one"), Meeting("second", options="provider=two"), head=_PROVIDERS)
    said = scene.refused()
    assert "'m'" in said, said
    assert "'second'" in said, said
    scene.program(Meeting("m", options="provider=one"), head=_PROVIDERS)
    scene.up()
    _same(scene, before)


def _under_another_provider(name: str) -> Sequence:
    def run(scene: Scene) -> None:
        scene.program(Meeting("m", options="provider=one"), head=_PROVIDERS)
        scene.up()
        before = scene.urls()
        scene.program(Meeting(name, options="provider=two"), head=_PROVIDERS, blocker=True)
        scene.fails()
        scene.up()
        _same(scene, before)

    return run


_DYNAMIC = """
from msgraph_meetings import OnlineMeeting as Dynamic

Dynamic("m", external_id="x", user_id=USER, subject="S")
"""


def moved_from_the_dynamic_resource_without_an_alias(scene: Scene) -> None:
    scene.program(head=_DYNAMIC.replace("USER", repr(scene.emulator.user_id)))
    scene.up()
    before = scene.urls()
    scene.program(M, blocker=True)
    scene.fails()
    scene.up()
    _same(scene, before)


def declared_in_both_ways(scene: Scene) -> None:
    _made(scene, M)
    scene.program(M, head=_DYNAMIC.replace("USER", repr(scene.emulator.user_id)))
    assert "for the organizer, as resource" in scene.refused()


PLUGIN_SEQUENCES: dict[str, Sequence] = {
    "replaced on changes": replaced_on_changes,
    "derived id kept by an alias, replaced": derived_id_kept_by_an_alias_then_replaced,
    "imported under another id": _imported(killed=False),
    "imported under another id, killed": _imported(killed=True),
    "imported, although another has it": imported_although_another_resource_has_it,
    "declared under two providers": declared_under_two_providers,
    "provider changed": _under_another_provider("m"),
    "provider and name changed": _under_another_provider("n"),
    "moved from the dynamic resource": moved_from_the_dynamic_resource_without_an_alias,
    "declared in both ways": declared_in_both_ways,
}
SEQUENCES: dict[str, Sequence] = {
    "replaced": replace,
    "tainted": taint,
    "replaced, deleting first": replace_that_deletes_first,
    "replaced, deleting first, create refused": replace_that_deletes_first_and_cannot_create,
    "external id of what is deleted first": external_id_of_a_resource_that_is_deleted_first,
    "replaced, another fails": _another_fails("--replace", "{urn}"),
    "tainted, another fails": _another_fails(taints=True),
    "replaced, killed": _killed("--replace", "{urn}"),
    "tainted, killed": _killed(taints=True),
    "replaced with another, then a failure": _replaced_with_another(killed=False),
    "replaced with another, killed": _replaced_with_another(killed=True),
    "renamed": rename,
    "renamed, another fails": rename_and_another_fails,
    "renamed, killed": rename_and_killed,
    "renamed, create refused": _rename_and(_CREATE_REFUSED),
    "renamed, create refused, continued": _rename_and(_CREATE_REFUSED, "--continue-on-error"),
    "renamed, PATCH refused": _rename_and(_PATCH_REFUSED),
    "renamed, PATCH refused, continued": _rename_and(_PATCH_REFUSED, "--continue-on-error"),
    "renamed, by target first": rename_by_target_first,
    "renamed, by a person": renamed_by_a_person_who_is_named_afterwards,
    "moved into a component": moved_into_a_component,
    "two stacks at once": two_stacks_at_once,
    "renamed, and back": rename_twice_with_failures,
    "external id moved": _moves(*_MOVED),
    "external ids swapped": _moves(*_SWAPPED),
    "external ids rotated": _moves(*_ROTATED),
    "external id spelled otherwise": other_spelling_of_the_external_id,
    "external id changed, and back": back_to_the_external_id_before_it_was_deleted,
    "declared twice": _twice(Meeting("second", subject="second"), newcomer_first=False),
    "declared twice, newcomer first": _twice(Meeting("second", subject="second"), newcomer_first=True),
    "declared twice, by an output": _twice(Meeting("second", _BY_OUTPUT, subject="second"), newcomer_first=False),
    "declared twice, by an output, first": _twice(Meeting("second", _BY_OUTPUT, subject="second"), newcomer_first=True),
    "declared twice, not known in a preview": _twice(
        Meeting("second", "=trigger.x", subject="second"), newcomer_first=False, head=_REPLACER.replace("VALUE", "1")
    ),
    "declared twice, by the default organizer": _twice(Meeting("second", user=None), newcomer_first=False),
    "declared twice, in a component": _twice(
        Meeting("second", options=_IN_ROOM, subject="second"), newcomer_first=False, head=_ROOM
    ),
    "declared twice, by a person": twice_by_a_person_who_is_named_once,
    "declared twice, spelled otherwise": _twice(Meeting("second", " X "), newcomer_first=False),
    "declared twice, holder taken out": twice_and_the_holder_is_taken_out,
    "PATCH refused, destroyed": patch_refused_then_destroy,
    "PATCH refused, finished": patch_refused_then_up,
    "destroyed with its program": destroy_with_its_program,
    "destroyed with a leftover": destroy_with_a_leftover,
    "destroyed, one target": destroy_of_one_target,
    "destroyed, but the protected": destroy_of_what_is_not_protected,
    "taken out": taken_out_of_the_program,
    "taken out, beside another organizer's": taken_out_beside_one_with_another_organizer,
}
