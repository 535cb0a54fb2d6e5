"""What a user gets, with the real engine: programs of the dynamic door deployed against the emulator."""
