"""The suite for a real tenant, run against the emulator."""
