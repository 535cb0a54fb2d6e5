"""`policy`: the script for PowerShell, parsed by a grammar of PowerShell, because there is no PowerShell here.

PSScriptAnalyzer could not be had: it comes from the PowerShell Gallery only, and needs PowerShell. The script runs
nowhere in these tests; each line was read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import tree_sitter_powershell
from hypothesis import given, settings
from hypothesis import strategies as st
from tree_sitter import Language, Parser

from msgraph_meetings.commands.policy.script import AccessPolicy, literal
from tests.commands.person import TENANT, USER, export, resource, secret

if TYPE_CHECKING:
    from pathlib import Path

    from tree_sitter import Node

    from tests.commands.person import Person

APP = "a3d6f8e1-47b2-4b0f-8c65-91e2d7c4f5ab"
OTHER = "00000000-0000-4000-8000-00000000000a"
GROUP = "566b8d39-5c5c-4aaa-bc07-4f36278a1b38"
_PARSER = Parser(Language(tree_sitter_powershell.language()))


def tree(script: str) -> Node:
    """Return the parsed script; fail if a part is not PowerShell."""
    root = _PARSER.parse(script.encode()).root_node
    assert not root.has_error, [str(node) for node in walk(root) if node.is_error or node.is_missing]
    return root


def walk(node: Node) -> list[Node]:
    return [node, *(inner for child in node.children for inner in walk(child))]


def commands_in(script: str) -> set[str]:
    return {(node.text or b"").decode() for node in walk(tree(script)) if node.type == "command_name" and node.text}


def made(person: Person, *words: str | Path, given: str | None = None) -> str:
    seen = person.having(ARM_CLIENT_ID=APP).runs("policy", *words, given=given)
    assert seen.code == 0, seen.errors
    return seen.output


def assigned(script: str, name: str) -> list[str]:
    """Return the texts that a variable at the top of the script is set to."""
    value = re.search(rf"^\${name} = (@\((?:\n.*?\n)?\)|'.*?'$)", script, re.MULTILINE | re.DOTALL)
    assert value, name
    return re.findall(r"'((?:[^']|'')*)'", value[1])


def test_script_names_every_organizer_of_the_stack_once(person: Person) -> None:
    text = export(resource("a"), resource("b", userId=USER.upper()), resource("c", userId=OTHER))
    script = made(person, "-", given=text)
    assert assigned(script, "Organizers") == [USER, OTHER]
    assert assigned(script, "AppIds") == [APP]
    assert assigned(script, "TenantId") == [TENANT]
    assert assigned(script, "PolicyName") == ["msgraph-meetings"]


def test_script_is_powershell_in_ascii_with_documented_cmdlets_only(person: Person) -> None:
    script = made(person, "--organizers", USER)
    assert script.isascii()
    used = {name for name in commands_in(script) if "-Cs" in name}
    assert used == {
        "Get-CsApplicationAccessPolicy",
        "Get-CsGroupPolicyAssignment",
        "Get-CsOnlineUser",
        "Get-CsTenant",
        "Grant-CsApplicationAccessPolicy",
        "New-CsApplicationAccessPolicy",
        "Remove-CsApplicationAccessPolicy",
        "Remove-CsGroupPolicyAssignment",
        "Set-CsApplicationAccessPolicy",
    }
    others = commands_in(script) - used
    assert others <= {
        *("Get-AccessPolicy", "Get-Holder", "Get-PolicyNameOfGroup", "Get-PolicyNameOfUser", "Test-AppAllowed"),
        *("Out-Null", "Select-Object", "Set-StrictMode", "Where-Object", "Write-Output", "Write-Warning"),
    }


def test_no_colon_follows_a_variable_which_powershell_reads_as_a_drive(person: Person) -> None:
    assert re.findall(r"\$\w+:", made(person, "--organizers", USER)) == []


def test_every_change_asks_should_process_first(person: Person) -> None:
    """So that -WhatIf changes nothing: the module's functions do not see the script's preference."""
    changes = ("Grant-Cs", "New-Cs", "Remove-Cs", "Set-Cs")
    for node in walk(tree(made(person, "--organizers", USER))):
        if node.type != "command_name" or not (node.text or b"").decode().startswith(changes):
            continue
        above = node
        while above.type != "program" and not (above.type in ("if_statement", "elseif_clause") and asks(above)):
            assert above.parent is not None
            above = above.parent
        assert above.type != "program", node.text


def asks(node: Node) -> bool:
    """Return True if the condition of an `if` or `elseif` asks."""
    condition = node.child_by_field_name("condition") or next(
        (child for child in node.children if child.type == "pipeline"), None
    )
    return condition is not None and b"ShouldProcess" in (condition.text or b"")


def test_organizers_can_be_listed_without_a_stack(person: Person) -> None:
    script = made(
        person, "--organizers", f"{USER}, ada@contoso.example", "--organizers", "-", given=f"{OTHER}\n{USER}\n"
    )
    assert assigned(script, "Organizers") == [USER, "ada@contoso.example", OTHER]
    assert assigned(script, "TenantId") == [""]


def test_a_group_gets_the_policy_instead_of_each_organizer(person: Person) -> None:
    script = made(person, "--group", GROUP)
    assert (assigned(script, "Groups"), assigned(script, "Organizers")) == ([GROUP], [])
    tree(script)


def test_organizers_of_two_tenants_are_not_checked_against_one(person: Person) -> None:
    other = resource("b", organizer={"id": USER, "tenantId": OTHER})
    assert assigned(made(person, "-", given=export(resource("a"), other)), "TenantId") == [""]


def test_a_secret_organizer_needs_show_secrets(person: Person) -> None:
    text = export(resource("a", userId=secret(USER), organizer=secret({"id": USER})))
    seen = person.having(ARM_CLIENT_ID=APP).runs("policy", "-", given=text)
    assert (seen.code, seen.output) == (3, "")
    assert "The organizer of a is a secret of the stack." in seen.errors
    assert assigned(made(person, "-", "--show-secrets", given=text), "Organizers") == [USER]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--organizers", "x'; Remove-Item /"), "is not an organizer"),
        (("--organizers", "$(evil)"), "is not an organizer"),
        (("--organizers", USER, "--app", "app"), "is not a client id of an app"),
        (("--organizers", USER, "--name", "a'b"), "is not a policy name"),
        (("--organizers", USER, "--name", "a\nb"), "is not a policy name"),
        (("--group", "everyone"), "is not an object id of a group"),
    ],
)
def test_values_of_another_form_are_refused(person: Person, words: tuple[str, ...], said: str) -> None:
    seen = person.having(ARM_CLIENT_ID=APP).runs("policy", *words)
    assert (seen.code, seen.output) == (3, "")
    assert said in seen.errors


def test_without_an_app_or_an_organizer_it_says_where_they_come_from(person: Person) -> None:
    assert "Set ARM_CLIENT_ID" in person.runs("policy", "--organizers", USER).errors
    seen = person.having(ARM_CLIENT_ID=APP).runs("policy", "-", given=export())
    assert (seen.code, "There is no organizer." in seen.errors) == (3, True)


@pytest.mark.parametrize(("words", "given"), [(("",), None), ((" , ",), None), (("-",), "\n")])
def test_an_empty_list_of_organizers_does_not_mean_the_selected_stack(
    person: Person, words: tuple[str, ...], given: str | None
) -> None:
    seen = person.having(ARM_CLIENT_ID=APP).runs("policy", "--organizers", *words, given=given)
    assert (seen.code, "There is no organizer." in seen.errors) == (3, True), seen.errors


def test_a_stack_and_organizers_together_are_wrong_use(person: Person) -> None:
    assert person.runs("policy", "dev", "--organizers", USER).code == 2


def test_out_writes_the_script(person: Person, tmp_path: Path) -> None:
    assert made(person, "--organizers", USER, "--out", tmp_path / "policy.ps1") == ""
    tree((tmp_path / "policy.ps1").read_text("ascii"))


@given(st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"])))
def test_a_literal_is_one_text_whatever_it_holds(text: str) -> None:
    quotes = "'\u2018\u2019\u201a\u201b"
    inside = literal(text)[1:-1]
    assert re.sub(f"([{quotes}])\\1", r"\1", inside) == text or re.search(f"([{quotes}])\\1", text)
    assert not re.search(f"[{quotes}]", re.sub(f"([{quotes}])\\1", "", inside))


@settings(max_examples=15, deadline=None)
@given(
    st.from_regex(r"[A-Za-z0-9.!#$%&*+/=?^_{|}~'-]{1,20}@[a-z.-]{1,20}", fullmatch=True),
    st.text(max_size=40),
)
def test_any_name_of_a_user_and_any_source_make_a_script_that_parses(user: str, source: str) -> None:
    script = AccessPolicy("p", (APP,), (user,), made_from=source).script()
    assert assigned(script, "Organizers") == [user.replace("'", "''")]
    tree(script)
