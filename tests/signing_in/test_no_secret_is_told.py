"""With the real engine at its highest log level: whatever fails, no secret is printed, kept or left behind."""

from __future__ import annotations

import os
import signal
import socket
import ssl
import threading
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import datetime, timedelta, timezone
from itertools import chain
from typing import TYPE_CHECKING, Any

import grpc
import psutil
import pytest
import trustme

from msgraph_meetings_emulator import Fault
from tests.bad_days.catalogue import OPAQUE, of_entra, of_graph
from tests.bad_days.graph import IN_VAIN, REFUSED
from tests.bad_days.machine import ODD, WAYS_OUT
from tests.client.pki import PASSWORD, identity
from tests.dynamic.server import DynamicServer, Refused
from tests.engine.tracebacks import frames_of_ours
from tests.network.proxy import TunnelProxy
from tests.network.scripted import ScriptedServer, whole
from tests.plugin.plugin_stack import LIMIT, PluginStack, plugin_of, until
from tests.plugin.processes import CONSOLE_SCRIPT, Process
from tests.sampling import sampled, sampled_items
from tests.signing_in.canaries import Canaries
from tests.signing_in.conftest import LOUDEST
from tests.signing_in.messages import tells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.bad_days.day import Day
    from tests.signing_in.conftest import Door
    from tests.signing_in.machine import Machine

QUICK = {"MSGRAPH_OPERATION_TIMEOUT": "6"}
GO_ON = "--continue-on-error"
OF_AN_APP = {"accessTokenType": "application"}


@pytest.fixture
def quiet_tenant(machine: Machine) -> Iterator[Machine]:
    """A tenant in which nothing is armed before and after."""
    machine.emulator.clear_journal()
    yield machine
    machine.emulator.disarm()


def test_dynamic_resource_explains_each_refused_sign_in_without_the_secret(
    quiet_tenant: Machine, tmp_path: Path
) -> None:
    with DynamicServer(tmp_path, os.environ | _with_a_secret(quiet_tenant)) as server:
        for row, refusal in of_entra():
            quiet_tenant.emulator.arm(refusal)
            with pytest.raises(Refused) as refused:
                server.up({"externalId": row})
            assert tells(str(refused.value), row), row
            Canaries(quiet_tenant).assert_unseen(str(refused.value))
        Canaries(quiet_tenant).assert_unseen(server.printed)


def test_plugin_explains_each_refused_sign_in_without_the_secret(quiet_tenant: Machine, tmp_path: Path) -> None:
    with Process((CONSOLE_SCRIPT,), folder=tmp_path, variables=_with_a_secret(quiet_tenant)) as plugin:
        plugin.door.configure()
        for row, refusal in of_entra():
            quiet_tenant.emulator.arm(refusal)
            with pytest.raises(grpc.RpcError) as refused:
                plugin.door.make({"externalId": row}, row)
            assert tells(refused.value.details(), row), row
            Canaries(quiet_tenant).assert_unseen(refused.value.details())
        _, *printed = plugin.signal(signal.SIGINT)
    Canaries(quiet_tenant).assert_unseen("".join(printed))


def _with_a_secret(machine: Machine) -> dict[str, str]:
    return machine.environment | {"ARM_CLIENT_SECRET": machine.emulator.client_secret}


def test_dynamic_resource_explains_each_refusal_of_graph_without_the_secret(
    quiet_tenant: Machine, dynamic_door: Door
) -> None:
    failures = [failure for failure in of_graph() if failure.token is None]
    quiet_tenant.emulator.arm(*(failure.fault for failure in failures))
    said = dynamic_door.deploy(
        "\n".join(
            f"OnlineMeeting({one.row!r}, external_id={one.row!r}, user_id={one.organizer!r})" for one in failures
        ),
        quiet_tenant.environment | QUICK | {"ARM_CLIENT_SECRET": quiet_tenant.emulator.client_secret},
        GO_ON,
        fails=True,
    )
    assert [one.row for one in failures if not tells(said, one.row)] == []


