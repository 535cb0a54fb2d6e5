"""Names and addresses of the packages, all made from the owner in `publish.toml`.

The files that hold them keep the names of the last owner; `write` puts the present ones in their place. So the owner
changes in one line, and no file needs a template.
"""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from tools.console import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import Any

    from tools.places import Places

FILE = "publish.toml"
DEFAULT_OWNER = "owner--not-set"
"""GitHub refuses two hyphens in a row, so that no stranger can have the account that these addresses name."""

PACKAGE = "msgraph-meetings"
_KEYS = ("owner", "repository", "publisher")
_LINE = re.compile(r'^(\w+) = "([^"\\]+)"$')
_OWNER = re.compile(r"[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*")
_REPOSITORY = re.compile(r"[A-Za-z0-9._-]+")
_LEFT_OUT = ("sdk/", "docs/contract/", FILE)
"""The SDKs are generated again; the facts about others name nobody's package of ours."""


@dataclass(frozen=True)
class Publisher:
    """The lines of `publish.toml`."""

    owner: str
    repository: str
    publisher: str

    @property
    def is_default(self) -> bool:
        """True if nobody has named an owner yet."""
        return self.owner == DEFAULT_OWNER


@dataclass(frozen=True)
class Names:
    """Every name that depends on the owner, in the order in which `write` replaces them: a longer one first."""

    url: str
    raw: str
    download: str
    go_module: str
    npm: str
    java_package: str
    java_folder: str
    java_group: str
    nuget: str
    codeowners: str

    @property
    def documentation(self) -> str:
        """The address of the pages in `docs/`, which messages name."""
        return f"{self.url}/blob/main/docs"

    @property
    def go_package(self) -> str:
        """The import path of the Go SDK."""
        return f"{self.go_module}/msgraphmeetings"

    @property
    def logo(self) -> str:
        """The address of the logo."""
        return f"{self.raw}/main/docs/logo.svg"


def read(root: Path) -> Publisher:
    """Return the publisher that `publish.toml` names.

    Raises:
        Problem: a line is missing, unknown or unusable; the message names it.
    """
    lines = (root / FILE).read_text(encoding="utf-8").splitlines()
    found = dict(_pair(line) for line in lines if line.strip() and not line.startswith("#"))
    for name in _KEYS:
        if name not in found:
            raise Problem(f'{FILE} has no line {name} = "...".')
    if unknown := [name for name in found if name not in _KEYS]:
        raise Problem(f"{FILE} has an unknown line {unknown[0]}. Its lines are {', '.join(_KEYS)}.")
    if not _OWNER.fullmatch(found["owner"]):
        raise Problem(f"{FILE}: owner {found['owner']!r} is not an account on GitHub: letters, digits and hyphens.")
    if not _REPOSITORY.fullmatch(found["repository"]):
        raise Problem(f"{FILE}: repository {found['repository']!r} is not a name on GitHub.")
    return Publisher(**found)


def _pair(line: str) -> tuple[str, str]:
    found = _LINE.match(line)
    if not found:
        raise Problem(f'{FILE}: cannot read the line {line!r}. Write name = "value".')
    return found[1], found[2]


def of(publisher: Publisher) -> Names:
    """Return the names of an owner."""
    owner, repository = publisher.owner, publisher.repository
    words = [word for word in owner.split("-") if word]
    segment = "".join(words).lower()
    package = f"io.github.{segment if segment[0].isalpha() else f'_{segment}'}"
    where = f"github.com/{owner}/{repository}"
    return Names(
        url=f"https://{where}",
        raw=f"https://raw.githubusercontent.com/{owner}/{repository}",
        download=f"github://api.{where}",
        go_module=f"{where}/sdk/go",
        npm=f"@{owner.lower()}/{PACKAGE}",
        java_package=f"{package}.msgraphmeetings",
        java_folder=f"{package}.msgraphmeetings".replace(".", "/"),
        java_group=f"io.github.{owner.lower()}",
        nuget=f"{''.join(word[0].upper() + word[1:] for word in words)}.MsgraphMeetings",
        codeowners=f"* @{owner}",
    )


def write(places: Places) -> None:
    """Put the present owner's names in place of the last owner's in every file of the clone, and into the schema.

    Raises:
        Problem: `publish.toml` cannot be used.
    """
    present = read(places.root)
    schema = json.loads(places.schema.read_text(encoding="utf-8"))
    before, after = of(_last(schema, present)), of(present)
    if before != after:
        for file in _files(places.root):
            _replace(file, before, after)
        schema = json.loads(places.schema.read_text(encoding="utf-8"))
    save(places.schema, named(schema, present))


def _last(schema: Mapping[str, Any], present: Publisher) -> Publisher:
    """Return the owner whose names the schema holds."""
    found = re.fullmatch(r"https://github\.com/([^/]+)/([^/]+)", schema.get("repository", ""))
    return Publisher(found[1], found[2], schema["publisher"]) if found else present


def named(schema: dict[str, Any], publisher: Publisher) -> dict[str, Any]:
    """Return the schema with the names of an owner, in the order in which people read them."""
    names = of(publisher)
    language = schema["language"]
    language["go"]["importBasePath"] = names.go_package
    language["nodejs"]["packageName"] = names.npm
    language["java"]["basePackage"] = names.java_package.rpartition(".")[0]
    language["csharp"]["rootNamespace"] = names.nuget.partition(".")[0]
    ours = {
        "namespace": re.sub("-+", "-", publisher.owner.lower()),  # Pulumi's schema of schemas wants single hyphens
        "homepage": names.url,
        "repository": names.url,
        "logoUrl": names.logo,
        "pluginDownloadURL": names.download,
        "publisher": publisher.publisher,
    }
    first = {name: schema[name] for name in ("name", "displayName", "description", "keywords", "license")}
    rest = {name: value for name, value in schema.items() if name not in ours}
    return first | ours | rest


def save(file: Path, schema: Mapping[str, Any]) -> None:
    """Write a schema in the form in which it is committed."""
    file.write_text(f"{json.dumps(schema, indent=2, ensure_ascii=False)}\n", encoding="utf-8")


def _files(root: Path) -> Iterator[Path]:
    """Yield the text files of the clone that may hold a name of the owner."""
    listed = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=True).stdout  # noqa: S607
    for name in listed.splitlines():
        if (name == "sdk/README.md" or not name.startswith(_LEFT_OUT)) and name.rpartition(".")[2] not in (
            "png",
            "sum",
        ):
            yield root / name


def _replace(file: Path, before: Names, after: Names) -> None:
    if not file.is_file():
        return
    text = old = file.read_text(encoding="utf-8")
    for one, other in zip(astuple(before), astuple(after), strict=True):
        text = re.sub(rf"(?<![\w-]){re.escape(one)}(?![\w-])", lambda _, new=other: new, text)  # type: ignore[misc]
    if text != old:
        file.write_text(text, encoding="utf-8")
