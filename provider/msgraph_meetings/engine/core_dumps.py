"""No image of this process is written when it crashes: it would hold every secret and token in clear."""

from __future__ import annotations

try:
    import resource
except ImportError:  # Windows, which writes none unless it is set up to
    resource = None  # type: ignore[assignment]


def refuse_core_dumps() -> None:
    """Sets the limit of a core file to nothing; the processes that this one starts inherit it."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
