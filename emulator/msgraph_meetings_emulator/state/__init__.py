"""The state of the emulator: meetings, tenant, clock and journal, kept in one file."""
