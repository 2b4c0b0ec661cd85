"""Checks of comparison signs and of what they compare with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Annotated

from msgspec import Meta

from lint_pbt.checks.measures import essence, named
from lint_pbt.checks.primitive import FieldName, Find, Hit, Options, Sieve, Subject, Test, primitive
from lint_pbt.checks.selection import standard_levels, standard_names
from lint_pbt.checks.tools import Tools
from lint_pbt.knowledge.grammar import COUNTED, SHARES
from lint_pbt.model.document import Field, Indicator
from lint_pbt.model.rule import Severity
from lint_pbt.target import Operator, Quantity
from lint_pbt.target.definitions import SHARE, TIME
from lint_pbt.target.show import amount
from lint_pbt.text.folding import fold


class Values(Options, frozen=True, kw_only=True):
    """`field` is where to look: by default both values, the cycle's only where it is worded otherwise."""

    field: FieldName = "values"


@primitive(
    "comparison-sign", "比较符号写成了别的符号", options=Values, fills={"wanted": "该写的比较符号"}, looks_at="value"
)
def comparison_sign(options: Values, tools: Tools) -> Find:
    """A wrong sign for ≥ ＞ ≤ ＜. Where more than one reading is possible, its replacement is not sure."""

    def find(subject: Subject) -> Iterator[Hit]:
        for name, field in subject.fields(options.field):
            for sign in subject.target(field).wrong_signs:
                wanted = sign.meant.value
                yield Hit(
                    field, name, sign.start, sign.end,
                    fills={"wanted": wanted}, replacement=wanted, sure=sign.sure,
                )  # fmt: skip

    return find


def quantities(subject: Subject, wanted: FieldName) -> Iterator[tuple[str, Field, Quantity, str]]:
    """Each quantity of the wanted fields, with the name of what it measures."""
    assert subject.indicator is not None
    for name, field in subject.fields(wanted):
        for quantity in subject.target(field).quantities:
            yield name, field, quantity, quantity.label or subject.indicator.name.text


def holding(wanted: FieldName, test: Callable[[Quantity], bool]) -> Test:
    """A test of values: do the wanted fields hold a quantity of some kind?"""

    def held(subject: Subject) -> bool:
        for one in subject.targets(wanted):
            for quantity in one.quantities:
                if test(quantity):
                    return True
        return False

    return held


class ImpossibleBound(Values, frozen=True, kw_only=True):
    """`at_full` is the severity of a plain ≥100%, `none_at_all` that of a plain ≤0: both can be met, and are written
    every day.
    """

    at_full: Annotated[Severity, Meta(description="“≥100%”只是不必加“≥”，报哪一级：error、warning 或 info")] = "info"
    none_at_all: Annotated[Severity, Meta(description="“≤0”意思清楚，只是不必加“≤”，报哪一级")] = "info"


@primitive(
    "impossible-bound",
    "界限只能刚好达到或永远达不到",
    options=ImpossibleBound,
    fills={
        "reason": "为什么不成立",
        "exact": "刚好达到的写法",
        "leeway": "留有余地的写法，数写成 N；只有比率才有，否则为空",
        "aim": "界限总能达到时该怎样改；否则为空",
    },
    looks_at="pair",
)
def impossible_bound(options: ImpossibleBound, tools: Tools) -> Sieve:
    """A bound that is always met, only exactly, or never: at most or below zero, a bounded rate at least or above 100%,
    one that need not be low at least 0%, or one that should be low at most 100%.
    """
    knowledge = tools.knowledge

    def find(subject: Subject) -> Iterator[Hit]:
        assert subject.indicator is not None
        for field_name, field, quantity, label in quantities(subject, options.field):
            measure = knowledge.measure(named(tools, label, subject.indicator.name.text))
            reason: str | None = None
            severity: Severity | None = None
            if quantity.value == 0 and quantity.upper is None and not measure.signed:
                reason = _AT_ZERO.get(quantity.operator)
                severity = options.none_at_all if quantity.operator is Operator.LE else None
            elif quantity.value == 100 and quantity.measure == "%" and measure.bounded:
                reason = _AT_FULL.get(quantity.operator)
                severity = options.at_full if quantity.operator is Operator.GE else None
            if _always_met(quantity, bounded=measure.bounded, better=measure.better):
                aim = _AIMS.get(measure.better, "要高的写“≥N%”，本来就不该有的写“＝0%”")
                fills = {"reason": "什么都不做也能达到", "exact": "", "leeway": "", "aim": aim}
                yield Hit(field, field_name, quantity.start, quantity.end, fills=fills)
            elif reason:
                leeway = "" if quantity.unit != "%" else "≥N%" if quantity.value else "≤N%"
                sign = _sign(field.text, quantity)
                fills = {
                    "reason": reason.format(sign=sign),
                    "exact": amount(field.text, quantity),
                    "leeway": leeway,
                    "aim": "",
                }
                exact = _exactly(field.text, quantity)
                yield Hit(
                    field, field_name, quantity.start, quantity.end,
                    fills=fills, replacement=exact, severity=severity,
                )  # fmt: skip

    return Sieve(find, value=holding(options.field, _at_an_end))


