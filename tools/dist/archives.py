"""Archives whose bytes depend on names and contents only: no time, no user, no order of a folder."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip archive can name."""

_FILE, _PROGRAM = 0o644, 0o755


def tar(target: Path, files: Mapping[str, bytes], programs: Collection[str] = ()) -> None:
    """Write a gzipped tar archive without pax headers, which Pulumi's engine refuses.

    Args:
        target: the archive.
        files: contents by path.
        programs: the paths that can be executed.
    """
    with target.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as archive:
            for name in sorted(files):
                entry = tarfile.TarInfo(name)
                entry.size = len(files[name])
                entry.mode = _PROGRAM if name in programs else _FILE
                archive.addfile(entry, io.BytesIO(files[name]))


def zipped(target: Path, files: Mapping[str, bytes]) -> None:
    """Write a zip archive."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, _FILE << 16
            archive.writestr(entry, files[name])


def below(folder: Path) -> dict[str, bytes]:
    """Return the contents of all files below a folder, by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def repacked(archive: Path) -> None:
    """Write a gzipped tar archive again in the form of `tar`."""
    with tarfile.open(archive) as source:
        entries = [entry for entry in source.getmembers() if entry.isfile()]
        files = {entry.name: (source.extractfile(entry) or io.BytesIO()).read() for entry in entries}
    tar(archive, files)
