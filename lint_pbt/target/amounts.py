"""The number of a quantity: single, range, ratio, fraction or percentage in words, with its scale."""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec import Struct

from lint_pbt.target.numerals import (
    ARABIC_DIGITS,
    CHINESE,
    CHINESE_SIGNS,
    DECIMALS,
    NUMBER,
    arabic,
    chinese,
    chinese_end,
    scale,
    scaled,
    vague,
)
from lint_pbt.target.patterns import run_end
from lint_pbt.target.scan import Scan
from lint_pbt.text.patterns.lazy import Pattern

_BETWEEN = Pattern(r" ?(?:-{1,2}|~{1,2}|至|到|—{1,2}) ?(?=[0-9])")
_CHINESE_BETWEEN = Pattern(f"[-~至到](?=[{CHINESE}])")
_PLUS_MINUS = Pattern(r" ?(?:±|\+/?-) ?(?=[0-9])")
_TERM = r" ?: ?([0-9]{1,20}(?:\.[0-9]{1,20})?)(?![0-9])"
_RATIO = Pattern(_TERM)
_FURTHER = Pattern(f"(?:{_TERM})+")
_CLOCK = Pattern(r"(?:[01]?[0-9]|2[0-4]):[0-5][05]$")
_FRACTION = Pattern(r"/([0-9]{1,20})(?![0-9])")
_PARTS, _MOST_DIGITS = "分之", 20
_PRODUCT = tuple(" ×*xX")
_TIMES = Pattern(r" ?[×*xX] ?(?=[0-9])")
_POWER_OF_TEN = Pattern(r" ?[×*xX] ?10(?:\^\(?([-+]?[0-9]{1,2})\)?|(-[0-9]{1,2})|(⁻?[⁰¹²³⁴-⁹]{1,2}))")
_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_NEARLY, _OVER = tuple("近上逾超约"), tuple("余多来")
_TENTH = Pattern("[一二三四五六七八九](?!成)")
_PART_UNITS = {"百": "%", "千": "‰"}


class Amount(Struct):
    """A number as read, from `start`; `end` is behind digits and scale, `unit_end` behind the unit.

    `odd` is behind a 余 or 多 between the two; `sign` is the unit where it stands in front or inside: % for 百分之.
    `vague` tells of 二三十.
    """

    start: int
    end: int
    value: Decimal
    upper: Decimal | None = None
    scale: str = ""
    fraction: tuple[int, int] | None = None
    ratio: Decimal | None = None
    unit_start: int = 0
    unit_end: int = 0
    odd: int = 0
    sign: str = ""
    vague: bool = False

    @property
    def paired(self) -> bool:
        """True for a ratio or a fraction, which has no unit and no sign."""
        return self.ratio is not None or self.fraction is not None


def arabic_amount(scan: Scan, found: re.Match[str]) -> Amount | None:
    """The amount that begins with the digits `found`; None where there are too many digits."""
    folded, start, end = scan.folded, found.start(), found.end()
    value = arabic(found[0])
    if value is None:
        return None
    follows = folded[end : end + 1]
    if follows in "/:分 " and follows:
        paired = _paired(folded, found, value)
        if paired:
            return paired
    power = _POWER_OF_TEN.match(folded, end) if follows in _PRODUCT else None
    if power:
        exponent = int((power[1] or power[2] or power[3]).translate(_RAISED))
        amount = _with_unit(scan, Amount(start, power.end(), value.scaleb(exponent)))
        if amount.unit_end == amount.end and exponent < 0:
            # 50×10⁻⁶ of nothing in particular: the power is the unit.
            sign = folded[end : power.end()].strip()
            return Amount(start, end, value, unit_start=end, unit_end=power.end(), sign=sign)
        return amount
    amount = _with_unit(scan, Amount(start, end, value))
    behind = amount.unit_end
    times = _TIMES.match(folded, behind) if folded[behind : behind + 1] in _PRODUCT else None
    if times:
        return _product(scan, amount, times.end())
    if behind == len(folded):
        return amount
    between = _BETWEEN.match(folded, behind)
    if between:
        return _range(scan, amount, value, between.end())
    tolerance = _PLUS_MINUS.match(folded, amount.unit_end)
    second = NUMBER.match(folded, tolerance.end()) if tolerance else None
    spread = arabic(second[0]) if second else None
    if second and spread is not None:
        return _with_unit(scan, Amount(start, second.end(), value - spread, value + spread))
    return amount