def _always_met(quantity: Quantity, *, bounded: bool, better: str) -> bool:
    """True for a share of the whole, not a change, that is to be at least none; of something bad, at most all."""
    if quantity.upper is not None or not bounded or not _share(quantity):
        return False
    if better == "low":
        return quantity.value == _WHOLE and quantity.measure == "%" and quantity.operator is Operator.LE
    return quantity.value == 0 and quantity.operator is Operator.GE


def _share(quantity: Quantity) -> bool:
    return quantity.meaning is not None and quantity.meaning.dimension == SHARE


def _at_an_end(quantity: Quantity) -> bool:
    """True for a bound at zero or at a hundred per cent that says nothing, or too much."""
    if quantity.value not in _ENDS:
        return False
    if quantity.value == 0 and quantity.operator in _AT_ZERO:
        return True
    if any(_always_met(quantity, bounded=True, better=way) for way in ("low", "unknown")):
        return True
    return quantity.operator in _AT_FULL and quantity.value == 100 and quantity.measure == "%"


def _sign(text: str, quantity: Quantity) -> str:
    """The words of the bound, before the number or behind it."""
    return (
        text[quantity.start : quantity.number_start].strip()
        or text[max(quantity.number_end, quantity.unit_end or 0) : quantity.end].strip()
    )


def _exactly(text: str, quantity: Quantity) -> str | None:
    """The bound with = for its sign. None for a bound in words, and for one that would not mean the same."""
    sign = fold(text[quantity.start : quantity.number_start]).strip()
    means_it = quantity.operator in (Operator.LE, Operator.GE) and sign in ("≤", "<=", "≥", ">=")
    return "=" + text[quantity.number_start : quantity.end] if means_it else None


_WHOLE = 100
_ENDS = (0, _WHOLE)
_AIMS = {"high": "写明至少要达到多少", "low": "写明最多多少，如“≤N%”"}
_AT_ZERO: dict[Operator | None, str] = {
    Operator.LE: "最少就是 0，不用写“{sign}”",
    Operator.LT: "要求比 0 还小，永远达不到",
}
_AT_FULL: dict[Operator | None, str] = {
    Operator.GE: "最高就是 100%，不用写“{sign}”",
    Operator.GT: "要求超过 100%，永远达不到",
}


class Range(Values, frozen=True, kw_only=True):
    """A least share below `least` per cent is a slip where the name fits one of the patterns `high`."""

    least: Annotated[float, Meta(ge=0, le=100, description="下面这些名称的目标，至少百分之几才像话")] = 0
    high: Annotated[tuple[str, ...], Meta(description="从来都很高的比率的名称（正则表达式），如满意度")] = ()


