"""One table of lifecycle cases, run through the lifecycle and both ways in: the same state, the same requests."""
