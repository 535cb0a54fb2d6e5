"""What the emulator knows: meetings, the tenant, the clock, the journal, kept in one file."""
