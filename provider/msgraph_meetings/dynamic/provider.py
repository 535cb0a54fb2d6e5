"""The dynamic resource, provider half: the engine runs it as ``python -m pulumi.dynamic`` beside the user's program.

State contains ``msgraph_meetings.dynamic`` and ``OnlineMeetingProvider``: neither name may ever change. The object
has no attributes when it is pickled: state contains 92 characters of it and no secret, and any number of resources
can be declared (pulumi contract, A.1 and A.2). The program half is in ``resource``.
"""

from __future__ import annotations

import functools
import os
import sys
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from pulumi.dynamic import (
    CheckFailure,
    CheckResult,
    ConfigureRequest,
    CreateResult,
    DiffResult,
    ReadResult,
    ResourceProvider,
    UpdateResult,
)
from pulumi.output import Unknown as PulumiUnknown

from msgraph_meetings.dynamic.tracebacks import without_traceback
from msgraph_meetings.engine.call import engine_address, engine_call
from msgraph_meetings.errors import IncompleteError, MeetingsError
from msgraph_meetings.errors.unexpected import unexpected
from msgraph_meetings.model.external_id import Place
from msgraph_meetings.model.unknowns import UNKNOWN, Properties, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from msgraph_meetings.config.reading import Settings
    from msgraph_meetings.http.notices import Notices
    from msgraph_meetings.http.operation import Operation, Severity
    from msgraph_meetings.meetings.check import Checked
    from msgraph_meetings.meetings.lifecycle import Lifecycle
    from msgraph_meetings.meetings.registry import Registry

    Method = TypeVar("Method", bound=Callable[..., Any])

PLACE = "place"
"""A property that the program half adds and check removes: only the program knows the place of a resource."""
HIDE_USER = "hideUser"
"""Another such property: True if the setting ``userId`` is a secret of the stack's configuration."""
HIDE_EXTERNAL_ID = "hideExternalId"
"""Another one: True if the rotation, which becomes a part of the external id, is a secret."""
_WIRE_SECRET = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270"}
"""The key that marks a value as a secret on the wire (pulumi contract, A.6)."""
_PROVIDER_KEY = "__provider"
_OURS = frozenset({_PROVIDER_KEY, PLACE, HIDE_USER, HIDE_EXTERNAL_ID})

_lifecycles: dict[Settings, Lifecycle] = {}
"""One session for each configuration. It is kept in the process: two pickles (the state's and the
program's) are two provider objects, and four threads use each."""
_registries: list[Registry] = []
"""The one registry of this process, made by the first call."""
_lock = Lock()


def _said_plainly(method: Method) -> Method:
    """Turn any other exception into one of our errors: the SDK would show its traceback to the user."""

    @functools.wraps(method)
    def plain(*args: Any, **kwargs: Any) -> Any:
        try:
            return method(*args, **kwargs)
        except MeetingsError:
            raise
        except Exception as error:
            raise unexpected(error) from error

    return plain  # type: ignore[return-value]


