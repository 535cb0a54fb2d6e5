"""Measured ratios against providers that do nothing, in one run; nothing here is asserted by a test.

    python -m bench          times of up, preview, refresh and destroy, by way in
    python -m bench.plugin   the plugin's process: time to its port, memory, 64 creates at once
    python -m bench.load     1,000 meetings through a service that allows 20 requests a second, against the aims
    python -m bench.soak     an hour of the service's clock with tokens that expire: memory, threads, connections
    python -m bench.fleet_plans  100,000 meetings in 500 stacks over many runners, simulated: the table of docs/scale.md
    python -m bench.calibration  that simulation beside a few real engines

They need the engine on PATH (`eval "$(make -s path)"`), and a quiet machine.
"""
