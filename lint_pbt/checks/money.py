"""Checks of cost targets against the money a project asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Annotated

from msgspec import Meta, Struct

from lint_pbt.checks.measures import bracketed, essence
from lint_pbt.checks.primitive import Find, Hit, Options, Subject, primitive
from lint_pbt.checks.selection import standard_levels, standard_names
from lint_pbt.checks.tools import Tools
from lint_pbt.checks.years import of_several_years
from lint_pbt.model.document import Field, Indicator, Project
from lint_pbt.model.rule import Severity
from lint_pbt.target import Operator, Quantity

SCALES = {"元": 1, "百元": 100, "千元": 1000, "万元": 10**4, "百万元": 10**6, "千万元": 10**7, "亿元": 10**8}


class CostAgainstAmount(Options, frozen=True, kw_only=True):
    """`level1` and `level2` are the categories of cost; `quantities` those of counts.

    `unless` are patterns of names that speak of other money than the project's; `parts` of unit prices, which no
    total is; `partly` of names of projects that pay only a part. `least` and `most` are between which shares of the
    amount a count times its price should lie, `capped` is the most where the price is an upper bound. What is `misread`
    times the amount is more likely in another unit than in conflict. `totals` are patterns of names of the cost of all,
    which may be up to `above` times the amount; with no `product`, nothing else is looked at.
    """

    level1: Annotated[tuple[str, ...], Meta(description="算成本的一级指标")] = ("成本指标",)
    level2: Annotated[tuple[str, ...], Meta(description="算成本的二级指标")] = ("成本指标", "经济成本指标")
    quantities: Annotated[tuple[str, ...], Meta(description="算数量的二级指标")] = ("数量指标",)
    unless: Annotated[tuple[str, ...], Meta(description="名称是这些写法（正则表达式）时，说的不是本项目今年的钱")] = ()
    parts: Annotated[
        tuple[str, ...], Meta(description="名称或值有这些写法（正则表达式）时，是单价、标准，不是总额")
    ] = ()
    least: Annotated[float, Meta(ge=0, description="数量乘单价至少应是项目金额的几成")] = 0.5
    most: Annotated[float, Meta(ge=1, description="数量乘单价最多可以是项目金额的几倍")] = 1.05
    capped: Annotated[float, Meta(ge=1, description="单价只说不超过多少时，数量乘单价最多可以是项目金额的几倍")] = 1.2
    partly: Annotated[
        tuple[str, ...], Meta(description="项目名称是这些写法（正则表达式）时，只出一部分钱，不拿数量乘单价")
    ] = ()
    misread: Annotated[float, Meta(ge=1, description="差这么多倍的，多半是单位没有读对，不报")] = 100
    product: Annotated[Severity | None, Meta(description="数量乘单价与金额差得多时报哪一级；null 表示只看成本总额")] = (
        "warning"
    )
    totals: Annotated[
        tuple[str, ...], Meta(description="名称是这些写法（正则表达式）的，才是本项目的成本总额；不写就不论名称")
    ] = ()
    above: Annotated[float, Meta(ge=1, description="成本总额超过项目金额的几倍就报")] = 1.005
    several_years: Annotated[str, Meta(description="词表：这些写法说明项目跨年度，成本可能是几年的")] = "several-years"


class _Priced(Struct, frozen=True):
    indicator: Indicator
    field: Field
    quantity: Quantity


@primitive(
    "cost-against-amount",
    "成本指标与项目金额对不上",
    scope="project",
    options=CostAgainstAmount,
    fills={"stated": "成本指标怎么说", "amount": "项目金额", "reason": "怎么对不上"},
)
def cost_against_amount(options: CostAgainstAmount, tools: Tools) -> Find:
    """A total cost above the project's amount; a count times its unit price far from the amount."""
    costs = standard_names(options.level1, tools, first=True) | standard_names(options.level2, tools, first=False)
    counted = standard_names(options.quantities, tools, first=False)
    unless = tools.pattern(*options.unless) if options.unless else None
    partly = tools.pattern(*options.partly) if options.partly else None
    parts = tools.pattern(*options.parts) if options.parts else None
    totals = tools.pattern(*options.totals) if options.totals else None
    misread, above = Decimal(str(options.misread)), Decimal(str(options.above))
    runs_for_years = of_several_years(tools, options.several_years)

    def is_cost(indicator: Indicator) -> bool:
        levels = standard_levels(indicator, tools)
        return not costs.isdisjoint(levels) and not (unless and unless.find(indicator.name.text))

    @lru_cache(maxsize=1024)
    def is_total(name: str) -> bool:
        """True for the name of a total. Words in brackets may say what part is meant; a unit says nothing of it."""
        named = totals is None or totals.find(essence(name)) is not None
        return named and all(map(tools.parser.units.is_unit, bracketed(name)))

    def is_part(one: _Priced) -> bool:
        words = one.indicator.name.text, one.quantity.label, one.quantity.tail
        return parts is not None and any(map(parts.find, words))

    def targets(subject: Subject, indicators: Sequence[Indicator]) -> list[_Priced]:
        found = []
        for one in indicators:
            field = one.annual or one.cycle
            if field is not None:
                found += [_Priced(one, field, quantity) for quantity in subject.target(field, one).quantities]
        return found

    def find(subject: Subject) -> Iterator[Hit]:
        assert subject.project is not None
        hits = list(compared(subject, subject.project))
        if hits and not runs_for_years(subject, subject.project):  # asked last: its patterns take long to compile
            yield from hits

    def compared(subject: Subject, project: Project) -> Iterator[Hit]:
        if options.product is None and not any(is_cost(one) and is_total(one.name.text) for one in project.indicators):
            return
        unit = subject.document.amount_unit
        scale = SCALES.get((unit or "").strip())
        if not project.total or project.total <= 0 or scale is None:
            return
        amount = project.total * scale
        priced = targets(subject, [one for one in project.indicators if is_cost(one)])
        for one in priced:
            quantity = one.quantity
            if quantity.unit != "元" or quantity.upper is not None or quantity.operator in (Operator.GE, Operator.GT):
                continue
            whole = not is_part(one) and is_total(one.indicator.name.text)
            if whole and amount * above < quantity.value < amount * misread:
                yield _hit(one, shown(amount, scale) + f" {unit}", "钱不够用", None)
        if options.product is None:
            return
        prices = [one for one in priced if _per(one.quantity)]
        counts = targets(subject, [one for one in project.indicators if standard_levels(one, tools)[1] in counted])
        counts = [one for one in counts if one.quantity.unit not in (None, "%", "‰")]
        if len(prices) != 1 or len(priced) != 1:
            return  # of several prices nobody knows which money each of them is of
        price = prices[0]
        matching = [one for one in counts if _per(price.quantity) in (one.quantity.unit, one.quantity.measure)]
        if len(matching) != 1:
            return
        product = matching[0].quantity.value * price.quantity.value
        low = len(counts) == 1 and product < amount * Decimal(str(options.least))
        capped = price.quantity.operator in (Operator.LE, Operator.LT)
        most = amount * Decimal(str(options.capped if capped else options.most))
        odd = (low or product > most) and amount / misread < product < amount * misread
        if odd and not (partly and partly.find(project.name.text)):
            text = matching[0].field.text
            reason = f"按“{text}”算要 {shown(product, scale)} {unit}"
            yield _hit(price, shown(amount, scale) + f" {unit}", reason, options.product)

    return find


def _per(quantity: Quantity) -> str:
    """What a unit price is of: 台 in 元/台; empty for other quantities and for prices of two things (元/人·月)."""
    money, _, thing = (quantity.measure or "").partition("/")
    return thing if money == "元" and quantity.upper is None and "/" not in thing else ""


def _hit(one: _Priced, amount: str, reason: str, severity: Severity | None) -> Hit:
    stated = one.field.text[one.quantity.start : one.quantity.end]
    fills = {"stated": stated, "amount": amount, "reason": reason}
    name = "annual_value" if one.field is one.indicator.annual else "cycle_value"
    return Hit(
        one.field, name, one.quantity.start, one.quantity.end, fills=fills, severity=severity, indicator=one.indicator
    )


def shown(value: Decimal, scale: int) -> str:
    """Money in units of `scale` yuan, with no more places than it needs."""
    number = f"{value / scale:.2f}".rstrip("0").rstrip(".")
    return number or "0"
