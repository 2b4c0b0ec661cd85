"""All that the page says, as the template takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lint_pbt.model.rule import SEVERITIES
from lint_pbt.presentation.remarks import gathered, place_of, why_ignored, why_known
from lint_pbt.presentation.verdict import TODO_TITLE, Summary
from lint_pbt.presentation.words import SEVERITY, line_text, path_text, points_text
from lint_pbt.reporters.html.charts import dimension_bars, rule_chart, unit_chart, unit_figures
from lint_pbt.reporters.html.explanations import FirstWords, explanations
from lint_pbt.reporters.html.findings import Anchors, Placed
from lint_pbt.reporters.html.tables import document_part, table_line
from lint_pbt.scoring.statistics import Counting
from lint_pbt.system.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from markupsafe import Markup

    from lint_pbt.model.run import Checked, Finding, Run
    from lint_pbt.presentation.remarks import Remark
    from lint_pbt.presentation.verdict import Todo
    from lint_pbt.reporters.html.charts import Bar, Chart, UnitFigures
    from lint_pbt.reporters.html.explanations import Explanation
    from lint_pbt.reporters.html.findings import Shown
    from lint_pbt.reporters.html.tables import DocumentPart, TableLine


class Told(NamedTuple):
    """A remark: of which file, where (empty for all of it), and what is said."""

    path: str
    where: str
    text: str


class Aside(NamedTuple):
    """A finding that is not among the findings of the page, and why."""

    severity: str
    fingerprint: str
    rule: str
    message: str
    word: str
    where: str
    of: str
    why: str


class Page(NamedTuple):
    """The page.

    `verdict` are its sentences, `mood` says how it stands; `found` counts findings and `faulty` projects with any;
    `total` is the score, None without one. `tables` are what the contents tell, `sections` the tables themselves, in
    pieces.
    """

    titles: list[str]
    departments: list[str]
    files: list[str]
    day: str
    version: str
    verdict: list[str]
    mood: str
    counts: list[tuple[str, str, int]]
    found: int
    faulty: int
    total: str | None
    dimensions: list[Bar]
    charts: list[Chart]
    todo: list[Todo]
    todo_title: str
    unchecked: list[Told]
    remarks: list[Told]
    skips: list[Told]
    put_aside: list[Aside]
    mended: list[tuple[str, str, str]]
    tables: list[TableLine]
    sections: Iterable[Markup]
    strays: list[Shown]
    rules: list[Explanation]
    rule_options: list[tuple[str, str, int]]


class Gathering:
    """The page of a run that was made on a day, gathered a document at a time."""

    def __init__(self, day: date) -> None:
        self._day = day
        self._summary, self._counting, self._anchors = Summary(), Counting(), Anchors()
        self._titles: dict[str, None] = {}
        self._departments: dict[str, None] = {}
        self._tables: list[TableLine] = []
        self._units: list[UnitFigures] = []
        self._nowhere = 0
        self._strays: list[Shown] = []
        self._ignored: list[Aside] = []
        self._known: list[Aside] = []
        # The rules of the findings, and of those that were ignored or known.
        self._first = FirstWords(), FirstWords(), FirstWords()

    def add(self, checked: Checked, write: Callable[[DocumentPart], None]) -> None:
        """Take in a document; `write` is given the part of the page that it is, and goes through all of it."""
        document = checked.document
        scores = self._summary.add(checked)
        self._counting.add(checked)
        for texts, field in ((self._titles, document.title), (self._departments, document.department)):
            if field and field.text:
                texts[field.text] = None
        placed = Placed(checked, self._anchors)
        part = document_part(len(self._tables) + 1, document, placed, scores)
        write(part)
        line = table_line(part)
        self._tables.append(line)
        self._units += unit_figures(checked, line, scores)
        self._nowhere += sum(finding.unit is None for finding in checked.findings)
        self._strays += [placed.unnamed(finding) for finding in placed.strays]
        self._ignored += [_aside(one.finding, why_ignored(one)) for one in checked.ignored]
        self._known += [_aside(one.finding, why_known(one)) for one in checked.known]
        of_findings = checked.findings, [one.finding for one in checked.ignored], [one.finding for one in checked.known]
        for first, findings in zip(self._first, of_findings, strict=True):
            first.add(findings)

    def page(self, run: Run, sections: Iterable[Markup]) -> Page:
        """The page; of the documents of the run nothing is asked but their notes."""
        summary, told = self._summary, gathered(run)
        counts, score = summary.counts, summary.score
        by_rule = rule_chart(self._counting.statistics().rules, score)
        most = max([self._nowhere, *(unit.counts.total() for unit in self._units)]) if summary.found else 1
        by_unit = unit_chart(self._units, most, score, several=len(self._tables) > 1)
        return Page(
            titles=list(self._titles),
            departments=list(self._departments),
            files=[table.path for table in self._tables],
            day=f"{self._day.year}年{self._day.month}月{self._day.day}日",
            version=__version__,
            verdict=[sentence for sentence, _ in summary.verdict(run)],
            mood=_mood(run, summary),
            counts=[(severity, SEVERITY[severity], counts[severity]) for severity in SEVERITIES],
            found=summary.found,
            faulty=sum(found > 0 for table in self._tables for unit in table.units for _, _, found in unit.projects),
            total=points_text(score.total) if score else None,
            dimensions=dimension_bars(score) if score else [],
            charts=[by_rule, by_unit] if summary.found else [],
            todo=summary.todo(summary.rows()),
            todo_title=TODO_TITLE,
            unchecked=[_told(one) for one in told if one.unchecked],
            remarks=[_told(one) for one in told if not one.unchecked and one.kind != "skip"],
            skips=[_told(one) for one in told if one.kind == "skip"],
            put_aside=[*self._ignored, *self._known],
            mended=[
                (entry.rule, " / ".join(filter(None, (entry.unit, entry.project, entry.indicator))), entry.value or "")
                for one in run.baselines
                for entry in one.fixed
            ],
            tables=self._tables,
            sections=sections,
            strays=[one._replace(anchor=self._anchors.of(one.fingerprint)) for one in self._strays],
            rules=explanations({**self._first[2].known, **self._first[1].known, **self._first[0].known}),
            rule_options=sorted((bar.choice, bar.label, int(bar.figure)) for bar, _ in by_rule.rows),
        )


def _mood(run: Run, summary: Summary) -> str:
    """How the run stands: the severest of what was found, `good` or, where nothing was checked, `error`."""
    if not run.documents:
        return "error"
    found = next((severity for severity in ("error", "warning") if summary.counts[severity]), None)
    return found or ("warning" if run.unchecked else "good")


def _told(remark: Remark) -> Told:
    return Told(path_text(remark.path), place_of(remark, most=None), remark.text)


def _aside(finding: Finding, why: str) -> Aside:
    parts = (
        finding.unit.name.text if finding.unit and finding.unit.name else None,
        finding.project.name.text if finding.project else None,
        finding.indicator.name.text if finding.indicator else None,
    )
    where = f"{path_text(finding.path)} {line_text(finding.place)}"
    return Aside(
        finding.severity,
        finding.fingerprint,
        finding.rule.id,
        finding.message,
        SEVERITY[finding.severity],
        where,
        " / ".join(filter(None, parts)),
        why,
    )
