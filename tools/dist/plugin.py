"""The plugin's archive for one platform: our package, what it needs at run time, and a program that starts it.

No Python is in it: the program looks for one on the machine. Packages with native code are there once for each
version of Python. `pulumi plugin install` unpacks the archive and needs no network.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tools import cache
from tools.console import Problem
from tools.dist import archives
from tools.process import watched

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tools.places import Places
    from tools.process import Command

NAME = "pulumi-resource-msgraph-meetings"
LOCK = Path(__file__).with_name("plugin.txt")
PYTHONS = ("3.10", "3.11", "3.12", "3.13")
_STUBS = "pulumi"
"""Taken without its dependencies: plugin.in says why."""

_HERE = Path(__file__).parent
_LACKING = re.compile(r"No matching distribution found for (?P<package>\S+)")
_FOR_ONE_PYTHON = re.compile(r"-cp\d+-cp\d+-")
_DATA = re.compile(r"^[^/]+\.data/(?P<scheme>[^/]+)/(?P<path>.+)$")
_LINE = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^]]*\])?==(?P<version>[^ ;]+)(?: ; (?P<marker>.+?))?(?P<hashes>(?: --hash=\S+)+)$")


@dataclass(frozen=True)
class Platform:
    """A platform, with the wheels' names of it and the values of markers on it."""

    tags: tuple[str, ...]
    markers: Mapping[str, str]

    @property
    def is_windows(self) -> bool:
        """True if programs are found by their ending."""
        return self.markers["os_name"] == "nt"


@dataclass(frozen=True)
class Locked:
    """One package of a lock file."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]

    def fits(self, python: str, platform: Platform) -> bool:
        """Return True if the package is needed with that Python on that platform."""
        from packaging.markers import Marker  # noqa: PLC0415 - the environment has it, and `make env` loads this module

        values = {**platform.markers, "python_version": python, "python_full_version": f"{python}.0"}
        return not self.marker or Marker(self.marker).evaluate(values)


def _linux(machine: str) -> Platform:
    numbered = [f"manylinux_2_{minor}_{machine}" for minor in range(28, 4, -1)]
    markers = {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": machine}
    return Platform((*numbered, f"manylinux2014_{machine}", f"manylinux1_{machine}"), markers)


def _darwin(machine: str) -> Platform:
    markers = {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix", "platform_machine": machine}
    return Platform((f"macosx_12_0_{machine}",), markers)


PLATFORMS = {
    "linux-amd64": _linux("x86_64"),
    "linux-arm64": _linux("aarch64"),
    "darwin-arm64": _darwin("arm64"),
    "windows-amd64": Platform(
        ("win_amd64",),
        {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
    ),
}
"""By the engine's names. Without darwin-amd64: the locked cryptography has no wheel for macOS on Intel."""


def archive(target: Path, version: str, name: str, wheel: Path, places: Places, pythons: Iterable[str]) -> Path:
    """Write the archive of a platform into the folder `target`, and return it.

    Args:
        target: the folder.
        version: of the plugin.
        name: of the platform.
        wheel: our own package.
        places: the clone, and the cache that keeps what is downloaded.
        pythons: the versions of Python to have native code for.

    Raises:
        Problem: a package has no wheel for the platform.
    """
    platform = PLATFORMS[name]
    wheels = {python: downloaded(python, name, places) for python in pythons}
    files = {f"lib/{path}": content for path, content in _libraries(wheels, wheel).items()}
    known = " ".join(f"python{python}" for python in wheels)
    start = "start.cmd" if platform.is_windows else "start.sh"
    program = f"{NAME}.cmd" if platform.is_windows else NAME
    text = (_HERE / start).read_text(encoding="utf-8").replace("@PYTHONS@", known)
    files[program] = (text.replace("\n", "\r\n") if platform.is_windows else text).encode()
    files["lib/start.py"] = (_HERE / "start.py").read_bytes()
    files["LICENSE"] = (places.root / "LICENSE").read_bytes()
    made = target / f"{NAME}-v{version}-{name}.tar.gz"
    archives.tar(made, files, {program})
    return made


def locked(places: Places) -> list[Locked]:
    """Return what the archives hold beside our own package."""
    sdk = [one for one in locked_in(places.requirements) if one.name == _STUBS]
    return [*locked_in(LOCK), *sdk]


def downloaded(python: str, name: str, places: Places) -> Path:
    """Return a folder with the wheels for one Python on one platform, downloaded by the first call.

    Raises:
        Problem: a package has no wheel for it.
    """
    platform = PLATFORMS[name]
    wanted = [one for one in locked(places) if one.fits(python, platform)]
    text = "".join(f"{one.name}=={one.version} {' '.join(one.hashes)}\n" for one in wanted)
    key = cache.key(text.encode(), "".join(platform.tags).encode())
    return cache.folder(
        places.cache / f"plugin-{name}-{python}-{key}", lambda draft: _download(draft, text, python, name, places)
    )


def _download(draft: Path, requirements: str, python: str, name: str, places: Places) -> None:
    listed = draft / "requirements.txt"
    listed.write_text(requirements, encoding="ascii")
    pip: Command = [places.python, "-m", "pip", "download", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:"]
    target = ["--progress-bar", "off", "--implementation", "cp", "--python-version", python]
    target += [word for tag in PLATFORMS[name].tags for word in ("--platform", tag)]
    title = f"Downloading what the plugin needs on {name} with Python {python}"
    try:
        watched(title, [*pip, *target, "--require-hashes", "--dest", draft, "-r", listed])
    except Problem as problem:
        lacking = _LACKING.search(str(problem))
        if lacking is None:
            raise
        raise Problem(
            f"The archive for {name} cannot be built: pip finds no wheel of {lacking['package']} for it "
            f"with Python {python}. The others can: make dist PLATFORMS=... names them.\n{problem}"
        ) from problem
    listed.unlink()


def _libraries(wheels: Mapping[str, Path], ours: Path) -> dict[str, bytes]:
    """Return the contents of all wheels: once in `any`, or for each Python in a folder of its name."""
    by_python = {python: {wheel.name: wheel for wheel in folder.glob("*.whl")} for python, folder in wheels.items()}
    common = set.intersection(*({*names} for names in by_python.values()))
    shared = {name for name in common if not _FOR_ONE_PYTHON.search(name)}
    first = next(iter(by_python.values()))
    files = _unpacked("any", [ours, *(first[name] for name in sorted(shared))])
    for python, names in by_python.items():
        own = [names[name] for name in sorted(names.keys() - shared)]
        files |= _unpacked(f"cp{python.replace('.', '')}", own)
    return files


def _unpacked(folder: str, wheels: Iterable[Path]) -> dict[str, bytes]:
    files = {}
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as source:
            for name in source.namelist():
                path = _installed(name)
                if path:
                    files[f"{folder}/{path}"] = source.read(name)
    return files


def _installed(name: str) -> str:
    """Return where pip would put a file of a wheel below site-packages; empty for what the plugin does not need."""
    if name.endswith("/") or "/tests/" in name or name.endswith((".pyi", ".pyx", ".pxd", ".c", ".h")):
        return ""
    found = _DATA.match(name)
    if found is None:
        return name
    return found["path"] if found["scheme"] in ("purelib", "platlib") else ""


def locked_in(lock: Path) -> Iterator[Locked]:
    """Yield the packages of a lock file."""
    lines = lock.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    for line in lines:
        found = _LINE.match(" ".join(line.split()))
        if found:
            marker = found["marker"] or ""
            yield Locked(found["name"], found["version"], marker, tuple(found["hashes"].split()))
