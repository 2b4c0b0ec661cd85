"""Deadlines (年底前, 11月30日前, 第三季度) and frequencies (每季度, 按月)."""

from __future__ import annotations

import re
from decimal import Decimal

from lint_pbt.target.algebra import Deadline, Frequency
from lint_pbt.target.numerals import ARABIC_DIGITS, CHINESE, CHINESE_SIGNS, arabic, chinese
from lint_pbt.target.scan import Scan
from lint_pbt.text.patterns.lazy import Pattern

_TAIL = "(?:之?前|以前|止|内)?"
_DONE = "完成|办结|支付|拨付|发放|兑现|实施|竣工|见效|建成|下达|投产|完工|交付|验收|投入使用|开工"
_YEAR = "(?P<y>(?:19|20)[0-9]{2})"
_MONTH = "(?P<m>1[0-2]|0?[1-9])"
_DAY = "(?P<d>3[01]|[12][0-9]|0?[1-9])"
_YEAR_AND = Pattern(
    f"{_YEAR}年度?(?:(?P<e>底|末|终|内)|(?P<h>[上下])半年|第?(?P<q>[一二三四1-4])季度)(?:末|底)?{_TAIL}"
)
_MONTHS = Pattern(
    f"(?:(?P<y>(?:19|20)?[0-9]{{2}})年度?)?(?P<a>1[0-2]|0?[1-9])月?(?:份)?[-~至到]{_MONTH}月份?(?:底|末)?{_TAIL}"
)
_MONTH_DAY = Pattern(
    f"(?:(?P<y>(?:19|20)?[0-9]{{2}})年度?)?{_MONTH}月份?(?:{_DAY}[日号]|(?P<e>底|末)|初|[上中下]旬|中)?{_TAIL}"
)
_SHORT_YEAR_END = Pattern(f"(?P<y>[23][0-9])年(?P<e>底|末){_TAIL}")
_YEAR_BEFORE = Pattern(f"(?P<e>{_YEAR}年度?(?:之?前|以前|(?={_DONE})))")
_DAY_BEFORE = Pattern(f"{_DAY}[日号](?:之?前|以前)")
_QUARTER = Pattern(f"(?P<q>[1-4])季度(?:末|底)?{_TAIL}")
_NUMERIC = Pattern(f"{_YEAR}(?P<s>[-./]){_MONTH}(?P=s){_DAY}日?(?![0-9%]){_TAIL}")
_NUMERIC_MONTH = Pattern(f"{_YEAR}[-./]{_MONTH}(?:之?前|以前|底前?|末前?)")
_NUMERIC_MONTHS = Pattern(
    f"(?P<b>(?:19|20)[0-9]{{2}})(?P<s>[./])(?P<a>1[0-2]|0?[1-9])[-~至到]{_YEAR}(?P=s){_MONTH}(?![0-9.%]){_TAIL}"
)
_WHOLE_MONTH = Pattern(r"(?P<y>20[0-9]{2})[-./](?P<m>0[1-9]|1[0-2])\s*$")
_DOTTED_DAY = Pattern(rf"{_MONTH}[-./]{_DAY}(?:之?前|以前)")
_QUARTERS_TO = Pattern(f"(?P<f>[1-4])季?度?[-~至到]第?(?P<q>[1-4])季度(?:末|底)?{_TAIL}")
_LETTER_QUARTER = Pattern(f"(?:(?P<y>20[0-9]{{2}})年?)?[Qq](?P<q>[1-4])(?![0-9A-Za-z]){_TAIL}")
# 18月内 is a length of time: without a year only what is said of a month by the calendar counts.
_NO_MONTH = Pattern(
    "(?P<y>(?:19|20)[0-9]{2})年度?(?P<m>1[3-9]|[2-9][0-9]|00?)月|(?P<n>1[3-9]|[2-9][0-9]|00?)月(?:份|底|末|[上中下]旬)"
    "|(?P<z>(?:19|20)[0-9]{2})(?P<s>[-./])(?P<o>1[3-9]|[2-9][0-9]|00)(?P=s)[0-3][0-9](?![0-9%])"
)
_COMPACT = Pattern("(?P<y>20[0-9]{2})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12][0-9]|3[01])(?![0-9.%])(?:之?前)?")
# By the character behind the first digits.
_DATES: dict[str, tuple[Pattern, ...]] = {
    **dict.fromkeys("前底末", (_NUMERIC_MONTH, _DOTTED_DAY)),
    "": (_COMPACT, _WHOLE_MONTH),
    "月": (_MONTHS, _MONTH_DAY, _NO_MONTH),
    "日": (_DAY_BEFORE,),
    "号": (_DAY_BEFORE,),
    "季": (_QUARTER,),
    **dict.fromkeys(
        "-~至到",
        (_NUMERIC, _NUMERIC_MONTHS, _WHOLE_MONTH, _MONTHS, _QUARTERS_TO, _NUMERIC_MONTH, _DOTTED_DAY, _NO_MONTH),
    ),
    **dict.fromkeys("./", (_NUMERIC, _WHOLE_MONTH, _NUMERIC_MONTH, _DOTTED_DAY, _NO_MONTH)),
    **dict.fromkeys("Qq", (_LETTER_QUARTER,)),
}
# By the character behind 年 or 年度; behind any other a deed may be told.
_AFTER_YEAR: dict[str, tuple[Pattern, ...]] = {
    **dict.fromkeys("Qq", (_LETTER_QUARTER,)),
    **dict.fromkeys("底末终内上下第一二三四", (_YEAR_AND, _SHORT_YEAR_END, _YEAR_BEFORE)),
    **dict.fromkeys("0123456789", (_MONTHS, _MONTH_DAY, _NO_MONTH)),
}
_CHINESE_DATE = Pattern(
    f"(?:(?:[一二三四五六七八](?=[二三四五六七八九]月))?(?P<m>十[一二]?|[一二三四五六七八九])月份?(?:(?P<d>[一二三]?十?[一二三四五六七八九]?)[日号]|(?P<e>底|末)|初|[上中下]旬)?"
    f"|(?:(?P<f>[一二三四])季?度?[-~至到]第?)?(?P<q>[一二三四])季度(?:末|底)?){_TAIL}"
)
_YEARS = Pattern("(?:19|20)[0-9]{2}(?:年?度?[-~至到、](?:(?:19|20)[0-9]{2}|[0-9]{2}(?=年)))*年?(?:度|级|版)?")
_YEAR_DIGITS = Pattern("[0-9]+")
_YEAR_END = "年(?:度)?(?:底|内|末(?!数|人口|结余|余额)|中(?=之?前|以前)|终(?=之?前|以前))(?:之?前|以前)?"
_PERIOD_END = "(?:月|季度?|学期|学年)(?:底|末)(?:之?前|以前)?"
_HALF_YEAR = Pattern("(?P<h>[上下])半年(?:底|末|内)?(?:之?前|以前)?")
_ORDINAL = Pattern(
    "第(?:(?P<q>[一二三四1-4])个?季度(?:末|底|内)?(?:之?前|以前)?"
    f"|[0-9{CHINESE}]{{1,3}}个?(?:工作日|自然日|周|月|天|日|学期)(?:底|末|内|之?前|以前))"
)
# By the character they begin with: one for all takes as long to compile as to check a small table.
_WORDED = {
    "年": Pattern(f"(?P<e>{_YEAR_END})"),
    **dict.fromkeys("今明", Pattern(f"(?P<e>[今明]{_YEAR_END})")),
    "当": Pattern(
        f"(?P<e>当{_YEAR_END}|当年度?(?:内|之?前|(?={_DONE}|使用|$)))|当(?:日|天|月|场|周|季度?)(?:内|底|末)?(?:之?前)?"
    ),
    "本": Pattern(f"(?P<e>本{_YEAR_END})|本{_PERIOD_END}|本(?:月|季度?|周|学期)内"),
    **dict.fromkeys("上下", _HALF_YEAR),
    "第": _ORDINAL,
    **dict.fromkeys("月季学", Pattern(_PERIOD_END)),
}
_NEXT = Pattern("次(?:月|日|年|周|季度?)(?:[0-9]{1,2}[日号])?(?:底|末)?(?:之?前|以前|内)?")
_AFTER_MOMENT = Pattern('"?(?:(?:来临|到来|开始|结束)?(?:前夕|之?前|以前)|期间)')
_AND_MOMENT = Pattern('"?[、,和及与]"?|""')
_NUMBER = f"[0-9]{{1,4}}|[{CHINESE}]{{1,6}}|半"
_PERIODS = (
    "个?(?P<p>年度|年|季度|季|月度|月|周|星期|旬|工作日|日|天|小时|学期|学年)"
    "(?P<before>(?:底|末)之?前|(?<=[月度旬周])[0-9]{1,2}[日号](?:之?前)?)?"
)
_EVERY, _EVERY_FEW = Pattern(f"每{_PERIODS}"), Pattern(f"每(?P<n>{_NUMBER}){_PERIODS}")
_BY = Pattern("[按逐](?P<p>月|季度|季|周|旬|半年|学期|学年|日|(?<=按)年)(?![节期程常历龄初代级报度]|(?:工作)?计划)")
_WEEKDAY = Pattern("(?:每|每逢|逢)(?P<p>周|星期)[一二三四五六日天](?![次回轮遍期场趟])")
_EVERY_OTHER = Pattern("(?:每?隔一?|双)(?P<p>周|日|天|月|年)(?![期边阳刊报展])")
_DIRECTION = Pattern(
    "[均都度]?(?:稳步|持续|逐步|不断|有所|稳定|平稳)?"
    "(?:提升|提高|增长|增加|递增|上升|下降|降低|减少|递减|改善|增强|扩大|优化)"
)
_QUARTERS = {sign: number for number, pair in enumerate(("一1", "二2", "三3", "四4"), 1) for sign in pair}
_SEVERAL = ARABIC_DIGITS | CHINESE_SIGNS | {"半"}
_LAST_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LEAP_YEAR = 2024  # of a date without a year any day will do
# A period begins with a month where no other day is said: 第一季度 ends on a 31st.
_FIRST_LATE = 28
_UNTIL = ("-", "--", "~", "~~", "至", "到")
_COMPARED = " =≤<"
_EARLIER = "上去往前历近每多几半"


