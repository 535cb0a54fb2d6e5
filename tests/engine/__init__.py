"""What a user gets, with the real engine: programs with the dynamic resource deployed against the emulator."""
