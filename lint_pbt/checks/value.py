"""Checks of one target value: can it be measured, has it a unit, is it a remnant of the template."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from lint_pbt.checks.given import HANDED_DOWN_TITLES, HandedDownTitles, of_management, set_above
from lint_pbt.checks.measures import bracketed
from lint_pbt.checks.primitive import FieldName, Find, Hit, Options, Sieve, Subject, primitive
from lint_pbt.checks.tools import Tools, Unjudged
from lint_pbt.checks.wording import clip
from lint_pbt.knowledge.grammar import COUNTED, SHARES
from lint_pbt.model.document import Field, Indicator
from lint_pbt.target import Blank, Operator, Quantity, Target
from lint_pbt.target.definitions import SHARE
from lint_pbt.target.show import firm, plain
from lint_pbt.text.folding import fold


def read(subject: Subject, text_of: str, target: Target) -> Target:
    """The target, if it could be read; otherwise the check has nothing to say of it."""
    if target.unread is not None:
        raise Unjudged(f"{text_of}读不懂：{target.unread.reason}", told=target.unread.told)
    return target


class Value(Options, frozen=True, kw_only=True):
    """`field` is the value to look at."""

    field: FieldName = "target"


class Answers(Options, frozen=True, kw_only=True):
    """All are vocabularies: `answers` whole values that can be checked where the name asks, with one of `asking`;
    `said` and `sayings`, words and patterns, are whole values without a number that can be checked all the same, but
    for a count; `grades` such patterns for names of grades. `managing` are words of categories that ask how a project
    is managed: there an examiner grades what the form prints.
    """

    asking: Annotated[str, Meta(description="词表：名称里有这些词，问的是“是”还是“否”")] = "asking-words"
    answers: Annotated[str, Meta(description="词表：名称这样问时，可以核对的回答")] = "answers"
    said: Annotated[str, Meta(description="词表：整个值是其中一个词，没有数也能核对")] = "checkable-words"
    sayings: Annotated[str, Meta(description="词表：整个值是这些写法（正则表达式），没有数也能核对")] = (
        "checkable-sayings"
    )
    grades: Annotated[str, Meta(description="词表：名称量的是等级时，整个值是这些写法（正则表达式）就能核对")] = (
        "grade-answers"
    )
    managing: Annotated[
        str, Meta(description="词表：标准框架以外的类别里有这些词，是表样印的怎样立项、怎样管理，由评价的人打分，不看")
    ] = "management-categories"


class Measurable(Answers, frozen=True, kw_only=True):
    """`field` is the value to look at; one that answers what its name asks can be checked too."""

    field: FieldName = "target"


_GRADES = "等级"


def answered(options: Answers, tools: Tools) -> Callable[[Indicator, Field], bool]:
    """A test of values: is one an answer that its indicator's name asks for, the grade that it names, or a saying? What
    an examiner grades is answered there.
    """
    asking, answers, said = (tools.words(one) for one in (options.asking, options.answers, options.said))
    sayings, grades = (tools.pattern(*tools.listed(one)) for one in (options.sayings, options.grades))
    managed = of_management(tools, options.managing)

    def test(indicator: Indicator, field: Field) -> bool:
        text, name = fold(field.text).lstrip("= ").rstrip(), indicator.name.text
        if text in answers and asking.find(name) is not None:
            return True
        if text.rstrip("。;") in said or sayings.find(text):
            return tools.knowledge.measure(name).dimension not in COUNTED
        if grades.find(text) is not None and tools.knowledge.measure(name).dimension == _GRADES:
            return True
        return managed(indicator)

    return test


@primitive("measurable", "指标值里没有可以核对的东西", options=Measurable, looks_at="pair")
def measurable(options: Measurable, tools: Tools) -> Sieve:
    """A value with nothing to check: no number, date, frequency, explicit zero or outside benchmark."""
    answers = answered(options, tools)

    def find(subject: Subject) -> Iterator[Hit]:
        assert subject.indicator is not None
        for name, field in subject.fields(options.field):
            if answers(subject.indicator, field) or read(subject, "指标值", subject.target(field)).measurable:
                continue
            yield Hit(field, name)

    def may_find(subject: Subject) -> bool:
        return any(one.unread or not one.measurable for one in subject.targets(options.field))

    return Sieve(find, value=may_find)


class HandedDown(Measurable, frozen=True, kw_only=True):
    """`titles` is a vocabulary: words in the title of a table whose indicators others have set."""

    titles: HandedDownTitles = HANDED_DOWN_TITLES


@primitive("handed-down", "上级定的指标值里没有可以核对的东西", scope="project", options=HandedDown)
def handed_down(options: HandedDown, tools: Tools) -> Find:
    """Values with nothing to check in a table of money handed down: those who fill it in may not change all of them."""
    handed, answers = set_above(tools, options.titles), answered(options, tools)

    def find(subject: Subject) -> Iterator[Hit]:
        project = subject.project
        assert project is not None
        if not handed(subject.document):
            return
        for indicator in project.indicators:
            about = Subject(subject.document, tools, subject.unit, project, indicator)
            for name, field in about.fields(options.field):
                target = about.target(field)
                if not (target.measurable or target.unread or answers(indicator, field)):
                    yield Hit(field, name, indicator=indicator)

    return find


@primitive("unit-given", "数没有计量单位", options=Value, fills={"with_unit": "写上单位以后的值"}, looks_at="pair")
def unit_given(options: Value, tools: Tools) -> Sieve:
    """A target number without a unit, neither in the value nor in brackets in the name."""
    units = tools.parser.units

    def bare(quantity: Quantity) -> bool:
        told_by_words = quantity.value == 0 and quantity.label
        return quantity.unit is None and not quantity.plain_ratio and not told_by_words

    def written(number: str, quantity: Quantity, name: str, unit: str) -> str:
        """The number with its unit: 0.95 of a rate that should be high is 95%, of another nobody can tell."""
        if unit != "%" or not 0 < quantity.value <= 1:
            return number + unit if unit else ""
        measure = tools.knowledge.measure(name)
        return f"{plain(quantity.value * 100)}%" if measure.bounded and measure.better == "high" else ""

    def may_be_bare(subject: Subject) -> bool:
        return any(one.unread or any(map(bare, one.quantities)) for one in subject.targets(options.field))

    def find(subject: Subject) -> Iterator[Hit]:
        indicator = subject.indicator
        assert indicator is not None
        name = indicator.name.text
        if tools.knowledge.unitless(name) or any(map(units.is_unit, bracketed(name))):
            return
        for field_name, field in subject.fields(options.field):
            for quantity in read(subject, "指标值", subject.target(field)).quantities:
                if bare(quantity) and not (quantity.value == 0 and tools.knowledge.measure(name).dimension in SHARES):
                    start, end = quantity.number_start, quantity.number_end
                    advice = tools.adviser.advice(indicator)
                    number = written(field.text[start:end], quantity, name, advice.unit) if advice.sure else ""
                    fills = {"with_unit": field.text[:start] + number + field.text[end:] if number else ""}
                    yield Hit(field, field_name, start, end, fills=fills)
                    return

    return Sieve(find, value=may_be_bare)


class Kind(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is left of one kind: how it begins, what it is called, and what to do with it first."""

    begins: Annotated[tuple[str, ...], Meta(description="以这些字开头的；不写就是其余的")] = ("",)
    told: Annotated[str, Meta(description="消息里怎么说它")]
    remedy: Annotated[str, Meta(description="建议里先做什么")]


