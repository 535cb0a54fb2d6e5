"""The admission gate of Pulumi's registry, as rules that run offline.

Written down from pulumi/registry as of November 2026: `docs/adding-a-new-package.md`, `docs/overview-page.md`,
`scripts/ci/community-package/` (what blocks a pull request and what is only reported) and `tools/resourcedocsgen` (what
makes the generation of metadata fail). The one blocking check that is not here is the installation of the plugin from
its download address: tests of `make dist` install the same archive from a local server.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

CATEGORIES = ("cloud", "infrastructure", "network", "database", "monitoring", "utility")
REQUIRED_PAGE, OTHER_PAGE = "docs/_index.md", "docs/installation-configuration.md"
LANGUAGE_KEYS = ("typescript", "python", "go", "csharp", "java", "yaml", "hcl")
SECTIONS = ("Installation", "Example Usage", "Configuration")

_SLUG = re.compile(r"^[A-Za-z0-9._-]+/[A-Za-z0-9._-]+$")
_SEMVER = re.compile(r"^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$")
_NAME = re.compile(r"^[A-Za-z0-9._@/-]+$")
_SERVER = re.compile(r"^(?:https|github)://[A-Za-z0-9._~:/?#@!$&()*+,;=${}-]+$")
_FRONT = re.compile(r"^---\n(?P<data>.*?)^---\n(?P<body>.*)", re.DOTALL | re.MULTILINE)
_OF_A_LINE = {
    "relative image": re.compile(r"""<img[^>]+src=["'](?!https?://)|!\[[^\]]*\]\((?!https?://)"""),
    "raw relative link": re.compile(r"""<a[^>]+href=["'](?:\.|/)"""),
    "link that ends in .md": re.compile(r"\]\((?!https?://)[^)]*\.md[)#]"),
}
_SHORTCODE = re.compile(
    r"\{\{(?P<open>[<%]) (?P<end>/?)(?P<name>chooser|choosable)(?P<rest>[^>%]*?) (?P<close>[>%])\}\}"
)
_DELIMITERS = {"chooser": "<>", "choosable": "%%"}


@dataclass(frozen=True)
class Entry:
    """The entry that a pull request adds to the list of packages."""

    slug: str
    schema_file: str


@dataclass(frozen=True)
class Finding:
    """A broken rule; a blocking one refuses the package, another one is reported to the reviewers."""

    rule: str
    blocking: bool


def findings(root: Path, entry: Entry, schema: Mapping[str, Any], tag: str) -> list[Finding]:
    """Return every broken rule of a package at a release.

    Args:
        root: of the repository.
        entry: of the list of packages.
        schema: the package's schema.
        tag: of the release, such as `v0.1.0`.
    """
    blocking = [*_of_entry(root, entry, schema), *_of_schema(schema, tag), *_of_front_matter(root)]
    advice = [*_of_metadata(schema), *_of_pages(root)]
    return [Finding(rule, blocking=True) for rule in blocking] + [Finding(rule, blocking=False) for rule in advice]


def _of_entry(root: Path, entry: Entry, schema: Mapping[str, Any]) -> Iterator[str]:
    if not _SLUG.match(entry.slug):
        yield f"repoSlug is owner/name, not {entry.slug!r}"
    if not (root / entry.schema_file).is_file():
        yield f"schemaFile {entry.schema_file} is in the repository"
    if entry.slug.rpartition("/")[2].replace("pulumi-", "") != schema["name"]:
        yield f"the repository's name without pulumi- is the schema's name {schema['name']}, not {entry.slug}"


