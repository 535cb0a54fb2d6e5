"""The words after `python3 -m tools`, which are also make's targets."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tools import (
    audit,
    browser,
    checks,
    clients,
    deployment,
    environment,
    example,
    fuzz,
    pins,
    policy_runtime,
    proof,
    shell,
    state_server,
    suite,
)
from tools.console import Problem, say
from tools.dist import build as dist
from tools.dist import plugin
from tools.engine import build, choice
from tools.engine.kits import ACTIONLINT, AUDIT, LANGUAGES, SDK_GENERATORS
from tools.places import CACHE_SETTING, Places
from tools.process import attached
from tools.publish import changes, check
from tools.sdk import generate
from tools.site import build as site

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_KITS = {
    "tests/sdk/": SDK_GENERATORS,
    "tests/tools/": AUDIT,
    "tests/dist/": ACTIONLINT,
    "tests/pipelines/": ACTIONLINT,
}
"""Built before the tests of a folder run: it takes minutes once, more than a test may take."""

_ONLY_POSIX = ("faults", "proof")


def main(words: Sequence[str]) -> int:
    """Run one command and return the exit code; a problem is printed as a sentence."""
    asked, places = _parser().parse_args(words, argparse.Namespace(words=words)), Places.here()
    try:
        _refuse_windows(asked.command)
        return _COMMANDS[asked.command](places, asked)
    except Problem as problem:
        say(str(problem))
        return 1
    except OSError as error:
        say(_explained(error, places))
        return 1
    except KeyboardInterrupt:
        return 130


def _refuse_windows(command: str) -> None:
    if sys.platform == "win32" and command in _ONLY_POSIX:
        raise Problem(f"`{command}` needs POSIX signals, so Windows is not supported for it. Use WSL.")


def _explained(error: OSError, places: Places) -> str:
    sentence = f"{error.filename}: {error.strerror}." if error.filename else f"{error}."
    in_cache = str(error.filename).startswith(str(places.cache))
    return f"{sentence} Set {CACHE_SETTING} to a folder that can be written." if in_cache else sentence


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 -m tools", description=__doc__)
    words = parser.add_subparsers(dest="command", required=True)
    for name in ("env", "up", "down", "check", "clean", "sdk", "clients", "docs"):
        words.add_parser(name)
    packing = words.add_parser("dist")
    packing.add_argument("platforms", nargs="*", help=f"only these: {', '.join(plugin.PLATFORMS)}")
    packing.add_argument(
        "--python", action="append", default=[], dest="pythons", help="only this version in the archives"
    )
    packing.add_argument("--into", help="another folder than dist/release")
    packing.add_argument("--no-sdks", action="store_false", dest="sdks", help="only Python packages and the plugin")
    words.add_parser("release-check").add_argument("--tag", default="", help="the tag that is to be released")
    changed = words.add_parser("schema-changes")
    changed.add_argument("old", help="a file, or a commit or tag of this repository")
    changed.add_argument("new", nargs="?", default="", help="the same; the schema of this clone without")
    words.add_parser("lock").add_argument("--upgrade", action="store_true", help="take the newest of everything")
    for name in ("test", "coverage"):
        words.add_parser(name).add_argument("paths", nargs="*", help="only these files or folders")
    proving = words.add_parser("proof")
    proving.add_argument("steps", nargs="*", help=f"only these: {', '.join(proof.STEPS)}")
    proving.add_argument("--tests", default="", help="only these files or folders, in the step debian")
    words.add_parser("faults").add_argument("tables", nargs="*", help="faults, kills or mishaps; all of it without")
    words.add_parser("test-live")
    words.add_parser("audit").add_argument("--fetch", action="store_true", help="download the advisories first")
    words.add_parser("run").add_argument("program", nargs=argparse.REMAINDER)
    words.add_parser("deploy").add_argument("way", choices=("up", "down"))
    fuzzing = words.add_parser("fuzz")
    fuzzing.add_argument("--seconds", type=float, default=fuzz.SECONDS, help="no round begins later")
    fuzzing.add_argument("--seed", type=int, help="of a round that failed")
    path = words.add_parser("path", help="print the lines that put environment and engine first on PATH")
    engine = words.add_parser("engine", help="print the folders of the engine's programs, made first where needed")
    for word in (path, engine):
        word.add_argument("--with", dest="languages", default="", help=f"comma-separated: {', '.join(LANGUAGES)}")
    return parser


def _env(places: Places, _asked: argparse.Namespace) -> int:
    folders = _ready(places)
    say(f"Ready: environment {places.venv}, engine {folders[-1]}.")
    return 0


def _up(places: Places, _asked: argparse.Namespace) -> int:
    return example.up(places, _ready(places))


def _down(places: Places, _asked: argparse.Namespace) -> int:
    return example.down(places, _ready(places))


def _deploy(places: Places, asked: argparse.Namespace) -> int:
    return deployment.up(places) if asked.way == "up" else deployment.down(places)


def _path(places: Places, asked: argparse.Namespace) -> int:
    folders = _ready(places)
    folders += _hosts(asked.languages, folders[-1], places)
    sys.stdout.write(f"{shell.exports(os.environ, folders)}\n")
    return 0


def _run(places: Places, asked: argparse.Namespace) -> int:
    return attached(asked.program, cwd=places.root, env=shell.environment(os.environ, _ready(places)))


def _test(places: Places, asked: argparse.Namespace) -> int:
    return suite.run(places, *_ready_for_tests(places, asked))


def _coverage(places: Places, asked: argparse.Namespace) -> int:
    return suite.run_measured(places, *_ready_for_tests(places, asked))


def _ready_for_tests(places: Places, asked: argparse.Namespace) -> tuple[list[Path], list[str]]:
    """Make all that only some tests need, with visible progress; return the folders and pytest's arguments."""
    folders = _ready(places)
    _make_kits(places, asked.paths)
    if asked.paths:
        return folders, asked.paths
    _hosts("yaml", folders[-1], places)
    try:
        browser.ensure(places)
    except Problem as problem:
        say(f"Without tests/page, which needs a browser. {problem}")
        return folders, ["--ignore=tests/page"]
    return folders, []


