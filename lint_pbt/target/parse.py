"""From a value's text to its `Target`: one pass that stops only at characters something may begin with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from lint_pbt.model.sheet import UNKNOWN_RESULT
from lint_pbt.target import blanks, claims, figures, signs, times
from lint_pbt.target.algebra import CHECKABLE, Blank, Part, Phrase, Quantity, Span, Target, Unread
from lint_pbt.target.numerals import CHINESE, CIRCLED, COUNTING, plain_numerals, scaled
from lint_pbt.target.scan import EDGES, Scan, Words
from lint_pbt.target.units import Units
from lint_pbt.text.folding import fold

# What is longer is a text that happens to stand where a value would: the layouts say so.
MAX_LENGTH = 300
# For a character that was lost before the file came to us: the readers say so.
_LOST = "\ufffd"
_CACHED_LENGTH = 400
_CACHE_SIZE = 2048
_SCALES = "十百千万亿"
# 12 in 月 may be a date or a span.
_OF_DATES = frozenset("年月日号")
_QUOTES = {"“": "”", "「": "」", "『": "』", '"': '"'}
_LETTERS = "".join(chr(code) for code in range(65, 91))

Handler = Callable[[Scan, int], int]


class TargetParser:
    """Parses target values with the given vocabularies. It keeps what it parsed; values repeat a lot."""

    def __init__(self, vocabulary: Mapping[str, Sequence[str]]) -> None:
        self._words = Words(vocabulary)
        self._handlers = _handlers(self._words)
        # The target a text states. Never raises for any text; what cannot be read becomes an `Unread` part.
        self._known = _Targets(self._parse)
        self.parse: Final[Callable[[str], Target]] = self._known.__getitem__
        self._counted: dict[tuple[str, str], Target] = {}

    def forget(self) -> None:
        """Let go of what was parsed."""
        self._known.clear()
        self._counted.clear()

    def unit_of(self, text: str) -> str:
        """A text that is a unit, perhaps with a scale in front (万亩), as it is, folded; empty for any other. Those of
        dates are none: 12 behind 月 may be December.
        """
        unit = _unscaled(fold(text), self.units)
        return fold(text) if unit not in _OF_DATES and self.units.is_unit(unit) else ""

    def parse_in(self, unit: str, text: str) -> Target:
        """The target a text states where a heading or name gives the `unit` (one that `unit_of` knows) of its numbers.
        A text that states a unit of its own means what it says; so does any where there is no `unit`.
        """
        if not unit:
            return self.parse(text)
        found = self._counted.get((unit, text))
        if found is None:
            found = _in_unit(self.parse(text), unit, self.units)
            if len(self._counted) >= _CACHE_SIZE:
                self._counted.clear()
            self._counted[unit, text] = found
        return found

    @property
    def units(self) -> Units:
        """The units this parser knows; 800元/学生 counts by nouns too."""
        return self._words.noun_units

    def may_count(self, text: str) -> bool:
        """False where no number can stand in a text: most names have none, and need not be parsed to know it."""
        return COUNTING.search(fold(text)) is not None

    def _parse(self, text: str) -> Target:
        if len(text) > MAX_LENGTH:
            reason = f"太长（{len(text)} 字），不像一个指标值"
            unread = Unread(0, len(text), text, reason, told=True)
            return Target(text, None, (unread,), unread=unread)
        if _LOST in text:
            unread = Unread(0, len(text), text, "有认不出的字", told=True)
            return Target(text, None, (unread,), unread=unread)
        if UNKNOWN_RESULT in text:
            unread = Unread(0, len(text), text, "文件里没有存下公式的结果", told=True)
            return Target(text, None, (unread,), unread=unread)
        folded = plain_numerals(fold(text))
        prefix = self._prefix(folded)
        scan = Scan(text, folded, self._words)
        position = scan.clause = prefix.end if prefix else 0
        if blanks.blank(scan, position):
            return _target(scan, prefix)
        handlers = self._handlers
        for start in [place for place, character in enumerate(folded) if character in handlers]:
            if start < position:
                continue
            for handler in handlers[folded[start]]:
                end = handler(scan, start)
                if end > start:
                    position = end
                    break
        signs.settle(scan, len(folded))
        return _target(scan, prefix)

    def _prefix(self, folded: str) -> Span | None:
        start = len(folded) - len(folded.lstrip())
        end = self._words.prefixes.end(folded, start)
        if end == start:
            return None
        while folded[end : end + 1] == " ":
            end += 1
        if folded[end : end + 1] != ":":
            return None
        end += 1
        return Span(start, end + len(folded[end:]) - len(folded[end:].lstrip()))


class _Targets(dict[str, Target]):
    """Values parsed; looking one up that is known costs no call."""

    def __init__(self, parse: Callable[[str], Target]) -> None:
        super().__init__()
        self._parse = parse

    def __missing__(self, text: str) -> Target:
        target = self._parse(text)
        if len(text) <= _CACHED_LENGTH:
            if len(self) >= _CACHE_SIZE:
                self.clear()
            self[text] = target
        return target


def _target(scan: Scan, prefix: Span | None) -> Target:
    text, parts = scan.text, tuple(scan.parts)
    begin = prefix.end if prefix else 0
    if not parts:
        bare = text[begin:].strip()
        if bare:
            start = text.index(bare, begin)
            graded = claims.whole_grade(bare, fold(bare), start)
            parts = (graded or Phrase(start, start + len(bare), bare),)
    measurable = any(isinstance(part, CHECKABLE) for part in parts)
    # 参照定额执行 is a hedge without a number; 力争改善 has nothing to hedge.
    hedged = scan.hedges and (measurable or any(text.startswith(claims.REFERENCES, one.start) for one in scan.hedges))
    hedges = tuple(sorted(set(scan.hedges), key=_start)) if hedged else ()
    return Target(
        text,
        prefix,
        parts,
        hedges,
        tuple(scan.signs),
        quantities=tuple([part for part in parts if isinstance(part, Quantity)]),
        measurable=measurable,
        blank=any(isinstance(part, Blank) for part in parts),
        unread=next((part for part in parts if isinstance(part, Unread)), None),
    )


def _unscaled(unit: str, units: Units) -> str:
    """A unit without the scale in front: 亩 of 万亩; 千米 and 百分点 are units as they stand."""
    return unit if units.is_unit(unit) else unit.lstrip(_SCALES)


def _in_unit(target: Target, unit: str, units: Units) -> Target:
    """The target with the unit at its numbers, unless any has one; a number with a scale of its own keeps that."""
    if not target.quantities or any(one.unit for one in target.quantities):
        return target
    bare = _unscaled(unit, units)
    measure, meaning, scale = units.usual(bare), units.meaning(bare), unit.removesuffix(bare)

    def counted(one: Part) -> Part:
        if not isinstance(one, Quantity) or one.plain_ratio:
            return one
        if one.scale or not scale:
            return replace(one, unit=bare, measure=measure, meaning=meaning)
        upper = None if one.upper is None else scaled(one.upper, scale)
        value = scaled(one.value, scale)
        return replace(one, value=value, upper=upper, scale=scale, unit=bare, measure=measure, meaning=meaning)

    parts = tuple(map(counted, target.parts))
    return replace(target, parts=parts, quantities=tuple([one for one in parts if isinstance(one, Quantity)]))


def _start(span: Span) -> int:
    return span.start


def _quoted(scan: Scan, start: int) -> int:
    """Words in quotes are a name and set no target, unless the whole value is quoted or they say “零…”."""
    if scan.text[start + 1 : start + 2] in ("零", "0"):
        return start
    close = _QUOTES.get(scan.text[start])
    end = scan.text.find(close, start + 1) if close else -1
    whole = not scan.text[:start].strip() and not scan.text[end + 1 :].strip(" 。;；")
    return start if end < 0 or whole else end + 1


def _handlers(words: Words) -> dict[str, tuple[Handler, ...]]:
    """Which readers to try at which character, in which order."""
    handlers: dict[str, list[Handler]] = {}

    def at(characters: str, *readers: Handler) -> None:
        for character in characters:
            found = handlers.setdefault(character, [])
            found.extend(reader for reader in readers if reader not in found)

    at("0123456789", figures.digits)
    at("ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹⅺⅻ甲乙丙ABCDEIVX", claims.grade)
    at("Qq", times.quarter)
    at(_LETTERS + _LETTERS.lower(), figures.letters)
    at("#", blanks.formula)
    at("《", signs.title)
    at(signs.SIGNS, signs.sign)
    at("〔[(【", figures.document)
    at(CIRCLED, figures.circled)
    at(EDGES, signs.edge)
    at('"', times.moment)
    at('"「『', _quoted)
    at("无零" + "".join(words.none.by_first), claims.none)
    at("".join(words.moments.by_first), times.moment)
    at("翻过超减半", figures.spoken)
    at(CHINESE + "半", figures.numeral)
    at("年月季当上下第本今明学", times.worded)
    at("次", times.following)
    at("每按逐隔双逢", times.frequency)
    at("".join({word[0] for word in words.operators}) + "达保维持控", claims.benchmark)
    at("".join(words.hedges.by_first), claims.hedge)
    return {character: tuple(readers) for character, readers in handlers.items()}
