"""Goals that fit any project."""

from __future__ import annotations

from collections.abc import Callable

from lint_pbt.checks.tools import Tools
from lint_pbt.text.folding import fold

GENERAL_GOALS = "general-goals"


def general_goals(tools: Tools, vocabulary: str) -> Callable[[str], bool]:
    """A test of goals: is one made of nothing but words of this vocabulary, besides signs and numbers?"""
    words = tools.words(vocabulary)
    return lambda goal: words.make_up("".join(filter(str.isalpha, fold(goal))))
