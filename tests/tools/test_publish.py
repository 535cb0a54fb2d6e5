"""The owner's names, what forbids a release, and which changes of a schema break programs."""

from __future__ import annotations

import copy
import json
import shutil
import subprocess
from dataclasses import astuple
from typing import TYPE_CHECKING, Any

import pytest

from tools.console import Problem
from tools.places import Places
from tools.publish import changes, check, names

if TYPE_CHECKING:
    from pathlib import Path

HERE = Places.here()
CONTOSO = names.Publisher("Contoso-2", "teams", "Contoso")
SCHEMA: dict[str, Any] = json.loads(HERE.schema.read_text(encoding="utf-8"))
TOKEN = "msgraph-meetings:index:OnlineMeeting"


def test_every_name_is_made_from_the_owner() -> None:
    made = names.of(CONTOSO)
    assert made.go_module == "github.com/Contoso-2/teams/sdk/go"
    assert (made.npm, made.nuget) == ("@contoso-2/msgraph-meetings", "Contoso2.MsgraphMeetings")
    assert (made.java_group, made.java_package) == ("io.github.contoso-2", "io.github.contoso2.msgraphmeetings")
    assert made.download == "github://api.github.com/Contoso-2/teams"


def test_owner_that_begins_with_a_digit_has_a_package_name_that_java_accepts() -> None:
    assert names.of(names.Publisher("3m", "r", "p")).java_package == "io.github._3m.msgraphmeetings"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('owner = "a"\nrepository = "b"\n', "publisher"),
        ('owner = "a b"\nrepository = "b"\npublisher = "c"\n', "not an account"),
        ('owner = "a"\nrepository = "b"\npublisher = "c"\nmore = "d"\n', "unknown line more"),
        ("owner: a\n", "cannot read the line"),
    ],
)
def test_publish_toml_that_cannot_be_used_is_refused_with_the_line(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / names.FILE).write_text(text, encoding="utf-8")
    with pytest.raises(Problem, match=says):
        names.read(tmp_path)


