"""The paths of the clone and the cache."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools.places import Places, cache_folder

_HOME = Path("/home/someone")


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, _HOME / ".cache" / "msgraph-meetings"),
        ({"XDG_CACHE_HOME": "/var/caches"}, Path("/var/caches/msgraph-meetings")),
        ({"XDG_CACHE_HOME": "/var/caches", "MSGRAPH_MEETINGS_CACHE": "/big/disk"}, Path("/big/disk")),
        ({"XDG_CACHE_HOME": "", "MSGRAPH_MEETINGS_CACHE": ""}, _HOME / ".cache" / "msgraph-meetings"),
    ],
)
def test_the_cache_is_where_the_nearest_setting_says(environ: dict[str, str], expected: Path) -> None:
    assert cache_folder(environ, _HOME) == expected


def test_two_clones_do_not_share_a_lock_but_share_the_cache(tmp_path: Path) -> None:
    one, other = (Places(root=tmp_path / name, cache=tmp_path / "cache") for name in ("one", "other"))
    assert one.lock_for("environment") != other.lock_for("environment")
    assert one.lock_for("environment").is_relative_to(tmp_path / "cache")


def test_clean_removes_what_was_made_and_nothing_else(places: Places) -> None:
    manifest = (places.here().root / "PulumiPlugin.yaml").read_text("utf-8")
    plugin = places.root / re.findall(r"virtualenv: (\S+)", manifest)[0]
    for made in (places.venv, plugin, places.local, places.root / ".mypy_cache", places.root / "tools" / "__pycache__"):
        made.mkdir(parents=True)
    kept = places.root / ".env"
    kept.touch()
    found = places.made()
    assert {places.venv, plugin} <= {*found}
    assert places.local in found
    assert kept not in found
    assert places.requirements not in found
