"""Each promise of README and SECURITY, the tests that show it, and the command that runs them: docs/promises.md."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Promise:
    """One promise.

    Args:
        says: the promise in words.
        tests: file and function, or only the file if all of its tests are about the promise.
        whole: the command that runs every case, if `make test` runs only a part.
    """

    says: str
    tests: tuple[str, ...]
    whole: str = ""


PROMISES = (
    Promise(
        "One external id is one meeting, and its join URL is a stack output.", ("tests/engine/test_one_meeting.py",)
    ),
    Promise(
        "State lost: the next `up` finds every meeting with its join URL; none is doubled.",
        ("tests/engine/test_convergence.py::test_twenty_meetings_are_still_twenty_after_the_state_is_lost",),
    ),
    Promise(
        "Two deployments of one external id at once share one meeting.",
        ("tests/engine/test_convergence.py::test_two_stacks_that_deploy_one_external_id_at_once_share_one_meeting",),
    ),
    Promise(
        "No meeting that the program declares is deleted, through replace, taint, rename, swap and failed runs.",
        ("tests/matrix/test_sequences.py", "tests/properties/test_guard_taken_out.py"),
        "make proof STEPS=tests",
    ),
    Promise(
        "A rotated link leaves one meeting alive, and no older one, whatever interrupts the run.",
        ("tests/matrix/test_rotations.py", "tests/unit/test_rotation.py"),
        "make proof STEPS=tests",
    ),
    Promise(
        "No meeting that the program declares is locked.",
        (
            "tests/unit/test_lock.py::test_meeting_that_another_resource_declares_is_never_locked",
            "tests/unit/test_lock.py::test_meeting_of_a_replaced_resource_is_never_locked",
        ),
    ),
    Promise(
        "A meeting that is kept alive and deployed each month keeps its link for a year, by the documented rule.",
        ("tests/lifecycle/test_year.py",),
    ),
    Promise(
        "A create waits for an access policy if it is told to, and one create asks for all.",
        ("tests/unit/test_access_policy.py",),
    ),
    Promise(
        "A request that is refused, lost, cut or slow loses nothing; the next `up` finishes.",
        ("tests/matrix/test_faults.py",),
        "make faults TABLES=faults",
    ),
    Promise(
        "Whatever is killed, the next `up` finishes on the same meeting.",
        ("tests/matrix/test_kills.py",),
        "make faults TABLES=kills",
    ),
    Promise(
        "An edit in Teams shows in `refresh`, and `up` puts it back with one PATCH.",
        ("tests/engine/test_one_meeting.py::test_an_edit_on_the_service_is_put_back_after_a_refresh_with_one_patch",),
    ),
    Promise(
        "A preview of declared meetings needs no credentials and sends nothing.",
        (
            "tests/engine/test_bad_days.py::test_a_preview_needs_no_credentials_and_no_network",
            "tests/engine/test_previewed_lookups.py",
        ),
    ),
    Promise(
        "No change sends nothing; a create sends one request, or two with settings; an update, a delete one.",
        ("tests/engine/test_one_meeting.py", "tests/lifecycle/test_cases.py"),
    ),
    Promise(
        "Throttled requests wait as long as the service asks, and nothing is lost.",
        ("tests/plugin/test_load.py", "tests/unit/test_gate.py"),
        "make load",
    ),
    Promise(
        "A missing access policy is answered with the two cmdlets, filled in.",
        ("tests/doctor/test_reports.py::test_a_missing_policy_gives_the_two_cmdlets_filled_in",),
    ),
    Promise(
        "Every way to sign in works, in both ways in.",
        ("tests/signing_in/test_every_way.py",),
        "make proof STEPS=tests",
    ),
    Promise(
        "A pipeline previews a fork's pull request without credentials, deploys, and finds an edit in Teams.",
        ("tests/pipelines/test_github.py", "tests/pipelines/test_gitlab.py", "tests/pipelines/test_azure.py"),
        "make proof STEPS=tests",
    ),
    Promise(
        "The plugin imports, shows a detailed diff and keeps half-finished work.",
        ("tests/plugin/test_engine_import.py", "tests/plugin/test_engine_drift.py", "tests/plugin/test_engine_days.py"),
    ),
    Promise(
        "A program in Python, YAML, TypeScript, Go and Java deploys through the plugin.",
        ("tests/sdk/test_programs.py",),
        "make proof STEPS=tests",
    ),
    Promise(
        "Each example does what its README shows, from preview to destroy.",
        ("tests/examples/test_readmes.py", "tests/examples/test_office_hours.py"),
        "make proof STEPS=tests",
    ),
    Promise(
        "The probe deletes every meeting that it makes, after a kill in the next run, and touches no other.",
        ("tests/probe/test_meetings_left.py",),
        "make proof STEPS=tests",
    ),
    Promise(
        "The probe reports each switch of the emulator as it is set, or that it cannot know.",
        ("tests/probe/test_switches.py",),
        "make proof STEPS=tests",
    ),
    Promise("A record of the probe names no tenant, person, meeting, link or token.", ("tests/probe/test_records.py",)),
    Promise(
        "A program and a state of an older version go on with this one: nothing is replaced, nothing changes.",
        ("tests/upgrade/test_upgrade.py",),
    ),
    Promise(
        "The plugin's archive installs without a network or this repository, and deploys.",
        ("tests/dist/test_install.py", "tests/dist/test_trial.py"),
        "make proof STEPS=tests",
    ),
    Promise("`make up` twice is one meeting, and `make down` leaves nothing.", ("tests/tools/test_example.py",)),
    Promise(
        "No secret, token or passcode is in a message, log, state or crash.",
        ("tests/signing_in/test_no_secret_is_told.py", "tests/engine/test_secrets_and_state.py"),
        "make proof STEPS=tests",
    ),
    Promise(
        "A token goes to the configured host and nowhere else.",
        (
            "tests/hostile/test_wire.py::test_redirect_of_graph_sends_no_token_to_another_host",
            "tests/network/test_transport.py",
        ),
    ),
    Promise("TLS certificates are always verified.", ("tests/network/test_trust.py",)),
    Promise(
        "Memory and time stay bounded, whatever answers.",
        ("tests/hostile/test_memory.py", "tests/hostile/test_wire.py"),
    ),
    Promise(
        "What provider processes share holds digests and resource names, for its owner only.",
        ("tests/unit/test_registry.py::test_journal_holds_no_user_id_external_id_or_meeting_id",),
    ),
    Promise(
        "A person's sign-in is kept where its owner alone can read it.",
        ("tests/client/test_sign_in_person.py::test_a_sign_in_is_kept_where_its_owner_alone_can_read_it",),
    ),
    Promise(
        "The emulator installs without Pulumi, gRPC and pydantic, and the provider without the emulator.",
        ("tests/tools/test_wheels.py",),
        "make proof STEPS=tests",
    ),
    Promise(
        "The emulator listens on loopback unless told otherwise.",
        ("tests/emulator/test_server.py::test_emulator_is_not_reached_by_another_address_of_the_machine",),
    ),
    Promise(
        "The emulator refuses secrets and tokens of a real tenant, and keeps nothing of them.",
        ("tests/emulator/test_real_secrets.py", "tests/emulator/test_shown_secrets.py"),
    ),
    Promise(
        "The emulator's journal holds no secret.", ("tests/emulator/test_journal.py::test_no_secret_is_in_the_journal",)
    ),
    Promise(
        "Other sites can neither read nor drive the emulator's page.",
        ("tests/emulator/test_guard.py", "tests/page/test_safety.py"),
    ),
    Promise(
        "The emulator forwards nothing to any other host.",
        ("tests/emulator/test_proxy.py::test_any_other_host_is_refused_with_one_sentence",),
    ),
    Promise(
        "Microsoft's Graph SDKs, identity libraries and CLI run against the emulator unchanged.",
        ("tests/clients/test_sdks.py", "tests/clients/test_identity_libraries.py", "tests/clients/test_m365_cli.py"),
        "make clients",
    ),
    Promise(
        "Each page shows what its commands print, and every block of code is run or says why not.",
        ("tests/docs/test_blocks.py", "tests/docs/test_sessions.py"),
        "make proof STEPS=tests",
    ),
)


def promises_table() -> str:
    """Return the table of promises."""
    rows = ["| promise | shown by | run by |", "|---|---|---|"]
    rows += [f"| {each.says} | {_links(each)} | {_commands(each)} |" for each in PROMISES]
    return "\n".join(rows) + "\n"


def missing(promise: Promise) -> list[str]:
    """Return the tests that the promise names and that do not exist."""
    return [test for test in promise.tests if not _exists(test)]


def _links(promise: Promise) -> str:
    return ", ".join(f"[{Path(test.partition('::')[0]).name}](../{test.partition('::')[0]})" for test in promise.tests)


def _commands(promise: Promise) -> str:
    here = [] if all(_is_proof(test) for test in promise.tests) else ["`make test`"]
    whole = [f"`{promise.whole}` (all cases)" if here else f"`{promise.whole}`"] if promise.whole else []
    return ", ".join(here + whole)


def _exists(test: str) -> bool:
    path, _, name = test.partition("::")
    file = ROOT / path
    names = {node.name for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)}
    return name in names if name else any(one.startswith("test_") for one in names)


def _is_proof(test: str) -> bool:
    return "\npytestmark = pytest.mark.proof\n" in (ROOT / test.partition("::")[0]).read_text("utf-8")
