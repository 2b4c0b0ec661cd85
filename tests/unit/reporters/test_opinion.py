"""The review opinion sheet: complete, harmless, the same bytes for the same run, and one that LibreOffice opens."""

from __future__ import annotations

import io
import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText

from lint_pbt import lint
from lint_pbt.errors import ReadError
from lint_pbt.model.document import BudgetUnit, Document, Note, Project
from lint_pbt.model.run import BaselineEntry, Compared, Ignored, Known, Repair, Run, UnusedIgnore
from lint_pbt.presentation.neutral import CELL_LIMIT, cell_text, csv_text, formula_like, visible
from lint_pbt.readers import read
from lint_pbt.readers.files import is_walked
from lint_pbt.reporters.opinion import report
from tests.drawing import examples
from tests.places import EXAMPLES
from tests.unit.reporters.report_runs import changed, field, finding, indicator, run_of, sample_run, unlucky_run

WHEN = datetime(2026, 3, 5, 9, 30)
HOSTILE = [
    '=HYPERLINK("http://x.test","点这里")',
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(A1:A9)",
    "＝1+1",
    "\t=1+1",
    "\r=1+1",
    "<script>alert(1)</script> & <b>",
    "铃\x07、空\x00、退\x1b[31m",
    "正\u202e反\u202c正",
    "孤\ud800",
    "_x0041_ 与 _x000D_",
    "字" * 40_000,
]


def written(run: Run) -> bytes:
    stream = io.BytesIO()
    report(run, stream, when=WHEN)
    return stream.getvalue()


def opened(run: Run, **options: Any) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(written(run)), **options)


def table(sheet: Any) -> list[dict[str, Any]]:
    """The rows under the row of titles, by title."""
    rows = list(sheet.iter_rows(values_only=True))
    head = next(number for number, row in enumerate(rows) if row[0] == "序号")
    return [dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :]]


def opinion(run: Run) -> list[dict[str, Any]]:
    return table(opened(run)["审核意见表"])


def told(book: openpyxl.Workbook, sheet: str) -> str:
    return "\n".join(str(value) for row in book[sheet].iter_rows(values_only=True) for value in row if value)


def with_value(text: str) -> Run:
    """A run with one finding about a value, which all of its names are too."""
    one = indicator(1, text, text, 3)
    project = Project(1, field(text, 2), (), None, (one,))
    unit = BudgetUnit(field(text, 1), (), (project,))
    found = finding("V101", unit, project, one, message=text, suggestion=text, path=text)
    return run_of((Document(text, "inline", (unit,), notes=(Note(text),)),), (found,))


@pytest.mark.parametrize("name", ["poor.txt", "poor.csv"])
def test_every_finding_stands_in_the_sheet_with_all_there_is_to_ask(name: str) -> None:
    run = lint([str(EXAMPLES / name)])
    rows = opinion(run)
    assert sorted(row["指纹"] for row in rows) == sorted(one.fingerprint for one in run.findings)
    by_fingerprint = {one.fingerprint: one for one in run.findings}
    for row in rows:
        one = by_fingerprint[row["指纹"]]
        assert (row["规则"], row["问题"]) == (one.rule.id, one.message)
        assert row["修改建议"].startswith(one.suggestion)
        assert row["依据"] and row["位置"] and row["级别"] in ("错误", "警告", "提示")
        assert row["项目"] == (one.project.name.text if one.project else "（整个单位）")
        assert row["单位反馈"] is None
        if one.rule.basis:
            assert one.rule.basis.document in row["依据"]


def test_the_sheet_is_not_read_as_a_table() -> None:
    with pytest.raises(ReadError, match="pbt-lint 写的报告"):
        read("意见.xlsx", written(sample_run()))


