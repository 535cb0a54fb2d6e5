"""The machine and the versions, without any name or path of it."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import subprocess
from pathlib import Path
from typing import Any

import psutil

_CPU_INFO = Path("/proc/cpuinfo")


def machine() -> dict[str, Any]:
    """Return what decides how fast it is."""
    return {
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30),
        "os": f"{platform.system()} {platform.release()}",
        "architecture": platform.machine(),
        "cpu": _cpu(),
    }


def kind(found: dict[str, Any]) -> str:
    """Return a word for files: `linux-x86_64-2-cores`."""
    return f"{found['os'].split()[0]}-{found['architecture']}-{found['cores']}-cores".lower()


def versions() -> dict[str, str]:
    """Return what is measured, and what it runs on."""
    return {
        "msgraph-meetings": importlib.metadata.version("msgraph-meetings"),
        "commit": _first_line("git", "log", "-1", "--abbrev=12", "--format=%h", "--", "../provider"),
        "python": platform.python_version(),
        "pulumi": _first_line("pulumi", "version"),
        "pulumi_sdk": importlib.metadata.version("pulumi"),
        "terraform": _first_line("terraform", "version"),
    }


def _cpu() -> str:
    if _CPU_INFO.exists():
        for line in _CPU_INFO.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor()


def _first_line(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parent)
    except OSError:
        return ""
    return (done.stdout.splitlines() or [""])[0]
