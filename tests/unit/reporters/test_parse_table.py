"""`parse` as a flat table: csv and workbook, with everything in them as text."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace

from lint_pbt.model.document import Amount, BudgetUnit, Document, Project
from lint_pbt.model.run import Run
from lint_pbt.reporters.parsed import csv_table as parsed_csv
from lint_pbt.reporters.parsed import workbook as parsed_workbook
from lint_pbt.reporters.parsed.records import COLUMNS, rows
from lint_pbt.rulebook.loader import make_tools
from tests.unit.cli.test_cli import BAD, run, says
from tests.unit.reporters.full_run import HOSTILE, hostile_run
from tests.unit.reporters.report_runs import field, indicator, run_of

FRAMEWORK = make_tools().framework
TITLES = [column.title for column in COLUMNS]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "表.txt").write_text(BAD, "utf-8")
    (tmp_path / "空.txt").write_text("", "utf-8")
    return tmp_path


def csv_rows(run: Run) -> list[dict[str, str]]:
    text = io.StringIO()
    parsed_csv.report(run, text, framework=FRAMEWORK)
    assert text.getvalue().startswith("\ufeff文件,")
    return list(csv.DictReader(io.StringIO(text.getvalue().lstrip("\ufeff"))))


def workbook(run: Run) -> openpyxl.Workbook:
    data = io.BytesIO()
    parsed_workbook.report(run, data, framework=FRAMEWORK)
    data.seek(0)
    return openpyxl.load_workbook(data)


def table() -> Run:
    """Two projects, one without indicators, in a sheet of a workbook."""
    place = {"sheet": "绩效", "cell": "C7"}
    one = replace(indicator(1, "培训人次", "=200人次", 7, **place), weight=field("10%", 7), direction=field("正向", 7))
    amount = Amount("合计", Decimal("12.50"), field("12.50", 4))
    first = Project(1, field("培训经费", 4, **place), (amount,), field("培训", 5), (one,))
    second = Project(2, field("空项目", 9), (), None, ())
    unit = BudgetUnit(field("就业中心", 3), (), (first, second))
    return run_of((Document("表.xlsx", "grid", (unit,)),), ())


def test_a_row_holds_the_indicator_and_all_above_it() -> None:
    first, second = csv_rows(table())
    assert first == {
        "文件": "表.xlsx",
        "单位": "就业中心",
        "项目序号": "1",
        "项目名称": "培训经费",
        "项目金额": "12.50",
        "绩效目标": "培训",
        "指标序号": "1",
        "一级指标代码": "2",
        "一级指标": "效益指标",
        "二级指标代码": "22",
        "二级指标": "社会效益",
        "三级指标": "培训人次",
        "实施周期指标值": "'=200人次",
        "年度指标值": "'=200人次",
        "权重": "10%",
        "指标方向": "正向",
        "工作表": "绩效",
        "单元格": "C7",
        "页": "",
        "行": "7",
        "列": "1",
    }
    assert (second["项目名称"], second["三级指标"], second["行"]) == ("空项目", "", "9")


def test_every_row_has_every_column() -> None:
    for row in rows(table().documents, FRAMEWORK):
        assert len(row) == len(COLUMNS)


def test_a_workbook_holds_texts_as_texts_and_numbers_as_numbers() -> None:
    sheet = workbook(table())["指标"]
    assert [cell.value for cell in sheet[1]] == TITLES
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:U3"
    cells = dict(zip(TITLES, sheet[2], strict=True))
    assert (cells["年度指标值"].value, cells["年度指标值"].data_type) == ("=200人次", "s")
    assert cells["年度指标值"].quotePrefix is True
    assert (cells["项目金额"].value, cells["权重"].value, cells["行"].value) == (12.5, "10%", 7)


def test_hostile_text_is_no_formula() -> None:
    (row,) = csv_rows(replace(hostile_run(), failures=()))
    for title in ("单位", "项目名称", "绩效目标", "三级指标", "年度指标值"):
        assert row[title].startswith("'=cmd")
        assert not set(row[title]) & set("\x00\x1b\u202e")
    for sheet in workbook(hostile_run()):
        for line in sheet.iter_rows():
            assert all(cell.data_type in "snb" or cell.value is None for cell in line)
    assert HOSTILE.startswith("=")


def test_what_could_not_be_read_stands_in_the_workbook(folder: Path) -> None:
    code, _, err = says(folder, "parse", "表.txt", "空.txt", "--output", "记录.xlsx")
    assert code == 3
    assert "空.txt：文件是空的" in err
    book = openpyxl.load_workbook(folder / "记录.xlsx")
    assert book["指标"].max_row == 4
    assert [cell.value for cell in book["说明"][2]][:3] == ["空.txt", None, "文件没有读成"]


def test_several_formats_at_once(folder: Path) -> None:
    done = run(folder, "parse", "表.txt", "--format", "csv", "--output", "a.csv", "--output", "json=b.txt")
    assert done.returncode == 0
    data = (folder / "a.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert done.stdout.replace(b"\r\n", b"\n") == data
    assert (folder / "b.txt").read_bytes().startswith(b'{"version"')


def test_csv_is_utf8_whatever_the_console(folder: Path) -> None:
    done = run(folder, "parse", "表.txt", "--format", "csv", PYTHONIOENCODING="gbk")
    assert done.stdout.decode("utf-8-sig").startswith("文件,单位")


def test_a_table_of_records_can_be_checked_itself(folder: Path) -> None:
    assert says(folder, "parse", "表.txt", "--output", "记录.csv")[0] == 0
    code, out, _ = says(folder, "记录.csv")
    assert code == 1
    assert "V101" in out
    assert "X101" in out
