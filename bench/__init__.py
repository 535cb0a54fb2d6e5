"""Measured ratios against providers that do nothing, in one run; no test asserts them.

    python -m bench          times of up, preview, refresh and destroy, for the dynamic resource and the plugin
    python -m bench.plugin   the plugin's process: time to its port, memory, 64 creates at once
    python -m bench.load     1,000 meetings through a service that allows 20 requests a second, against the aims
    python -m bench.soak     an hour of the service's clock with tokens that expire: memory, threads, connections

They need the engine on PATH (`eval "$(make -s path)"`) and an idle machine.
"""