def date(scan: Scan, start: int, end: int) -> int:
    """Digits from `start` to `end` that begin a date: a deadline; a bare year is passed over."""
    folded = scan.folded
    behind = folded[end : end + 1].strip()
    for pattern in _after_year(folded, end + 1) if behind == "年" else _DATES.get(behind, (_COMPACT,)):
        found = pattern.match(folded, start)
        if found and pattern is _NO_MONTH:
            month = found["m"] or found["n"] or found["o"]
            return scan.unread(start, found.end(), f"没有{month}月", "月份在 1 到 12 之间，改成要写的那个月")
        if found:
            return _add_real(scan, _deadline(scan, start, found))
    years = _YEARS.match(folded, start) if end - start == 4 else None
    if years and years.end() - start > 4 and years[0][-1] in "年度级版":
        if _bounded(scan, folded[:start]) and folded[years.end() :].strip() in ("", "度") and "、" not in years[0]:
            numbers = [int(digits) for digits in _YEAR_DIGITS.findall(years[0])]
            last = numbers[-1] if numbers[-1] > 99 else numbers[0] // 100 * 100 + numbers[-1]
            since = (numbers[0], None, None) if len(numbers) > 1 else None
            return scan.add(Deadline(start, years.end(), scan.text[start : years.end()], last, since=since))
        return years.end()
    return start


