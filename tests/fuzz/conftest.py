"""Fixtures: those of the plugin."""

from tests.plugin.conftest import clean_environment, door, meetings, new_door, port

__all__ = ["clean_environment", "door", "meetings", "new_door", "port"]
