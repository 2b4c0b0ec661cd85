"""Checks of how a value is written: width and spacing of its signs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from re import Match

from lint_pbt.checks.primitive import FieldName, Find, Hit, Options, Subject, primitive
from lint_pbt.checks.tools import Tools
from lint_pbt.target import Target
from lint_pbt.target.algebra import CHECKABLE
from lint_pbt.target.patterns import is_word
from lint_pbt.target.signs import SIGNS
from lint_pbt.text.patterns.lazy import Pattern

_NARROWER = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
# Full-width digits, letters, percent sign and point: they should be narrow wherever they stand.
_WIDE = "".join(map(chr, [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)])) + "％．"
_WIDER = str.maketrans(",;:?!", "，；：？！")
_ODD_WIDTH = Pattern(f"[{_WIDE}]+|[,;:?!]")
_SPACES = Pattern(r"\s+")
_SIGNS = f"{SIGNS}＞＜＝"
_PUNCTUATION = "，。；：、（）％"


class Written(Options, frozen=True, kw_only=True):
    """`field` is where to look."""

    field: FieldName = "values"


@primitive("width", "全角半角混用", options=Written, looks_at="value")
def width(options: Written, tools: Tools) -> Find:
    """Full-width digits and letters, and half-width punctuation among Chinese characters."""

    def find(subject: Subject) -> Iterator[Hit]:
        for name, field in subject.fields(options.field):
            text = field.text
            for found in _ODD_WIDTH.finditer(text):
                start, end, odd = found.start(), found.end(), found[0]
                if odd[0] in _WIDE:
                    yield Hit(field, name, start, end, replacement=odd.translate(_NARROWER))
                elif is_word(text[start - 1 : start]) and is_word(text[end : end + 1]):
                    yield Hit(field, name, start, end, replacement=odd.translate(_WIDER))

    return find


@primitive("spacing", "值里有多余的空格", options=Written, looks_at="value")
def spacing(options: Written, tools: Tools) -> Find:
    """Space inside a value where none belongs: beside Chinese, and between a number, its sign and its unit."""

    def find(subject: Subject) -> Iterator[Hit]:
        for name, field in subject.fields(options.field):
            text, target = field.text, subject.target(field)
            stray = [found.span() for found in _SPACES.finditer(text) if not target.blank and _stray(found, target)]
            if stray:
                (start, _), (_, end) = stray[0], stray[-1]
                closed = "".join(text[a:b] for (_, a), (b, _) in pairwise(stray))
                yield Hit(field, name, start, end, replacement=closed)

    return find


def _stray(found: Match[str], target: Target) -> bool:
    """True for space where none belongs."""
    text, start, end = found.string, found.start(), found.end()
    before, behind = text[start - 1 : start], text[end : end + 1]
    return not _parts_targets(target, start, end) and (
        _stands_close(before)
        or _stands_close(behind)
        or behind == "%"
        or (behind.isdigit() and before != "" and before in _SIGNS)
    )


def _parts_targets(target: Target, start: int, end: int) -> bool:
    """True for a space behind one target and before the next: 500人 1500人."""
    parts = [part for part in target.parts if isinstance(part, CHECKABLE)]
    return any(a.end <= start and end <= b.start for a, b in pairwise(parts))


def _stands_close(character: str) -> bool:
    """True for a character that takes no space beside it."""
    return is_word(character) or (character != "" and character in _PUNCTUATION)
