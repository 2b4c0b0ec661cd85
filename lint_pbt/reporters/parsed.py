"""What `parse` shows: a table as it was read, as JSON for programs or as a summary for people."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from lint_pbt.reporters.words import line_text, path_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal
    from typing import IO

    from lint_pbt.framework import Framework, Level
    from lint_pbt.model import BudgetUnit, Category, Document, Field, Indicator, Project
    from lint_pbt.run import Failure


def report_json(
    documents: Iterable[Document], failures: Sequence[Failure], framework: Framework, stream: IO[str]
) -> None:
    """Write the documents as one JSON object; `framework` gives the codes of standard names written without."""
    from lint_pbt.reporters.json_report import write_object

    write_object(
        stream,
        {
            "documents": (_document(document, framework) for document in documents),
            "failures": ({"path": failure.path, "message": failure.message} for failure in failures),
        },
    )


def _document(document: Document, framework: Framework) -> dict[str, Any]:
    from lint_pbt.reporters.json_report import note_object, number

    return {
        "path": document.path,
        "layout": document.layout,
        "title": _text(document.title),
        "department": _text(document.department),
        "amount_unit": document.amount_unit,
        "total": number(document.total),
        "encoding": document.encoding,
        "units": [
            {
                "name": _text(unit.name),
                "total": number(unit.total),
                "line": unit.name.place().line if unit.name else None,
                "projects": [_project(project, framework) for project in unit.projects],
            }
            for unit in document.units
        ],
        "notes": [note_object(note) for note in document.notes],
    }


def _project(project: Project, framework: Framework) -> dict[str, Any]:
    from lint_pbt.reporters.json_report import number

    return {
        "index": project.index,
        "name": project.name.text,
        "total": number(project.total),
        "goal": _text(project.goal),
        "line": project.name.place().line,
        "indicators": [_indicator(indicator, framework) for indicator in project.indicators],
    }


def _indicator(indicator: Indicator, framework: Framework) -> dict[str, Any]:
    place = indicator.place
    return {
        "ordinal": indicator.ordinal,
        "level1": _level(indicator.level1, framework.level1(indicator.level1.name.text)),
        "level2": _level(indicator.level2, framework.level2(indicator.level2.name.text)),
        "name": indicator.name.text,
        "cycle_value": _text(indicator.cycle),
        "annual_value": _text(indicator.annual),
        "weight": _weight(indicator.weight),
        "direction": _text(indicator.direction),
        "line": place.line,
        "column": place.column,
        "cell": place.cell,
        "sheet": place.sheet,
        "page": place.page,
    }


def _level(category: Category, standard: Level | None) -> dict[str, str | None]:
    return {"code": category.code or (standard.code if standard else None), "name": category.name.text}


def _text(field: Field | None) -> str | None:
    return field.text if field else None


def _weight(field: Field | None) -> float | None:
    """A weight as a number: `10`, `10分`, `10%` and `10.00` all hold one; None where there is none."""
    if field is None:
        return None
    import re

    from lint_pbt.text import fold

    found = re.search(r"\d{1,9}(?:\.\d{1,9})?", fold(field.text), re.ASCII)
    if not found:
        return None
    return float(found[0]) if "." in found[0] else int(found[0])


def report_terminal(documents: Sequence[Document], stream: IO[str], *, width: int | None = None) -> None:
    """Write a summary: every unit and project with its amount and its indicators by category."""
    from lint_pbt.reporters import paper as ink
    from lint_pbt.reporters.display import harmless

    paper = ink.Paper(stream, width)
    for document in documents:
        paper.block(f"文件 {harmless(path_text(document.path))}", ink.HEADING)
        for label, text in _facts(document):
            paper.write(f"  {label}  ", ink.QUIET)
            paper.block(harmless(text), indent=12, taken=12)
        paper.line()
        for unit in document.units:
            _write_unit(unit, document.amount_unit, paper)
        for note in document.notes:
            paper.write("  说明  ", ink.SEVERITY["warning"])
            paper.block(
                harmless((f"{line_text(note.place)}：" if note.place else "") + note.message), indent=8, taken=8
            )
    paper.flush()


def _facts(document: Document) -> Iterable[tuple[str, str]]:
    projects = [project for _, project in document.projects()]
    yield "版式    ", document.layout
    if document.title:
        yield "标题    ", document.title.text
    if document.department:
        yield "部门名称", document.department.text
    if document.amounts:
        yield "合计    ", _money(document.total, document.amount_unit)
    indicators = sum(len(project.indicators) for project in projects)
    yield "内容    ", f"{len(document.units)} 个单位、{len(projects)} 个项目、{indicators} 个指标"


def _write_unit(unit: BudgetUnit, amount_unit: str | None, paper: Any) -> None:
    from lint_pbt.reporters import paper as ink
    from lint_pbt.reporters.display import harmless

    if unit.name:
        money = f"  {_money(unit.total, amount_unit)}" if unit.amounts else ""
        paper.block(f"【{harmless(unit.name.text)}】{money}", ink.TITLE)
        paper.line()
    for project in unit.projects:
        paper.block(
            f"项目 {project.index}  {harmless(project.name.text)}（{line_text(project.name.place())}）", ink.HEADING
        )
        kinds = Counter(indicator.level2.name.text for indicator in project.indicators)
        parts = [_money(project.total, amount_unit)] if project.amounts else []
        parts.append("有绩效目标" if project.goal else "没有绩效目标")
        parts.append(f"{len(project.indicators)} 个指标" + (f"：{_listed(kinds)}" if kinds else ""))
        paper.block(harmless("，".join(parts)), indent=4)
        paper.line()


def _listed(kinds: Counter[str]) -> str:
    return "、".join(f"{name} {count}" for name, count in kinds.items())


def _money(amount: Decimal | None, unit: str | None) -> str:
    return "" if amount is None else f"{amount:,} {unit or ''}".rstrip()
