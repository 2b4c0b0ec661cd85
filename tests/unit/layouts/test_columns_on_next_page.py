"""Tables of pages that are too narrow: the columns on the right stand on the next page."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from lint_pbt.errors import ReadError
from lint_pbt.layouts import lay_out
from lint_pbt.model.document import Document, Place
from lint_pbt.model.sheet import Cell, GridSheet, Line, LineSheet, Source

LEFT = [
    ("项目名称", "绩效目标", "一级指标", "二级指标"),
    ("果园改造", "改造老果园，增加果农收入", "产出指标", "数量指标"),
    ("果园改造", "改造老果园，增加果农收入", "产出指标", "质量指标"),
    ("果园改造", "改造老果园，增加果农收入", "效益指标", "经济效益指标"),
    ("果园改造", "改造老果园，增加果农收入", "满意度指标", "服务对象满意度指标"),
]
RIGHT = [
    ("三级指标", "指标值"),
    ("改造果园面积", "≥900亩"),
    ("苗木成活率", "≥92%"),
    ("果农户均增收", "≥3000元"),
    ("果农满意度", "≥90%"),
]
PITCH = 16.0


def sheet(rows: Sequence[Sequence[str]], page: int, pitch: float = PITCH) -> GridSheet:
    def cell(row: int, column: int, text: str) -> Cell:
        top = 100 + row * pitch
        return Cell(text, Place(row + 1, column + 1, page=page, box=(80.0 * column, top, 80.0 * column + 70, top + 9)))

    return GridSheet(
        None, tuple(tuple(cell(at, column, text) for column, text in enumerate(row)) for at, row in enumerate(rows))
    )


def read(*sheets: GridSheet | LineSheet) -> Document:
    return lay_out(Source("表.pdf", sheets))


def told(document: Document) -> str:
    return "\n".join(note.message for note in document.notes if note.unchecked)


def test_columns_on_the_next_page_are_those_of_the_same_rows() -> None:
    title = LineSheet((Line("绩效目标表", Place(1, page=2)),))
    document = read(sheet(LEFT, 1), title, sheet(RIGHT, 2))
    [(_, project)] = document.projects()
    assert project.name.text == "果园改造"
    assert [(one.level2.name.text, one.name.text, one.annual and one.annual.text) for one in project.indicators] == [
        (left[3], *right) for left, right in zip(LEFT[1:], RIGHT[1:], strict=True)
    ]
    assert any("左右两半" in note.message for note in document.notes)
    assert not told(document)


@pytest.mark.parametrize(
    "right",
    [
        sheet(RIGHT[:4], 2),
        sheet(RIGHT, 2, pitch=24.0),
        sheet(RIGHT, 3),
        sheet([("二级指标", "三级指标", "指标值"), *[("数量指标", *row) for row in RIGHT[1:]]], 2),
    ],
)
def test_other_rows_on_the_next_page_are_of_another_table(right: GridSheet) -> None:
    document = read(sheet(LEFT, 1), right)
    assert all(project.name.text != "果园改造" for _, project in document.projects())
    assert "列分在了两页" in told(document)


def test_a_table_of_categories_alone_is_no_list_of_indicators() -> None:
    with pytest.raises(ReadError):
        read(sheet(LEFT, 1))


def test_what_stands_above_the_titles_may_be_repeated_on_the_next_page() -> None:
    above = ("单位名称：青溪县农业农村局",)
    document = lay_out(Source("表.pdf", (sheet([above, *LEFT], 1), sheet([above, *RIGHT], 2))))
    names = [one.name.text for _, project in document.projects() for one in project.indicators]
    assert names == [row[0] for row in RIGHT[1:]]
