"""The examples of the schema: one source in YAML each, written in every language by Pulumi's generators.

The descriptions in `schema.json` show them in the form that Pulumi's registry reads. The SDKs show the one in their
language.
"""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tools.publish import names

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tools.places import Places

SOURCES = Path(__file__).with_name("examples")
EXAMPLES = {
    "online-meeting": ("resources", "msgraph-meetings:index:OnlineMeeting"),
    "get-online-meeting": ("functions", "msgraph-meetings:index:getOnlineMeeting"),
}
"""The file of an example, and where the schema shows it."""

LANGUAGES = {"typescript": ".ts", "python": ".py", "csharp": ".cs", "go": ".go", "java": ".java"}
"""The languages in the order of the registry, and the ending of a program's file; YAML is the source itself."""

_BEGIN, _END = "{{% examples %}}\n## Example Usage\n{{% example %}}\n", "{{% /example %}}\n{{% /examples %}}\n"
_SHOWN = re.compile(r"\n*\{\{% examples %\}\}.*\{\{% /examples %\}\}\n*", re.DOTALL)
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def write(places: Places, program: Callable[[str, Path, str], Mapping[str, bytes]], pcl: Callable[[Path], str]) -> None:
    """Write the examples of all languages into the schema of the clone.

    Args:
        places: the clone.
        program: returns the files of a program in a language, from PCL in a file and the schema.
        pcl: returns a source in PCL.
    """
    schema = json.loads(places.schema.read_text(encoding="utf-8"))
    bare = json.dumps(schema | {"version": "0.0.0"})  # PCL needs no version
    with tempfile.TemporaryDirectory() as folder:
        for name, (part, token) in EXAMPLES.items():
            source, file = SOURCES / f"{name}.yaml", Path(folder, f"{name}.pp")
            file.write_text(pcl(source), encoding="utf-8")
            texts = {language: _source(program(language, file, bare), end) for language, end in LANGUAGES.items()}
            texts |= _mended(texts, names.of(names.read(places.root)))
            texts["yaml"] = "".join(_without_head(source))
            item = schema[part][token]
            item["description"] = _with(item["description"], texts)
    names.save(places.schema, schema)


def shown(description: str) -> dict[str, str]:
    """Return the examples in a description, by language."""
    return dict(_FENCE.findall(description.partition(_BEGIN)[2].partition(_END)[0]))


def _with(description: str, texts: Mapping[str, str]) -> str:
    blocks = "".join(f"```{language}\n{text.rstrip()}\n```\n" for language, text in texts.items())
    before, _, after = _SHOWN.sub("\n\f\n", description).partition("\n\f\n")
    if not after:  # no example yet: it goes before the section about import, or to the end
        before, _, after = before.partition("\n\n## Import")
        after = f"## Import{after}" if after else ""
    after = after.strip()
    return f"{before.rstrip()}\n\n{_BEGIN}{blocks}{_END}\n{after}".rstrip() + ("" if after else "\n")


def _source(files: Mapping[str, bytes], ending: str) -> str:
    (text,) = [text for name, text in files.items() if name.endswith(ending)]
    return text.decode()


def _mended(texts: Mapping[str, str], ours: names.Names) -> dict[str, str]:
    """Return the examples in which generators write a wrong name: Pulumi's owner, and in Go that of the resource."""
    csharp = texts["csharp"].replace("using MsgraphMeetings = Pulumi.MsgraphMeetings;\n", "")
    go = texts["go"].replace("msgraphmeetings.GetOnlineMeetingOutput", "msgraphmeetings.LookupOnlineMeetingOutput")
    foreign = re.compile(r"^import com\.\w+\.msgraphmeetings\.", re.MULTILINE)
    java = foreign.sub(f"import {ours.java_package}.", texts["java"])
    missing = {*re.findall(r"\b(\w+Args)\.builder", java)} - {*re.findall(r"^import .+\.(\w+);$", java, re.MULTILINE)}
    imports = "".join(f"import {ours.java_package}.inputs.{name};\n" for name in sorted(missing))
    java = java.replace("import java.util.List;\n", f"{imports}import java.util.List;\n", 1)
    return {"csharp": csharp, "go": go, "java": java}


def _without_head(source: Path) -> list[str]:
    """Return the lines of a YAML program without the lines about its project."""
    lines = source.read_text(encoding="utf-8").splitlines(keepends=True)
    return [line for line in lines if not line.startswith(("name:", "description:", "runtime:"))]
