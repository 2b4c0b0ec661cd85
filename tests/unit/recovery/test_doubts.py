"""Text whose cells may hold what belongs to other rows: it is told, and what is sure is read."""

from __future__ import annotations

from lint_pbt.layouts import lay_out
from lint_pbt.model.document import Document
from lint_pbt.readers import read

TITLES = "单位名称\t项目名称\t预算数\t一级指标\t二级指标\t三级指标\t指标值\n"
ROWS = "产出指标\t数量指标\t疏浚长度\t=36公里\n产出指标\t质量指标\t验收合格率\t=97%"


def document(text: str) -> Document:
    return lay_out(read("table.txt", text.encode()))


def told(found: Document) -> list[str]:
    return [note.message for note in found.notes if note.unchecked]


def test_amounts_of_a_row_of_subtotals_are_not_glued() -> None:
    text = f"{TITLES}613-河湾水利站部门\t\t450\t\t\t\t\n613002-河湾水利站\t渠道疏浚\t260\t{ROWS}"
    found = document(text)
    assert [str(project.total) for _, project in found.projects()] == ["260"]
    assert any("“613-河湾水利站部门”和“613002-河湾水利站”" in one for one in told(found))


def test_a_line_that_says_the_table_goes_on_is_no_part_of_a_value() -> None:
    cells = "项目名称 渠道疏浚 一级指标 二级指标 三级指标 指标值 产出指标 时效指标 完工时间 2025年10月底前 续表"
    text = "\n".join([*cells.split(), "质量指标", "渠道验收合格率", "≥97%"])
    values = [
        str(one.annual and one.annual.text) for _, project in document(text).projects() for one in project.indicators
    ]
    assert values == ["2025年10月底前", "≥97%"]
