"""Checks of a value's unit against what the name measures."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated

from msgspec import Meta

from lint_pbt.checks.bounds import Values, holding, quantities
from lint_pbt.checks.measures import named
from lint_pbt.checks.primitive import Hit, Sieve, Subject, primitive
from lint_pbt.checks.selection import standard_levels, standard_names
from lint_pbt.checks.tools import Tools
from lint_pbt.knowledge.reading import Knowledge
from lint_pbt.model.document import Indicator
from lint_pbt.target import Quantity
from lint_pbt.text.patterns.lazy import Pattern

_RATE = "率"
_PEOPLE, _MONEY = "人", "钱"
_ANY_AMOUNT, _PASSENGERS = "量", "人次"
# What is counted one by one; also of what nothing is known.
_COUNTS = frozenset({"物数", "户数", "次数", "人数", "人次", ""})
# A longer name is several that ran into one another.
_LONGEST = 40
# 实际结业人数占计划结业人数 is a share, whatever it ends with; 万车死亡率 is counted in people.
_SHARED = Pattern("占(?!比$)|之比|相比|[十百千万亿](?:人|户|车|台|元|吨|公里|辆)")
_WHOLE = Decimal(100)


class UnitMisfit(Values, frozen=True, kw_only=True):
    """`quantities` are the categories of counts, where things are to be counted and not paid for."""

    quantities: Annotated[tuple[str, ...], Meta(description="算数量的二级指标")] = ("数量指标",)


@primitive(
    "unit-misfit",
    "单位与名称量的东西对不上",
    options=UnitMisfit,
    fills={"wrong": "写的单位", "fitting_unit": "合适的单位"},
    looks_at="pair",
)
def unit_misfit(options: UnitMisfit, tools: Tools) -> Sieve:
    """A unit that cannot be meant: people in %, a rate in 个, an area in people; things to be made, in money, where
    they are to be counted. Compound units are left alone.
    """
    knowledge, units = tools.knowledge, tools.parser.units
    counted = standard_names(options.quantities, tools, first=False)

    def counts_things(name: str) -> bool:
        """True for 份数 and 台数, which tell by what the things are counted; 个数 may be of people too."""
        tail = knowledge.tail(knowledge.told(name))
        counter = units.meaning(tail.removesuffix("数")) if tail.endswith("数") and len(tail) > 1 else None
        return counter is not None and counter.dimension == "物" and not counter.generic

    def fitting(name: str, usual: tuple[str, ...], dimension: str = "") -> str:
        """The units for a name: what counts its things, where it counts any, else two of the usual ones."""
        counter = "" if dimension not in _COUNTS else knowledge.counter(name, units.is_unit)
        return "”“".join((counter,) if counter else usual[:2])

    def counted_one_by_one(indicator: Indicator) -> bool:
        """True for a name that ends with things of their own counter, under the category of counts: 新建公厕. What is
        paid out is counted in money too.
        """
        name = indicator.name.text
        if standard_levels(indicator, tools)[1] not in counted or knowledge.measure(name).source != "nothing":
            return False
        counter = units.meaning(knowledge.counter(name, units.is_unit))
        paid = any(word in name for word in knowledge.words["paid"])
        return counter.dimension == "物" and not counter.generic and not paid

    def find(subject: Subject) -> Iterator[Hit]:
        indicator = subject.indicator
        assert indicator is not None
        for field_name, field, quantity, _ in quantities(subject, options.field):
            if not _alone(quantity):
                continue
            assert quantity.unit
            measure = knowledge.measure(indicator.name.text)
            dimension = knowledge.dimensions.get(measure.dimension)
            kind = units.meaning(quantity.unit).dimension
            wrong = dimension is not None and kind in dimension.misfit.split()
            if kind == _MONEY and counted_one_by_one(indicator):
                fills = {"wrong": quantity.scale + quantity.unit, "fitting_unit": fitting(indicator.name.text, ())}
                yield Hit(field, field_name, quantity.start, quantity.end, fills=fills)
                continue
            if not (wrong or kind == _PEOPLE) or not _plain(knowledge, indicator.name.text, measure.dimension):
                continue
            if wrong or (dimension is not None and counts_things(indicator.name.text)):
                fills = {
                    "wrong": quantity.scale + quantity.unit,
                    "fitting_unit": fitting(indicator.name.text, measure.units, measure.dimension),
                }
                yield Hit(field, field_name, quantity.start, quantity.end, fills=fills)

    return Sieve(find, value=holding(options.field, _alone))


def _alone(quantity: Quantity) -> bool:
    """True for a number with a plain unit and no words, which may tell of something else than the name: 合格率100%,
    支付总额的100%.
    """
    return bool(quantity.unit) and not (
        quantity.label or quantity.tail or quantity.base or "/" in (quantity.unit or "")
    )


def _plain(knowledge: Knowledge, name: str, dimension: str) -> bool:
    """True where the last word of a name says what it measures: 人数, 面积, 率. 损失 may be money or grain."""
    tail = knowledge.tail(knowledge.told(name))
    stated = knowledge.tail_of(name)
    if stated is None or len(name) > _LONGEST or _SHARED.search(name):
        return False
    if stated.dimension == _ANY_AMOUNT:  # 客流量: what it is of, only an entry of its own tells
        return dimension == _PASSENGERS
    return stated.dimension == dimension and (len(tail) > 1 or tail == _RATE)


@primitive(
    "decimal-percent",
    "百分数写成了小数",
    options=Values,
    fills={"percent": "多半想写的百分数"},
    looks_at="pair",
)
def decimal_percent(options: Values, tools: Tools) -> Sieve:
    """A rate that should be high with a value above 0 and at most 1%: 0.95% typed for 95%."""
    knowledge = tools.knowledge

    def find(subject: Subject) -> Iterator[Hit]:
        assert subject.indicator is not None
        for field_name, field, quantity, label in quantities(subject, options.field):
            if not _tiny_share(quantity):
                continue
            measure = knowledge.measure(named(tools, label, subject.indicator.name.text))
            if measure.bounded and measure.better == "high" and not measure.small:
                percent = f"{(quantity.value * _WHOLE).normalize():f}%"
                yield Hit(field, field_name, quantity.start, quantity.end, fills={"percent": percent})

    return Sieve(find, value=holding(options.field, _tiny_share))


def _tiny_share(quantity: Quantity) -> bool:
    below_one = 0 < quantity.value <= 1 and (quantity.upper is None or quantity.upper <= 1)
    return below_one and quantity.measure == "%" and not quantity.base
