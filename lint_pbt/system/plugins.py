"""Plug-ins by entry points, found without the cost of asking where there are none.

`importlib.metadata` takes a quarter of the start-up time. Whether any installed package names one of our
groups is told by its `entry_points.txt`, so the module is imported only when one does.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any

from lint_pbt.errors import ConfigError

_MARK = b"[lint_pbt."


def load_plugins(group: str) -> Iterator[tuple[str, Any]]:
    """Name and object of each entry point of a group. Raises ConfigError for one that cannot be loaded."""
    if not _any_installed():
        return
    from importlib.metadata import entry_points

    for point in entry_points(group=group):
        try:
            yield point.name, point.load()
        except (Exception, SystemExit) as error:
            reason = f"{type(error).__name__}: {error}"
            message = f"插件“{point.name}”（{point.value}）装不上：{reason}。请重装或卸载这个插件"
            raise ConfigError(message) from error


@cache
def _any_installed() -> bool:
    return any(_names_us(folder) for folder in dict.fromkeys(sys.path) if folder)


def _names_us(folder: str) -> bool:
    try:
        installed = [name for name in os.listdir(folder) if name.endswith((".dist-info", ".egg-info"))]
    except OSError:
        # Not a folder: a zip archive can hold packages too, and then the long way is the only one.
        return folder.endswith((".zip", ".egg")) and os.path.exists(folder)
    for name in installed:
        try:
            with open(os.path.join(folder, name, "entry_points.txt"), "rb", buffering=0) as file:
                if _MARK in file.read():
                    return True
        except OSError:
            continue
    return False
