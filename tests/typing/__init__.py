"""The types of the public names; mypy checks these programs, and no test runs them."""
