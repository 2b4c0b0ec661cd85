"""Tables of PDF files that go on over page breaks, and tables that do not."""

from __future__ import annotations

import pytest

pytest.importorskip("reportlab", reason="reportlab draws the files; it comes with the extra dev")

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.drawing import examples
from tests.paper import Box, Paper, Row
from tests.unit.readers.test_pdf import cells, grids, lines, opened

HEAD: Row = ["序号", "项目名称", "二级指标", "三级指标", "年度指标值"]
WIDTHS = [25.0, 80.0, 60.0, 170.0, 110.0]
_NAMES = "举办基层业务培训场次参训人员考核合格率补贴发放及时率服务对象满意度设备采购完成数量"


def projects(count: int, rows: int = 3, words: int = 12) -> list[Row]:
    """The rows of a table, projects merged downwards."""
    table: list[Row] = []
    for index in range(count):
        for row in range(rows):
            name = f"{_NAMES[(index * 7 + row * 3) % 20 :][:words]}（{index}.{row}）"
            project = Box(f"第{index}项基层业务培训工作经费", rows) if not row else None
            table.append(
                [
                    str(index * rows + row + 1),
                    project,
                    ["数量指标", "质量指标", "社会效益指标"][row % 3],
                    name,
                    f"≥{row + 90}%，比上年提高{index}个百分点",
                ]
            )
    return table


def texts(table: list[Row]) -> list[list[str]]:
    return [[(cell.text if isinstance(cell, Box) else cell) or "" for cell in row] for row in table]


@pytest.mark.parametrize("heads", [0, 1])
@pytest.mark.parametrize("repeat_labels", [False, True])
@pytest.mark.parametrize("split", [False, True])
def test_a_table_over_pages_is_one(heads: int, repeat_labels: bool, split: bool) -> None:
    paper = Paper(height=420, header="某市2024年部门预算", numbers="第 {} 页 共 9 页")
    paper.text("项目支出绩效目标表", centred=True)
    table = [HEAD, *projects(14)]
    paper.table(table, WIDTHS, heads=heads, repeat_labels=repeat_labels, split=split)
    paper.text("注：以上为全部项目。")
    assert paper.page > 2
    source = opened(paper.data())
    [grid] = grids(source)
    assert grid == texts(table)
    assert [cell.rows for cell in cells(source) if cell.text.startswith("第")] == [3] * 14
    assert lines(source)[:2] == ["某市2024年部门预算", "项目支出绩效目标表"]


@pytest.mark.parametrize("open_breaks", [False, True])
def test_a_row_split_over_pages_is_one(open_breaks: bool) -> None:
    goal = "围绕就业优先战略，开展职业技能培训、就业援助和创业扶持，提高劳动者的技能水平和就业质量；" * 9
    table: list[Row] = [
        ["项目", "金额", "目标", "指标"],
        *([f"项目{n}", "10.00", goal[n:], f"{n}、{goal}"] for n in range(4)),
    ]
    paper = Paper(height=500)
    paper.table(table, [60.0, 50.0, 180.0, 200.0], heads=1, open_breaks=open_breaks)
    assert paper.page > 2
    source = opened(paper.data())
    assert grids(source) == [texts(table)]
    pages = [{seam.page for _, seam in cell.seams} for cell in cells(source) if len(cell.text) > 200]
    assert any(len(found) > 1 for found in pages)


def test_a_goal_beside_many_rows_goes_on() -> None:
    goal = "围绕就业优先战略，开展职业技能培训和就业援助，提高劳动者的技能水平与就业质量。" * 6
    table: list[Row] = [["目标", "指标", "值"], [Box(goal, 30), "培训场次", "≥1场"]]
    table += [[None, f"第{n}类培训的合格率", f"≥{n}%"] for n in range(1, 30)]
    paper = Paper(height=400)
    paper.table(table, [90.0, 120.0, 60.0])
    assert paper.page == 2
    source = opened(paper.data())
    assert grids(source) == [texts(table)]
    assert next(cell for cell in cells(source) if cell.text == goal).rows == 30


