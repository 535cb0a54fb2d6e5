"""Maven from Maven Central: taken only where it is the file that was expected, and put on PATH."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import zipfile
from typing import TYPE_CHECKING

import pytest

from tools import maven
from tools.console import Problem

if TYPE_CHECKING:
    from pathlib import Path

    from tools.places import Places


@pytest.fixture
def central(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A repository in a folder that holds a small Maven; no other is on PATH."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr(f"apache-maven-{maven.VERSION}/bin/mvn", "#!/bin/sh\n")
    target = tmp_path / f"org/apache/maven/apache-maven/{maven.VERSION}/apache-maven-{maven.VERSION}-bin.zip"
    target.parent.mkdir(parents=True)
    target.write_bytes(packed.getvalue())
    monkeypatch.setenv(maven.MIRROR_SETTING, tmp_path.as_uri())
    monkeypatch.setenv("PATH", str(tmp_path))
    return packed.getvalue()


def test_maven_is_on_path_after_it_was_downloaded(
    places: Places, central: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(maven, "SHA512", hashlib.sha512(central).hexdigest())
    assert not maven.is_there(places)
    maven.ensure(places)
    assert shutil.which("mvn") == str(places.cache / f"maven-{maven.VERSION}" / "bin" / "mvn")


def test_maven_in_the_cache_is_found_by_the_next_run(
    places: Places, central: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(maven, "SHA512", hashlib.sha512(central).hexdigest())
    before = os.environ["PATH"]
    maven.ensure(places)
    monkeypatch.setenv("PATH", before)
    assert maven.is_there(places)


@pytest.mark.usefixtures("central")
def test_another_file_than_the_expected_one_is_refused(places: Places) -> None:
    with pytest.raises(Problem, match="is not the file that was expected"):
        maven.ensure(places)
    assert not maven.is_there(places)


def test_repository_that_cannot_be_reached_is_told(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(maven.MIRROR_SETTING, "http://127.0.0.1:9")
    with pytest.raises(Problem, match=r"could not be downloaded from http://127\.0\.0\.1:9"):
        maven.ensure(places)
