"""Scores and counts as tables on paper: figures first, in columns, and behind them what they are of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lint_pbt.presentation import paper as ink
from lint_pbt.presentation.display import columns, excerpt
from lint_pbt.presentation.verdict import points_of
from lint_pbt.presentation.words import SEVERITY, path_text, points_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lint_pbt.model.run import Run
    from lint_pbt.presentation.paper import Paper
    from lint_pbt.presentation.verdict import Summary
    from lint_pbt.scoring.statistics import Count, PlaceCount, Statistics

_GAP: Final = "  "
_INDICATORS: Final = "指标数"
_COUNTS: Final = ("问题", "占比", *SEVERITY.values())
# The narrowest column for names that still says something; on less, a name has a line of its own.
_NAME_COLUMNS: Final = 16


def write_scores(run: Run, summary: Summary, paper: Paper) -> None:
    """The score of all, of each table where there are several, and of each unit where there is one table."""
    score = summary.score
    if score is None:
        return
    whole = "全部表格" if len(run.documents) > 1 else "全表"
    rows = [(whole, points_of(score))]
    if len(summary.tables) > 1:
        rows += [(path_text(path), points) for path, points in summary.tables]
    elif len(summary.units) > 1:
        rows += [(name or "（没有分单位）", points) for name, points in summary.units]
    shown = [(list(map(points_text, points)), name) for name, points in rows]
    _write_table(["总分", *score.dimensions], "得分（满分 100）", shown, paper)


def write_statistics(counts: Statistics, paper: Paper, *, several: bool) -> None:
    """The findings by rule, by unit and by category; units are told with their tables where these are `several`."""
    if not counts.rules:
        return
    rules = ((_cells(row.found), f"{row.rule.id} {row.rule.title}") for row in counts.rules)
    _write_table(_COUNTS, "规则", rules, paper)
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
