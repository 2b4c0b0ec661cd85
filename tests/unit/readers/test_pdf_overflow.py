"""PDF files of tables whose rows are too low or columns too narrow: text over the rules, or cut off at them."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

pytest.importorskip("reportlab", reason="reportlab draws the files; it comes with the extra dev")

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from lint_pbt.model.sheet import GridSheet, Source
from lint_pbt.readers import read
from tests.paper import FONT, PADDING, wrapped

HEAD = ["二级指标", "三级指标", "符号", "指标值", "单位", "备注"]
ROWS = [
    ["数量指标", "新建改建城乡公共停车场泊位建设完成总数量", "≥", "1200", "个", "按竣工验收的数量"],
    ["", "交通信号灯巡查维护次数", "≥", "24", "次", "记录"],
    ["质量指标", "泊位验收一次合格比例（含整改后复验）", "≥", "95", "%", ""],
    ["", "交通信号灯完好率", "≥", "98", "%", ""],
    ["社会效益指标", "市民出行便利程度明显提升", "定性", "提升", "", "问卷"],
    ["满意度指标", "使用者满意度", "≥", "90", "%", "抽样"],
]
WIDTHS = [66.0, 96.0, 36.0, 50.0, 36.0, 100.0]
SIZE = 9.0
PITCH = 11.0


def table(
    rows: Sequence[Sequence[str]],
    *,
    height: float,
    widths: Sequence[float] = WIDTHS,
    wraps: bool = True,
    centred: bool = False,
    clips: bool = False,
    drops: bool = False,
    single: bool = False,
) -> bytes:
    """A table with rows of one height, whatever its texts need.

    `clips` cuts the texts off at the rules, `drops` leaves out the lines and characters behind that are not seen,
    `single` draws each character for itself.
    """
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842))
    top = 780.0
    for row in rows:
        left = 60.0
        for text, width in zip(row, widths, strict=True):
            canvas.rect(left, top - height, width, height)
            canvas.saveState()
            canvas.setFont(FONT, SIZE)
            if clips:
                path = canvas.beginPath()
                path.rect(left, top - height, width, height)
                canvas.clipPath(path, stroke=0)
            pieces = text.split("\n")
            lines = [line for one in pieces for line in wrapped(one, width - 2 * PADDING, SIZE)] if wraps else pieces
            y = top - PADDING - SIZE + 1
            if centred:
                y = top - height / 2 + (len(lines) - 1) * PITCH / 2 - SIZE * 0.35
            for line in lines:
                if drops and y + SIZE < top - height:
                    break
                x = left + PADDING
                end = x + pdfmetrics.stringWidth(line, FONT, SIZE)
                if centred:
                    x += (width - (end - x)) / 2 - PADDING
                for character in line if single else [line]:
                    if drops:
                        character = character[: int((left + width - x) / SIZE) + 1]
                    canvas.drawString(x, y, character)
                    x += pdfmetrics.stringWidth(character, FONT, SIZE)
                y -= PITCH
            canvas.restoreState()
            left += width
        top -= height
    canvas.save()
    return file.getvalue()


def texts(source: Source) -> list[list[str]]:
    [sheet] = [sheet for sheet in source.sheets if isinstance(sheet, GridSheet)]
    return [[cell.text for cell in row] for row in sheet.rows]


def opened(data: bytes) -> Source:
    return read("表.pdf", data)


@pytest.mark.parametrize("single", [False, True])
@pytest.mark.parametrize(("height", "centred"), [(15.0, False), (19.0, False), (24.0, False), (24.0, True)])
def test_lines_below_a_low_row_stay_with_their_cell(height: float, centred: bool, single: bool) -> None:
    source = opened(table([HEAD, *ROWS], height=height, centred=centred, single=single))
    assert texts(source) == [HEAD, *ROWS]
    assert not source.notes


@pytest.mark.parametrize("single", [False, True])
def test_a_text_that_is_not_wrapped_goes_on_over_empty_cells(single: bool) -> None:
    rows = [[*row[:5], "按竣工验收的泊位数统计，含路内临时泊位"] for row in ROWS]
    rows += [["年度目标", "完成泊位建设，保障交通信号灯正常运行，缓解老城区停车难问题", "", "", "", ""]]
    widths = [56.0, 190.0, 29.0, 36.0, 26.0, 70.0]  # the last text ends beside the table
    source = opened(table([HEAD, *rows], height=18, widths=widths, wraps=False, single=single))
    assert texts(source) == [HEAD, *rows]
    assert not source.notes


def test_a_text_over_another_is_told_apart() -> None:
    source = opened(table([HEAD, *ROWS], height=18, wraps=False))
    assert texts(source) == [HEAD, *ROWS]


@pytest.mark.parametrize("wraps", [True, False])
def test_text_that_is_cut_off_but_in_the_file_is_read(wraps: bool) -> None:
    source = opened(table([HEAD, *ROWS], height=15, wraps=wraps, clips=True))
    assert texts(source) == [HEAD, *ROWS]


@pytest.mark.parametrize(("height", "wraps"), [(19.0, True), (18.0, False)])
def test_text_that_is_not_in_the_file_is_told(height: float, wraps: bool) -> None:
    source = opened(table([HEAD, *ROWS], height=height, wraps=wraps, clips=True, drops=True))
    assert texts(source) != [HEAD, *ROWS]
    [note] = source.notes
    assert note.unchecked
    assert note.place is not None and note.place.page == 1
    assert note.message.startswith("第 1 页有格子放不下里面的文字")
    assert "新建改建" in note.message


def test_text_of_which_nobody_knows_is_told_once() -> None:
    rows = [["质量指标", "一", "≥", "95", "%", ""] for _ in range(6)]
    file = io.BytesIO(table([HEAD, *rows], height=18))
    canvas = Canvas(file, pagesize=(595, 842))
    canvas.setFont(FONT, SIZE)
    for number in range(7):
        top = 780 - 18.0 * number
        left = 60.0
        for text, width in zip([HEAD, *rows][number], WIDTHS, strict=True):
            canvas.rect(left, top - 18, width, 18)
            canvas.drawString(left + PADDING, top - 13, text)
            left += width
    for number in (2, 4):  # half a line below, and beginning in the middle of a cell
        canvas.drawString(60 + 40.0, 780 - 18.0 * number - 5, "不知道是哪一格的字")
    canvas.save()
    source = opened(file.getvalue())
    [note] = source.notes
    assert note.unchecked
    assert note.message == (
        "第 1 页有文字越过了格线，有的格读到的可能不对（如“不知道是哪一格的字”）。"
        "请把行高、列宽调大再导出 PDF，或者直接检查原来的工作簿（文档）"
    )


@pytest.mark.parametrize("single", [False, True])
@pytest.mark.parametrize("centred", [False, True])
def test_a_table_with_room_says_nothing(centred: bool, single: bool) -> None:
    full = "按竣工验收的数量。"  # its stop hangs over the rule
    widths = [66.0, 2 * PADDING + 9 * SIZE, 36.0, 2 * PADDING + 4 * SIZE, 36.0, 2 * PADDING + 8.4 * SIZE]
    rows = [[*row[:3], "一二三四", row[4], full] for row in ROWS]
    source = opened(table([HEAD, *rows], height=42, widths=widths, centred=centred, single=single))
    assert texts(source) == [HEAD, *rows]
    assert not source.notes


@pytest.mark.slow
def test_a_workbook_with_low_rows_as_an_office_suite_prints_it(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("soffice is not installed")
    openpyxl = pytest.importorskip("openpyxl")
    styles = openpyxl.styles
    thin = styles.Side(style="thin")
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [HEAD, *ROWS]:
        sheet.append([text or None for text in row])
    for cells in sheet.iter_rows():
        sheet.row_dimensions[cells[0].row].height = 18
        for cell in cells:
            cell.border = styles.Border(thin, thin, thin, thin)
            cell.alignment = styles.Alignment(wrap_text=True, vertical="center")
    for letter, width in zip("ABCDEF", (12, 18, 8, 10, 8, 20), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.page_setup.orientation = "landscape"
    book.save(tmp_path / "table.xlsx")
    command = [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "pdf", "table.xlsx"]
    subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    if not (tmp_path / "table.pdf").exists():
        pytest.skip("soffice wrote nothing here")
    assert texts(opened((tmp_path / "table.pdf").read_bytes())) == [HEAD, *ROWS]


SHORT = [
    ["二级指标", "三级指标", "指标值"],
    ["可持续影响指标", "设备更新", "≥3台"],
    ["", "巡检次数", "≥12次"],
    ["", "", ""],
]


@pytest.mark.parametrize("single", [False, True])
@pytest.mark.parametrize(("height", "centred"), [(13.0, True), (15.0, True), (15.0, False), (18.0, False)])
def test_a_last_line_that_stands_wholly_in_the_empty_cell_below_is_of_its_own(
    height: float, centred: bool, single: bool
) -> None:
    widths = [6 * SIZE + 2 * PADDING + 2, 100.0, 60.0]
    source = opened(table(SHORT, height=height, widths=widths, centred=centred, single=single))
    assert texts(source) == SHORT
    assert not source.notes


@pytest.mark.parametrize("height", [13.0, 15.0, 20.0])
def test_texts_that_fill_their_cells_one_below_the_other_stay_apart(height: float) -> None:
    rows = [
        ["三级指标", ""],
        ["工程验收合格率", ""],
        ["人均补助标准值", ""],
        ["管护设施数量数", ""],
        ["任务完成及时率", ""],
    ]
    source = opened(table(rows, height=height, widths=[7 * SIZE + 2 * PADDING + 2, 60.0]))
    assert texts(source) == rows
    assert not source.notes


def over_pages(above: str, below: str) -> bytes:
    """A table over two pages; a cell that goes on has its text on both, cut off where the page ends or begins."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842))
    pages = [
        (80.0, [["二级指标", "三级指标", "指标值"], ["质量指标", "试验田出苗率", "≥92%"], [above, "示范户", "80户"]]),
        (780.0, [[below, "种粮大户", "12户"], ["社会效益指标", "带动就业", "45人"]]),
    ]
    for top, rows in pages:
        for row in rows:
            for at, text in enumerate(row):
                left = 60.0 + 110 * at
                canvas.rect(left, top - 20, 110, 20)
                canvas.saveState()
                canvas.setFont(FONT, SIZE)
                path = canvas.beginPath()
                path.rect(left, top - 20, 110, 20)
                canvas.clipPath(path, stroke=0)
                y = top - 14
                if not at and text == above and top < 100:
                    y = top - 25
                elif not at and text == below:
                    y = top - 5
                canvas.drawString(left + PADDING, y, text)
                canvas.restoreState()
            top -= 20
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def test_a_text_that_is_cut_off_at_a_page_break_and_stands_again_behind_it_is_whole() -> None:
    source = opened(over_pages("粮食和大豆扩种数量指标", "粮食和大豆扩种数量指标"))
    assert [row[0] for row in texts(source)] == ["二级指标", "质量指标", "粮食和大豆扩种数量指标", "", "社会效益指标"]
    assert not source.notes


