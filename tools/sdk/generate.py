"""Generate the SDKs: every file of a language folder comes from a generator, from `parts/` or from the compiler."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from tools.console import Problem, say
from tools.engine import build
from tools.engine.kits import SDK_GENERATORS
from tools.publish import names
from tools.sdk import enums, published, shown

if TYPE_CHECKING:
    from tools.places import Places
    from tools.process import Command

PARTS = Path(__file__).with_name("parts")
GENERATORS = {
    "dotnet": ("gen-sdk-dotnet",),
    "go": ("gen-sdk", "go"),
    "java": ("gen-sdk-java",),
    "nodejs": ("gen-sdk", "nodejs"),
    "python": ("gen-sdk", "python"),
}
COMPILED = "nodejs/bin/"
"""The JavaScript of the SDK for Node.js: what a package holds, so that no program compiles it on install."""

_NAMES = {"csharp": "dotnet", "typescript": "nodejs"}
"""The generators of the languages of examples, where they are called otherwise."""

_PRINT_SCHEMA = "from msgraph_meetings.plugin.schema import schema; print(schema())"


def write(places: Places) -> int:
    """Write names and examples into the schema, generate the SDKs of this clone again, and return the exit code.

    Raises:
        Problem: a generator could not be built, or refused the schema.
    """
    names.write(places)
    names.save(places.schema, enums.or_text(json.loads(places.schema.read_text(encoding="utf-8"))))
    examples(places)
    into(places.sdk, places)
    published.compiled(places.sdk / "nodejs", places)
    say(f"{', '.join(sorted(GENERATORS))}: in {places.sdk}.")
    return 0


def examples(places: Places) -> None:
    """Write the examples of all languages into the schema.

    Raises:
        Problem: a generator could not be built, or refused an example.
    """
    programs = build.ensure(SDK_GENERATORS, places)

    def program(language: str, file: Path, schema: str) -> dict[str, bytes]:
        name, *rest = GENERATORS[_NAMES.get(language, language)]
        return _generated([programs / name, *rest, file], schema)

    shown.write(places, program, lambda source: _printed([places.python, "-m", "tools.sdk.pcl", source]))


def into(target: Path, places: Places) -> None:
    """Generate every SDK below `target`, without its JavaScript; a language's folder then holds only these files.

    Raises:
        Problem: a generator could not be built, or refused the schema.
    """
    programs = build.ensure(SDK_GENERATORS, places)
    schema = _printed([places.python, "-c", _PRINT_SCHEMA])
    made = {
        language: _generated([programs / program, *rest], schema) for language, (program, *rest) in GENERATORS.items()
    }
    document = json.loads(schema)
    for language, files in made.items():
        _replace(target / language, published.fit(language, files | _parts(language), places, document))


def _generated(command: Command, schema: str) -> dict[str, bytes]:
    return {name: base64.b64decode(contents) for name, contents in json.loads(_printed(command, schema)).items()}


def _parts(language: str) -> dict[str, bytes]:
    folder = PARTS / language
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _replace(folder: Path, files: dict[str, bytes]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for name, contents in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(contents)


def _printed(command: Command, given: str = "") -> str:
    """Return the output of a command; its standard error is shown only if it fails."""
    done = subprocess.run(command, input=given, env=_quiet(), capture_output=True, encoding="utf-8", check=False)  # noqa: S603
    if done.returncode:
        raise Problem(f"{Path(command[0]).name} failed:\n{done.stderr.strip()}")
    return done.stdout


def _quiet() -> dict[str, str]:
    return {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8"}