class Remnant(Options, frozen=True, kw_only=True):
    """`field` is where to look; `vocabulary` and `words` are whole values, `patterns` are parts of one.

    `kinds` name what is found; the first that fits counts.
    """

    made_of: ClassVar[Mapping[str, type[Struct]]] = {"kinds": Kind}

    field: FieldName = "values"
    vocabulary: Annotated[str | None, Meta(description="词表：整个值就是其中一个词，就报")] = None
    words: Annotated[tuple[str, ...], Meta(description="另外列出的词，用法同上")] = ()
    patterns: Annotated[tuple[str, ...], Meta(description="值里有这种写法（正则表达式）就报")] = ()
    kinds: Annotated[tuple[Kind, ...], Meta(description="留下来的是什么，按次序看，符合一种就用它的说法")] = ()


@primitive(
    "remnant",
    "填的是模板字样，不是指标值",
    options=Remnant,
    fills={"told": "留下来的是什么", "remedy": "先做什么"},
    looks_at="value",
)
def remnant(options: Remnant, tools: Tools) -> Find:
    """A template remnant instead of a value: a whole value out of a list, or one that holds a blank to fill in."""
    whole = tools.words(options.vocabulary, extra=options.words)
    part = tools.pattern(*options.patterns) if options.patterns else None

    def span(subject: Subject, field: Field) -> tuple[int, int] | None:
        target = subject.target(field)
        start = target.prefix.end if target.prefix else 0
        bare = "".join(fold(field.text[start:]).split()).strip("。.；;，,()")
        if not bare or bare in whole:
            return 0, len(field.text)
        blank = next((one for one in target.parts if isinstance(one, Blank)), None)
        return (blank.start, blank.end) if blank else part.find(field.text) if part else None

    def find(subject: Subject) -> Iterator[Hit]:
        for name, field in subject.fields(options.field):
            if found := span(subject, field):
                text = field.text[slice(*found)].strip()
                kind = next((one for one in options.kinds if text.startswith(one.begins)), None)
                fills = {"told": kind.told, "remedy": kind.remedy} if kind else {}
                yield Hit(field, name, *found, fills=fills)

    return find


