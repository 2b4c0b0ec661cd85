"""The target value algebra: what an indicator's value says, parsed once and asked by every rule."""

from __future__ import annotations

from functools import cache

from lint_pbt.target.algebra import (
    Benchmark,
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
from lint_pbt.target.parse import TargetParser


@cache
def default_parser() -> TargetParser:
    """The parser with the built-in vocabularies."""
    from lint_pbt.vocabulary import load_vocabulary

    return TargetParser(load_vocabulary())


__all__ = [
    "Benchmark",
    "Deadline",
    "Frequency",
    "Operator",
    "Part",
    "Phrase",
    "Quantity",
    "Sign",
    "Span",
    "Target",
    "TargetParser",
    "Unread",
    "Zero",
    "default_parser",
]