def _bounded(scan: Scan, before: str) -> bool:
    """True for nothing, or only a comparison, in front of a year: =2024年, 小于等于2024年."""
    lead = before.strip(_COMPARED)
    return not lead or lead in scan.words.operators


def _after_year(folded: str, at: int) -> tuple[Pattern, ...]:
    at += folded[at : at + 1] == "度"
    behind = folded[at : at + 1]
    if behind in ARABIC_DIGITS and folded.startswith("季度", at + 1):
        return (_YEAR_AND,)
    return _AFTER_YEAR.get(behind, (_YEAR_BEFORE,))


def chinese_date(scan: Scan, start: int) -> int:
    """六月底前, 三季度."""
    found = _CHINESE_DATE.match(scan.folded, start)
    return _add_real(scan, _deadline(scan, start, found)) if found else start


def _add_real(scan: Scan, deadline: Deadline) -> int:
    """Add a date if there is such a day: 9月31日 cannot be read."""
    if deadline.month and deadline.day and deadline.day > _last_day(deadline.year or _LEAP_YEAR, deadline.month):
        month, last = deadline.month, _last_day(deadline.year or _LEAP_YEAR, deadline.month)
        remedy = f"改成真有的日子，如“{month}月{last}日前”“{month}月底前”"
        return scan.unread(deadline.start, deadline.end, f"{month}月没有{deadline.day}日", remedy)
    return _add(scan, deadline)


