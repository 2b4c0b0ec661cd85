"""What a run comes to: the verdict in a sentence or two, and the few things to do first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from lint_pbt.model.rule import SEVERITIES, Rule
from lint_pbt.presentation import paper as ink
from lint_pbt.presentation.remarks import put_aside_text
from lint_pbt.presentation.words import SEVERITY, counts_text, points_text
from lint_pbt.scoring.score import Scorer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from decimal import Decimal

    from lint_pbt.model.document import BudgetUnit
    from lint_pbt.model.rule import Severity
    from lint_pbt.model.run import Checked, Finding, Run
    from lint_pbt.scoring.score import Score, Scores

    Points = tuple[Decimal, ...]

TODO_TITLE: Final = "先做这几件事"
_MOST_THINGS: Final = 5
# How many projects are named before the rest is only counted.
_NAMED: Final = 5
_IF_READ_RIGHT: Final = "如果列没认错（见说明），"


class Row(Struct, frozen=True):
    """The findings of a rule at one severity; `points` is what they cost of the total score, empty for nothing."""

    rule: Rule
    severity: Severity
    found: int
    points: str


class Todo(Struct, frozen=True):
    """Something to do: what, the counts of the findings it settles, and where they are."""

    rule: Rule
    severity: Severity
    counts: str
    where: str

    @property
    def told(self) -> str:
        return self.rule.todo or self.rule.title

    @property
    def behind(self) -> str:
        """Which findings it is about, and where they are."""
        return "，".join(filter(None, (f"{self.rule.id} {self.counts}", self.where)))


class Summary:
    """What a run comes to, taken a document at a time: figures, and nothing of a document."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.fixable = self.ignored = self.known = 0
        self.doubtful = False  # whether the reading of a table hangs on a guess of its columns
        # The points of the tables by their paths, and of the units where there is one table: in all, by dimension.
        self.tables: list[tuple[str, Points]] = []
        self.units: list[tuple[str | None, Points]] = []
        self._scorer = Scorer()
        self._files: dict[str, None] = {}
        self._projects = self._indicators = 0
        self._found: dict[tuple[str, Severity], _Found] = {}
        self._where: dict[str, _Where] = {}

    @property
    def found(self) -> int:
        """How many findings there are."""
        return self.counts.total()

    @property
    def doubt(self) -> str:
        """What stands before a claim that nothing is wrong, where the columns may have been taken for others."""
        return _IF_READ_RIGHT if self.doubtful else ""

    @property
    def score(self) -> Score | None:
        """The score of all tables; None where none could be scored."""
        return self._scorer.overall

    def add(self, checked: Checked) -> Scores:
        """Take in a document; gives its scores."""
        self._files[checked.path] = None
        for _, project in checked.document.projects():
            self._projects += 1
            self._indicators += len(project.indicators)
        self.ignored += len(checked.ignored)
        self.known += len(checked.known)
        self.doubtful |= any(note.doubtful for note in checked.document.notes)
        self._count(checked.findings)
        scores = self._scorer.add(checked)
        if scores.overall is not None:
            self.units = [] if self.tables else [(_name(one.unit), points_of(one.score)) for one in scores.units]
            self.tables.append((checked.path, points_of(scores.overall)))
        return scores

    def _count(self, findings: Iterable[Finding]) -> None:
        places: dict[str, dict[int, None]] = {}
        counts: dict[str, int] = {}
        for one in findings:
            rule, severity, fix, project = one.rule, one.severity, one.fix, one.project
            if fix is not None and fix.safe:
                self.fixable += 1
            key = rule.id, severity
            found = self._found.get(key)
            if found is None:
                found = self._found[key] = _Found(rule)
            found.count += 1
            counts[severity] = counts.get(severity, 0) + 1
            if project is not None:
                places.setdefault(rule.id, {})[project.index] = None
        self.counts.update(counts)
        for name, projects in places.items():
            self._where.setdefault(name, _Where()).add(projects)

    def rows(self) -> list[Row]:
        """The findings by rule and severity: the severest and the most frequent first."""
        score = self.score
        points = {(one.rule, one.severity): f"-{one.of_total}" for one in (score.deductions if score else ())}
        rows = [Row(one.rule, key[1], one.count, points.get(key, "")) for key, one in self._found.items()]
        return sorted(rows, key=lambda row: (SEVERITIES.index(row.severity), -row.found, row.rule.id))

    def todo(self, found: list[Row]) -> list[Todo]:
        """What to do first, out of the rows: a rule is one thing to do, whatever its severities. What is no more than
        information though its rule is severer, as what a form prints, is nothing to do first.
        """
        of_rule: dict[str, list[Row]] = {}
        for row in found:
            if row.severity == "info" != row.rule.severity and row.rule.id not in of_rule:
                continue
            of_rule.setdefault(row.rule.id, []).append(row)
        things = []
        for rows_of_rule in list(of_rule.values())[:_MOST_THINGS]:
            rule, severity = rows_of_rule[0].rule, rows_of_rule[0].severity
            counts = "、".join(f"{SEVERITY[row.severity]} {row.found} 处" for row in rows_of_rule)
            where = self._where.get(rule.id)
            things.append(Todo(rule, severity, counts, where.told(several=len(self._files) > 1) if where else ""))
        return things

    def verdict(self, run: Run, *, scored: bool = True) -> Iterator[tuple[str, str | None]]:
        """The sentences of the verdict on a run, of whose documents nothing is asked but whether all was checked.

        Each has its style, None for the plain ones; `scored` is False where the score is told elsewhere.
        """
        score = self.score if scored else None
        part = "读到的部分" if run.unchecked else ""
        doubt = self.doubt
        points = f"得分 {points_text(score.total)}。" if score else ""
        if not self._files:
            yield "没有检查任何表格。", ink.BAD
        elif not self.found:
            yield f"检查了 {self._extent}：", None
            new = "新的" if run.baselines else ""
            told = f"{doubt}{part}没有发现{new}问题{'，' if points else '。'}{points}"
            yield told, None if part or doubt else ink.GOOD
        else:
            yield f"检查了 {self._extent}：{counts_text(self.counts)}{f'，{part}' if points else '。'}{points}", None
            if self.counts["error"]:
                yield "报送前请先改错误。", ink.BAD
            elif self.counts["warning"]:
                yield f"{doubt}没有错误；报送前请逐条核对警告。", ink.SEVERITY["warning"]
            else:
                yield f"{doubt}没有错误和警告，提示供参考。", None if doubt else ink.GOOD
        aside = put_aside_text(self.ignored, self.known)
        if aside:
            yield aside, None
        if self._files and run.unchecked:
            yield "有内容没能检查，结果不完整。", ink.BAD

    @property
    def _extent(self) -> str:
        return f"{len(self._files)} 个文件、{self._projects} 个项目、{self._indicators} 个指标"


def points_of(score: Score) -> Points:
    """The points of a score: in all, and by dimension."""
    return score.total, *score.dimensions.values()


def summary_of(run: Run) -> Summary:
    """The summary of a run whose documents are all at hand."""
    summary = Summary()
    for checked in run.checked:
        summary.add(checked)
    return summary


class _Found(Struct):
    rule: Rule
    count: int = 0


class _Where(Struct):
    """The projects with findings of a rule: how many, in how many tables, and the first by number."""

    files: int = 0
    projects: int = 0
    first: list[int] = []

    def add(self, projects: Mapping[int, None]) -> None:
        """Take in those of a table."""
        if not self.files:
            self.first = list(projects)[:_NAMED]
        self.files += 1
        self.projects += len(projects)

    def told(self, *, several: bool) -> str:
        """The projects by number where one table was checked, else only counted."""
        if several:
            return f"{self.files} 个文件的 {self.projects} 个项目"
        more = f" 等 {self.projects} 个" if self.projects > _NAMED else ""
        return f"项目 {'、'.join(map(str, self.first))}{more}"


def _name(unit: BudgetUnit) -> str | None:
    return unit.name.text if unit.name else None
