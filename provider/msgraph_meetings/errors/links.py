"""Addresses of documentation pages, for messages: a person who installed the package with pip can open them."""

from __future__ import annotations

DOCUMENTATION = "https://github.com/owner--not-set/pulumi-msgraph-meetings/blob/main/docs"
"""The same as ``Documentation`` in pyproject.toml's ``[project.urls]``: a placeholder until there is a public site."""
SIGN_IN = f"{DOCUMENTATION}/sign-in.md"
PLUGIN = f"{DOCUMENTATION}/plugin.md"
