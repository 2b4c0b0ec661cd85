"""The inline layout does not lean on how a table is set: the same table in other dress reads the same."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint_pbt.errors import ReadError
from lint_pbt.layouts import lay_out
from lint_pbt.model.document import Document
from lint_pbt.readers import read
from tests.drawing import examples
from tests.places import TESTS
from tests.variants import (
    HALF_WIDTH,
    PAGE_FEET,
    Block,
    blocks_of,
    body_lines,
    fields,
    half_width,
    misplaced,
    signature,
    with_pages,
    wrap,
)

TABLES = TESTS / "inline"
EDUCATION = (TABLES / "education.txt").read_text("utf-8")
BLOCKS = blocks_of(EDUCATION)
WIDTHS = [8, 12, 20, 37, 60, 80, 200, 10000]


def parse(text: str, codec: str = "utf-8") -> Document:
    return lay_out(read("表.txt", text.encode(codec)))


def halved(text: str) -> str:
    return text.translate(HALF_WIDTH)


SAME = signature(parse(EDUCATION))
SAME_HALVED = signature(parse(EDUCATION), halved)


def assert_same(lines: Sequence[str], ends: str = "\n", codec: str = "utf-8") -> None:
    """Assert that the lines are read as the table itself, without a note, each character at its place."""
    text = ends.join(lines)
    document = parse(text, codec)
    assert signature(document) == SAME
    assert [note.message for note in document.notes if note.unchecked] == []
    assert misplaced(document, text) == []
    assert document.title and document.title.text == "2025年部门预算项目支出绩效目标表（含转移支付项目）"
    assert document.department and document.department.text == "云州市青湖区教育局" and document.amount_unit == "万元"


def test_the_blocks_are_the_table() -> None:
    kinds = [block.kind for block in BLOCKS]
    assert (kinds.count("unit"), kinds.count("project"), kinds.count("goal"), kinds.count("records")) == (3, 5, 5, 5)
    assert_same(body_lines(BLOCKS, 34))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    ("indent", "margin"),
    [("    ", ""), ("", ""), ("  ", "        "), ("　　", ""), ("\t", ""), ("", "  "), ("　　", "　　"), ("\t", "\t")],
)
def test_any_width_and_indentation(width: int, indent: str, margin: str) -> None:
    assert_same(body_lines(BLOCKS, width, indent, margin))


@pytest.mark.parametrize("width", WIDTHS)
def test_blank_lines_between_all_lines(width: int) -> None:
    lines = body_lines(BLOCKS, width)
    assert_same([part for line in lines for part in (line, "")])
    assert_same([part for line in lines for part in (line, " ", "　")])


@pytest.mark.parametrize("width", WIDTHS)
def test_half_width_punctuation(width: int) -> None:
    text = "\n".join(body_lines(half_width(BLOCKS), width))
    document = parse(text)
    assert signature(document, halved) == SAME_HALVED
    assert misplaced(document, text) == []


@pytest.mark.parametrize("foot", PAGE_FEET)
@pytest.mark.parametrize("head", ["nothing", "title", "all", "columns", "other"])
@pytest.mark.parametrize(("width", "every"), [(9, 25), (12, 23), (20, 17), (37, 16), (48, 15)])
def test_pages(foot: str, head: str, width: int, every: int) -> None:
    above = [block.text for block in BLOCKS if block.kind in ("above", "header")]
    heads = {
        "nothing": [],
        "title": above[:1],
        "all": above,
        "columns": above[-1:],
        "other": ["云州市青湖区2025年部门预算公开"],
    }[head]
    lines = body_lines(BLOCKS, width)
    if foot == "none" and head == "other" and len(lines) <= every * 3:
        pytest.skip("two running heads without page numbers prove nothing")
    assert_same(with_pages(lines, every, PAGE_FEET[foot], [line for text in heads for line in wrap(text, width)]))


def test_form_feeds() -> None:
    lines = body_lines(BLOCKS, 30)
    paged = [("\f" if number and number % 12 == 0 else "") + line for number, line in enumerate(lines)]
    document = parse("\n".join(paged))
    assert signature(document) == SAME


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_and_line_ends(ends: str, codec: str) -> None:
    assert_same(body_lines(BLOCKS, 37), ends, codec)


@given(st.data())
@settings(max_examples=examples(150))
def test_any_breaks(data: st.DataObject) -> None:
    width = data.draw(st.integers(8, 90))
    sizes = st.integers(max(4, width // 2), width)
    assert_same(body_lines(BLOCKS, lambda: data.draw(sizes)))


class TestPublishedTable:
    @pytest.mark.parametrize("width", [6, 12, 20, 37, 60, 80, 200, 10000])
    @pytest.mark.parametrize("dress", ["plain", "margins", "pages", "half width"])
    def test_reads_the_same(self, real_table: Path, width: int, dress: str) -> None:
        published = real_table.read_text("utf-8")
        blocks = blocks_of(published)
        flat = halved if dress == "half width" else str
        expected = signature(parse(published), flat)
        lines = body_lines(half_width(blocks) if dress == "half width" else blocks, width)
        if dress == "margins":
            lines = body_lines(blocks, width, "\t", "      ")
        if dress == "pages":
            head = [line for block in blocks if block.kind in ("above", "header") for line in wrap(block.text, width)]
            lines = with_pages(lines, 43, PAGE_FEET["dashes"], head)
        text = "\n".join(lines)
        document = parse(text)
        assert signature(document, flat) == expected
        assert document.notes == () and misplaced(document, text) == []


SEEDS = [EDUCATION, *(path.read_text("utf-8") for path in sorted(TABLES.glob("*.txt")))]
PIECES = [
    "\n",
    "\f",
    "；",
    "。",
    "1、",
    "2.00 2.00",
    "年度指标值:",
    "第 3 页",
    "1-产出指标；",
    "　",
    "\u2028",
    "合计",
    "0",
    "(",
]


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A table with slices of it taken out, doubled, moved, and odd pieces put in."""
    text = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 80)))
        what = draw(st.sampled_from(["drop", "double", "move", "insert", "cut"]))
        if what == "drop":
            text = text[:start] + text[end:]
        elif what == "double":
            text = text[:end] + text[start:]
        elif what == "move":
            text = text[end:] + text[start:end] + text[:start]
        elif what == "insert":
            text = text[:start] + draw(st.sampled_from(PIECES)) + text[start:]
        else:
            text = text[:start]
    return text


@given(st.one_of(mutated(), st.text(max_size=300), st.text(alphabet="1、-产出指标；数量:年度值。 \n.,0", max_size=200)))
@settings(max_examples=examples(300))
def test_nothing_but_a_read_error(text: str) -> None:
    with suppress(ReadError):
        document = parse(text)
        assert misplaced(document, text.replace("\x00", "")) == [] or "\f" in text
        assert all("\n" not in field.text for field in fields(document))


def test_blocks_are_plain() -> None:
    assert all(isinstance(block, Block) and "\n" not in block.text for block in BLOCKS)
