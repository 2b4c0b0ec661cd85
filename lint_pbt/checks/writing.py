"""Checks of how a value is written: width and spacing of its signs."""

from __future__ import annotations

from collections.abc import Iterator
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
            closed = _closed(field.text, subject.target(field))
            # What was two targets for the spaces in a date may be one without them.
            while closed != (again := _closed(closed, tools.parser.parse(closed))):
                closed = again
            if closed != field.text:
                from lint_pbt.text.replacing import least

                start, end, new = least(field.text, 0, len(field.text), closed)
                yield Hit(field, name, start, end, replacement=new)

    return find


def _closed(text: str, target: Target) -> str:
    """A text without the space that belongs nowhere in it."""
    return text if target.blank else _SPACES.sub(lambda found: "" if _stray(found, target) else found.group(), text)


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
    """True for a space behind one target where another follows: 500人 1500人."""
    return any(start <= part.end <= end for part in [one for one in target.parts if isinstance(one, CHECKABLE)][:-1])


def _stands_close(character: str) -> bool:
    """True for a character that takes no space beside it."""
    return is_word(character) or (character != "" and character in _PUNCTUATION)