def test_rows_are_in_the_order_of_the_table() -> None:
    run = sample_run()
    rows = opinion(changed(run, findings=run.findings[::-1]))
    assert [(row["项目"], row["规则"]) for row in rows] == [
        ("产业人才发展专项资金", "P101"),
        ("产业人才发展专项资金", "V101"),
        ("劳动监察综合执法工作经费", "X102"),
        ("劳动监察综合执法工作经费", "X101"),
        ("职业培训经费", "V101"),
    ]
    assert [row["序号"] for row in rows] == [1, 2, 3, 4, 5]
    assert rows[0]["指标"] == "（整个项目）"
    assert rows[3]["指标"] == "5. 结案率\n（22-社会效益）"
    assert rows[3]["修改建议"].endswith("改为：≥91%")


def test_what_is_wrong_with_a_text_is_marked_in_it() -> None:
    sheet = opened(sample_run(), rich_text=True)["审核意见表"]
    texts = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, CellRichText)]
    marked = [[str(piece) for piece in text if not isinstance(piece, str)] for text in texts]
    assert ["》"] in marked
    assert any(str(text) == "》91%" for text in texts)


def test_files_are_named_where_there_are_several() -> None:
    assert "文件" not in opinion(sample_run())[0]
    run = lint([str(EXAMPLES / "poor.txt"), str(EXAMPLES / "poor.csv")])
    assert {Path(row["文件"]).name for row in opinion(run)} == {"poor.txt", "poor.csv"}


def test_whatever_could_not_be_checked_is_told() -> None:
    unlucky = unlucky_run()
    run = changed(
        unlucky,
        documents=(*unlucky.documents, Document("表.docx", "form", ())),
        unused_ignores=(UnusedIgnore(".pbt-lint.yaml", 7, "V101", "没有忽略到什么"),),
        repairs=(Repair("只读.csv", b"", error="文件是只读的"), Repair("表.docx", b"", remark="这种文件只检查")),
    )
    book = opened(run)
    text = told(book, "没能检查与说明")
    for document in run.documents:
        assert all(note.message in text for note in document.notes)
    assert all(failure.message in text and failure.path in text for failure in run.failures)
    assert all(crash.reason in text for crash in run.crashes)
    assert all(f"第 {skip.place.line} 行" in text and skip.reason in text for skip in run.skips)
    assert "没有忽略到什么" in text
    assert "只读.csv" in text and "文件是只读的" in text and "这种文件只检查" in text
    assert "有内容没能检查" in told(book, "审核意见表")
    assert "没能检查与说明" not in opened(sample_run()).sheetnames


def test_findings_put_aside_are_listed_apart() -> None:
    first, second, *others = sample_run().findings
    entry = BaselineEntry("表.txt", "00ff", "V101")
    run = sample_run(
        findings=tuple(others),
        ignored=(Ignored(first, "已与评审方商定", ()),),
        known=(Known(second, "基线.json"),),
        baselines=(Compared("基线.json", 1, (entry,)),),
    )
    rows = table(opened(run)["已忽略"])
    assert [row["规则"] for row in rows] == [first.rule.id, second.rule.id]
    assert "已与评审方商定" in rows[0]["为什么没有列出"]
    assert "基线.json" in rows[1]["为什么没有列出"]
    assert "已经改好" in told(opened(run), "没能检查与说明")
    assert len(opinion(run)) == len(others)


def test_the_summary_counts_by_rule_unit_and_project() -> None:
    run = lint([str(EXAMPLES / "poor.txt")])
    rows = list(opened(run)["汇总"].iter_rows(values_only=True))
    counts = {row[0]: row[1:5] for row in rows if row[0]}
    v101 = [one for one in run.findings if one.rule.id == "V101"]
    assert counts["V101 指标值无法衡量"] == (len(v101), 0, len(v101), 0)
    for unit in run.documents[0].units:
        assert unit.name is not None
        assert counts[unit.name.text][0] == sum(one.unit is unit for one in run.findings)
    assert counts["高标准农田建设项目"][0] == 6


