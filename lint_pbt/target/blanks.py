"""Values that nobody filled in: a template's blank (年 月底前, ≥ %, **座) and the error of a formula (#REF!)."""

from __future__ import annotations

from lint_pbt.target.algebra import Blank
from lint_pbt.target.patterns import run_end
from lint_pbt.target.scan import Scan
from lint_pbt.text.notation import SIGNS
from lint_pbt.text.patterns.lazy import Pattern

_LONGEST = 40
_BEFORE = "(?:之?前|以前)?(?:完成|办结|支付|竣工)?"
# 2024年 月底前: one of the numbers is wanting. 月底前 alone is the end of every month.
_DATE = Pattern(
    rf"(?:(?:[0-9]{{2,4}}|[XxＸ×*_]+)? *年度? *月 *(?:[0-9]* *[日号]|底|末|初|[上中下]旬)?"
    rf"|[0-9]{{2,4}}年 +月|月 *[日号]|年 *月) *{_BEFORE}"
)
_DATED = ("年月", "年度月")
_SIGNS = frozenset(SIGNS + "±")
_MARKS = frozenset("*_○〇□?…XxNn× ")
_SCALES = frozenset("十百千万亿")
_HALF = "超"
_BOUND = Pattern(" *(?:[及或]?以[上下内]|左右)?[。.]?")
_BOUNDS = frozenset(" 及或以左。.")  # with which a bound begins
_FORMULA = Pattern(r"#(?:REF!|DIV/0!|VALUE!|N/A|NAME\?|NUM!|NULL!|SPILL!|CALC!)|Err:[0-9]{3}(?![0-9])|#{3,}")


def blank(scan: Scan, start: int) -> bool:
    """Add the value as a `Blank` where all of it, from `start` on, is one."""
    folded = scan.folded.rstrip()
    while folded[start : start + 1] == " ":
        start += 1
    if not folded[start:] or not _is_blank(scan, folded, start):
        return False
    scan.add(Blank(start, len(folded), scan.text[start : len(folded)]))
    return True


def _is_blank(scan: Scan, folded: str, start: int) -> bool:
    if len(folded) > _LONGEST:
        return False
    first = folded[start]
    whole = _FORMULA if first in "#E" else _DATE if _may_be_dated(folded, start) else None
    found = whole.match(folded, start) if whole else None
    if found and found.end() == len(folded):
        return True
    if first.isdigit():
        return False
    signed = first in _SIGNS
    behind = run_end(folded, start, _SIGNS | {" "}) if signed else scan.words.operator_end(folded, start)
    end = run_end(folded, behind, _MARKS)
    if end == start:
        return False
    if end == behind and folded.startswith(_HALF, behind - 1):  # 不超支, 不超期
        return False
    unit = scan.words.units.end(folded, end)
    if end == behind and unit == end + 1 and folded[end].isascii() and folded[end].isalpha():
        return False  # =A is a grade
    if unit == end and folded[end : end + 1] in _SCALES:
        unit = max(scan.words.units.end(folded, end + 1), end)
    if unit < len(folded) and folded[unit] not in _BOUNDS:
        return False
    bound = _BOUND.match(folded, unit)
    # A unit alone is none, and neither are letters in front of it: x光片.
    marked = folded[behind:end].strip(" xXnN") != "" or (behind > start and end > behind)
    return bound is not None and bound.end() == len(folded) and (behind > start or (marked and unit > end))


def _may_be_dated(folded: str, start: int) -> bool:
    """Whether a month may lack its number: 月 begins the value, or stands behind 年 or a blank."""
    if "月" not in folded:
        return False
    bare = folded[start:].replace(" ", "")
    return bare.startswith("月") or " 月" in folded or any(map(bare.__contains__, _DATED))


def formula(scan: Scan, start: int) -> int:
    """The error of a formula within a value."""
    found = _FORMULA.match(scan.folded, start)
    return scan.add(Blank(start, found.end(), scan.text[start : found.end()])) if found else start
