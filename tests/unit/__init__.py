"""The core, one room at a time, with everything outside handed in."""
