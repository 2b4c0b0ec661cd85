"""Rows that say that a category does not apply, and those of a form that are half filled, or not at all."""

from __future__ import annotations

import pytest

from lint_pbt.layouts import lay_out
from lint_pbt.layouts.coverage import covered
from lint_pbt.model.document import Document
from lint_pbt.model.sheet import Source
from tests.unit.sheets import grid

HEAD = "项目名称|湖面保洁|||||\n一级指标|二级指标|三级指标|符号|指标值|计量单位|备注"
FIRST = "产出指标|数量指标|打捞船次|≥|90|次|"
LAST = "满意度指标|服务对象满意度指标|游客满意度|≥|92|%|"


def read(*rows: str) -> Document:
    source = Source("表.xlsx", (grid("\n".join((HEAD, FIRST, *rows, LAST)), name="Sheet1"),))
    return covered(source, lay_out(source))


def between(document: Document) -> list[tuple[str, str | None]]:
    [(_, project)] = document.projects()
    return [(one.name.text, one.annual.text if one.annual else None) for one in project.indicators[1:-1]]


def told(document: Document) -> list[str]:
    return [note.message for note in document.notes if "这一栏" not in note.message]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("/", "/"),
        ("无", "无"),
        ("不涉及", "——"),
        ("（不适用）", ""),
        ("本项目不涉及此类指标", "不涉及"),
        ("无生态效益指标", "/"),
        ("", "不涉及"),
        ("指标1：/", "/"),
        ("指标2：不涉及", "——"),
    ],
)
def test_a_category_that_does_not_apply_has_no_indicator(name: str, value: str) -> None:
    rows = (f"效益指标|{one}|{name}||{value}||" for one in ("经济效益指标", "社会效益指标", "生态效益指标"))
    document = read(*rows)
    assert (between(document), told(document)) == ([], [])


@pytest.mark.parametrize(
    ("name", "value"), [("溺水起数", "无"), ("无人机巡查次数", "≥9次"), ("不涉及水源地的岸线占比", "≥80%")]
)
def test_what_has_a_name_is_an_indicator(name: str, value: str) -> None:
    assert between(read(f"效益指标|社会效益指标|{name}||{value}||")) == [(name, value)]


def test_a_value_without_a_name_is_told() -> None:
    document = read("效益指标|社会效益指标|不涉及||≥3年||")
    assert (between(document), len(told(document))) == ([], 1)


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        ("指标1：|≥|||", "指标1： ≥"),
        ("指标2：……||……|次|", "指标2：…… 次"),
        ("|≤||%|", "≤ %"),
    ],
)
def test_rows_that_are_half_filled_are_told_once(row: str, shown: str) -> None:
    rows = (f"效益指标|{one}|{row}" for one in ("经济效益指标", "社会效益指标", "生态效益指标"))
    document = read(*rows)
    assert between(document) == []
    assert told(document) == [f"有 3 行指标没有填完，只有“{shown}”这样的字样。漏填的请补上，用不着的行请删掉"]
    assert not any(note.unchecked for note in document.notes)


@pytest.mark.parametrize("row", ["……||||", "/|≥|/|/|", "||||", "指标2：||||", "指标2：……||……||……"])
def test_rows_with_nothing_in_them_are_passed_over(row: str) -> None:
    assert told(read(f"效益指标|社会效益指标|{row}")) == []