@pytest.fixture
def clone(tmp_path: Path) -> Places:
    """Return a copy of the files that git knows, without the generated SDKs."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=HERE.root, capture_output=True, text=True, check=True
    )
    kept = ("sdk/nodejs/package.json", "sdk/README.md")
    for name in listed.stdout.splitlines():
        if (HERE.root / name).is_file() and (not name.startswith(("sdk/", "tests/", "bench/")) or name in kept):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(HERE.root / name, tmp_path / name)
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    subprocess.run(["git", "add", "-A", "-f"], cwd=tmp_path, check=True)
    return Places(root=tmp_path, cache=HERE.cache)


def _all_text(root: Path) -> str:
    files = (
        path
        for path in root.rglob("*")
        if path.is_file() and ".git/" not in path.as_posix() and path.name != "package.json"
    )
    return "".join(
        path.read_text("utf-8", "ignore") for path in files if not path.is_relative_to(root / "tools" / "publish")
    )


def test_another_owner_in_one_file_is_written_everywhere_and_back_again(clone: Places) -> None:
    default = names.read(clone.root)
    before = _all_text(clone.root)
    _name_owner(clone, CONTOSO)
    text = _all_text(clone.root)
    for name in astuple(names.of(default)):
        assert name not in text
    assert names.of(CONTOSO).go_package in (clone.root / "examples/02-every-language/go/main.go").read_text("utf-8")
    assert names.of(CONTOSO).documentation in (clone.root / "provider/msgraph_meetings/errors/links.py").read_text(
        "utf-8"
    )
    _name_owner(clone, default)
    assert _all_text(clone.root) == before


def _name_owner(clone: Places, publisher: names.Publisher) -> None:
    lines = [f'{name} = "{getattr(publisher, name)}"' for name in ("owner", "repository", "publisher")]
    text = (HERE.root / names.FILE).read_text(encoding="utf-8")
    head = "".join(f"{line}\n" for line in text.splitlines() if line.startswith("#"))
    (clone.root / names.FILE).write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    names.write(clone)


def test_release_with_the_default_owner_is_refused(clone: Places, capsys: pytest.CaptureFixture[str]) -> None:
    assert check.run(clone, "") == 1
    assert "the owner is the default" in capsys.readouterr().err


def test_release_of_an_owner_is_allowed_when_tag_and_changelog_agree(
    clone: Places, capsys: pytest.CaptureFixture[str]
) -> None:
    _name_owner(clone, CONTOSO)
    version = check.version(clone.root)
    log = clone.root / "CHANGELOG.md"
    log.write_text(log.read_text("utf-8").replace(f"## {version} (unreleased)", f"## {version} (2027-01-31)"), "utf-8")
    assert check.run(clone, f"v{version}") == 0
    assert check.run(clone, "v9.9.9") == 1
    log.write_text(log.read_text("utf-8").replace("(2027-01-31)", "(unreleased)"), "utf-8")
    assert check.run(clone, f"v{version}") == 1
    said = capsys.readouterr().err
    assert "The tag is v9.9.9" in said
    assert "says (unreleased)" in said


def _changed(change: Any) -> list[str]:
    new = copy.deepcopy(SCHEMA)
    change(new["resources"][TOKEN], new)
    return [str(one) for one in changes.changes(SCHEMA, new)]


def test_equal_schemas_have_no_changes() -> None:
    assert changes.changes(SCHEMA, copy.deepcopy(SCHEMA)) == []


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (
            lambda meeting, _: meeting["inputProperties"].pop("subject"),
            "breaking: OnlineMeeting input subject: is gone",
        ),
        (
            lambda meeting, _: meeting.update(requiredInputs=["subject"]),
            "breaking: OnlineMeeting input subject: is required now",
        ),
        (
            lambda meeting, _: meeting["required"].remove("joinWebUrl"),
            "breaking: OnlineMeeting output joinWebUrl: may be absent now",
        ),
        (
            lambda meeting, _: meeting["inputProperties"]["subject"].update(replaceOnChanges=True),
            "breaking: OnlineMeeting input subject: replaceOnChanges was not set and is true",
        ),
        (
            lambda meeting, _: meeting["inputProperties"]["subject"].update(type="integer"),
            "breaking: OnlineMeeting input subject: the type was string and is integer",
        ),
        (
            lambda meeting, _: meeting["inputProperties"].update(more={"type": "string"}),
            "harmless: OnlineMeeting input more: is new",
        ),
        (
            lambda _, schema: schema["types"]["msgraph-meetings:index:OnExisting"]["enum"].pop(),
            "breaking: OnExisting: the member fail is gone",
        ),
        (
            lambda _, schema: schema["language"]["nodejs"].update(packageName="@x/y"),
            f"breaking: nodejs: the package was {SCHEMA['language']['nodejs']['packageName']} and is @x/y",
        ),
        (lambda _, schema: schema["functions"].clear(), "breaking: getOnlineMeeting: the function is gone"),
    ],
)
def test_each_kind_of_change_is_reported_with_what_it_means(change: Any, line: str) -> None:
    assert _changed(change) == [line]


def test_text_beside_an_enumeration_is_harmless_for_arguments_and_breaks_typed_outputs() -> None:
    old, new = copy.deepcopy(SCHEMA), copy.deepcopy(SCHEMA)
    for bag in ("inputProperties", "properties"):
        old["resources"][TOKEN][bag]["onExisting"] = {"$ref": "#/types/msgraph-meetings:index:OnExisting"}
    found = [(one.breaks, one.where) for one in changes.changes(old, new)]
    assert found == [(True, "OnlineMeeting output onExisting"), (False, "OnlineMeeting input onExisting")]


def test_report_names_a_commit_that_does_not_exist() -> None:
    with pytest.raises(Problem, match="neither a file nor a commit"):
        changes.report(HERE, "no-such-tag", "")
