"""Scores and counts as tables on paper: figures first, in columns, and behind them what they are of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lint_pbt.presentation import paper as ink
from lint_pbt.presentation.display import columns, excerpt
from lint_pbt.presentation.words import SEVERITY, path_text, points_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lint_pbt.presentation.paper import Paper
    from lint_pbt.run import Run
    from lint_pbt.scoring.score import Score, Scores
    from lint_pbt.scoring.statistics import Count, PlaceCount

_GAP: Final = "  "
_INDICATORS: Final = "指标数"
_COUNTS: Final = ("问题", "占比", *SEVERITY.values())
# The narrowest column for names that still says something; on less, a name has a line of its own.
_NAME_COLUMNS: Final = 16


def write_scores(run: Run, scores: Scores, paper: Paper) -> None:
    """The score of all, of each table where there are several, and of each unit where there is one table."""
    if scores.overall is None:
        return
    rows: list[tuple[str, Score]] = []
    if len(scores.documents) > 1:
        rows = [(path_text(one.path), one.score) for one in scores.documents]
    elif len(scores.units) > 1:
        rows = [(one.unit.name.text if one.unit.name else "（没有分单位）", one.score) for one in scores.units]
    titles = ["总分", *scores.overall.dimensions]
    whole = "全部表格" if len(run.documents) > 1 else "全表"
    shown = [([points_text(one.total), *map(points_text, one.dimensions.values())], name) for name, one in rows]
    overall = [points_text(scores.overall.total), *map(points_text, scores.overall.dimensions.values())]
    _write_table(titles, "得分（满分 100）", [(overall, whole), *shown], paper)


def write_statistics(run: Run, paper: Paper) -> None:
    """The findings by rule, by unit and by category."""
    from lint_pbt.scoring.statistics import statistics

    if not run.findings:
        return
    counts = statistics(run)
    rules = ((_cells(row.found), f"{row.rule.id} {row.rule.title}") for row in counts.rules)
    _write_table(_COUNTS, "规则", rules, paper)
    several = len(run.documents) > 1
    _write_table((*_COUNTS, _INDICATORS), "单位", _places(counts.units, "（没有分单位）", several=several), paper)
    _write_table((*_COUNTS, _INDICATORS), "指标类别", _places(counts.categories, "（整个项目或整张表）"), paper)


def _places(rows: Iterable[PlaceCount], nameless: str, *, several: bool = False) -> Iterator[tuple[list[str], str]]:
    for row in rows:
        table = f"（{path_text(row.path)}）" if several and row.path else ""
        yield [*_cells(row.found), str(row.indicators) if row.indicators else ""], (row.name or nameless) + table


def _cells(found: Count) -> list[str]:
    return [str(found.count), f"{found.share}%", *map(str, found.by_severity.values())]


def _write_table(titles: Sequence[str], name: str, rows: Iterable[tuple[list[str], str]], paper: Paper) -> None:
    """Figures flush right under their titles; behind them the name, shortened, or before them where it is too wide."""
    rows = list(rows)
    if not rows:
        return
    widths = [max(columns(title), *(columns(figures[at]) for figures, _ in rows)) for at, title in enumerate(titles)]
    room = paper.width - sum(widths) - len(_GAP) * len(widths)
    beside = room >= _NAME_COLUMNS
    paper.line(_right(titles, widths) + (_GAP + name if beside else ""), ink.HEADING)
    for figures, text in rows:
        shown, _, _ = excerpt(text, 0, 0, room if beside else paper.width)
        if not beside:
            paper.line(shown)
        paper.line(_right(figures, widths) + (_GAP + shown if beside else ""))
    paper.line()


def _right(cells: Sequence[str], widths: Sequence[int]) -> str:
    return _GAP.join(" " * (width - columns(cell)) + cell for cell, width in zip(cells, widths, strict=True))
