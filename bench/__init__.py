"""Measured ratios against providers that do nothing, in one run; no test asserts them.

    python -m bench              `make bench`: times of up, preview, refresh and destroy; CPU; memory; charts
    python -m bench.cpu          the plugin's CPU by call beside a bare client's; requests, connections, token requests
    python -m bench.memory       the plugin's memory after 10,000 meetings beside a bare gRPC server's
    python -m bench.processes    the CPU time of each process of a command
    python -m bench.program      the Python program's own time with 2,000 dynamic resources
    python -m bench.plugin       the plugin's process: time to its port, memory, 64 creates at once
    python -m bench.load         1,000 meetings through a service that allows 20 requests a second, against the aims
    python -m bench.soak         an hour of the service's clock with tokens that expire: memory, threads, connections
    python -m bench.fleet_plans  100,000 meetings in 500 stacks over many runners, simulated: the table of docs/scale.md
    python -m bench.calibration  that simulation beside a few real engines

They need the engine on PATH (`eval "$(make -s path)"`) and an idle machine. Results are in docs/performance.md.
"""
