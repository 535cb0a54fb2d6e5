"""Programs with the dynamic resource, deployed against the emulator with the real engine."""