def test_the_next_form_is_another_table() -> None:
    def form(name: str) -> list[Row]:
        return [
            ["项目名称", Box(name, columns=2), None],
            ["主管部门", Box("某局", columns=2), None],
            ["一级指标", "三级指标", "指标值"],
            ["产出指标", f"{name}数量", "10个"],
            ["满意度指标", "满意度", "≥90%"],
        ]

    paper = Paper(height=300, numbers="{}")
    for name in ("甲项目", "乙项目", "丙项目"):
        paper.text("项目支出绩效目标表", centred=True)
        paper.table(form(name), [80.0, 150.0, 80.0])
        paper.new_page()
    source = opened(paper.data())
    assert grids(source) == [texts(form(name)) for name in ("甲项目", "乙项目", "丙项目")]
    assert lines(source).count("项目支出绩效目标表") == 3


def test_a_title_between_divides_tables() -> None:
    paper = Paper(height=300)
    for number, name in enumerate(("基本支出", "项目支出")):
        paper.text(f"附表{number} {name}表")
        paper.table([["科目", "金额"], *([f"{name}{n}", f"{n}.00"] for n in range(9))], [100.0, 100.0])
        paper.new_page()
    assert [len(grid) for grid in grids(opened(paper.data()))] == [10, 10]


def test_other_columns_are_another_table() -> None:
    paper = Paper(height=300)
    paper.table([["科目", "金额"], ["行政", "1.00"]], [100.0, 100.0])
    paper.new_page()
    paper.table([["编码", "名称", "金额"], ["201", "行政", "1.00"]], [50.0, 120.0, 80.0])
    assert len(grids(opened(paper.data()))) == 2


def test_a_form_goes_on_in_the_columns_of_its_lower_part() -> None:
    table: list[Row] = [
        ["项目名称", Box("基层业务培训", columns=3), None, None],
        ["资金", Box("年度金额", columns=2), None, "12.00"],
        ["一级指标", "二级指标", "三级指标", "指标值"],
        *(["产出指标", "数量指标", f"第{n}类培训人次", f"≥{n}人次"] for n in range(1, 40)),
    ]
    paper = Paper(height=400)
    paper.table(table, [70.0, 70.0, 170.0, 70.0])
    assert paper.page > 1
    assert grids(opened(paper.data())) == [texts(table)]


def test_a_part_that_divides_every_column_of_the_part_above() -> None:
    paper = Paper(height=300)
    paper.space(140)
    paper.table([["项目名称", "基层业务培训"], ["年度目标", "全年培训业务骨干300人。"]], [240, 240])
    paper.new_page()
    paper.table(
        [["一级指标", "三级指标", "指标值", "分值"], ["产出指标", "培训人数", "≥300人", "30"]], [120, 120, 120, 120]
    )
    [grid] = grids(opened(paper.data()))
    assert grid[2:] == [["一级指标", "三级指标", "指标值", "分值"], ["产出指标", "培训人数", "≥300人", "30"]]


def test_equal_amounts_on_both_sides_of_a_break_are_two_cells() -> None:
    table: list[Row] = [
        ["项目", "培训", "类别", "数"],
        *([f"第{n}类", "人次", Box("数量", 3) if n % 3 == 0 else None, f"{n}"] for n in range(9)),
        ["资金", "总额", "98", ""],
        ["资金", "财政拨款", "98", ""],
        ["资金", "其他", "0", ""],
    ]
    paper = Paper()
    paper.table(table[:-2], [70.0, 90.0, 60.0, 60.0])
    paper.new_page()
    paper.table(
        [*table[-2:], ["绩效", "完成", Box("质量", 2), "1"], ["绩效", "合格", None, "2"]], [70.0, 90.0, 60.0, 60.0]
    )
    [grid] = grids(opened(paper.data()))
    assert [row[2] for row in grid[-5:]] == ["98", "98", "0", "质量", ""]


