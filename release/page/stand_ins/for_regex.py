"""Stands in for `regex` in the page, over the standard library's `re`: there is no regex for browsers.

It has no clock of its own. The page runs the linter in a worker and ends that when a file takes too long.
"""

from __future__ import annotations

import re

error = re.error


class _Pattern:
    def __init__(self, compiled: re.Pattern[str]) -> None:
        self._search = compiled.search

    def search(self, text: str, timeout: float | None = None) -> re.Match[str] | None:
        return self._search(text)


def compile(expression: str) -> _Pattern:
    """An expression, ready to be searched. Raises `error` where it is written wrongly."""
    return _Pattern(re.compile(expression))
