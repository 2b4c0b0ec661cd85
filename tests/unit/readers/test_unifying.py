"""Characters of no width: none in cells, and every other character still in its place."""

from __future__ import annotations

from lint_pbt.model.document import Place
from lint_pbt.model.sheet import Cell, GridSheet, Line, LineSheet, Source
from lint_pbt.readers.unifying import unified_source

_AT = Place(3, 1, cell="C3")


def _cell(cell: Cell) -> Cell:
    [sheet] = unified_source(Source("表", (GridSheet(None, ((cell,),)),))).sheets
    assert isinstance(sheet, GridSheet)
    return sheet.rows[0][0]


def test_characters_of_no_width_go_and_the_others_keep_their_places() -> None:
    assert _cell(Cell("河道\u200b长\u2060度", _AT)) == Cell.of(
        "河道长度", _AT, seams=((2, _AT.moved(3)), (3, _AT.moved(5)))
    )
    assert _cell(Cell("\ufeff\u200d≥5%\u200c", _AT)) == Cell.of("≥5%", _AT.moved(2), seams=((0, _AT.moved(2)),))
    assert _cell(Cell("\u200b", _AT)).text == ""


def test_seams_of_before_stay_where_they_were() -> None:
    below = Place(4, 1, cell="C3")
    cell = _cell(Cell.of("一\u200b二\n三\u200b四", _AT, seams=((4, below),)))
    assert cell.text == "一二\n三四"
    assert cell.seams == ((1, _AT.moved(2)), (3, below), (4, below.moved(2)))


def test_lines_lose_those_at_their_ends() -> None:
    [sheet] = unified_source(Source("表", (LineSheet((Line("\ufeff数量指标\u200b", Place(1)),)),))).sheets
    assert sheet == LineSheet((Line("数量指标", Place(1, 2)),))
