"""Which indicators or projects a rule looks at: the `select` of a rule file, compiled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from lint_pbt.knowledge.framework import bare, core

if TYPE_CHECKING:
    from lint_pbt.checks.primitive import Scope, Subject
    from lint_pbt.checks.tools import Tools
    from lint_pbt.model.document import Category, Indicator
    from lint_pbt.model.rule import NameMatch, Select

_Test = Callable[["Subject"], bool]


class Selector:
    """Admits the subjects a rule is for."""

    def __init__(self, select: Select, tools: Tools) -> None:
        self._tests: list[_Test] = []
        if select.level1:
            self._tests.append(_level(select.level1, tools, first=True))
        if select.level2:
            self._tests.append(_level(select.level2, tools, first=False))
        if select.name:
            matches = name_test(select.name, tools)
            self._tests.append(lambda s: s.indicator is not None and matches(s.indicator.name.text))
        if select.project:
            fits = name_test(select.project, tools)
            self._tests.append(lambda s: s.project is not None and fits(s.project.name.text))
        if select.any:
            choices = [Selector(choice, tools) for choice in select.any]
            self._tests.append(lambda s: any(choice.admits(s) for choice in choices))
        if select.unless:
            spared = [Selector(choice, tools) for choice in select.unless]
            self._tests.append(lambda s: not any(choice.admits(s) for choice in spared))
        self.asks = bool(self._tests)
        nested = (*select.any, *select.unless)
        self.asks_project: bool = select.project is not None or any(Selector(one, tools).asks_project for one in nested)

    def admits(self, subject: Subject) -> bool:
        """True where every part of the selection fits the subject; always, where it `asks` nothing."""
        return all(test(subject) for test in self._tests)


def beyond(select: Select, scope: Scope) -> Iterator[tuple[str | int, ...]]:
    """Where a selection asks for what subjects of this scope have not, so that it would never admit one."""
    if scope == "indicator":
        return
    missing = {"level1": select.level1, "level2": select.level2, "name": select.name}
    if scope == "document":
        missing["project"] = select.project
    yield from ((key,) for key, asked in missing.items() if asked)
    for key, nested in (("any", select.any), ("unless", select.unless)):
        for number, one in enumerate(nested):
            yield from ((key, number, *path) for path in beyond(one, scope))


def naming(tools: Tools, what: str, vocabulary: str = "no-names") -> Callable[[str], None]:
    """A test of names of what is called `what`: raises Unjudged for what is none, but another cell, the number of a
    page or an example to fill in. What is missing there was most likely not read.
    """
    from lint_pbt.checks.tools import Unjudged

    pattern = tools.pattern(*tools.listed(vocabulary))

    def test(name: str) -> None:
        if name and pattern.find(name):
            raise Unjudged(f"“{name}”不像{what}，多半没有读对，所以没有据此说缺什么")

    return test


def standard_names(names: tuple[str, ...], tools: Tools, *, first: bool) -> frozenset[str]:
    """The standard names of these categories; of one that a place has of its own, what counts in it.

    Raises PatternError for one of the other level. A built-in rule names none but standard ones.
    """
    from lint_pbt.checks.tools import PatternError

    framework = tools.framework
    look_up, other = (framework.level1, framework.level2) if first else (framework.level2, framework.level1)
    found = set()
    for name in names:
        level = look_up(name)
        if level is None and (other(name) or tools.proven):
            known = "、".join(framework.names()[0 if first else 1])
            raise PatternError(f"“{name}”不是{'一级' if first else '二级'}指标；标准的有：{known}")
        found.add(bare(level.name) if level else core(name))
    return frozenset(found)


def standard(category: Category, tools: Tools, *, first: bool) -> str:
    """The standard name of a table's category, without 指标; its own words where it is none."""
    return tools.framework.standard(category.name.text, first)


def standard_levels(indicator: Indicator, tools: Tools) -> tuple[str, str]:
    """The standard names of an indicator's first and second level, without 指标; its own words where they are none."""
    return tools.framework.standards(indicator.level1.name.text, indicator.level2.name.text)


def _level(names: tuple[str, ...], tools: Tools, *, first: bool) -> _Test:
    wanted = standard_names(names, tools, first=first)

    def test(subject: Subject) -> bool:
        indicator = subject.indicator
        if indicator is None:
            return False
        return standard_levels(indicator, tools)[0 if first else 1] in wanted

    return test


def name_test(match: NameMatch, tools: Tools) -> Callable[[str], bool]:
    """A test of a name against a pattern, words or a vocabulary; any of them suffices."""
    words = tools.words(match.vocabulary, extra=match.words) if match.words or match.vocabulary else None
    pattern = tools.pattern(match.pattern) if match.pattern else None

    def test(name: str) -> bool:
        if words is not None and words.find(name):
            return True
        return pattern is not None and pattern.find(name) is not None

    return test
