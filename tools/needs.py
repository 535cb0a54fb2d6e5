"""Programs that the steps of `make proof` need, and their installation where it is allowed."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools import browser, debian, maven, packages
from tools.console import Problem, say
from tools.process import answer
from tools.sdk import toolchains

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tools.places import Places


@dataclass(frozen=True)
class Need:
    """One thing that no registry of a language gives.

    Args:
        says: what it is, and how the user gets it.
        there: tells whether the machine has it.
        package: Debian's name for it.
    """

    says: str
    there: Callable[[Places], bool]
    package: str = ""


def _program(name: str, package: str, what: str) -> Need:
    return Need(f"{what} (on Debian: {package})", lambda _: shutil.which(name) is not None, package)


CURL = _program("curl", "curl", "curl")
JQ = _program("jq", "jq", "jq")
OBJECTIVE_C = Need(
    "an Objective-C compiler (on Debian: gobjc)",
    lambda _: answer(["gcc", "-print-prog-name=cc1obj"], env=os.environ).startswith("/"),
    "gobjc",
)
GNUSTEP = _program("gnustep-config", "libgnustep-base-dev", "GNUstep")
JDK = Need(
    f"a JDK {toolchains.OLDEST_JAVA} or newer (on Debian: default-jdk-headless)",
    lambda _: toolchains.has_java(),
    "default-jdk-headless",
)
MAVEN = Need("Maven (on Debian: maven)", maven.is_there, "maven")
CHROMIUM = Need(
    f"Chromium (on Debian: {browser.PACKAGE}), or the name of one in {browser.SETTING}",
    lambda _: browser.is_there(),
    browser.PACKAGE,
)
DEBOOTSTRAP = _program("debootstrap", "debootstrap", "debootstrap")
ROOT = Need("Linux and root, who alone can enter a system of its own", lambda _: debian.is_administrator())
MIRROR = Need(
    f"Debian's packages: {debian.mirror()} does not answer ({debian.MIRROR_SETTING} names another)",
    debian.packages_can_be_had,
)


def met(places: Places, needs: Sequence[Need]) -> list[Need]:
    """Return what the machine has of `needs`, after what may be installed was installed."""
    missing = [need for need in needs if not need.there(places)]
    _install_packages(places, [need.package for need in missing if need.package])
    if MAVEN in missing and JDK.there(places) and not MAVEN.there(places):
        _tried(lambda: maven.ensure(places))
    return [need for need in needs if need not in missing or need.there(places)]


def _install_packages(places: Places, names: Sequence[str]) -> None:
    if names and packages.may_install():
        _tried(lambda: packages.install(places, ", ".join(names), names))


def _tried(install: Callable[[], object]) -> None:
    try:
        install()
    except Problem as problem:
        say(str(problem))
