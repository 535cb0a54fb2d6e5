"""The kits: a kit is a folder of programs, built from one or more of the modules beside this file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

MODULES = Path(__file__).parent / "modules"
SDK = "github.com/pulumi/pulumi/sdk/v3"


@dataclass(frozen=True)
class Module:
    """A go.mod of ours: it builds the programs of its `tool` lines, and those with source beside it."""

    name: str
    sdk_files: tuple[str, ...] = ()
    """Files of Pulumi's SDK module that are copied beside the programs."""

    @property
    def folder(self) -> Path:
        """The folder of go.mod."""
        return MODULES / self.name

    @property
    def packages(self) -> list[str]:
        """The packages for `go build`."""
        own = ["./..."] if any(self.folder.rglob("*.go")) else []
        return ["tool", *own] if self._found(r"^tool\b") else own

    @property
    def go_version(self) -> tuple[int, ...]:
        """The oldest Go that can build it."""
        found = self._found(r"^go ([\d.]+)$")
        return tuple(int(part) for part in found[1].split(".")) if found else ()

    @property
    def sdk_version(self) -> str:
        """The version of Pulumi's SDK module that it requires."""
        found = self._found(rf"^\s*(?:require )?{re.escape(SDK)} v([\d.]+)")
        return found[1] if found else ""

    def _found(self, pattern: str) -> re.Match[str] | None:
        return re.search(pattern, self._go_mod, re.MULTILINE)

    @cached_property
    def _go_mod(self) -> str:
        return (self.folder / "go.mod").read_text(encoding="utf-8")


def _cli(name: str) -> Module:
    """Return the module of an engine, with the scripts that start a Python program and its dynamic resources."""
    scripts = ("python/cmd/pulumi-language-python-exec", "python/dist/pulumi-resource-pulumi-python")
    return Module(name, sdk_files=scripts)


_CLI, _OLDER_CLI = _cli("pulumi"), _cli("pulumi-3.259")
ENGINE_VERSION = _CLI.sdk_version


@dataclass(frozen=True)
class Kit:
    """Programs that are built and cached together."""

    name: str
    modules: tuple[Module, ...]
    version: str = ENGINE_VERSION
    """The version of the engine that its programs belong to; they report it as their own."""

    @property
    def go_version(self) -> tuple[int, ...]:
        """The oldest Go that can build all of it."""
        return max(module.go_version for module in self.modules)


ENGINE = Kit("engine", (_CLI, Module("python")))
OLDER_ENGINE = Kit("engine", (_OLDER_CLI, Module("python")), _OLDER_CLI.sdk_version)
"""The engine of `make proof STEPS=engines`."""
LANGUAGES = {name: Kit(name, (Module(name),)) for name in ("go", "java", "nodejs", "yaml")}
AUDIT = Kit("audit", (Module("osv-scanner"),))
ACTIONLINT = Kit("actionlint", (Module("actionlint"),))
TERRAFORM_STAND_IN = Kit("terraform-stand-in", (Module("terraform-stand-in"),))
"""The provider that `make bench` measures beside Terraform's own."""
SDK_GENERATORS = Kit("sdk", (Module("gen-sdk"), Module("gen-sdk-dotnet"), Module("gen-sdk-java")))
