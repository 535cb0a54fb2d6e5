"""Build programs from Go modules into the cache."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tools import cache
from tools.console import Problem
from tools.engine import go
from tools.engine.kits import SDK
from tools.process import answer, watched

if TYPE_CHECKING:
    from tools.engine.kits import Kit, Module
    from tools.places import Places
    from tools.process import Command

# Without the version string the Automation API refuses the engine; the rest makes small programs that name no
# folder of the machine they were built on.
_FLAGS = ("-trimpath", "-buildvcs=false", "-tags=osusergo,grpcnotrace", "-ldflags=-s -w -X {version}")


def folder(kit: Kit, places: Places) -> Path:
    """Return the folder of the kit's programs, which may not exist yet."""
    return _entry(kit, places) / "bin"


def ensure(kit: Kit, places: Places) -> Path:
    """Build the kit if the cache lacks it, and return the folder of its programs.

    Raises:
        Problem: no Go can be found or installed, or the build failed.
    """
    cache.folder(_entry(kit, places), lambda draft: _fill(kit, places, draft / "bin"))
    return folder(kit, places)


def _fill(kit: Kit, places: Places, programs: Path) -> None:
    toolchain = go.find(kit.go_version, places)
    programs.mkdir()
    for module in kit.modules:
        _build(module, kit, toolchain, go.environment(os.environ, places), programs)


def _build(module: Module, kit: Kit, toolchain: Path, env: dict[str, str], programs: Path) -> None:
    # `go build -v` names each package as it is compiled: the progress line shows the latest.
    command: Command = [toolchain, "build", "-v", *_flags(kit), "-o", f"{programs}{os.sep}", *module.packages]
    watched(f"Building {module.name} from its Go modules", command, cwd=module.folder, env=env)
    if module.sdk_files:
        sdk = answer([toolchain, "list", "-m", "-f", "{{.Dir}}", SDK], cwd=module.folder, env=env)
        for file in module.sdk_files:
            _copy_program(Path(sdk, file), programs)


def _copy_program(file: Path, programs: Path) -> None:
    source = file.with_name(f"{file.name}.cmd") if sys.platform == "win32" else file
    if not source.is_file():
        raise Problem(f"Pulumi's SDK module holds no {source.name}: its version in go.mod is not one that does.")
    shutil.copyfile(source, programs / source.name)
    (programs / source.name).chmod(0o755)


def _flags(kit: Kit) -> tuple[str, ...]:
    version = f"{SDK}/go/common/version.Version=v{kit.version}"
    return tuple(flag.format(version=version) for flag in _FLAGS)


def _entry(kit: Kit, places: Places) -> Path:
    system = f"{platform.system()}-{platform.machine()}".lower()
    return places.cache / "engine" / f"{kit.name}-{kit.version}-{system}-{_fingerprint(kit)}"


def _fingerprint(kit: Kit) -> str:
    """Return a digest of all that the build depends on: another module file gets another folder."""
    digest = hashlib.sha256("\0".join(_flags(kit)).encode())
    for module in kit.modules:
        for file in sorted(path for path in module.folder.rglob("*") if path.is_file()):
            digest.update(b"\0".join([module.name.encode(), file.name.encode(), file.read_bytes()]))
    return digest.hexdigest()[:12]
