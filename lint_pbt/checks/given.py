"""What those who fill in a table have not thought of themselves: what its form prints, and what others have set."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Annotated

from msgspec import Meta

from lint_pbt.checks.tools import Tools
from lint_pbt.checks.wording import clip
from lint_pbt.model.document import Document, Indicator

HandedDownTitles = Annotated[str, Meta(description="词表：表的标题里有这些词，指标是上级定的")]
HANDED_DOWN_TITLES = "handed-down-titles"

_LONGEST_NAMED = 20
_PRINTED = "（写在“{category}”下，多半是表样印的，不用改）"
SET_ABOVE = "（多半是上级定的，不用改）"


def set_above(tools: Tools, titles: str) -> Callable[[Document], bool]:
    """A test of documents: is the money handed down, so that others have set the indicators? `titles` is a vocabulary:
    words in the title of such a table.
    """
    words = tools.words(titles)
    return lambda document: document.title is not None and words.find(document.title.text) is not None


def of_the_form(indicator: Indicator, tools: Tools) -> str:
    """The category of an indicator that is not in the standard framework, clipped; empty where both levels are, or
    where there are none.
    """
    first, second = indicator.level1.name.text, indicator.level2.name.text
    if second and tools.framework.level2(second) is None:
        return clip(second, _LONGEST_NAMED)
    return "" if not first or tools.framework.knows(first) else clip(first, _LONGEST_NAMED)


def excuse(indicator: Indicator, document: Document, tools: Tools, handed_down: Callable[[Document], bool]) -> str:
    """Why an indicator is hardly the doing of those who fill in the table, in brackets; empty where it may be.

    `handed_down` is a test that `set_above` made.
    """
    if handed_down(document):
        return SET_ABOVE
    category = of_the_form(indicator, tools)
    return _PRINTED.format(category=category) if category else ""


def of_management(tools: Tools, vocabulary: str) -> Callable[[Indicator], bool]:
    """A test of indicators: do they stand under a category that asks how a project was decided and is managed? Forms
    print such indicators (立项依据充分性), and an examiner grades them. Under a standard category they are the table's
    own. `vocabulary` names words in the names of such categories.
    """
    words, framework = tools.words(vocabulary), tools.framework

    @lru_cache(maxsize=256)
    def manages(level1: str, level2: str) -> bool:
        if framework.knows(level1) or framework.knows(level2, level1):
            return False
        return words.find(level1) is not None or words.find(level2) is not None

    return lambda indicator: manages(indicator.level1.name.text, indicator.level2.name.text)
