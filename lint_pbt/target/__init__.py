"""The target value algebra: the text of a value comes in, its typed parts go out, read once and asked by every rule."""

from __future__ import annotations

from functools import cache

from lint_pbt.target.algebra import (
    Benchmark,
    Blank,
    Deadline,
    Frequency,
    Operator,
    Part,
    Phrase,
    Quantity,
    Sign,
    Span,
    Target,
    Unread,
    Zero,
)
from lint_pbt.target.definitions import Meaning
from lint_pbt.target.parse import TargetParser
from lint_pbt.target.units import Units


@cache
def default_parser() -> TargetParser:
    """The parser with the built-in vocabularies."""
    from lint_pbt.datafiles.vocabulary import built_in

    return TargetParser(built_in()[0])


def dimension_of(unit: str) -> str | None:
    """What a unit measures: 长度, 人, 钱/人·时间; None for a unit that nothing is known of.

    The scale (万, 亿) and the spaces around it are left out. With a user's own units ask `TargetParser.units`.
    """
    from lint_pbt.text.folding import fold

    units, folded = default_parser().units, fold(unit).strip()
    return units.meaning(folded).dimension or units.meaning(folded.lstrip("十百千万亿")).dimension


__all__ = [
    "Benchmark",
    "Blank",
    "Deadline",
    "Frequency",
    "Meaning",
    "Operator",
    "Part",
    "Phrase",
    "Quantity",
    "Sign",
    "Span",
    "Target",
    "TargetParser",
    "Units",
    "Unread",
    "Zero",
    "default_parser",
    "dimension_of",
]