def test_a_clean_table_says_so() -> None:
    book = opened(lint([str(EXAMPLES / "good.txt")]))
    assert "没有发现问题" in told(book, "审核意见表")
    assert book.sheetnames == ["审核意见表", "汇总"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text(text: str) -> None:
    book = opened(with_value(text))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n"), cell.value
                if isinstance(cell.value, str):
                    assert not set(cell.value) & set("\x00\x07\x1b\r\u202e\u202c\ud800")
                    if cell.column_letter != "A" and formula_like(cell.value):
                        assert cell.quotePrefix
    (row,) = table(book["审核意见表"])
    assert row["指纹"] == "0123456789abcdef"
    assert row["问题"][:20] == visible(text)[:20].replace("_x0041_", "_x005F_x0041_")[:20]


@settings(max_examples=examples(100))
@given(st.text(st.characters(), max_size=40))
def test_no_text_becomes_a_formula_or_breaks_the_file(text: str) -> None:
    held = cell_text(text)
    held.encode("utf-8")
    assert all(character >= " " or character == "\n" for character in held)
    quoted = csv_text(text)
    assert not formula_like(quoted)
    assert quoted.removeprefix("'") == visible(text).removeprefix("'")


def test_a_text_too_long_for_a_cell_says_so() -> None:
    held = cell_text("字" * 40_000)
    assert len(held) == CELL_LIMIT and held.endswith("全文 40000 字，请看原文件）")
    assert len(cell_text("😀" * 20_000).encode("utf-16-le")) // 2 <= CELL_LIMIT


def test_plain_numbers_with_a_sign_stay_what_they_are() -> None:
    assert [csv_text(text) for text in ("-5", "-5.5%", "-", "—", "=1", "- 5")] == [
        "-5", "-5.5%", "-", "—", "'=1", "'- 5",
    ]  # fmt: skip


def test_the_same_run_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    run = lint([str(EXAMPLES / "poor.txt")])
    assert written(run) == written(run)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772703000")
    stream = io.BytesIO()
    report(run, stream)
    assert stream.getvalue() == written(run)
    assert "2026-03-05" in told(opened(run), "审核意见表")


def test_it_can_be_filtered_printed_and_answered() -> None:
    sheet = opened(sample_run())["审核意见表"]
    head = next(cell.row for (cell,) in sheet.iter_rows(max_col=1) if cell.value == "序号")
    titles = {cell.value: cell for cell in sheet[head]}
    assert sheet.freeze_panes == f"A{head + 1}"
    assert sheet.auto_filter.ref == f"A{head}:{titles['指纹'].column_letter}{sheet.max_row}"
    assert sheet.print_title_rows == f"${head}:${head}"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.column_dimensions[titles["指纹"].column_letter].hidden
    (validation,) = sheet.data_validations.dataValidation
    answer = titles["单位反馈"].column_letter
    assert str(validation.sqref) == f"{answer}{head + 1}:{answer}{sheet.max_row}"
    assert not validation.showErrorMessage
    fills = {
        sheet[f"{titles['级别'].column_letter}{row}"].fill.fgColor.rgb for row in range(head + 1, sheet.max_row + 1)
    }
    assert len(fills) == 2  # errors and warnings look different
    assert all(sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1))


def test_it_is_not_taken_for_a_table_to_check(tmp_path: Path) -> None:
    path = tmp_path / "审核意见.xlsx"
    path.write_bytes(written(sample_run()))
    assert not is_walked(str(path))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.slow
def test_libreoffice_opens_it_and_computes_nothing(tmp_path: Path) -> None:
    run = with_value('=1+1&"次"')
    (tmp_path / "意见.xlsx").write_bytes(written(run))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76"]
    subprocess.run([*command, "意见.xlsx"], cwd=tmp_path, check=True, capture_output=True)
    text = (tmp_path / "意见.csv").read_text("utf-8")
    assert '=1+1&""次""' in text
    assert "2次" not in text
