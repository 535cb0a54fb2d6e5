"""The types of the public names; checked by mypy, run by nobody."""
