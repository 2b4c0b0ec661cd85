"""What a round puts out: every department has its sheet and mail, every project its form, and nobody's work is lost."""

from __future__ import annotations

import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

from lint_pbt.bureau import Templates
from lint_pbt.bureau.asked import Asked
from lint_pbt.bureau.batch.journal import NAME, Journal
from lint_pbt.bureau.outputs import Names, file_name
from lint_pbt.errors import ConfigError
from tests.unit.bureau.conftest import Round
from tests.unit.bureau.rounds import ARCHIVES, CANTEEN, EDUCATION, WATER, changed, check_inbox, write_draft, written


def rows(path: Path, sheet: str) -> list[dict[str, object]]:
    """The rows of a sheet below the row that has the title 规则 or 部门."""
    cells = list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))
    head = next(at for at, row in enumerate(cells) if "规则" in row or "部门" in row)
    return [dict(zip(cells[head], row, strict=True)) for row in cells[head + 1 :]]  # type: ignore[arg-type]


def opinions(folder: Path, department: str) -> list[dict[str, object]]:
    return rows(folder / "审核意见" / f"{department}审核意见.xlsx", "审核意见表")


def test_each_department_has_its_findings_and_no_others(first: Round) -> None:
    with Journal(str(first.folder / NAME)) as journal:
        for department in (EDUCATION, WATER, ARCHIVES):
            found = [one.fingerprint for one in journal.findings(department)]
            told = [row["指纹"] for row in opinions(first.folder, department) if row["指纹"]]
            assert sorted(told) == sorted(found), department  # type: ignore[type-var]
    assert {row["规则"] for row in opinions(first.folder, EDUCATION)} >= {"X101", "V101", "V102", "V108"}


def test_a_file_that_was_not_read_is_told_to_its_department(first: Round) -> None:
    sheet = openpyxl.load_workbook(first.folder / "审核意见" / f"{WATER}审核意见.xlsx")["没能检查与说明"]
    assert any("补充.xlsx" in str(row) for row in sheet.iter_rows(values_only=True))
    assert "补充.xlsx" in (first.folder / "通知" / f"{WATER}.txt").read_text("utf-8-sig")


def test_the_archive_holds_all_opinion_sheets(first: Round) -> None:
    with zipfile.ZipFile(first.folder / "审核意见.zip") as archive:
        assert sorted(archive.namelist()) == sorted(path.name for path in (first.folder / "审核意见").iterdir())
        assert len(archive.namelist()) == 3 and archive.testzip() is None


def test_mails_say_counts_and_sheet_and_who_is_late(first: Round) -> None:
    told = (first.folder / "通知" / f"{EDUCATION}.txt").read_text("utf-8-sig")
    found = opinions(first.folder, EDUCATION)
    errors, warnings = (sum(row["级别"] == word for row in found) for word in ("错误", "警告"))
    assert f"错误 {errors} 处、警告 {warnings} 处" in told and f"“{EDUCATION}审核意见.xlsx”" in told
    assert "还没有收到" in (first.folder / "通知" / "催报 市审计局.txt").read_text("utf-8-sig")


def test_the_export_holds_every_finding_with_its_names(first: Round) -> None:
    with closing(sqlite3.connect(first.folder / "问题.sqlite")) as database:
        asked = 'SELECT "部门", "项目", "指标", "规则", "级别" FROM "问题" WHERE "原文" = ?'
        assert database.execute(asked, ("》95%",)).fetchall() == [
            (EDUCATION, "校园食堂改造", "验收合格率", "X101", "错误")
        ]
        [(count,)] = database.execute('SELECT count(*) FROM "问题"')
        assert count == first.told.figures.now.errors + first.told.figures.now.warnings + first.told.figures.now.infos
        assert database.execute('SELECT "情况" FROM "文件" WHERE "说明" IS NOT NULL').fetchall() == [("没有读成",)]


def test_what_a_person_changed_is_not_written_over(checked: Round) -> None:
    form = next((checked.folder / "审核表" / EDUCATION).glob("*.xlsx"))
    book = openpyxl.load_workbook(form)
    book["审核表"]["G5"] = 9
    book.save(form)
    mail = checked.folder / "通知" / f"{WATER}.txt"
    mail.write_text("改过的话", "utf-8")
    kept = form.read_bytes()
    told = written(checked.folder)
    assert form.read_bytes() == kept and mail.read_text("utf-8") == "改过的话"
    assert form.with_stem(f"{form.stem}（第1轮）").exists() and mail.with_stem(f"{mail.stem}（第1轮）").exists()
    assert len(told.remarks) == 2 and form.name in "".join(told.remarks)
    # What stands beside is ours: the next run writes there again.
    assert len(written(checked.folder).remarks) == 2
    assert len(list(form.parent.glob(f"{form.stem}*.xlsx"))) == 2


