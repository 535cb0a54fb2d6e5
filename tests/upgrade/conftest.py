"""The fixtures of the plugin's tests."""

from tests.plugin.conftest import clean_environment, new_door, port

__all__ = ["clean_environment", "new_door", "port"]
