"""What can go wrong outside the tables: each error carries a Chinese sentence a user can act on."""

from __future__ import annotations


class PbtError(Exception):
    """An error with a message for the user; it ends a command without a traceback."""


class ReadError(PbtError):
    """A file that cannot be read as a table. The other files of the run are still checked."""


class ConfigError(PbtError):
    """Wrong configuration or rule files; the message lists every mistake with file, line and key."""


class WriteError(PbtError):
    """A file that cannot be fixed or written; it stands as it was."""


class PoolError(PbtError):
    """Workers cannot be started, or were told to end; nothing more is checked."""
