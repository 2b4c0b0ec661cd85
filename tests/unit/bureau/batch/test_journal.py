"""The journal: what is put down comes back, department by department and round by round, whoever wrote the file."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from lint_pbt.bureau.batch.departments import Corrections, settle
from lint_pbt.bureau.batch.journal import NAME, Journal
from lint_pbt.bureau.batch.records import Entry, FindingRow, ProjectRow, RemarkRow
from lint_pbt.errors import ConfigError, WriteError
from tests.places import ROOT


def project(number: int = 1, department: str | None = None, indicators: int = 4, score: float = 80.0) -> ProjectRow:
    return ProjectRow(0, number, f"项目{number}", None, "C4", indicators, 1, 0, 0, score, "12.5", department, "万元")


def finding(number: int = 1, of: int | None = 1, severity: str = "error") -> FindingRow:
    said = ("V101", severity, "可行性", "名称", "年度指标值", "合规", "C5", "话", "建议", None, "做", f"{number:016}")
    return FindingRow(0, number, of, *said, None, "标题")  # type: ignore[arg-type]


def entry(path: str, department: str | None = "甲局", **more: object) -> Entry:
    given = {"digest": path, "stamp": "s", "projects": (project(),), "findings": (finding(),), "score": 80.0, **more}
    return Entry(path, "checked", found=department, found_from="table" if department else "none", **given)  # type: ignore[arg-type]


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    made = Journal(str(tmp_path / NAME))
    made.begin_round()
    return made


def test_what_is_put_down_comes_back(journal: Journal) -> None:
    journal.record(entry("a/表.xlsx", remarks=(RemarkRow(0, "说明", True),), complete=False, seconds=1.5))
    row = journal.file("a/表.xlsx")
    assert row is not None
    assert (row.state, row.projects, row.indicators, row.errors, row.complete) == ("checked", 1, 4, 1, False)
    assert [(one.name, one.amount, one.amount_unit) for one in journal.projects()] == [("项目1", "12.5", "万元")]
    assert [(one.rule, one.department) for one in journal.findings("甲局")] == [("V101", "甲局")]
    assert [(one.text, one.unchecked) for one in journal.remarks(row.id)] == [("说明", True)]
    with pytest.raises(KeyError):
        journal.checked(row.id)


def test_a_file_put_down_again_takes_the_place_of_what_was_known(journal: Journal) -> None:
    first = journal.record(entry("表.xlsx", projects=(project(1), project(2)), findings=(finding(1), finding(2))))
    assert journal.record(entry("表.xlsx", findings=())) == first
    assert len(list(journal.projects())) == 1 and list(journal.findings()) == []


def test_what_is_put_down_together_is_there_whole_or_not_at_all(journal: Journal) -> None:
    class Stopped(Exception):  # noqa: N818 - it is no error
        pass

    def stopped() -> None:
        with journal.together():
            journal.record(entry("表.xlsx"))
            raise Stopped

    with pytest.raises(Stopped):
        stopped()
    assert list(journal.files()) == [] and list(journal.findings()) == []


def test_departments_are_added_up(journal: Journal) -> None:
    journal.record(entry("1", "云州市水务局", projects=(project(1, indicators=2, score=50),)))
    journal.record(
        entry("2", "水务局", projects=(project(1, indicators=6, score=90),), findings=(finding(1), finding(2)))
    )
    several = (project(1, "云州市林业局"), project(2, "云州市水务局"))
    journal.record(
        entry("3", "林业局", projects=several, findings=(finding(1, 1), finding(2, 2), finding(3, None, "info")))
    )
    journal.record(Entry("4", "unread", "坏的", found="市林业局", found_from="folder"))
    journal.record(Entry("5", "left out", "图片"))
    assert settle(journal, Corrections()) == []
    found = {one.name: one for one in journal.departments()}
    water, forest = found["云州市水务局"], found["云州市林业局"]
    assert (water.files, water.unread, water.projects, water.indicators, water.errors) == (3, 0, 3, 12, 4)
    assert water.score == pytest.approx((2 * 50 + 6 * 90 + 4 * 80) / 12)
    assert (forest.files, forest.unread, forest.projects, forest.errors, forest.infos) == (1, 1, 1, 1, 1)
    assert list(found) == ["云州市林业局", "云州市水务局"]


def test_a_round_ends_when_all_is_done_and_is_kept(journal: Journal) -> None:
    journal.record(entry("1"))
    journal.end_round()
    assert journal.begin_round() == 2
    journal.end_round()  # in which nothing happened
    assert journal.begin_round() == 2
    journal.record(entry("1", findings=()))
    journal.record(entry("2", "乙局", findings=()))
    assert journal.mark_gone([]) == 0
    journal.end_round()
    first, second = journal.rounds()
    assert (first.errors, first.files, second.errors, second.files, second.checked) == (1, 1, 0, 2, 2)
    assert [one.name for one in journal.departments(1)] == ["甲局"]
    assert [(one.name, one.errors) for one in journal.departments(2)] == [("乙局", 0), ("甲局", 0)]


def test_texts_that_no_file_can_hold_are_spelt_out(journal: Journal) -> None:
    journal.record(entry("表\udcb1.xlsx", "局\ud800"))
    assert next(journal.files()).path == "表\\udcb1.xlsx"


def test_a_second_process_is_told(journal: Journal) -> None:
    code = f"from lint_pbt.bureau.batch.journal import Journal; Journal({journal.path!r})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", cwd=ROOT)
    assert "另一个 pbt-lint 正在用" in done.stderr


@pytest.mark.parametrize("what", ["text", "other database", "other version"])
def test_files_that_are_no_journals_of_ours_are_left_alone(tmp_path: Path, what: str) -> None:
    path = tmp_path / NAME
    if what == "text":
        path.write_text("no database at all " * 100, "utf-8")
    elif what == "other database":
        with sqlite3.connect(path) as database:
            database.execute("CREATE TABLE t(a)")
        database.close()
    else:
        with Journal(str(path)) as journal:
            journal.database.execute("PRAGMA user_version=99")
    before = path.read_bytes()
    with pytest.raises(ConfigError, match=r"不是 pbt-lint 的审核记录|另一个版本"):
        Journal(str(path))
    assert path.read_bytes() == before


def test_a_journal_that_somebody_wrote_into_is_told_to_be_broken(journal: Journal) -> None:
    file = journal.record(entry("1", checked=b"no check"))
    with pytest.raises(WriteError, match="读写不了"):
        journal.checked(file)
    journal.database.execute("UPDATE files SET state = 'odd', errors = 'many'")
    with pytest.raises(WriteError, match="读写不了"):
        list(journal.files())
