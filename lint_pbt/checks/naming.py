"""Checks of how an indicator's name is written: its wording, and a target's number that stands in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from lint_pbt.checks.measures import essence, name_of, quantities
from lint_pbt.checks.primitive import Hit, Options, Sieve, Subject, primitive
from lint_pbt.checks.tools import Tools
from lint_pbt.model.document import Field
from lint_pbt.target import Deadline, Frequency, Operator, Quantity
from lint_pbt.target.show import amount
from lint_pbt.text.folding import fold
from lint_pbt.text.patterns.lazy import Pattern

_NUMBER = Pattern("[0-9〇一二两三四五六七八九十]")
_TARGETS = (Quantity, Frequency, Deadline)
_FORMULA = Pattern("[÷×/*＝=]")
_STARS = "*★☆ "  # in front of a name that counts most
# A unit in brackets has a stroke too: 补贴标准(元/人·年).
_BRACKETS = Pattern(r"\([^()]*\)")


class NameLike(Options, frozen=True, kw_only=True):
    """`patterns` are names to report, `unless` names to leave alone whatever the patterns say.

    `counted_in` is a vocabulary: then only names are reported whose value is a number with one of these units.
    """

    patterns: Annotated[tuple[str, ...], Meta(description="要报的名称（正则表达式），符合其中一个就报")]
    unless: Annotated[tuple[str, ...], Meta(description="不报的名称（正则表达式），符合其中一个就不报")] = ()
    counted_in: Annotated[str | None, Meta(description="词表：指标值里要有数、单位又是其中一个的才报")] = None


@primitive("name-like", "指标名称是某种写法", options=NameLike, looks_at="pair")
def name_like(options: NameLike, tools: Tools) -> Sieve:
    """A name that fits one of some patterns."""
    look = tools.first_of(*options.patterns)
    spare = tools.first_of(*options.unless)
    units = tools.words(options.counted_in) if options.counted_in else None

    def like(name: str) -> tuple[int, int] | None:
        # What explains a name behind a dash is no part of it, but a name may hold a dash too.
        return look(name) or (look(short) if (short := essence(name)) != name else None)

    def find(subject: Subject) -> Iterator[Hit]:
        assert subject.indicator is not None
        name = subject.indicator.name
        if units and not any(one.unit and one.unit in units for one in quantities(subject)):
            return
        span = like(name.text)
        if span and not spare(name.text):
            yield Hit(name, "name", *span)

    return Sieve(find, name=lambda subject: like(name_of(subject)) is not None)


class TargetInName(Options, frozen=True, kw_only=True):
    """`serial_units` is a vocabulary: units that number things as well as count them (二期, 三级).

    A number in front of a measure is part of what is measured.
    """

    serial_units: Annotated[str, Meta(description="词表：编号用的单位，如“号”“期”；名称里带这些单位的数不是目标")] = (
        "serial-units"
    )


@primitive(
    "target-in-name", "指标名称里写了目标数", options=TargetInName, fills={"number": "名称里的数"}, looks_at="pair"
)
def target_in_name(options: TargetInName, tools: Tools) -> Sieve:
    """A name that carries the target's number, date or frequency."""
    serial = tools.words(options.serial_units)

    def measured(text: str) -> bool:
        return bool(tools.knowledge.tail(essence(text)))

    def is_target(one: Quantity, stated: set[object], bracketed: bool) -> bool:
        """Whether a number of a name is the target's. 24小时热线接通率 and 举办20场讲座: inside a name it is only
        where the value repeats it, or where it bounds what is no measure: 2小时内到达现场.
        """
        if one.unit is None or (bracketed and one.upper is not None):
            return False
        same = (one.value, one.measure) in stated
        numbered = one.operator is None and not one.reached and one.unit in serial
        if one.tail:
            return (same and not numbered) or (one.operator is Operator.LE and not measured(one.tail))
        return same or not (numbered or bracketed)

    def is_timed(one: Frequency | Deadline, name: str, stated: set[object]) -> bool:
        """Whether a date or frequency of a name is the target's. 6月底前开工率 is measured at a date."""
        return bool(_NUMBER.search(one.text)) and (_told(one) in stated or not measured(name))

    def found(subject: Subject, name: Field, stated: set[object]) -> tuple[int, int, str] | None:
        """The first target in a name: where it stands, and its words."""
        for one in subject.target(name).parts:
            bracketed = isinstance(one, _TARGETS) and _in_brackets(name.text, one.start)
            if isinstance(one, Quantity) and is_target(one, stated, bracketed):
                return one.start, one.end, amount(name.text, one)
            if isinstance(one, (Frequency, Deadline)) and not bracketed and is_timed(one, name.text, stated):
                return one.start, one.end, one.text
        return None

    def find(subject: Subject) -> Iterator[Hit]:
        indicator = subject.indicator
        assert indicator is not None
        name = indicator.name
        if _FORMULA.search(_BRACKETS.sub("", fold(name.text)).lstrip(_STARS)):
            return
        stated: set[object] = set()
        for field in filter(None, (indicator.annual, indicator.cycle)):
            target = subject.target(field)
            stated.update((one.value, one.measure) for one in target.quantities)
            stated.update(_told(one) for one in target.parts if isinstance(one, (Frequency, Deadline)))
        target_in_it = found(subject, name, stated)
        if target_in_it:
            start, end, text = target_in_it
            yield Hit(name, "name", start, end, fills={"number": text})

    return Sieve(find, name=lambda subject: tools.parser.may_count(name_of(subject)))


def _told(one: Frequency | Deadline) -> object:
    """What two dates or two frequencies have in common where they say the same."""
    if isinstance(one, Deadline):
        return one.month, one.day
    return one.period, one.every, one.times.value if one.times else None


def _in_brackets(text: str, at: int) -> bool:
    before = fold(text[:at])
    return before.count("(") > before.count(")")
