"""What is regular is read at once; it reads as it would piece by piece, whatever stands between."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from unittest import mock

from hypothesis import example, given, settings
from hypothesis import strategies as st

from lint_pbt.errors import ReadError
from lint_pbt.model.sheet import Source
from lint_pbt.readers import read
from lint_pbt.readers.html import plain
from lint_pbt.readers.spreadsheet import worksheet
from lint_pbt.readers.spreadsheet.regular import Rows
from tests.unit.readers.workbooks import members, sheet_data, with_members

_STRINGS = "<si><t>产出指标</t></si><si><r><rPr><strike/></rPr><t>旧</t></r><r><t>新</t></r></si>"
_CELLS = [
    '<c r="A{row}" t="s"><v>0</v></c>',
    '<c r="B{row}" s="1" t="s"><v>1</v></c>',
    '<c r="C{row}"><v>0.95</v></c>',
    '<c r="D{row}" t="inlineStr"><is><t>≥&#57;5% &lt;是&gt; _x000D_</t></is></c>',
    '<c r="E{row}" t="inlineStr"><is><t xml:space="preserve"> \'a\n</t></is></c>',
    '<c r="F{row}" t="b"><v>1</v></c>',
    '<c r="G{row}" s="9"/>',
    '<c r="H{row}" t="str"><f>A1</f><v>x</v></c>',
    '<c r="I{row}"><f>A1</f></c>',
    "<c><v>7</v></c>",
    '<c r="J{row}" t="s"><v>99</v></c>',
    '<c r="K{row}" t="inlineStr"><is><t>&#0;</t></is></c>',
    '<c r="ZZZ{row}"><v>1</v></c>',
]
_BETWEEN = [
    "",
    "\n",
    "<!-- </row> -->",
    '<!-- <row r="7"><c r="A7"><v>7</v></c></row> -->',
    "<![CDATA[</row>]]>",
    "<?x </row>?>",
    '<row xmlns="u"><c r="A8"><v>8</v></c></row>',
    "<x></x>",
    "</row>",
    '<row r="9">',
]
_row = st.tuples(
    st.sampled_from(["", ' r="{row}"', ' r="{row}" hidden="1"', ' r="{row}" ht="0" spans="1:9"', ' r="0"']),
    st.lists(st.sampled_from(_CELLS), max_size=4),
    st.sampled_from(_BETWEEN),
)


def read_or_told(name: str, data: bytes) -> Source | str:
    try:
        return read(name, data)
    except ReadError as error:
        return str(error)


@given(
    st.lists(_row, max_size=5),
    st.sampled_from(["", '<?xml version="1.0" encoding="UTF-8"?>', '<?xml version="1.0" encoding="ISO-8859-1"?>']),
)
@example([(' r="{row}"', _CELLS[:6], ""), (' r="{row}"', _CELLS[:2], _BETWEEN[3]), ("", _CELLS[2:3], "")], "")
@settings(max_examples=150)
def test_regular_rows_of_a_worksheet(rows: list[tuple[str, list[str], str]], declaration: str) -> None:
    written = "".join(
        f"<row{attributes}>{''.join(cells)}</row>{between}".replace("{row}", str(number))
        for number, (attributes, cells, between) in enumerate(rows, 1)
    )
    data = sheet_data(written, _STRINGS)
    part = "xl/worksheets/sheet1.xml"
    data = with_members(data, {part: declaration.encode() + members(data)[part]})
    with mock.patch.object(worksheet, "without_regular_rows", lambda pieces, _: pieces):
        expected = read_or_told("表.xlsx", data)
    assert read_or_told("表.xlsx", data) == expected


def test_most_rows_are_regular() -> None:
    seen: list[bytes] = []

    def watched(pieces: Iterable[bytes], rows: Rows) -> Iterator[bytes]:
        for piece in without(pieces, rows):
            seen.append(piece)
            yield piece

    without = worksheet.without_regular_rows
    data = sheet_data("".join(f'<row r="{at}"><c r="A{at}"><v>{at}</v></c></row>' for at in range(1, 50)))
    with mock.patch.object(worksheet, "without_regular_rows", watched):
        read("表.xlsx", data)
    assert seen and b"<row" not in b"".join(seen)


_PIECES = [
    "<table>",
    "</table>",
    "<tr>",
    "</tr>",
    "<td>产出指标</td>",
    "<td rowspan=2>≥&lt;95%</td>",
    "<th colspan='2'>a\n b</th>",
    '<TD\n class="x" style="display:none">c</TD>',
    "<td>",
    "</td>",
    "<td>5<6</td>",
    "<s>",
    "</s>",
    "<sup>",
    "</sup>",
    "<pre>",
    "<select><option>",
    "</select>",
    "<div hidden>",
    "</div>",
    "<!--",
    "-->",
    "词",
    "<td a=b c>d</td>",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=14))
@example(["<table>", "<tr>", *_PIECES[4:8], "</tr>", "<td>产出指标</td>"])
@settings(max_examples=300)
def test_plain_cells_of_a_page(pieces: list[str]) -> None:
    data = f"<html><body>文{''.join(pieces)}".encode()
    with mock.patch.object(plain, "_PLAIN_CELL", re.compile("(?!)")):
        expected = read_or_told("表.html", data)
    assert read_or_told("表.html", data) == expected
