"""A stack whose program uses the plugin by the resource's token, which needs no SDK in Python."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import psutil

from tests import waiting
from tests.engine.stack import Stack

if TYPE_CHECKING:
    from collections.abc import Callable
    from subprocess import Popen

_HEAD = """import pulumi
from pulumi import ResourceOptions

_OUTPUTS = ("adopted", "externalId", "joinWebUrl", "passcode", "policyOverrides", "subject")


class OnlineMeeting(pulumi.CustomResource):
    def __init__(self, name, opts=None, **arguments):
        super().__init__("msgraph-meetings:index:OnlineMeeting", name, dict.fromkeys(_OUTPUTS) | arguments, opts)


class Provider(pulumi.ProviderResource):
    def __init__(self, name, opts=None, **settings):
        super().__init__("msgraph-meetings", name, settings, opts)

"""
LIMIT = 120.0


class PluginStack(Stack):
    """A stack of one project; ``OnlineMeeting`` and ``Provider`` in its program are the plugin's."""

    def program(self, text: str) -> None:
        """Write the program; arguments have Graph's names."""
        (self.folder / "__main__.py").write_text(_HEAD + textwrap.dedent(text), encoding="utf-8")

    def plain_program(self, text: str) -> None:
        """Write a program without anything before it."""
        (self.folder / "__main__.py").write_text(textwrap.dedent(text), encoding="utf-8")


def plugin_of(process: Popen[str]) -> psutil.Process:
    """Return the plugin process that an engine started."""
    for child in psutil.Process(process.pid).children(recursive=True):
        if any("pulumi-resource-msgraph-meetings" in part for part in child.cmdline()):
            return child
    raise AssertionError("the engine has started no plugin")


def until(condition: Callable[[], object], process: Popen[str]) -> None:
    """Wait for a condition while a command runs.

    Raises:
        AssertionError: the command ended first; the message has its output.
        TimeoutError: it did not become true.
    """

    def check() -> None:
        if process.poll() is not None:
            raise AssertionError(process.communicate()[0])

    waiting.until(condition, check, LIMIT)
