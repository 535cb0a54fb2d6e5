"""Measured ratios against a provider that does nothing, in one run; nothing here is asserted by a test."""
