"""The plugin's fixtures serve here too."""

from tests.plugin.conftest import clean_environment, door, meetings, new_door, port

__all__ = ["clean_environment", "door", "meetings", "new_door", "port"]
