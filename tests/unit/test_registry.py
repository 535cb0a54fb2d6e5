"""The registry: which meeting a resource keeps from being deleted, and which two resources are one meeting too many."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from msgraph_meetings.errors import DuplicateError, IncompleteError, RefusedError
from msgraph_meetings.meetings.claim_journal import open_journal
from msgraph_meetings.meetings.claims import Claim
from msgraph_meetings.meetings.registry import Registry, declaration, duplicate
from msgraph_meetings.model.identity import Identity

if TYPE_CHECKING:
    from pathlib import Path

USER = "dc17674c-81d9-4adb-bfb2-8f6a442e4622"
OTHER = "dc17674c-81d9-4adb-bfb2-8f6a442e4623"
TENANT, ELSEWHERE = "5f0c1d3a-6b7e-4c52-9a41-2d8e7f3b9c10", "5f0c1d3a-6b7e-4c52-9a41-2d8e7f3b9c11"
ENGINE = "127.0.0.1:4321"


def urn(name: str) -> str:
    return f"urn:pulumi:dev::meetings::msgraph-meetings:index:OnlineMeeting::{name}"


def state(external_id: str = "x", user: str = USER, tenant: str | None = TENANT) -> Identity | None:
    return Identity.of_state({"externalId": external_id, "organizer": {"id": user, "tenantId": tenant}})


def declare(registry: Registry, name: str, olds: dict[str, Any] | None = None, **inputs: Any) -> Any:
    claim = declaration(urn(name), olds or {}, {"externalId": "x", "userId": USER} | inputs, "settings")
    assert claim is not None
    return registry.declare(claim)


# Kept from being deleted


@pytest.mark.parametrize("resource", ["m", "other"])
def test_declared_identity_is_kept_under_any_name(resource: str) -> None:
    registry = Registry()
    declare(registry, "m")
    keeper = registry.keeper("1", state(), urn(resource))
    assert keeper is not None
    assert keeper.name == "resource 'm'"


@pytest.mark.parametrize(
    "identity",
    [state("y"), state(user=OTHER), Identity.of_state({"organizer": {"id": USER}}), None],
    ids=["external id", "organizer", "no external id", "nothing"],
)
def test_meeting_with_another_identity_is_not_kept(identity: Identity | None) -> None:
    registry = Registry()
    declare(registry, "m")
    assert registry.keeper("1", identity, urn("m")) is None


def test_nothing_is_kept_in_a_run_without_a_check() -> None:
    registry = Registry()
    registry.hold(urn("m"), Identity.of("x", USER), "1")  # a refresh asks for a diff, and for nothing else
    assert registry.keeper("1", state(), urn("m")) is None


def test_case_and_blanks_make_no_other_identity() -> None:
    registry = Registry()
    declare(registry, "m", externalId=" X ")
    assert registry.keeper("1", state(user=USER.upper()), urn("m")) is not None


def test_two_spellings_that_the_service_tells_apart_are_two_meetings() -> None:
    registry = Registry()
    declare(registry, "m", externalId="X")
    registry.made(urn("m"), Identity.of("X", USER), "2", state("X"))
    assert registry.keeper("1", state("x"), urn("m")) is None
    assert registry.keeper("2", state("x"), urn("m")) is not None
    assert registry.keeper("1", state("X"), urn("m")) is not None


def test_unnamed_signed_in_person_may_be_any_organizer_until_answered() -> None:
    registry = Registry()
    declare(registry, "m", userId=None)
    assert registry.keeper("1", state(), urn("old")) is not None
    registry.made(urn("m"), Identity.of("x"), "2", state(user=OTHER))
    assert registry.keeper("1", state(), urn("old")) is None
    assert registry.keeper("1", state(user=OTHER), urn("old")) is not None


def test_meeting_of_another_tenant_is_not_kept_once_the_tenant_is_known() -> None:
    registry = Registry()
    declare(registry, "m")
    registry.made(urn("m"), Identity.of("x", USER), "2", state(tenant=ELSEWHERE))
    assert registry.keeper("1", state(), urn("m")) is None


def test_imported_meeting_without_external_id_is_kept_by_its_id() -> None:
    registry = Registry()
    claim = declaration(urn("m"), {"subject": "S"}, {"subject": "S", "userId": USER})
    assert claim is not None
    registry.declare(claim)
    registry.hold(urn("m"), None, "1")
    assert registry.keeper("1", None, urn("m")) is not None
    assert registry.keeper("2", None, urn("m")) is None


def test_another_resource_is_named_before_the_deleted_one_itself() -> None:
    registry = Registry()
    declare(registry, "old")
    declare(registry, "new")
    keeper = registry.keeper("1", state(), urn("old"))
    assert keeper is not None
    assert keeper.resource == urn("new")


def test_identity_that_is_not_known_yet_claims_nothing() -> None:
    assert declaration(urn("m"), {}, {"externalId": object()}) is None
    assert declaration(urn("m"), {}, {"externalId": "x", "userId": object()}) is None


# Declared twice


@pytest.mark.parametrize("inputs", [{}, {"externalId": "X "}, {"userId": USER.upper()}, {"userId": None}])
def test_second_resource_with_the_same_identity_is_refused(inputs: dict[str, Any]) -> None:
    registry = Registry()
    assert declare(registry, "a") is None
    assert declare(registry, "b", **inputs).resource == urn("a")


@pytest.mark.parametrize("inputs", [{"externalId": "y"}, {"userId": OTHER}])
def test_second_resource_with_another_identity_is_not_refused(inputs: dict[str, Any]) -> None:
    registry = Registry()
    declare(registry, "a")
    assert declare(registry, "b", **inputs) is None


def test_one_resource_may_be_checked_twice() -> None:
    registry = Registry()
    declare(registry, "a")
    assert declare(registry, "a") is None


def test_unnamed_persons_of_two_configurations_are_two_persons() -> None:
    registry = Registry()
    declare(registry, "a")
    claim = declaration(urn("b"), {}, {"externalId": "x"}, "other settings")
    assert claim is not None
    assert registry.declare(claim) is None


@pytest.mark.parametrize("newcomer_first", [True, False])
def test_resource_without_a_state_is_blamed(newcomer_first: bool) -> None:  # noqa: FBT001  (both ways round)
    olds = {"externalId": "x", "userId": USER}
    new = declaration(urn("new"), {}, olds)
    old = declaration(urn("old"), olds, olds)
    assert new is not None
    assert old is not None
    what, _, fix = duplicate(new, old) if newcomer_first else duplicate(old, new)
    assert what == "Resource 'new' declares external id 'x' for the organizer, as resource 'old' does."
    assert fix.startswith("Give resource 'new', which has no meeting yet, another external_id")


def test_two_resources_of_one_name_are_distinguished_by_their_urns() -> None:
    one, two = declaration("urn:a::b::c$t::m", {}, {"externalId": "x"}), declaration(urn("m"), {}, {"externalId": "x"})
    assert one is not None
    assert two is not None
    assert duplicate(one, two)[0].startswith("Resource urn:a::b::c$t::m declares")


def test_answer_with_a_meeting_of_another_resource_is_refused() -> None:
    registry = Registry()
    declare(registry, "a", externalId="ä")
    registry.hold(urn("a"), Identity.of("ä", USER), "1")
    with pytest.raises(DuplicateError, match="resource 'b'"):
        registry.made(urn("b"), Identity.of("a", USER), "1", None)


def create(registry: Registry, name: str, error: Exception) -> None:
    """A create that is answered with a meeting, and then fails."""
    identity = Identity.of("x", USER)
    with registry.creating(urn(name), identity):
        registry.made(urn(name), identity, "1", None)
        raise error


def test_create_that_fails_holds_nothing() -> None:
    registry = Registry()
    with pytest.raises(RefusedError):
        create(registry, "a", RefusedError("no"))
    assert registry.keeper("1", state(), urn("old")) is None  # nothing passed check, and nothing was made


def test_failed_create_is_recorded_as_failed() -> None:
    registry = Registry()
    declare(registry, "new")
    with pytest.raises(RefusedError), registry.creating(urn("new"), Identity.of("x", USER)):
        raise RefusedError("no")
    keeper = registry.keeper("1", state(), urn("old"))
    assert keeper is not None
    assert keeper.progress == "failed"


def test_create_that_is_only_unfinished_holds_its_meeting() -> None:
    registry = Registry()
    declare(registry, "a")
    with pytest.raises(IncompleteError):
        create(registry, "a", IncompleteError("1", {}, RefusedError("no")))
    assert registry.keeper("1", None, urn("old")) is not None


def test_create_without_a_urn_is_refused_the_second_time() -> None:
    registry = Registry()
    with registry.creating("", Identity.of("x", USER)):
        pass
    with pytest.raises(DuplicateError), registry.creating("", Identity.of("X", USER)):
        pass


def test_deleted_meeting_is_remembered() -> None:
    registry = Registry()
    registry.deleted("1")
    assert registry.was_deleted("1")
    assert not registry.was_deleted("2")


# Several processes of one engine


def processes(folder: Path, *engines: str) -> list[Registry]:
    return [Registry(open_journal(engine, folder)) for engine in engines]


def test_meeting_declared_in_another_process_of_the_engine_is_kept(tmp_path: Path) -> None:
    one, two = processes(tmp_path / "j", ENGINE, ENGINE)
    declare(one, "new")
    keeper = two.keeper("1", state(), urn("old"))
    assert keeper is not None
    assert keeper.resource == urn("new")


def test_second_resource_in_another_process_of_the_engine_is_refused(tmp_path: Path) -> None:
    one, two = processes(tmp_path / "j", ENGINE, ENGINE)
    declare(one, "a")
    assert declare(two, "b").resource == urn("a")


def test_rotation_declared_in_another_process_of_the_engine_locks_the_old_meeting(tmp_path: Path) -> None:
    one, two = processes(tmp_path / "j", ENGINE, ENGINE)
    old = {"userId": USER, "externalId": "standup"}
    assert not two.rotates(old)
    declare(one, "m", externalId="standup#2", rotation="2")
    assert two.rotates(old)
    assert two.rotates(old, urn("m"))


def test_stacks_of_two_engines_know_nothing_of_each_other(tmp_path: Path) -> None:
    one, two = processes(tmp_path / "j", ENGINE, "127.0.0.1:4322")
    declare(one, "a")
    assert declare(two, "b") is None
    assert two.keeper("1", state(), urn("old")).resource == urn("b")  # type: ignore[union-attr]


def test_later_engine_at_the_same_address_finds_nothing(tmp_path: Path) -> None:
    journal = open_journal(ENGINE, tmp_path / "j")
    assert journal is not None
    declare(Registry(journal), "a")
    journal.close()
    (later,) = processes(tmp_path / "j", ENGINE)
    assert later.keeper("1", state(), urn("old")) is None


def test_journal_holds_no_user_id_external_id_or_meeting_id(tmp_path: Path) -> None:
    (registry,) = processes(tmp_path / "j", ENGINE)
    declare(registry, "a", externalId="secret-external-id", subject="secret subject")
    registry.made(urn("a"), Identity.of("secret-external-id", USER), "meeting-id", None)
    (file,) = (tmp_path / "j").iterdir()
    text = file.read_text()
    assert urn("a") in text
    assert [word for word in (USER, "secret", "meeting-id") if word in text] == []
    assert file.stat().st_mode & 0o077 == 0


def test_folder_that_others_can_write_is_not_used(tmp_path: Path) -> None:
    folder = tmp_path / "j"
    folder.mkdir()
    folder.chmod(0o777)
    assert open_journal(ENGINE, folder) is None


def test_process_without_an_engine_has_no_journal(tmp_path: Path) -> None:
    assert open_journal("", tmp_path / "j") is None


def test_journal_that_was_not_used_for_a_day_is_removed(tmp_path: Path) -> None:
    folder = tmp_path / "j"
    journal = open_journal(ENGINE, folder)
    assert journal is not None
    journal.close()
    (old,) = folder.iterdir()
    os.utime(old, (0, 0))
    held = open_journal("127.0.0.1:4322", folder)
    assert held is not None
    assert not old.exists()


@pytest.mark.parametrize("junk", [b"{", b"[]", b"{}", b"7", b'{"from": 1}', b"\xff"], ids=repr)
def test_journal_line_that_cannot_be_read_costs_itself_alone(tmp_path: Path, junk: bytes) -> None:
    one, two = processes(tmp_path / "j", ENGINE, ENGINE)
    (file,) = (tmp_path / "j").iterdir()
    with file.open("ab") as written:
        written.write(junk)  # without an end, as a full disk leaves it
    declare(one, "new")
    assert two.keeper("1", state(), urn("old")) is not None


def test_second_check_of_one_run_finds_the_old_arguments_of_the_first() -> None:
    registry = Registry()
    assert registry.olds(urn("m"), {"externalId": "kept"}, empty=False) == {"externalId": "kept"}
    assert registry.olds(urn("m"), {}, empty=True) == {"externalId": "kept"}
    assert registry.olds(urn("n"), {}, empty=True) == {}


def test_unchanged_meeting_of_another_person_does_not_keep_the_first_ones() -> None:
    registry = Registry()
    inputs = {"externalId": "x"}
    claim = declaration(urn("b"), inputs, inputs, "b")
    assert claim is not None
    registry.declare(claim)
    registry.hold_declared(urn("b"), inputs, {"externalId": "x", "organizer": {"id": OTHER}}, "2")
    assert registry.keeper("1", state(), urn("a")) is None
    assert registry.keeper("2", state(user=OTHER), urn("a")) is not None


def test_derived_external_ids_are_remembered_by_organizer_without_case() -> None:
    registry = Registry()
    registry.note_derived(Identity.of("x", "11111111-1111-4111-8111-aaaaaaaaaaaa"))
    registry.note_derived(Identity.of("y"))
    assert registry.is_derived(Identity.of("x", "11111111-1111-4111-8111-AAAAAAAAAAAA"))
    assert registry.is_derived(Identity.of("y"))
    assert not registry.is_derived(Identity.of("y", "11111111-1111-4111-8111-aaaaaaaaaaaa"))
    assert not registry.is_derived(Identity.of("X", "11111111-1111-4111-8111-aaaaaaaaaaaa"))
    assert not registry.is_derived(None)


# Many


def test_a_thousand_meetings_are_compared_with_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[Claim] = []
    shares, keeps = Claim.shares, Claim.keeps

    def note_shares(one: Claim, two: Claim) -> bool:
        compared.append(one)
        return shares(one, two)

    def note_keeps(one: Claim, meeting: str, identity: Identity | None) -> bool:
        compared.append(one)
        return keeps(one, meeting, identity)

    monkeypatch.setattr(Claim, "shares", note_shares)
    monkeypatch.setattr(Claim, "keeps", note_keeps)
    registry = Registry()
    for n in range(1000):
        name, identity = f"m{n}", Identity.of(f"x{n}", USER)
        assert declare(registry, name, externalId=f"x{n}") is None
        with registry.creating(urn(name), identity):
            registry.made(urn(name), identity, f"id{n}", state(f"x{n}"))
        assert registry.keeper(f"other{n}", state(f"y{n}"), urn(name)) is None
    assert compared == []


def test_a_meeting_that_a_resource_let_go_is_not_kept_for_it() -> None:
    registry = Registry()
    identity = Identity.of("x", USER)
    registry.hold(urn("m"), identity, "old")
    registry.made(urn("m"), identity, "new", None)
    assert registry.keeper("old", None, urn("m")) is None
    assert registry.keeper("new", None, urn("m")) is not None
