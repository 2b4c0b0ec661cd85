"""What digits and numerals may be: a target's number, or a date, a year, a list number, a name, a broken number."""

from __future__ import annotations

import re
from decimal import Decimal

from lint_pbt.target.algebra import Benchmark, Deadline, Operator, Quantity
from lint_pbt.target.amounts import Amount, arabic_amount, chinese_amount, clock, half, round_number
from lint_pbt.target.claims import grade
from lint_pbt.target.lead import follows_lead
from lint_pbt.target.numerals import CHINESE, CIRCLED, NUMBER, chinese, chinese_end
from lint_pbt.target.patterns import is_word
from lint_pbt.target.quantity import build
from lint_pbt.target.scan import Scan, clause_end
from lint_pbt.target.times import chinese_date, date, moment
from lint_pbt.text.patterns.lazy import Pattern

_DATE_MARKS = frozenset("年月日号季-~至到./前底末Qq")
_BROKEN = Pattern("[0-9OoIl.,]+%?")
_LETTERS = Pattern("[A-Za-z0-9][A-Za-z0-9._+-]*")
_MODEL = Pattern("[A-Za-z]+[-_. ]?[0-9][A-Za-z0-9._-]*")
_AFTER_EVENT = Pattern(r"[Tt]\+[0-9]{1,3}(?: ?(?:个?工作日|日|天))?[内前]?")
_CODE = Pattern("[0-9]+(?:-[0-9]+){2,}|0[0-9]{2,3}-[0-9]{7,8}")
_BEFORE = Pattern("之?前|以前")
_HOUR = "(?:[01]?[0-9]|2[0-4])"
_PART_OF_DAY = "(?:次日|当日|上午|中午|下午|晚上?|夜间)?"
_HOURS = Pattern(
    f"{_HOUR}:[0-5][0-9] ?[-~至到]{{1,2}} ?{_PART_OF_DAY} ?{_HOUR}:[0-5][0-9](?:之?前|以前)?"
    f"|{_HOUR}[点时](?:[0-5]?[0-9]分|半|整)? ?[-~至到] ?{_PART_OF_DAY} ?{_HOUR}[点时](?:[0-5]?[0-9]分|半|整)?"
)
# 3×3篮球赛
_SIDES = Pattern(r"[0-9]{1,4}(?:[×*xX][0-9]{1,4})+(?=[\u4e00-\u9fff])")
_SUM = Pattern(r"[0-9]{1,4}(?:\+[0-9A-Za-z]{1,4})+")
_DOCUMENT = Pattern(r"[〔\[(【] ?(?:19|20)[0-9]{2} ?[〕\])】] ?第? ?[0-9]{1,6} ?号?")
_OCCASION = Pattern(f"(?:月|季度?)(?:[0-9]{{1,4}}|[{CHINESE}]{{1,5}})[次回轮遍期场趟]")
_SPOKEN: dict[str, tuple[Operator | None, int, str]] = {
    "翻一番": (None, 2, "倍"),
    "翻两番": (None, 4, "倍"),
    "翻番": (None, 2, "倍"),
    "翻倍": (None, 2, "倍"),
    "过半": (Operator.GT, 50, "%"),
    "超半数": (Operator.GT, 50, "%"),
    "半数以上": (Operator.GE, 50, "%"),
    "减半": (None, 50, "%"),
}


def digits(scan: Scan, start: int) -> int:
    """An Arabic number and all that belongs to it."""
    folded = scan.folded
    found = NUMBER.match(folded, start)
    assert found
    stop = scan.words.not_numbers.end(folded, start)
    if stop > start and not _counts_beyond(scan, found, stop):
        return stop
    before = folded[start - 1 : start]
    if before == "第":
        return _rank(scan, start, found.end())
    if before == "." and not folded[start - 2 : start - 1].isalnum():
        return scan.unread(start - 1, found.end(), "小数点前面没有数")
    follows = folded[found.end() : found.end() + 1]
    size = found.end() - start
    if (follows and follows not in "% ") or size == 8 or (size == 7 and found[0][4] == "."):
        stop = _no_target(scan, found, follows)
        if stop > start:
            return stop
    amount = arabic_amount(scan, found)
    if amount is None:
        return scan.unread(start, found.end(), "数字太长，读不出来")
    return build(scan, amount, fallback=True)


