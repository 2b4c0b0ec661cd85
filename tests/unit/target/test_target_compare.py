"""When two values state the same target."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint_pbt.target import default_parser
from lint_pbt.target.compare import Difference, difference, same_target
from tests.drawing import examples
from tests.unit.target.test_target import mixed

SAME = [
    ("≥95%", "≥ 95 ％", ""),
    ("标准：95%", "95%", ""),
    ("95%以上", "≥95%", ""),
    ("不低于95%", "95％及以上", ""),
    ("达到95%", "95%", ""),
    ("达到95%", "≥95%", ""),
    ("按标准发放率98%", "98%", "费用标准合规性"),
    ("受理劳资纠纷举报投诉和各类违法线索>30000宗", "受理数量>30000宗", "案件受理数量"),
    ("满意度＞90%", "＞90%", "满意度"),
    ("3万人次", "30000人次", ""),
    ("0.5亿元", "5000万元", ""),
    ("1280㎡", "1280平方米", ""),
    ("3公里", "3000米", ""),
    ("1200元/人·年", "每人每年1200元", ""),
    ("≥800", "≥800人", ""),
    ("零投诉", "投诉0起", ""),
    ("年底前完成", "12月31日前", ""),
    ("每季度一次", "每季度1次", ""),
    ("2个单位、4个项目", "4个项目；2个单位", ""),
    ("2/3", "4/6", ""),
    ("合法、合规。", "合法合规", ""),
    ("工作及时完成", "及时完成", "工作"),
]
DIFFERENT = [
    ("95%", "≥95%", Difference.NUMBERS),
    ("≥95%", "＞95%", Difference.NUMBERS),
    ("≥95%", "≥9.5%", Difference.NUMBERS),
    ("100人", "100场", Difference.NUMBERS),
    ("1:5", "15", Difference.NUMBERS),
    ("3-5个", "3个", Difference.NUMBERS),
    ("2个单位、4个专项资金", "2个单位", Difference.NUMBERS),
    ("每季度一次", "每月一次", Difference.NUMBERS),
    ("6月底前", "12月底前", Difference.WORDS),
    ("投诉办结率＞95%", "满意率＞95%", Difference.WORDS),
    ("标准：控制数", "≥800", Difference.MIXED),
    ("补贴标准合规率", "100%按文件标准", Difference.MIXED),
    ("引进人数", "≥25名", Difference.MIXED),
    ("多元化就业服务", "开展招聘会", Difference.WORDS),
]


def compare(cycle: str, annual: str, name: str = "") -> Difference:
    parse = default_parser().parse
    return difference(parse(cycle), parse(annual), name)


@pytest.mark.parametrize(("cycle", "annual", "name"), SAME)
def test_the_same_target_in_other_words(cycle: str, annual: str, name: str) -> None:
    parse = default_parser().parse
    assert same_target(parse(cycle), parse(annual), name)
    assert same_target(parse(annual), parse(cycle), name)


@pytest.mark.parametrize(("cycle", "annual", "kind"), DIFFERENT)
def test_different_targets_and_how_they_differ(cycle: str, annual: str, kind: Difference) -> None:
    assert compare(cycle, annual) is kind
    assert compare(annual, cycle) is kind


@given(mixed, mixed, st.sampled_from(["", "办结率", "满意度"]))
@settings(max_examples=examples(200))
def test_comparison_is_symmetric_and_a_value_is_the_same_as_itself(one: str, other: str, name: str) -> None:
    assert compare(one, other, name) is compare(other, one, name)
    assert compare(one, one, name) is Difference.SAME