def test_plugin_explains_each_failure_of_graph_and_network_without_the_secret(
    quiet_tenant: Machine, plugin_door: Door, tmp_path: Path
) -> None:
    failures = list(of_graph())
    quiet_tenant.emulator.arm(*(failure.fault for failure in failures), *_odd_answers())
    app = {
        "tenantId": quiet_tenant.emulator.tenant_id,
        "clientCertificate": identity().pfx_base64(PASSWORD),
        "clientCertificatePassword": PASSWORD,
    }
    providers: dict[str, dict[str, Any]] = {"app": app}
    meetings: dict[str, tuple[str, dict[str, Any]]] = {day.row: ("app", {"userId": day.row}) for day in ODD_ANSWERS}
    for one in failures:
        if one.token:
            providers[one.row] = {"accessToken": one.token} | (OF_AN_APP if one.token == OPAQUE else {})
        meetings[one.row] = (one.row if one.token else "app", {"userId": one.organizer})
    with _wrong_places(tmp_path) as (places, trusted):
        for row, root in places.items():
            providers[row] = {"accessToken": OPAQUE, "graphEndpoint": root} | OF_AN_APP
            meetings[row] = (row, {})
        environment = quiet_tenant.environment | QUICK | {"REQUESTS_CA_BUNDLE": _bundle(quiet_tenant, trusted)}
        del environment["ARM_TENANT_ID"], environment["AZURE_TENANT_ID"]
        with Process((CONSOLE_SCRIPT,), folder=tmp_path, variables=environment) as plugin:
            attached = {"PULUMI_DEBUG_PROVIDERS": f"msgraph-meetings:{int(plugin.first_line)}"}
            said = plugin_door.up_with_providers(
                providers, environment | attached, GO_ON, meetings=meetings, fails=True
            )
            _, *printed = plugin.signal(signal.SIGINT)
    Canaries(quiet_tenant, opaque=OPAQUE).assert_unseen(said + "".join(printed), plugin_door.stack.folder)
    assert [row for row in meetings if not tells(said, row)] == []


ODD_ANSWERS = (IN_VAIN["lost after the work for good"], REFUSED["HTML"], IN_VAIN["answer too large for good"])
"""The answers instead of a meeting; the organizer has the name of the row that explains it."""
LATE = b"HTTP/1.1 401 Unauthorized\r\nDate: Mon, 04 Jan 2010 09:00:00 GMT\r\nContent-Length: 0\r\n\r\n"


def _odd_answers() -> Iterator[Fault]:
    for day in ODD_ANSWERS:
        yield Fault(path=f"*/{day.row}/onlineMeetings/createOrGet", **day.fault)


@contextmanager
def _wrong_places(folder: Path) -> Iterator[tuple[dict[str, str], bytes]]:
    """Addresses at which Graph is not, each by the row that explains it, and the authorities that are trusted."""
    trusted, unknown, has_no_children = trustme.CA(), trustme.CA(), trustme.CA(path_length=0)
    past = datetime.now(timezone.utc) - timedelta(days=1)
    certificates = {
        "certificate-name": trusted.issue_cert("other.example"),
        "certificate-dates": trusted.issue_cert("127.0.0.1", not_after=past),
        "tls-interception": unknown.issue_cert("127.0.0.1"),
        "certificate-untrusted": trustme.CA(has_no_children).issue_cert("127.0.0.1"),
    }
    with ExitStack() as open_ones:

        def served(answer: Callable[[socket.socket], None], certificate: trustme.LeafCert) -> str:
            return open_ones.enter_context(closing(ScriptedServer(answer, _context(certificate)))).root

        places = {row: served(whole(), certificate) for row, certificate in certificates.items()}
        places["clock"] = served(lambda one: one.sendall(LATE), trusted.issue_cert("127.0.0.1"))
        places["tls-broken"] = open_ones.enter_context(_no_tls())
        places["connect-timeout"] = open_ones.enter_context(_full())
        places |= {"unreached": f"https://127.0.0.1:{_free_port()}", "name-unknown": "https://graph.invalid"}
        places["address-unusable"] = f"https://{'a' * 64}.example"
        yield places, trusted.cert_pem.bytes() + has_no_children.cert_pem.bytes()


def _context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    certificate.configure_cert(context)
    return context


