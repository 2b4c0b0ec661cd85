"""A date or time, which a workbook keeps as a number of days, under one section of a format code."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lint_pbt.readers.spreadsheet.formats import Section, Token

_DAY = 86_400  # seconds
_LAST = 2_958_466  # the day after 31 December 9999
_EPOCH_1904 = 1462  # days from the epoch of 1900 to that of 1904
_LEAP_DAY = 60  # 29 February 1900, which there was not, counts as a day
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?Z?)?")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_CHINESE_DAYS = "一二三四五六日"
_CHINESE_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


class _Moment(NamedTuple):
    """A point in time, as the calendar of a workbook has it; `seconds` since the epoch, `fraction` of one."""

    year: int
    month: int
    day: int
    weekday: int
    seconds: int
    fraction: float

    @property
    def hour(self) -> int:
        return self.seconds // 3600 % 24


def days_of(iso: str) -> float | None:
    """The number of days that a workbook counts for a date in ISO 8601; None where it is none."""
    match = _ISO.fullmatch(iso.strip())
    try:
        moment = datetime(*(int(part or 0) for part in match.groups())) if match else None  # type: ignore[arg-type]
    except ValueError:
        return None
    return (moment - datetime(1899, 12, 30)) / timedelta(days=1) if moment else None


def date_text(section: Section, days: float, epoch_1904: bool = False) -> str | None:
    """What a number of days looks like under a section; None where a worksheet has no such date."""
    days += _EPOCH_1904 if epoch_1904 else 0
    if not 0 <= days < _LAST:
        return None
    moment = _moment(days, exact=any(token.kind == "digit" for token in section.tokens))
    return "".join(_pieces(section, moment))


def _moment(days: float, *, exact: bool) -> _Moment:
    total = round(days * _DAY, 3)
    seconds = int(total) if exact else round(total)
    day = seconds // _DAY
    weekday = (day + 5) % 7
    if day in (0, _LEAP_DAY):
        year, month, date = (1900, 1, 0) if not day else (1900, 2, 29)
    else:
        calendar = datetime(1899, 12, 30 if day > _LEAP_DAY else 31) + timedelta(days=day)
        year, month, date = calendar.year, calendar.month, calendar.day
    return _Moment(year, month, date, weekday, seconds, total - seconds)


def _pieces(section: Section, moment: _Moment) -> Iterator[str]:
    tokens = section.tokens
    halves = any(token.kind == "half" for token in tokens)
    in_fraction = False
    for index, (kind, text) in enumerate(tokens):
        if kind == "date":
            yield _part(text.lower(), moment, halves, _is_minute(tokens, index), section.chinese)
        elif kind == "elapsed":
            unit = {"h": 3600, "m": 60, "s": 1}[text[0].lower()]
            yield f"{moment.seconds // unit:0{len(text)}d}"
        elif kind == "half":
            before, _, after = text.partition("/")
            yield after if moment.hour >= 12 else before
        elif kind == "digit":
            places = sum(1 for _ in _run(tokens, index))
            yield "" if in_fraction else f"{moment.fraction:.{places}f}"[2:]
            in_fraction = True
            continue
        elif (kind, text) != ("mark", "@"):
            yield text
        in_fraction = False


def _run(tokens: Sequence[Token], index: int) -> Iterator[Token]:
    while index < len(tokens) and tokens[index].kind == "digit":
        yield tokens[index]
        index += 1


def _is_minute(tokens: Sequence[Token], index: int) -> bool:
    """Whether an m is a minute: behind an hour or before a second."""

    def clock(near: Sequence[Token]) -> str:
        return next((token.text[0].lower() for token in near if token.kind in ("date", "elapsed")), "")

    return clock(tokens[:index][::-1]) in ("h",) or clock(tokens[index + 1 :]) == "s"


def _part(text: str, moment: _Moment, halves: bool, is_minute: bool, chinese: bool) -> str:
    """One date token: `yyyy`, `mm`, `aaaa`."""
    letter, size = text[0], len(text)
    if letter in "ye":
        return f"{moment.year % 100:02d}" if letter == "y" and size < 3 else f"{moment.year:04d}"
    if letter == "a":
        return ("星期" if size > 3 else "周") + _CHINESE_DAYS[moment.weekday]
    if size > 2 and letter in "md":
        return _name(letter, size, moment, chinese)
    hour = moment.hour
    number = {
        "m": moment.seconds // 60 % 60 if is_minute else moment.month,
        "d": moment.day,
        "h": (hour - 1) % 12 + 1 if halves else hour,
        "s": moment.seconds % 60,
    }[letter]
    return f"{number:0{min(size, 2)}d}"


def _name(letter: str, size: int, moment: _Moment, chinese: bool) -> str:
    """The name of a month or a day of the week."""
    if letter == "d":
        if chinese:
            return ("周" if size == 3 else "星期") + _CHINESE_DAYS[moment.weekday]
        return _DAYS[moment.weekday][: 3 if size == 3 else None]
    if chinese:
        return f"{moment.month}月" if size == 3 else f"{_CHINESE_MONTHS[moment.month - 1]}月"
    return _MONTHS[moment.month - 1][: {3: 3, 5: 1}.get(size)]