class OnlineMeetingProvider(ResourceProvider):
    """Decodes, calls the lifecycle, encodes; it contains no rule about meetings.

    Methods and their arguments are those of ``pulumi.dynamic.ResourceProvider``.
    """

    __module__ = "msgraph_meetings.dynamic"  # The name in people's state, by which pickle finds the class.
    serialize_as_secret_always = False  # The object captures no value, so there is no secret to hide.

    @_said_plainly
    def configure(self, req: ConfigureRequest) -> None:
        """Read the stack's ``msgraph-meetings:*`` configuration and the environment."""
        without_traceback()
        from msgraph_meetings.config.reading import read_settings  # noqa: PLC0415
        from msgraph_meetings.config.validation import refuse_unknown_settings  # noqa: PLC0415
        from msgraph_meetings.dynamic.engine_cancel import notice_cancel  # noqa: PLC0415
        from msgraph_meetings.engine.core_dumps import refuse_core_dumps  # noqa: PLC0415  (not in the program's process)
        from msgraph_meetings.http.operation import SaidOnce  # noqa: PLC0415

        notice_cancel()
        refuse_core_dumps()
        refuse_unknown_settings(req.config)
        _notices()
        self._settings = read_settings(lambda name: req.config.get(f"msgraph-meetings:{name}"), os.environ)
        self._said = SaidOnce()

    @_said_plainly
    def check(self, _olds: Properties, news: Properties) -> CheckResult:
        """Return every problem of the arguments, and the arguments with the identity filled in."""
        from msgraph_meetings.meetings.check import check  # noqa: PLC0415  (pydantic takes 50 ms to load)

        given = _decoded(_olds)
        olds = _registry().olds(engine_call().urn, given, empty=not given)
        checked = check(olds, _decoded(news), self._settings, self._default(news.get(PLACE)))
        self._note(checked, Place.read(news.get(PLACE)))
        # The engine prints the value of a property that is named: a secret in clear, {<nil>} where there is none.
        failures = [CheckFailure("", f"{failure.path}: {failure.reason}") for failure in checked.failures]
        failures += self._declared_twice(olds, checked.inputs)
        inputs = _encoded(checked.inputs)
        for flag, name in ((HIDE_USER, "userId"), (HIDE_EXTERNAL_ID, "externalId")):
            if news.get(flag) is True and name in inputs:
                inputs[name] = _WIRE_SECRET | {"value": inputs[name]}
        return CheckResult(inputs, failures)

    def _declared_twice(self, olds: Properties, inputs: Properties) -> list[CheckFailure]:
        from msgraph_meetings.meetings.registry import declaration, duplicate  # noqa: PLC0415

        claim = declaration(engine_call().urn, olds, inputs, self._settings)
        other = _registry().declare(claim) if claim else None
        return [CheckFailure("", "externalId: " + "\n".join(duplicate(claim, other)))] if claim and other else []

    @_said_plainly
    def diff(self, _id: str, _olds: Properties, _news: Properties) -> DiffResult:
        """Return the changes; sends no request."""
        from msgraph_meetings.meetings.diff import diff  # noqa: PLC0415
        from msgraph_meetings.meetings.keep_alive import keep_alive_notices  # noqa: PLC0415
        from msgraph_meetings.meetings.kept_organizer import other_organizer  # noqa: PLC0415
        from msgraph_meetings.model import instants  # noqa: PLC0415
        from msgraph_meetings.model.state import organizer_of  # noqa: PLC0415

        state, inputs = _decoded(_olds), _decoded(_news)
        now, label = instants.now(), f"meeting {state.get('externalId')}"
        self._say(label, other_organizer(organizer_of(state), inputs, self._settings))
        found = diff(state, inputs, now)
        self._say(label, keep_alive_notices(state, inputs, now, replaces=found.replaces))
        if not found.replaces:
            _registry().hold_declared(engine_call().urn, inputs, state, _id)
        return DiffResult(
            changes=bool(found.changes),
            replaces=[change.path for change in found.changes if change.replaces],
        )

    @_said_plainly
    def create(self, props: Properties) -> CreateResult:
        """Create or adopt the meeting: one createOrGet, then at most one PATCH."""
        from msgraph_meetings.model.identity import Identity  # noqa: PLC0415

        inputs = _decoded(props)
        call = engine_call()
        derived = _registry().is_derived(Identity.of_inputs(inputs))
        try:
            with _notices().during_create():
                made = self._lifecycle().create(inputs, self._operation(inputs, creates=True), derived=derived)
        except IncompleteError as error:
            call.keep(error)
            raise
        return CreateResult(made.id, made.state)

    @_said_plainly
    def read(self, id_: str, props: Properties) -> ReadResult:
        """Read the meeting with one GET; one that is gone has no id. One that is only read may lack its organizer."""
        from msgraph_meetings.model.state import organizer_of  # noqa: PLC0415

        state = _decoded(props)
        if organizer_of(state) is None and self._settings.user_id:
            state["userId"] = self._settings.user_id
        found = self._lifecycle().read(id_, state, self._operation(state))
        if found is None:
            return ReadResult("", {})
        return ReadResult(found.id, found.state, found.inputs)

    @_said_plainly
    def update(self, _id: str, _olds: Properties, _news: Properties) -> UpdateResult:
        """Update the meeting with at most one PATCH."""
        inputs = _decoded(_news)
        state = self._lifecycle().update(_id, _decoded(_olds), inputs, self._operation(inputs))
        return UpdateResult(state)

    @_said_plainly
    def delete(self, _id: str, _props: Properties) -> None:
        """Delete the meeting with one DELETE, or none if the state says ``retain``."""
        state = _decoded(_props)
        self._lifecycle().delete(_id, state, self._operation(state))

    def _default(self, place: object) -> str | Unknown | None:
        """Return the external id of a resource that names none; it is unknown as long as the place is."""
        if isinstance(place, PulumiUnknown):
            return UNKNOWN
        read = Place.read(place)
        return None if read is None else read.external_id(self._settings.external_id_prefix)

    def _note(self, checked: Checked, place: Place | None) -> None:
        """Remember for ``create`` that an external id was derived, and print the warnings."""
        from msgraph_meetings.model.identity import Identity  # noqa: PLC0415

        identity = Identity.of_inputs(checked.inputs)
        if checked.derived and identity is not None:
            _registry().note_derived(identity)
        label = f"resource {place.name}" if place else f"meeting {checked.inputs.get('externalId')}"
        self._say(label, checked.notices)

    def _say(self, label: str, notices: Iterable[str]) -> None:
        for notice in notices:
            self._said.tell(label, notice, _tell(f"{label}: "))

    def _lifecycle(self) -> Lifecycle:
        from msgraph_meetings.meetings.connect import connect  # noqa: PLC0415

        registry = _registry()
        with _lock:
            if self._settings not in _lifecycles:
                _lifecycles[self._settings] = connect(self._settings, registry)
            return _lifecycles[self._settings]

    def _operation(self, properties: Properties, *, creates: bool = False) -> Operation:
        from msgraph_meetings.dynamic.engine_cancel import cancelled  # noqa: PLC0415
        from msgraph_meetings.http.operation import Operation  # noqa: PLC0415

        label = f"meeting {properties.get('externalId', '')}".strip()
        return Operation(
            label,
            self._settings.create_timeout if creates else self._settings.operation_timeout,
            _tell(f"{label}: "),
            cancelled(),
            resource=engine_call().urn,
            notices=_notices(),
        )


