"""Units: what they measure, how they convert, and which words are one unit."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lint_pbt.datafiles.vocabulary import built_in
from lint_pbt.target import Quantity, default_parser, dimension_of
from lint_pbt.target.compare import common_unit

DIMENSIONS = {
    "人": "人 名 人次 人（次） 学生 万人次",
    "户": "户 户次 农户",
    "件": "件 起 宗 件（起）",
    "次": "次 场 期 架次",
    "物": "台 套 台套 台（套） 册 标准箱 CFU",
    "时间": "小时 个工作日 min 季度 天",
    "长度": "米 公里 km 延米 海里",
    "面积": "亩 ㎡ km² 公顷 m2",
    "体积": "立方米 m³ 升 mL 万m³",
    "质量": "吨 kg 公斤 tCO2e",
    "钱": "元 万元 亿元 美元",
    "比率": "% ‰ 百分比 个百分点 1/万",
    "能量": "千瓦时 kW·h GJ 吨标准煤",
    "功率": "千瓦 MW kVA",
    "压力": "MPa 百帕 mmHg",
    "带宽": "Gbps Mbit/s",
    "力·长度": "N·m",
    "钱/人·时间": "元/人·月 元/生·年",
    "钱/面积": "元/平方米 元/亩",
    "质量/体积": "mg/m³ 克/升",
    "质量/质量": "mg/kg",
    "体积/面积": "方/亩",
    "能量/面积": "kgce/㎡ GJ/㎡",
    "物/体积": "CFU/mL 个/L",
    "物/时间": "pcu/h",
    "转数/时间": "r/min rpm",
    "人·时间": "人·天 人天",
    "运量": "车公里",
    "质量/时间·面积": "t/(km²·a)",
}


@pytest.mark.parametrize(
    ("unit", "dimension"), [(unit, kind) for kind, units in DIMENSIONS.items() for unit in units.split()]
)
def test_what_a_unit_measures(unit: str, dimension: str) -> None:
    assert dimension_of(unit) == dimension


@pytest.mark.parametrize("unit", ["", "钵", "gpm/台", "元/档案袋", "IU", "/", "度"])
def test_of_an_unknown_unit_nothing_is_claimed(unit: str) -> None:
    assert dimension_of(unit) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("20公里", "20000米"),
        ("1公顷", "15亩"),
        ("1000㎡", "1.5亩"),
        ("1MWh", "1000千瓦时"),
        ("60台（套）", "60台套"),
        ("1.5小时", "90min"),
        ("2GW", "2000兆瓦"),
        ("1kgce/㎡", "1000克标准煤/平方米"),
        ("1元/人·月", "12元/人·年"),
        ("3m³/s", "3000L/s"),
        ("5‰", "0.5%"),
    ],
)
def test_numbers_in_other_units_are_the_same(one: str, other: str) -> None:
    a, b = (quantity(text) for text in (one, other))
    units = common_unit(a, b)
    assert units is not None
    left, right = a.value * units[0], b.value * units[1]
    assert abs(left - right) <= left * Decimal("0.001")


@pytest.mark.parametrize(
    ("one", "other"), [("3人", "3人次"), ("5天", "5个工作日"), ("2台", "2套"), ("4元/人", "4元/户"), ("1米", "1平方米")]
)
def test_other_things_have_no_common_unit(one: str, other: str) -> None:
    assert common_unit(quantity(one), quantity(other)) is None


def test_a_unit_that_nobody_listed_is_one_all_the_same() -> None:
    for text, unit in (
        ("≥30gpm/台以上", "gpm/台"),
        ("5钵/亩", "钵/亩"),
        ("1200xyz", "xyz"),
        ("3.2kg/株·年", "kg/株·年"),
    ):
        assert quantity(text).unit == unit
        assert default_parser().parse(text).unread is None


def test_words_behind_a_number_that_are_no_unit_stay_words() -> None:
    for text in ("95%按时办结", "3次检查全部合格", "10天时间"):
        assert quantity(text).unit in ("%", "次", "天")


def test_every_definition_is_read_and_no_name_means_two_things() -> None:
    lines = built_in()[0]["unit-definitions"]
    book = default_parser().units.book
    names = [
        name.rstrip("*")
        for line in lines
        if not line.startswith("[")
        for name in line.split(" = ")[0].split(" ≈ ")[0].split()
    ]
    assert len(names) == len(set(names))
    assert not [name for name in names if name.replace("（", "(").replace("）", ")") not in book.definitions]
    # Each leads to base units that have a dimension of their own.
    assert not [name for name in book.definitions if book.dimension([(name, 1)]) is None]


def quantity(text: str) -> Quantity:
    (found,) = default_parser().parse(text).quantities
    return found
