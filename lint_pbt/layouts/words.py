"""The words by which a table is recognised: column titles, labels of values and names of categories."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from lint_pbt.framework import Framework
from lint_pbt.text import fold
from lint_pbt.vocabulary import built_in


@cache
def vocabulary(name: str) -> dict[str, Any]:
    """A vocabulary file that is no mere list of words, as data."""
    return built_in()[1][name]


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, folded, the longest first."""
    return "|".join(re.escape(word) for word in sorted({fold(word) for word in words}, key=len, reverse=True))


@cache
def kinds(name: str, key: str) -> dict[str, str]:
    """Each folded word of a vocabulary that sorts its words by kind, with its kind."""
    return {fold(word): kind for kind, words in vocabulary(name)[key].items() for word in words}


@cache
def standard_framework() -> Framework:
    """The standard framework of indicators."""
    return Framework(vocabulary("framework"))