def _registry() -> Registry:
    """Return the registry of this deployment's meetings."""
    from msgraph_meetings.meetings.claim_journal import open_journal  # noqa: PLC0415
    from msgraph_meetings.meetings.registry import Registry  # noqa: PLC0415

    with _lock:
        if not _registries:
            _registries.append(Registry(open_journal(engine_address(sys.argv[1:]))))
        return _registries[0]


def _tell(label: str) -> Callable[[Severity, str], None]:
    """Return a function that prints log lines: the SDK gives no access to the engine's log (pulumi contract, A.7)."""

    def tell(severity: Severity, text: str) -> None:
        prefix = "warning: " if severity == "warning" else ""
        sys.stderr.write(f"{prefix}{label}{text}\n")  # One write, because threads write at the same time.

    return tell


@functools.cache
def _notices() -> Notices:
    """Return the notices of the process; ``configure`` asks first, and the SDK calls it in one thread at a time."""
    from msgraph_meetings.http.notices import Notices  # noqa: PLC0415

    return Notices(_tell(""))


def _decoded(properties: Properties) -> Properties:
    ours = {name: value for name, value in properties.items() if name not in _OURS}
    return {name: _swapped(value, PulumiUnknown, UNKNOWN) for name, value in ours.items()}


def _encoded(properties: Properties) -> Properties:
    unknown = PulumiUnknown()  # type: ignore[no-untyped-call]
    return {name: _swapped(value, Unknown, unknown) for name, value in properties.items()}


def _swapped(value: Any, unknown: type, other: Any) -> Any:
    """Return the value with one marker of unknown values replaced by the other."""
    if isinstance(value, unknown):
        return other
    if isinstance(value, dict):
        return {name: _swapped(item, unknown, other) for name, item in value.items()}
    if isinstance(value, list):
        return [_swapped(item, unknown, other) for item in value]
    return value
