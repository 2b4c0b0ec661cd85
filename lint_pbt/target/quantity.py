"""Quantities: a number with its unit, the words around it, and the bound they make."""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec.structs import replace

from lint_pbt.target.algebra import Frequency, Operator, Quantity, Span, Zero
from lint_pbt.target.amounts import Amount
from lint_pbt.target.lead import Lead, read_lead
from lint_pbt.target.numerals import CHINESE
from lint_pbt.target.patterns import is_word
from lint_pbt.target.scan import EDGES, Scan, Words, clause_end
from lint_pbt.text.patterns.lazy import Pattern

_SUFFIX = Pattern(
    r" ?(?:\(不?含[^()]{0,12}\) ?|含 ?)?(?:[及或(]\(?)?(?P<word>以上|之上|更多|更高|以下|之下|以内|之内|\+(?![0-9]))"
    r"(?:\)|\(不?含[^()]{0,12}\))?"
)
_SUFFIXES = dict.fromkeys("上多高+", Operator.GE) | dict.fromkeys("下内", Operator.LE)
_PLAIN_SUFFIXES = frozenset(("以上", "之上", "更多", "更高", "以下", "之下", "以内", "之内"))
_SUFFIX_BEGINS = frozenset(" (含及或以之更+")
_NOT_WITHIN = frozenset("容部外控涝审地陆科河设含涵循源蒙网存墙务参环镜分")
_WITHIN_UNITS = frozenset(("公里", "米", "千米", "km", "m", "%", "海里"))
_BRACKETED = Pattern(r" ?\( ?([^()]{1,8}?) ?\)")
# What a unit in brackets may begin with: 1/万, 0.01mm.
_SCALED = Pattern("^(?:0[.]0{0,5}1|10{0,6}/[十百千万亿]{0,2})")
_TAIL_ENDS = frozenset(EDGES + "0123456789<>≥≤=")
_OCCASION = Pattern(f"(?:至少|不少于|各)?(?:[0-9]{{1,4}}|[{CHINESE}]{{1,5}})[次回轮遍期场趟]")
_NEXT = Pattern("[0-9]")
_CONDITION = Pattern("如[超遇有果因发出未不逾]|若|一旦|凡|假如|倘")
# 近三年, 未来五年: how far one looks back or ahead.
_SPANS_OF_TIME = ("最", "过去", "前", "今后", "未来")
_YEARS = frozenset(("年", "个月", "月", "年度", "学年"))
# 满分100分 tells the scale of a mark.
_FULL_MARKS = ("满分", "总分")
_PERCENT = frozenset(("%", "‰"))


class _Unit:
    """The unit of an amount under way: `end` is behind everything read so far, brackets included."""

    __slots__ = ("end", "start", "stop", "text")

    def __init__(self, start: int, stop: int, end: int, text: str | None) -> None:
        self.start, self.stop, self.end, self.text = start, stop, end, text


def build(scan: Scan, amount: Amount, *, fallback: bool) -> int:
    """Add the quantity around an amount; gives where it ends. `fallback` lets a short word stand for a unit."""
    words = scan.words
    unit = _unit(scan, amount, fallback=fallback)
    if words.is_time(unit.text) and amount.upper is None and _OCCASION.match(scan.folded, unit.end):
        return _often(scan, amount, unit)
    plus = scan.folded[amount.end : amount.odd].strip() == "+"
    hedged = amount.odd > amount.end and not plus
    if hedged:
        scan.hedges.append(Span(amount.end, amount.odd))
    if amount.vague:
        hedged = True
        scan.hedges.append(Span(amount.start, amount.end))
    behind = words.hedges_after.end(scan.folded, unit.end)
    if behind > unit.end:
        hedged = True
        scan.hedges.append(Span(unit.end, behind))
        unit.end = behind
    operator, end = _suffix(scan, unit)
    if plus:
        operator = Operator.GE
    if operator is None and _is_none(scan, amount, unit):
        stop = clause_end(scan.folded, end)
        return scan.add(Zero(amount.start, stop, scan.text[amount.start : stop]))
    return _place(scan, amount, unit, operator, end, hedged=hedged)


def _unit(scan: Scan, amount: Amount, *, fallback: bool) -> _Unit:
    """The unit as the amount has it, else in brackets, 100(%), or as a short word that ends the clause, 5钵."""
    folded, words, end = scan.folded, scan.words, amount.end
    if amount.paired:
        return _Unit(end, end, end, None)
    if amount.sign:
        return _Unit(amount.unit_start, amount.unit_end, max(end, amount.unit_end), amount.sign)
    if amount.unit_end > end:
        return _Unit(amount.unit_start, amount.unit_end, amount.unit_end, folded[amount.unit_start : amount.unit_end])
    bracketed = _BRACKETED.match(folded, end)
    if bracketed:
        plain = _SCALED.sub("", bracketed[1])
        if plain in ("", "/") or words.noun_units.is_unit(plain):
            return _Unit(*bracketed.span(1), bracketed.end(), bracketed[1])
    elif fallback and folded[end : end + 1].isalpha():
        known = words.not_units.end(folded, end) > end or words.hedges_after.end(folded, end) > end
        stop = end if known or _suffixed(folded, end) else words.noun_units.guessed_end(folded, end)
        if stop > end:
            return _Unit(end, stop, stop, folded[end:stop])
    return _Unit(end, end, end, None)


