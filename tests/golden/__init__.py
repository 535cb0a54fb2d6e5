"""Texts that others depend on, held against the code; `python -m tests.golden` writes them again."""
