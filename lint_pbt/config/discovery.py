"""Where the configuration for a file lies: in its folder, or the nearest folder above that has one.

The search ends at a folder with `.git` in it, or at the root. It only asks whether files are there: a run
without configuration pays for nothing else.
"""

from __future__ import annotations

import os
import re

from lint_pbt.errors import ConfigError

NAMES = (".pbt-lint.yaml", ".pbt-lint.yml")
# What an editor makes of the name, or a hand: a dot less in front, .txt behind.
_MISTYPED = (".pbt-lint.yaml.txt", ".pbt-lint.yml.txt", "pbt-lint.yaml", "pbt-lint.yml", "pbt-lint.yaml.txt")
TOML = "pyproject.toml"
MOST_BYTES = 1024 * 1024
# `[tool.pbt-lint…]`, `tool.pbt-lint.x =`, or `pbt-lint = {` below `[tool]`; not a dependency or a script.
_OURS = r"""(?m)^[^\S\n]*(?:\[{0,2}\s*["']?tool["']?\s*\.\s*["']?pbt-lint\b|["']?pbt-lint["']?\s*(?:\.|=\s*\{))"""


class Discovery:
    """Finds configurations; what it learnt of a folder serves for all files in and below it."""

    def __init__(self) -> None:
        self._known: dict[str, str | None] = {}

    def nearest(self, path: str) -> str | None:
        """The configuration for a file (`-`: for the current folder), None where there is none.

        Raises ConfigError for a file that is meant to be one and has another name: it would count for nothing.
        """
        return self.above("." if path == "-" else os.path.dirname(path) or ".")

    def above(self, folder: str) -> str | None:
        """The configuration of a folder or the nearest one above it."""
        folder = os.path.abspath(folder)
        passed: list[str] = []
        found: str | None = None
        while folder not in self._known:
            passed.append(folder)
            found = _in(folder)
            upper = os.path.dirname(folder)
            if found or upper == folder or os.path.exists(os.path.join(folder, ".git")):
                break
            folder = upper
        else:
            found = self._known[folder]
        self._known.update(dict.fromkeys(passed, found))
        return found


def _in(folder: str) -> str | None:
    for name in NAMES:
        path = os.path.join(folder, name)
        if os.path.isfile(path):
            return path
    for name in _MISTYPED:
        path = os.path.join(folder, name)
        if os.path.isfile(path):
            raise ConfigError(f"{path}：配置文件要叫 {NAMES[0]}（开头有点，后面没有 .txt），叫别的名字不起作用，请改名")
    path = os.path.join(folder, TOML)
    try:
        if os.stat(path).st_size > MOST_BYTES:
            return None
        with open(path, "rb") as file:
            data = file.read(MOST_BYTES)
    except OSError:
        return None
    return path if b"pbt-lint" in data and re.search(_OURS.encode(), data) else None