@primitive("template-prefix", "值前面留着模板的“标准：”", options=Value, looks_at="value")
def template_prefix(options: Value, tools: Tools) -> Find:
    """A value that starts with the template's prefix."""

    def find(subject: Subject) -> Iterator[Hit]:
        for name, field in subject.fields(options.field):
            prefix = subject.target(field).prefix
            if prefix:
                yield Hit(field, name, prefix.start, prefix.end, replacement="")

    return find


class Hedged(Value, frozen=True, kw_only=True):
    """`droppable` are the words that can go without a word in their place, where they stand at a number.

    `hedges` is a vocabulary: such words in the table's own column of signs. `given` are patterns of names of how many
    there are, which nobody aims to raise.
    """

    droppable: Annotated[tuple[str, ...], Meta(description="放在数旁边、去掉也不用补别的词的说法，可以自动改")] = ()
    hedges: Annotated[str, Meta(description="词表：约数、推测的说法；写在计算符号一栏里也算")] = "hedges"
    given: Annotated[tuple[str, ...], Meta(description="名称是这些写法（正则表达式）的，数是现成的，不是越多越好")] = ()


_HEDGED = {"hedges": "值里所有说得不肯定的词", "firm": "肯定的写法；说不准时为空"}


@primitive("hedged", "值说得不肯定", options=Hedged, fills=_HEDGED, looks_at="pair")
def hedged(options: Hedged, tools: Tools) -> Sieve:
    """A target that is hedged, once or several times over: 约, 左右, 预计, 参照 and the like."""
    droppable = tools.words(None, extra=options.droppable)
    hedges = tools.words(options.hedges)
    given = tools.pattern(*options.given) if options.given else None

    def firmly_put(target: Target, indicator: Indicator | None) -> str:
        exact = given is not None and indicator is not None and given.find(indicator.name.text) is not None
        return firm(target, low=tools.low(indicator), exact=exact)

    def find(subject: Subject) -> Iterator[Hit]:
        indicator = subject.indicator
        sign = indicator.sign if indicator else None
        for name, field in subject.fields(options.field):
            target = subject.target(field)
            if sign and name == "annual_value" and sign.text.strip() in hedges and target.quantities:
                fills = {"hedges": sign.text.strip(), "firm": firmly_put(target, indicator)}
                yield Hit(sign, name, fills=fills)
                continue
            if target.hedges:
                start, end = target.hedges[0].start, target.hedges[-1].end
                spans = [slice(one.start, one.end) for one in target.hedges]
                between = [field.text[one.end : other.start] for one, other in pairwise(target.hedges)]
                firmly = "".join(between)
                assert indicator is not None
                bare = tools.value(field.text[:start] + firmly + field.text[end:], indicator.name.text)
                dropped = all(field.text[span] in droppable for span in spans) and _says_the_same(target, bare)
                told = "”“".join(dict.fromkeys(field.text[span] for span in spans))
                fills = {"hedges": told, "firm": firmly_put(target, indicator)}
                yield Hit(field, name, start, end, fills=fills, replacement=firmly if dropped else None)

    def may_hedge(subject: Subject) -> bool:
        sign = subject.indicator.sign if subject.indicator else None
        return sign is not None or any(one.hedges for one in subject.targets(options.field))

    return Sieve(find, value=may_hedge)


def _says_the_same(target: Target, bare: Target) -> bool:
    """Whether the target without the hedge sets the same numbers for the same things."""

    def said(one: Target) -> list[object]:
        return [(part.value, part.upper, part.operator, part.unit, part.label, part.tail) for part in one.quantities]

    return said(target) == said(bare) != [] and len(bare.hedges) < len(target.hedges)


