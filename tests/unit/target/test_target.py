"""What values are read as: a table of cases, the places of the parts, and properties over all texts."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from lint_pbt.target import Operator, Phrase, Quantity, Target, Unread, default_parser
from lint_pbt.target.numerals import chinese
from lint_pbt.target.show import show
from lint_pbt.text.folding import fold
from tests.drawing import examples
from tests.unit.target.target_notation import notation

CASES = yaml.safe_load(Path(__file__).with_name("target_cases.yaml").read_text(encoding="utf-8"))
# What values are put together from, in any order.
PIECES = [*Path(__file__).with_name("target_pieces.txt").read_text(encoding="utf-8").split(), " ", "　", "\n"]
mixed = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
texts = st.one_of(
    st.text(max_size=60), mixed, st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3))).map("".join)
)


def read(text: str) -> Target:
    return default_parser().parse(text)


def one(text: str) -> Quantity:
    (quantity,) = read(text).quantities
    return quantity


def test_every_case_is_read_as_the_table_says() -> None:
    wrong = {text: found for text, expected in CASES if (found := notation(read(text))) != expected}
    assert not wrong
    assert len(CASES) > 500


def test_spaces_and_width_around_a_value_do_not_matter() -> None:
    for text, expected in CASES:
        if "“" not in text and "参照" not in text:
            assert notation(read(f"  {text} ")) == expected, text


@pytest.mark.parametrize(
    ("text", "whole", "number", "unit"),
    [
        ("办结率 ≥ 95 %", "≥ 95 %", "95", "%"),
        ("约92万页", "约92万页", "92万", "页"),
        ("标准：不少于２０次", "不少于２０次", "２０", "次"),
        ("2-7秒内", "2-7秒内", "2-7", "秒"),
        ("=100.00(%)", "=100.00(%)", "100.00", "%"),
        ("不超过缴费额度的2/3", "不超过缴费额度的2/3", "2/3", None),
        ("达到50件以上", "达到50件以上", "50", "件"),
    ],
)
def test_places_are_those_of_the_text_as_written(text: str, whole: str, number: str, unit: str | None) -> None:
    quantity = one(text)
    assert text[quantity.start : quantity.end] == whole
    assert text[quantity.number_start : quantity.number_end] == number
    assert (unit is None) == (quantity.unit_start is None)
    if unit:
        assert text[quantity.unit_start : quantity.unit_end] == unit


def test_numbers_are_exact() -> None:
    assert one("≥0.36万人").value == 3600
    assert one("1.2亿立方米").value == 120_000_000
    assert one("0.1%").value == Decimal("0.1")
    assert one("2/3").fraction == (2, 3)
    assert one("1:1.5").ratio == Decimal("1.5")
    assert (one("5±1").value, one("5±1").upper) == (4, 6)
    assert one("-5%").value == -5
    assert one("每人每月约800元").hedged


def test_a_missing_unit_is_none_and_a_usual_name_is_given() -> None:
    assert one("≥800").unit is None
    assert (one("1280㎡").unit, one("1280㎡").measure) == ("㎡", "平方米")
    assert one("720元/人·年").measure == "元/人·年"
    assert one("不低于1:5").plain_ratio
    assert one("1/3").plain_ratio
    assert not one("≥800").plain_ratio


def test_properties_of_a_target() -> None:
    assert not read("合规").measurable
    assert isinstance(read("合规").parts[0], Phrase)
    assert read("年底前完成").measurable
    assert read("").parts == ()
    assert read("标准：100%").prefix is not None
    assert read("9O%").unread is not None
    assert read("9O%").unread.reason
    assert read("力争提升").hedges == (), "only a target can be hedged"


def test_reached_leaves_the_bound_open() -> None:
    assert (one("达到95%").reached, one("达到95%").operator) == (True, None)
    assert (one("达到95%以上").reached, one("达到95%以上").operator) == (True, Operator.GE)


def test_a_text_that_is_too_long_is_unread_with_a_reason() -> None:
    target = read("完成" * 2000)
    assert isinstance(target.parts[0], Unread)
    assert "太长" in target.parts[0].reason


@given(texts)
@settings(max_examples=examples(300))
def test_no_text_raises_and_every_place_lies_inside(text: str) -> None:
    target = read(text)
    behind = 0
    for part in target.parts:
        assert behind <= part.start <= part.end <= len(text)
        behind = part.end
        if isinstance(part, Quantity):
            assert part.start <= part.number_start < part.number_end <= part.end
            if part.unit_start is not None and part.unit_end is not None:
                assert part.start <= part.unit_start < part.unit_end <= part.end
                assert part.unit in ("%", "‰") or fold(text[part.unit_start : part.unit_end]) == part.unit
        else:
            assert part.text == text[part.start : part.end]
    for span in (*target.hedges, *target.wrong_signs):
        assert 0 <= span.start < span.end <= len(text)


@given(mixed)
@settings(max_examples=examples(300))
def test_what_is_shown_reads_the_same(text: str) -> None:
    for quantity in read(text).quantities:
        assert _content(one(show(quantity))) == _content(quantity)


def _content(quantity: Quantity) -> tuple[object, ...]:
    """A quantity without its places and the words around it; 两月 is shown as 2个月, the same measure."""
    return (
        quantity.operator, quantity.value, quantity.upper, quantity.measure, quantity.scale,
        quantity.fraction, quantity.ratio, quantity.base, quantity.hedged, quantity.reached,
    )  # fmt: skip


@given(st.text(max_size=80))
@settings(max_examples=examples(200))
def test_folding_never_moves_a_place(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded


@given(st.integers(1, 99_999_999))
@settings(max_examples=examples(200))
def test_chinese_numerals_read_as_written(number: int) -> None:
    assert chinese(_in_chinese(number)) == number


def _in_chinese(number: int) -> str:
    """The numeral of a number below 亿, as a person writes it."""
    high, low = divmod(number, 10_000)
    text = _below_ten_thousand(low)
    if high:
        zero = "零" if low and low < 1000 else ""
        text = f"{_below_ten_thousand(high)}万{zero}{text}"
    return text


def _below_ten_thousand(number: int) -> str:
    text, zero = "", False
    for power, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, power)
        if digit:
            text += ("零" if zero else "") + "零一二三四五六七八九"[digit] + sign
            zero = False
        elif text:
            zero = True
    return text


@pytest.mark.parametrize(
    "text",
    ["9" * 100_000, "≥" * 5000, "（" * 10_000, "一" * 50_000, "1," * 50_000, "不低于" * 660, "0 " * 999, "的1/3" * 400,
     "至少" * 999, "不超过a" * 490, "控制在" * 660, "“" * 1999, "《" * 1999, "每1年" * 600],
    ids=lambda text: text[:4],
)  # fmt: skip
def test_hostile_texts_take_no_time(text: str) -> None:
    read(text)


@pytest.mark.parametrize("text", ["\ufffd\ufffd台", "≥9\ufffd%", "300人次，" + "这里说怎样填。" * 60])
def test_what_is_told_to_be_unreliable_is_not_judged_again(text: str) -> None:
    unread = read(text).unread
    assert unread is not None
    assert unread.told