def _deadline(scan: Scan, start: int, found: re.Match[str]) -> Deadline:
    groups = found.groupdict()
    year = groups.get("y")
    month, day = _number(groups.get("m")), _number(groups.get("d"))
    if groups.get("q"):
        month = 3 * _QUARTERS[groups["q"]]
    elif groups.get("h"):
        month = 6 if groups["h"] == "上" else 12
    elif groups.get("e") and month is None:
        month = 12
    whole = 2000 + int(year) % 100 if year and len(year) == 2 else int(year) if year else None
    if month and day is None and (groups.get("e") or groups.get("q") or groups.get("h") or groups.get("a")):
        day = _last_day(whole, month)
    since = None
    if groups.get("a") or groups.get("f"):
        begin = 3 * _QUARTERS[groups["f"]] - 2 if groups.get("f") else _number(groups["a"])
        since = (_number(groups.get("b")) or whole, begin, None)
    return Deadline(start, found.end(), scan.text[start : found.end()], whole, month, day, since)


def _add(scan: Scan, deadline: Deadline) -> int:
    """Add a date; the second of 1月1日至12月31日 makes one period of both."""
    last = scan.parts[-1] if scan.parts else None
    if not isinstance(last, Deadline) or last.since is not None or not last.month or not deadline.month:
        return scan.add(deadline)
    if scan.folded[last.end : deadline.start].strip() not in _UNTIL:
        return scan.add(deadline)
    scan.parts.pop()
    year = deadline.year or last.year
    month, day = deadline.month, deadline.day or _last_day(year, deadline.month)
    begin = last.month - 2 if "季" in last.text else last.month
    since = (last.year, begin, last.day if last.day and 1 < last.day < _FIRST_LATE else None)
    text = scan.text[last.start : deadline.end]
    return scan.add(Deadline(last.start, deadline.end, text, year, month, day, since))


def _last_day(year: int | None, month: int) -> int:
    return 29 if month == 2 and year and year % 4 == 0 else _LAST_DAYS[month - 1]


def _number(digits: str | None) -> int | None:
    if not digits:
        return None
    value = Decimal(digits) if digits.isascii() else chinese(digits)
    return None if value is None else int(value)


def worded(scan: Scan, start: int) -> int:
    """年底前, 当日, 上半年, 第三季度, 月末前."""
    folded = scan.folded
    before = folded[start - 1] if start else " "
    if before in _EARLIER or (before in "较比" and folded[start] in "上下"):
        return start
    found = _WORDED[folded[start]].match(folded, start)
    return _add(scan, _deadline(scan, start, found)) if found else start


def quarter(scan: Scan, start: int) -> int:
    """Q4, Q4末前."""
    found = _LETTER_QUARTER.match(scan.folded, start)
    alone = not scan.folded[start - 1 : start].isalnum() if start else True
    return _add(scan, _deadline(scan, start, found)) if found and alone else start


def following(scan: Scan, start: int) -> int:
    """次月10日前; 次 as a measure word is none."""
    if start > scan.clause and scan.folded[start - 1] not in " 于在至到并按":
        return start
    found = _NEXT.match(scan.folded, start)
    return scan.add(Deadline(start, found.end(), scan.text[start : found.end()])) if found else start


def moment(scan: Scan, start: int) -> int:
    """A named day or season with 前, or several: 春节前, 汛期前, 春节、“八一”前."""
    first = start + (scan.folded[start] == '"')
    end = scan.words.moments.end(scan.folded, first)
    if end == first:
        return start
    while between := _AND_MOMENT.match(scan.folded, end):
        other = scan.words.moments.end(scan.folded, between.end())
        if other == between.end():
            break
        end = other
    found = _AFTER_MOMENT.match(scan.folded, end)
    return scan.add(Deadline(start, found.end(), scan.text[start : found.end()])) if found else start


def frequency(scan: Scan, start: int) -> int:
    """每季度, 每5年, 按月, 隔周, 每逢周五. The words of its clause still begin where they did: a number may follow."""
    folded, clause = scan.folded, scan.clause
    every = _EVERY_FEW if folded[start + 1 : start + 2] in _SEVERAL else _EVERY
    found = _WEEKDAY.match(folded, start) or every.match(folded, start) or _BY.match(folded, start)
    other = _EVERY_OTHER.match(folded, start) if found is None else None
    found = found or other
    if not found or _DIRECTION.match(folded, found.end()):
        return start
    groups = found.groupdict()
    if groups.get("before"):
        return scan.add(Deadline(start, found.end(), scan.text[start : found.end()]))
    number, period = Decimal(2) if other else _every(groups.get("n")), found["p"]
    if period == "半年":
        number, period = Decimal("0.5"), "年"
    if number is None:
        return start
    scan.add(Frequency(start, found.end(), scan.text[start : found.end()], period, number))
    scan.clause = clause
    return found.end()


def _every(number: str | None) -> Decimal | None:
    if not number:
        return Decimal(1)
    if number == "半":
        return Decimal("0.5")
    return arabic(number) if number.isascii() else chinese(number)
