"""Does a project run for more than a year? The table, its name or goal tells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated

from msgspec import Meta

from lint_pbt.checks.primitive import Subject
from lint_pbt.checks.steps import UNSET, Counts, Steps, none_set
from lint_pbt.checks.tools import Tools, Words
from lint_pbt.model.document import Document, Project

LongTitles = Annotated[tuple[str, ...], Meta(description="表或列的标题里有这些词，说明周期不止一年，如“长期”")]


def spans_years(tools: Tools, vocabulary: str) -> Callable[[Project], bool]:
    """A test of projects; `vocabulary` names a list of patterns that tell of several years."""
    patterns = tools.listed(vocabulary)
    if not patterns:
        return lambda project: project.several_years
    pattern = tools.pattern(*patterns)

    def test(project: Project) -> bool:
        texts = [project.name.text, project.goal.text if project.goal else ""]
        return project.several_years or any(map(pattern.find, texts))

    return test


def of_several_years(tools: Tools, vocabulary: str) -> Callable[[Subject, Project], bool]:
    """A test of projects in their tables: do words of the `vocabulary` tell of several years, or steps that the year's
    targets take towards the cycle's?
    """
    told = spans_years(tools, vocabulary)
    steps = Steps(Counts(tools, "rate-units", "occasion-units"), none_set(tools, UNSET))
    return lambda subject, project: told(project) or steps.tell_of_years(subject, project, count=True)


def titled_for_years(tools: Tools, vocabulary: str, words: Sequence[str]) -> Callable[[Document], bool]:
    """A test of documents: does the title of the table, of a column or of a block of columns tell of several years by
    the patterns or by one of the words? 政策绩效目标表, 长期指标值, 中期指标值（2024—2026年）.
    """
    pattern, long = tools.pattern(*tools.listed(vocabulary)), Words(words)
    told: tuple[object, str, bool] | None = None  # of what was taken in a document, which itself is to be let go

    def test(document: Document) -> bool:
        nonlocal told
        taken, title = document.taken, document.title.text if document.title else ""
        if told is None or told[0] is not taken or told[1] != title:
            titles = [column.title for table in taken for column in table.columns]
            titles.append(title)
            told = taken, title, any(long.find(title) or pattern.find(title) for title in titles)
        return told[2]

    return test