def _product(scan: Scan, first: Amount, second_start: int) -> Amount:
    """2×180MVA is 360MVA, 1km×1km an area; 3×3篮球赛 is a name."""
    found = NUMBER.match(scan.folded, second_start)
    value = arabic(found[0]) if found else None
    if found is None or value is None:
        return first
    second = _with_unit(scan, Amount(first.start, found.end(), value))
    units = [scan.folded[one.unit_start : one.unit_end] for one in (first, second)]
    if units[0] and not units[1]:
        return first
    second.value *= first.value
    if units[0]:
        second.unit_start, second.sign = first.unit_start, "×".join(units)
        second.end = second.odd = first.end
    return second


def _paired(folded: str, found: re.Match[str], value: Decimal) -> Amount | None:
    """1:1.5, 2/3, 3分之2."""
    start, end = found.start(), found.end()
    ratio = _RATIO.match(folded, end)
    if ratio:
        # 3:2:1 is told by its first two terms.
        further = _FURTHER.match(folded, ratio.end())
        return Amount(start, further.end() if further else ratio.end(), value, ratio=Decimal(ratio[1]))
    whole = found[0].isdigit()
    fraction = _FRACTION.match(folded, end) if whole else None
    if fraction and int(fraction[1]):
        # 9/10万: nine in a hundred thousand.
        times = scale(folded, fraction.end())
        denominator = int(scaled(Decimal(fraction[1]), times))
        return _fraction(start, fraction.end() + len(times), int(found[0]), denominator)
    return parts(folded, start) if whole else None


def clock(folded: str, found: re.Match[str]) -> int:
    """Where a time of day such as 8:30 ends; 0 where there is none. 1:10 is a ratio."""
    ratio = _RATIO.match(folded, found.end())
    # 1:30 is as often a ratio; so many pupils to a teacher.
    if (
        ratio
        and ratio[1] in ("00", "30")
        and (found[0] != "1" or folded.startswith(("前", "之前"), ratio.end()))
        and _CLOCK.match(folded[found.start() : ratio.end()])
    ):
        return ratio.end()
    return 0


def parts(folded: str, start: int) -> Amount | None:
    """百分之九十, 千分之五, 三分之二."""
    if folded.startswith("百分百", start):
        return Amount(start + 2, start + 3, Decimal(100), unit_start=start, unit_end=start + 2, sign="%")
    behind = max(run_end(folded, start, ARABIC_DIGITS), run_end(folded, start, CHINESE_SIGNS))
    begin = behind + len(_PARTS)
    if not start < behind <= start + _MOST_DIGITS or not folded.startswith(_PARTS, behind):
        return None
    end = _numeral_end(folded, begin)
    if end == begin:
        return None
    above, below = folded[start:behind], folded[begin:end]
    value = Decimal(100) if below == "百" else Decimal(below) if below.isascii() else chinese(below)
    unit = _PART_UNITS.get(above)
    if value is None:
        return None
    if unit:
        return Amount(begin, end, value, unit_start=start, unit_end=begin, sign=unit)
    whole = Decimal(10000) if above == "万" else Decimal(above) if above.isascii() else chinese(above)
    if not whole or value != int(value):
        return None
    return _fraction(start, end, int(value), int(whole))


def _numeral_end(folded: str, start: int) -> int:
    """Where a number of either kind with decimals ends, of so many digits at most on each side of the point."""
    for signs, point, decimals in ((ARABIC_DIGITS, ".", ARABIC_DIGITS), (CHINESE_SIGNS, "点", DECIMALS)):
        end = min(run_end(folded, start, signs), start + _MOST_DIGITS)
        if end > start:
            behind = run_end(folded, end + 1, decimals) if folded.startswith(point, end) else end
            return min(behind, end + 1 + _MOST_DIGITS) if behind > end + 1 else end
    return start


def _fraction(start: int, end: int, numerator: int, denominator: int) -> Amount:
    value = Decimal(numerator) / Decimal(denominator)
    return Amount(start, end, value, fraction=(numerator, denominator))