@contextmanager
def _no_tls() -> Iterator[str]:
    """An address at which everybody is told, in plain HTTP, that nobody speaks TLS."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=_turn_away, args=(door,), daemon=True).start()
        yield f"https://127.0.0.1:{door.getsockname()[1]}"
        door.shutdown(socket.SHUT_RDWR)


def _turn_away(door: socket.socket) -> None:
    with suppress(OSError):  # it is closed in the end
        while True:
            one, _ = door.accept()
            with one:
                one.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


@contextmanager
def _full() -> Iterator[str]:
    """An address at which nobody is ever let in: the queue before its door is full, and stays so."""
    with socket.socket() as door, ExitStack() as queue:
        door.bind(("127.0.0.1", 0))
        door.listen(0)
        for _ in range(2):
            waiting = queue.enter_context(socket.socket())
            waiting.settimeout(0)
            waiting.connect_ex(door.getsockname())
        yield f"https://127.0.0.1:{door.getsockname()[1]}"


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as used:
        return int(used.getsockname()[1])


def _bundle(machine: Machine, trusted: bytes) -> str:
    usual = machine.emulator.ca_bundle.read_bytes()
    return machine.file("bundle.pem", usual + b"\n" + trusted)


@pytest.mark.parametrize(("row", "day"), sampled_items(WAYS_OUT, ("proxy-sign-in",)))
def test_machine_without_a_network_gets_the_reason_without_the_secret(
    quiet_tenant: Machine, dynamic_door: Door, row: str, day: Day
) -> None:
    asks = b"HTTP/1.1 407 Proxy Authentication Required\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
    with TunnelProxy(answer=asks) as proxy:
        filled = {"port": proxy.port, "garbage": quiet_tenant.file("garbage.pem", "no certificate")}
        environment = quiet_tenant.environment | QUICK | {"NO_PROXY": "", "no_proxy": ""}
        environment |= {name: text.format(**filled) for name, text in day.variables.items() if text}
        environment["ARM_CLIENT_SECRET"] = quiet_tenant.emulator.client_secret
        said = dynamic_door.up(row, environment, fails=True)
    assert tells(said, row)
    assert "Pr0xy-canary" not in said


@pytest.mark.parametrize(("row", "day"), sampled_items(ODD, list(ODD)[:2]))
def test_machine_with_a_broken_sign_in_method_gets_the_reason_without_the_secret(
    quiet_tenant: Machine, tmp_path: Path, row: str, day: Day
) -> None:
    variables = os.environ | quiet_tenant.environment | QUICK | day.odd(quiet_tenant)
    with DynamicServer(tmp_path, variables) as server:
        with pytest.raises(Refused) as refused:
            server.up({"externalId": row})
        assert tells(str(refused.value), row), refused.value
        Canaries(quiet_tenant).assert_unseen(str(refused.value) + server.printed)


SECRETS_OF_A_STACK = {
    "clientCertificate": "Ce7-canary-of-a-certificate",
    "clientCertificatePassword": "Pw9-canary-of-a-password",
    "clientSecret": "Cs2-canary-of-a-client-secret",
    "oidcToken": "Ot4-canary-of-an-oidc-token",
    "oidcRequestToken": "Rt6-canary-of-a-request-token",
}


@pytest.mark.parametrize("door", sampled(["dynamic_door", "plugin_door"], ["dynamic_door"]))
def test_secrets_of_a_stack_and_the_passcode_are_only_stored_encrypted(
    quiet_tenant: Machine, tmp_path: Path, door: str, request: pytest.FixtureRequest
) -> None:
    other: Door = request.getfixturevalue(door)
    stack = type(other.stack)(tmp_path / "stack", quiet_tenant.environment)
    token = quiet_tenant.emulator.application_token()
    given = {**SECRETS_OF_A_STACK, "accessToken": token}
    pairs = [("--secret", f"msgraph-meetings:{name}={text}") for name, text in given.items()]
    stack.run("config", "set-all", *chain.from_iterable(pairs))
    program = f"m = OnlineMeeting('m', {other.external_id}='{door}'); pulumi.export('passcode', m.passcode)"
    said = stack.up(program, *LOUDEST).output
    (meeting,) = (one for one in quiet_tenant.emulator.meetings() if one["externalId"] == door)
    settings = meeting["joinMeetingIdSettings"] | {"passcode": "Cq7-canary"}
    quiet_tenant.emulator.edit(meeting["id"], joinMeetingIdSettings=settings)
    said += stack.up(None, "--refresh", *LOUDEST).output
    assert stack.outputs()["passcode"] == "Cq7-canary"
    said += stack.destroy(*LOUDEST).output
    watched = Canaries(quiet_tenant, token=token, passcode="Cq7-canary", **SECRETS_OF_A_STACK)
    watched.assert_unseen(said, stack.folder)


def test_plugin_leaves_no_core_dump_when_it_crashes(quiet_tenant: Machine, tmp_path: Path) -> None:
    _, most = psutil.Process().rlimit(psutil.RLIMIT_CORE)
    stack = PluginStack(tmp_path, quiet_tenant.emulator.environment())
    stack.program("OnlineMeeting('m', externalId='crash')")
    quiet_tenant.emulator.arm(Fault.throttled(None, 100, path="*/createOrGet"))
    engine = stack.start("up", "--yes", "--skip-preview", *LOUDEST)
    until(lambda: quiet_tenant.emulator.journal(path="*/createOrGet"), engine)
    plugin = plugin_of(engine)
    assert plugin.rlimit(psutil.RLIMIT_CORE) == (0, most)
    plugin.send_signal(signal.SIGABRT)
    said, _ = engine.communicate(timeout=LIMIT)
    assert frames_of_ours(said) == []
    Canaries(quiet_tenant).assert_unseen(said, tmp_path)
