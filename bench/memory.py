"""The plugin's memory after many meetings, beside a bare gRPC server's.

python -m bench.memory [--count 10000]
"""

from __future__ import annotations

import click

from bench.aims import Figure, show
from bench.plugin import COMMANDS, configured, create_all, megabytes
from bench.service import Service

COUNT = 10_000
_MOST = 1.1
"""The plugin's memory may be so much of a bare server's, and ``_MORE`` megabytes."""
_MORE = 25


def held(name: str, service: Service, count: int) -> tuple[float, float]:
    """Return the megabytes that a provider holds after half of the meetings and after all."""
    service.fresh()
    half = count // 2
    with configured(name, service.environment()) as (process, stub):

        def after(numbers: range) -> float:
            create_all(stub, (f"{name}-{n}" for n in numbers), service.user_id)
            return megabytes(process)

        return after(range(half)), after(range(half, count))


def figures(count: int = COUNT) -> list[Figure]:
    """Return every figure with its aim."""
    with Service() as service:
        megabytes = {name: held(name, service, count) for name in COMMANDS}
    (_, bare), (before, after) = megabytes["bare"], megabytes["plugin"]
    return [
        Figure(f"bare gRPC server after {count:,} meetings", round(bare, 1), "MB"),
        Figure(f"plugin after {count:,} meetings", round(after, 1), "MB", round(_MOST * bare + _MORE, 1)),
        Figure("growth of the plugin for each meeting", growth(before, after, count), "bytes", 1024),
    ]


def growth(before: float, after: float, count: int) -> float:
    """Return the bytes by which a provider grew for each meeting of the second half."""
    return float(round((after - before) * 2**20 / (count - count // 2)))


@click.command()
@click.option("--count", default=COUNT, show_default=True, help="Meetings.")
def main(count: int) -> None:
    """Print one table."""
    show(figures(count), TITLE)


TITLE = "Memory of the plugin"

if __name__ == "__main__":
    main()
