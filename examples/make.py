"""Writes the workbooks, documents and the PDF among the examples anew: `python -m examples.make`.

The workbooks hold the tables of the csv files beside them, the documents and the PDF forms of one project each.
"""

from __future__ import annotations

import csv
from pathlib import Path

from tests.carriers import Sheetful, merged_down, write_docx
from tests.paper import Paper, Row, sentences

HERE = Path(__file__).parent
_WIDTHS = (18, 11, 34, 13, 17, 22, 10, 10, 10, 7)
_PERCENT = "%"


def workbook(name: str) -> None:
    """The csv table as a worksheet: merged downwards, rates as percentages that are numbers."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, Side

    rows = list(csv.reader((HERE / f"{name}.csv").read_text("utf-8-sig").splitlines(keepends=True)))
    book = Workbook()
    sheet = book.active
    sheet.title = "绩效目标"
    line = Side(style="thin")
    for at, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            cell = sheet.cell(at, column)
            cell.value = float(text) if text.replace(".", "", 1).isdigit() else text or None
            cell.alignment = Alignment(wrap_text=True, vertical="center")
            if at > 2:
                cell.border = Border(line, line, line, line)
        if at > 3 and row[8] == _PERCENT:
            sheet.cell(at, 8, float(row[7]) / 100).number_format = "0%"
            sheet.cell(at, 9).value = None
        if at > 3 and row[1]:
            sheet.cell(at, 2).number_format = "#,##0.00"
    for column, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[sheet.cell(1, column).column_letter].width = width
    sheet.merge_cells("A1:J1")
    sheet["A1"].font = Font(size=16, bold=True)
    sheet["A1"].alignment = Alignment(horizontal="center")
    for (at, column), (size, _) in merged_down(rows[3:], (0, 1, 2)).items():
        sheet.merge_cells(None, at + 4, column + 1, at + 3 + size, column + 1)
    sheet.freeze_panes = "A4"
    book.save(HERE / f"{name}.xlsx")


def form(project: str, amount: str, goal: str, indicators: list[tuple[str, str, str, str]]) -> Sheetful:
    """A form of one project as the Ministry's template has it; levels are merged downwards."""
    rows = [
        ["项目名称", project, "", "", ""],
        ["主管部门", "云州市交通运输局", "实施单位", "云州市公路事务中心", ""],
        ["项目资金\n（万元）", "年度资金总额", amount, "", ""],
        ["", "其中：财政拨款", amount, "", ""],
        ["", "其他资金", "0.00", "", ""],
        ["年度目标", goal, "", "", ""],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值"],
    ]
    merges = {(0, 1): (1, 4), (1, 3): (1, 2), (2, 0): (3, 1), (5, 1): (1, 4)}
    merges |= {(at, 2): (1, 3) for at in (2, 3, 4)}
    top = len(rows)
    merges[top - 1, 0] = (len(indicators) + 1, 1)
    for (level1, level2, name, value), before in zip(indicators, [("", ""), *indicators], strict=False):
        is_new = level1 != before[0]
        rows.append(["", level1 if is_new else "", level2 if is_new or level2 != before[1] else "", name, value])
    merges |= {(top + at, column): span for (at, column), span in merged_down(rows[top:], (1, 2)).items()}
    return Sheetful(["项目支出绩效目标表", "（2026年度）"], rows, merges)


_OUTPUT, _BENEFIT, _CONTENT = "产出指标", "效益指标", "满意度指标"
_SERVED = "服务对象满意度指标"
GOOD = form(
    "农村公路路面修复养护",
    "1,860.00",
    "修复农村公路路面42公里，改善沿线5万名群众的出行条件。",
    [
        (_OUTPUT, "数量指标", "修复路面长度", "≥42公里"),
        (_OUTPUT, "数量指标", "完善安全设施路段数", "≥15处"),
        (_OUTPUT, "质量指标", "工程验收合格率", "100%"),
        (_OUTPUT, "时效指标", "完工时间", "2026年11月底前"),
        (_OUTPUT, "成本指标", "每公里修复成本", "≤44万元"),
        (_BENEFIT, "社会效益指标", "受益群众人数", "≥5万人"),
        (_BENEFIT, "可持续影响指标", "路面质量保证期", "≥2年"),
        (_CONTENT, _SERVED, "沿线群众满意度", "≥90%"),
    ],
)
POOR = form(
    "公路桥梁定期检测",
    "230.00",
    "对全市186座公路桥梁开展定期检测，掌握技术状况，及时处置病害。",
    [
        (_OUTPUT, "数量指标", "检测桥梁数量", "≥168座"),
        (_OUTPUT, "质量指标", "检测报告合格率", "》95%"),
        (_OUTPUT, "时效指标", "资金支付及时率", "≥90%"),
        (_BENEFIT, "社会效益指标", "保障桥梁通行安全", "持续提升"),
        (_BENEFIT, "可持续影响指标", "桥梁健康档案", "建立健全"),
    ],
)


def disclosure() -> None:
    """A budget disclosure: running text, a table of receipts, and two forms that go on over a page."""
    paper = Paper(size=10, numbers="— {} —")
    paper.text("云州市公路事务中心2026年单位预算公开", centred=True)
    for about in ("单位概况", "收支预算情况", "“三公”经费"):
        paper.text("".join(sentences(9, about)))
    paper.text("收支预算总表（单位：万元）")
    receipts: list[Row] = [
        ["收入", "预算数", "支出", "预算数"],
        ["一般公共预算拨款", "4,210.60", "交通运输支出", "4,020.10"],
    ]
    receipts += [["其他收入", "0.00", "住房保障支出", "190.50"], ["合计", "4,210.60", "合计", "4,210.60"]]
    paper.table(receipts, [150, 95, 150, 95])
    for one in (GOOD, POOR):
        paper.space(24)
        for line in one.above:
            paper.text(line, centred=True)
        paper.table(one.boxes(), [65, 100, 110, 130, 90])
    (HERE / "poor.pdf").write_bytes(paper.data())


def main() -> None:
    for name in ("good", "poor"):
        workbook(name)
    write_docx(HERE / "good.docx", [GOOD])
    write_docx(HERE / "poor.docx", [GOOD, POOR])
    disclosure()


if __name__ == "__main__":
    main()
