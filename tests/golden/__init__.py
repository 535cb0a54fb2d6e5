"""Texts that others depend on, compared with the code; `python -m tests.golden` writes them again."""
