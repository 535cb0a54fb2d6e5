"""Answers larger than any memory: each ends by a limit of its own, in bounded memory, with one clear sentence."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from msgraph_meetings import errors
from tests.hostile.answers import FAILED, OK, large
from tests.hostile.child import SECRET, TOKEN
from tests.network.scripted import ScriptedServer

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterable

LARGE = large(OK)
FAILING = large(FAILED)
SOME = ("100 MB", "packed twice", "nested lists", "many empty lists", "size of a chunk without an end")
KILOBYTES = 200 * 1024
"""The largest growth of memory by one operation: 2 MB of empty lists are about 100 MB of Python."""


def outcomes(method: str, roots: Iterable[str]) -> list[dict[str, Any]]:
    """Return the outcome of an operation against each root, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.child", method, *roots], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def are_told_in_bounds(method: str, servers: dict[str, ScriptedServer]) -> None:
    found = outcomes(method, (server.root for server in servers.values()))
    for attack, one in zip(servers, found, strict=True):
        told = (attack, one)
        kind = getattr(errors, one["kind"], None)
        assert kind is not None, told
        assert kind is not errors.UnexpectedError, told
        assert len(one["said"]) < 1000, told
        assert SECRET not in one["said"], told
        assert TOKEN not in one["said"], told
        assert one["kilobytes"] < KILOBYTES, told


def test_huge_answer_of_graph_does_not_fill_the_memory(service: Callable[..., ScriptedServer]) -> None:
    are_told_in_bounds("graph", {attack: service(answer) for attack, answer in LARGE.items()})


def test_huge_refusal_of_graph_does_not_fill_the_memory(service: Callable[..., ScriptedServer]) -> None:
    are_told_in_bounds("graph", {attack: service(answer) for attack, answer in FAILING.items()})


def test_huge_discovery_document_does_not_fill_the_memory(service: Callable[..., ScriptedServer]) -> None:
    are_told_in_bounds("secret", {attack: service(answer) for attack, answer in LARGE.items()})


def test_huge_token_answer_does_not_fill_the_memory(authority: Callable[..., ScriptedServer]) -> None:
    are_told_in_bounds("secret", {attack: authority(LARGE[attack]) for attack in SOME})


def test_huge_refusal_of_a_token_does_not_fill_the_memory(authority: Callable[..., ScriptedServer]) -> None:
    are_told_in_bounds("oidc", {attack: authority(FAILING[attack]) for attack in SOME[:2]})


def test_huge_token_of_an_issuer_does_not_fill_the_memory(service: Callable[..., ScriptedServer]) -> None:
    are_told_in_bounds("oidc", {attack: service(LARGE[attack]) for attack in SOME})


def test_huge_managed_identity_answer_does_not_fill_the_memory(certificate: ssl.SSLContext) -> None:
    servers = {attack: ScriptedServer(LARGE[attack]) for attack in SOME}
    are_told_in_bounds("identity", servers)
    for server in servers.values():
        server.close()
