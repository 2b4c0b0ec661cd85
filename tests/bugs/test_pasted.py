"""Tables pasted as text with tabs: cells that others span left out, breaks within cells bare or in quotes."""

from __future__ import annotations

from lint_pbt.layouts import lay_out
from lint_pbt.model.document import Document
from lint_pbt.readers import read

ABOVE = "项目支出绩效目标表\n（2026年度）\n项目名称\t\t{name}\t\t\t\n主管部门\t\t海河局\t实施单位\t渔港中心\t\n"
HEAD = "绩效指标\t一级指标\t二级指标\t三级指标\t指标值\t分值\n"
ROWS = (
    "\t产出指标\t数量指标\t清淤量\t≥6.5万立方米\t20\n\t\t\t灯桩数\t12座\t20\n\t\t质量指标\t验收合格率\t≥95%\t20\n"
    "\t效益指标\t社会效益指标\t避风渔船\t≥480艘\t20\n\t满意度指标\t服务对象满意度\t渔民满意度\t≥92%\t20\n"
)


def read_text(text: str) -> Document:
    return lay_out(read("表.txt", text.encode()))


def test_a_name_above_the_table_that_a_break_has_cut_is_whole() -> None:
    document = read_text(ABOVE.format(name="渔港清淤和\n航标维护") + HEAD + ROWS)
    (name,) = (project.name.text for _, project in document.projects())
    assert name == "渔港清淤和航标维护"


def test_a_piece_between_two_rows_that_both_may_hold_it_is_told() -> None:
    head = HEAD.removeprefix("绩效指标\t").replace("分值", "\t改进措\n施")
    rows = "产出指标\t数量指标\t清淤\n量\t≥6.5万立方米\t\t无\n" + ROWS.split("\n", 1)[1].replace("\n\t", "\n")[1:]
    document = read_text(ABOVE.format(name="渔港清淤") + head + rows)
    levels = {one.level1.name.text for _, project in document.projects() for one in project.indicators}
    assert not any(level.startswith("施") for level in levels)


def test_rows_without_the_cells_that_others_above_them_span_are_filled_up() -> None:
    head = "项目支出绩效目标表\n项目名称\t渔港清淤\t\t主管部门\t海河局\t\n"
    head += "一级指标\t二级指标\t三级指标\t符号\t指标值\t计量单位\n"
    rows = "产出指标\t数量指标\t清淤量\t≥\t6.5\t万立方米\n数量指标\t灯桩数\t≥\t12\t座\n"
    rows += "质量指标\t验收合格率\t≥\t95\t%\n时效指标\t完工时间\t\t11月底前\t\n成本指标\t单价\t≤\t800\t元\n"
    rows += "效益指标\t社会效益指标\t避风渔船\t≥\t480\t艘\n"
    document = read_text(head + rows)
    read_out = [
        (one.level1.name.text, one.level2.name.text, one.name.text, one.annual and one.annual.text)
        for _, project in document.projects()
        for one in project.indicators
    ]
    assert ("产出指标", "成本指标", "单价", "≤800元") in read_out
    assert ("产出指标", "时效指标", "完工时间", "11月底前") in read_out


def test_labels_in_a_cell_of_several_lines_are_read() -> None:
    labels = '项目名称\t渔港清淤\t"主管部门\n联系人：某人   实施单位\n：渔港中心"\t\n'
    document = read_text(
        labels + "一级指标\t二级指标\t三级指标\t指标值\n" + "产出指标\t数量指标\t清淤量\t≥6万立方米\n" * 3
    )
    assert sum(len(project.indicators) for _, project in document.projects()) == 3
