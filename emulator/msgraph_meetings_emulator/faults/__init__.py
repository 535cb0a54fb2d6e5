"""Faults: failures that a test arms and that then apply to matching requests."""
