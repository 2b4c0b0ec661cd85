"""A regular expression that is compiled when a text may hold what it looks for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from lint_pbt.text.patterns.needed import holds, needed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lint_pbt.text.patterns.needed import Need

    Match = re.Match[str] | None

# A longer text is not looked through beforehand, nor more texts than these: compiling pays then.
_SHORT: Final = 200  # characters
_ENOUGH: Final = 100


class Pattern:
    """Stands for `re.compile(pattern)`; once that is done its methods are those of the compiled pattern.

    It is not done as long as all texts are short and lack something that every match has (`needed`).
    """

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self._asked = 0
        self._need: Need = None

    def search(self, text: str, *bounds: int) -> Match:
        return None if self._is_idle(text) else self._compiled().search(text, *bounds)

    def match(self, text: str, *bounds: int) -> Match:
        return None if self._is_idle(text) else self._compiled().match(text, *bounds)

    def fullmatch(self, text: str, *bounds: int) -> Match:
        return None if self._is_idle(text) else self._compiled().fullmatch(text, *bounds)

    def finditer(self, text: str, *bounds: int) -> Iterator[re.Match[str]]:
        return iter(()) if self._is_idle(text) else self._compiled().finditer(text, *bounds)

    def findall(self, text: str, *bounds: int) -> list[Any]:
        return [] if self._is_idle(text) else self._compiled().findall(text, *bounds)

    def sub(self, replacement: str | Callable[[re.Match[str]], str], text: str, count: int = 0) -> str:
        return text if self._is_idle(text) else self._compiled().sub(replacement, text, count)

    def subn(self, replacement: str | Callable[[re.Match[str]], str], text: str, count: int = 0) -> tuple[str, int]:
        return (text, 0) if self._is_idle(text) else self._compiled().subn(replacement, text, count)

    def split(self, text: str, most: int = 0) -> list[str | Any]:
        return [text] if self._is_idle(text) else self._compiled().split(text, most)

    def _is_idle(self, text: str) -> bool:
        """Whether nothing can be found in the text, told without compiling."""
        if len(text) > _SHORT or self._asked > _ENOUGH:
            return False
        if not self._asked:
            self._need = needed(self.pattern)
        self._asked += 1
        return not holds(text, self._need)

    def _compiled(self) -> re.Pattern[str]:
        found = re.compile(self.pattern)
        for name in ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split"):
            setattr(self, name, getattr(found, name))
        return found
