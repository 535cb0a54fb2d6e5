"""The calls about a provider's own configuration.

Its values arrive as strings, as JSON in strings (SDKs write numbers and Booleans so), or as JSON values. The engine
adds keys of its own, which are returned unchanged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgraph_meetings.config.table import SETTINGS
from msgraph_meetings.engine.protocol import provider_pb2
from msgraph_meetings.model.unknowns import Properties, known
from msgraph_meetings.plugin.codec import decode, encode, secrets
from msgraph_meetings.plugin.failures import check_failure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from msgraph_meetings.config.reading import Settings
    from msgraph_meetings.http.operation import Tell

_ENGINE_KEYS = frozenset(
    {"envVarMappings", "name", "parameterization", "pluginChecksums", "pluginDownloadURL", "version"}
)
_VARIABLE = "msgraph-meetings:config:"
_UNCLEAR = (
    "tenantId changed. A tenant can have several names, so no meeting is replaced. If this is another tenant, the"
    " meetings stay in the old one and this provider loses them. To move them, set the id of the old tenant again, run"
    " `pulumi up`, then set the id of the new tenant"
)
_SOME, _NONE = provider_pb2.DiffResponse.DIFF_SOME, provider_pb2.DiffResponse.DIFF_NONE


def check(request: provider_pb2.CheckRequest) -> provider_pb2.CheckResponse:
    """Return the configuration unchanged, with secrets marked, and every problem of it.

    So the state encrypts a secret setting that was set without `--secret`, or in clear in a program.
    """
    from msgraph_meetings.config.validation import check_configuration  # noqa: PLC0415  (pydantic takes 50 ms to load)

    given = decode(request.news)
    failures = [check_failure(failure.path, failure.reason) for failure in check_configuration(_ours(given.values))]
    inputs = encode(given.values, given.marks | secrets(_secret_names(given.values)))
    return provider_pb2.CheckResponse(inputs=inputs, failures=failures)


def _secret_names(given: Properties) -> list[str]:
    return [row.name for row in SETTINGS if row.secret and given.get(row.name) and known(given[row.name])]


def diff(request: provider_pb2.DiffRequest, tell: Tell) -> provider_pb2.DiffResponse:
    """Return the changed settings; one that certainly changes the tenant or cloud replaces provider and meetings."""
    from msgraph_meetings.config.validation import may_move, moves  # noqa: PLC0415

    olds, news = _ours(decode(request.old_inputs or request.olds).values), _ours(decode(request.news).values)
    changed = [name for name in sorted({*olds, *news}) if olds.get(name) != news.get(name)]
    moved = [name for name in moves(olds, news) if name not in request.ignoreChanges]
    if moved:
        tell(
            "warning",
            f"{' and '.join(moved)} changed, so the meetings of this provider are replaced. They are deleted in the old"
            " tenant or cloud and created in the new one, with other join links",
        )
    elif any(name not in request.ignoreChanges for name in may_move(olds, news)):
        tell("warning", _UNCLEAR)
    return provider_pb2.DiffResponse(
        changes=_SOME if changed else _NONE,
        replaces=moved,
        deleteBeforeReplace=False,  # create first: if only the tenant's name changed, the meeting is found and kept
        diffs=changed,
        detailedDiff={name: provider_pb2.PropertyDiff(kind=_kind(name, olds, news, moved)) for name in changed},
        hasDetailedDiff=True,
    )


def _kind(name: str, olds: Properties, news: Properties, moved: list[str]) -> provider_pb2.PropertyDiff.Kind.ValueType:
    if name in moved:
        return provider_pb2.PropertyDiff.UPDATE_REPLACE
    if name not in olds:
        return provider_pb2.PropertyDiff.ADD
    return provider_pb2.PropertyDiff.UPDATE if name in news else provider_pb2.PropertyDiff.DELETE


def settings(request: provider_pb2.ConfigureRequest, environment: Mapping[str, str]) -> Settings:
    """Return the settings in force.

    Raises:
        ConfigurationError: names the setting and its problem.
    """
    from msgraph_meetings.config.reading import read_settings  # noqa: PLC0415  (nothing that the port line can wait for)

    if request.HasField("args"):
        given = decode(request.args).values
    else:  # engines before 2020
        given = {name.removeprefix(_VARIABLE): value for name, value in request.variables.items()}
    return read_settings({name: value for name, value in given.items() if known(value)}.get, environment)


def user_is_secret(request: provider_pb2.ConfigureRequest) -> bool:
    """Return True if the setting ``userId`` is a secret."""
    mark = decode(request.args).marks.get(("userId",))
    return mark is not None and mark.secret


def _ours(given: Properties) -> Properties:
    return {name: value for name, value in given.items() if name not in _ENGINE_KEYS and not name.startswith("__")}
