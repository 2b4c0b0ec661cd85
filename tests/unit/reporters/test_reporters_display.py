"""Widths, line breaks and harmless text on a display."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from lint_pbt.presentation.display import columns, excerpt, fits, harmless, pad, wrap

CHINESE = "年度指标值没有数量、时限或标准；“≥95%”这样的写法（带单位）才能核对。V101 pbt-lint 2024年100%"
text = st.text(st.sampled_from(CHINESE), max_size=200)
any_text = st.text(st.characters(), max_size=100)


@pytest.mark.parametrize(
    ("sample", "width"), [("", 0), ("V101", 4), ("指标", 4), ("≥95%", 4), ("＞９", 4), ("e\u0301", 1), ("【项目】", 8)]
)
def test_columns(sample: str, width: int) -> None:
    assert columns(sample) == width


@given(text)
def test_columns_agree_with_rich(sample: str) -> None:
    assert columns(sample) == cell_len(sample)


@given(text, st.integers(4, 80))
def test_wrapped_lines_fit_and_hold_every_character(sample: str, width: int) -> None:
    lines = wrap(sample, width)
    assert all(columns(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == sample.replace(" ", "")


@given(
    st.lists(st.sampled_from(["指标值。", "，年度", "（全部指标）", "“合规”；", "数量≥95%"]), max_size=30),
    st.integers(16, 40),
)
def test_no_line_begins_or_ends_with_a_forbidden_mark(parts: list[str], width: int) -> None:
    lines = wrap("".join(parts), width)
    assert all(line[0] not in "。，；）”%" for line in lines[1:])
    assert all(line[-1] not in "“≥（" for line in lines[:-1])


def test_words_and_numbers_stay_whole() -> None:
    assert wrap("指标值写作≥95.5%或者在pbt-lint里看说明", 14) == ["指标值写作", "≥95.5%或者在", "pbt-lint里看说", "明"]


@given(text, st.data(), st.integers(10, 60))
def test_an_excerpt_fits_and_shows_the_part_in_question(sample: str, data: st.DataObject, width: int) -> None:
    start = data.draw(st.integers(0, len(sample)))
    end = data.draw(st.integers(start, len(sample)))
    piece, first, last = excerpt(sample, start, end, width)
    assert columns(piece) <= width
    assert sample[start:end].startswith(piece[first:last])
    if columns(sample[start:end]) <= width - 2:
        assert piece[first:last] == sample[start:end]
    assert piece.strip("…") in sample


def test_an_excerpt_of_a_huge_text_is_quick_and_the_same() -> None:
    start = 500_000
    huge = "指标值" * 400_000
    begun = process_time()
    for _ in range(1000):
        piece, first, last = excerpt(huge, start, start + 3, 40)
    assert process_time() - begun < 1
    assert (piece[first:last], columns(piece) <= 40) == (huge[start : start + 3], True)
    assert piece[0] == piece[-1] == "…"
    assert not fits(huge, 80)


@given(any_text)
def test_harmless_text_cannot_steer_a_terminal_and_keeps_offsets(sample: str) -> None:
    shown = harmless(sample)
    assert len(shown) == len(sample)
    assert all(character.isprintable() or character.isspace() for character in shown)
    assert not set(shown) & set("\x1b\r\n\x07\x9b\u202e\u2066\u200b")
    shown.encode("utf-8")


def test_harmless_shows_what_it_replaces() -> None:
    assert harmless("合规\x1b[31m\u202e\udc80\n\u3000全") == "合规␛[31m·· \u3000全"


def test_pad_counts_columns() -> None:
    assert pad("规则", 6) == "规则  "


def test_what_is_known_to_be_wide_or_narrow_is_as_wide_as_rich_has_it() -> None:
    from rich.cells import get_character_cell_size

    from lint_pbt.presentation.display import _NARROW, _WIDE

    assert {get_character_cell_size(character) for character in _NARROW} == {1}
    wide = [chr(code) for first, last in _WIDE for code in range(ord(first), ord(last) + 1)]
    assert {get_character_cell_size(character) for character in wide} == {2}
    assert {columns(character) for character in wide} == {2}
