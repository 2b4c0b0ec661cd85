"""PDF files: ruled tables however their rules are drawn, over page breaks, and the lines around them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest

pytest.importorskip("reportlab", reason="reportlab draws the files; it comes with the extra dev")

from reportlab.pdfgen.canvas import Canvas

from lint_pbt.errors import ReadError
from lint_pbt.limits import Limits
from lint_pbt.model.sheet import Cell, GridSheet, LineSheet, Source
from lint_pbt.readers import read
from tests.paper import Box, Paper, Row

HEAD = ["项目名称", "二级指标", "三级指标", "年度指标值"]
WIDTHS = [90.0, 60.0, 190.0, 100.0]
TABLE: list[Row] = [
    HEAD,
    [
        Box("基层业务培训项目，分三期举办", rows=3),
        "数量指标",
        "培训基层经办人员以及窗口工作人员的人次数量",
        "≥1,500人次。",
    ],
    [None, "质量指标", "考核合格率", "≥95%"],
    [None, "满意度", "参训人员满意度", "≥90%，比上年有所提高，并且不低于全市平均水平。"],
    [Box("合计", columns=2), None, "", "86.50"],
]
TEXTS = [[(cell.text if isinstance(cell, Box) else cell) or "" for cell in row] for row in TABLE]


def opened(data: bytes, **limits: int) -> Source:
    return read("表.pdf", data, Limits(**limits))


def grids(source: Source) -> list[list[list[str]]]:
    return [
        [[cell.text for cell in row] for row in sheet.rows] for sheet in source.sheets if isinstance(sheet, GridSheet)
    ]


def lines(source: Source) -> list[str]:
    return [line.text for sheet in source.sheets if isinstance(sheet, LineSheet) for line in sheet.lines]


def cells(source: Source) -> Iterator[Cell]:
    for sheet in source.sheets:
        if isinstance(sheet, GridSheet):
            for row in sheet.rows:
                yield from (cell for cell in row if cell.text)


Draw = Callable[[Canvas, float, float, float, float], None]


def thin_rectangle(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    canvas.rect(x0 - 0.25, y0 + 0.25, x1 - x0 + 0.5, y1 - y0 - 0.5, stroke=0, fill=1)


def dashed(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    canvas.setDash(3, 2)
    canvas.line(x0, y0, x1, y1)


def pieces(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    length = max(abs(x1 - x0), abs(y1 - y0))
    for start in range(0, int(length), 6):
        a, b = start / length, min((start + 4) / length, 1)
        canvas.line(x0 + a * (x1 - x0), y0 + a * (y1 - y0), x0 + b * (x1 - x0), y0 + b * (y1 - y0))


def dots(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    length = max(abs(x1 - x0), abs(y1 - y0))
    for start in range(0, int(length) + 1, 3):
        at = start / length
        canvas.circle(x0 + at * (x1 - x0), y0 + at * (y1 - y0), 0.4, stroke=0, fill=1)


def double(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    shift = (1.2, 0) if x0 == x1 else (0, 1.2)
    canvas.setLineWidth(0.4)
    for sign in (-1, 1):
        canvas.line(x0 + sign * shift[0], y0 + sign * shift[1], x1 + sign * shift[0], y1 + sign * shift[1])


def unsteady(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    by = random.Random(f"{x0}{y0}{x1}{y1}").uniform
    canvas.line(x0 + by(-1, 1), y0 + by(-1, 1), x1 + by(-1, 1), y1 + by(-1, 1))


def one_path(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    path = canvas.beginPath()
    path.moveTo(x0, y0)
    path.lineTo(x1, y1)
    path.lineTo(x0, y0)
    canvas.drawPath(path)


@pytest.mark.parametrize("rule", [thin_rectangle, dashed, pieces, dots, double, unsteady, one_path])
def test_rules_are_rules_however_they_are_drawn(rule: Draw) -> None:
    paper = Paper(rules=rule)
    paper.text("上面的文字")
    paper.table(TABLE, WIDTHS)
    paper.text("下面的文字")
    source = opened(paper.data())
    assert grids(source) == [TEXTS]
    assert lines(source) == ["上面的文字", "下面的文字"]
    assert [type(sheet) for sheet in source.sheets] == [LineSheet, GridSheet, LineSheet]


def test_merged_cells_stand_at_their_upper_left() -> None:
    paper = Paper()
    paper.table(TABLE, WIDTHS)
    spans = {cell.text[:2]: (cell.rows, cell.columns) for cell in cells(opened(paper.data()))}
    assert spans["基层"] == (3, 1)
    assert spans["合计"] == (1, 2)
    assert spans["考核"] == (1, 1)


def test_outer_sides_may_be_open() -> None:
    paper = Paper()
    paper.table(TABLE, WIDTHS, sides=False)
    assert grids(opened(paper.data())) == [TEXTS]


def test_rotated_pages_and_crop_boxes() -> None:
    paper = Paper(842, 595)
    paper.table(TABLE, WIDTHS)
    upright = opened(paper.data())
    for turn in (90, 180, 270):
        paper = Paper(842, 595)
        canvas = paper.canvas
        canvas.setPageRotation(turn)
        width, height = (842, 595) if turn == 180 else (595, 842)
        # Turned back by the page's own rotation, the text is upright again.
        canvas.translate(*{90: (width, 0), 180: (width, height), 270: (0, height)}[turn])
        canvas.rotate(turn)
        paper.table(TABLE, WIDTHS)
        source = opened(paper.data())
        assert grids(source) == [TEXTS]
        for one, other in zip(cells(source), cells(upright), strict=True):
            assert one.place().box == pytest.approx(other.place().box, abs=0.2)

    paper = Paper(842, 595)
    paper.canvas.setCropBox((30, 30, 800, 570))
    paper.canvas.drawString(5, 5, "裁切掉的字")
    paper.table(TABLE, WIDTHS)
    source = opened(paper.data())
    assert grids(source) == [TEXTS]
    assert lines(source) == []
    for one, other in zip(cells(source), cells(upright), strict=True):
        assert one.place().box is not None and other.place().box is not None
        assert one.place().box[0] == pytest.approx(other.place().box[0] - 30, abs=0.2)
        assert one.place().box[1] == pytest.approx(other.place().box[1] - 25, abs=0.2)


def test_text_that_runs_up_the_page() -> None:
    paper = Paper(595, 842)
    paper.canvas.translate(595, 0)
    paper.canvas.rotate(90)
    paper.y = 545
    paper.table(TABLE, WIDTHS)
    assert grids(opened(paper.data())) == [TEXTS]


def test_forms_within_forms() -> None:
    paper = Paper()
    paper.canvas.beginForm("inner")
    paper.canvas.setFont(paper.font, paper.size)
    paper.table(TABLE, WIDTHS)
    paper.canvas.endForm()
    paper.canvas.beginForm("outer")
    paper.canvas.translate(20, -60)
    paper.canvas.doForm("inner")
    paper.canvas.endForm()
    paper.canvas.translate(3, 5)
    paper.canvas.doForm("outer")
    source = opened(paper.data())
    assert grids(source) == [TEXTS]
    plain = Paper()
    plain.table(TABLE, WIDTHS)
    first, other = next(cells(source)), next(cells(opened(plain.data())))
    assert first.place().box is not None and other.place().box is not None
    assert first.place().box[0] == pytest.approx(other.place().box[0] + 23, abs=0.2)
    assert first.place().box[1] == pytest.approx(other.place().box[1] + 55, abs=0.2)


def test_white_rules_count_on_shades_only() -> None:
    def white(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
        canvas.setStrokeGray(1)
        canvas.line(x0, y0, x1, y1)

    paper = Paper(rules=white)
    paper.table(TABLE, WIDTHS)
    assert grids(opened(paper.data())) == []
    paper = Paper(rules=white)
    paper.canvas.setFillGray(0.85)
    paper.canvas.rect(40, 500, 500, 330, stroke=0, fill=1)
    paper.canvas.setFillGray(0)
    paper.table(TABLE, WIDTHS)
    assert grids(opened(paper.data())) == [TEXTS]


def test_shades_divide_nothing() -> None:
    paper = Paper()
    paper.canvas.setFillGray(0.8)
    paper.canvas.rect(60, 770, 40, 12, stroke=0, fill=1)
    paper.canvas.setFillGray(0)
    paper.table(TABLE, WIDTHS)
    assert grids(opened(paper.data())) == [TEXTS]


def test_two_tables_on_a_page_and_a_frame_around() -> None:
    paper = Paper()
    paper.canvas.rect(20, 20, 555, 800)
    paper.table(TABLE, WIDTHS)
    paper.text("两张表之间的文字")
    paper.table(TABLE[:3], WIDTHS)
    source = opened(paper.data())
    assert grids(source) == [TEXTS, TEXTS[:3]]
    assert lines(source) == ["两张表之间的文字"]


def test_what_is_drawn_twice_is_read_once() -> None:
    paper = Paper()
    paper.table(TABLE, WIDTHS)
    paper.y = 842 - 50 + 0.2
    paper.canvas.translate(0.3, 0)
    paper.table(TABLE, WIDTHS)
    assert grids(opened(paper.data())) == [TEXTS]


def test_watermarks_stand_in_no_cell() -> None:
    paper = Paper()
    canvas = paper.canvas
    canvas.saveState()
    canvas.setFillGray(0.8)
    canvas.setFont(paper.font, 60)
    canvas.translate(150, 600)
    canvas.rotate(40)
    canvas.drawString(0, 0, "内部资料")
    canvas.restoreState()
    canvas.saveState()
    canvas.setFillGray(0.8)
    canvas.setFont(paper.font, 60)
    canvas.drawString(60, 720, "草稿")
    canvas.restoreState()
    paper.table(TABLE, WIDTHS)
    source = opened(paper.data())
    assert grids(source) == [TEXTS]
    [note] = source.notes
    assert "第 1 页" in note.message and "水印" in note.message and not note.unchecked


def test_hanging_punctuation_stays_in_its_cell() -> None:
    paper = Paper()
    name = "一二三四五六七八九十" * 2
    width = 20 * paper.size + 6
    paper.table([["指标", "值"], [f"{name}。", "合规"]], [width, 60.0])
    assert grids(opened(paper.data())) == [[["指标", "值"], [f"{name}。", "合规"]]]


def test_a_superscript_is_part_of_its_line() -> None:
    paper = Paper()
    paper.canvas.drawString(60, 700, "绿化面积500m")
    width = paper.canvas.stringWidth("绿化面积500m", paper.font, paper.size)
    paper.canvas.setFont(paper.font, 5)
    paper.canvas.drawString(60 + width, 703.5, "2")
    paper.canvas.setFont(paper.font, paper.size)
    paper.canvas.drawString(63 + width, 700, "以上")
    assert lines(opened(paper.data())) == ["绿化面积500m2以上"]


def test_a_typed_line_break_is_kept_and_a_wrapped_line_is_not() -> None:
    goal = "一是开展业务培训，提高基层工作人员的政策水平。\n二是完成系统升级，让群众办事更方便更快捷更省心。"
    paper = Paper()
    paper.table(
        [["目标", goal], ["说明", "Annual budget performance report of the training center for local staff"]], [40, 150]
    )
    assert grids(opened(paper.data())) == [
        [["目标", goal], ["说明", "Annual budget performance report of the training center for local staff"]]
    ]


def test_every_piece_knows_page_line_and_box() -> None:
    paper = Paper(header="某局2024年部门预算")
    paper.text("第一行")
    paper.table([["甲" * 12, "乙"]], [61, 40])
    paper.new_page()
    paper.text("第二页")
    source = opened(paper.data())
    places = {line.text: line for sheet in source.sheets if isinstance(sheet, LineSheet) for line in sheet.lines}
    assert [(places["第一行"].place.page, places["第一行"].place.line)] == [(1, 2)]
    assert places["第二页"].place.page == 2
    heads = [
        line for sheet in source.sheets if isinstance(sheet, LineSheet) for line in sheet.lines if "某局" in line.text
    ]
    assert [(line.place.page, line.place.line, line.breaks_page) for line in heads] == [(1, 1, False), (2, 1, True)]
    cell = next(cells(source))
    assert (cell.place().page, cell.place().line, cell.text) == (1, 3, "甲" * 12)
    [(offset, seam)] = cell.seams
    assert (offset, seam.page, seam.line) == (6, 1, 4)
    assert cell.place().box is not None
    left, top, right, bottom = cell.place().box
    assert left == pytest.approx(53, abs=0.5) and right == pytest.approx(53 + 6 * 9, abs=0.5)
    assert 50 + paper.leading < top < bottom < 50 + 2 * paper.leading + 6


def test_white_and_pale_text_joins_no_value() -> None:
    paper = Paper()
    canvas = paper.canvas
    for gray, alpha, size, text in ((1.0, 1.0, 9, "白字"), (0.0, 0.03, 9, "透明"), (0.85, 1.0, 20, "内部资料")):
        canvas.saveState()
        canvas.setFillGray(gray)
        canvas.setFillAlpha(alpha)
        canvas.setFont(paper.font, size)
        canvas.drawString(60, 745, text)
        canvas.restoreState()
    paper.table(TABLE, WIDTHS)
    canvas.saveState()
    canvas.rect(60, 300, 100, 30, fill=1, stroke=0)
    canvas.setFillGray(1)
    canvas.setFont(paper.font, 9)
    canvas.drawString(70, 310, "深底白字")
    canvas.restoreState()
    source = opened(paper.data())
    assert grids(source) == [TEXTS]
    assert lines(source) == ["深底白字"]
    assert ["水印" in note.message or "白色" in note.message for note in source.notes] == [True, True]


def test_values_of_form_fields_stand_in_their_cells() -> None:
    paper = Paper()
    paper.table([["项目名称", "", "三级指标", ""], ["年度目标", Box("", columns=3), None, None]], [80, 120, 80, 120])
    for name, x, y, width, value in (
        ("name", 132, 775, 116, "HB-2025 Dam"),
        ("target", 332, 775, 116, ">=95%"),
        ("goal", 132, 757, 300, "1200 m of dam"),
    ):
        paper.canvas.acroForm.textfield(name=name, x=x, y=y, width=width, height=14, value=value, borderWidth=0)
    assert grids(opened(paper.data())) == [
        [["项目名称", "HB-2025 Dam", "三级指标", ">=95%"], ["年度目标", "1200 m of dam", "", ""]]
    ]


def test_equal_short_texts_are_read_whatever_fonts_the_machine_has() -> None:
    rows: list[Row] = [["值", "值", "值"], ["值", "值", "值"], ["值", "", "值"]]
    paper = Paper()
    paper.table(rows, [20.0, 20.0, 20.0])
    assert grids(opened(paper.data())) == [rows]


@pytest.mark.parametrize("packed", [0, 1])
def test_content_that_breaks_off_is_told(packed: int) -> None:
    paper = Paper(pageCompression=packed)
    paper.table(TABLE, WIDTHS)
    data = paper.data()
    assert opened(data).notes == ()
    start = data.index(b"stream", data.index(b"/Length")) + len(b"stream\n")
    end = data.index(b"endstream", start)
    for kept in (0.3, 0.6, 0.9):
        cut = data[:start] + data[start : start + int((end - start) * kept)] + b"\n" + data[end:]
        try:
            notes = opened(cut).notes
        except ReadError:
            continue
        assert any("不完整" in note.message and note.unchecked for note in notes)


def test_a_table_ruled_across_goes_on_with_one_row() -> None:
    def across(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
        if y0 == y1:
            canvas.line(x0, y0, x1, y1)

    rows: list[Row] = [["三级指标", "年度指标值"], *([f"第{at}项工作完成率", f"≥{80 + at}%"] for at in range(1, 7))]
    paper = Paper(height=220, rules=across)
    paper.table(rows, [150.0, 90.0])
    assert paper.page > 1
    assert grids(opened(paper.data())) == [rows]


def _three_lines(heads: int, last: int) -> Callable[[Canvas, float, float, float, float], None]:
    """Rules at the top, under the titles and at the bottom alone; `heads` and `last` count the rules above those."""
    seen: list[float] = []

    def rule(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
        if y0 != y1:
            return
        if y0 not in seen:
            seen.append(y0)
        if seen.index(y0) in (0, heads, last):
            canvas.line(x0, y0, x1, y1)

    return rule


def test_rows_without_rules_between_are_rows_where_several_columns_tell_so() -> None:
    rows: list[Row] = [
        ["二级指标", "三级指标", "年度指标值"],
        ["数量指标", "巡护河道长度", "≥120公里"],
        ["", "清理漂浮物", "≥300吨"],
        ["质量指标", "水质达标率", "≥95%"],
    ]
    paper = Paper(rules=_three_lines(1, 4))
    paper.table(rows, [90.0, 160.0, 90.0])
    assert grids(opened(paper.data())) == [rows]


def test_a_text_over_several_lines_is_one_row_between_rules() -> None:
    long = "沿线各村组巡护河道总长度以及两岸护坡堤防巡查情况和水面漂浮物清理"
    rows: list[Row] = [
        ["三级指标", "指标说明", "年度指标值"],
        [long, long, "≥120公里"],
        [long, long, "≥300吨"],
        [long, long, "≥95%"],
    ]

    def across(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
        if y0 == y1:
            canvas.line(x0, y0, x1, y1)

    paper = Paper(rules=across)
    paper.table(rows, [120.0, 120.0, 90.0])
    assert grids(opened(paper.data())) == [rows]


def test_two_rows_without_a_rule_between_are_told() -> None:
    rows: list[Row] = [
        ["二级指标", "三级指标", "年度指标值"],
        ["数量指标", "巡护河道长度", "≥120公里"],
        ["质量指标", "水质达标率", "≥95%"],
    ]
    paper = Paper(rules=_three_lines(1, 3))
    paper.table(rows, [90.0, 160.0, 90.0])
    source = opened(paper.data())
    assert any("分不清" in note.message and note.unchecked for note in source.notes)


def test_rows_without_rules_that_may_be_one_are_told() -> None:
    long = "沿线各村组巡护河道总长度以及两岸护坡堤防巡查情况和水面漂浮物清理打捞情况"
    rows: list[Row] = [["三级指标", "指标说明", "年度指标值"], *([long, long, f"≥{at}公里"] for at in range(3, 6))]
    paper = Paper(rules=_three_lines(1, 4))
    paper.table(rows, [120.0, 120.0, 90.0])
    source = opened(paper.data())
    assert any("分不清" in note.message and note.unchecked for note in source.notes)


def _columns_alone(heads: int, last: int) -> Callable[[Canvas, float, float, float, float], None]:
    """The same, with rules between the columns besides."""
    across = _three_lines(heads, last)

    def rule(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
        if x0 == x1:
            canvas.line(x0, y0, x1, y1)
        across(canvas, x0, y0, x1, y1)

    return rule


def test_rows_between_ruled_columns_are_rows_where_they_surely_end() -> None:
    rows: list[Row] = [
        ["二级指标", "三级指标", "年度指标值"],
        *([f"{kind}指标", f"第{number}项工作", f"≥{number}次"] for number, kind in enumerate("甲乙丙丁戊", 1)),
    ]
    paper = Paper(rules=_columns_alone(1, 6))
    paper.table(rows, [90.0, 160.0, 90.0])
    assert grids(opened(paper.data())) == [rows]


def test_texts_that_go_on_between_ruled_columns_stay_together() -> None:
    long = "沿线各村组巡护河道总长度以及两岸护坡堤防巡查情况和水面漂浮物清理打捞情况"
    rows: list[Row] = [["三级指标", "指标说明", "年度指标值"], [long, long * 2, "≥3公里"]]
    paper = Paper(rules=_columns_alone(1, 2))
    paper.table(rows, [80.0, 120.0, 90.0])
    assert grids(opened(paper.data())) == [rows]
