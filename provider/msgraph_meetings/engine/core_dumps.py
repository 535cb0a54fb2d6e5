"""Prevent core dumps: an image of this process would contain every secret and token in clear."""

from __future__ import annotations

try:
    import resource
except ImportError:  # Windows writes none by default.
    resource = None  # type: ignore[assignment]


def refuse_core_dumps() -> None:
    """Set the size limit of core dumps to zero; child processes inherit it."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
