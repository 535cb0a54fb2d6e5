"""Tools for tests: a handle on a running emulator, and the pytest fixture."""
