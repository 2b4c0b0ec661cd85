"""Sheets built by hand, as readers of documents and workbooks give them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import ascii_uppercase

from lint_pbt.model.document import Place
from lint_pbt.model.sheet import EMPTY, Cell, GridSheet, Line, LineSheet

Spans = Mapping[str, tuple[int, int]]


def grid(text: str, name: str | None = None, page: int | None = None, spans: Spans | None = None) -> GridSheet:
    """A grid of lines whose cells are divided by |; `spans` are rows and columns of merged cells by name (B2)."""
    rows = [line.strip().split("|") for line in text.strip().splitlines()]
    return GridSheet(
        name,
        tuple(
            tuple(_cell(cell.strip(), number, index, name, page, spans or {}) for index, cell in enumerate(row))
            for number, row in enumerate(rows, 1)
        ),
    )


def _cell(text: str, row: int, column: int, name: str | None, page: int | None, spans: Spans) -> Cell:
    where = f"{ascii_uppercase[column]}{row}"
    if not text:
        return EMPTY
    return Cell.of(text.replace("\\n", "\n"), Place(row, 1, page, name, where), *spans.get(where, (1, 1)))


def lines(*texts: str, first: int = 1) -> LineSheet:
    """Lines of text between tables."""
    return LineSheet(tuple(Line(text, Place(number)) for number, text in enumerate(texts, first)))


def others(count: int) -> Sequence[GridSheet]:
    """Tables of a budget disclosure that hold no indicators."""
    one = grid("""
        收 入||支 出|
        项 目|预算数|项 目|预算数
        一、一般公共预算拨款收入|1,200.50|一、一般公共服务支出|800.00
        二、政府性基金预算拨款收入||二、社会保障和就业支出|400.50
        本年收入合计|1,200.50|本年支出合计|1,200.50""")
    two = grid("""
        科目编码|科目名称|合计|基本支出|项目支出
        201|一般公共服务支出|800.00|500.00|300.00
        20103|政府办公厅（室）及相关机构事务|800.00|500.00|300.00""")
    three = grid("""
        项目名称|单位名称|合计|因公出国（境）费|公务接待费|公务用车购置及运行费
        “三公”经费|某局|12.00|0.00|2.00|10.00""")
    return [(one, two, three)[number % 3] for number in range(count)]
