"""Sequences of commands about generations and locks: one generation of each meeting is alive, no other is left."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msgraph_meetings_emulator import Fault
from tests.matrix.scene import Meeting

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.matrix.scene import Scene

    Sequence = Callable[[Scene], None]

PLAIN = Meeting("m")
ONE, TWO, THREE = (Meeting("m", rotation=text) for text in "123")
_LOCK_REFUSED = Fault(method="PATCH", status=400, times=None)
_DELETE_REFUSED = Fault(method="DELETE", status=400, times=None)
_UP = ("up", "--yes", "--skip-preview")


def _made(scene: Scene, *meetings: Meeting) -> dict[str, str]:
    scene.program(*meetings)
    scene.up()
    return scene.urls()


def _ends_as(scene: Scene, *external_ids: str) -> None:
    """Assert that these meetings and no others exist, that another run changes nothing, and that a destroy ends all."""
    assert scene.urls().keys() == {*external_ids}
    scene.refreshed()
    scene.destroy()
    assert scene.urls() == {}


def _rotated(before: Meeting, *after: Meeting) -> Sequence:
    """Each of the declarations in turn."""

    def run(scene: Scene) -> None:
        seen = {*_made(scene, before).values()}
        for meeting in after:
            scene.program(meeting)
            scene.up()
            (url,) = scene.urls().values()
            assert url not in seen
            seen.add(url)
        _ends_as(scene, f"x#{after[-1].rotation}" if after[-1].rotation else "x")

    return run


def _interrupted(*after: Meeting, before: Meeting = ONE, killed: bool) -> Sequence:
    """Each of the declarations in turn; each run ends before it deletes the old meeting, only the last is repeated."""

    def run(scene: Scene) -> None:
        _made(scene, before)
        for meeting in after:
            scene.program(meeting, blocker=True)
            if killed:
                scene.killed()
            else:
                scene.fails()
        scene.up()
        scene.program(after[-1])
        scene.up()
        _ends_as(scene, f"x#{after[-1].rotation}")

    return run


def _undone(*, killed: bool) -> Sequence:
    """The old text comes back before the old meeting was deleted: the link is the same."""

    def run(scene: Scene) -> None:
        before = _made(scene, ONE)
        scene.program(TWO, blocker=True)
        if killed:
            scene.killed()
        else:
            scene.fails()
        scene.program(ONE, blocker=True)
        scene.up()
        scene.program(ONE)
        scene.up()
        assert scene.urls() == before
        _ends_as(scene, "x#1")

    return run


def undone_after_the_lock(scene: Scene) -> None:
    """The run locks the old meeting and cannot delete it; then the old text comes back, and the meeting is open."""
    before = _made(scene, ONE)
    scene.program(TWO)
    scene.fails(*_UP, fault=_DELETE_REFUSED)
    scene.program(ONE)
    scene.up()
    assert scene.urls() == before
    _ends_as(scene, "x#1")


def lock_refused(scene: Scene) -> None:
    _made(scene, ONE)
    scene.program(TWO)
    assert "was not locked, so it was not deleted" in scene.fails(*_UP, fault=_LOCK_REFUSED)
    scene.up()
    _ends_as(scene, "x#2")


def create_refused(scene: Scene) -> None:
    before = _made(scene, ONE)
    scene.program(TWO)
    scene.fails(*_UP, "--continue-on-error", fault=Fault(path="*/createOrGet", status=400, times=None))
    assert scene.urls() == before
    scene.up()
    _ends_as(scene, "x#2")


def renamed(scene: Scene) -> None:
    """A rename without another rotation keeps the meeting and its link."""
    before = _made(scene, replace(ONE, name="old"))
    scene.program(replace(ONE, name="new"))
    scene.up()
    assert scene.urls() == before
    _ends_as(scene, "x#1")


def renamed_and_rotated(scene: Scene) -> None:
    _made(scene, replace(ONE, name="old"))
    scene.program(replace(TWO, name="new"), blocker=True)
    scene.fails()
    scene.program(replace(TWO, name="new"))
    scene.up()
    _ends_as(scene, "x#2")


def swapped(scene: Scene) -> None:
    before = _made(scene, replace(ONE, name="a"), replace(TWO, name="b"))
    scene.program(replace(TWO, name="a"), replace(ONE, name="b"), blocker=True)
    scene.fails()
    scene.up()
    assert {"x#1": scene.url("b"), "x#2": scene.url("a")} == before


def line_removed(scene: Scene) -> None:
    before = _made(scene, ONE)
    scene.program(PLAIN)
    scene.up(*("--expect-no-changes",))
    assert scene.urls() == before
    _ends_as(scene, "x#1")


def derived(scene: Scene) -> None:
    before = _made(scene, Meeting("m", None, rotation="1"))
    scene.program(Meeting("m", None, rotation="2"))
    scene.up()
    (old,), (new,) = before, scene.urls()
    assert new == old.removesuffix("#1") + "#2"
    _ends_as(scene, new)


def replaced(scene: Scene) -> None:
    """A forced replacement under the same rotation keeps the meeting, and does not lock it."""
    before = _made(scene, ONE)
    scene.up("--replace", scene.urn("m"))
    assert scene.urls() == before
    _ends_as(scene, "x#1")


_TRIGGER = """
class _Trigger(pulumi.dynamic.ResourceProvider):
    def create(self, props):
        return pulumi.dynamic.CreateResult("t", props | {"seen": props["v"]})

    def diff(self, id_, olds, news):
        return pulumi.dynamic.DiffResult(changes=olds["v"] != news["v"])

    def update(self, id_, olds, news):
        return pulumi.dynamic.UpdateResult(news | {"seen": news["v"]})