def _often(scan: Scan, amount: Amount, unit: _Unit) -> int:
    """一年两次, 半年一次: a frequency, whose count comes next."""
    clause = scan.clause
    period = (unit.text or "").removeprefix("个")
    scan.add(Frequency(amount.start, unit.end, scan.text[amount.start : unit.end], period, amount.value))
    scan.clause = clause
    return unit.end


def _suffix(scan: Scan, unit: _Unit) -> tuple[Operator | None, int]:
    """以上, 及以下, 以内, 内 behind the unit: the operator, and where it ends."""
    word, after = scan.folded[unit.end : unit.end + 2], scan.folded[unit.end + 2 : unit.end + 3]
    if word in _PLAIN_SUFFIXES and after not in ("(", ")"):
        return _SUFFIXES[word[-1]], unit.end + 2
    suffix = _suffixed(scan.folded, unit.end)
    if suffix:
        operator = _SUFFIXES[suffix["word"][-1]]
        if "不含" in suffix[0]:
            operator = Operator.GT if operator is Operator.GE else Operator.LT
        return operator, suffix.end()
    limited = scan.words.is_time(unit.text) or unit.text in _WITHIN_UNITS
    within = scan.folded[unit.end : unit.end + 2]
    if limited and within[:1] == "内" and within[1:] not in _NOT_WITHIN:
        return Operator.LE, unit.end + 1
    return None, unit.end


def _suffixed(folded: str, at: int) -> re.Match[str] | None:
    return _SUFFIX.match(folded, at) if folded[at : at + 1] in _SUFFIX_BEGINS else None


def _is_none(scan: Scan, amount: Amount, unit: _Unit) -> bool:
    """0投诉: a bare zero directly in front of what there is none of."""
    if amount.value or unit.text or amount.scale or amount.upper is not None:
        return False
    return is_word(scan.folded[unit.end : unit.end + 1]) and not scan.folded[scan.clause : amount.start].strip(" :")


def _place(scan: Scan, amount: Amount, unit: _Unit, operator: Operator | None, end: int, *, hedged: bool) -> int:
    """Read the words in front and add the quantity, unless they say that it is none."""
    start = min(amount.start, unit.start) if unit.text else amount.start
    share = amount.paired or unit.text in _PERCENT
    lead = read_lead(scan, start, share=share, signed=not amount.paired and amount.start == start)
    behind = next(
        (place for place in range(end, len(scan.folded)) if scan.folded[place] in _TAIL_ENDS), len(scan.folded)
    )
    tail = scan.text[end:behind].strip(" 　/").lstrip("”")
    if _is_aside(scan, lead, unit.text, tail, end):
        return end
    value, upper = _signed(amount.value, amount.upper, lead.minus)
    quantity = Quantity(
        start=lead.start,
        end=end,
        number_start=amount.start,
        number_end=amount.end,
        unit_start=unit.start if unit.text else None,
        unit_end=unit.stop if unit.text else None,
        value=value,
        upper=upper,
        operator=lead.operator or operator,
        unit=unit.text,
        measure=scan.words.units.usual(unit.text) if unit.text else None,
        meaning=scan.words.units.meaning(unit.text) if unit.text else None,
        scale=amount.scale,
        fraction=amount.fraction,
        ratio=amount.ratio,
        base=lead.base,
        hedged=hedged or lead.hedged or any(hedge.start >= scan.clause for hedge in scan.hedges),
        reached=lead.reached,
        label=lead.label,
        tail=tail,
    )
    return _add(scan, quantity)


def _is_aside(scan: Scan, lead: Lead, unit: str | None, tail: str, end: int) -> bool:
    """True where a number is no target: a condition, where a rise starts from, a span of years, a description."""
    if lead.origin or _CONDITION.match(scan.folded, scan.clause):
        return True
    if lead.label.endswith(_FULL_MARKS):
        return True
    if unit in _YEARS and lead.label.endswith(_SPANS_OF_TIME):
        return True
    if unit in _YEARS and scan.folded.startswith("近", lead.start):
        scan.hedges.pop()
        return True
    bound = lead.reached or lead.operator is not None
    # 一级300元、二级270元: a number right behind tells of what is numbered.
    if not bound and unit in scan.words.describing and _NEXT.match(scan.folded, end):
        return True
    return not bound and _describes(scan.words, unit, tail)


def _describes(words: Words, unit: str | None, tail: str) -> bool:
    """True for 60岁以上老年人, 110千伏变电站, 3年保存率: the number describes what follows."""
    if not is_word(tail[:1]):
        return False
    return unit in words.describing or (words.is_time(unit) and tail.endswith(("率", "度")))


def _signed(value: Decimal, upper: Decimal | None, minus: str) -> tuple[Decimal, Decimal | None]:
    """Both ends of an amount with its sign: -5, or ±5 as -5 to 5."""
    if minus == "±":
        return (-value, value) if upper is None else (value, upper)
    return (-value, upper) if minus else (value, upper)


def _add(scan: Scan, quantity: Quantity) -> int:
    """Add a quantity; behind a frequency in its clause it is the count of that, or has it in its label."""
    last = scan.parts[-1] if scan.parts else None
    if isinstance(last, Frequency) and last.times is None and last.start >= scan.clause:
        scan.parts.pop()
        if quantity.unit in scan.words.occasions:
            text = scan.text[last.start : quantity.end]
            return scan.add(replace(last, end=quantity.end, text=text, times=quantity))
    return scan.add(quantity)
