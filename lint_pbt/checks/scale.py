"""Numbers out of scale with what stands around them: money in a wrong unit, a part that is more than the whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from lint_pbt.checks.money import SCALES, shown
from lint_pbt.checks.primitive import Find, Hit, Options, Subject, primitive
from lint_pbt.checks.selection import standard_levels, standard_names
from lint_pbt.checks.tools import Tools
from lint_pbt.model.document import Field, Indicator
from lint_pbt.target import Operator, Quantity, Target
from lint_pbt.target.compare import common_unit
from lint_pbt.target.show import number

_AT_LEAST = (Operator.GE, Operator.GT)
_AT_MOST = (Operator.LE, Operator.LT)


class MoneyScale(Options, frozen=True, kw_only=True):
    """`level1` and `level2` are the categories of cost. `prices` and `totals` are patterns of names of one thing's
    price and of the cost of all, `unless` of names of other money. A price is out of scale from `above` times the
    project's amount, a total that is no more than one `below`th of it.
    """

    level1: Annotated[tuple[str, ...], Meta(description="算成本的一级指标")] = ("成本指标",)
    level2: Annotated[tuple[str, ...], Meta(description="算成本的二级指标")] = ("成本指标", "经济成本指标")
    prices: Annotated[tuple[str, ...], Meta(min_length=1, description="名称是这些写法（正则表达式）的，是一件的价钱")]
    totals: Annotated[tuple[str, ...], Meta(min_length=1, description="名称是这些写法（正则表达式）的，是全部的钱")]
    unless: Annotated[tuple[str, ...], Meta(description="名称是这些写法（正则表达式）的，说的是别的钱")] = ()
    above: Annotated[float, Meta(ge=1, description="一件的价钱是项目金额的多少倍就报")] = 3
    below: Annotated[float, Meta(ge=1, description="全部的钱只有项目金额的几分之一就报")] = 1000


@primitive(
    "money-scale",
    "成本指标的钱和项目金额差得离谱",
    scope="project",
    options=MoneyScale,
    fills={"stated": "成本指标怎么说", "amount": "项目金额", "reason": "怎样离谱"},
)
def money_scale(options: MoneyScale, tools: Tools) -> Find:
    """The price of one thing that is more than all the money of the project, or a total that is next to nothing."""
    costs = standard_names(options.level1, tools, first=True) | standard_names(options.level2, tools, first=False)
    prices, totals = tools.pattern(*options.prices), tools.pattern(*options.totals)
    unless = tools.pattern(*options.unless) if options.unless else None
    above, below = Decimal(str(options.above)), Decimal(str(options.below))

    def out_of_scale(name: str, quantity: Quantity, amount: Decimal) -> str:
        """What is wrong with a number of money; empty where nothing is."""
        money, _, per = (quantity.measure or "").partition("/")
        if money != "元" or quantity.upper is not None or quantity.operator in _AT_LEAST:
            return ""
        if (per or prices.find(name)) and quantity.value >= amount * above:
            return "一件的价钱就比整个项目的钱多"
        total = not per and quantity.unit == "元" and not quantity.scale and totals.find(name)
        return "全部的钱还不到项目金额的零头" if total and quantity.value * below <= amount else ""

    def find(subject: Subject) -> Iterator[Hit]:
        project, unit = subject.project, (subject.document.amount_unit or "").strip()
        assert project is not None
        scale = SCALES.get(unit)
        if not project.total or project.total <= 0 or scale is None:
            return
        for one in project.indicators:
            name = one.name.text
            if costs.isdisjoint(standard_levels(one, tools)) or (unless and unless.find(name)):
                continue
            field = one.annual or one.cycle
            for quantity in subject.target(field, one).quantities if field is not None else ():
                if reason := out_of_scale(name, quantity, project.total * scale):
                    fills = {
                        "stated": field.text[quantity.start : quantity.end] if field else "",
                        "amount": f"{shown(project.total * scale, scale)} {unit}",
                        "reason": reason,
                    }
                    yield Hit(field, _column(one, field), quantity.start, quantity.end, fills=fills, indicator=one)

    return find


class PartOfWhole(Options, frozen=True, kw_only=True):
    """`parts` are how the names of parts begin."""

    parts: Annotated[tuple[str, ...], Meta(min_length=1, description="名称以这些词开头的，是上面一条的一部分")] = (
        "其中",
    )


@primitive(
    "part-of-whole",
    "“其中”的数比总数还多",
    scope="project",
    options=PartOfWhole,
    fills={
        "part": "其中一项写的是多少，或各项加起来是多少",
        "whole": "总数的值",
        "of": "总数那一条的名称",
        "advice": "怎么改",
    },
)
def part_of_whole(options: PartOfWhole, tools: Tools) -> Find:
    """A part (其中：…) that is more than the indicator in front of it, of which it is one. Of parts that are more only
    together some may overlap: that is information.
    """

    def find(subject: Subject) -> Iterator[Hit]:
        assert subject.project is not None
        whole: Indicator | None = None
        together: list[Target] = []
        for one in subject.project.indicators:
            if not one.name.text.lstrip("（( ").startswith(options.parts):
                whole, together = one, []
                continue
            if whole is None or whole.level2.name.text != one.level2.name.text:
                continue
            for of, part in ((whole.annual, one.annual), (whole.cycle, one.cycle)):
                if of is None or part is None:
                    continue
                fills = {"whole": of.text, "of": whole.name.text}
                limit, share = subject.target(of, whole), subject.target(part, one)
                if _exceeds(share, limit):
                    fills |= {"part": f"写的是“{part.text}”", "advice": _PART_WRONG}
                    yield Hit(part, _column(one, part), fills=fills, indicator=one)
                elif of is whole.annual and (added := _more_together([*together, share], limit)):
                    fills |= {"part": f"和前面各项“其中”加起来是 {added}", "advice": _PARTS_WRONG}
                    yield Hit(part, _column(one, part), fills=fills, severity="info", indicator=one)
                else:
                    together += [share] if of is whole.annual else []
                    continue
                break

    return find


_PART_WRONG = "核对这两个数，改正填错的一个；不是前面那一条的一部分的，名称里去掉“其中”"
_PARTS_WRONG = "核对这几个数，改正填错的；各项有重叠的不用改"


def _more_together(parts: Sequence[Target], whole: Target) -> str:
    """What several parts make together, where that is more than the whole in the same unit; empty otherwise."""
    numbers = [one.quantities for one in (*parts, whole)]
    if len(parts) < 2 or any(len(found) != 1 or found[0].upper is not None for found in numbers):
        return ""
    alike = {(found[0].measure, found[0].scale) for found in numbers}
    added = sum((found[0].value for found in numbers[:-1]), Decimal(0))
    one = numbers[-1][0]
    if len(alike) != 1 or added <= one.value or any(found[0].operator in _AT_MOST for found in numbers):
        return ""
    return f"{number(replace(one, value=added))}{one.scale}{one.unit or ''}"


def _exceeds(part: Target, whole: Target) -> bool:
    """True where both state one number of the same unit, and the part's is more."""
    a, b = part.quantities, whole.quantities
    if len(a) != 1 or len(b) != 1 or a[0].upper is not None or b[0].upper is not None:
        return False
    units = common_unit(a[0], b[0])
    bound = a[0].operator in _AT_MOST or b[0].operator in _AT_MOST
    return units is not None and not bound and a[0].value * units[0] > b[0].value * units[1]


def _column(indicator: Indicator, field: Field | None) -> str:
    return "annual_value" if field is indicator.annual else "cycle_value"
