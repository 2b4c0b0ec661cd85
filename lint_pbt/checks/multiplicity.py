"""Checks of how much a value says: several targets at once, or nothing beyond the name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated

from msgspec import Meta

from lint_pbt.checks.likeness import Likeness
from lint_pbt.checks.primitive import FieldName, Find, Hit, Options, Subject, primitive
from lint_pbt.checks.tools import Tools
from lint_pbt.target import Quantity
from lint_pbt.text import fold

_BREAK = re.compile(r"[,;、。.和及与且并\n]")
_BRACKETS = re.compile(r"\([^()]*\)")


class SingleTarget(Options, frozen=True, kw_only=True):
    """`field` is the value to look at."""

    field: FieldName = "target"


@primitive("single-target", "一个值里写了几个目标", options=SingleTarget, fills={"count": "有几个目标"}, own_words=True)
def single_target(options: SingleTarget, tools: Tools) -> Find:
    """A value that sets targets for different things, in clauses of their own."""

    def find(subject: Subject) -> Iterator[Hit]:
        for name, field in subject.fields(options.field):
            text = fold(field.text)
            aside = [span.span() for span in _BRACKETS.finditer(text)]
            own = [
                one
                for one in subject.target(field).quantities
                if (one.meaning.dimension if one.meaning else None) != "time"
                and not any(start <= one.start < end for start, end in aside)
            ]
            apart = [a for a, b in pairwise(own) if _different(a, b, text)]
            if apart:
                last = own[-1]
                end = last.end + len(last.tail) if text.startswith(fold(last.tail), last.end) else last.end
                yield Hit(field, name, own[0].start, end, fills={"count": str(len(apart) + 1)})

    return find


def _different(a: Quantity, b: Quantity, text: str) -> bool:
    """True where a clause ends between two numbers, or nothing stands there, and they count different things."""
    between = text[a.end : b.number_start]
    if between and not _BREAK.search(between):
        return False
    return (a.measure or a.unit, a.label, a.tail) != (b.measure or b.unit, b.label, b.tail)


class RepeatsName(Options, frozen=True, kw_only=True):
    """`likeness` is from which share of common characters on a value is the name in nearly the same words."""

    likeness: Annotated[float, Meta(ge=0.5, le=1, description="指标值与名称有多少字相同（0.5～1）就算重复名称")] = 0.85


@primitive("repeats-name", "指标值只是重复指标名称", options=RepeatsName, own_words=True)
def repeats_name(options: RepeatsName, tools: Tools) -> Find:
    """A value with nothing to check that only repeats the name."""
    likeness = Likeness(tools)

    def find(subject: Subject) -> Iterator[Hit]:
        assert subject.indicator is not None
        for field_name, field in subject.fields("values"):
            target = subject.target(field)
            if target.measurable or target.unread is not None:
                continue
            start = target.prefix.end if target.prefix else 0
            if likeness.same(subject.indicator.name.text, field.text[start:], options.likeness):
                yield Hit(field, field_name, start)

    return find
