"""Word's own numbering: the number that a paragraph shows before its text, which stands nowhere in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lint_pbt.readers.word.names import child, is_on, local, number, value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

_LEVELS = 9
_MOST = 1_000_000
_LONGEST = 60  # characters around the numbers
_PLACEHOLDER = re.compile(r"%([1-9])")
_DIGITS, _FORMAL = "〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"
_UNITS, _FORMAL_UNITS = ("", "十", "百", "千", "万"), ("", "拾", "佰", "仟", "万")
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_COUNTED = ("chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand")
_COUNTED_TOO = ("japaneseCounting", "ideographDigital", "japaneseDigitalTenThousand", "koreanDigital2")
_CIRCLED = ("decimalEnclosedCircle", "decimalEnclosedCircleChinese")
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"


@dataclass(slots=True)
class _Level:
    """How a level of a list counts and what it shows; `text` has %1 to %9 for the numbers of the levels."""

    start: int = 1
    kind: str = "decimal"
    text: str = ""
    legal: bool = False
    goes_on: bool = False  # though a level above has counted


@dataclass(slots=True)
class _List:
    """A list as numbered paragraphs refer to it. Lists of one `family` count on where another of it ended."""

    family: str
    levels: dict[int, _Level] = field(default_factory=dict)
    restarts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document, and how far each has counted. Paragraphs are told in their order."""

    def __init__(self, lists: _Element | None = None, styles: _Element | None = None) -> None:
        self._lists = {} if lists is None else dict(_lists(lists))
        self._of_style = {} if styles is None or not self._lists else _numbered_styles(styles)
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    @property
    def has_styles(self) -> bool:
        """Whether paragraphs of some styles are numbered."""
        return bool(self._of_style)

    def label(self, looks: _Element | None) -> str:
        """What stands before the text of the next paragraph; `looks` are its properties. Empty for bullets."""
        if looks is None or not self._lists:
            return ""
        own = child(looks, "numPr")
        style = self._of_style.get(value(child(looks, "pStyle")) or "", ("", 0))
        name = style[0] if child(own, "numId") is None else value(child(own, "numId"))
        level = number(child(own, "ilvl"), style[1], _LEVELS - 1)
        found = self._lists.get(name or "")
        if name is None or found is None or level not in found.levels:
            return ""
        return self._counted(name, found, level)

    def _counted(self, name: str, found: _List, level: int) -> str:
        counts = self._counts.setdefault(found.family, [None] * _LEVELS)
        first = found.levels[level].start
        if level in found.restarts and (name, level) not in self._begun:
            self._begun.add((name, level))
            counts[level] = None
            first = found.restarts[level]
        before = counts[level]
        counts[level] = first if before is None else min(before + 1, _MOST)
        for below in range(level + 1, _LEVELS):
            if below not in found.levels or not found.levels[below].goes_on:
                counts[below] = None
        legal = found.levels[level].legal

        def shown(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            its = found.levels.get(index, _Level())
            count = counts[index]
            return _written(its.start if count is None else count, "decimal" if legal else its.kind)

        return "" if found.levels[level].kind == "bullet" else _PLACEHOLDER.sub(shown, found.levels[level].text)


def _lists(root: _Element) -> Iterable[tuple[str, _List]]:
    """The lists of a document by the numbers that paragraphs call them."""
    families = {value(one, "abstractNumId") or "": one for one in root if local(one.tag) == "abstractNum"}
    for one in root:
        if local(one.tag) != "num":
            continue
        family = value(child(one, "abstractNumId")) or ""
        found = _List(family, _levels(families.get(family, ())))
        for change in one:
            if local(change.tag) != "lvlOverride":
                continue
            index = number_of(change, "ilvl")
            start = child(change, "startOverride")
            if start is not None:
                found.restarts[index] = number(start, 1, _MOST)
            found.levels |= _levels(change)
        yield value(one, "numId") or "", found


def _levels(container: Iterable[_Element]) -> dict[int, _Level]:
    return {
        number_of(one, "ilvl"): _Level(
            number(child(one, "start"), 0 if child(one, "start") is None else 1, _MOST),
            value(child(one, "numFmt")) or "decimal",
            (value(child(one, "lvlText")) or "")[:_LONGEST],
            is_on(child(one, "isLgl")),
            value(child(one, "lvlRestart")) == "0",
        )
        for one in container
        if local(one.tag) == "lvl"
    }


def number_of(element: _Element, name: str) -> int:
    """An attribute that is the number of a level."""
    text = value(element, name) or ""
    return min(int(text[:2]), _LEVELS) if text.isascii() and text.isdigit() else 0


def _numbered_styles(root: _Element) -> dict[str, tuple[str, int]]:
    """The list and level of each style of paragraphs that has one of its own."""
    found = {}
    for one in root:
        numbered = child(one, "pPr", "numPr")
        name = value(child(numbered, "numId"))
        if numbered is not None and name:
            found[value(one, "styleId") or ""] = (name, number(child(numbered, "ilvl"), 0, _LEVELS - 1))
    return found


def _written(count: int, kind: str) -> str:
    """A number as a list shows it; of kinds that such tables do not have, the plain figures."""
    if kind in _COUNTED or kind in _COUNTED_TOO:
        return _chinese(count, _DIGITS, _UNITS)
    if kind in ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"):
        return _chinese(count, _FORMAL, _FORMAL_UNITS)
    if kind in _CIRCLED and 1 <= count <= 20:
        return chr(0x245F + count)
    if kind in ("upperLetter", "lowerLetter") and count >= 1:
        letter = chr(ord("A" if kind == "upperLetter" else "a") + (count - 1) % 26)
        return letter * min((count - 1) // 26 + 1, 9)
    if kind in ("upperRoman", "lowerRoman") and 1 <= count < 4000:
        roman = _roman(count)
        return roman if kind == "upperRoman" else roman.lower()
    if kind == "ideographTraditional" and 1 <= count <= 10:
        return _STEMS[count - 1]
    if kind == "ideographZodiac" and 1 <= count <= 12:
        return _BRANCHES[count - 1]
    if kind == "decimalFullWidth":
        return "".join(chr(ord(figure) + 0xFEE0) for figure in str(count))
    if kind == "decimalZero":
        return f"{count:02}"
    return "" if kind == "none" else str(count)


def _roman(count: int) -> str:
    written = ""
    for size, letters in _ROMAN:
        written += letters * (count // size)
        count %= size
    return written


def _chinese(count: int, digits: str, units: tuple[str, ...]) -> str:
    """A number in words, up to 99,999: 一, 十二, 一百零三."""
    if not 0 < count < 100_000:
        return str(count)
    written, zero = "", False
    for power in range(4, -1, -1):
        digit, count = divmod(count, 10**power)
        if digit:
            written += ("零" if zero else "") + digits[digit] + units[power]
            zero = False
        elif written and count:
            zero = True
    ten = digits[1] + units[1]
    return written[1:] if written.startswith(ten) and units[1] == "十" else written