def _counts_beyond(scan: Scan, found: re.Match[str], stop: int) -> bool:
    """True where a number with its unit goes on behind a word that begins with the same digits: 618 and 618亩."""
    amount = arabic_amount(scan, found)
    return amount is not None and amount.unit_end > max(stop, amount.end)


def _no_target(scan: Scan, found: re.Match[str], follows: str) -> int:
    """Digits that are a date or a year, in a list, a time of day, part of a name, or broken; else their start."""
    folded, (start, end) = scan.folded, found.span()
    if follows in _DATE_MARKS or not follows.strip() or end - start == 8:
        stop = date(scan, start, end)
        if stop > start:
            return stop
    if follows and follows in ".,、)":
        return _punctuated(scan, start, end, follows)
    if follows == "号":
        return end + 1
    if follows in "×*xX":
        name = _SIDES.match(folded, start)
        return name.end() if name and scan.words.noun_units.end(folded, name.end()) == name.end() else start
    if follows == "-":
        code = _CODE.match(folded, start)
        return code.end() if code else start
    if follows == "+":
        name = _SUM.match(folded, start)
        return name.end() if name else start
    if follows in "点时" and _HOURS.match(folded, start):
        return _time_of_day(scan, start, 0)
    if follows == ":":
        return _time_of_day(scan, start, clock(folded, found))
    if follows.isascii() and follows.isalpha():
        stop = grade(scan, start)
        if stop > start:
            return stop
        if follows in "Oo" or (follows in "Il" and folded[end + 1 : end + 2].isdigit()):
            return _broken(scan, start, "数字里混进了字母，读不出是多少")
        if scan.words.noun_units.end(folded, end) == end:
            name = _LETTERS.match(folded, end)
            # 4500kcal is a number with a rare unit, 5G is a name.
            named = name and (not name[0].isalpha() or (len(name[0]) == 1 and name[0].isupper()))
            unknown_unit = name and not named and scan.words.noun_units.guessed_end(folded, end) > end
            return name.end() if name and not unknown_unit else start
    return start


def _punctuated(scan: Scan, start: int, end: int, follows: str) -> int:
    """A number in a list, 1.… or (1)…, or digits with points and commas that make no number."""
    folded = scan.folded
    behind = folded[end + 1 : end + 2]
    opens = end - start <= 2 and not folded[scan.clause : start].strip()
    opens = opens and (is_word(behind) or behind in tuple("<>≥≤="))
    if opens and follows in ".、)":
        scan.clause = end + 1
        return end + 1
    # A full-width comma between two numbers divides them.
    divided = follows == "," and scan.text[end] == "，" and behind.isdigit()
    if follows in ".," and behind and behind in "0123456789.,%" and not divided:
        return _broken(scan, start, "数字写得不对，读不出是多少")
    return start


def _broken(scan: Scan, start: int, reason: str) -> int:
    found = _BROKEN.match(scan.folded, start)
    return scan.unread(start, found.end() if found else start + 1, reason)


def letters(scan: Scan, start: int) -> int:
    """A name with digits in it: A4, H1N1, PM2.5; T+1日 is a deadline."""
    found = _AFTER_EVENT.match(scan.folded, start)
    if found:
        return scan.add(Deadline(start, found.end(), scan.text[start : found.end()]))
    found = _MODEL.match(scan.folded, start)
    if not found:
        run = _LETTERS.match(scan.folded, start)
        return run.end() if run else start
    if found[0][0] in "OoIl" and scan.folded[found.end() : found.end() + 1] == "%":
        return scan.unread(start, found.end() + 1, "数字里混进了字母，读不出是多少")
    return found.end()


