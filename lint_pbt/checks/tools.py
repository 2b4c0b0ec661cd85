"""What checks share: vocabularies, the framework, the target parser and timed patterns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import regex

from lint_pbt.advice import Adviser
from lint_pbt.errors import PbtError
from lint_pbt.framework import Framework
from lint_pbt.text import fold

if TYPE_CHECKING:
    from lint_pbt.target import TargetParser

PATTERN_SECONDS = 0.2


class Unjudged(Exception):  # noqa: N818 - it is no error of the user's
    """A check could not judge a subject; the engine records a skip, never a pass."""


class PatternError(PbtError):
    """A regular expression that does not compile, or a name no vocabulary has."""


class Pattern:
    """A regular expression from a rule file: matched on folded text, under a time limit."""

    def __init__(self, expression: str) -> None:
        try:
            self._compiled = regex.compile(fold(expression))
        except regex.error as error:
            raise PatternError(f"正则表达式“{expression}”写错了：{error}") from None

    def find(self, text: str) -> tuple[int, int] | None:
        """The first non-empty match in the text, as offsets. Raises Unjudged when the time runs out."""
        try:
            found = self._compiled.search(fold(text), timeout=PATTERN_SECONDS)
        except TimeoutError:
            raise Unjudged(f"正则表达式 {self._compiled.pattern} 在这段文字上超过 {PATTERN_SECONDS} 秒") from None
        return found.span() if found and found.group() else None


class Words:
    """A set of words, looked for in folded text. Longest first, so that the whole of a word is found."""

    def __init__(self, words: Iterable[str]) -> None:
        folded = sorted({fold(word) for word in words if word}, key=lambda word: (-len(word), word))
        self._set = frozenset(folded)
        self._endings = tuple(folded)
        self._search: Callable[[str], Any] = _nothing
        if folded:
            import re

            self._search = re.compile("|".join(map(re.escape, folded))).search

    def find(self, text: str) -> tuple[int, int] | None:
        """The first of the words in the text, as offsets."""
        found = self._search(fold(text))
        return found.span() if found else None

    def __contains__(self, text: str) -> bool:
        return fold(text) in self._set

    def starting(self, text: str) -> str | None:
        """The longest of the words that the text begins with."""
        folded = fold(text)
        return next((word for word in self._endings if folded.startswith(word)), None)

    def ending(self, text: str) -> str | None:
        """The longest of the words that the text ends with."""
        folded = fold(text)
        return next((word for word in self._endings if folded.endswith(word)), None)


def _nothing(_: str) -> None:
    return None


class Tools:
    """The shared pieces of one run, each built when it is first asked for."""

    def __init__(self, vocabulary: Mapping[str, tuple[str, ...]], data: Mapping[str, Mapping[str, Any]]) -> None:
        """`vocabulary` holds the word lists by name, `data` the files of another shape: framework and advice."""
        self._vocabulary = vocabulary
        self._words: dict[str, Words] = {}
        self.framework = Framework(data["framework"]["levels"])
        self.adviser = Adviser(data["advice"], self.framework)

    @cached_property
    def parser(self) -> TargetParser:
        from lint_pbt.target import TargetParser

        return TargetParser(self._vocabulary)

    def words(self, *vocabularies: str | None, extra: Iterable[str] = ()) -> Words:
        """The words of named vocabularies and some more. Raises PatternError for an unknown name."""
        named = [name for name in vocabularies if name]
        if not extra and len(named) == 1:
            if named[0] not in self._words:
                self._words[named[0]] = Words(self.listed(named[0]))
            return self._words[named[0]]
        return Words([*extra, *(word for name in named for word in self.listed(name))])

    def listed(self, name: str) -> tuple[str, ...]:
        """The words of a named vocabulary, as written. Raises PatternError for an unknown name."""
        try:
            return self._vocabulary[name]
        except KeyError:
            from lint_pbt.schema import nearest

            raise PatternError(f"没有名为“{name}”的词表{nearest(name, sorted(self._vocabulary))}") from None
