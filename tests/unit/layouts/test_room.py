"""How much room a table takes once it has been read: a file may have a hundred thousand rows."""

from __future__ import annotations

import gc
import tracemalloc
from pathlib import Path

import pytest

from lint_pbt.layouts import lay_out
from lint_pbt.layouts.coverage import covered
from lint_pbt.model.document import Place, Row, Spot
from lint_pbt.model.sheet import Cell, GridSheet, Source
from lint_pbt.readers import read
from tests.carriers import WRITERS, Sheetful

_HEADS = ["项目名称", "一级指标", "二级指标", "三级指标", "年度指标值"]
_FEW, _MANY = 5_000, 10_000
# Bytes that a filled cell may take in the grid and in the document together, its part of rows, texts and indicators
# with it, and at the most while they are made. With a place and a passage of its own it was 360 to 460, and with a
# field beside it 195 to 257.
_EACH, _AT_MOST = 150, 180


def _file(path: Path, count: int) -> bytes:
    numbers = range(1, count + 1)
    rows = [["示例项目", "产出指标", "数量指标", f"示例设施{one}数量", f"≥{one}个"] for one in numbers]
    WRITERS[path.suffix](path, [Sheetful(["示例市项目支出绩效目标表"], [_HEADS, *rows])])
    return path.read_bytes()


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_cell_takes_little_room(tmp_path: Path, suffix: str) -> None:
    held, most = [], []
    path = tmp_path / f"表{suffix}"
    for count in (_FEW, _FEW, _MANY):  # what is remembered of the first is not counted
        data = _file(path, count)
        gc.collect()
        tracemalloc.start()
        source = read(str(path), data)
        document = covered(source, lay_out(source))
        gc.collect()
        now, peak = tracemalloc.get_traced_memory()
        held.append(now)
        most.append(peak)
        tracemalloc.stop()
        assert sum(len(project.indicators) for _, project in document.projects()) == count
    cells = (_MANY - _FEW) * len(_HEADS)
    assert (held[2] - held[1]) / cells < _EACH
    assert (most[2] - most[1]) / cells < _AT_MOST


def test_rows_at_the_end_of_a_worksheet_take_no_room_for_those_above() -> None:
    def far(number: int) -> GridSheet:
        name = f"表{number}"
        texts = [["项目名称", f"工程{number}"], _HEADS[1:], ["产出指标", "数量指标", "维修处数", f"≥{number}处"]]
        rows = [
            [Cell(text, Row(at, at, name), 0, Spot("A")) for text in row] for at, row in enumerate(texts, 1_048_000)
        ]
        return GridSheet(name, tuple(map(tuple, rows)))

    source = Source("表.xlsx", tuple(map(far, range(1, 21))))
    document = lay_out(source)
    tracemalloc.start()
    assert covered(source, document) is document
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 2_000_000


@pytest.mark.parametrize(("suffix", "place"), [
    (".xlsx", Place(4, 1, None, "表1", "E4")), (".csv", Place(4, 24, None, None, "E4")),
])  # fmt: skip
def test_the_cells_of_a_row_share_it_and_know_their_places(tmp_path: Path, suffix: str, place: Place) -> None:
    path = tmp_path / f"表{suffix}"
    source = read(str(path), _file(path, 2))
    [sheet] = source.sheets
    assert isinstance(sheet, GridSheet)
    row = sheet.rows[3]
    assert isinstance(row[0].source, Row)
    assert all(cell.source is row[0].source for cell in row)
    [(_, project)] = lay_out(source).projects()
    value = project.indicators[1].annual
    assert value is not None
    assert row[4] is value  # the text of a cell is held once
    assert value.place() == place
    assert value.place(1) == place.moved(1)
