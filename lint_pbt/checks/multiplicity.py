"""Checks of how much a value says: several targets at once, or nothing beyond the name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise, zip_longest
from typing import Annotated

from msgspec import Meta

from lint_pbt.checks.likeness import Likeness
from lint_pbt.checks.measures import heads
from lint_pbt.checks.primitive import FieldName, Hit, Options, Sieve, Subject, primitive
from lint_pbt.checks.tools import Tools
from lint_pbt.model.rule import Severity
from lint_pbt.target import Deadline, Quantity
from lint_pbt.target.definitions import TIME
from lint_pbt.text.folding import fold
from lint_pbt.text.patterns.lazy import Pattern

_BREAK = Pattern(r"[,;、。.和及与且并/ \n]")
_PART = Pattern("其中|包括|包含|含")
_AND = Pattern("[及和与、/]")
# Names with less to them say too little to be repeated.
_LEAST = 3
_BRACKETS = Pattern(r"\([^()]*\)")


class SingleTarget(Options, frozen=True, kw_only=True):
    """`field` is the value to look at, `serial_units` a vocabulary: units that number things as well (一档, 二类).
    `graded` are patterns of names of what may be one thing with a number for each class of people or cases: that is no
    more than information.
    """

    field: FieldName = "target"
    serial_units: Annotated[str, Meta(description="词表：编号用的单位；“一档500元”只有一个目标")] = "serial-units"
    graded: Annotated[
        tuple[str, ...],
        Meta(description="名称是这些写法（正则表达式），一个标准分几类人写，单位相同的只提示"),
    ] = ()


@primitive(
    "single-target", "一个值里写了几个目标", options=SingleTarget, fills={"count": "有几个目标"}, looks_at="pair"
)
def single_target(options: SingleTarget, tools: Tools) -> Sieve:
    """A value that sets targets for different things, in clauses of their own."""
    serial = tools.words(options.serial_units)
    graded = tools.pattern(*options.graded) if options.graded else None

    def is_graded(name: str, stated: Sequence[Quantity]) -> bool:
        """True for a standard with a number for each of its classes: 硕士3万元、博士8万元."""
        if graded is None or graded.find(name) is None:
            return False
        return len({one.measure or one.unit for one in stated}) == 1 and all(one.label for one in stated)

    def numbers(one: Quantity, behind: Quantity | None) -> bool:
        """True for the number of a class that the next quantity is for: 一档500元, 二类3000元."""
        plain = one.operator is None and one.upper is None and (one.unit or "") in serial
        return plain and behind is not None and one.end == behind.start

    def find(subject: Subject) -> Iterator[Hit]:
        assert subject.indicator is not None
        for name, field in subject.fields(options.field):
            text = fold(field.text)
            aside = [span.span() for span in _BRACKETS.finditer(text)]
            two_things = _AND.search(heads(subject.indicator.name.text)[0]) is not None
            stated = [
                one
                for one in subject.target(field).quantities
                if not any(start <= one.start < end for start, end in aside)
            ]
            stated = [one for one, behind in zip_longest(stated, stated[1:]) if not numbers(one, behind)]
            # 24小时内办结率≥95%: the limit of time goes along with the target.
            timed = [one for one in stated if one.meaning and one.meaning.dimension == TIME]
            own = stated if two_things and len(timed) == len(stated) else [one for one in stated if one not in timed]
            apart = [a for a, b in pairwise(own) if _different(a, b, text, two_things=two_things)]
            if apart:
                last = own[-1]
                end = last.end + len(last.tail) if text.startswith(fold(last.tail), last.end) else last.end
                start = own[0].start - (len(own[0].label) if text[: own[0].start].endswith(own[0].label) else 0)
                severity: Severity | None = "info" if is_graded(subject.indicator.name.text, own) else None
                yield Hit(field, name, start, end, fills={"count": str(len(apart) + 1)}, severity=severity)
                continue
            dates = [one for one in subject.target(field).parts if isinstance(one, Deadline) and one.month]
            if two_things and len(dates) > 1 and not own and _listed(dates[0].end, dates[1].start, text):
                yield Hit(field, name, dates[0].start, dates[-1].end, fills={"count": str(len(dates))})

    return Sieve(find, value=lambda subject: any(len(one.parts) > 1 for one in subject.targets(options.field)))


def _different(a: Quantity, b: Quantity, text: str, *, two_things: bool) -> bool:
    """True where a clause ends between two numbers, or nothing stands there, and they count different things.

    500人、1500人 are two targets where the name speaks of two things: 扶持创业人数及带动就业人数.
    """
    between = text[a.end : b.number_start]
    if _PART.search(between):
        return False
    if between and not _BREAK.search(between):
        # 新建3座改建2座
        return bool(a.label and b.label) and a.measure is not None and a.measure == b.measure and a.label != b.label
    if (a.measure or a.unit, a.label, a.tail) != (b.measure or b.unit, b.label, b.tail):
        return True
    return two_things and a.value != b.value


def _listed(end: int, start: int, text: str) -> bool:
    return _BREAK.fullmatch(text[end:start].strip() or " ") is not None


class RepeatsName(Options, frozen=True, kw_only=True):
    """`likeness` is from which share of common characters on a value is the name in nearly the same words.

    `degrees` is a vocabulary of words that tell of a degree and add nothing: 意识得到提升 repeats 意识提升程度.
    """

    likeness: Annotated[float, Meta(ge=0.5, le=1, description="指标值与名称有多少字相同（0.5～1）就算重复名称")] = 0.85
    degrees: Annotated[str, Meta(description="词表：只说程度、没有添内容的词，如“持续”“得到”“程度”")] = "degrees"


@primitive("repeats-name", "指标值只是重复指标名称", options=RepeatsName, looks_at="pair")
def repeats_name(options: RepeatsName, tools: Tools) -> Sieve:
    """A value with nothing to check that only repeats the name."""
    likeness = Likeness(tools)
    degrees = Pattern("|".join(sorted(map(re.escape, tools.listed(options.degrees)), key=len, reverse=True)))

    @lru_cache(maxsize=1024)
    def bare(text: str) -> str:
        return degrees.sub("", likeness.core(text))

    def adds_nothing(name: str, value: str) -> bool:
        """True where the value has no words but the name's, in any order, and most of them."""
        said = bare(value)
        if not {*said} <= {*likeness.core(name)}:
            return False
        named = bare(name)
        held = all(said.count(each) <= named.count(each) for each in {*said})
        return held and len(said) >= options.likeness * len(named) > _LEAST

    def find(subject: Subject) -> Iterator[Hit]:
        assert subject.indicator is not None
        for field_name, field in subject.fields("values"):
            target = subject.target(field)
            if target.measurable or target.unread is not None:
                continue
            start = target.prefix.end if target.prefix else 0
            named, said = subject.indicator.name.text, field.text[start:]
            if not likeness.meet(named, said):  # most values have no character of the name
                continue
            if likeness.same(named, said, options.likeness) or adds_nothing(named, said):
                yield Hit(field, field_name, start)

    return Sieve(find, value=lambda subject: not all(one.measurable for one in subject.targets("values")))
