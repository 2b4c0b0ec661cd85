"""Quantities: the words around a number that make it a target."""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec.structs import replace

from lint_pbt.target.algebra import Frequency, Operator, Quantity, Span, Zero
from lint_pbt.target.amounts import Amount, arabic_amount, chinese_amount, clock, half
from lint_pbt.target.numerals import CHINESE, CHINESE_NUMBER, NUMBER
from lint_pbt.target.scan import EDGES, Scan, clause_end
from lint_pbt.target.times import chinese_date, date, moment

_DATE_MARKS = frozenset("年月日号季-~至到./")
_BROKEN = re.compile("[0-9OoIl.,]+%?")
_LETTERS = re.compile("[A-Za-z0-9][A-Za-z0-9._+-]*")
_MODEL = re.compile("[A-Za-z]+[-_. ]?[0-9][A-Za-z0-9._-]*")
_CODE = re.compile("[0-9]+(?:-[0-9]+){2,}")
_DOCUMENT = re.compile(r"[〔\[(【] ?(?:19|20)[0-9]{2} ?[〕\])】] ?第? ?[0-9]{1,6} ?号?")
_SUFFIX = re.compile(
    r" ?(?:\(?含(?:本数)?\)? ?)?(?:[及或(]\(?)?(?P<word>以上|之上|更多|更高|以下|之下|以内|之内|\+(?![0-9]))(?:\)|\(含(?:本数)?\))?"
)
_WITHIN = re.compile("内(?![容部外控涝审地陆科河设含涵循源蒙网存墙务参环镜分])")
_SUFFIXES = {"上": Operator.GE, "多": Operator.GE, "高": Operator.GE, "+": Operator.GE, "下": Operator.LE, "内": Operator.LE}
_WITHIN_UNITS = frozenset(("公里", "米", "千米", "km", "m", "%", "海里"))
_BRACKETED = re.compile(r" ?\( ?([^()]{1,8}?) ?\)")
_TAIL = re.compile(f"[^{re.escape(EDGES)}0-9<>≥≤=]*")
_WORD_RUN = re.compile("[\u4e00-\u9fff]{1,4}$")
_WORD = re.compile("[\u4e00-\u9fff]")
_OCCASION = re.compile(f"(?:至少|不少于|各)?(?P<n>[0-9]{{1,4}}|[{CHINESE}]{{1,5}})(?=[次回轮遍期场趟])")
_APART = re.compile("至少|最少|最多|至多|起码|不(?:得|应|能)?(?:少于|低于|小于|超过|高于|大于|多于)")
_CONDITION = re.compile("如[超遇有果因发出未不逾]|若|一旦|凡|假如|倘")
_PERIODS_BACK = ("近", "最近", "过去", "前", "今后", "未来")
_YEARS = frozenset(("年", "个月", "月", "年度", "学年"))


def digits(scan: Scan, start: int) -> int:
    """An Arabic number and all that belongs to it."""
    folded, words = scan.folded, scan.words
    stop = words.not_numbers.end(folded, start)
    if stop > start:
        return stop
    found = NUMBER.match(folded, start)
    assert found
    end = found.end()
    follows = folded[end : end + 1]
    if follows:
        stop = _no_target(scan, start, end, follows) if follows not in "% " else start
        if stop > start:
            return stop
    amount = arabic_amount(scan, found)
    if amount is None:
        return scan.unread(start, end, "数字太长，读不出来")
    return _build(scan, amount, fallback=True)