def test_written_again_nothing_changes(checked: Round) -> None:
    def seen() -> dict[str, bytes]:
        files = (path for path in checked.folder.rglob("*") if path.is_file() and path.suffix != ".sqlite")
        return {str(path): path.read_bytes() for path in files}

    before = seen()
    written(checked.folder, expected=("市教育局", "市水务局", "市审计局"))
    assert seen() == before


def test_what_is_out_of_date_goes_and_what_a_person_changed_stays(checked: Round) -> None:
    form = next((checked.folder / "审核表" / ARCHIVES).glob("*.docx"))
    form.write_bytes(form.read_bytes() + b" ")  # no longer as it was written, but still with our mark: ours
    answered = checked.folder / "审核意见" / f"{ARCHIVES}审核意见.xlsx"
    book = openpyxl.load_workbook(answered)
    book.save(answered)
    for table in ("projects", "findings"):
        with closing(sqlite3.connect(checked.folder / NAME)) as database:
            database.execute(f"DELETE FROM {table} WHERE department = ?", (ARCHIVES,))
            database.execute("DELETE FROM files WHERE department = ?", (ARCHIVES,))
            database.commit()
    written(checked.folder)
    assert answered.exists() and not (checked.folder / "审核表" / ARCHIVES).exists()
    assert not (checked.folder / "通知" / f"{ARCHIVES}.txt").exists()


def test_a_file_of_several_departments_is_shared_out(checked: Round) -> None:
    with closing(sqlite3.connect(checked.folder / NAME)) as database:
        for table, column in (("projects", "number"), ("findings", "project")):
            asked = f"UPDATE {table} SET department = '市体育局' WHERE department = ? AND {column} = 2"
            database.execute(asked, (EDUCATION,))
        database.commit()
    figures = {one.name: one for one in written(checked.folder).figures.departments}
    assert {row["项目"] for row in opinions(checked.folder, "市体育局")} == {"教师培训"}
    assert {row["项目"] for row in opinions(checked.folder, EDUCATION)} == {"校园食堂改造"}
    for name in ("市体育局", EDUCATION):
        counted = figures[name].errors + figures[name].warnings + figures[name].infos
        assert len(opinions(checked.folder, name)) == counted
        assert figures[name].projects == 1


def test_an_empty_inbox_has_an_overview_too(tmp_path: Path) -> None:
    (tmp_path / "收件").mkdir()
    check_inbox(tmp_path / "收件", tmp_path / "审核")
    told = written(tmp_path / "审核", expected=("市教育局",))
    assert told.opinions == 0 and told.figures.missing == ("市教育局",)
    assert "还没有部门交表" in (tmp_path / "审核" / "总览.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("市教育局", "市教育局"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("a/b\\c:d*e?f", "a_b_c_d_e_f"),
        ("CON", "_CON"),
        ("lpt1.txt", "_lpt1.txt"),
        (" . ", "_"),
        ("甲\n乙\x00丙", "甲 乙␀丙"),
        ("长" * 200, "长" * 60),
    ],
)
def test_names_of_files_are_harmless(text: str, name: str) -> None:
    assert file_name(text) == name


def test_no_name_is_given_twice() -> None:
    names = Names()
    assert [names.of(one) for one in ("Ab", "aB", "ab", "a/b", "a?b")] == ["Ab", "aB_2", "ab_3", "a_b", "a_b_2"]


def test_a_second_draft_is_held_against_what_was_sent(checked: Round) -> None:
    write_draft(
        checked.inbox / EDUCATION / "目标表.csv", EDUCATION, changed(CANTEEN, "校园食堂改造", "验收合格率", "≥95%")
    )
    check_inbox(checked.inbox, checked.folder)
    figures = written(checked.folder).figures
    assert figures.now.number == 2 and figures.before is not None
    assert figures.now.errors == figures.before.errors - 1
    assert figures.course is not None and (figures.course.solved, figures.course.new) == (1, 0)
    page = (checked.folder / "总览.html").read_text("utf-8")
    assert "已解决 1 条" in page and f"错误 {figures.before.errors} → {figures.now.errors}" in page


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{{ 部门 }", "写得不对"),
        ("{{ 局长 }}", "可以用的词：日期、期限、部门"),
        ("{{ ''.__class__.__mro__ }}", "用不了"),
        ("{% for x in range(99999) %}{{ 'x' * 9999 }}{% endfor %}", "太多了"),
    ],
)
def test_a_wrong_template_is_told_before_anything_is_written(tmp_path: Path, text: str, told: str) -> None:
    mail = tmp_path / "mail.txt"
    mail.write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=told):
        Templates(Asked(mail=str(mail)))


def test_a_bureau_has_its_own_words_in_the_mail(checked: Round, tmp_path: Path) -> None:
    mail = tmp_path / "mail.txt"
    mail.write_text("致{{ 部门 }}：{{ 错误 }} 处，{{ 期限 }}", "utf-8")
    written(checked.folder, mail=str(mail), deadline="3月10日")
    assert (checked.folder / "通知" / f"{WATER}.txt").read_text("utf-8-sig") == f"致{WATER}：0 处，3月10日\n"
