"""Archives with the same bytes at each run, in the form that Pulumi's engine takes."""

from __future__ import annotations

import os
import tarfile
import zipfile
from typing import TYPE_CHECKING

from tools.dist import archives, build, plugin, sbom
from tools.places import Places

if TYPE_CHECKING:
    from pathlib import Path

FILES = {"b/program": b"#!/bin/sh\n", "a": b"1", f"{'long/' * 24}name": b"2"}
LOCKED = {one.name: one for one in plugin.locked(Places.here())}


def test_tar_has_the_same_bytes_whatever_the_order_of_files_and_the_time(tmp_path: Path) -> None:
    one, two = tmp_path / "one.tar.gz", tmp_path / "two.tar.gz"
    archives.tar(one, FILES, {"b/program"})
    archives.tar(two, dict(reversed(FILES.items())), {"b/program"})
    assert one.read_bytes() == two.read_bytes()


def test_tar_has_no_pax_header_and_keeps_what_can_be_executed(tmp_path: Path) -> None:
    file = tmp_path / "one.tar.gz"
    archives.tar(file, FILES, {"b/program"})
    with tarfile.open(file) as archive:
        entries = archive.getmembers()
        assert (archive.pax_headers, [entry.pax_headers for entry in entries]) == ({}, [{}] * len(entries))
    assert {entry.name: entry.mode for entry in entries} == {name: 0o755 if "prog" in name else 0o644 for name in FILES}
    assert {entry.mtime for entry in entries} == {0}


def test_repacked_tar_forgets_the_time_of_its_files(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("1", encoding="ascii")
    made = []
    for moment in (1_000_000_000, 1_500_000_000):
        os.utime(tmp_path / "file", (moment, moment))
        archive = tmp_path / f"{moment}.tar.gz"
        with tarfile.open(archive, "w:gz") as file:
            file.add(tmp_path / "file", "file")
        archives.repacked(archive)
        made.append(archive.read_bytes())
    assert made[0] == made[1]


def test_zip_has_the_same_bytes_whatever_the_order_of_files(tmp_path: Path) -> None:
    one, two = tmp_path / "one.zip", tmp_path / "two.zip"
    archives.zipped(one, FILES)
    archives.zipped(two, dict(reversed(FILES.items())))
    assert one.read_bytes() == two.read_bytes()
    assert zipfile.ZipFile(one).read("a") == b"1"


def test_archives_hold_what_the_package_needs_and_nothing_of_another_platform() -> None:
    linux, windows = plugin.PLATFORMS["linux-amd64"], plugin.PLATFORMS["windows-amd64"]
    names = {name for name, one in LOCKED.items() if one.fits("3.11", linux)}
    assert {"grpcio", "protobuf", "pulumi", "msal", "cryptography", "requests", "pydantic", "tenacity"} <= names
    assert not names & {"colorama", "pywin32", "debugpy", "pip"}
    assert {name for name, one in LOCKED.items() if one.fits("3.11", windows)} >= {"grpcio", "cryptography"}


def test_list_of_what_the_archives_hold_has_every_dependency_of_the_package() -> None:
    text = (Places.here().root / "pyproject.toml").read_text(encoding="utf-8")
    lines = text.partition("\ndependencies = [\n")[2].partition("\n]\n")[0].splitlines()
    declared = {line.split('"')[1].partition(">")[0] for line in lines}
    listed = {
        line for line in plugin.LOCK.with_suffix(".in").read_text("utf-8").split("\n") if line and line[0] not in "#-"
    }
    assert listed == declared - {"pulumi"} | {"grpcio", "protobuf"}


def test_archives_hold_the_versions_that_the_tests_ran_with() -> None:
    tested = {one.name: one.version for one in plugin.locked_in(Places.here().requirements)}
    assert {name: one.version for name, one in LOCKED.items()} == {name: tested[name] for name in LOCKED}


def test_bill_of_materials_names_every_package_once_with_its_hashes(tmp_path: Path) -> None:
    sbom.write(tmp_path, "0.1.0", Places.here())
    first = next(tmp_path.iterdir()).read_bytes()
    sbom.write(tmp_path, "0.1.0", Places.here())
    (file,) = tmp_path.iterdir()
    assert file.read_bytes() == first
    assert all(f'"name": "{name}"'.encode() in first for name in LOCKED)
    assert first.count(b'"SHA-256"') == sum(len(one.hashes) for one in plugin.locked(Places.here()))


def test_checksums_are_those_of_sha256sum(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("1", encoding="ascii")
    build.sums(tmp_path)
    build.sums(tmp_path)
    text = (tmp_path / build.SUMS).read_text(encoding="ascii")
    assert text == "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b  a\n"