def test_a_heading_row_at_the_top_of_a_page_is_a_row() -> None:
    table: list[Row] = [["单位", "指标", "值"]]
    for group in range(6):
        table.append([f"{'一二三四五六'[group]}、某某单位", "", ""])
        table += [["", f"培训场次{group}{n}", f"≥{n}场"] for n in range(5)]
    for height in range(240, 300, 7):
        paper = Paper(height=height)
        paper.table(table, [80.0, 120.0, 60.0])
        assert grids(opened(paper.data())) == [texts(table)]


_cells = st.text(alphabet=_NAMES, min_size=1, max_size=24)


@settings(max_examples=examples(30), phases=[Phase.explicit, Phase.generate])
@given(
    st.lists(
        st.tuples(st.integers(1, 4), _cells, st.lists(st.tuples(_cells, _cells), min_size=4, max_size=4)),
        min_size=1,
        max_size=14,
    ),
    st.integers(280, 700),
    st.booleans(),
)
def test_any_table_comes_out_as_it_was_drawn(
    groups: list[tuple[int, str, list[tuple[str, str]]]], height: int, repeats: bool
) -> None:
    table: list[Row] = [["序号", "项目", "指标", "值"]]
    for rows, name, values in groups:
        for row in range(rows):
            first, second = values[row]
            table.append(
                [str(len(table)), Box(f"{name[:5]}{len(table)}", rows) if not row else None, first, f"≥{second}"]
            )
    paper = Paper(height=height, numbers="{}")
    paper.table(table, [30.0, 90.0, 120.0, 120.0], heads=1, split=False, repeat_labels=repeats)
    [grid] = grids(opened(paper.data()))
    assert grid == texts(table)


def _with_and_without_remarks(below: list[Row], remark: str = "") -> list[list[list[str]]]:
    """The tables of a file whose first page has a column of remarks; the second begins with other rows without it."""
    paper = Paper(height=420)
    table = [row[2:] for row in [HEAD, *projects(2)]]
    widths = [*WIDTHS[2:], 60.0]
    table = [[*row, at] for row, at in zip(table, ["备注", *[""] * 5, remark], strict=True)]
    paper.table(table, widths)
    paper.new_page()
    paper.table(below, widths[: len(below[0])] if len(below[0]) > 1 else [sum(widths[:3])])
    return grids(opened(paper.data()))


def test_a_table_goes_on_without_its_last_column_where_that_is_empty() -> None:
    below: list[Row] = [["时效指标", "苗木补植完成时间", "2026年4月底前"], ["社会效益指标", "带动务工", "60人"]]
    [grid] = _with_and_without_remarks(below)
    assert grid[-2:] == [[*texts([row])[0], ""] for row in below]


@pytest.mark.parametrize("remark", ["", "按季度统计"])
def test_a_table_with_other_columns_or_below_a_filled_last_column_is_another(remark: str) -> None:
    below: list[Row] = (
        [["时效指标", "苗木补植完成时间", "2026年4月底前"]] if remark else [["说明", "金额"], ["种苗", "3"]]
    )
    assert len(_with_and_without_remarks(below, remark)) == 2


@pytest.mark.parametrize(("rest", "split"), [("……", False), ("...", False), ("（含改扩建）", True)])
def test_an_ellipsis_at_the_top_of_a_page_is_a_row_of_its_own(rest: str, split: bool) -> None:
    paper = Paper(height=420)
    widths = [90.0, 110.0, 90.0]
    name = "灌区渠道清淤里程与配套建筑物改造完成数量比"  # fills the lines of its cell
    paper.table([["二级指标", "三级指标", "指标值"], ["数量指标", name, "≥12公里"]], widths)
    paper.new_page()
    paper.table([["", rest, ""], ["质量指标", "工程验收合格率", "100%"]], widths)
    [grid] = grids(opened(paper.data()))
    assert ([row[1] for row in grid][2:3] == [rest]) is not split