def _proof(places: Places, asked: argparse.Namespace) -> int:
    steps = proof.chosen(asked.steps, asked.tests.split())
    names = proof.able(places, steps)  # first, because it says all that is missing
    folders = _ready(places) if names else []
    if any(steps[name].with_clients for name in names):
        clients.ensure(places)
        _hosts(",".join(LANGUAGES), folders[-1], places)
        _make_kits(places)
        state_server.python(places)
        policy_runtime.environment(places)
    return proof.run(places, folders, steps, names, asked.tests)


def _make_kits(places: Places, paths: Sequence[str] = ()) -> None:
    """Build what the tests in `paths`, or all tests, generate the SDKs and read the advisories with."""
    for room, kit in _KITS.items():
        if not paths or any(f"{path}/".startswith(room) or room.startswith(f"{path}/") for path in paths):
            build.ensure(kit, places)


def _faults(places: Places, asked: argparse.Namespace) -> int:
    return suite.module(places, _ready(places), "tests.matrix", *asked.tables)


def _test_live(places: Places, _asked: argparse.Namespace) -> int:
    return suite.run_live(places, _ready(places))


def _audit(places: Places, asked: argparse.Namespace) -> int:
    return audit.run(places, fetch=asked.fetch)


def _clients(places: Places, _asked: argparse.Namespace) -> int:
    folders = _ready(places)
    clients.ensure(places)
    return suite.run(places, folders, ["tests/clients", *suite.ALL])


def _fuzz(places: Places, asked: argparse.Namespace) -> int:
    return fuzz.run(places, _ready(places), asked.seconds, asked.seed)


def _check(places: Places, _asked: argparse.Namespace) -> int:
    environment.ensure(places)
    return checks.run(places)


def _lock(places: Places, asked: argparse.Namespace) -> int:
    environment.ensure(places)
    return pins.write(places, upgrade=asked.upgrade)


def _docs(places: Places, _asked: argparse.Namespace) -> int:
    environment.ensure(places)
    return site.run(places)


def _sdk(places: Places, _asked: argparse.Namespace) -> int:
    environment.ensure(places)
    return generate.write(places)


def _dist(places: Places, asked: argparse.Namespace) -> int:
    environment.ensure(places)
    if Path(sys.prefix) != places.venv:  # the work needs a package of the environment
        command = [places.python, "-m", "tools", *asked.words]
        return attached(command, cwd=places.root, env=os.environ)
    target = Path(asked.into).absolute() if asked.into else places.root / "dist" / "release"
    return dist.run(places, target, asked.platforms, asked.pythons, with_sdks=asked.sdks)


def _release_check(places: Places, asked: argparse.Namespace) -> int:
    return check.run(places, asked.tag)


def _schema_changes(places: Places, asked: argparse.Namespace) -> int:
    return changes.report(places, asked.old, asked.new)


def _clean(places: Places, _asked: argparse.Namespace) -> int:
    for path in places.made():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    say("Removed what was made in this folder.")
    say(f"The engine stays for other clones in {places.cache} ({CACHE_SETTING} moves it): delete it at will.")
    return 0


def _engine(places: Places, asked: argparse.Namespace) -> int:
    environment.ensure(places)
    engine = choice.ensure(choice.sources(places))
    folders = [engine, *_hosts(asked.languages, engine, places)]
    sys.stdout.write(f"{os.pathsep.join(map(str, folders))}\n")
    return 0


def _hosts(languages: str, engine: Path, places: Places) -> list[Path]:
    """Make the tools of these languages besides the engine, and return the folders."""
    names = filter(None, languages.split(","))
    return [folder for name in names for folder in choice.language(name, engine, places)]


def _ready(places: Places) -> list[Path]:
    """Make the environment and the engine, and return the folders to put on PATH."""
    environment.ensure(places)
    return [places.scripts, choice.ensure(choice.sources(places))]


_COMMANDS: dict[str, Callable[[Places, argparse.Namespace], int]] = {
    "audit": _audit,
    "check": _check,
    "clean": _clean,
    "clients": _clients,
    "coverage": _coverage,
    "deploy": _deploy,
    "dist": _dist,
    "docs": _docs,
    "down": _down,
    "engine": _engine,
    "env": _env,
    "faults": _faults,
    "fuzz": _fuzz,
    "lock": _lock,
    "path": _path,
    "proof": _proof,
    "release-check": _release_check,
    "run": _run,
    "schema-changes": _schema_changes,
    "sdk": _sdk,
    "test": _test,
    "test-live": _test_live,
    "up": _up,
}
