"""Comparison signs, right and mistyped, and the edges of clauses."""

from __future__ import annotations

from msgspec.structs import replace

from lint_pbt.target.algebra import Operator, Quantity, Sign
from lint_pbt.target.claims import against
from lint_pbt.target.numerals import ARABIC_DIGITS, CHINESE_SIGNS
from lint_pbt.target.patterns import has_word
from lint_pbt.target.scan import Scan
from lint_pbt.text.patterns.lazy import Pattern

SIGNS = "<>≥≤=≯≮》《〉〈"
_DIGITS = ARABIC_DIGITS | CHINESE_SIGNS
_TITLE = Pattern("《[^《》0-9%]{2,80}》|《[^《》]{2,80}》(?! ?[0-9])")
_CHAIN = Pattern("[^0-9,;。、()<>≥≤=]{1,20}[<>≥≤]")
_MIRRORED = {
    Operator.GE: Operator.LE,
    Operator.LE: Operator.GE,
    Operator.GT: Operator.LT,
    Operator.LT: Operator.GT,
}
_RIGHT = {
    ">": Operator.GT,
    "<": Operator.LT,
    "≥": Operator.GE,
    "≤": Operator.LE,
    "=": Operator.EQ,
    ">=": Operator.GE,
    "<=": Operator.LE,
    "≯": Operator.LE,
    "≮": Operator.GE,
}


def title(scan: Scan, start: int) -> int:
    """《…》 around a title: nothing in it is a target."""
    found = _TITLE.match(scan.folded, start)
    return found.end() if found and has_word(found[0]) else start


def edge(scan: Scan, start: int) -> int:
    """Punctuation: the clause before it is over."""
    settle(scan, start)
    scan.clause = start + 1
    return start + 1


def sign(scan: Scan, start: int) -> int:
    """A run of signs: it waits for the number behind it."""
    end = _run_end(scan.folded, start)
    run = scan.folded[start:end].replace(" ", "")
    operator = _RIGHT.get(run)
    if operator is None:
        if run.strip("》《〉〈") == "" and not _number_ahead(scan.folded, end):
            return end
        operator, sure = _meaning(run)
        if operator is None:
            return scan.unread(start, end, f"看不懂比较符“{scan.text[start:end]}”")
        scan.signs.append(Sign(start, end, scan.text[start:end], operator, sure))
    if _turned(scan, start, end, operator):
        return end
    if not _number_ahead(scan.folded, end):
        behind = against(scan, start, end, operator)
        if behind > start:
            return behind
    scan.pending = (start, end, operator)
    return end


def _run_end(folded: str, start: int) -> int:
    """Where a run of signs ends; a blank may stand between two."""
    end = start + 1
    while (following := end + (folded[end : end + 1] == " ")) < len(folded) and folded[following] in SIGNS:
        end = following + 1
    return end


def _number_ahead(folded: str, at: int) -> bool:
    """Whether a number stands here, perhaps behind a blank and a sign of its own."""
    at += folded[at : at + 1] == " "
    at += folded[at : at + 1] in ("-", "+", "±")
    return folded[at : at + 1] in _DIGITS


def _turned(scan: Scan, start: int, end: int, operator: Operator) -> bool:
    """80%≤满意度≤90%: the first sign bounds the number in front of it, the other way round."""
    last = scan.parts[-1] if scan.parts else None
    if not isinstance(last, Quantity) or last.operator or scan.folded[last.end : start].strip():
        return False
    if operator is Operator.EQ or not _CHAIN.match(scan.folded, end):
        return False
    scan.parts[-1] = replace(last, operator=_MIRRORED[operator], end=end)
    scan.clause = end
    return True


def _meaning(run: str) -> tuple[Operator | None, bool]:
    """What a mistyped sign stands for, and whether that is certain."""
    more, less = any(sign in run for sign in ">≥》〉≮"), any(sign in run for sign in "<≤《〈≯")
    if more and less:
        return None, False
    equal = any(sign in run for sign in "=≥≤")
    if not more and not less:
        return Operator.EQ, True
    if more:
        return (Operator.GE, equal) if equal or "》" in run or "〉" in run else (Operator.GT, False)
    return (Operator.LE, equal) if equal or "《" in run or "〈" in run else (Operator.LT, False)


def settle(scan: Scan, end: int) -> None:
    """The clause ends at `end`: a sign that still waits for a number cannot be read, unless it bounds words."""
    if scan.pending is not None:
        start, behind, _ = scan.pending
        scan.pending = None
        bounded = scan.folded[behind:end].strip()
        if not (has_word(bounded) or (len(bounded) == 1 and bounded.isascii() and bounded.isupper())):  # =A is a grade
            scan.unread(start, end, f"比较符“{scan.text[start:behind].strip()}”后面没有可读的数")
