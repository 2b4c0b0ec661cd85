"""The tables of a run as the page shows them: every indicator as it stands, with the findings at their places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from markupsafe import Markup

from lint_pbt.model.document import Category
from lint_pbt.presentation.words import layout_text, line_text, path_text, points_text
from lint_pbt.reporters.html.evidence import html, marked, marked_gap
from lint_pbt.reporters.html.findings import Shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from lint_pbt.model.document import Amount, BudgetUnit, Document, Field, Form, Indicator, Project
    from lint_pbt.model.run import Finding
    from lint_pbt.reporters.html.findings import Placed
    from lint_pbt.scoring.score import Scores

# About how high a project is on a screen, in pixels: a browser that has not laid it out yet reckons with that.
_HEAD_HEIGHT, _ROW_HEIGHT, _FINDING_HEIGHT = 150, 40, 34
_HEIGHTS: Final = (250, 400, 600, 850, 1200, 1700, 2400, 3400, 4800)


class Row(NamedTuple):
    """An indicator: its cells, ready to be set, what fits no column, and what is found."""

    cells: Markup
    leftover: list[Markup]
    findings: list[Shown]


class ProjectPart(NamedTuple):
    """A project; `height` is the number of a class of heights."""

    anchor: str
    number: int
    plain_name: str
    name: Markup
    where: str
    points: str | None
    amounts: list[tuple[str, Markup]]
    goal: Markup | None
    rows: list[Row]
    findings: list[Shown]
    found: int
    height: int


class UnitPart(NamedTuple):
    """A budget unit; one without a name has an empty one. Its projects are made as somebody goes through them."""

    anchor: str
    plain_name: str
    name: Markup
    points: str | None
    amounts: list[tuple[str, Markup]]
    findings: list[Shown]
    projects: Iterator[ProjectPart]


_LONG = 50  # projects


class DocumentPart(NamedTuple):
    """A table; `columns` are class and title of each column it has.

    It `is_long` where it is laid out only when it comes near, as a whole. Its units are made as somebody goes through
    them, for all of them take many times the room of the table; `lines` tell of those that have been made.
    """

    anchor: str
    path: str
    title: Markup
    department: Markup | None
    amount_unit: str | None
    layout: str
    points: str | None
    amounts: list[tuple[str, Markup]]
    columns: list[tuple[str, str]]
    findings: list[Shown]
    is_long: bool
    units: Iterator[UnitPart]
    lines: list[UnitLine]


class UnitLine(NamedTuple):
    """A unit in the contents and in the filters: its projects by anchor and name, with the number of findings."""

    anchor: str
    plain_name: str
    found: int
    projects: list[tuple[str, str, int]]


class TableLine(NamedTuple):
    """A table in the contents and in the filters."""

    anchor: str
    path: str
    found: int
    units: list[UnitLine]


def table_line(part: DocumentPart) -> TableLine:
    """What the contents and the filters tell of a table through which somebody has gone."""
    found = len(part.findings) + sum(line.found for line in part.lines)
    return TableLine(part.anchor, part.path, found, part.lines)


class _Column(NamedTuple):
    """A column: its class on the page, its name in the JSON contract, its title, what an indicator has in it.

    `needed` is True for one that every table has, so that an empty cell in it is a gap.
    """

    key: str
    field_name: str
    title: str
    of: Callable[[Indicator], Field | Category | int | None]
    needed: bool = False


_COLUMNS: Final = (
    _Column("no", "ordinal", "序号", lambda one: one.ordinal),
    _Column("l1", "level1", "一级指标", lambda one: one.level1 if one.level1.name.text else None),
    _Column("l2", "level2", "二级指标", lambda one: one.level2 if one.level2.name.text else None),
    _Column("na", "name", "指标名称", lambda one: one.name, needed=True),
    _Column("cy", "cycle_value", "实施周期指标值", lambda one: one.cycle, needed=True),
    _Column("an", "annual_value", "年度指标值", lambda one: one.annual, needed=True),
    _Column("we", "weight", "权重", lambda one: one.weight),
    _Column("di", "direction", "指标方向", lambda one: one.direction),
)


def document_part(number: int, document: Document, placed: Placed, scores: Scores) -> DocumentPart:
    """The table of a document, the so many'th of the page, with all that it holds."""
    points = {
        **{id(one.unit): points_text(one.score.total) for one in scores.units},
        **{id(one.project): points_text(one.score.total) for one in scores.projects},
    }
    own = points_text(scores.overall.total) if scores.overall else None
    return _Builder(document, f"d{number}", placed, points).part(own)


