"""Charts as numbers that the template draws: bars in percent of the width, with the table that says the same."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from lint_pbt.model.rule import SEVERITIES
from lint_pbt.presentation.verdict import points_of
from lint_pbt.presentation.words import SEVERITY, points_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lint_pbt.model.run import Checked
    from lint_pbt.reporters.html.tables import TableLine
    from lint_pbt.scoring.score import Score, Scores
    from lint_pbt.scoring.statistics import RuleCount

# More bars than this say nothing at a glance; the table beside the chart has them all.
_MOST: Final = 12


class Bar(NamedTuple):
    """One bar: what it is of, its figure in words, and its pieces (class, where it begins, how wide, in percent).

    `choice` is what the filter is set to when the bar is chosen, `anchor` where it leads without JavaScript.
    """

    label: str
    figure: str
    pieces: list[tuple[str, str, str]]
    choice: str = ""
    anchor: str = ""


class Chart(NamedTuple):
    """A chart with a table that says the same, and more; `filter` is the filter that its bars set."""

    key: str
    title: str
    told: str
    filter: str
    bars: list[Bar]
    left: int
    heads: list[str]
    rows: list[tuple[Bar, list[str]]]


def dimension_bars(score: Score) -> list[Bar]:
    """The points of each dimension as a bar."""
    return [_point_bar(dimension, points) for dimension, points in score.dimensions.items()]


def rule_chart(rows: Sequence[RuleCount], score: Score | None) -> Chart:
    """The findings by rule, the most frequent first."""
    lost: dict[str, Decimal] = {}
    for one in score.deductions if score else ():
        lost[one.rule] = lost.get(one.rule, Decimal(0)) + one.of_total
    most = max((row.found.count for row in rows), default=1)
    listed = []
    for row in rows:
        counts = row.found.by_severity
        bar = Bar(
            label=f"{row.rule.id} {row.rule.title}",
            figure=str(row.found.count),
            pieces=_pieces(counts, most),
            choice=row.rule.id,
            anchor=f"rule-{row.rule.id}",
        )
        points = f"-{lost[row.rule.id]}" if lost.get(row.rule.id) else "0"
        listed.append((bar, [*_counts(counts), f"{row.found.share}%", points]))
    heads = ["规则", *SEVERITY.values(), "合计", "占比", "扣分"]
    return _chart("by-rule", "各条规则查出的问题", "rule", heads, listed)


class UnitFigures(NamedTuple):
    """The figures of a budget unit; `points` are those in all and by dimension, none where it has no score."""

    name: str
    path: str
    anchor: str
    projects: int
    indicators: int
    counts: Counter[str]
    points: tuple[Decimal, ...]


def unit_figures(checked: Checked, line: TableLine, scores: Scores) -> Iterator[UnitFigures]:
    """The figures of the units of a document, of which the contents tell this."""
    counts: dict[int, Counter[str]] = {}
    for finding in checked.findings:
        counts.setdefault(id(finding.unit), Counter())[finding.severity] += 1
    points = {id(one.unit): points_of(one.score) for one in scores.units}
    for unit, own in zip(line.units, checked.document.units, strict=True):
        yield UnitFigures(
            name=unit.plain_name or "（没有分单位）",
            path=line.path,
            anchor=unit.anchor,
            projects=len(own.projects),
            indicators=sum(len(project.indicators) for project in own.projects),
            counts=counts.get(id(own), Counter()),
            points=points.get(id(own), ()),
        )


def unit_chart(units: Sequence[UnitFigures], most: int, score: Score | None, *, several: bool) -> Chart:
    """The findings by budget unit, as they come in the tables; tables are named where they are `several`."""
    dimensions = list(score.dimensions) if score else []
    listed = []
    for unit in units:
        bar = Bar(
            label=f"{unit.name}（{unit.path}）" if several else unit.name,
            figure=f"{unit.counts.total()} 条" + (f"，{points_text(unit.points[0])} 分" if unit.points else ""),
            pieces=_pieces(unit.counts, most),
            choice=unit.anchor,
            anchor=unit.anchor,
        )
        marks = list(map(points_text, unit.points)) or ["—"] * (1 + len(dimensions))
        listed.append((bar, [str(unit.projects), str(unit.indicators), *_counts(unit.counts), *marks]))
    heads = ["单位", "项目", "指标", *SEVERITY.values(), "合计", "得分", *dimensions]
    return _chart("by-unit", "各单位的问题和得分", "unit", heads, listed)


def _chart(key: str, title: str, by: str, heads: list[str], rows: list[tuple[Bar, list[str]]]) -> Chart:
    bars = [bar for bar, _ in rows]
    if len(bars) > _MOST:
        # What is shown is what matters most; bars with the same figures stay in the order of the table.
        bars = sorted(bars, key=lambda bar: -_width(bar))[:_MOST]
    told = "；".join(f"{bar.label}：{bar.figure}" for bar in bars)
    return Chart(key, title, told, by, bars, len(rows) - len(bars), heads, rows)


def _width(bar: Bar) -> float:
    return sum(float(width) for _, _, width in bar.pieces)


def _counts(found: dict[str, int] | Counter[str]) -> list[str]:
    counts = [found.get(severity, 0) for severity in SEVERITIES]
    return [*map(str, counts), str(sum(counts))]


def _pieces(found: dict[str, int] | Counter[str], most: int) -> list[tuple[str, str, str]]:
    return list(_cut([(severity, found.get(severity, 0)) for severity in SEVERITIES], most))


def _cut(parts: Sequence[tuple[str, int]], whole: int) -> Iterator[tuple[str, str, str]]:
    done = 0
    for name, size in parts:
        if size:
            yield name, f"{100 * done / whole:.2f}", f"{100 * size / whole:.2f}"
            done += size


def _point_bar(label: str, points: Decimal) -> Bar:
    return Bar(label, points_text(points), [("score", "0.00", f"{points:.2f}")])
