"""Files of which nothing, or not all, was read, and which once came out as clean."""

from __future__ import annotations

import base64
import zlib
from pathlib import Path

import pytest
from msgspec.structs import replace
from openpyxl import Workbook
from openpyxl.worksheet.cell_range import CellRange

from lint_pbt import lint
from lint_pbt.layouts import lay_out
from lint_pbt.layouts.coverage import covered
from lint_pbt.model.document import Document, Note, Place
from lint_pbt.model.run import Run
from lint_pbt.readers import read
from lint_pbt.readers.pages.torn import is_torn

HEADER = "项目名称,绩效目标,一级指标,二级指标,三级指标,指标值"
TABLE = f"""南坪县水务局2025年项目支出绩效目标表,,,,,
{HEADER}
河道清淤工程,清淤河道12公里，保障行洪安全。,产出指标,数量指标,清淤河道长度,≥12公里
,,产出指标,质量指标,清淤验收合格率,≥98%
,,效益指标,社会效益指标,受益人口数量,≥3万人
,,满意度指标,服务对象满意度指标,沿岸居民满意度,≥92%
水库除险加固工程,加固水库2座，消除险情。,产出指标,数量指标,加固水库数量,≥2座
,,产出指标,时效指标,加固完成时间,2025年11月底前
,,效益指标,生态效益指标,恢复库容,≥40万立方米
,,满意度指标,服务对象满意度指标,下游居民满意度,≥91%
"""


def run_of(folder: Path, name: str, text: str) -> Run:
    path = folder / name
    path.write_text(text, "utf-8")
    return lint([str(path)])


def told(run: Run) -> str:
    """All that says of something that it was not checked."""
    notes = [note.message for document in run.documents for note in document.notes if note.unchecked]
    return "\n".join([*notes, *(failure.message for failure in run.failures)])


@pytest.mark.parametrize("rest", ["", ",,,,,\n,,,,,\n", "注：本表由各科室填报。,,,,,\n", "填表人：张三,,,,,\n"])
def test_a_table_without_records(tmp_path: Path, rest: str) -> None:
    run = run_of(tmp_path, "表.csv", f"南坪县水务局2025年项目支出绩效目标表,,,,,\n{HEADER}\n{rest}")
    assert run.unchecked
    assert "没有" in told(run)


def test_a_project_without_any_indicator(tmp_path: Path) -> None:
    run = run_of(tmp_path, "表.csv", f"{HEADER}\n河道清淤工程,清淤河道12公里。,,,,\n")
    assert run.unchecked


def test_a_table_below_a_line_one_column_short(tmp_path: Path) -> None:
    rows = "\n".join(
        f"| 产出指标 | 数量指标 | 清淤河道{place}段长度 | ≥{n}公里 |" for n, place in enumerate("甲乙丙丁", 1)
    )
    table = f"| 一级指标 | 二级指标 | 三级指标 | 指标值 |\n|---|---|---|\n{rows}\n"
    run = run_of(tmp_path, "表.md", f"# 南坪县水务局项目支出绩效目标表\n\n项目名称：河道清淤工程\n\n{table}")
    found = sum(len(project.indicators) for document in run.documents for _, project in document.projects())
    assert found == 4 or run.unchecked


@pytest.mark.parametrize("between", ["", " ", "\t", "\n"])
def test_a_second_table_that_was_flattened_into_text(tmp_path: Path, between: str) -> None:
    docx = pytest.importorskip("docx", reason="python-docx writes the file; it comes with the extra dev")
    document = docx.Document()
    _, header, *rows = (line.split(",") for line in TABLE.splitlines())
    table = document.add_table(0, 6)
    for row in [header, *rows[:4]]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_paragraph("（续表）")
    flat = between.join(text for row in [header, *rows[4:]] for text in row if text)
    for line in flat.split("\n"):
        document.add_paragraph(line)
    document.save(tmp_path / "表.docx")
    run = lint([str(tmp_path / "表.docx")])
    assert sum(len(project.indicators) for one in run.documents for _, project in one.projects()) == 8 or run.unchecked


