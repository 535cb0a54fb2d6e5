"""One table of lifecycle cases, run through the core and both doors: the same state, the same requests."""