@primitive(
    "out-of-range",
    "比率超出 0～100%",
    options=Range,
    fills={
        "reason": "超出了哪一头，或者低得不像",
        "range": "这个指标该在什么范围",
        "slip": "多半错在哪里，或者名称该怎样写；说不准时为空",
    },
    looks_at="pair",
)
def out_of_range(options: Range, tools: Tools) -> Sieve:
    """A bounded rate over 100% or under 0, or one that is always high next to nothing: a satisfaction of 9%."""
    knowledge, least = tools.knowledge, Decimal(str(options.least))
    high = tools.pattern(*options.high) if options.high else None

    def low(quantity: Quantity) -> bool:
        """True for a least share that may have lost a digit; below 1% it is a decimal, which another rule tells."""
        return quantity.measure == "%" and 1 < quantity.value < least and quantity.operator not in _AT_MOST

    def slip(top: Decimal, *, always_high: bool) -> str:
        """What most likely went wrong. What people think is no rise or fall; anything else below nothing may be one."""
        if top > 100:
            return _DIGIT_TOO_MANY if always_high or top >= _TWICE else ""
        if always_high:
            return _DIGIT_LOST if top < _ONE_DIGIT else ""
        return _CHANGE_NAMED

    def find(subject: Subject) -> Iterator[Hit]:
        assert subject.indicator is not None
        for field_name, field, quantity, label in quantities(subject, options.field):
            name = named(tools, label, subject.indicator.name.text)
            measure = knowledge.measure(name)
            if quantity.measure != "%" or not measure.bounded:
                continue
            top = quantity.value if quantity.upper is None else quantity.upper
            always = high is not None and high.find(essence(name)) is not None
            reason, limits = None, "只会在 0 到 100% 之间"
            if top > 100 or (quantity.value < 0 and not measure.signed):
                reason = "超过了 100%" if top > 100 else "小于 0"
            elif always and measure.better == "high" and low(quantity):
                reason, limits = "太低", f"一般不低于 {options.least:g}%"
            if reason:
                fills = {"reason": reason, "range": limits, "slip": slip(top, always_high=always)}
                yield Hit(field, field_name, quantity.start, quantity.end, fills=fills)

    return Sieve(find, value=holding(options.field, lambda one: _beyond(one) or low(one)))


_ONE_DIGIT, _TWICE = 10, 200
_DIGIT_TOO_MANY, _DIGIT_LOST = "多半多写了一位", "多半少写了一位"
_CHANGE_NAMED = "如果说的是比上年增减多少，名称里要写明"
_AT_MOST = (Operator.LE, Operator.LT)


def _beyond(quantity: Quantity) -> bool:
    """True for a percentage that no share can have."""
    top = quantity.value if quantity.upper is None else quantity.upper
    return quantity.measure == "%" and (top > 100 or quantity.value < 0)


_DATES = frozenset({"月", "日", "号"})
# The signs that are wrong for either direction, the one that is right, and what is told of it.
_WRONG = {
    "low": ((Operator.GE, Operator.GT), "≤", "越低越好"),
    "high": ((Operator.LE, Operator.LT), "≥", "越高越好"),
}
# No number is better: there the sign to write is “=”.
_END = {"low": 0, "high": 100}
_SHARES = SHARES | {"变化", ""}
_HANDLED = "；如果数的是处理了多少，名称里写明"
_CHANGED = {
    "low": "要的是降多少，名称写成“……下降率”；要的是总数，写“≤N”加单位",
    "high": "要的是增多少，名称写成“……增长率”；要的是总数，写“≥N”加单位",
}
_BOUNDS = frozenset({Operator.GE, Operator.GT, Operator.LE, Operator.LT})


class Directions(Values, frozen=True, kw_only=True):
    """`higher` and `lower` are vocabularies: what the table's own column of directions says of either. `quantities` are
    the categories of counts, among which something bad may be what is dealt with.
    """

    higher: Annotated[str, Meta(description="词表：指标方向一栏里表示越高越好的写法")] = "direction-higher"
    lower: Annotated[str, Meta(description="词表：指标方向一栏里表示越低越好的写法")] = "direction-lower"
    quantities: Annotated[tuple[str, ...], Meta(description="算数量的二级指标")] = ("数量指标",)


