"""The marks of the field: units of money, ends of titles, page numbers, numbering and words that compare."""

from __future__ import annotations

import re

import pytest

from lint_pbt.target.scan import BEFORE
from lint_pbt.text import notation
from lint_pbt.text.folding import fold
from lint_pbt.text.notation import ends_title, is_page_number, money_unit, numbering_end, page_count


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("预算数（万元）", "万元"),
        ("金额(单位：元)", "元"),
        ("单位： 人民币 千元", "千元"),
        ("金额单位:万元 人民币", "万元"),
        ("预算金额（百万元）", "百万元"),
        ("单位：元阳县水务局", None),
        ("万元产值能耗", None),
        ("预算数", None),
    ],
)
def test_units_of_money(text: str, unit: str | None) -> None:
    assert money_unit(text) == unit


@pytest.mark.parametrize(
    ("text", "number"),
    [("1,234,567.80", True), ("12", True), ("0.5", True), ("1,23", False), ("12.", False), ("", False)],
)
def test_numbers(text: str, number: bool) -> None:
    assert (re.fullmatch(notation.NUMBER, text) is not None) is number


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("某县2025年项目支出绩效目标表", True),
        ("项目支出绩效目标表 （2025年度）（公开）", True),
        ("表3", False),
        ("表格说明", False),
        ("代表", True),
    ],
)
def test_ends_of_titles(text: str, ends: bool) -> None:
    assert ends_title(text) is ends


@pytest.mark.parametrize(
    "text",
    ["第3页", "第 3 页，共 9 页", "第三页", "共9页 第3页", "第3页/共9页", "- 3 -", "— 12 —", "·3·", "Page 3 of 9"],
)
def test_page_numbers(text: str) -> None:
    assert is_page_number(text) and page_count(text) is None


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("3", (3, None)),
        ("012", (12, None)),
        ("3/9", (3, 9)),
        ("3 of 9", (3, 9)),
        ("3页/共9页", (3, 9)),
        ("3 页 共 9 页", (3, 9)),
    ],
)
def test_counts_of_pages(text: str, count: tuple[int, int | None] | None) -> None:
    assert page_count(text) == count and not is_page_number(text)


@pytest.mark.parametrize(
    "text", ["", "0", "3个", "12345", "页", "第一批", "第三方评估次数", "3.5", "-5", "1,000", "9" * 99, "第" * 99]
)
def test_what_is_no_page_number(text: str) -> None:
    assert not is_page_number(text) and page_count(text) is None


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("一、培训", "培训"),
        ("（二）培训", "培训"),
        ("(3)、培训", "培训"),
        ("12．培训", "培训"),
        (" 4) 培训", "培训"),
        ("① 培训", "培训"),
        ("3.5万亩灌区", "3.5万亩灌区"),
        ("2025年培训", "2025年培训"),
        ("3.2025年培训", "2025年培训"),
        ("培训", "培训"),
    ],
)
def test_numbering(text: str, rest: str) -> None:
    assert text[numbering_end(text) :] == rest


@pytest.mark.parametrize("sign", notation.COMPARISONS)
def test_words_that_compare(sign: str) -> None:
    [operator] = [one for one in BEFORE if fold(one.value) == sign]
    for word in notation.COMPARISONS[sign]:
        assert re.fullmatch(notation.COMPARISON, word), word
        assert word in BEFORE[operator]


@pytest.mark.parametrize("word", ["达到", "约", "不", "高", "不满"])
def test_words_that_do_not_compare(word: str) -> None:
    assert not re.fullmatch(notation.COMPARISON, word)
