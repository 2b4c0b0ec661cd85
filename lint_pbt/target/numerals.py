"""Numbers as officers write them: Arabic with thousands signs, Chinese numerals, scales such as 万 and 亿."""

from __future__ import annotations

from decimal import Decimal

from lint_pbt.target.patterns import run_end
from lint_pbt.text.patterns.lazy import Pattern

MAX_DIGITS = 20
CHINESE = "〇零一二两三四五六七八九十百千万亿廿卅"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
NUMBER = Pattern(r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]{1,3}(?: [0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?")
ARABIC_DIGITS, CHINESE_SIGNS = frozenset("0123456789"), frozenset(CHINESE)
DECIMALS = frozenset("〇零一二三四五六七八九")
_SCALES = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
# 壹佰 as officers of finance write it; a single 伍, 陆 or 拾 is more often a word.
_FORMAL = str.maketrans("壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億", "一二二三三四五六六七八九十百千万亿")
_FORMAL_SIGNS = frozenset("壹贰貳叁肆伍陆陸柒捌玖拾佰仟萬億")
_FORMAL_RUN = Pattern(
    "[壹贰貳叁肆伍陆柒捌玖拾佰仟萬億][壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億零〇万亿]+|[壹贰貳叁肆柒捌玖佰仟]"
)
# 二三十户, 七八个: one of two neighbouring digits.
VAGUE = Pattern("([两二三四五六七八])([二三四五六七八九])([十百千万]?)(?![一二三四五六七八九十百千万亿])")
# What a number has at least one of, 翻番 and 翻倍 being numbers too.
COUNTING = Pattern(f"[0-9{CHINESE}半{CIRCLED}翻{''.join(sorted(_FORMAL_SIGNS))}參]")
_TENS = {"廿": 20, "卅": 30}
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


def arabic(digits: str) -> Decimal | None:
    """The value of digits that `NUMBER` matched; None when there are too many of them."""
    return Decimal(digits.replace(",", "").replace(" ", "")) if len(digits) <= MAX_DIGITS else None


def scale(folded: str, at: int) -> str:
    """The scale that stands here, behind a number or alone: 万, 千万, 万亿, 百; empty where there is none."""
    first = folded[at : at + 1]
    behind = at + (first in ("十", "百", "千"))
    for word in ("万亿", "万", "亿"):
        if folded.startswith(word, behind):
            return folded[at : behind + len(word)]
    return first if first in ("百", "千") else ""


def chinese_end(folded: str, start: int) -> int:
    """Where the Chinese numeral that begins here ends (十二, 三点五); `start` itself where there is none."""
    end = run_end(folded, start, CHINESE_SIGNS)
    if end == start or not folded.startswith("点", end):
        return end
    behind = run_end(folded, end + 1, DECIMALS)
    return behind if behind > end + 1 else end


def scaled(value: Decimal, scale: str) -> Decimal:
    """The value times 万, 千万, 亿 and so on; exact."""
    power = sum([_SCALES[sign] for sign in scale])
    if not power:
        return value
    moved = value.scaleb(power)
    return moved if moved.as_tuple().exponent <= 0 else Decimal(int(moved))  # type: ignore[operator]


def plain_numerals(folded: str) -> str:
    """The text with formal numerals (壹佰贰拾) in their everyday characters; every offset stays the same."""
    if folded.isascii() or _FORMAL_SIGNS.isdisjoint(folded):
        return folded
    return _FORMAL_RUN.sub(lambda found: found[0].translate(_FORMAL), folded)


def vague(folded: str, start: int) -> tuple[Decimal, Decimal, int] | None:
    """The two ends of 二三十 or 七八 and where it ends; 三五天 is of the same kind."""
    found = VAGUE.match(folded, start)
    if not found:
        return None
    low, high = _DIGITS[found[1]], _DIGITS[found[2]]
    if high - low != 1 and (low, high) != (3, 5):
        return None
    scale = Decimal(10 ** _SCALES.get(found[3], 0))
    return low * scale, high * scale, found.end()


def chinese(numeral: str) -> Decimal | None:
    """The value of a Chinese numeral (十二, 一百零五, 三点五); None where it is not one, as in 十四五."""
    whole, point, decimals = numeral.partition("点")
    if len(numeral) > MAX_DIGITS:
        return None
    if len(whole) > 1 and "〇" in whole and all(sign in _DIGITS for sign in whole):
        # 三〇〇, digit by digit.
        return Decimal("".join(str(_DIGITS[sign]) for sign in whole))
    value = _chinese_whole(whole)
    if value is None or not point:
        return None if value is None else Decimal(value)
    return Decimal(f"{value}.{''.join(str(_DIGITS[digit]) for digit in decimals)}")


def _chinese_whole(numeral: str) -> int | None:
    """Sections of 亿 and 万, each read by `_section`; powers must fall."""
    total = 0
    for scale in "亿万":
        head, found, rest = numeral.partition(scale)
        if found:
            section = _section(head)
            if not section:
                return None
            total, numeral = total + section * 10 ** _SCALES[scale], rest
    if not numeral:
        return total or None
    section = _section(numeral, follows=bool(total))
    return None if section is None else total + section


def _section(numeral: str, *, follows: bool = False) -> int | None:
    """A numeral below 万: digits each with a falling power of ten."""
    total, digit, limit = 0, None, 4
    for place, sign in enumerate(numeral):
        power = _SCALES.get(sign)
        if sign in _TENS:
            if digit or limit < 2:
                return None
            total, limit = total + _TENS[sign], 1
        elif power is None:
            value = _DIGITS.get(sign)
            if value is None or digit:
                return None
            digit = value
        else:
            # 十二 begins without a digit; no other power may.
            if power >= limit or not (digit or (sign == "十" and place == 0)):
                return None
            total, digit, limit = total + (digit or 1) * 10**power, None, power
    if not total and not follows and len(numeral) > 1:
        return None
    return total + digit if digit is not None else total if numeral else None
