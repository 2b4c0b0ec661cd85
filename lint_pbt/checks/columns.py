"""Checks of an indicator against other columns of its row: the sign, last year's value."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated

from msgspec import Meta

from lint_pbt.checks.primitive import Hit, Options, Sieve, Subject, primitive
from lint_pbt.checks.tools import Tools
from lint_pbt.model.document import Indicator, Project
from lint_pbt.model.rule import Severity
from lint_pbt.target import Operator, Quantity, Target
from lint_pbt.text.folding import fold

# With fewer signs nobody knows whether the column is one to fill in.
_LEAST_SIGNS = 3
_MORE, _LESS = (Operator.GE, Operator.GT), (Operator.LE, Operator.LT)


class SignColumn(Options, frozen=True, kw_only=True):
    """`opposed` is the severity where the sign of the column and that of the value point opposite ways.

    `qualitative` and `other` are vocabularies: what a column of signs says of values in words, and whatever else
    makes sense in it; `grades` one of units that grade things (二级), which go with words. `share` is how many of
    the column's texts must be known for an unknown one to be told, `filled` how many of a project's indicators must
    have a sign for one without to be told.
    """

    opposed: Annotated[Severity, Meta(description="符号栏和指标值里的符号方向相反时报哪一级")] = "error"
    qualitative: Annotated[str, Meta(description="词表：符号栏里表示定性的写法")] = "qualitative-signs"
    other: Annotated[str, Meta(description="词表：符号栏里比较符以外说得通的写法")] = "sign-words"
    grades: Annotated[str, Meta(description="词表：分等级、编号用的单位，如“二级”；它们和定性不矛盾")] = "serial-units"
    share: Annotated[
        float, Meta(ge=0, le=1, description="项目里这一栏至少有几成（0～1）认得出是符号，才报认不出的")
    ] = 0.5
    filled: Annotated[
        float,
        Meta(ge=0, le=1, description="项目里至少几成（0～1）指标写了符号才报空着的；没有一条写“＝”的，空着的只提示"),
    ] = 0.7


@primitive("sign-column", "计算符号一栏空着，或与指标值矛盾", options=SignColumn, fills={"conflict": "矛盾在哪里"})
def sign_column(options: SignColumn, tools: Tools) -> Sieve:
    """A column of signs that says 定性 beside a number, another sign than the value, something that is no sign, or
    nothing beside a number where others have their sign.
    """
    qualitative, other = tools.words(options.qualitative), tools.words(options.other)
    grades = tools.words(options.grades)

    def operator(sign: str) -> Operator | None:
        quantities = tools.parser.parse(f"{sign}5个").quantities
        return quantities[0].operator if len(quantities) == 1 else None

    def known(sign: str) -> bool:
        return not sign or sign in qualitative or sign in other or operator(sign) is not None

    def is_sign_column(project: Project) -> bool:
        signs = [_compact(one.sign.text) for one in project.indicators if one.sign is not None]
        return sum(map(known, signs)) >= options.share * len(signs) and any(map(known, signs))

    def left_empty(project: Project) -> bool:
        """Whether so many indicators have a sign that one without it was forgotten."""
        signs = sum(one.sign is not None for one in project.indicators)
        return signs >= _LEAST_SIGNS and signs >= options.filled * len(project.indicators) and is_sign_column(project)

    def find(subject: Subject) -> Iterator[Hit]:
        indicator, project = subject.indicator, subject.project
        assert indicator is not None and project is not None
        if indicator.annual is None:
            return
        if indicator.sign is None:
            if _bare(subject.target(indicator.annual)) and left_empty(project):
                signs = [one.sign.text for one in project.indicators if one.sign is not None]
                equal = any(operator(_compact(sign)) is Operator.EQ for sign in signs)
                conflict = f"空着，看不出“{indicator.annual.text}”是至少、至多还是正好"
                yield Hit(
                    indicator.annual, "annual_value",
                    fills={"conflict": conflict}, severity=None if equal else "info",
                )  # fmt: skip
            return
        written, sign = indicator.sign, _compact(indicator.sign.text)
        target, own = subject.target(indicator.annual), _without_sign(indicator, tools)
        if sign in qualitative:
            number = next(
                (one for one in own.quantities if not (one.label or one.tail or (one.unit or "") in grades)), None
            )
            if number is not None:
                conflict = f"写着“{written.text}”，指标值却是数“{own.text[number.start : number.end]}”"
                yield Hit(written, "sign", fills={"conflict": conflict})
        elif not known(sign):
            if not target.hedges and is_sign_column(project):
                yield Hit(written, "sign", fills={"conflict": f"写的“{written.text}”不是比较符号"})
        elif (stated := operator(sign)) and (meant := _operator_of(own)) and not _alike(stated, meant):
            conflict = f"写着“{written.text}”，指标值“{own.text}”却是“{meant.value}”的意思"
            opposed = {stated in _MORE, meant in _MORE} == {True, False} and Operator.EQ not in (stated, meant)
            yield Hit(written, "sign", fills={"conflict": conflict}, severity=options.opposed if opposed else None)

    def may_find(subject: Subject) -> bool:
        indicator = subject.indicator
        if indicator is None or indicator.annual is None:
            return False
        return indicator.sign is not None or _bare(subject.target(indicator.annual))

    return Sieve(find, value=may_find)


def _bare(target: Target) -> bool:
    """True for one number and nothing else that sets no bound; none at all needs no sign."""
    one = target.quantities[0] if len(target.parts) == 1 and target.quantities else None
    if one is None or one.operator is not None or one.upper is not None or one.value == 0:
        return False
    return not (one.reached or one.plain_ratio)


def _compact(text: str) -> str:
    return "".join(fold(text).split())


def _without_sign(indicator: Indicator, tools: Tools) -> Target:
    """The target without the sign that the layout set in front of it."""
    assert indicator.annual is not None and indicator.sign is not None
    text, sign = indicator.annual.text, indicator.sign.text
    bare = text[len(sign) :].lstrip() if sign and text.startswith(sign) else text
    return tools.value(bare, indicator.name.text)


def _operator_of(target: Target) -> Operator | None:
    """The bound a value with one number sets by itself."""
    quantities = target.quantities
    return quantities[0].operator if len(quantities) == 1 and len(target.parts) == 1 else None


def _alike(one: Operator, other: Operator) -> bool:
    return one == other or (one in _MORE and other in _MORE) or (one in _LESS and other in _LESS)


class BelowLastYear(Options, frozen=True, kw_only=True):
    """`counts` is the severity for counts of things, which may shrink with the money; rates should not get worse.

    `slack` is which share of last year's value a target may fall short of it: 98.2% was reached, 98% is asked.
    """

    slack: Annotated[float, Meta(ge=0, le=1, description="与上年相差不到上年值的多少（0～1）不报")] = 0.02
    counts: Annotated[Severity, Meta(description="数量（不是比率）比上年少时报哪一级")] = "info"


@primitive(
    "below-last-year",
    "目标比上年还差",
    options=BelowLastYear,
    fills={"previous": "上年的值", "worse": "低了还是高了"},
    looks_at="pair",
)
def below_last_year(options: BelowLastYear, tools: Tools) -> Sieve:
    """A target that is worse than last year's value, where the table has a column for that."""
    slack = Decimal(str(options.slack))

    def find(subject: Subject) -> Iterator[Hit]:
        indicator = subject.indicator
        assert indicator is not None
        if indicator.previous is None or indicator.annual is None:
            return
        before, now = _only(subject.target(indicator.previous)), _only(subject.target(indicator.annual))
        if before is None or now is None:
            return
        if not _in_one_unit(before, now) or abs(now.value - before.value) <= abs(before.value) * slack:
            return
        told = tools.knowledge.better(indicator.name.text, indicator.level2.name.text)
        better = told if told in ("high", "low") else _towards(now) or _towards(before)
        # A bound set against the name's own direction is another rule's matter.
        if better is None or (_towards(now) or better) != better:
            return
        fell = now.value < before.value
        if fell == (better == "high"):
            fills = {"previous": indicator.previous.text, "worse": "低" if fell else "高"}
            severity = None if now.unit in ("%", "‰") else options.counts
            yield Hit(indicator.annual, "annual_value", now.start, now.end, fills=fills, severity=severity)

    return Sieve(find, value=lambda subject: subject.indicator is not None and subject.indicator.previous is not None)


def _only(target: Target) -> Quantity | None:
    """The one number of a value, None where it has several, a range, or says how much something changes."""
    if len(target.quantities) != 1 or target.unread is not None:
        return None
    one = target.quantities[0]
    return one if one.upper is None and one.ratio is None and not one.label else None


def _in_one_unit(one: Quantity, other: Quantity) -> bool:
    """A unit that only one of them states is taken for both: a column of last year's values often has none. 1 beside
    100% may be the whole, though.
    """
    if one.unit is None or other.unit is None:
        bare = one if one.unit is None else other
        may_be_share = "%" in (one.unit, other.unit) and 0 < bare.value <= 1
        return not (one.scale or other.scale or may_be_share)
    return one.measure == other.measure


def _towards(quantity: Quantity) -> str | None:
    if quantity.operator in _MORE:
        return "high"
    return "low" if quantity.operator in _LESS else None
