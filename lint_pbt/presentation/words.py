"""The words reporters share: severities, fields, places and counts as a budget officer reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from decimal import Decimal

    from lint_pbt.model.document import Category, Field, Place
    from lint_pbt.model.rule import Rule
    from lint_pbt.model.run import Finding

SEVERITY: Final = {"error": "错误", "warning": "警告", "info": "提示"}

_FIELDS: Final = {
    "name": "指标名称",
    "annual_value": "年度指标值",
    "cycle_value": "实施周期指标值",
    "weight": "权重",
    "direction": "指标方向",
    "sign": "计算符号",
    "previous": "上年值",
    "level1": "一级指标",
    "level2": "二级指标",
    "leftover": "未能归入任何一栏的文字",
    "goal": "绩效目标",
    "total": "金额",
    "amount": "金额",
    "title": "标题",
    "department": "部门名称",
}

_LAYOUTS: Final = {
    "inline": "每个项目的指标连成一段（inline）",
    "grid": "一行一个指标的表格（grid）",
    "form": "一张表一个项目（form）",
}


def layout_text(layout: str) -> str:
    """How the table is arranged, in words."""
    return _LAYOUTS.get(layout, layout)


def field_label(name: str | None, *, has_cycle: bool, of_indicator: bool) -> str:
    """What the table itself calls a field of the JSON contract; empty for one without a label."""
    if name == "annual_value" and not has_cycle:
        return "指标值"
    if name == "name" and not of_indicator:
        return "项目名称"
    return _FIELDS.get(name or "", "")


def line_text(place: Place) -> str:
    """`第 12 行`, `第 3 页第 12 行`, `工作表“绩效”C7 单元格` or `第2个表第5行第3列`."""
    if place.cell:
        name = f"{place.cell} 单元格" if place.cell.isascii() else place.cell
        return f"工作表“{place.sheet}”{name}" if place.sheet else name
    page = f"第 {place.page} 页" if place.page else ""
    return f"{page}第 {place.line} 行"


def spot_text(place: Place, near: Place | None) -> str:
    """The place in few words beside another that is told: `C7` in the same sheet, `第5行第3列` in the same table."""
    if near is None or not place.cell or (place.sheet, place.page) != (near.sheet, near.page):
        return line_text(place)
    table, mark, spot = place.cell.partition("个表")
    if not mark:
        return place.cell
    return spot if near.cell and near.cell.startswith(table + mark) else place.cell


def message_text(finding: Finding) -> str:
    """What is wrong, and where a cell is shared, by how many indicators."""
    return finding.message + (f"（{finding.shared} 个指标共用这一格）" if finding.shared > 1 else "")


def category_text(category: Category | Field) -> str:
    """`22-社会效益`, or the name alone where the table gives no code."""
    name = category.name.text
    return f"{category.code}-{name}" if category.code else name


def basis_text(rule: Rule) -> str | None:
    """`财预〔2021〕101号：量化易评`, or None for a rule that claims no document."""
    return f"{rule.basis.document}：{rule.basis.principle}" if rule.basis else None


def path_text(path: str) -> str:
    """The path as a message shows it."""
    return "标准输入" if path == "-" else path


def first_sentence(text: str) -> str:
    """The text up to and with its first full stop."""
    head, stop, _ = text.strip().partition("。")
    return head + stop


def counts_text(counts: dict[str, int]) -> str:
    """`错误 12，警告 300，提示 20`, all three always."""
    return "，".join(f"{word} {counts.get(severity, 0)}" for severity, word in SEVERITY.items())


def points_text(points: Decimal) -> str:
    """A score as it is shown: `78.6`, and a full one without its zero, so that it stands out."""
    return "100" if points == 100 else str(points)
