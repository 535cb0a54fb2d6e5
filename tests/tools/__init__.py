"""The set-up under `tools/`."""