_PERCENTAGE = {
    "percent": "写成百分比的样子，看不出多少的写成“≥N%”",
    "known_percent": "看得出是百分之几时，写成百分比的样子；否则为空",
    "told": "不是百分比的写法，和它是多少；是百分制得分的，说明不用改",
    "way": "怎样改：名称数的是投诉一类的事，要换成满意度",
}


class Percentage(Value, frozen=True, kw_only=True):
    """`scores` are units of a survey's points out of a hundred, which can be checked as a percentage can."""

    scores: Annotated[
        tuple[str, ...], Meta(description="问卷百分制得分的单位；50 到 100 的数带着它，能核对，只提示")
    ] = ()


_NO_PERCENTAGE = "满意度要写成百分比，这里是“{value}”{same}"
_WRITTEN, _CHANGED = "写成百分比", "换成服务对象的满意度，写成百分比"
_IN_POINTS = "“{value}”是得分，不是百分比；问卷按百分制打分的不用改"


@primitive("percentage", "值不是百分比", options=Percentage, fills=_PERCENTAGE, looks_at="pair")
def percentage(options: Percentage, tools: Tools) -> Sieve:
    """A value that is no percentage."""

    def counts(name: str) -> bool:
        """True for a name that counts what there should be few of: 有效投诉件数."""
        measure = tools.knowledge.measure(name)
        return measure.better == "low" and measure.dimension not in SHARES

    def scored(quantities: Sequence[Quantity]) -> bool:
        """True for the points of a survey out of a hundred."""
        return (
            len(quantities) == 1
            and quantities[0].unit in options.scores
            and _LEAST_SATISFIED <= quantities[0].value <= _ALL
        )

    def may_be_none(subject: Subject) -> bool:
        return any(
            one.unread or not any(quantity.measure == "%" for quantity in one.quantities)
            for one in subject.targets(options.field)
        )

    def find(subject: Subject) -> Iterator[Hit]:
        indicator = subject.indicator
        assert indicator is not None
        for name, field in subject.fields(options.field):
            target = read(subject, "指标值", subject.target(field))
            quantities = target.quantities
            if not target.blank and not any(quantity.measure == "%" for quantity in quantities):
                share = _converted(quantities, tools)
                points = scored(quantities)
                same = f"（即{share.strip(_SIGNS)}）" if share else ""
                told = _IN_POINTS if points else _NO_PERCENTAGE
                percent = share or _as_percent(quantities) or _percent_of_another(subject, field)
                fills = {
                    "told": told.format(value=clip(field.text), same=same),
                    "percent": percent or "≥N%",
                    "known_percent": percent,
                    "way": _CHANGED if counts(indicator.name.text) else _WRITTEN,
                }
                yield Hit(field, name, fills=fills, severity="info" if share or points else None)

    return Sieve(find, value=may_be_none)


_LEAST_SATISFIED, _ALL = 50, 100
_SIGNS = "".join(Operator)


def _converted(quantities: Sequence[Quantity], tools: Tools) -> str:
    """The percentage that a share in another unit is: 九成 is 90%; empty where the value is no single share."""
    one = quantities[0] if len(quantities) == 1 else None
    if one is None or one.meaning is None or one.meaning.dimension != SHARE or one.upper is not None:
        return ""
    percent = tools.parser.units.meaning("%")
    if one.meaning.base != percent.base:
        return ""
    sign = one.operator.value if one.operator else ""
    return f"{sign}{plain(one.value * one.meaning.factor / percent.factor)}%"


def _percent_of_another(subject: Subject, field: Field) -> str:
    """The one percentage that the other of the values of year and cycle states; empty where it states none."""
    assert subject.indicator is not None
    for other in (subject.indicator.annual, subject.indicator.cycle):
        if other is not None and other is not field:
            quantities = subject.target(other).quantities
            if len(quantities) == 1 and quantities[0].measure == "%":
                return other.text
    return ""


def _as_percent(quantities: Sequence[Quantity]) -> str:
    """The percentage that a bare number or a fraction means; empty where it means none: nobody asks for 1%
    satisfied.
    """
    one = quantities[0] if len(quantities) == 1 and quantities[0].unit is None else None
    share = one.value * 100 if one and 0 < one.value < 1 else one.value if one else Decimal(0)
    if one is None or not _LEAST_SATISFIED <= share <= _ALL:
        return ""
    return f"{one.operator.value if one.operator else '≥'}{share.normalize():f}%"
