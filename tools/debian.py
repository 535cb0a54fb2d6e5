"""A minimal Debian by debootstrap, in which a clean clone is set up and tested: as root, and as an ordinary user.

The system is made once, in the cache, and copied for each run. What this machine needs to reach the registries (the
proxy, pip's index, certificates) comes from the environment and from the usual files; none of it is in this repository.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
import tempfile
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

from tools import cache
from tools.console import say
from tools.process import attached, watched
from tools.record import COUNTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.places import Places

MIRROR_SETTING = "MSGRAPH_MEETINGS_DEBIAN_MIRROR"
SUITE = "bookworm"
PACKAGES = ("ca-certificates", "git", "make", "python3", "python3-venv")
USERS = {"root": "/root", "user": "/home/user"}
_MIRROR = "http://deb.debian.org/debian"
_SECONDS_FOR_THE_MIRROR = 20
_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_PASSED = re.compile(
    r"(?i:https?_proxy|no_proxy|all_proxy)|PIP_\w+|(?i:npm_config_\w+)|GO(?:PROXY|SUMDB|NOSUMDB|NOPROXY|PRIVATE)"
    r"|SSL_CERT_FILE|NODE_EXTRA_CA_CERTS|GIT_SSL_CAINFO|(?:REQUESTS|CURL)_CA_BUNDLE"
)
_OF_THE_SYSTEM = ("/etc/resolv.conf", "/etc/hosts", "/etc/pip.conf", "/etc/ssl/certs/ca-certificates.crt")
_OF_A_PERSON = (".config/pip/pip.conf", ".config/go/env", ".npmrc")
# In namespaces of its own: the mounts and whatever still runs go away with it.
_ENTERED = 'mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && exec chroot "$@"'


def mirror() -> str:
    """Return the address that Debian's packages come from."""
    return os.environ.get(MIRROR_SETTING) or _MIRROR


def is_administrator() -> bool:
    """Return True if this process may make a root file system and enter it."""
    return sys.platform == "linux" and os.geteuid() == 0


def packages_can_be_had(places: Places) -> bool:
    """Return True if the system is in the cache, or its mirror answers."""
    if _target(places).is_dir():
        return True
    try:
        address = f"{mirror()}/dists/{SUITE}/InRelease"
        urllib.request.urlopen(address, timeout=_SECONDS_FOR_THE_MIRROR).close()  # noqa: S310 - the setting names it
    except (OSError, ValueError):
        return False
    return True


def run(places: Places, paths: Sequence[str]) -> int:
    """Run `make up`, `make down` and `make test` as each user; return the first exit code that is not 0."""
    system = cache.folder(_target(places), _bootstrap)
    with tempfile.TemporaryDirectory(prefix="run-", dir=system.parent) as name:
        root = Path(name) / "system"
        watched("Copying the minimal Debian", ["cp", "-a", "--reflink=auto", system, root])
        settings = _let_out(root)
        codes = [_tried(user, root, settings, places, paths) for user in USERS]
    return next(filter(None, codes), 0)


def _target(places: Places) -> Path:
    return places.cache / "debian" / f"{SUITE}-{'-'.join(PACKAGES)}"


def _bootstrap(draft: Path) -> None:
    what: list[str | Path] = [f"--include={','.join(PACKAGES)}", SUITE, draft, mirror()]
    watched("Making a minimal Debian", ["debootstrap", "--variant=minbase", *what])
    watched("Adding an ordinary user", ["chroot", draft, "useradd", "--create-home", "user"])


def _let_out(root: Path) -> dict[str, str]:
    """Copy into the system what this machine reaches the registries with, and return the settings that are left."""
    passed = {name: value for name, value in os.environ.items() if _PASSED.fullmatch(name)}
    for file in {*_OF_THE_SYSTEM, *(value for value in passed.values() if Path(value).is_file())}:
        _copy(Path(file), root / file.lstrip("/"))
    for home in USERS.values():
        for file in _OF_A_PERSON:
            _copy(Path.home() / file, root / home.lstrip("/") / file)
    return {name: value for name, value in passed.items() if _is_there(value, root)}


def _is_there(value: str, root: Path) -> bool:
    return not value.startswith("/") or (root / value.lstrip("/")).exists()


def _copy(source: Path, target: Path) -> None:
    if source.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        shutil.copyfile(source, target)


def _tried(user: str, root: Path, settings: dict[str, str], places: Places, paths: Sequence[str]) -> int:
    say(f"In a minimal Debian, as {'root' if user == 'root' else 'an ordinary user'}.")
    home = root / USERS[user].lstrip("/")
    clone, counts = home / "clone", home / "counts"
    watched("Cloning what is committed", ["git", "clone", "--quiet", places.root.as_uri(), clone])
    watched("Handing it to its user", ["chroot", root, "chown", "-R", f"{user}:", USERS[user]])
    environment = {**settings, "HOME": USERS[user], "PATH": _PATH, COUNTS: f"{USERS[user]}/counts"}
    code = attached(_entering(root, user, _script(user, paths)), cwd=root, env=environment | {"LANG": "C.UTF-8"})
    if counts.is_file() and COUNTS in os.environ:
        with Path(os.environ[COUNTS]).open("a", encoding="ascii") as ours:
            ours.write(counts.read_text(encoding="ascii"))
    return code


def _script(user: str, paths: Sequence[str]) -> str:
    tests = f" TESTS={shlex.quote(' '.join(paths))}" if paths else ""
    return f"cd {USERS[user]}/clone && make up && make up && make down && make test{tests}"


def _entering(root: Path, user: str, script: str) -> list[str | Path]:
    apart = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", _ENTERED]
    return [*apart, root, f"--userspec={user}:{user}", root, "sh", "-c", script]
