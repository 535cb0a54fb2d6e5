"""The side of a test: a handle on a running emulator, and the pytest fixture."""