def _time_of_day(scan: Scan, start: int, stop: int) -> int:
    """7:30前 and 9:00-17:00 can be checked; 8:30 beside other words tells when something is open."""
    hours = _HOURS.match(scan.folded, start)
    by = _BEFORE.match(scan.folded, stop) if stop else None
    alone = stop and scan.folded[:start].strip() == "" == scan.folded[stop:].strip()
    end = hours.end() if hours else by.end() if by else stop if alone else 0
    return scan.add(Deadline(start, end, scan.text[start:end])) if end else stop or start


def document(scan: Scan, start: int) -> int:
    """The number of a document: 〔2021〕101号."""
    found = _DOCUMENT.match(scan.folded, start) if scan.folded[start + 1 : start + 2] in ("1", "2", " ") else None
    if not found:
        return start
    scan.clause = found.end()
    return found.end()


def spoken(scan: Scan, start: int) -> int:
    """A number that is a word: 翻一番, 过半."""
    for word, (operator, value, unit) in _SPOKEN.items():
        if scan.folded.startswith(word, start):
            end = start + len(word)
            label = scan.text[scan.clause : start].strip(" :：　")
            return scan.add(
                Quantity(
                    start=start, end=end, number_start=start, number_end=end,
                    value=Decimal(value), operator=operator, unit=unit, measure=unit, label=label,
                )
            )  # fmt: skip
    return start


def _rank(scan: Scan, start: int, end: int) -> int:
    """第1名, 第三位: a place among others; any other 第… is a name."""
    behind = end + 1
    if scan.folded[end:behind] not in ("名", "位") or clause_end(scan.folded, behind) > behind:
        return end
    text = scan.text[start - 1 : behind]
    return scan.add(Benchmark(start - 1, behind, text, None, text))


def _only_number(scan: Scan, start: int, end: int) -> bool:
    """True where a value is a numeral and nothing else but its bound: 十二, 不少于三."""
    if scan.folded[end:].strip(" 。;") or scan.parts:
        return False
    return not scan.folded[scan.clause : start].strip(" <>≥≤=") or follows_lead(scan, start)


def circled(scan: Scan, start: int) -> int:
    """≤⑫个月; elsewhere ① begins an entry of a list."""
    if scan.pending is None and not follows_lead(scan, start):
        return start
    amount = Amount(start, start + 1, Decimal(CIRCLED.index(scan.folded[start]) + 1))
    amount.odd = start + 1
    amount.unit_start, amount.unit_end = start + 1, scan.words.noun_units.end(scan.folded, start + 1)
    return build(scan, amount, fallback=True)


def numeral(scan: Scan, start: int) -> int:
    """A Chinese numeral: a number only where a measure word follows and no idiom holds it."""
    folded, words = scan.folded, scan.words
    stop = moment(scan, start)
    if stop > start:
        return stop
    end = max(chinese_end(folded, start), start + 1)
    idiom = words.not_numbers.end(folded, start)
    before = folded[start - 1 : start]
    if before == "第":
        return max(_rank(scan, start, end), idiom)
    if before in ("数", "几") and folded[start] in "十百千万亿":
        return max(end, idiom)
    if idiom > start and not words.not_numbers.begins(folded, start):
        return idiom
    stands_alone = folded[start:end] == "零" or before == "前" or _only_number(scan, start, end)
    if stands_alone and clause_end(folded, start) == end:
        value = chinese(folded[start:end])
        return end if value is None else build(scan, Amount(start, end, value), fallback=False)
    if folded[end : end + 1] in tuple("月季-~至到") and not _OCCASION.match(folded, end):
        stop = chinese_date(scan, start)
        if stop > start:
            return stop
    amount = half(scan, start) if folded[start] == "半" else chinese_amount(scan, start)
    amount = amount or round_number(scan, start)
    # 十分 is an idiom, 十分钟 is not; 二千零二十五年 is a year.
    year = amount is not None and 1900 <= amount.value <= 2099 and folded[amount.unit_start : amount.unit_end] == "年"
    if amount is None or year or max(amount.unit_end, amount.end) <= idiom:
        return max(end, idiom)
    return build(scan, amount, fallback=False)