def book(path: Path, *merged: str) -> Run:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for line in TABLE.splitlines():
        sheet.append([text or None for text in line.split(",")])
    for name in merged:
        sheet.merged_cells.ranges.add(CellRange(name))
    workbook.save(path)
    return lint([str(path)])


@pytest.mark.parametrize("merged", [["A2:XFD1048576"], ["A4:F6"], ["C4:F5", "C5:F6"], ["A1:F10"]])
def test_merged_cells_that_cover_rows(tmp_path: Path, merged: list[str]) -> None:
    run = book(tmp_path / "表.xlsx", *merged)
    found = sum(len(project.indicators) for document in run.documents for _, project in document.projects())
    assert found == 8 or run.unchecked
    assert "盖住" in told(run) + "".join(note.message for document in run.documents for note in document.notes)


@pytest.mark.parametrize("merged", [[], ["A1:F1"], ["A3:A6", "B3:B6", "A7:A10", "B7:B10", "C3:C4"]])
def test_merged_cells_as_people_merge_them(tmp_path: Path, merged: list[str]) -> None:
    assert not book(tmp_path / "表.xlsx", *merged).unchecked


def without(document: Document, *names: str) -> Document:
    units = tuple(
        replace(unit, projects=tuple(one for one in unit.projects if one.name.text not in names))
        for unit in document.units
    )
    return replace(document, units=units)


class TestUnread:
    """The search for rows that nobody has read, whichever layout passed them over."""

    source = read("表.csv", TABLE.encode())
    document = lay_out(source)

    def test_what_is_read_is_not_told(self) -> None:
        assert covered(self.source, self.document).notes == self.document.notes

    def test_a_project_that_was_passed_over(self) -> None:
        notes = covered(self.source, without(self.document, "水库除险加固工程")).notes
        [note] = [one for one in notes if one.unchecked]
        assert note.place and note.place.line == 7
        assert "4 行" in note.message

    def test_only_the_project_with_unread_rows_is_incomplete(self) -> None:
        first, second = (project for _, project in self.document.projects())
        units = (replace(self.document.units[0], projects=(first, replace(second, indicators=second.indicators[:1]))),)
        found = [one.complete for _, one in covered(self.source, replace(self.document, units=units)).projects()]
        assert found == [True, False]

    def test_it_is_told_once(self) -> None:
        lost = without(self.document, "水库除险加固工程")
        known = Note("这个项目没有读成", Place(7, 1, cell="A7"), unchecked=True)
        assert covered(self.source, replace(lost, notes=(known,))).notes == (known,)

    @pytest.mark.parametrize("line", [1, 3, 5])
    def test_a_note_further_up_tells_nothing_of_it(self, line: int) -> None:
        apart = ",,,,,\n备注,,,,,\n备注,,,,,\n备注,,,,,\n"
        source = read("表.csv", TABLE.replace("水库除险加固工程", apart + "水库除险加固工程").encode())
        lost = without(lay_out(source), "水库除险加固工程")
        known = Note("上面有一栏没有读", Place(line, 1, cell=f"A{line}"), unchecked=True)
        notes = covered(source, replace(lost, notes=(known,))).notes
        assert [note.place and note.place.line for note in notes if note is not known] == [11]

    def test_prose_is_none(self) -> None:
        prose = "填报说明：指标值要带数字，例如培训场次≥12场、满意度≥90%，数量指标和质量指标都要写。,,,,,\n" * 5
        source = read("表.csv", (prose + TABLE).encode())
        assert not any(note.unchecked for note in covered(source, lay_out(source)).notes)

    def test_categories_that_nobody_has_filled_in_are_none(self) -> None:
        blank = ",,效益指标,经济效益指标,,\n,,,生态效益指标,,\n,,,可持续影响指标,,\n,,满意度指标,服务对象满意度指标,,\n"
        source = read("表.csv", (TABLE + blank).encode())
        assert covered(source, self.document).notes == self.document.notes

    def test_a_sheet_that_explains_is_none(self, tmp_path: Path) -> None:
        workbook = Workbook()
        for name in ("绩效目标", "填报说明"):
            sheet = workbook.create_sheet(name)
            for line in TABLE.splitlines() if name == "绩效目标" else ["下拉选项,数量指标", ",质量指标", ",时效指标"]:
                sheet.append([text or None for text in line.split(",")])
        workbook.remove(workbook.worksheets[0])
        workbook.save(tmp_path / "表.xlsx")
        source = read("表.xlsx", (tmp_path / "表.xlsx").read_bytes())
        document = lay_out(source)
        assert covered(source, document).notes == document.notes

    def test_every_line_of_one_web_page_is_a_row_of_its_own(self) -> None:
        rows = "".join(
            f"<tr>{''.join(f'<td>{text}</td>' for text in line.split(','))}</tr>" for line in TABLE.splitlines()[1:]
        )
        source = read("表.html", f"<meta charset=utf-8><table>{rows}</table>".encode())
        document = lay_out(source)
        assert covered(source, document).notes == document.notes
        [note] = covered(source, without(document, "水库除险加固工程")).notes
        assert note.unchecked