def _no_target(scan: Scan, start: int, end: int, follows: str) -> int:
    """Digits that are a date, a year, a number in a list, a time of day, part of a name, or broken."""
    folded = scan.folded
    if follows in _DATE_MARKS:
        stop = date(scan, start, end)
        if stop > start:
            return stop
    behind = folded[end + 1 : end + 2]
    if follows in ".,":
        listed = follows == "." and end - start <= 2 and not folded[scan.clause : start].strip() and _WORD.match(behind)
        if listed:
            return end + 1
        if behind and behind in "0123456789.,%" and not (scan.text[end] == "，" and behind not in ".,%"):
            broken = _BROKEN.match(folded, start)
            return scan.unread(start, broken.end() if broken else end, "数字写得不对，读不出是多少")
    elif follows in "、)":
        opened = follows == "、" or folded[start - 1 : start] == "("
        if opened and end - start <= 2 and not folded[scan.clause : start].strip() and _WORD.match(behind):
            return end
    elif follows == "号":
        return end + 1
    elif follows == "-":
        code = _CODE.match(folded, start)
        return code.end() if code else start
    elif follows == ":":
        return clock(folded, NUMBER.match(folded, start)) or start  # type: ignore[arg-type]
    elif follows.isascii() and follows.isalpha():
        if follows in "Oo" or (follows in "Il" and behind.isdigit()):
            broken = _BROKEN.match(folded, start)
            return scan.unread(start, broken.end() if broken else end, "数字里混进了字母，读不出是多少")
        if scan.words.noun_units.end(folded, end) == end:
            letters = _LETTERS.match(folded, end)
            return letters.end() if letters else start
    return start


def letters(scan: Scan, start: int) -> int:
    """A name with digits in it: A4, H1N1, PM2.5."""
    found = _MODEL.match(scan.folded, start)
    if not found:
        run = _LETTERS.match(scan.folded, start)
        return run.end() if run else start
    if found[0][0] in "OoIl" and scan.folded[found.end() : found.end() + 1] == "%":
        return scan.unread(start, found.end() + 1, "数字里混进了字母，读不出是多少")
    return found.end()


def document(scan: Scan, start: int) -> int:
    """The number of a document: 〔2021〕101号."""
    found = _DOCUMENT.match(scan.folded, start)
    if not found:
        return start
    scan.clause = found.end()
    return found.end()


def numeral(scan: Scan, start: int) -> int:
    """A Chinese numeral: a number only where a measure word follows and no idiom holds it."""
    folded = scan.folded
    stop = moment(scan, start) or start
    if stop == start:
        stop = scan.words.not_numbers.end(folded, start)
    if stop > start:
        return stop
    run = CHINESE_NUMBER.match(folded, start)
    end = run.end() if run else start + 1
    if folded[start - 1 : start] == "第":
        return end
    if folded[start] == "零" and end == start + 1 and clause_end(folded, start) == end:
        return _build(scan, Amount(start, end, Decimal(0)), fallback=False)
    if folded[end : end + 1] in "月季" and not _OCCASION.match(folded, end + 1) and not _OCCASION.match(folded, end + 2):
        stop = chinese_date(scan, start)
        if stop > start:
            return stop
    amount = half(scan, start) if folded[start] == "半" else chinese_amount(scan, start)
    return _build(scan, amount, fallback=False) if amount else end


def _build(scan: Scan, amount: Amount, *, fallback: bool) -> int:
    """Adds the quantity around an amount, and returns where it ends."""
    folded, text, words = scan.folded, scan.text, scan.words
    unit_start, unit_end, bracketed = amount.unit_start, amount.unit_end, False
    end = max(amount.end, unit_end)
    hedged = False
    if unit_start > amount.end and folded[amount.end : unit_start].strip():
        hedged = True
        scan.hedges.append(Span(amount.end, unit_start))
    if unit_start >= unit_end:
        unit_start, unit_end = _other_unit(scan, end, fallback=fallback and not amount.fraction and amount.ratio is None)
        if unit_end:
            bracketed = folded[unit_end : unit_end + 1] == ")"
            end = unit_end + bracketed
    unit = folded[unit_start:unit_end].strip() if unit_end > unit_start else None
    if unit in ("百分之", "千分之") or (unit and unit_end <= amount.start and unit[:1] in "百千"):
        unit = "%" if unit[0] == "百" else "‰"
    if unit in words.time_units and amount.upper is None:
        often = _often(scan, amount, unit or "", end)
        if often:
            return often
    behind = words.hedges_after.end(folded, end)
    if behind > end:
        hedged = True
        scan.hedges.append(Span(end, behind))
        end = behind
    suffix = _SUFFIX.match(folded, end)
    operator: Operator | None = None
    if suffix:
        operator = _SUFFIXES[suffix["word"][-1]]
        end = suffix.end()
    elif unit and (unit in words.time_units or unit in _WITHIN_UNITS) and _WITHIN.match(folded, end):
        operator = Operator.LE
        end += 1
    elif amount.value == 0 and not unit and not amount.scale and _WORD.match(folded, end) and _is_none(scan, amount):
        stop = clause_end(folded, end)
        return scan.add(Zero(amount.start, stop, text[amount.start : stop]))
    return _place(scan, amount, unit, (unit_start, unit_end), end, operator, hedged=hedged, suffixed=operator is not None)