def test_a_text_that_is_cut_off_at_a_page_break_and_not_again_is_told() -> None:
    [note] = opened(over_pages("粮食和大豆扩种数量指标", "时效指标")).notes
    assert "第 1 页有格子放不下里面的文字" in note.message
    assert "粮食和大豆" in note.message


@pytest.mark.parametrize(("beside", "told"), [(True, True), (False, False)])
def test_text_without_rules_that_is_cut_off_beside_other_text(beside: bool, told: bool) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842))
    canvas.setFont(FONT, SIZE)
    for row, name in enumerate(("培训场次", "参训人员考核合格")):
        y = 700 - 20 * row
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(60, 600, 50, 200)
        canvas.clipPath(path, stroke=0)
        canvas.drawString(60, y, name)
        canvas.restoreState()
        if beside or not row:
            canvas.drawString(111, y, "≥")
    canvas.save()
    notes = [note.message for note in read("表.pdf", file.getvalue()).notes]
    assert any("后面的字被截掉了" in note and "参训人员考核" in note for note in notes) is told


@pytest.mark.parametrize("height", [11.5, 12.0, 13.0])
def test_broken_lines_upon_the_text_of_the_row_below_stay_with_their_cell(height: float) -> None:
    levels = ["生态效益\n指标", "可持续影响\n指标", "社会成本\n指标", "满意度"]
    rows = [[level, f"第{number}片林地"] for number, level in enumerate(levels)]
    source = opened(table([["二级指标", "三级指标"], *rows], height=height, widths=[80.0, 120.0]))
    read = texts(source)
    assert ["".join(row[0].split()) for row in read] == ["二级指标", *("".join(level.split()) for level in levels)]
    assert not source.notes


def test_text_upon_other_text_that_may_be_of_either_cell_is_said() -> None:
    rows = [["生态效益\n指标", "林地"], ["可持续影响\n指标", "草地"], ["满意度\n指标", "村民"]]
    source = opened(table([["二级指标", "三级指标"], *rows], height=PITCH, widths=[80.0, 120.0]))
    assert any(note.unchecked for note in source.notes)
