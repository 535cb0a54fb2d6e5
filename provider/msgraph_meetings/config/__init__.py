"""Settings: one table, their sources, and their checks."""
