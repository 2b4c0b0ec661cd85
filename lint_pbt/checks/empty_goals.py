"""Goals that fit any project."""

from __future__ import annotations

from collections.abc import Callable

from lint_pbt.checks.tools import Tools
from lint_pbt.text.folding import fold
from lint_pbt.text.patterns.lazy import Pattern

GENERAL_GOALS = "general-goals"

# What numbers and divides the parts of a goal, and the year.
_BETWEEN = Pattern(r"目标\s*[0-9一二三四五]\s*[:：、.]|20\d\d年度?|[\W\d_]+")


def general_goals(tools: Tools, vocabulary: str) -> Callable[[str], bool]:
    """A test of goals: is one made of nothing but words of this vocabulary?"""
    words = tools.words(vocabulary)
    return lambda goal: words.make_up(_BETWEEN.sub("", fold(goal)))
