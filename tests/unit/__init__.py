"""One module at a time, with everything outside handed in."""
