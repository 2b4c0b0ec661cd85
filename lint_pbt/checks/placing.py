"""Checks of where an indicator stands: under a category that is for what it measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from lint_pbt.checks.given import HANDED_DOWN_TITLES, SET_ABOVE, HandedDownTitles, set_above
from lint_pbt.checks.measures import heads, name_of, quantities
from lint_pbt.checks.primitive import Hit, Options, Sieve, Subject, primitive
from lint_pbt.checks.selection import standard_levels, standard_names
from lint_pbt.checks.tools import Tools
from lint_pbt.knowledge.framework import bare
from lint_pbt.knowledge.grammar import SHARES


class Case(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One kind of misplacement: names that fit `name` under one of `under` belong to `belongs`.

    `level1` asks for first levels instead of second ones; `unless` spares names; `words` looks at the name
    or the words before a number of the value; `waiting` asks for a name of a time to wait, to answer or to repair;
    `not_counted_in` asks for a number with another unit than these (a vocabulary); `known` for a share that, as the
    knowledge of the field says, may stand under `belongs`, but under none of `under`.
    """

    belongs: Annotated[str, Meta(description="应当放在哪一类")]
    under: Annotated[tuple[str, ...], Meta(description="现在放在哪些二级指标下")] = ()
    level1: Annotated[tuple[str, ...], Meta(description="现在放在哪些一级指标下")] = ()
    not_under: Annotated[tuple[str, ...], Meta(description="放在这些二级指标下不算错")] = ()
    not_level1: Annotated[tuple[str, ...], Meta(description="放在这些一级指标下不算错")] = ()
    name: Annotated[str | None, Meta(description="名称的写法（正则表达式）")] = None
    waiting: Annotated[bool, Meta(description="名称说的是等候、办理、修复要多久的才报")] = False
    words: Annotated[str | None, Meta(description="名称和指标值里的文字连起来的写法（正则表达式）")] = None
    unless: Annotated[str | None, Meta(description="名称是这种写法（正则表达式）就不报")] = None
    not_counted_in: Annotated[str | None, Meta(description="词表：指标值里要有数、单位又不是这些的才报")] = None
    known: Annotated[bool, Meta(description="是比率，指标知识里放在 belongs 下、不放在 under 下的才报")] = False


class Categories(Options, frozen=True, kw_only=True):
    """`cases` are tried in order; the first that fits is reported. `titles` is a vocabulary: words in the title of a
    table whose categories others have set, where it is no more than information.
    """

    made_of: ClassVar[Mapping[str, type[Struct]]] = {"cases": Case}

    cases: Annotated[tuple[Case, ...], Meta(description="一种一种放错的情形，按次序看，符合一种就报")]
    titles: HandedDownTitles = HANDED_DOWN_TITLES


_CATEGORY = {"belongs": "应当放在哪一类", "given": "多半是上级定的，带括号说明；不是就为空"}


@primitive("category-fit", "指标放错了类别", options=Categories, fills=_CATEGORY, looks_at="pair")
def category_fit(options: Categories, tools: Tools) -> Sieve:
    """An indicator under a category that clearly is not for what it measures."""
    cases = [_Placed(case, tools) for case in options.cases]
    handed_down = set_above(tools, options.titles)

    @lru_cache(maxsize=256)
    def under(level1: str, level2: str) -> list[_Placed]:
        """The cases there are for indicators under these categories."""
        return [case for case in cases if case.is_for(level1, level2)]

    @lru_cache(maxsize=1024)
    def fitting(levels: tuple[str, str], name: str) -> Sequence[_Placed]:
        """The cases there are for indicators of this name under these categories."""
        parts = heads(name)
        return [case for case in under(*levels) if case.names(name, parts)]

    def named(subject: Subject) -> Sequence[_Placed]:
        """The cases for the categories and the name of an indicator."""
        indicator = subject.indicator
        assert indicator is not None
        if not (indicator.level1.name.text or indicator.level2.name.text):
            return ()
        return fitting(standard_levels(indicator, tools), indicator.name.text)

    def find(subject: Subject) -> Iterator[Hit]:
        for case in named(subject):
            if case.values(subject):
                assert subject.indicator is not None
                given = handed_down(subject.document)
                fills = {"belongs": case.belongs, "given": SET_ABOVE if given else ""}
                yield Hit(subject.indicator.name, "name", fills=fills, severity="info" if given else None)
                return

    return Sieve(find, name=lambda subject: bool(named(subject)), document=handed_down)


class _Placed:
    """One case, ready to be held against indicators."""

    def __init__(self, case: Case, tools: Tools) -> None:
        self.belongs = case.belongs
        self._under = standard_names(case.under, tools, first=False)
        self._firsts = standard_names(case.level1, tools, first=True)
        self._not_under = standard_names(case.not_under, tools, first=False)
        self._not_firsts = standard_names(case.not_level1, tools, first=True)
        self._name, self._words, self._unless = (
            tools.pattern(text) if text else None for text in (case.name, case.words, case.unless)
        )
        self._waiting, self._known, self._tools = case.waiting, case.known, tools
        self._not_counted = tools.words(case.not_counted_in) if case.not_counted_in else None

    def is_for(self, level1: str, level2: str) -> bool:
        """Whether it is for indicators under these categories."""
        if level1 and level1 in self._not_firsts:
            return False
        if not level2:  # only what is asked of the first level can be told
            return level1 in self._firsts and not self._under
        # A category of a form of its own (具体指标) is no wrong one.
        under = level2 in self._under if self._under else self._tools.framework.level2(level2) is not None
        admitted = under and level2 not in self._not_under
        return admitted and (not self._firsts or level1 in self._firsts)

    def names(self, name: str, parts: Sequence[str]) -> bool:
        """Whether it is for indicators of this name, `parts` being what it may be judged by."""
        if self._name:
            find = self._name.find
            for part in parts:  # asked of every name for many cases: `any` takes as long again
                if find(part):
                    break
            else:
                return False
        if self._unless and self._unless.find(name):
            return False
        if self._known and self._may_stand(name):
            return False
        return not self._waiting or self._tools.knowledge.waits(name)

    def _may_stand(self, name: str) -> bool:
        """Whether the knowledge of the field lets a measure stand where it does, or not where the case wants it."""
        measure = self._tools.knowledge.measure(name)
        share = measure.dimension in SHARES and measure.better != "neutral"
        return (
            not share
            or self.belongs not in measure.categories
            or not self._under.isdisjoint(map(bare, measure.categories))
        )

    def values(self, subject: Subject) -> bool:
        """Whether the words and the numbers of the value are as it asks."""
        numbers = quantities(subject)
        if self._words and not any(map(self._words.find, [name_of(subject), *(one.label for one in numbers)])):
            return False
        units = [one.measure or one.unit or "" for one in numbers]
        return self._not_counted is None or (bool(units) and not any(unit in self._not_counted for unit in units))
