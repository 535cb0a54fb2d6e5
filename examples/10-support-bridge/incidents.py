"""A stand-in for the resources of an incident tool, which keeps each incident in a file of the folder incidents.

Use your tool's own Pulumi package instead. All that the support bridge needs is a key and a title.
"""

import json
import zlib
from pathlib import Path
from typing import Any

from pulumi import Input, Output, ResourceOptions
from pulumi.dynamic import CreateResult, Resource, ResourceProvider

TOOL = Path("incidents")


def _file(key: str) -> Path:
    TOOL.mkdir(exist_ok=True)
    return TOOL / f"{key}.json"


def _hold(key: str, incident: dict[str, Any]) -> None:
    _file(key).write_text(json.dumps(incident, indent=2) + "\n", encoding="utf-8")


class _Incidents(ResourceProvider):
    def create(self, props: dict[str, Any]) -> CreateResult:
        key = f"INC-{zlib.crc32(props['title'].encode()) % 10_000}"
        _hold(key, {"key": key, "title": props["title"]})
        return CreateResult(key, {**props, "key": key})

    def delete(self, _id: str, props: dict[str, Any]) -> None:
        _file(props["key"]).unlink(missing_ok=True)


class _Links(ResourceProvider):
    def create(self, props: dict[str, Any]) -> CreateResult:
        incident = json.loads(_file(props["key"]).read_text(encoding="utf-8"))
        _hold(props["key"], incident | {"bridge": props["url"]})
        return CreateResult(f"{props['key']}-bridge", props)


class Incident(Resource, module="incidents", name="Incident"):
    """An incident; `key` is the tool's name for it."""

    key: Output[str]

    def __init__(self, name: str, title: Input[str], opts: ResourceOptions | None = None) -> None:
        """Open an incident with a title."""
        super().__init__(_Incidents(), name, {"title": title, "key": None}, opts)


class IncidentLink(Resource, module="incidents", name="IncidentLink"):
    """A link that an incident shows."""

    def __init__(self, name: str, key: Input[str], url: Input[str], opts: ResourceOptions | None = None) -> None:
        """Attach a URL to the incident with this key."""
        super().__init__(_Links(), name, {"key": key, "url": url}, opts)
