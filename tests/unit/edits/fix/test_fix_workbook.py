"""Fixes of workbooks: the cells in question change, all else in the file stays byte for byte."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

import lint_pbt
from lint_pbt.edits.fix.files import Method
from lint_pbt.edits.fix.manuscript import Manuscript
from lint_pbt.edits.fix.workbook.book import WorkbookManuscript
from tests.drawing import examples
from tests.unit.cli.test_cli import says
from tests.unit.edits.fix.test_fix import UNSAFE, fix
from tests.unit.edits.fix.test_fix_properties import FIXED, NAMES, Text, values
from tests.unit.readers.workbooks import (
    MAIN,
    SHEET,
    book,
    data_of,
    members,
    saved,
    sheet_data,
    texts,
    with_backslashes,
    with_members,
)

HEAD = ["项目名称", "一级指标", "二级指标", "三级指标", "年度指标值", "实施周期指标值"]


def table(visits: Any = "20场", rate: Any = "≥95%", happy: Any = "≥90%", goal: str = "") -> Workbook:
    """A table with merged cells, formats, a comment, a choice, sums and another sheet."""
    made = Workbook()
    sheet: Any = made.active
    sheet.title = "绩效"
    for row in (
        HEAD,
        ["全民阅读经费", "产出指标", "数量指标", "读书活动场次", visits, 20],
        [None, "产出指标", "质量指标", "藏书完好率", rate, "≥95%"],
        [None, "满意度指标", "服务对象满意度指标", "读者满意度", happy, "≥90%"],
    ):
        sheet.append(row)
    for row in (2, 3, 4):
        if isinstance(sheet.cell(row, 5).value, str):
            sheet.cell(row, 5).data_type = "s"
    sheet["F2"].number_format = '0"场"'
    sheet.merge_cells("A2:A4")
    sheet["E2"].fill = PatternFill("solid", fgColor="FFFF00")
    sheet["E2"].comment = Comment("请核对", "审核")
    sheet.column_dimensions["D"].width = 40
    sheet.add_data_validation(DataValidation("list", '"甲,乙"', sqref="H1"))
    other: Any = made.create_sheet("说明")
    other["A1"] = "标准：不是指标"
    return made


def written(path: Path) -> Any:
    return load_workbook(path, rich_text=True)["绩效"]


def calculated(folder: Path, path: Path) -> Path:
    """The workbook as an office program writes it: with the results of formulas and shared strings."""
    if shutil.which("soffice") is None:
        pytest.skip("soffice is not installed")
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", str(folder / "out"), str(path)], check=True, capture_output=True)
    return folder / "out" / path.name


def test_only_the_cells_in_question_change(tmp_path: Path) -> None:
    path = saved(tmp_path, table("标准：２０场", " ≥ 95% ", "=>90%"))
    before = path.read_bytes()
    run, repair = fix(path)
    assert repair.places == {"V104": 1, "F101": 1, "F102": 1, "X101": 1}
    assert not any(finding.fix for finding in run.findings)
    after = path.read_bytes()
    assert {**texts(before), "E2": "20场", "E3": " ≥95% ", "E4": "≥90%"} == texts(after)
    old, new = members(before), members(after)
    assert {name for name in new if new[name] != old.get(name)} == {SHEET}
    assert list(old) == list(new)
    sheet = written(path)
    assert sheet["E2"].fill.fgColor.rgb == "00FFFF00"
    assert sheet["E2"].comment.text == "请核对"
    assert str(sheet.merged_cells) == "A2:A4"
    assert sheet.column_dimensions["D"].width == 40
    assert len(sheet.data_validations.dataValidation) == 1
    again = path.read_bytes()
    assert not fix(path)[1].places
    assert path.read_bytes() == again


def test_what_is_struck_through_stays_as_it_is(tmp_path: Path) -> None:
    struck, plain = InlineFont(strike=True), InlineFont()
    value = CellRichText(TextBlock(struck, "标准：18场"), TextBlock(plain, "标准：20场"))
    path = saved(tmp_path, table(value))
    assert fix(path)[1].places["V104"] == 1
    assert texts(path.read_bytes())["E2"] == "20场"
    kept = load_workbook(path, rich_text=True).active["E2"].value  # type: ignore[index]
    assert str(kept) == "标准：18场20场"


def test_every_other_byte_of_the_worksheet_stays(tmp_path: Path) -> None:
    path = saved(tmp_path, table("标准：20场"))
    before = members(path.read_bytes())[SHEET]
    fix(path)
    after = members(path.read_bytes())[SHEET]
    start = before.index(b'<c r="E2"')
    end = before.index(b"</c>", start)
    assert after.startswith(before[:start])
    assert after.endswith(before[end:])


@pytest.mark.slow
def test_as_an_office_program_writes_it(tmp_path: Path) -> None:
    """Shared strings, rich text, and formulas whose results openpyxl would throw away."""
    rich = CellRichText(TextBlock(InlineFont(b=True), "标准："), TextBlock(InlineFont(color="FF0000"), "=>90%"))
    made = table("标准：２０场", " ≥ 95% ", rich)
    made["绩效"]["F6"] = "=SUM(F2:F2)"
    path = calculated(tmp_path, saved(tmp_path, made))
    old = members(path.read_bytes())
    assert "xl/sharedStrings.xml" in old
    _, repair = fix(path)
    assert repair.places == {"V104": 2, "F101": 1, "F102": 1, "X101": 1}
    sheet = written(path)
    assert [str(sheet[cell].value) for cell in ("E2", "E3", "E4", "F6")] == ["20场", " ≥95% ", "≥90%", "=SUM(F2:F2)"]
    block = sheet["E4"].value[-1]
    assert (block.text, block.font.color.rgb) == ("≥90%", "FFFF0000")
    assert load_workbook(path, data_only=True)["绩效"]["F6"].value == 20
    new = members(path.read_bytes())
    assert {name for name in new if new[name] != old[name]} <= {SHEET, "xl/workbook.xml"}
    # And it opens: what comes out of the office program again reads the same.
    again = calculated(tmp_path / "again", path)
    assert texts(again.read_bytes()) == texts(path.read_bytes())


SHARED_TABLE = (
    "".join(
        f"<row>{cells}</row>"
        for cells in (
            "".join(f"<c t='inlineStr'><is><t>{title}</t></is></c>" for title in HEAD),
            "".join(f"<c t='inlineStr'><is><t>{text}</t></is></c>" for text in ("经费", "产出指标", "数量指标", "场次"))
            + "<c t='s' s='0'><v>0</v></c><c t='s'><v>0</v></c>",
        )
    ),
    "<si><r><t>标准：</t></r><r><rPr><b/></rPr><t xml:space='preserve'>20&amp;场</t></r>"
    "<rPh sb='0' eb='1'><t>ひょう</t></rPh><phoneticPr fontId='0'/></si>",
)


def test_a_string_that_cells_share_changes_in_each_cell_alone(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(sheet_data(*SHARED_TABLE))
    shared = members(path.read_bytes())["xl/sharedStrings.xml"]
    _, repair = fix(path)
    assert repair.places == {"V104": 2}
    parts = members(path.read_bytes())
    assert parts["xl/sharedStrings.xml"] == shared
    assert texts(path.read_bytes())["E2"] == texts(path.read_bytes())["F2"] == "20&场"
    run = b'<c s="0"'.replace(b'"', b"'") + b' t="inlineStr"><is><r><t xml:space="preserve"></t></r>'
    assert run + b'<r><rPr><b/></rPr><t xml:space="preserve">20&amp;\xe5\x9c\xba</t></r></is></c>' in parts[SHEET]


def test_formulas_are_calculated_anew(tmp_path: Path) -> None:
    made = table("标准：20场")
    path = saved(tmp_path, made)
    part = "xl/workbook.xml"
    data = path.read_bytes()
    assert b'fullCalcOnLoad="1"' in members(data)[part]  # openpyxl always asks for it
    quiet = members(data)[part].replace(b' fullCalcOnLoad="1"', b"")
    row = b"<row r='9'><c r='H9'><f>E2</f><v>1</v></c></row>"
    formula = members(data)[SHEET].replace(b"</sheetData>", row + b"</sheetData>")
    path.write_bytes(with_members(data, {part: quiet, SHEET: formula}))
    fix(path)
    assert b'<calcPr calcId="124519" fullCalcOnLoad="1"/>' in members(path.read_bytes())[part].replace(b" />", b"/>")
    path.write_bytes(with_members(data, {part: quiet}))
    fix(path)
    assert members(path.read_bytes())[part] == quiet


class TestRefusals:
    def refusals(self, path: Path, method: Method = UNSAFE) -> list[str]:
        before = path.read_bytes()
        _, repair = fix(path, method)
        assert path.read_bytes() == before
        return [refusal.reason for refusal in repair.refusals]

    def test_a_formula(self, tmp_path: Path) -> None:
        path = saved(tmp_path, table())
        data = path.read_bytes()
        sheet = members(data)[SHEET]
        start = sheet.index(b'<c r="E2"')
        end = sheet.index(b"</c>", start)
        cell = '<c r="E2" t="str"><f>"标准："&amp;"20场"</f><v>标准：20场</v>'.encode()
        path.write_bytes(with_members(data, {SHEET: sheet[:start] + cell + sheet[end:]}))
        assert self.refusals(path) == ["这一格是公式，要改的是公式引用的内容"]

    def test_a_number_with_words_in_its_format(self, tmp_path: Path) -> None:
        made = table(20)
        made["绩效"]["E2"].number_format = '"标准："0"场"'
        assert self.refusals(saved(tmp_path, made)) == ["这一格里是数字或日期，不是文字"]

    def test_a_protected_worksheet(self, tmp_path: Path) -> None:
        made = table("标准：20场")
        made["绩效"].protection.sheet = True
        assert self.refusals(saved(tmp_path, made)) == ["这张工作表加了保护"]

    def test_a_signed_workbook(self, tmp_path: Path) -> None:
        path = saved(tmp_path, table("标准：20场"))
        data = with_members(path.read_bytes(), {"_xmlsignatures/sig1.xml": b"<Signature/>"})
        path.write_bytes(data)
        _, repair = fix(path)
        assert repair.error is not None and "数字签名" in repair.error
        assert path.read_bytes() == data

    def test_old_workbooks_are_checked_only(self, tmp_path: Path) -> None:
        from tests.unit.readers.test_old_workbook import old_book

        path = saved(tmp_path, old_book(), "表.xls")
        before = path.read_bytes()
        _, repair = fix(path)
        assert repair.remark is not None and "只检查，不改写" in repair.remark
        assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["表.xlsx", "表.csv"])
def test_words_in_several_cells(tmp_path: Path, name: str) -> None:
    """Sign, number and unit in columns of their own: which cell should take what is written anew?"""
    rows = [
        ["项目名称", "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位"],
        ["全民阅读经费", "产出指标", "数量指标", "读书活动场次", "≥", "20", "场"],
        ["", "满意度指标", "服务对象满意度指标", "读者满意度", "≥", "90", "%"],
    ]
    path = tmp_path / name
    manuscript: type[Manuscript] | type[WorkbookManuscript] = Manuscript
    if name.endswith("csv"):
        path.write_text("\n".join(map(",".join, rows)), "utf-8")
    else:
        manuscript = WorkbookManuscript
        made = Workbook()
        sheet: Any = made.active
        for row in rows:
            sheet.append(row)
        made.save(path)
    [(_, project)] = lint_pbt.parse(str(path)).projects()
    value = project.indicators[0].annual
    assert value is not None and value.text == "≥20场"
    file = manuscript.of(path.read_bytes())
    assert file.edits(value, 0, 3, "＞20") == "要改的字分在几个格里"
    edits = file.edits(value, 1, 3, "30")
    assert not isinstance(edits, str) and len(edits) == 1


def test_diff_shows_cells_and_writes_nothing(tmp_path: Path) -> None:
    path = saved(tmp_path, table("标准：\n20场"))
    before = path.read_bytes()
    code, out, err = says(tmp_path, "--diff", "表.xlsx")
    assert code == 1
    assert "会改 1 处" in err
    lines = ["--- 表.xlsx", "+++ 表.xlsx", "@@ 工作表“绩效”E2 单元格 @@", "-标准：", "-20场", "+", "+20场"]
    assert out.splitlines() == lines
    assert path.read_bytes() == before


def test_fix_and_backup(tmp_path: Path) -> None:
    path = saved(tmp_path, book())
    before = path.read_bytes()
    _, out, _ = says(tmp_path, "--fix", "--backup", "表.xlsx")
    assert (tmp_path / "表.xlsx.bak").read_bytes() == before
    assert "改好了 3 处" in out
    assert texts(path.read_bytes())["H6"] == "≥90%"


def test_macros_stay(tmp_path: Path) -> None:
    data = with_members(data_of(table("标准：20场")), {"xl/vbaProject.bin": b"\x00macro"})
    path = tmp_path / "表.xlsm"
    path.write_bytes(data)
    fix(path)
    assert members(path.read_bytes())["xl/vbaProject.bin"] == b"\x00macro"
    assert texts(path.read_bytes())["E2"] == "20场"
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        assert archive.testzip() is None


def test_parts_named_with_backslashes_are_fixed_like_others(tmp_path: Path) -> None:
    """And have slashes from then on, without which Excel does not open the file."""
    data = with_members(data_of(table("标准：20场")), {"xl/vbaProject.bin": b"\x00macro"})
    path, other = tmp_path / "表.xlsx", tmp_path / "另.xlsx"
    path.write_bytes(data)
    other.write_bytes(with_backslashes(data))
    assert fix(other)[1].places == fix(path)[1].places == {"V104": 1}
    assert members(other.read_bytes()) == members(path.read_bytes())
    assert written(other)["E2"].value == "20场"


@settings(max_examples=examples(25))
@given(st.lists(st.tuples(values(), st.none() | values()), min_size=2, max_size=6), st.booleans())
def test_only_the_defects_go(pairs: list[tuple[Text, Text | None]], prefixed: bool) -> None:
    def data(cycles: list[str], annuals: list[str]) -> bytes:
        made = Workbook()
        sheet: Any = made.active
        sheet.append(["项目名称", "一级指标", "二级指标", "三级指标", "实施周期指标值", "年度指标值"])
        for name, cycle, annual in zip(NAMES, cycles, annuals, strict=False):
            sheet.append(["河道保洁经费", "产出指标", "数量指标", name, cycle, annual])
        for row in sheet.iter_rows(min_row=2, min_col=5):
            for cell in row:
                cell.data_type = "s"
        written = data_of(made)
        if not prefixed:
            return written
        xml = members(written)[SHEET].replace(b"</", b"</x:").replace(b"<", b"<x:").replace(b"<x:/x:", b"</x:")
        return with_members(written, {SHEET: xml.replace(b"xmlns=", b"xmlns:x=").replace(b"<x:?", b"<?")})

    both = [(annual if cycle is None else cycle, annual) for annual, cycle in pairs]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "表.xlsx"
        path.write_bytes(data([cycle.bad for cycle, _ in both], [annual.bad for _, annual in both]))
        run, _ = fix(path, UNSAFE)
        good = data([cycle.good for cycle, _ in both], [annual.good for _, annual in both])
        assert texts(path.read_bytes()) == texts(good)
        assert FIXED.isdisjoint(finding.rule.id for finding in run.findings)
        assert MAIN.encode() in members(path.read_bytes())[SHEET]
