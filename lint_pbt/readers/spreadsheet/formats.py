"""Number format codes (`0.0%`, `#,##0"人次"`, `yyyy"年"m"月"`) taken apart into sections and tokens.

The libraries for this on PyPI are ports without upkeep (ssf, last released in 2020, with six dependencies) or know
no dates; here is what such tables use, and what is beyond it is shown as the plain number.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_TOKEN = re.compile(
    r"""
    "(?P<quoted>[^"]*)"? | [\\!](?P<escaped>.) | [_*](?P<space>.) | \[(?P<bracket>[^\]]*)\] |
    (?P<general>General|G/通用格式) | (?P<half>AM/PM|A/P|上午/下午) | (?P<exponent>E[+-]) |
    (?P<date>y+|m+|d+|h+|s+|e+|aaaa?) | (?P<digit>[0#?]) | (?P<mark>[.,%@/;]) | (?P<literal>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?\d{1,20}(?:\.\d{1,20})?)")
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_CURRENCY = re.compile(r"\$([^-]*)(?:-([0-9A-Fa-f]+))?")
_LONGEST = 255  # characters of a code, which Excel allows
_SYSTEM_DATE, _SYSTEM_TIME = "f800", "f400"

# What the numbers of formats mean in Excel's Chinese edition. 0 and what is not listed are the general format.
_COMMON = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"¥"#,##0;"¥"-#,##0',
    6: '"¥"#,##0;"¥"-#,##0',
    7: '"¥"#,##0.00;"¥"-#,##0.00',
    8: '"¥"#,##0.00;"¥"-#,##0.00',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    41: '#,##0;-#,##0;"-"',
    42: '"¥"#,##0;"¥"-#,##0;"¥-"',
    43: '#,##0.00;-#,##0.00;"-"',
    44: '"¥"#,##0.00;"¥"-#,##0.00;"¥-"',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
}
_YEAR_MONTH, _MONTH_DAY, _FULL = 'yyyy"年"m"月"', 'm"月"d"日"', 'yyyy"年"m"月"d"日"'
_HALF_DAY, _HALF_DAY_SECONDS = '上午/下午h"时"mm"分"', '上午/下午h"时"mm"分"ss"秒"'
BUILT_IN: dict[int, str] = {
    **_COMMON,
    **dict.fromkeys((27, 36, 50, 52, 57), _YEAR_MONTH),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), _MONTH_DAY),
    30: "m-d-yy",
    31: _FULL,
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    **dict.fromkeys((34, 55), _HALF_DAY),
    **dict.fromkeys((35, 56), _HALF_DAY_SECONDS),
}
GENERAL = "General"


class Token(NamedTuple):
    """A piece of a section: `kind` is literal, digit, mark, date, elapsed, half, exponent or general."""

    kind: str
    text: str


class Section(NamedTuple):
    """What one kind of numbers looks like. `condition` is a comparison and a number; `chinese` is for names of days."""

    tokens: tuple[Token, ...]
    condition: tuple[str, float] | None = None
    chinese: bool = False

    def has(self, *kinds: str) -> bool:
        return any(token.kind in kinds for token in self.tokens)

    @property
    def is_date(self) -> bool:
        return self.has("date", "elapsed")

    @property
    def is_text(self) -> bool:
        return Token("mark", "@") in self.tokens


@lru_cache(maxsize=1024)
def sections_of(code: str) -> tuple[Section, ...]:
    """The sections of a format code, one at least. A code that is too long is taken for the general format."""
    if len(code) > _LONGEST:
        code = GENERAL
    sections: list[Section] = []
    tokens: list[Token] = []
    condition, chinese = None, False
    for match in _TOKEN.finditer(code):
        kind, text = match.lastgroup or "literal", match[match.lastgroup or 0]
        if kind == "mark" and text == ";":
            sections.append(Section(tuple(tokens), condition, chinese))
            tokens, condition, chinese = [], None, False
        elif kind == "bracket":
            condition = _condition(text) or condition
            chinese = chinese or text.lower().endswith("-804")
            tokens += _bracket(text)
            if text.lower().endswith((_SYSTEM_DATE, _SYSTEM_TIME)):
                date = text.lower().endswith(_SYSTEM_DATE)
                return sections_of(_FULL if date else "h:mm:ss")
        elif kind in ("quoted", "escaped"):
            tokens.append(Token("literal", text))
        elif kind != "space":
            tokens.append(Token(kind, text))
    return (*sections, Section(tuple(tokens), condition, chinese))


def _condition(text: str) -> tuple[str, float] | None:
    match = _CONDITION.fullmatch(text)
    return (match[1], float(match[2])) if match else None


def _bracket(text: str) -> list[Token]:
    """What of the words in square brackets is shown: a sign of currency, or a time beyond 24 hours."""
    if _ELAPSED.fullmatch(text):
        return [Token("elapsed", text)]
    currency = _CURRENCY.fullmatch(text)
    return [Token("literal", currency[1])] if currency and currency[1] else []
