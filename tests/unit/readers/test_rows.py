"""The texts of a worksheet's rows, whatever the order they come in."""

from lint_pbt.readers.sharing import Shared
from lint_pbt.readers.spreadsheet.rows import Rows


def _held(rows: Rows) -> dict[int, dict[int, str]]:
    return {row: {column: rows.text(row, column) for column in rows.columns(row)} for row in rows.numbers}


def test_rows_in_order_and_out_of_order() -> None:
    rows = Rows(Shared())
    for row, column, text in [(0, 0, "甲"), (2, 1, "乙"), (0, 3, "丙"), (2, 0, "丁"), (5, 0, "戊"), (0, 0, "己")]:
        rows.put(row, column, text)
    assert len(rows) == 3
    assert _held(rows) == {0: {0: "己", 3: "丙"}, 2: {1: "乙", 0: "丁"}, 5: {0: "戊"}}
    rows.put(2, 7, "庚")
    assert _held(rows)[2] == {1: "乙", 0: "丁", 7: "庚"}
    assert rows.text(2, 5) == rows.text(9, 0) == ""


def test_what_is_dropped_or_taken_is_gone() -> None:
    rows = Rows(Shared())
    for column, text in enumerate("甲乙丙"):
        rows.put(4, column, text)
    rows.drop(4, (1, 9))
    assert list(rows.columns(4)) == [0, 2]
    assert list(rows.take(4)) == [(0, "甲"), (2, "丙")]
    assert list(rows.columns(4)) == rows.used_columns == [0, 2]  # a note may still ask


def test_one_text_is_kept_for_all_that_say_the_same() -> None:
    shared = Shared()
    one, other = "".join(["产出", "指标"]), "".join(["产", "出指标"])
    assert one is not other and shared[one] is shared[other] is one