def _of_schema(schema: Mapping[str, Any], tag: str) -> Iterator[str]:
    version = str(schema.get("version", "")).strip()
    if not tag.startswith("v") or not _SEMVER.match(tag[1:]):
        yield f"a release's tag is v and a version, not {tag}"
    if version and version != tag.lstrip("v"):
        yield f"the schema's version {version} is the release's {tag}"
    if not str(schema.get("publisher", "")).strip():
        yield "the schema names a publisher"
    categories = [word for word in schema.get("keywords", []) if word.startswith("category/")]
    if any(word.removeprefix("category/") not in CATEGORIES for word in categories):
        yield f"the category is one of {', '.join(CATEGORIES)}, not {categories}"
    if not _NAME.match(schema["name"]):
        yield "the name has no other characters than letters, digits and ._@/-"


def _of_front_matter(root: Path) -> Iterator[str]:
    for page in (REQUIRED_PAGE, OTHER_PAGE):
        path = root / page
        if not path.is_file():
            yield f"{page} exists"
            continue
        found = _FRONT.match(path.read_text(encoding="utf-8").replace("\r\n", "\n"))
        if found is None or not isinstance(yaml.safe_load(found["data"]), dict):
            yield f"{page} begins with front matter"


def _of_metadata(schema: Mapping[str, Any]) -> Iterator[str]:
    for field in ("displayName", "description", "logoUrl", "pluginDownloadURL", "license", "homepage", "repository"):
        if not schema.get(field):
            yield f"the schema has {field}"
    if not str(schema.get("logoUrl", "x.svg")).endswith(".svg"):
        yield "logoUrl leads to an SVG"
    if not _SERVER.match(schema.get("pluginDownloadURL", "https://x")):
        yield "pluginDownloadURL is an address that the engine can use"


def _of_pages(root: Path) -> Iterator[str]:
    for page in (REQUIRED_PAGE, OTHER_PAGE):
        path = root / page
        found = _FRONT.match(path.read_text(encoding="utf-8")) if path.is_file() else None
        if found is None:
            continue
        data = yaml.safe_load(found["data"])
        for key in ("title", "meta_desc", "layout"):
            if not data.get(key):
                yield f"{page}: front matter has {key}"
        if data.get("layout", "package") != "package":
            yield f"{page}: layout is package"
        yield from (f"{page}: {rule}" for rule in _of_body(found["body"]))
        if page == REQUIRED_PAGE:
            yield from (f"{page}: {rule}" for rule in _of_overview(found["body"]))


def _of_body(body: str) -> Iterator[str]:
    for number, line in enumerate(body.splitlines(), 1):
        yield from (f"line {number} has a {kind}" for kind, pattern in _OF_A_LINE.items() if pattern.search(line))
    if re.search(r"^# ", _without_code(body), re.MULTILINE):
        yield "no heading of the first level: the title is in the front matter"
    opened: list[str] = []
    for code in _SHORTCODE.finditer(body):
        if code["open"] + code["close"] != _DELIMITERS[code["name"]]:
            yield f"{code[0]} has the delimiters of the other shortcode"
        if not code["end"]:
            opened.append(code["name"])
        elif not opened or opened.pop() != code["name"]:
            yield f"{code[0]} closes nothing"
    if opened:
        yield f"{opened} is not closed"


def _of_overview(body: str) -> Iterator[str]:
    text = _without_code(body)
    if not text.strip() or text.lstrip().startswith("#"):
        yield "the overview begins with prose, without a heading"
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    if [heading for heading in headings if heading in SECTIONS] != list(SECTIONS):
        yield f"the sections {', '.join(SECTIONS)} are there, in this order"
    parts = re.split(r"^## (.+)$", body, flags=re.MULTILINE)
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))
    installs = set(re.findall(r"choosable language (\w+)", sections.get("Installation", "")))
    if installs != set(LANGUAGE_KEYS):
        yield f"each language has a tab under Installation; {sorted(set(LANGUAGE_KEYS) - installs)} has none"
    examples = set(re.findall(r"choosable language (\w+)", sections.get("Example Usage", "")))
    if not {"typescript", "python", "go", "csharp", "java", "yaml"} <= examples:
        yield "each language has an example"


def _without_code(text: str) -> str:
    return re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
