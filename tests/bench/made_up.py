"""Samples that nobody measured."""

from __future__ import annotations

from bench.cases import Case
from bench.samples import Sample

SMALL = Case(1)
SLOW = Case(100, 150)
LARGE = Case(1000, 0, checkpoints=False)


def samples() -> list[Sample]:
    """Three rounds of `up` without a delay, and one with."""
    at_once = {"plugin floor": (1.0, 9.0, 1.2), "plugin": (1.2, 1.8, 1.5), "dynamic floor": (2.0, 2.0, 2.0)}
    made = [
        Sample(SMALL, number, name, "up", seconds, None if "floor" in name else 0.25)
        for name, taken in at_once.items()
        for number, seconds in enumerate(taken)
    ]
    slow = {"plugin": 3.0, "terraform": 4.0, "terraform stand-in": 2.0}
    return made + [Sample(SLOW, 0, name, "up", seconds, 0.85) for name, seconds in slow.items()]


MACHINE = {"cores": 2, "memory_gb": 8, "os": "Linux 6.1", "architecture": "x86_64", "cpu": "Some CPU"}
VERSIONS = {
    "msgraph-meetings": "0.1.0",
    "commit": "0123456789ab",
    "python": "3.11.7",
    "pulumi": "v3.259.0",
    "pulumi_sdk": "3.272.0",
    "terraform": "",
}
