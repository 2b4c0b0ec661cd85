"""How the field writes: marks that stand in titles, in tables and on pages.

All of it is for folded text (`folding.fold`). Fragments go into the patterns of others, functions answer for a
text as a whole.
"""

from __future__ import annotations

from functools import cache

from lint_pbt.text.folding import fold
from lint_pbt.text.patterns.lazy import Pattern

NUMERALS = "一二三四五六七八九十"

# A number as tables write it: 12, 1,234.50.
NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"

# A unit of money, and the same as a label states it: 万元, 人民币万元.
MONEY = r"[亿万千百]{0,2}元"
STATED_MONEY = rf"(?:人民币)?\s{{0,4}}({MONEY})"

# The end of a title, which remarks in brackets may follow: …绩效目标表（2025年度）.
TITLE_END = r"表(?:\s{0,4}\([^()]{1,30}\)){0,3}"

# A number before a heading, in words or figures: 一、 （二） 3. 4） ①
NUMBERING = rf"(?:\([{NUMERALS}\d]{{1,3}}\)[、.]?|[{NUMERALS}\d]{{1,3}}(?:[、)]|\.(?!\d)|\.(?=20\d\d年))|[①-⑳])"

# Signs of comparison, those that people take for them included.
SIGNS = "≥≤><=═≯≮》《〉〈"

_NOT = ("不", "不得", "不能", "不应")
_MORE, _LESS = ("高于", "超过", "大于", "多于", "长于", "晚于"), ("低于", "少于", "小于", "短于", "早于")
# What compares in words, by the sign that it stands for.
COMPARISONS = {
    "≥": (
        *(f"{no}{less}" for no in _NOT for less in _LESS),
        *(f"{more}{same}" for more in _MORE for same in ("等于", "或等于")),
    ),
    ">": _MORE,
    "≤": (
        *(f"{no}{more}" for no in _NOT for more in _MORE),
        *(f"{less}{same}" for less in _LESS for same in ("等于", "或等于")),
        "不高过",
    ),
    "<": _LESS,
    "=": ("等于",),
}
COMPARISON = rf"(?:(?:不[得能应]?)?(?:{'|'.join((*_MORE, *_LESS))})(?:或?等于)?|等于|不高过)"

# 第3页 第3页共9页 共9页第3页 - 3 - ·3· Page 3 of 9, without white space.
_PAGE_NUMBER = (
    r"第\W?\w{1,5}\W?页\W{0,2}(?:共\d{1,4}页\W?)?|共\d{1,4}页\W?第\d{1,4}页"
    r"|-+\d{1,4}-+|[·•~]\d{1,4}[·•~]|[Pp]age\d{1,4}(?:of\d{1,4})?"
)
_COUNT = r"0{0,3}([1-9]\d{0,3})(?:页?\W?(?:/|共|of)\W?(\d{1,4})页?)?"
_LONGEST_PAGE_NUMBER = 20
_LONGEST_END = 200  # characters of a title's end


def money_unit(text: str) -> str | None:
    """The unit of money that a short text states, in brackets or behind a colon: 预算数（万元）, 单位：人民币元."""
    found = _pattern(rf"[(:](?:单位:)?{STATED_MONEY}(?:人民币)?(?![^\W\d_])").search(_compact(text))
    return found[1] if found else None


def ends_title(text: str) -> bool:
    """Whether a text ends like the title of a table."""
    return _pattern(rf"{TITLE_END}$").search(_compact(text[-_LONGEST_END:])) is not None


def is_page_number(text: str) -> bool:
    """Whether a line is a page number that says so."""
    return len(text) <= _LONGEST_PAGE_NUMBER and _pattern(_PAGE_NUMBER).fullmatch(_compact(text)) is not None


def page_count(text: str) -> tuple[int, int | None] | None:
    """The number, and of how many, where a line is nothing but what may be a page's: 3, 3/9, 3 of 9."""
    if len(text) > _LONGEST_PAGE_NUMBER:
        return None
    compact = _compact(text)
    found = _pattern(_COUNT).fullmatch(compact) if compact[:1].isdigit() else None
    return (int(found[1]), int(found[2]) if found[2] else None) if found else None


def numbering_end(text: str) -> int:
    """Where the number before a heading ends in a text, with the white space around it; 0 where it has none."""
    found = _pattern(rf"\s*{NUMBERING}\s*").match(fold(text))
    return found.end() if found else 0


@cache
def _pattern(pattern: str) -> Pattern:
    return Pattern(pattern)


def _compact(text: str) -> str:
    return "".join(fold(text).split())
