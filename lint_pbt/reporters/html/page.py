"""All that the page says, as the template takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lint_pbt import __version__
from lint_pbt.presentation.remarks import gathered, place_of, put_aside
from lint_pbt.presentation.verdict import TODO_TITLE, rows, todo, verdict
from lint_pbt.presentation.words import SEVERITY, line_text, path_text, points_text
from lint_pbt.reporters.html.charts import dimension_bars, rule_chart, unit_chart
from lint_pbt.reporters.html.explanations import explanations
from lint_pbt.reporters.html.findings import Placed
from lint_pbt.reporters.html.tables import document_parts
from lint_pbt.rule import SEVERITIES
from lint_pbt.scoring.score import score

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from lint_pbt.model import Field
    from lint_pbt.presentation.remarks import Remark
    from lint_pbt.presentation.verdict import Todo
    from lint_pbt.reporters.html.charts import Bar, Chart
    from lint_pbt.reporters.html.explanations import Explanation
    from lint_pbt.reporters.html.findings import Shown
    from lint_pbt.reporters.html.tables import DocumentPart
    from lint_pbt.run import Finding, Run


class Told(NamedTuple):
    """A remark: of which file, where (empty for all of it), and what is said."""

    path: str
    where: str
    text: str


class Aside(NamedTuple):
    """A finding that is not among the findings of the page, and why."""

    finding: Finding
    word: str
    where: str
    of: str
    why: str


class Page(NamedTuple):
    """The page.

    `verdict` are its sentences, `mood` says how it stands; `found` counts findings and `faulty` projects with any;
    `total` is the score, None without one.
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
    documents: list[DocumentPart]
    strays: list[Shown]
    rules: list[Explanation]
    rule_options: list[tuple[str, str, int]]


def page(run: Run, day: date) -> Page:
    """The page of a run that was made on a day."""
    scores = score(run)
    placed = Placed(run)
    documents = list(document_parts(run.documents, placed, scores))
    told, counts = gathered(run), run.count()
    aside = list(put_aside(run))
    rules = explanations([*run.findings, *(finding for finding, _ in aside)])
    by_rule = rule_chart(run, scores)
    return Page(
        titles=_once(document.title for document in run.documents),
        departments=_once(document.department for document in run.documents),
        files=[path_text(document.path) for document in run.documents],
        day=f"{day.year}年{day.month}月{day.day}日",
        version=__version__,
        verdict=[sentence for sentence, _ in verdict(run, scores)],
        mood=_mood(run),
        counts=[(severity, SEVERITY[severity], counts[severity]) for severity in SEVERITIES],
        found=len(run.findings),
        faulty=sum(bool(one.found) for part in documents for unit in part.units for one in unit.projects),
        total=points_text(scores.overall.total) if scores.overall else None,
        dimensions=dimension_bars(scores.overall) if scores.overall else [],
        charts=[by_rule, unit_chart(run, documents, scores)] if run.findings else [],
        todo=todo(run, rows(run, scores)),
        todo_title=TODO_TITLE,
        unchecked=[_told(one) for one in told if one.unchecked],
        remarks=[_told(one) for one in told if not one.unchecked and one.kind != "skip"],
        skips=[_told(one) for one in told if one.kind == "skip"],
        put_aside=[_aside(finding, why) for finding, why in aside],
        mended=[
            (entry.rule, " / ".join(filter(None, (entry.unit, entry.project, entry.indicator))), entry.value or "")
            for one in run.baselines
            for entry in one.fixed
        ],
        documents=documents,
        strays=[placed.shown(finding) for finding in placed.strays],
        rules=rules,
        rule_options=sorted((bar.choice, bar.label, int(bar.figure)) for bar, _ in by_rule.rows),
    )


def _once(fields: Iterable[Field | None]) -> list[str]:
    """The texts that there are, each once."""
    return list(dict.fromkeys(field.text for field in fields if field and field.text))


def _mood(run: Run) -> str:
    """How the run stands: the severest of what was found, `good` or, where nothing was checked, `error`."""
    counts = run.count()
    if not run.documents:
        return "error"
    found = next((severity for severity in ("error", "warning") if counts[severity]), None)
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
    return Aside(finding, SEVERITY[finding.severity], where, " / ".join(filter(None, parts)), why)
