"""Read files that settings name, each time they are needed: their content may change at any time."""

from __future__ import annotations

from pathlib import Path

from msgraph_meetings.errors import ConfigurationError


def bytes_in(setting: str, path: str) -> bytes:
    """Return the content of the file.

    Raises:
        ConfigurationError: it cannot be read, or is empty; the message names the setting and the path.
    """
    try:
        content = Path(path).expanduser().read_bytes()
    except (OSError, RuntimeError) as error:  # RuntimeError: the home directory does not exist.
        raise ConfigurationError(
            f"Cannot read the file {path} (from {setting}).",
            f"The system reports: {getattr(error, 'strerror', None) or error}.",
            f"Correct {setting}, or give this process the right to read the file.",
        ) from error
    if not content.strip():
        raise ConfigurationError(f"The file {path} (from {setting}) is empty.", fix=f"Correct {setting} or the file.")
    return content


def text_in(setting: str, path: str) -> str:
    """Return the content of the file as text, without the line break at its end.

    Raises:
        ConfigurationError: as ``bytes_in``, or the file is not text.
    """
    try:
        return bytes_in(setting, path).decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise ConfigurationError(
            f"The file {path} (from {setting}) is not a text file in UTF-8.", fix=f"Correct {setting} or the file."
        ) from error
