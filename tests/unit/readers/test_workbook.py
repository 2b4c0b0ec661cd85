"""Workbooks: what Excel shows in each cell, where it stands, and files that are broken or hostile."""

from __future__ import annotations

import datetime
import io
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

import lint_pbt
from lint_pbt.errors import ReadError
from lint_pbt.limits import STANDARD
from lint_pbt.model.document import Place
from lint_pbt.model.sheet import EMPTY, UNKNOWN_RESULT, GridSheet, LineSheet
from lint_pbt.presentation.words import line_text
from lint_pbt.readers import read, workbook
from lint_pbt.readers.spreadsheet.formats import BUILT_IN
from lint_pbt.readers.spreadsheet.shown import number_shown, text_shown
from tests.drawing import examples
from tests.unit.readers.workbooks import (
    MAIN,
    PACKAGE,
    RELATIONS,
    SHARED,
    SHEET,
    book,
    data_of,
    grids,
    members,
    saved,
    sheet_data,
    texts,
    with_members,
)

ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '


def refused(data: bytes, name: str = "表.xlsx") -> str:
    with pytest.raises(ReadError) as caught:
        read(name, data)
    return str(caught.value)


def one_sheet() -> tuple[Workbook, Any]:
    made = Workbook()
    sheet: Any = made.active
    sheet.title = "甲"
    return made, sheet


class TestNumbers:
    @pytest.mark.parametrize(
        ("value", "code", "text"),
        [
            (0.95, "0%", "95%"),
            (0.955, "0%", "96%"),
            (0.9555, "0.00%", "95.55%"),
            (20.0, "General", "20"),
            (0.1 + 0.2, "General", "0.3"),
            (1 / 3, "General", "0.333333333333333"),
            (1e16, "General", "1E+16"),
            (-0.5, "General", "-0.5"),
            (0.95, '"≥"0%', "≥95%"),
            (300, '0"人次"', "300人次"),
            (12.0, 'General"人"', "12人"),
            (12, "G/通用格式", "12"),
            (3, "≥0天", "≥3天"),
            (1234567.891, "#,##0.00", "1,234,567.89"),
            (-1234.5, "#,##0.00;[Red]-#,##0.00", "-1,234.50"),
            (-5, "0;(0)", "(5)"),
            (-1234.5, ACCOUNTING, "-1,234.50"),
            (0, ACCOUNTING, "-"),
            (1.005, "0.00", "1.01"),
            (5, "0.##", "5"),
            (5.25, '0.##"人"', "5.25人"),
            (5, '0.##"人"', "5人"),
            (5.5, "#.0#", "5.5"),
            (0.5, "#.0", ".5"),
            (7, "000", "007"),
            (12345, '0!.0,"万"', "1.2万"),
            (120000, "#,##0,", "120"),
            (13800138000, "000-0000-0000", "138-0013-8000"),
            (1234.5, "0.00E+00", "1.23E+03"),
            (9.9999, "0.00E+00", "1.00E+01"),
            (0.5, "# ?/?", "0.5"),
            (95, '[>=90]"优"0;[<60]"差"0;0', "优95"),
            (75, '[>=90]"优"0;[<60]"差"0;0', "75"),
            (88.5, "[$¥-804]#,##0.00", "¥88.50"),
            (1, ";;;", ""),
            (8, '"长期"', "长期"),
            (3, "@", "3"),
        ],
    )
    def test_as_a_worksheet_shows_them(self, value: float, code: str, text: str) -> None:
        assert number_shown(value, code) == text

    @pytest.mark.parametrize(
        ("days", "code", "text"),
        [
            (45473, 'yyyy"年"m"月"d"日"', "2024年6月30日"),
            (45473, "yyyy/m/d", "2024/6/30"),
            (45473, "yyyy-mm-dd;@", "2024-06-30"),
            (45473.75, "yyyy/m/d h:mm", "2024/6/30 18:00"),
            (45473, "[$-F800]dddd\\, mmmm dd\\, yyyy", "2024年6月30日"),
            (45473, '[DBNum1][$-804]yyyy"年"m"月";@', "2024年6月"),
            (45473, "[$-804]aaaa", "星期日"),
            (45473, "d-mmm-yy", "30-Jun-24"),
            (45473, "[$-804]mmmm", "六月"),
            (45473, "dddd", "Sunday"),
            (0.75, 'h"时"mm"分"', "18时00分"),
            (0.75, "h:mm AM/PM", "6:00 PM"),
            (0.75, '上午/下午h"时"', "下午6时"),
            (1.5, "[h]:mm:ss", "36:00:00"),
            (1 / 86400 * 61.5, "mm:ss.0", "01:01.5"),
            (60, "yyyy-m-d", "1900-2-29"),  # as Excel has it
            (59, "yyyy-m-d", "1900-2-28"),
            (-1, "yyyy/m/d", "-1"),
            (2_958_466, "yyyy", "2958466"),
        ],
    )
    def test_dates(self, days: float, code: str, text: str) -> None:
        assert number_shown(days, code) == text

    @pytest.mark.parametrize(
        ("number", "text"),
        [(14, "2024/6/30"), (22, "2024/6/30 0:00"), (31, "2024年6月30日"), (57, "2024年6月"), (58, "6月30日")],
    )
    def test_formats_of_the_chinese_edition(self, number: int, text: str) -> None:
        assert number_shown(45473, BUILT_IN[number]) == text

    def test_the_epoch_of_1904(self) -> None:
        made, sheet = one_sheet()
        made.epoch = datetime.datetime(1904, 1, 1)
        sheet["A1"] = datetime.date(2024, 6, 30)
        sheet["A1"].number_format = "yyyy/m/d"
        assert texts(data_of(made))["A1"] == "2024/6/30"

    def test_words_around_a_text(self) -> None:
        assert text_shown("20", '0;-0;0;@"次"') == "20次"
        assert text_shown("20", "0%") == "20"

    @given(st.text(max_size=30), st.floats() | st.integers(-(10**9), 10**9))
    @settings(max_examples=examples(200))
    @example('"', 1.0)
    @example("[", float("nan"))
    @example("0E+", 0.0)
    @example("?/?", float("inf"))
    @example("0" * 255, 1e300)
    def test_any_code_shows_something(self, code: str, value: float) -> None:
        assert isinstance(number_shown(float(value), code), str)

    @given(st.integers(-(10**14), 10**14))
    def test_whole_numbers_have_no_point(self, value: int) -> None:
        assert number_shown(float(value)) == str(value) == number_shown(float(value), "0")


