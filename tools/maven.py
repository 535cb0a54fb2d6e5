"""Maven: the machine's own, else the one that Maven Central has of itself."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import urllib.request
import zipfile
from typing import TYPE_CHECKING

from tools import cache
from tools.console import Problem, say

if TYPE_CHECKING:
    from pathlib import Path

    from tools.places import Places

MIRROR_SETTING = "MVNW_REPOURL"
"""The variable with which Maven's own wrapper names another repository."""
VERSION = "3.9.9"
SHA512 = (
    "8beac8d11ef208f1e2a8df0682b9448a9a363d2ad13ca74af43705549e72e74c"
    "9378823bf689287801cbbfc2f6ea9596201d19ccacfdfb682ee8a2ff4c4418ba"
)
_CENTRAL = "https://repo.maven.apache.org/maven2"
_SECONDS = 120


def is_there(places: Places) -> bool:
    """Return True if there is a Maven, after putting the one in the cache on PATH."""
    if shutil.which("mvn") is None and _target(places).is_dir():
        _put_on_path(places)
    return shutil.which("mvn") is not None


def ensure(places: Places) -> None:
    """Take Maven from Maven Central into the cache, and put it on PATH.

    Raises:
        Problem: it could not be downloaded, or is not the file that was expected.
    """
    cache.folder(_target(places), _fill)
    _put_on_path(places)


def _target(places: Places) -> Path:
    return places.cache / f"maven-{VERSION}"


def _put_on_path(places: Places) -> None:
    os.environ["PATH"] = f"{_target(places) / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"


def _fill(draft: Path) -> None:
    say(f"Downloading Maven {VERSION} from Maven Central.")
    packed = _downloaded()
    if hashlib.sha512(packed).hexdigest() != SHA512:
        raise Problem(f"Maven {VERSION} from Maven Central is not the file that was expected.")
    with zipfile.ZipFile(io.BytesIO(packed)) as files:
        files.extractall(draft)  # its digest is known
    unpacked = draft / f"apache-maven-{VERSION}"
    for each in list(unpacked.iterdir()):
        each.rename(draft / each.name)
    unpacked.rmdir()
    (draft / "bin" / "mvn").chmod(0o755)


def _downloaded() -> bytes:
    root = os.environ.get(MIRROR_SETTING) or _CENTRAL
    address = f"{root}/org/apache/maven/apache-maven/{VERSION}/apache-maven-{VERSION}-bin.zip"
    try:
        with urllib.request.urlopen(address, timeout=_SECONDS) as answer:  # noqa: S310 - https, or what the setting names
            packed: bytes = answer.read()
    except (OSError, ValueError) as error:
        raise Problem(f"Maven {VERSION} could not be downloaded from {root}: {error}.") from error
    return packed
