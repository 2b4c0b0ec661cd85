"""Rows of tabbed text that breaks within cells have cut: joined where one way fits, else told or left alone."""

from __future__ import annotations

import pytest

from lint_pbt.model.sheet import GridSheet
from lint_pbt.readers import read

HEAD = "一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t修缮凉亭\t4座\n\t\t铺设步道\t≥900米\n"


def _texts(text: str) -> list[list[str]]:
    (sheet,) = read("t.txt", (HEAD + text).encode()).sheets
    assert isinstance(sheet, GridSheet)
    return [[cell.text for cell in row] for row in sheet.rows][3:]


def test_pieces_that_add_up_to_a_row_are_joined_and_keep_their_places() -> None:
    text = "\t质量指标\t步道一次\n验收合格率\t100%\n\t时效指标\t完工时间\t2026年\n9月底前\n\t\t支付及时率\t100%\n"
    sheet = read("t.txt", (HEAD + text).encode()).sheets[0]
    assert isinstance(sheet, GridSheet)
    name, value = sheet.rows[3][2], sheet.rows[4][3]
    assert (name.text, value.text) == ("步道一次\n验收合格率", "2026年\n9月底前")
    assert [place.line for _, place in (*name.seams, *value.seams)] == [5, 7]


@pytest.mark.parametrize(
    "text",
    [
        "质量指标\t验收合格率\t100%\n满意度指标\t服务对象满意度指标\t游客满意度\t≥90%\n",  # without the cell above
        "二、效益情况\t3\n效益指标\t社会效益指标\t游客人次\t≥8000人次\n",
    ],
)
def test_short_rows_that_do_not_add_up_stay_as_they_are(text: str) -> None:
    assert _texts(text) == [line.split("\t") for line in text.splitlines()]


def test_a_piece_that_fits_above_and_below_is_told() -> None:
    below = "9月底前\n效益指标\t社会效益指标\t游客人次\t≥8000人次\n"
    text = "\t质量指标\t步道一次\n验收合格率\t100%\n\t时效指标\t完工时间\t2026年\n" + below
    (note,) = read("t.txt", (HEAD + text).encode()).notes
    assert note.unchecked and note.place and note.place.line == 7 and "9月底前" in note.message


def test_a_blank_line_within_a_cell_joins_nothing_to_it() -> None:
    text = "\t质量指标\t步道一次\n\n验收合格率\t100%\n\t时效指标\t支付及时率\t100%\n"
    assert _texts(text)[-1] == ["", "时效指标", "支付及时率", "100%"]