class Trigger(pulumi.dynamic.Resource):
    seen: pulumi.Output[str]

    def __init__(self, name, value, opts=None):
        super().__init__(_Trigger(), name, {"v": value, "seen": None}, opts)


trigger = Trigger("trigger", VALUE)
"""


def by_an_output(scene: Scene) -> None:
    """A trigger's output is the rotation; it is not known in the preview."""
    meeting = Meeting("m", rotation="=trigger.seen")
    scene.program(meeting, head=_TRIGGER.replace("VALUE", "'1'"))
    scene.stack.run("up", "--yes")
    scene.program(meeting, head=_TRIGGER.replace("VALUE", "'2'"))
    scene.stack.run("up", "--yes")
    _ends_as(scene, "x#2")


def dependents_follow(scene: Scene) -> None:
    """A resource that depends on the link gets the new one in the same run."""
    attribute = "join_web_url" if scene.door.name == "dynamic" else "joinWebUrl"
    tail = f"pulumi.export('seen', Trigger('dependent', m.{attribute}).seen)"
    for rotation in "12":
        scene.program(Meeting("m", rotation=rotation), head=_TRIGGER.replace("VALUE", "'1'"), tail=tail)
        scene.up()
        assert scene.stack.outputs()["seen"] == scene.url("m")
    _ends_as(scene, "x#2")


# Locks


def taken_out_then_put_back(scene: Scene) -> None:
    """A delete that locked the meeting and failed; the program declares the meeting again, and a refresh opens it."""
    meeting = replace(PLAIN, deletion="lock")
    before = _made(scene, meeting)
    scene.program()
    scene.fails(*_UP, fault=_DELETE_REFUSED)
    assert [one["allowedPresenters"] for one in scene.emulator.meetings()] == ["organizer"]
    scene.program(meeting)
    scene.up("--refresh")
    assert scene.urls() == before
    assert [one["allowedPresenters"] for one in scene.emulator.meetings()] == ["everyone"]
    _ends_as(scene, "x")


def taken_out_then_destroyed(scene: Scene) -> None:
    _made(scene, replace(PLAIN, deletion="lock"))
    scene.program()
    scene.fails(*_UP, fault=_DELETE_REFUSED)
    scene.destroy()
    assert scene.urls() == {}


def renamed_with_a_lock(scene: Scene) -> None:
    before = _made(scene, Meeting("old", deletion="lock"))
    scene.program(Meeting("new", deletion="lock"), blocker=True)
    scene.fails()
    scene.up()
    assert before.items() <= scene.urls().items()
    assert "organizer" not in [one["allowedPresenters"] for one in scene.emulator.meetings()]


def destroyed_with_a_leftover(scene: Scene) -> None:
    _made(scene, ONE)
    scene.program(TWO, blocker=True)
    scene.fails()
    scene.destroy()
    assert scene.urls() == {}


def destroyed_with_a_retained_leftover(scene: Scene) -> None:
    """Nothing tells the engine which of the two is the old one, so both stay as they are, and a person is told."""
    _made(scene, replace(ONE, deletion="retain"))
    scene.program(replace(TWO, deletion="retain"), blocker=True)
    scene.fails()
    assert "both links are open" in scene.stack.destroy().output
    assert scene.urls().keys() == {"x#1", "x#2"}


def left_locked_by_a_rotation(scene: Scene) -> None:
    """The old meeting is locked and cannot be deleted; then another resource declares it, and nothing there locks."""
    before = _made(scene, PLAIN)
    scene.program(ONE)
    scene.fails(*_UP, fault=_DELETE_REFUSED)
    adopter = Meeting("adopter")
    scene.program(ONE, adopter)
    told = "lets in only its organizer"
    assert told in scene.stack.run(*_UP).output
    assert told in scene.stack.run("refresh", "--yes", "--skip-preview").output
    scene.program(ONE, replace(adopter, deletion="lock"))
    scene.up("--refresh")
    assert scene.url("adopter") == before["x"]
    _ends_as(scene, "x", "x#1")


ROTATIONS: dict[str, Sequence] = {
    "rotated": _rotated(ONE, TWO, THREE),
    "rotated for the first time": _rotated(PLAIN, ONE),
    "rotated back to the first meeting": _rotated(PLAIN, ONE, Meeting("m", rotation="")),
    "rotated, another fails": _interrupted(TWO, killed=False),
    "rotated, killed": _interrupted(TWO, killed=True),
    "rotated twice, another fails": _interrupted(TWO, THREE, killed=False),
    "rotated twice, killed": _interrupted(TWO, THREE, killed=True),
    "rotated for the first time, killed": _interrupted(ONE, before=PLAIN, killed=True),
    "undone": _undone(killed=False),
    "undone, killed": _undone(killed=True),
    "undone after the lock": undone_after_the_lock,
    "lock refused": lock_refused,
    "create refused": create_refused,
    "renamed": renamed,
    "renamed and rotated": renamed_and_rotated,
    "swapped": swapped,
    "line removed": line_removed,
    "derived": derived,
    "replaced": replaced,
    "by an output": by_an_output,
    "dependents follow": dependents_follow,
    "locked, put back": taken_out_then_put_back,
    "locked, destroyed": taken_out_then_destroyed,
    "locked, renamed": renamed_with_a_lock,
    "destroyed with a leftover": destroyed_with_a_leftover,
    "destroyed with a retained leftover": destroyed_with_a_retained_leftover,
    "left locked by a rotation": left_locked_by_a_rotation,
}
