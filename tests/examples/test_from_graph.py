"""docs/from-graph-to-pulumi.md: each declaration makes the meeting of the call beside it."""

from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import requests
import tree_sitter_c_sharp
import tree_sitter_powershell
from tree_sitter import Language, Parser

from tests.clients.documentation import ATTENDEE, MEETING
from tests.engine.stack import Stack
from tests.sampling import sampled
from tests.sdk.languages import workshop
from tools.places import Places
from tools.sdk import toolchains

if TYPE_CHECKING:
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator

PAGE = (Places.here().root / "docs" / "from-graph-to-pulumi.md").read_text(encoding="utf-8")
_SECONDS = 30
_JAVA = """package meetings;
import com.pulumi.Pulumi;
import io.github.ownernotset.msgraphmeetings.*;
import io.github.ownernotset.msgraphmeetings.inputs.*;
"""
_GO = """import (
	msgraph "github.com/owner--not-set/pulumi-msgraph-meetings/sdk/go/msgraphmeetings"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)
"""
AROUND = {
    "go": (
        "go",
        f"package main\n{_GO}func main() {{ pulumi.Run(func(ctx *pulumi.Context) error {{\n",
        """
ctx.Export("link", meeting.JoinWebUrl)
return err
}) }""",
    ),
    "java": (
        "java",
        f"{_JAVA}public class App {{\npublic static void main(String[] a) {{\nPulumi.run(ctx -> {{\n",
        '\nctx.export("link", meeting.joinWebUrl());\n}); } }',
    ),
    "typescript": (
        "ts",
        'import * as msgraph from "@owner--not-set/msgraph-meetings";\n',
        "\nexport const link = meeting.joinWebUrl;\n",
    ),
    "yaml": ("yaml", "name: every-language\nruntime: yaml\n", ""),
}
"""The fence of each language, and the lines around a declaration that make it a program."""


def blocks(language: str) -> list[str]:
    """Return the code blocks of the page in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def assert_is_the_documented_meeting(held: dict[str, Any]) -> None:
    (invited,) = held["participants"]["attendees"]
    assert {"id": invited["identity"]["user"]["id"], "upn": invited["upn"]} == ATTENDEE
    assert (held["externalId"], held["subject"]) == (MEETING["externalId"], MEETING["subject"])
    for name in ("startDateTime", "endDateTime"):
        assert held[name].rstrip("Z") == MEETING[name].removesuffix("+00:00")


def sent(emulator: Emulator) -> requests.Response:
    """Send the HTTP request of the page, and return its answer."""
    head, body = blocks("http")[0].split("\n\n", 1)
    path = re.search(r"graph\.microsoft\.com(\S+)", head)
    assert path
    with requests.Session() as session:
        session.trust_env = False
        session.verify = str(emulator.ca)
        session.headers["Authorization"] = f"Bearer {emulator.application_token()}"
        address = f"{emulator.endpoint}{path[1].replace('{userId}', emulator.user_id)}"
        return session.post(address, json=json.loads(body), timeout=_SECONDS)


@pytest.mark.parametrize("language", sampled(AROUND, []))
def test_declaration_of_the_page_makes_the_meeting_that_the_http_request_then_finds(
    language: str, tmp_path: Path, msgraph_emulator: Emulator
) -> None:
    fence, before, after = AROUND[language]
    program = workshop(language, tmp_path)
    program.source.write_text(before + blocks(fence)[-1] + after, encoding="utf-8")
    stack = Stack(program.folder, msgraph_emulator.environment())
    stack.environment = program.environment(stack.environment)
    stack.up()

    (held,) = msgraph_emulator.meetings()
    assert_is_the_documented_meeting(held)
    assert stack.outputs() == {"link": held["joinWebUrl"]}
    answer = sent(msgraph_emulator)
    assert (answer.status_code, answer.json()["id"]) == (200, held["id"])


@pytest.mark.proof
def test_python_declaration_of_the_page_makes_the_meeting_that_the_http_request_then_finds(
    tmp_path: Path, msgraph_emulator: Emulator
) -> None:
    stack = Stack(tmp_path, msgraph_emulator.environment())
    stack.up(blocks("python")[0])
    (held,) = msgraph_emulator.meetings()
    assert_is_the_documented_meeting(held)
    assert sent(msgraph_emulator).status_code == 200


@pytest.mark.parametrize(
    ("language", "grammar"),
    [("csharp", tree_sitter_c_sharp.language()), ("powershell", tree_sitter_powershell.language())],
)
def test_blocks_that_cannot_be_run_here_parse(language: str, grammar: object) -> None:
    assert blocks(language)
    for block in blocks(language):
        assert not Parser(Language(grammar)).parse(block.encode()).root_node.has_error, block


@pytest.mark.proof
def test_calls_in_javascript_and_go_parse(tmp_path: Path) -> None:
    script, source = tmp_path / "call.mjs", tmp_path / "call.go"
    script.write_text(blocks("js")[0], encoding="utf-8")
    source.write_text(f"package main\n\nfunc call() {{\n{blocks('go')[0]}}}\n", encoding="utf-8")
    node, gofmt = toolchains.node(Places.here())[0] / "node", toolchains.golang(Places.here()) / "gofmt"
    for program, option, file in ((node, "--check", script), (gofmt, "-e", source)):
        done = subprocess.run([program, option, file], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def test_every_call_and_declaration_of_the_page_names_the_same_meeting() -> None:
    fenced = re.findall(r"^```\w+\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    assert len(fenced) == 13
    for block in fenced:
        for value in (MEETING["externalId"], MEETING["subject"], *ATTENDEE.values()):
            assert value in block
