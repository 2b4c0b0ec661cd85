"""Opinion sheets that came back: whatever a spreadsheet did to them, each answer is held against the new draft."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from openpyxl.worksheet.worksheet import Worksheet

from lint_pbt.bureau.reasons import NAME as REASONS
from lint_pbt.bureau.replies.answers import answer
from lint_pbt.errors import ConfigError
from tests.inbox import gbk_zip, mail, nested
from tests.unit.bureau.conftest import Round
from tests.unit.bureau.rounds import ARCHIVES, CANTEEN, EDUCATION, SCANNING, changed, check_inbox, write_draft, written
from tests.unit.bureau.test_outputs import opinions, rows

ANSWERS = {
    "X101": "已修改",
    "V102": "已修改",
    "V101": "不修改，理由：效果要到下一年才看得出来",
    "V108": "不修改，理由：",
}


def filled(folder: Path, department: str, answers: dict[str, str]) -> tuple[Any, Worksheet, dict[str, int], int]:
    """The opinion sheet of a department, answered by rule; its columns by title, and the row of its titles."""
    book = openpyxl.load_workbook(folder / "审核意见" / f"{department}审核意见.xlsx")
    sheet = book["审核意见表"]
    head = next(row for row in range(1, 20) if sheet.cell(row, 1).value == "序号")
    columns = {str(sheet.cell(head, at).value): at for at in range(1, sheet.max_column + 1)}
    for row in range(head + 1, sheet.max_row + 1):
        sheet.cell(row, columns["单位反馈"]).value = answers.get(str(sheet.cell(row, columns["规则"]).value))
    return book, sheet, columns, head


def reply(checked: Round, answers: dict[str, str] = ANSWERS, department: str = EDUCATION) -> Path:
    """A folder with the answered sheet of a department."""
    back = checked.folder.parent / "回收"
    back.mkdir(exist_ok=True)
    filled(checked.folder, department, answers)[0].save(back / f"{department}反馈.xlsx")
    return back


def second_draft(checked: Round) -> None:
    """The draft of the department again: one thing mended, one changed and still wrong."""
    draft = changed(CANTEEN, "校园食堂改造", "验收合格率", "≥95%")
    draft = changed(draft, "教师培训", "培训教师人次", "320")
    write_draft(checked.inbox / EDUCATION / "目标表.csv", EDUCATION, draft)
    check_inbox(checked.inbox, checked.folder)


def outcomes(folder: Path) -> dict[str, set[str]]:
    """What came of the answers, by rule."""
    found: dict[str, set[str]] = {}
    for row in rows(folder / "反馈核对.xlsx", "逐条核对"):
        found.setdefault(str(row["规则"]), set()).add(str(row["结果"]))
    return found


def test_answers_are_held_against_the_new_draft(checked: Round) -> None:
    back = reply(checked)
    second_draft(checked)
    told = written(checked.folder, replies=(str(back),))
    found = outcomes(checked.folder)
    assert found["X101"] == {"已修改，核对无误"}
    assert found["V102"] == {"改过，还有同样的问题"}
    assert found["V101"] == {"说明了理由，不再计"}
    assert found["V108"] == {"不修改，没有写理由"}
    assert found["P104"] == {"没有答复"} if "P104" in found else True
    assert "收回 1 个部门的意见表" in "".join(text for text, _ in told.figures.returned)


def test_without_a_new_draft_nothing_is_said_to_be_mended(checked: Round) -> None:
    written(checked.folder, replies=(str(reply(checked)),))
    assert outcomes(checked.folder)["X101"] == {"说已修改，还没有收到新稿"}


def test_a_draft_that_did_not_change_is_told(checked: Round) -> None:
    back = reply(checked)
    write_draft(checked.inbox / EDUCATION / "目标表.csv", EDUCATION, changed(CANTEEN, "教师培训", "教学水平", "提高"))
    check_inbox(checked.inbox, checked.folder)
    written(checked.folder, replies=(str(back),))
    assert outcomes(checked.folder)["X101"] == {"说已修改，新稿里没有改"}


def test_a_project_that_is_gone_is_not_said_to_be_mended(checked: Round) -> None:
    back = reply(checked)
    draft = {"教师培训": CANTEEN["教师培训"]}
    write_draft(checked.inbox / EDUCATION / "目标表.csv", EDUCATION, draft)
    check_inbox(checked.inbox, checked.folder)
    written(checked.folder, replies=(str(back),))
    assert outcomes(checked.folder)["X101"] == {"项目已不在新稿里"}


def test_a_reason_settles_its_finding_until_somebody_says_no(checked: Round) -> None:
    before = written(checked.folder).figures
    told = written(checked.folder, replies=(str(reply(checked)),)).figures
    file = checked.folder / REASONS
    [first, *more] = yaml.safe_load(file.read_text("utf-8"))["reasons"]
    assert first["reason"] == "效果要到下一年才看得出来" and first["author"] == EDUCATION and first["accepted"]
    assert told.settled == 1 + len(more) and told.now.warnings == before.now.warnings - told.settled
    assert "V101" not in {row["规则"] for row in opinions(checked.folder, EDUCATION)}
    book = openpyxl.load_workbook(checked.folder / "审核意见" / f"{EDUCATION}审核意见.xlsx")
    assert "市教育局说明理由：效果要到下一年才看得出来" in str(list(book["已忽略"].values))
    scores = {one.name: one.score for one in told.departments}
    assert scores[EDUCATION] > {one.name: one.score for one in before.departments}[EDUCATION]  # type: ignore[operator]
    # What a person decided stays, whatever comes back again.
    file.write_text(file.read_text("utf-8").replace("accepted: true", "accepted: false"), "utf-8")
    again = written(checked.folder, replies=(str(checked.folder.parent / "回收"),)).figures
    assert again.settled == 0 and again.now.warnings == before.now.warnings
    assert "accepted: true" not in file.read_text("utf-8").split("reasons:")[1]


def test_a_reason_holds_for_its_own_department_alone(checked: Round) -> None:
    """A sheet that holds rows of another department settles nothing there."""
    back = checked.folder.parent / "回收"
    back.mkdir()
    book, sheet, _, _ = filled(checked.folder, EDUCATION, {})
    refused = dict.fromkeys(("V101", "P101"), "不适用，理由：与我无关的一条")
    _, others, _, other_head = filled(checked.folder, ARCHIVES, refused)
    for row in others.iter_rows(min_row=other_head + 1, values_only=True):
        sheet.append(row)
    book.save(back / "反馈.xlsx")
    figures = written(checked.folder, replies=(str(back),)).figures
    assert figures.settled == 0
    assert "对不上发出去的意见" in {str(row["结果"]) for row in rows(checked.folder / "反馈核对.xlsx", "逐条核对")}


def sort_rows(sheet: Worksheet, head: int, columns: dict[str, int]) -> None:
    values = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=head + 1)][::-1]
    for row, line in enumerate(values, head + 1):
        for column, value in enumerate(line, 1):
            sheet.cell(row, column).value = value


def widen_and_filter(sheet: Worksheet, head: int, columns: dict[str, int]) -> None:
    sheet.column_dimensions["B"].width = 60
    sheet.auto_filter.ref = f"A{head}:N{sheet.max_row}"
    for row in range(head + 3, sheet.max_row + 1):
        sheet.row_dimensions[row].hidden = True


def insert_a_column(sheet: Worksheet, head: int, columns: dict[str, int]) -> None:
    sheet.insert_cols(2)
    sheet.cell(head, 2).value = "经办人"


def drop_fingerprints(sheet: Worksheet, head: int, columns: dict[str, int]) -> None:
    sheet.delete_cols(columns["指纹"])


@pytest.mark.parametrize(
    ("change", "suffix"),
    [(sort_rows, "xlsx"), (widen_and_filter, "xls"), (insert_a_column, "xlsx"), (drop_fingerprints, "xls")],
)
def test_sheets_that_another_program_saved_are_read(
    checked: Round, change: Callable[[Worksheet, int, dict[str, int]], None], suffix: str, tmp_path: Path
) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed")
    back = tmp_path / "回收"
    book, sheet, columns, head = filled(checked.folder, EDUCATION, ANSWERS)
    wanted = {str(row["指纹"]) for row in opinions(checked.folder, EDUCATION)}
    change(sheet, head, columns)
    book.save(tmp_path / "反馈.xlsx")
    command = [soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", suffix]
    file = str(tmp_path / "反馈.xlsx")
    subprocess.run([*command, "--outdir", str(back), file], check=True, capture_output=True, timeout=120)
    second_draft(checked)
    written(checked.folder, replies=(str(back),))
    found = outcomes(checked.folder)
    assert found["X101"] == {"已修改，核对无误"} and found["V101"] == {"说明了理由，不再计"}
    assert {str(row["指纹"]) for row in rows(checked.folder / "反馈核对.xlsx", "逐条核对")} == wanted


def test_rows_that_were_cut_out_are_told(checked: Round) -> None:
    back = checked.folder.parent / "回收"
    back.mkdir()
    book, sheet, columns, head = filled(checked.folder, EDUCATION, ANSWERS)
    gone = sheet.cell(head + 2, columns["问题"]).value
    sheet.delete_rows(head + 2)
    book.save(back / "反馈.xlsx")
    written(checked.folder, replies=(str(back),))
    assert [row["问题"] for row in rows(checked.folder / "反馈核对.xlsx", "没有收回的")] == [gone]


def test_what_is_new_in_the_second_draft_is_told(checked: Round) -> None:
    back = reply(checked)
    write_draft(checked.inbox / EDUCATION / "目标表.csv", EDUCATION, CANTEEN | SCANNING)
    check_inbox(checked.inbox, checked.folder)
    written(checked.folder, replies=(str(back),))
    new = rows(checked.folder / "反馈核对.xlsx", "新出现的")
    assert new and {row["项目"] for row in new} == {"档案数字化"}


def test_files_that_are_no_opinion_sheets_are_told(checked: Round) -> None:
    back = reply(checked)
    (back / "说明.txt").write_text("都改好了", "utf-8")
    (back / "坏.xlsx").write_bytes(b"PK\x03\x04 torn")
    book = openpyxl.Workbook()
    book.create_sheet().append(["别的表"])
    book.save(back / "别的.xlsx")
    written(checked.folder, replies=(str(back),))
    told = {row["文件"]: row["为什么没有用上"] for row in _table(checked.folder / "反馈核对.xlsx", "没有用上的文件")}
    assert set(told) == {"说明.txt", "坏.xlsx", "别的.xlsx"} and all(told.values())


def test_sheets_in_archives_and_mails_are_read(checked: Round) -> None:
    back = reply(checked)
    sheet = next(back.iterdir())
    data = sheet.read_bytes()
    sheet.unlink()
    letter = mail("意见表", {"反馈.xlsx": data, "修改稿.csv": "项目,指标\n".encode()})
    (back / "回复.zip").write_bytes(gbk_zip({"市教育局/回复.eml": letter}))
    written(checked.folder, replies=(str(back),))
    found = {str(row["意见表"]) for row in rows(checked.folder / "反馈核对.xlsx", "逐条核对")}
    assert found == {"回复.zip › 市教育局/回复.eml › 反馈.xlsx"}
    assert outcomes(checked.folder)["V101"] == {"说明了理由，不再计"}


def test_a_bomb_among_the_replies_costs_itself(checked: Round) -> None:
    back = reply(checked)
    (back / "炸弹.zip").write_bytes(nested(b"x", 9))
    (back / "大.zip").write_bytes(gbk_zip({"零.xlsx": bytes(60 << 20)}))
    written(checked.folder, replies=(str(back),))
    told = {row["文件"] for row in _table(checked.folder / "反馈核对.xlsx", "没有用上的文件")}
    assert any(one.startswith("炸弹.zip") for one in told) and any(one.startswith("大.zip") for one in told)
    assert outcomes(checked.folder)["V101"] == {"说明了理由，不再计"}


def _table(path: Path, sheet: str) -> list[dict[str, Any]]:
    head, *lines = openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, head), line, strict=True)) for line in lines]


def test_the_sheet_as_it_was_sent_says_nothing_yet(checked: Round) -> None:
    back = checked.folder.parent / "回收"
    shutil.copytree(checked.folder / "审核意见", back)
    written(checked.folder, replies=(str(back),))
    assert {one for found in outcomes(checked.folder).values() for one in found} == {"没有答复"}


def test_wrong_paths_and_reasons_are_told(checked: Round) -> None:
    with pytest.raises(ConfigError, match="找不到收回的意见表"):
        written(checked.folder, replies=("没有这个",))
    (checked.folder / REASONS).write_text(
        "reasons: [{fingerprint: abc, reason: 好, author: 甲, accepted: yes}]", "utf-8"
    )
    with pytest.raises(ConfigError, match=r"采纳的理由\.yaml 第 1 行"):
        written(checked.folder)


@pytest.mark.parametrize(
    ("text", "kind", "reason"),
    [
        ("", "none", ""),
        (" \u3000\n", "none", ""),
        ("——", "none", ""),
        ("已修改", "fixed", ""),
        ("已 修 改。", "fixed", ""),
        ("已按要求补上单位", "fixed", ""),
        ("不修改，理由：按行业规范只能定性", "reason", "按行业规范只能定性"),
        ("不修改,理由:", "bare", ""),
        ("不修改", "bare", ""),
        ("不适用，理由：无", "bare", ""),
        ("不适用（没有服务对象，不需要）", "reason", "没有服务对象，不需要"),
        ("无需修改：上级文件就是这样规定的", "reason", "上级文件就是这样规定的"),
        ("请局领导定", "other", ""),
        ("采纳", "fixed", ""),
    ],
)
def test_what_an_answer_says(text: str, kind: str, reason: str) -> None:
    assert answer(text) == (kind, reason)
