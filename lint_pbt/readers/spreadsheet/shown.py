"""What a worksheet shows for a value under a number format."""

from __future__ import annotations

import operator
from functools import lru_cache
from math import isfinite

from lint_pbt.readers.spreadsheet.dates import date_text
from lint_pbt.readers.spreadsheet.formats import GENERAL, Section, sections_of
from lint_pbt.readers.spreadsheet.numbers import general, number_text

_COMPARISONS = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    "<>": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}


@lru_cache(maxsize=4096)
def number_shown(value: float, code: str = GENERAL, epoch_1904: bool = False) -> str:
    """The text of a number under a format code; the plain number where the code is beyond what is known here.

    0.95 under `0%` is 95%, 20.0 without a format is 20, 45473 under `yyyy"年"m"月"` is 2024年6月.
    """
    if not isfinite(value):
        return ""
    if code == GENERAL:
        return general(value)
    section, signed = _section(sections_of(code), value)
    if section.is_date:
        text = date_text(section, value, epoch_1904)
    elif section.is_text and not section.has("digit"):
        text = "".join(general(value) if token == ("mark", "@") else token.text for token in section.tokens)
    else:
        text = number_text(section, abs(value))
        if text is not None and signed:
            text = "-" + text
    return general(value) if text is None else text.strip()


def text_shown(text: str, code: str) -> str:
    """The text of a cell of text under a format code, which may put words around it."""
    if code in (GENERAL, "@") or "@" not in code:
        return text
    section = sections_of(code)[-1]
    if not section.is_text:
        return text
    return "".join(text if token == ("mark", "@") else token.text for token in section.tokens)


def _section(sections: tuple[Section, ...], value: float) -> tuple[Section, bool]:
    """The section for a number, and whether the sign of the number is still to be written."""
    numeric = [one for one in sections[:3] if not one.is_text] or [sections[0]]
    if any(one.condition for one in numeric):
        return _by_condition(numeric, value)
    if value < 0 and len(numeric) > 1:
        return numeric[1], False
    if value == 0 and len(numeric) > 2:
        return numeric[2], False
    return numeric[0], value < 0


def _by_condition(sections: list[Section], value: float) -> tuple[Section, bool]:
    for section in sections:
        if section.condition is None:
            continue
        sign, bound = section.condition
        if _COMPARISONS[sign](value, bound):
            return section, value < 0 and not sign.startswith("<")
    rest = [one for one in sections if one.condition is None]
    return rest[-1] if rest else sections[-1], value < 0
