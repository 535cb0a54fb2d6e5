"""The plugin's archive of each platform has native code of that platform, for each Python that it says to work with."""

from __future__ import annotations

import re
import tarfile
from dataclasses import replace
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest

from tools.console import Problem
from tools.dist import plugin
from tools.places import Places

if TYPE_CHECKING:
    from pathlib import Path

PLACES = Places.here()
NATIVE = ("cryptography/hazmat/bindings/_rust", "grpc/_cython/cygrpc", "pydantic_core/_pydantic_core", "_cffi_backend")
MADE_FOR = {
    "linux-amd64": ("ELF", 62),
    "linux-arm64": ("ELF", 183),
    "darwin-arm64": ("Mach-O", 0x100000C),
    "windows-amd64": ("PE", 0x8664),
}
"""The format of each platform's programs, and the number that it has for the machine."""


def _made_for(code: bytes) -> set[tuple[str, int]]:
    """Return the formats and machines of native code; a library for macOS can be for several."""
    if code.startswith(b"\x7fELF"):
        return {("ELF", int.from_bytes(code[18:20], "little"))}
    if code.startswith(b"MZ"):
        header = int.from_bytes(code[60:64], "little")
        return {("PE", int.from_bytes(code[header + 4 : header + 6], "little"))}
    if code.startswith(b"\xca\xfe\xba\xbe"):
        parts = range(8, 8 + 20 * int.from_bytes(code[4:8], "big"), 20)
        return {("Mach-O", int.from_bytes(code[at : at + 4], "big")) for at in parts}
    assert code.startswith(b"\xcf\xfa\xed\xfe"), code[:4]
    return {("Mach-O", int.from_bytes(code[4:8], "little"))}


@pytest.mark.proof
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", plugin.PLATFORMS)
def test_archive_has_native_code_of_its_platform_for_every_python(name: str, dist: Path, tmp_path: Path) -> None:
    (ours,) = dist.glob("msgraph_meetings-*.whl")
    made = plugin.archive(tmp_path, version("msgraph-meetings"), name, ours, PLACES, plugin.PYTHONS)
    assert made.name == f"pulumi-resource-msgraph-meetings-v{version('msgraph-meetings')}-{name}.tar.gz"
    with tarfile.open(made) as archive:
        entries = {entry.name: entry for entry in archive.getmembers()}
        native = [path for path in entries if re.search(r"\.(so|pyd|dylib|dll)$|\.so\.", path)]
        wrong = [
            path
            for path in native
            if (file := archive.extractfile(path)) is None or MADE_FOR[name] not in _made_for(file.read())
        ]
    assert wrong == []
    assert {entry.type for entry in entries.values()} == {tarfile.REGTYPE}
    program = "pulumi-resource-msgraph-meetings" + (".cmd" if name.startswith("windows") else "")
    assert {path.partition("/")[0] for path in entries} == {program, "lib", "LICENSE"}
    assert [path for path, entry in entries.items() if entry.mode != 0o644] == [program]
    for python in plugin.PYTHONS:
        folder = f"lib/cp{python.replace('.', '')}/"
        lacking = [module for module in NATIVE if not any(path.startswith(folder + module) for path in native)]
        assert lacking == [], python


def test_package_without_a_wheel_for_a_platform_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(plugin.PLATFORMS, "linux-amd64", replace(plugin.PLATFORMS["linux-amd64"], tags=("plan9_mips",)))
    text = next(one for one in plugin.locked(PLACES) if one.name == "grpcio")
    requirement = f"{text.name}=={text.version} {' '.join(text.hashes)}\n"
    with pytest.raises(
        Problem, match=r"^The archive for linux-amd64 cannot be built: pip finds no wheel of grpcio==\S+ for"
    ):
        plugin._download(tmp_path, requirement, "3.12", "linux-amd64", PLACES)
