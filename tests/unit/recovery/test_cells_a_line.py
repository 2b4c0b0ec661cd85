"""Tables copied a cell a line: what is read of them, and what is told rather than read wrongly."""

from __future__ import annotations

from lint_pbt.layouts import lay_out
from lint_pbt.model.document import Document
from lint_pbt.readers import read

ABOVE = "项目支出绩效目标表|项目名称|渔港清淤|实施单位|临海市渔港管理中心|年度目标|清除航道淤积。|"
HEAD = "一级指标|二级指标|三级指标|指标值|"
OTHERS = (
    "质量指标|验收合格率|≥95%|效益指标|社会效益指标|避风渔船数量|≥480艘|满意度指标|服务对象满意度指标|渔民满意度|≥92%|"
)


def read_cells(text: str) -> Document:
    return lay_out(read("表.txt", text.replace("|", "\n").encode()))


def values(document: Document) -> list[tuple[str, str | None, str | None]]:
    return [
        (one.name.text, one.cycle and one.cycle.text, one.annual and one.annual.text)
        for _, project in document.projects()
        for one in project.indicators
    ]


def told(document: Document) -> bool:
    return any(note.unchecked for note in document.notes)


def test_a_list_below_the_name_of_the_cycle_is_of_the_cycle() -> None:
    cycle = "长期绩效目标表|" + HEAD + "产出指标|数量指标|三年清淤量|≥20万立方米|"
    annual = "年度绩效目标表|" + HEAD + "产出指标|数量指标|清淤量|≥6.5万立方米|" + OTHERS
    document = read_cells(ABOVE + cycle + annual)
    assert ("三年清淤量", "≥20万立方米", None) in values(document)
    assert ("清淤量", None, "≥6.5万立方米") in values(document)
    assert len(list(document.projects())) == 1


def test_titles_below_that_of_values_are_columns() -> None:
    head = "一级指标|二级指标|三级指标|指标描述|指标值|确定依据|符号|值|单位（文字描述）|"
    rows = "产出指标|数量指标|清淤量|反映清淤的土方|≥|6.5|万立方米|工作计划|"
    rows += "质量指标|验收合格率|反映工程质量|≥|95|%|工作计划|"
    rows += "效益指标|社会效益指标|避风渔船数量|反映渔港作用|≥|480|艘|工作计划|"
    document = read_cells(ABOVE + head + rows)
    assert [value for _, _, value in values(document)] == ["≥6.5万立方米", "≥95%", "≥480艘"]
    assert not told(document)


def test_a_column_of_notes_that_is_empty_takes_in_no_row() -> None:
    head = "一级指标|二级指标|三级指标|目标值|权重(%)|指标解释|"
    rows = "产出|数量|新增泊位数|≥15个|8|灯桩建设|3座|8|船员培训|≥200人次|8|效益|社会效益|避风渔船数量|≥480艘|15|"
    rows += "满意度|服务对象满意度|渔民满意度|≥90%|10|"
    document = read_cells(ABOVE + head + rows)
    assert ("灯桩建设", None, "3座") in values(document) and len(values(document)) == 5


def test_a_unit_above_the_label_of_the_next_project_is_its_own() -> None:
    rows = HEAD + "产出指标|数量指标|清淤量|≥6.5万立方米|" + OTHERS
    second = "编制单位|临海市航标站|单位：万元|项目名称|航标维护|主管部门|临海市农业农村局|年度目标|维护航标。|" + rows
    units = [unit.name and unit.name.text for unit, _ in read_cells(ABOVE + rows + second).projects()]
    assert units == ["临海市渔港管理中心", "临海市航标站"]
    alone = "318604临海市航标站|单位：万元|项目名称|航标维护|年度目标|维护航标。|" + rows
    unit = next(iter(read_cells(ABOVE + rows + alone).units[1:])).name
    assert unit is not None and unit.text.endswith("临海市航标站")


def test_a_numbered_title_begins_another_project() -> None:
    rows = HEAD + "产出指标|数量指标|{}|≥6.5万立方米|" + OTHERS
    first, second = ("绩效目标|做好工作。|" + rows.format(name) for name in ("清淤量", "疏浚量"))
    text = f"（一）渔港清淤项目绩效目标表|{first}（二）航道疏浚项目绩效目标表|{second}"
    assert [project.name.text for _, project in read_cells(text).projects()] == ["渔港清淤项目", "航道疏浚项目"]


def test_titles_in_two_languages_are_titles() -> None:
    head = "一级指标Level-1 Indicator|二级指标Level-2 Indicator|三级指标Level-3 Indicator|指标值Target Value|"
    head += "计量单位Unit|权重Weight|"
    rows = "产出指标|数量指标|清淤量|≥6.5|万立方米|20|质量指标|验收合格率|≥95|%|20|"
    rows += "效益指标|社会效益指标|避风渔船数量|≥480|艘|20|"
    assert [value for _, _, value in values(read_cells(ABOVE + head + rows))] == ["≥6.5万立方米", "≥95%", "≥480艘"]


def test_what_may_be_two_cells_is_told() -> None:
    swallowed = "产出指标|数量指标|清淤量（万立方米）|≥6|灯桩建设数量（座）|12|"
    document = read_cells(ABOVE + HEAD.replace("指标值|", "指标值|权重|") + swallowed + OTHERS)
    assert told(document) or ("灯桩建设数量（座）", None, "12") in values(document)
    missing = "产出指标|数量指标|清淤量|≥6万立方米|满意度指标|服务对象|登记在册渔民满意度|≥93%|"
    document = read_cells(ABOVE + HEAD + missing)
    assert told(document) or ("登记在册渔民满意度", None, "≥93%") in values(document)
