"""Checks of years: those of a table, of its goals and of its deadlines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

from msgspec import Meta

from lint_pbt.checks.given import HANDED_DOWN_TITLES, HandedDownTitles, set_above
from lint_pbt.checks.primitive import Find, Hit, Options, Subject, primitive
from lint_pbt.checks.tools import Tools
from lint_pbt.checks.years import of_several_years
from lint_pbt.model.document import Document, Field, Indicator
from lint_pbt.model.rule import Severity
from lint_pbt.target import Deadline
from lint_pbt.text.folding import fold
from lint_pbt.text.patterns.lazy import Pattern

_YEAR = Pattern(r"(?<!\d)(20[0-4]\d)\s*年")
_WITHIN = Pattern(r"^度?(?:内|底|末|全年|\d{1,2}月(?:底|末|\d{1,2}日)?)?前?(?:计划|拟|将|预计|力争|共|继续|全面)*")
_WHERE = {"annual_value": "指标值", "name": "指标名称"}
_NEXT_YEAR = "本来就到次年才办的，写“次年N月底前”"
_CLAUSE = Pattern(r"[^，。；;！？\n]+")


class OfTheYear(Options, frozen=True, kw_only=True):
    """`elsewhere` are patterns of clauses whose year is another than the table's by right: comparisons, documents,
    what began or was done before. `doing` is a vocabulary: in a goal, a year counts that stands before one of these
    verbs. `several_years` is a vocabulary of patterns that tell of longer projects. `afterwards` are patterns of names
    of what is done when the year is over; `titles` is a vocabulary: words in the title of a table whose dates others
    have set, where it is no more than information.
    """

    elsewhere: Annotated[tuple[str, ...], Meta(description="有这些写法（正则表达式）的分句，里面的年份不用是本年")] = ()
    doing: Annotated[str, Meta(description="词表：绩效目标里，年份后面跟着这些动词才看")] = "task-verbs"
    several_years: Annotated[str, Meta(description="词表：这些写法说明项目跨年度")] = "several-years"
    afterwards: Annotated[tuple[str, ...], Meta(description="名称是这些写法（正则表达式）的事，次年办也对")] = ()
    titles: HandedDownTitles = HANDED_DOWN_TITLES


@primitive(
    "of-the-year",
    "年份不是表的年度",
    scope="project",
    options=OfTheYear,
    fills={
        "year": "表的年度",
        "stated": "写的年份",
        "where": "写在哪里",
        "later": "写的是次年时，次年才办的该怎么写；否则为空",
    },
)
def of_the_year(options: OfTheYear, tools: Tools) -> Find:
    """A year in a value or goal that is not the table's; a deadline of the year that lies after its end."""
    elsewhere = tools.pattern(*options.elsewhere) if options.elsewhere else None
    doing = tools.words(options.doing)
    runs_for_years = of_several_years(tools, options.several_years)
    afterwards = tools.pattern(*options.afterwards) if options.afterwards else None
    handed_down = set_above(tools, options.titles)

    def is_right(subject: Subject, indicator: Indicator, dates: Sequence[Deadline], year: int) -> bool:
        """Whether one of the dates may be so; of a project of several years none lies before the table's year, but in
        one that its name or its goal speaks of.

        What takes long is asked last: nearly all dates are of the year.
        """
        years = [_year(one) for one in dates]
        if not dates or year in years:
            return True
        if elsewhere and any(elsewhere.find(one.text) for one in (indicator.annual, indicator.name) if one):
            return True
        if afterwards and year + 1 in years and afterwards.find(indicator.name.text):
            return True
        project = subject.project
        assert project is not None
        told = project.name.text + (project.goal.text if project.goal else "")
        within = max(years) > year or any(str(one) in told for one in years)
        return within and runs_for_years(subject, project)

    def find(subject: Subject) -> Iterator[Hit]:
        project = subject.project
        assert project is not None
        year = year_of(subject.document)
        if year is None:
            return
        severity: Severity | None = "info" if handed_down(subject.document) else None
        for indicator in project.indicators:
            for name, field in (("annual_value", indicator.annual), ("name", indicator.name)):
                dates = _dates(subject, field)
                if is_right(subject, indicator, dates, year):
                    continue
                one = dates[-1]
                fills = {"stated": one.text, "where": _WHERE[name], **_told(year, _year(one))}
                yield Hit(field, name, one.start, one.end, fills=fills, severity=severity, indicator=indicator)
                break
        in_words = list(in_goal(subject, year)) if project.goal is not None else []
        if in_words and not runs_for_years(subject, project):
            yield from in_words

    def in_goal(subject: Subject, year: int) -> Iterator[Hit]:
        """The first year of a goal that speaks of other years only."""
        assert subject.project is not None and subject.project.goal is not None
        goal = subject.project.goal
        said = [(found, int(found[1])) for found in _YEAR.finditer(fold(goal.text))]
        if not said or any(one == year for _, one in said):
            return
        for found, one in said:
            clause = next(part for part in _CLAUSE.finditer(goal.text) if part.start() <= found.start() < part.end())
            follows = _WITHIN.sub("", goal.text[found.end() : clause.end()])
            if abs(one - year) > 2 or not doing.starting(follows) or (elsewhere and elsewhere.find(clause[0])):
                continue
            fills = {"stated": found[0], "where": "绩效目标", **_told(year, one)}
            yield Hit(goal, "goal", found.start(), found.end(), fills=fills)
            return

    return find


def _told(year: int, stated: int) -> dict[str, str]:
    """The table's year, and how to write what is done in the next."""
    return {"year": str(year), "later": _NEXT_YEAR if stated == year + 1 else ""}


def _dates(subject: Subject, field: Field | None) -> list[Deadline]:
    """The dates with a year that a text holds."""
    parts = subject.target(field).parts if field is not None else ()
    return [part for part in parts if isinstance(part, Deadline) and part.year]


def _year(date: Deadline) -> int:
    return date.year or 0


def year_of(document: Document) -> int | None:
    """The year a table is of, by its title; None where the title has none or several."""
    years = set(_YEAR.findall(fold(document.title.text))) if document.title else set()
    return int(years.pop()) if len(years) == 1 else None