class TestCells:
    def test_values_places_and_merged_cells(self, tmp_path: Path) -> None:
        source = read("表.xlsx", saved(tmp_path, book()).read_bytes())
        [sheet] = grids(source)
        assert sheet.name == "绩效目标"
        assert [len(row) for row in sheet.rows] == [1, 9, 9, 9, 9, 9]
        assert (sheet.rows[0][0].rows, sheet.rows[0][0].columns) == (1, 9)
        goal = sheet.rows[2][3]
        assert (goal.text, goal.rows, goal.columns) == ("举办读书活动，\n培养阅读习惯。", 4, 1)
        assert goal.place() == Place(3, 1, None, "绩效目标", "D3")
        assert sheet.rows[3][:4] == (EMPTY,) * 4
        assert [cell.text for cell in sheet.rows[3][6:]] == ["藏书完好率", "≥95%", "≥95%"]
        assert [cell.text for cell in sheet.rows[2][6:]] == ["读书活动场次", "20场", "20场"]
        assert source.notes == ()

    def test_records_and_findings_stand_where_they_should(self, tmp_path: Path) -> None:
        path = str(saved(tmp_path, book()))
        document = lint_pbt.parse(path)
        [(unit, project)] = document.projects()
        assert (str(unit.name), str(project.name), str(project.total)) == ("云溪市图书馆", "全民阅读经费", "120")
        assert str(project.goal) == "举办读书活动，培养阅读习惯。"
        values = [(str(one.annual), str(one.cycle)) for one in project.indicators]
        assert values == [
            ("20场", "20场"),
            ("≥95%", "≥95%"),
            ("标准：≥3000人次", "标准：≥3000人次"),
            ("=>90%", "≥90%"),
        ]
        found = {(one.rule.id, line_text(one.place)) for one in lint_pbt.lint([path]).findings}
        assert ("V104", "工作表“绩效目标”H5 单元格") in found
        assert ("X101", "工作表“绩效目标”H6 单元格") in found

    def test_several_sheets_in_the_order_of_their_tabs(self) -> None:
        made, sheet = one_sheet()
        sheet["B2"] = "二"
        made.create_sheet("乙", 0)["A1"] = "一"
        sheets = grids(read("表.xlsx", data_of(made)))
        assert [(one.name, one.rows[-1][-1].text) for one in sheets] == [("乙", "一"), ("甲", "二")]

    def test_booleans_errors_rich_text_and_line_breaks(self) -> None:
        made, sheet = one_sheet()
        sheet.append([True, "#REF!", CellRichText("不", TextBlock(InlineFont(b=True), "少于")), "一\r\n二"])
        sheet["B1"].data_type = "e"
        assert list(texts(data_of(made)).values()) == ["TRUE", "#REF!", "不少于", "一\n二"]

    def test_readings_of_characters_are_no_text(self) -> None:
        strings = "<si><t>读者</t><rPh sb='0' eb='2'><t>どくしゃ</t></rPh><phoneticPr fontId='1'/></si>"
        assert texts(sheet_data("<row><c t='s'><v>0</v></c></row>", strings)) == {"A1": "读者"}

    def test_escaped_characters(self) -> None:
        rows = "<row><c t='inlineStr'><is><t>一_x000D_\n二_x005F_x0041_ _xD800_</t></is></c></row>"
        assert texts(sheet_data(rows)) == {"A1": "一\n二_x0041_ _xD800_"}

    def test_dates_in_words_of_iso(self) -> None:
        assert texts(sheet_data("<row><c t='d'><v>2024-06-30T00:00:00</v></c></row>")) == {"A1": "2024/6/30"}

    def test_cells_and_rows_without_names(self) -> None:
        rows = "<row><c><v>1</v></c><c r='D1'><v>2</v></c><c><v>3</v></c></row><row/><row><c><v>4</v></c></row>"
        assert texts(sheet_data(rows)) == {"A1": "1", "D1": "2", "E1": "3", "A3": "4"}

    def test_prefixes_and_the_strict_edition(self) -> None:
        made, sheet = one_sheet()
        sheet["A1"] = 0.5
        data = data_of(made)
        strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
        rows = "<x:sheetData><x:row><x:c><x:v>7</x:v></x:c></x:row></x:sheetData>"
        xml = f'<x:worksheet xmlns:x="{strict}">{rows}</x:worksheet>'
        directory = members(data)["xl/workbook.xml"].replace(MAIN.encode(), strict.encode())
        assert texts(with_members(data, {SHEET: xml.encode(), "xl/workbook.xml": directory})) == {"A1": "7"}

    def test_what_a_merged_cell_covers_that_says_the_same_is_not_shown(self) -> None:
        rows = "<row r='1'><c><v>1</v></c><c><v>1</v></c></row><row r='2'><c><v>1</v></c><c r='C2'><v>4</v></c></row>"
        source = read("表.xlsx", sheet_data(rows, rest="<mergeCells><mergeCell ref='A1:B2'/></mergeCells>"))
        [[first, *_], row] = grids(source)[0].rows
        assert (first.text, first.rows, first.columns) == ("1", 2, 2)
        assert [cell.text for cell in row] == ["", "", "4"] and not source.notes

    @pytest.mark.parametrize(
        ("merged", "spans"),
        [
            ("A1:B3", {"A1": (1, 2), "A2": (1, 1)}),
            ("A1:XFD1048576", {"A1": (1, 2), "A2": (1, 1)}),
            ("A1:C1048576", {"A1": (1, 2), "A2": (1, 1)}),
            ("B1:B3", {"A1": (1, 1), "A2": (1, 1)}),
            ("A1:A2'/><mergeCell ref='A2:B3", {"A1": (1, 1), "A2": (1, 2)}),
        ],
    )
    def test_a_merged_cell_hides_no_text_of_others(self, merged: str, spans: dict[str, tuple[int, int]]) -> None:
        rows = """<row r='1'><c t='str'><v>甲</v></c><c r='C1' t='str'><v>乙</v></c></row>
            <row r='2'><c t='str'><v>丙</v></c></row><row r='3'><c r='B3' t='str'><v>丁</v></c></row>"""
        source = read("表.xlsx", sheet_data(rows, rest=f"<mergeCells><mergeCell ref='{merged}'/></mergeCells>"))
        cells = {cell.place().cell: cell for row in grids(source)[0].rows for cell in row if cell.text}
        assert {name: cell.text for name, cell in cells.items()} == {"A1": "甲", "C1": "乙", "A2": "丙", "B3": "丁"}
        assert {name: (cells[name].rows, cells[name].columns) for name in spans} == spans
        [note] = source.notes
        assert "盖住了" in note.message and note.place and note.place.cell

    def test_an_apostrophe_before_a_text_protects_it(self) -> None:
        strings = "<si><t>'≥12场</t></si><si><t>'甲'乙</t></si><si><t>'</t></si>"
        cells = "".join(f"<c t='s'><v>{number}</v></c>" for number in range(3))
        [row] = grids(read("表.xlsx", sheet_data(f"<row r='1'>{cells}</row>", strings)))[0].rows
        assert [cell.text for cell in row if cell.text] == ["≥12场", "'甲'乙"]
        assert row[0].place().column == 2

    def test_what_stands_far_away_keeps_its_name(self) -> None:
        rows = "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>2</v></c></row>"
        data = sheet_data(rows, rest="<mergeCells><mergeCell ref='A1:XFC1048575'/></mergeCells>")
        [sheet] = grids(read("表.xlsx", data))
        assert texts(data) == {"A1": "1", "XFD1048576": "2"}
        assert len(sheet.rows) < 100
        assert len(sheet.rows[-1]) < 100
        assert sheet.rows[0][0].rows == len(sheet.rows) - 1
        assert sheet.rows[0][0].columns == len(sheet.rows[-1]) - 1

    @settings(max_examples=examples(25))
    @given(st.dictionaries(st.tuples(st.integers(1, 70), st.integers(1, 70)), st.integers(0, 10**6), min_size=1))
    def test_the_same_as_openpyxl_reads(self, values: dict[tuple[int, int], int]) -> None:
        made, sheet = one_sheet()
        for (row, column), value in values.items():
            sheet.cell(row, column).value = value
        data = data_of(made)
        again: Any = load_workbook(io.BytesIO(data)).active
        expected = {cell.coordinate: str(cell.value) for row in again for cell in row if cell.value is not None}
        assert texts(data) == expected