def drawing(packed: bytes, dictionary: bytes = b"/Filter/FlateDecode") -> bytes:
    return b"%%PDF-1.4\n1 0 obj\n<<%s/Length %d>>stream\n%s\nendstream endobj" % (dictionary, len(packed), packed)


def test_a_goal_does_not_hide_the_rows_that_it_swallows(tmp_path: Path) -> None:
    form = """项目名称,古籍编目整理,,
年度绩效目标,编好馆藏古籍书目，供读者线上阅览。,,
一级指标,二级指标,三级指标,指标值
产出指标,数量指标,编目古籍册数,≥3100册
年度绩效目标,编好馆藏古籍书目，供读者线上阅览。,,
产出指标,质量指标,编目数据核对准确率,≥99%
效益指标,社会效益指标,古籍线上阅览人次,≥4.5万人次
满意度指标,服务对象满意度指标,阅览读者满意度,≥93%
"""
    run = run_of(tmp_path, "表.csv", form)
    assert sum(len(project.indicators) for one in run.documents for _, project in one.projects()) == 4 or run.unchecked


class TestTornDrawings:
    packed = zlib.compress(bytes(range(256)) * 200 + b"BT (text) Tj ET")

    def test_one_that_is_cut_off(self) -> None:
        assert is_torn(drawing(self.packed[: len(self.packed) // 2]))
        assert is_torn(drawing(self.packed[:-12] + b"\n"))

    def test_one_in_ascii(self) -> None:
        packed = base64.a85encode(self.packed) + b"~>"
        dictionary = b"/Filter [ /ASCII85Decode /FlateDecode ]"
        assert not is_torn(drawing(packed, dictionary))
        assert is_torn(drawing(packed[:400] + b"\x00" + packed[400:], dictionary))
        assert is_torn(drawing(packed[:400], dictionary))
        assert is_torn(drawing(packed[:400] + b"~>", dictionary))

    def test_one_that_is_whole(self) -> None:
        assert not is_torn(drawing(self.packed))
        assert not is_torn(drawing(self.packed[:-4])), "some programs leave the checksum out"
        assert not is_torn(drawing(self.packed + b"\r\n"))

    def test_what_is_no_drawing_or_encrypted(self) -> None:
        cut = self.packed[:100]
        assert not is_torn(drawing(cut, b"/Subtype/Image/Filter/FlateDecode"))
        assert not is_torn(drawing(cut) + b"trailer<</Encrypt 3 0 R>>")


@pytest.mark.parametrize(("second", "name", "odd"), [("经济效益", "社会效益", True), ("成本", "经济成本", False)])
def test_a_name_that_is_another_category(tmp_path: Path, second: str, name: str, odd: bool) -> None:
    run = run_of(tmp_path, "表.csv", TABLE + f",,效益指标,{second}指标,{name}指标,≤12万元\n")
    assert ("读得不像指标" in told(run)) is odd
