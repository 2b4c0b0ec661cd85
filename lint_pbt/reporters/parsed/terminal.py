"""A table as it was read, as a summary for people: what was taken for which unit, project and indicator."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from lint_pbt.presentation import paper as ink
from lint_pbt.presentation.remarks import gathered
from lint_pbt.presentation.words import layout_text, line_text, path_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal
    from typing import IO

    from lint_pbt.model.document import BudgetUnit, Document, TableTaken
    from lint_pbt.model.run import Run


def report(run: Run, stream: IO[str], *, width: int | None = None) -> None:
    """Write a summary: every unit and project with its amount and its indicators by category."""
    paper = ink.Paper(stream, width)
    told = gathered(run)
    for document in run.documents:
        paper.block(f"文件 {path_text(document.path)}", ink.HEADING)
        for label, text in _facts(document):
            paper.write(f"  {label}  ", ink.QUIET)
            paper.block(text, indent=12, taken=12)
        paper.line()
        for unit in document.units:
            _write_unit(unit, document.amount_unit, paper)
        for remark in (one for one in told if one.path == document.path):
            paper.write("  说明  ", ink.SEVERITY["warning"])
            paper.block(remark.line(with_path=False), indent=8, taken=8)
    paper.flush()


def _facts(document: Document) -> Iterable[tuple[str, str]]:
    projects = [project for _, project in document.projects()]
    yield "版式    ", layout_text(document.layout)
    if document.title:
        yield "标题    ", document.title.text
    if document.department:
        yield "部门名称", document.department.text
    if document.amounts:
        yield "合计    ", _money(document.total, document.amount_unit)
    indicators = sum(len(project.indicators) for project in projects)
    for taken in document.taken:
        yield "读法    ", f"{line_text(taken.place)}起：{_columns(taken)}"
    yield "内容    ", f"{len(document.units)} 个单位、{len(projects)} 个项目、{indicators} 个指标"


def _columns(taken: TableTaken) -> str:
    """The columns of a table with what they were taken for: 第 3 列“绩效标准”→指标名称（看内容）."""
    told = []
    for column in taken.columns:
        title = f"“{column.title}”" if column.title else ""
        doubt = f"，也可能是{column.doubt}" if column.doubt else ""
        how = "" if column.by_title and not doubt else f"（{'看标题' if column.by_title else '看内容'}{doubt}）"
        told.append(f"第 {column.number} 列{title}→{column.role}{how}")
    return "，".join(told)


def _write_unit(unit: BudgetUnit, amount_unit: str | None, paper: ink.Paper) -> None:
    if unit.name:
        money = f"  {_money(unit.total, amount_unit)}" if unit.amounts else ""
        paper.block(f"【{unit.name.text}】{money}", ink.TITLE)
        paper.line()
    for project in unit.projects:
        paper.block(f"项目 {project.index}  {project.name.text}（{line_text(project.name.place())}）", ink.HEADING)
        kinds = Counter(indicator.level2.name.text for indicator in project.indicators)
        parts = [_money(project.total, amount_unit)] if project.amounts else []
        parts.append("有绩效目标" if project.goal else "没有绩效目标")
        parts.append(f"{len(project.indicators)} 个指标" + (f"：{_listed(kinds)}" if kinds else ""))
        paper.block("，".join(parts), indent=4)
        paper.line()


def _listed(kinds: Counter[str]) -> str:
    return "、".join(f"{name} {count}" for name, count in kinds.items())


def _money(amount: Decimal | None, unit: str | None) -> str:
    return "" if amount is None else f"{amount:,} {unit or ''}".rstrip()