class TestDrawings:
    """What lies upon a worksheet."""

    SPACES = (
        'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    )

    @staticmethod
    def box(text: str, row: int = 0, column: int = 0, shape: str = "", group: str = "{}") -> str:
        paragraphs = "".join(f"<a:p>{line}</a:p>" for line in text.split("\n"))
        shape = f"<xdr:sp{shape}><xdr:txBody>{paragraphs}</xdr:txBody></xdr:sp>"
        corner = f"<xdr:from><xdr:col>{column}</xdr:col><xdr:row>{row}</xdr:row></xdr:from>"
        far = "<xdr:to><xdr:col>9</xdr:col><xdr:row>9</xdr:row></xdr:to>"
        return f"<xdr:twoCellAnchor>{corner}{far}{group.format(shape)}</xdr:twoCellAnchor>"

    def data(self, drawn: str, rows: str = "<row r='3'><c t='str'><v>表</v></c></row>") -> bytes:
        relation = f'<Relationship Id="r1" Type="{RELATIONS}/drawing" Target="../drawings/drawing1.xml"/>'
        return with_members(
            sheet_data(rows, rest="<drawing/>"),
            {
                "xl/worksheets/_rels/sheet1.xml.rels": f'<Relationships xmlns="{PACKAGE}">{relation}</Relationships>',
                "xl/drawings/drawing1.xml": f"<xdr:wsDr {self.SPACES}>{drawn}</xdr:wsDr>",
            },  # type: ignore[arg-type]
        )

    def test_text_boxes_are_lines_before_or_behind_the_cells(self) -> None:
        run, struck = "<a:r><a:t>{}</a:t></a:r>", "<a:r><a:rPr strike='sngStrike'/><a:t>{}</a:t></a:r>"
        above = (
            run.format("项目名称：")
            + "<a:r><a:rPr/><a:t>甲</a:t></a:r>\n"
            + run.format("填报单位：乙")
            + struck.format("丙")
        )
        grouped = "<mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback>{0}</mc:Fallback></mc:AlternateContent>"
        grouped = grouped.replace("{}", "{0}")
        drawn = self.box(run.format("注"), 8, 2, group=grouped) + self.box(above, 0, 1)
        drawn += self.box(run.format("同格"), 0, 0, shape=' textlink="$A$1"')
        before, cells, behind = read("表.xlsx", self.data(drawn)).sheets
        assert isinstance(before, LineSheet) and isinstance(cells, GridSheet) and isinstance(behind, LineSheet)
        assert [line.text for line in before.lines] == ["项目名称：甲", "填报单位：乙"]
        assert before.lines[1].place == Place(1, 1, None, "甲", "B1")
        assert [(line.text, line.place.cell) for line in behind.lines] == [("注", "C9")]

    def test_a_workbook_of_pictures_says_what_to_do(self) -> None:
        data = self.data("<xdr:twoCellAnchor><xdr:pic/></xdr:twoCellAnchor>", rows="")
        assert "这个工作簿里只有图片" in refused(data) and "请" in refused(data)
        assert "没有文字" in refused(self.data("", rows="")) and "只有图片" not in refused(self.data("", rows=""))
        assert len(read("表.xlsx", self.data(self.box("<a:r><a:t>字</a:t></a:r>"), rows="")).sheets) == 1

    def test_a_few_words_beside_pictures_are_no_table(self) -> None:
        picture = "<xdr:twoCellAnchor><xdr:pic/></xdr:twoCellAnchor>"
        [note] = read("表.xlsx", self.data(picture)).notes
        assert "图里的内容没有读" in note.message
        cells = "<row r='1'><c t='str'><v>甲</v></c><c t='str'><v>乙</v></c></row>"
        assert not read("表.xlsx", self.data(picture, cells)).notes

    def test_boxes_count_against_the_limits(self) -> None:
        drawn = self.box("<a:r><a:t>" + "字" * 50 + "</a:t></a:r>")
        with pytest.raises(ReadError, match="超过 40 个字"):
            read("表.xlsx", self.data(drawn), STANDARD._replace(cell_characters=40))
        with pytest.raises(ReadError, match="太多"):
            read("表.xlsx", self.data(drawn * 3), STANDARD._replace(cells=2))


class TestStruckThrough:
    @staticmethod
    def data(runs: str, *, inline: bool = False, cell: bool = False) -> bytes:
        """A workbook with a text of runs in A1 and plain ones in B1; with `cell` A1 is struck as a cell."""
        made = Workbook()
        made.active["A1"] = "x"  # type: ignore[index]
        made.active["A1"].font = Font(strike=cell, bold=True)  # type: ignore[index]
        first = f'<c r="A1" s="1" t="inlineStr"><is>{runs}</is></c>' if inline else '<c r="A1" s="1" t="s"><v>1</v></c>'
        rows = f'<row r="1">{first}<c r="B1" t="s"><v>0</v></c></row>'
        plain = sheet_data(rows, f"<si><t>乙</t></si><si>{runs}</si>")
        return with_members(plain, {"xl/styles.xml": members(data_of(made))["xl/styles.xml"]})

    @pytest.mark.parametrize("inline", [False, True])
    def test_runs_of_a_text(self, inline: bool) -> None:
        runs = "<r><t>共</t></r><r><rPr><strike/></rPr><t>10场</t></r><r><rPr><strike val='0'/></rPr><t>12场</t></r>"
        source = read("表.xlsx", self.data(runs, inline=inline))
        [first, second] = grids(source)[0].rows[0]
        assert (first.text, second.text) == ("共12场", "乙")
        assert first.seams == ((1, first.place().moved(4)),)
        [note] = source.notes
        assert "1 处文字划了删除线" in note.message and "10场" in note.message
        assert note.place and note.place.cell == "A1"

    def test_raised_and_lowered_figures(self) -> None:
        runs = "<r><t>3×10</t></r><r><rPr><vertAlign val='superscript'/></rPr><t>4</t></r><r><rPr/><t>m2</t></r>"
        runs += "<r><rPr><vertAlign val='subscript'/></rPr><t>注2</t></r>"
        assert texts(self.data(runs))["A1"] == "3×10⁴m2注2" == texts(self.data(runs, inline=True))["A1"]

    def test_what_goes_first_moves_the_place(self) -> None:
        data = self.data("<r><rPr><strike/></rPr><t>10</t></r><r><t>12</t></r>")
        [first, _] = grids(read("表.xlsx", data))[0].rows[0]
        assert (first.text, first.place().column) == ("12", 3)

    def test_a_struck_cell(self) -> None:
        source = read("表.xlsx", self.data("<t>10场</t>", cell=True))
        assert [cell.text for cell in grids(source)[0].rows[0]] == ["", "乙"]
        runs = "<r><t>10场</t></r><r><rPr><b/></rPr><t>12场</t></r>"
        assert texts(self.data(runs, cell=True)) == {"A1": "12场", "B1": "乙"}


class TestNotes:
    def notes(self, data: bytes) -> list[str]:
        return [note.message for note in read("表.xlsx", data).notes]

    def test_hidden_rows_and_columns_are_read_and_said_hidden_sheets_beside_a_table_only_said(self) -> None:
        made, sheet = one_sheet()
        for row in range(1, 10):
            sheet.append([f"第{row}行", "x", "y"])
        for row in (5, 6, 7, 9, 500):
            sheet.row_dimensions[row].hidden = True
        sheet.column_dimensions["B"].hidden = True
        sheet.column_dimensions["K"].hidden = True
        hidden: Any = made.create_sheet("乙")
        hidden["A1"] = "藏"
        hidden.sheet_state = "veryHidden"
        source = read("表.xlsx", data_of(made))
        assert [note.message for note in source.notes] == [
            "工作表“甲”的第 5-7 行、第 9 行、B 列是隐藏的，也读入了",
            "工作表“乙”是隐藏的，打印、报送时看不到，没有检查。要检查的，请取消隐藏再检查一次",
        ]
        assert not any(note.unchecked for note in source.notes)
        [grid] = grids(source)
        assert grid.rows[5][0].text == "第6行"

    def test_a_hidden_sheet_is_read_where_no_table_is_to_be_seen(self) -> None:
        made, sheet = one_sheet()
        sheet.append(["项目支出绩效目标表"])
        hidden: Any = made.create_sheet("乙")
        hidden["A1"] = "藏"
        hidden.sheet_state = "hidden"
        source = read("表.xlsx", data_of(made))
        assert [note.message for note in source.notes] == ["工作表“乙”是隐藏的，也读入了"]
        assert grids(source)[1].rows[0][0].text == "藏"

    def test_a_formula_is_its_result_and_one_without_is_said(self) -> None:
        rows = """<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>"a"</f><v>甲</v></c>
            <c r="C1"><f>SUM(A1)</f></c><c r="D1" t="str"><f>""</f><v></v></c><c r="E1"><f>C1</f><v/></c></row>"""
        source = read("表.xlsx", sheet_data(rows))
        assert texts(sheet_data(rows)) == {"A1": "2", "B1": "甲", "C1": UNKNOWN_RESULT, "E1": UNKNOWN_RESULT}
        [note] = source.notes
        assert note.unchecked
        assert note.place == Place(1, 1, None, "甲", "C1")
        assert note.message.startswith("从这里起有 2 个单元格是公式，文件里没有存下算好的值，没有检查")

    @pytest.mark.parametrize(
        "written", ["98%", " 98 %", " 350 元/亩", "12期", "2025年11月底前", "1,200人次", " 6.5 ㎡"]
    )
    def test_a_value_behind_a_sign_is_a_formula_but_in_name(self, written: str) -> None:
        assert texts(sheet_data(f'<row r="1"><c r="A1"><f>{written}</f></c></row>')) == {"A1": f"={written.strip()}"}

    @pytest.mark.parametrize("written", ["B2", "3+4", "100/3", "5-A1", "SUM(A2:A9)", "丙!A1", "10 + 2 %"])
    def test_a_formula_that_calculates_is_none(self, written: str) -> None:
        assert texts(sheet_data(f'<row r="1"><c r="A1"><f>{written}</f></c></row>')) == {"A1": UNKNOWN_RESULT}

    def test_a_formula_without_a_result_is_no_missing_value(self, tmp_path: Path) -> None:
        made = book()
        sheet: Any = made.active
        sheet["H4"] = "=1-0.05"
        run = lint_pbt.lint([str(saved(tmp_path, made))])
        assert [finding.rule for finding in run.findings if finding.place.line == 4] == []
        said = [note.message for document in run.documents for note in document.notes]
        assert sum("没有存下算好的值" in one for one in said) == 1
        assert not [skip for skip in run.skips if "公式" in skip.reason]

    def test_a_sheet_of_pictures_is_said(self) -> None:
        made, sheet = one_sheet()
        sheet["A1"] = "字"
        made.create_sheet("图")
        data = data_of(made)
        part = "xl/worksheets/sheet2.xml"
        drawing = members(data)[part].replace(b"</worksheet>", b"<drawing/></worksheet>")
        [note] = self.notes(with_members(data, {part: drawing}))
        assert note.startswith("工作表“图”里没有文字，只有图片")
        assert self.notes(data) == []

    def test_a_name_that_says_otherwise(self, tmp_path: Path) -> None:
        source = read("表.csv", data_of(book()))
        assert "内容其实是 Excel 工作簿" in source.notes[0].message
        assert lint_pbt.parse(str(saved(tmp_path, book(), "表.et"))).layout == "grid"


class TestBroken:
    def test_a_file_cut_off(self) -> None:
        data = data_of(book())
        for size in (len(data) - 10, len(data) // 2):
            assert "没有传完" in refused(data[:size])

    @pytest.mark.parametrize(
        ("name", "content", "told"),
        [
            (SHEET, None, "少了工作表“绩效目标”"),
            (SHEET, b"<worksheet", "损坏"),
            (SHEET, b"", "损坏"),
            (SHEET, "<a>" * 1000, "损坏"),
            ("xl/styles.xml", b"<styleSheet>", "损坏"),
            ("xl/workbook.xml", None, "没有工作表的目录|读不|压缩包"),
            ("xl/_rels/workbook.xml.rels", None, "少了工作表"),
        ],
    )
    def test_parts_broken_or_gone(self, name: str, content: bytes | str | None, told: str) -> None:
        raw = content.encode() if isinstance(content, str) else content
        with pytest.raises(ReadError, match=told):
            workbook.read("表.xlsx", with_members(data_of(book()), {name: raw}), STANDARD)

    def test_a_string_that_is_not_there(self) -> None:
        data = sheet_data("<row r='3'><c r='C3' t='s'><v>99</v></c></row>")
        assert "工作表“甲”的 C3 指到不存在的文字" in refused(data)

    @pytest.mark.parametrize("cell", ["A0", "ZZZZ1", "A1048577", "甲1", "A1:B2"])
    def test_cells_that_are_nowhere(self, cell: str) -> None:
        assert "损坏" in refused(sheet_data(f"<row><c r='{cell}'><v>1</v></c></row>"))

    def test_an_archive_of_something_else(self) -> None:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("xl/readme.txt", "x")
        assert "没有工作表的目录" in refused(stream.getvalue())

    def test_the_same_member_twice(self) -> None:
        stream = io.BytesIO(data_of(book()))
        with zipfile.ZipFile(stream, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr(SHEET, "<worksheet/>")
        assert "出现了两次" in refused(stream.getvalue())

    def test_an_encrypted_member(self) -> None:
        data = bytearray(data_of(book()))
        data[data.rindex(b"PK\x01\x02") + 8] |= 1
        assert "密码" in refused(bytes(data))

    def test_a_workbook_with_a_password(self) -> None:
        stream = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
        assert "密码" in refused(stream + bytes(600))

    def test_numbers_that_are_none(self) -> None:
        rows = "<row><c><v>二十</v></c><c><v>nan</v></c><c><v> 7 </v></c></row>"
        assert texts(sheet_data(rows)) == {"A1": "二十", "B1": "nan", "C1": "7"}

    def test_no_text_at_all(self) -> None:
        assert "没有文字" in refused(data_of(Workbook()))


class TestHostile:
    """Each of these must end soon, and within the memory of an ordinary run."""

    @pytest.mark.parametrize(
        "declared",
        ['<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">', '<!ENTITY b SYSTEM "file:///etc/passwd">'],
    )
    @pytest.mark.parametrize("part", [SHEET, SHARED, "xl/workbook.xml"])
    def test_entities(self, declared: str, part: str) -> None:
        data = sheet_data("<row><c t='s'><v>0</v></c></row>", "<si><t>一</t></si>")
        xml = f"<!DOCTYPE x [{declared}]>".encode() + members(data)[part].replace("一".encode(), b"&b;")
        assert "实体声明" in refused(with_members(data, {part: xml}))

    def test_an_archive_that_unpacks_without_end(self) -> None:
        limits = STANDARD._replace(unpacked_megabytes=5)
        data = with_members(data_of(book()), {"xl/media/image1.png": bytes(6 << 20)})
        with pytest.raises(ReadError, match="解压以后超过了 5 MB"):
            read("表.xlsx", data, limits)
        assert read("表.xlsx", data)

    def test_a_size_that_is_a_lie(self) -> None:
        data = bytearray(sheet_data(f"<row><c><v>{'1' * 2_000_000}</v></c></row>"))
        entry = data.rindex(SHEET.encode()) - 46
        for at in (entry + 24, data.index(SHEET.encode()) - 30 + 22):
            data[at : at + 4] = (100).to_bytes(4, "little")
        assert "损坏" in refused(bytes(data))

    def test_a_million_empty_rows(self) -> None:
        rows = "<row r='1'><c r='A1'><v>1</v></c></row>" + "<row/>" * 1_048_575
        assert texts(sheet_data(rows)) == {"A1": "1"}

    def test_too_many_rows_and_cells(self) -> None:
        data = sheet_data("<row><c><v>1</v></c><c><v>2</v></c></row>" * 11)
        with pytest.raises(ReadError, match="10 行的上限"):
            read("表.xlsx", data, STANDARD._replace(rows=10))
        with pytest.raises(ReadError, match="20 个的上限"):
            read("表.xlsx", data, STANDARD._replace(cells=20))
        with pytest.raises(ReadError, match="大多是空的"):
            read("表.xlsx", sheet_data("<row>" + "<c r='A1'/>" * 400 + "</row>"), STANDARD._replace(cells=100))
        with pytest.raises(ReadError, match="内容太多"):
            read("表.xlsx", sheet_data("<x/>" * 2000), STANDARD._replace(cells=100))

    @pytest.mark.parametrize("shared", [True, False])
    def test_a_cell_of_a_million_characters(self, shared: bool) -> None:
        long = "长" * 1_000_000
        if shared:
            data = sheet_data("<row><c r='B1' t='s'><v>0</v></c></row>", f"<si><t>{long}</t></si>")
        else:
            data = sheet_data(f"<row><c r='B1' t='inlineStr'><is><t>{long}</t></is></c></row>")
        assert "工作表“甲”的 B1 有一格超过 131072 个字" in refused(data)

    def test_merged_ranges_without_end(self) -> None:
        rows = "<row><c><v>1</v></c></row>" * 2000
        merged = f"<mergeCells>{'<mergeCell ref=' + repr('A1:XFD1048576') + '/>'}</mergeCells>"
        [sheet] = grids(read("表.xlsx", sheet_data(rows, rest=merged)))
        assert sheet.rows[0][0].rows == 2051
        many = merged.replace("</mergeCells>", "<mergeCell ref='A1:XFD1048576'/>" * 5000 + "</mergeCells>")
        with pytest.raises(ReadError, match="重叠"):
            read("表.xlsx", sheet_data(rows, rest=many), STANDARD._replace(cells=100_000))

    def test_cells_spread_over_a_diagonal(self) -> None:
        rows = "".join(f"<row><c r='{name}{row}'><v>1</v></c></row>" for row, name in enumerate(_columns(6000), 1))
        assert "分散得太开" in refused(sheet_data(rows))

    def test_elements_in_one_another_without_end(self) -> None:
        assert "损坏" in refused(sheet_data("<a>" * 1_000_000))

    def test_a_tag_without_end(self) -> None:
        assert "损坏" in refused(sheet_data(f"<row a='{'x' * 20_000_000}'/>"))


def _columns(count: int) -> list[str]:
    from lint_pbt.model.sheet import column_name

    return [column_name(index) for index in range(count)]


WHOLE = data_of(book())
with zipfile.ZipFile(io.BytesIO(WHOLE)) as _archive:
    _stream = io.BytesIO()
    with zipfile.ZipFile(_stream, "w", zipfile.ZIP_STORED) as _stored:
        for _name in _archive.namelist():
            _stored.writestr(_name, _archive.read(_name))
# Not packed, so that damage reaches the XML.
UNPACKED = _stream.getvalue()


@st.composite
def damaged(draw: st.DrawFn, wholes: tuple[bytes, ...]) -> bytes:
    """A file with bits flipped, pieces cut out and put elsewhere, or its end gone."""
    data = bytearray(draw(st.sampled_from(wholes)))
    for _ in range(draw(st.integers(1, 6))):
        if not data:
            break
        at = draw(st.integers(0, len(data) - 1))
        size = draw(st.integers(1, 200))
        kind = draw(st.sampled_from(["flip", "set", "cut", "splice", "end"]))
        if kind == "flip":
            data[at] ^= 1 << draw(st.integers(0, 7))
        elif kind == "set":
            data[at] = draw(st.integers(0, 255))
        elif kind == "cut":
            del data[at : at + size]
        elif kind == "splice":
            begin = draw(st.integers(0, len(data) - 1))
            data[at:at] = data[begin : begin + size]
        else:
            del data[at:]
    return bytes(data)


@settings(max_examples=examples(200))
@given(damaged((WHOLE, UNPACKED)))
def test_damaged_files_are_read_or_refused(data: bytes) -> None:
    try:
        source = workbook.read("表.xlsx", data, STANDARD)
    except ReadError:
        return
    assert source.sheets


@settings(max_examples=examples(200))
@given(st.binary(max_size=300), st.sampled_from([SHEET, SHARED, "xl/styles.xml", "xl/workbook.xml"]), st.data())
def test_damaged_parts_are_read_or_refused(junk: bytes, part: str, data: st.DataObject) -> None:
    xml = members(WHOLE).get(part, b"")
    at = data.draw(st.integers(0, len(xml)))
    broken = with_members(WHOLE, {part: xml[:at] + junk + xml[data.draw(st.integers(at, len(xml))) :]})
    try:
        workbook.read("表.xlsx", broken, STANDARD)
    except ReadError:
        return


def test_a_text_costs_nothing_of_this(tmp_path: Path) -> None:
    path = tmp_path / "表.txt"
    path.write_text("没有表", "utf-8")
    code = f"""import sys
from lint_pbt.cli import main
try:
    main([{str(path)!r}])
except SystemExit:
    pass
print([name for name in sys.modules if "spreadsheet" in name or "workbook" in name or name in
    ("zipfile", "openpyxl", "xlrd", "pyexpat", "lint_pbt.readers.archive")])"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip().splitlines()[-1] == "[]", done.stdout + done.stderr