@primitive(
    "direction",
    "比较方向与指标该有的方向相反",
    options=Directions,
    fills={
        "expected": "该用的比较符号；符号没有写反时为空",
        "better": "这个指标越高越好还是越低越好，以及从哪里看出来",
        "contrary": "什么反了：指标值的符号，或者指标方向一栏",
        "direction": "指标方向一栏该怎样写；没有写反时为空",
        "turned": "换了符号以后的值；符号可能没有写错时为空",
        "changed": "数量的指标写了百分数，多半说的是升降：该怎样写；否则为空",
        "handled": "放在数量指标下的坏事，数的可能是处理了多少：说明那就把名称写明；否则为空",
    },
    looks_at="pair",
)
def direction(options: Directions, tools: Tools) -> Sieve:
    """Something to keep low with at least or above; something to raise with at most or below.

    The name counts for more than what the table's own column says of an indicator: that is often filled in alike for
    all. Where it contradicts the name, it is reported itself; a sign that agrees with it but not with the name, mildly.
    """
    knowledge = tools.knowledge
    outputs = standard_names(options.quantities, tools, first=False)

    def handles(indicator: Indicator) -> bool:
        """True where a count of something bad stands among the outputs: the work may be to deal with so many."""
        counted = knowledge.measure(indicator.name.text).dimension in COUNTED
        return counted and standard_levels(indicator, tools)[1] in outputs

    stated = {"low": tools.words(options.lower), "high": tools.words(options.higher)}

    def find(subject: Subject) -> Iterator[Hit]:
        assert subject.indicator is not None
        column, category = subject.indicator.direction, subject.indicator.level2.name.text
        said = next((way for way, words in stated.items() if column and column.text in words), None)
        for field_name, field, quantity, label in quantities(subject, options.field):
            if quantity.operator not in _BOUNDS:
                continue
            # 开放时间≤10月 is a date, not a length of time.
            if not said and quantity.unit in _DATES:
                continue
            told = knowledge.better(named(tools, label, subject.indicator.name.text), category)
            towards = told if told in _WRONG else said
            # 及时性 is a share, but "≤15个工作日" says how long.
            lasts = quantity.meaning is not None and quantity.meaning.dimension == TIME
            if not said and lasts and knowledge.measure(subject.indicator.name.text).dimension in SHARES:
                continue
            # "较上年下降5%以上" says how much less, whatever it is of; a negative number is a change too.
            if towards not in _WRONG or quantity.value < 0 or (quantity.label and knowledge.reduces(quantity.label)):
                continue
            operators, expected, better = _WRONG[towards]
            against = said is not None and said != towards
            if quantity.operator in operators:
                fills = {"better": better, "direction": ""}
                if said == towards and column:
                    meant = "" if column.text == better else f"（{better}）"
                    fills["better"] = f"的指标方向是“{column.text}”{meant}"
                number = amount(field.text, quantity)
                handled = _HANDLED if towards == "low" and said is None and handles(subject.indicator) else ""
                changed = ""
                # 投诉量≥10% is how much less of it.
                if _share(quantity) and knowledge.measure(subject.indicator.name.text).dimension not in _SHARES:
                    handled, changed = "", _CHANGED[towards]
                if quantity.value == _END[towards] and (towards == "low" or quantity.measure == "%"):
                    # “≤0%” for “≥0%” would be sent back for its sign the next time.
                    expected = Operator.EQ.value
                fills["expected"], fills["changed"] = "" if changed else expected, changed
                fills["turned"] = "" if handled or changed else expected + number
                fills["contrary"] = f"“{field.text[quantity.start : quantity.end].strip()}”方向反了"
                fills["handled"] = handled
                severity: Severity | None = "warning" if against or handled or changed else None
                yield Hit(field, field_name, quantity.start, quantity.end, fills=fills, severity=severity)
            elif against and column:
                fills = {"expected": "", "better": better, "turned": "", "direction": better}
                fills["contrary"] = f"指标方向却写着“{column.text}”"
                fills["handled"] = fills["changed"] = ""
                yield Hit(column, field_name, fills=fills, severity="warning")
                return

    return Sieve(find, value=holding(options.field, lambda one: one.operator in _BOUNDS and one.value >= 0))