class _Builder:
    """Builds the part of one document."""

    def __init__(self, document: Document, anchor: str, placed: Placed, points: dict[int, str]) -> None:
        self._document, self._anchor = document, anchor
        self._placed, self._points = placed, points
        self._columns = list(_present(document))
        self._lines: list[UnitLine] = []

    def part(self, points: str | None) -> DocumentPart:
        document = self._document
        return DocumentPart(
            anchor=self._anchor,
            path=path_text(document.path),
            title=self._text(document.title) if document.title else html(path_text(document.path)),
            department=self._text(document.department) if document.department else None,
            amount_unit=document.amount_unit,
            layout=layout_text(document.layout),
            points=points,
            amounts=self._amounts(document.amounts),
            columns=[(one.key, self._title(one)) for one in self._columns],
            findings=self._shown(document),
            is_long=sum(len(unit.projects) for unit in document.units) >= _LONG,
            units=self._units(),
            lines=self._lines,
        )

    def _units(self) -> Iterator[UnitPart]:
        for number, unit in enumerate(self._document.units, 1):
            anchor, findings = f"{self._anchor}-u{number}", self._shown(unit)
            plain_name = unit.name.text if unit.name else ""
            projects: list[tuple[str, str, int]] = []
            yield UnitPart(
                anchor=anchor,
                plain_name=plain_name,
                name=self._text(unit.name) if unit.name else Markup(""),
                points=self._points.get(id(unit)),
                amounts=self._amounts(unit.amounts),
                findings=findings,
                projects=self._projects(unit, anchor, projects),
            )
            found = len(findings) + sum(found for _, _, found in projects)
            self._lines.append(UnitLine(anchor, plain_name, found, projects))

    def _projects(self, unit: BudgetUnit, anchor: str, told: list[tuple[str, str, int]]) -> Iterator[ProjectPart]:
        for number, project in enumerate(unit.projects, 1):
            part = self._project(project, f"{anchor}-p{number}")
            told.append((part.anchor, part.plain_name, part.found))
            yield part

    def _project(self, project: Project, anchor: str) -> ProjectPart:
        findings = self._shown(project)
        rows = [self._row(indicator, project.form) for indicator in project.indicators]
        found = len(findings) + sum(len(row.findings) for row in rows)
        height = _HEAD_HEIGHT + _ROW_HEIGHT * len(rows) + _FINDING_HEIGHT * found
        return ProjectPart(
            anchor=anchor,
            number=project.index,
            plain_name=project.name.text,
            name=self._text(project.name),
            where=line_text(project.name.place()),
            points=self._points.get(id(project)),
            amounts=self._amounts(project.amounts),
            goal=self._text(project.goal) if project.goal else None,
            rows=rows,
            findings=findings,
            found=found,
            height=sum(height > edge for edge in _HEIGHTS),
        )

    def _row(self, indicator: Indicator, form: Form) -> Row:
        findings = self._placed.at(indicator)
        return Row(
            # Set here and not by the template: of all on the page there is most of these.
            cells=Markup(
                "".join(
                    f'<td class="{column.key}">{self._cell(column, indicator, form, findings)}</td>'
                    for column in self._columns
                )
            ),
            leftover=[self._text(field) for field in indicator.leftover if field.text],
            findings=self._shown(indicator),
        )

    def _cell(self, column: _Column, indicator: Indicator, form: Form, findings: Sequence[Finding]) -> Markup:
        content = column.of(indicator)
        if isinstance(content, int):
            return Markup(content)
        if isinstance(content, Category):
            return html(f"{content.code}-" if content.code else "") + self._text(content.name)
        if content is not None and content.text:
            return self._text(content)
        about = [one for one in findings if one.field_name == column.field_name]
        return marked_gap(about) if about or _is_wanted(column, form) else Markup("")

    def _title(self, column: _Column) -> str:
        """What the table calls the column: with one value alone there is no year to tell apart."""
        alone = column.field_name == "annual_value" and not self._document.has_cycle
        return "指标值" if alone else column.title

    def _amounts(self, amounts: Sequence[Amount]) -> list[tuple[str, Markup]]:
        return [(amount.column or "", self._text(amount.field)) for amount in amounts]

    def _text(self, field: Field) -> Markup:
        return marked(field.text, self._placed.about(field))

    def _shown(self, part: Document | BudgetUnit | Project | Indicator) -> list[Shown]:
        return [self._placed.shown(one, has_cycle=self._document.has_cycle) for one in self._placed.at(part)]


def _is_wanted(column: _Column, form: Form) -> bool:
    """True where an empty cell is a gap: not a value without room for it, nor one that may stand in the other list."""
    if column.field_name == "cycle_value" and not form.has_cycle:
        return False
    return column.needed and (form.paired or column.field_name not in ("cycle_value", "annual_value"))


def _present(document: Document) -> Iterator[_Column]:
    """The columns that the document has."""
    indicators = [indicator for _, project in document.projects() for indicator in project.indicators]
    for column in _COLUMNS:
        if column.field_name == "cycle_value" and not document.has_cycle:
            continue
        if column.needed or any(column.of(indicator) is not None for indicator in indicators):
            yield column