def _with_unit(scan: Scan, amount: Amount) -> Amount:
    """Reads the scale and the unit behind the digits of an amount."""
    folded, end = scan.folded, amount.end
    units = scan.words.noun_units
    if folded[end : end + 1] == " ":
        end += 1
    if folded[end : end + 1] in "十百千万亿" and end < len(folded):
        unit_end = units.end(folded, end)
        times = scale(folded, end)
        if times and unit_end < end + 2:
            amount.scale, amount.end = times, end + len(times)
            amount.value = scaled(amount.value, times)
            if amount.upper is not None:
                amount.upper = scaled(amount.upper, times)
            end = amount.end
            if folded[end : end + 1] == " ":
                end += 1
    amount.odd = scan.words.approximate(folded, end)
    amount.unit_start, amount.unit_end = amount.odd, units.end(folded, amount.odd)
    if amount.odd == end:
        amount.odd = amount.end
    if amount.unit_end == amount.unit_start:
        amount.unit_start = amount.unit_end = amount.end
    return amount


def _range(scan: Scan, first: Amount, value: Decimal, second_start: int) -> Amount:
    """A range, if both ends agree in their units; else the first number alone."""
    found = NUMBER.match(scan.folded, second_start)
    upper = arabic(found[0]) if found else None
    if found is None or upper is None:
        return first
    second = _with_unit(scan, Amount(first.start, found.end(), upper))
    first_unit = scan.folded[first.unit_start : first.unit_end]
    second_unit = scan.folded[second.unit_start : second.unit_end]
    if first_unit and first_unit != second_unit:
        return first
    # 2-3万: the scale behind holds for both; 5000-1万 is 5000 to 10000.
    shared = second.scale and not first.scale and not first_unit
    low = scaled(value, second.scale) if shared else first.value
    if shared and low > second.value:
        low = value
    second.upper, second.value = max(low, second.value), min(low, second.value)
    return second


def chinese_amount(scan: Scan, start: int) -> Amount | None:
    """A Chinese numeral that is followed by a measure word, or 百分之…."""
    folded, units = scan.folded, scan.words.units
    amount = parts(folded, start)
    if amount:
        return amount
    end = chinese_end(folded, start)
    if end == start:
        return None
    value = chinese(folded[start:end])
    about = vague(folded, start) if value is None else None
    if about:
        amount = Amount(start, about[2], about[0], about[1], vague=True)
        value, end = about[0], about[2]
    if value is None:
        return None
    between = _CHINESE_BETWEEN.match(folded, end)
    if between:
        second = chinese_end(folded, between.end())
        upper = chinese(folded[between.end() : second])
        if upper is not None and upper > value:
            amount = Amount(start, second, value, upper)
    amount = amount or Amount(start, end, value)
    amount.odd = scan.words.approximate(folded, amount.end)
    amount.unit_start, amount.unit_end = amount.odd, units.end(folded, amount.odd)
    if folded[amount.unit_start : amount.unit_end] == "成":
        _tenths(folded, amount)
    return amount if amount.unit_end > amount.unit_start else None


def _tenths(folded: str, amount: Amount) -> None:
    """九成八 is 9.8成."""
    found = _TENTH.match(folded, amount.unit_end)
    tenth = chinese(found[0]) if found and amount.upper is None else None
    if found and tenth:
        amount.value += tenth / 10
        amount.end, amount.sign = found.end(), "成"


def half(scan: Scan, start: int) -> Amount | None:
    """半年, 半个月: half of a unit of time."""
    end = scan.words.units.end(scan.folded, start + 1)
    if not scan.words.is_time(scan.folded[start + 1 : end]):
        return None
    return Amount(start, start + 1, Decimal("0.5"), unit_start=start + 1, unit_end=end)


def round_number(scan: Scan, start: int) -> Amount | None:
    """近千人, 上百场, 百余家: a round number alone, near which the target lies."""
    folded = scan.folded
    times, before = scale(folded, start), folded[start - 1 : start]
    if not times or times[0] == "十":
        return None
    behind = start + len(times)
    over = folded[behind : behind + 1] in _OVER
    begin = behind + over
    end = scan.words.units.end(folded, begin)
    nearly = before in _NEARLY and folded[start - 2 : start] not in scan.words.not_hedges
    if end == begin or not (over or nearly):
        return None
    value, vague = scaled(Decimal(1), times), before == "上"
    return Amount(start, behind, value, unit_start=begin, unit_end=end, odd=begin, vague=vague)