def _is_none(scan: Scan, amount: Amount) -> bool:
    """0投诉: a bare zero directly in front of what there is none of."""
    return scan.clause >= amount.start or not scan.folded[scan.clause : amount.start].strip(" :")


def _other_unit(scan: Scan, end: int, *, fallback: bool) -> tuple[int, int]:
    """A unit in brackets, 100(%), or a short word that ends the clause, 5钵; (0, 0) where there is none."""
    folded, words = scan.folded, scan.words
    bracketed = _BRACKETED.match(folded, end)
    if bracketed:
        inner = bracketed[1]
        if inner in words.noun_units:
            return bracketed.start(1), bracketed.end(1)
        return 0, 0
    if not fallback or not _WORD.match(folded, end):
        return 0, 0
    stop = clause_end(folded, end)
    rest = folded[end:stop].rstrip()
    suffix = _SUFFIX.search(rest) if len(rest) <= 8 else None
    if suffix:
        rest = rest[: suffix.start()]
    if _WORD_RUN.match(rest) and words.not_units.end(rest, 0) == 0 and words.hedges_after.end(rest, 0) == 0:
        return end, end + len(rest)
    return 0, 0


def _often(scan: Scan, amount: Amount, unit: str, end: int) -> int:
    """一年两次, 半年一次: a frequency; 0 where it is none."""
    found = _OCCASION.match(scan.folded, end)
    if not found:
        return 0
    scan.add(Frequency(amount.start, end, scan.text[amount.start : end], unit.removeprefix("个"), amount.value))
    scan.clause = amount.start
    return end


def _place(
    scan: Scan,
    amount: Amount,
    unit: str | None,
    unit_span: tuple[int, int],
    end: int,
    operator: Operator | None,
    *,
    hedged: bool,
    suffixed: bool,
) -> int:
    """Reads the words in front of an amount and adds the quantity, unless they say it is none."""
    folded, text, words = scan.folded, scan.text, scan.words
    start = amount.start if not unit or unit_span[0] >= amount.start else unit_span[0]
    start, negative = _negative(folded, start, scan.clause)
    start, before, told, reached = _lead(scan, start)
    hedged = hedged or told
    operator = before or operator
    base = ""
    label_end = start
    if (amount.fraction or unit in ("%", "‰")) and folded[start - 1 : start] == "的" and start > scan.clause:
        base, label_end, operator = _share(scan, start, operator)
    elif operator is None and start - scan.clause > 2:
        apart = _APART.search(folded, scan.clause, start)
        if apart and (apart[0] in ("至少", "最少", "最多", "至多", "起码") or folded.startswith("每", apart.end())):
            operator, label_end = words.operators[apart[0]], apart.start()
    label = text[scan.clause : label_end].strip(" :：　")
    tail = _TAIL.match(folded, end)
    rest = text[end : tail.end()].strip() if tail else ""
    if _CONDITION.match(folded, scan.clause) or _describes(scan, amount, unit, label, rest, bound=reached or not suffixed and operator is not None):
        return end
    if label.endswith(_PERIODS_BACK) and unit in _YEARS:
        return end
    hedged = hedged or any(hedge.start >= scan.clause for hedge in scan.hedges)
    value, upper = amount.value, amount.upper
    if negative and upper is None:
        value = -value
    elif negative == "±":
        value = -value
    if negative == "±" and upper is None:
        value, upper = -abs(value), abs(value)
    quantity = Quantity(
        start=min(start, label_end) if base else start,
        end=end,
        number_start=amount.start,
        number_end=amount.end,
        unit_start=unit_span[0] if unit else None,
        unit_end=unit_span[1] if unit else None,
        value=value,
        upper=upper,
        operator=operator,
        unit=unit,
        measure=words.units.usual(unit) if unit else None,
        scale=amount.scale,
        fraction=amount.fraction,
        ratio=amount.ratio,
        base=base,
        hedged=hedged,
        reached=reached,
        label=label,
        tail=rest,
    )
    return _add(scan, quantity)


