"""Checks of how a value is written: width and spacing of its signs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint_pbt.checks.primitive import FieldName, Find, Hit, Options, Subject, primitive
from lint_pbt.checks.tools import Tools

_CJK = "\u3400-\u9fff"
# Full-width letters, digits and percent signs; half-width punctuation between Chinese characters.
_WIDTH = re.compile(f"[０-９Ａ-Ｚａ-ｚ％．]+|(?<=[{_CJK}])[,;:?!](?=[{_CJK}])")
_WIDER = str.maketrans(",;:?!", "，；：？！")
_NARROWER = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
# Space beside a Chinese character, or between a number, its sign and its unit.
_BESIDE = f"{_CJK}，。；：、（）％"
_SPACE = re.compile(f"(?<=[{_BESIDE}])\\s+|(?<=\\S)\\s+(?=[{_BESIDE}%])|(?<=[≥≤＞＜=><])\\s+(?=[0-9])")


class Written(Options, frozen=True, kw_only=True):
    """`field` is where to look."""

    field: FieldName = "values"


@primitive("width", "全角半角混用", options=Written)
def width(options: Written, tools: Tools) -> Find:
    """Full-width digits and letters, and half-width punctuation among Chinese characters."""

    def find(subject: Subject) -> Iterator[Hit]:
        for name, field in subject.fields(options.field):
            for found in _WIDTH.finditer(field.text):
                text = found.group()
                right = text.translate(_WIDER if text in ",;:?!" else _NARROWER)
                yield Hit(field, name, found.start(), found.end(), replacement=right)

    return find


@primitive("spacing", "值里有多余的空格", options=Written)
def spacing(options: Written, tools: Tools) -> Find:
    """Space inside a value where none belongs."""

    def find(subject: Subject) -> Iterator[Hit]:
        for name, field in subject.fields(options.field):
            for found in _SPACE.finditer(field.text):
                yield Hit(field, name, found.start(), found.end(), replacement="")

    return find