def _negative(folded: str, start: int, clause: int) -> tuple[int, str]:
    """Where a number with its sign begins, and the sign: "-", "±" or nothing. A dash between words is no sign."""
    before = folded[start - 1] if start > clause else ""
    if before in "±+负" and before:
        plus_minus = before == "±" or folded[start - 2 : start] == "正负"
        if plus_minus:
            return start - (1 if before == "±" else 2), "±"
        return start - 1, "-" if before == "负" else ""
    if before == "-" and (start - 1 == clause or folded[start - 2] in " :<>≥≤=为率幅速比到在至"):
        return start - 1, "-"
    if folded[start - 2 : start] == "零下":
        return start - 2, "-"
    return start, ""


def _lead(scan: Scan, start: int) -> tuple[int, Operator | None, bool, bool]:
    """The words directly in front: where the quantity begins, its operator, and whether it is hedged or reached."""
    folded, clause, lead, longest = scan.folded, scan.clause, scan.words.lead, scan.words.longest_lead
    operator: Operator | None = None
    hedged = reached = False
    begin = end = start
    while True:
        while end > clause and folded[end - 1] in " :":
            end -= 1
        if scan.pending and scan.pending[1] == end:
            begin, _, operator = scan.pending
            end, scan.pending = begin, None
            continue
        for size in range(min(longest, end - clause), 0, -1):
            kind = lead.get(folded[end - size : end])
            if kind is not None:
                break
        else:
            return begin, operator, hedged, reached
        end -= size
        if kind == "":
            continue
        begin = end
        if kind == "hedge":
            hedged = True
            if size == 1:
                scan.hedges.append(Span(end, end + 1))
        elif kind == "reached":
            reached = True
        elif operator is None:
            operator = kind  # type: ignore[assignment]


def _share(scan: Scan, start: int, operator: Operator | None) -> tuple[str, int, Operator | None]:
    """不超过缴费额度的2/3: what it is a share of, where the label ends, and the operator in front of it."""
    region = scan.folded[scan.clause : start - 1]
    for offset in range(len(region)):
        for size in range(min(scan.words.longest_lead, len(region) - offset), 1, -1):
            word = scan.words.operators.get(region[offset : offset + size])
            if word:
                begin = scan.clause + offset
                return scan.text[begin + size : start - 1].strip(), begin, operator or word
    return scan.text[scan.clause : start - 1].strip(" :：　"), scan.clause, operator


def _describes(scan: Scan, amount: Amount, unit: str | None, label: str, tail: str, *, bound: bool) -> bool:
    """True for 60岁以上老年人 or 110千伏变电站: the number describes something and sets no target."""
    return unit in scan.words.describing and not bound and bool(_WORD.match(tail))


def _add(scan: Scan, quantity: Quantity) -> int:
    """Adds a quantity; behind a frequency in the same clause it is that frequency's count, or takes it as its label."""
    last = scan.parts[-1] if scan.parts else None
    if isinstance(last, Frequency) and last.times is None and last.end > scan.clause >= 0 and last.start >= scan.clause:
        scan.parts.pop()
        if quantity.unit in scan.words.occasions:
            text = scan.text[last.start : quantity.end]
            return scan.add(replace(last, end=quantity.end, text=text, times=quantity))
    return scan.add(quantity)


__all__ = ["digits", "document", "letters", "numeral"]
