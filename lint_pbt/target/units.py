"""Units of measure by grammar: words with prefixes, powers and compounds; what they measure, how they convert.

A unit is a word (米, GJ, 台) or a compound of words: joined by / · ×, with powers (m², km2), counters set side
by side (台套, 台（套）, 车公里) and numbers below the line (例/10万人). The vocabulary `unit-definitions` tells what a
word means: “公里 千米 km = 1000 米”. What no line tells of is a unit all the same, of no known dimension.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from lint_pbt.target.definitions import Definition, Meaning, UnitBook, Vector, raised, written
from lint_pbt.target.numerals import scaled
from lint_pbt.target.patterns import is_word
from lint_pbt.text.folding import fold, fold_all
from lint_pbt.text.patterns.lazy import Pattern

_SEPARATORS = "/·•・⋅.×*"
# m², km2, L⁻¹, s-1; 2m-3m is a range.
_POWER = Pattern(r"\^?(?P<minus>[-⁻])(?P<below>[123¹²³])(?![\w.%])|\^?(?P<above>[23²³])(?![0-9])")
_POWER_BEGINS = frozenset("^-⁻23²³")
_POWERS = {"1": 1, "2": 2, "3": 3, "¹": 1, "²": 2, "³": 3}
# 例/10万人, L/100km; 3座/450延米 is two targets.
_NUMBER_BELOW = Pattern("(10{0,5}(?![0-9]))?([十百千万亿]{0,2})")
_NUMBER_BEGINS = frozenset("1十百千万亿")
_LATIN_RUN = Pattern("[A-Za-zμµΩ°′″‰%][A-Za-z0-9₀-₉°′″]{0,9}")
# Behind a whole unit: the clause ends or a bound follows.
_BOUNDARY = Pattern(r"\s*(?:$|[^\w\s]|\s|以[上下内]|之[上下内]|左右|上下|[及或]以|内$|每)")
_LONGEST_UNKNOWN = 4
_NOT_COUNTED = ("钱", "比率", "分数")
# What makes another unit of the counter in front: 车公里, 床日, not 台套.
_MEASURES = ("时间", "长度", "质量")
_REMEMBERED = 5000


class _Reader:
    """One reading of a unit from a text: the words with their powers, and what stands below the line."""

    __slots__ = ("below", "factor", "terms")

    def __init__(self) -> None:
        self.terms: list[tuple[str, int]] = []
        self.factor = Decimal(1)
        self.below = False

    def add(self, word: str, power: int) -> None:
        self.terms.append((word, -power if self.below else power))


class Units:
    """The units that may stand behind a number, read by position."""

    def __init__(self, words: Iterable[str], book: UnitBook) -> None:
        self.book = book
        own, (defined, longest) = fold_all(words), book.read
        self._words = own | defined
        self._longest = dict(longest)
        for word in own:
            if len(word) > self._longest.get(word[0], 0):
                self._longest[word[0]] = len(word)
        self._meanings: dict[str, Meaning] = {}
        self._usual: dict[str, str] = {}

    def __contains__(self, unit: str) -> bool:
        return unit in self._words

    def end(self, text: str, start: int) -> int:
        """Where the unit that begins at `start` ends; `start` itself when none does."""
        if text[start : start + 1] not in self._longest:
            return start
        return self._read(text, start, _Reader(), unknown=False)

    def is_unit(self, text: str) -> bool:
        """True where all of a text is a unit, simple or compound: 元/人·月, 台（套）."""
        folded = fold(text)
        return bool(folded) and self.end(folded, 0) == len(folded)

    def guessed_end(self, text: str, start: int) -> int:
        """The same where unknown words count as units too, if nothing but a bound follows; else `start`."""
        end = self._read(text, start, _Reader(), unknown=True)
        return end if _BOUNDARY.match(text, end) else start

    def usual(self, unit: str) -> str:
        """The usual name of a unit; of a compound one, part by part, divided by · and /."""
        if unit in self._words:
            return self.book.usual(unit)
        found = self._usual.get(unit)
        if found is None:
            if len(self._usual) > _REMEMBERED:
                self._usual.clear()
            found = self._usual[unit] = self._composed(unit)
        return found

    def _composed(self, unit: str) -> str:
        reader = _Reader()
        if self._read(unit, 0, reader, unknown=True) < len(unit):
            return unit
        above = [self.book.usual(word) + raised(power) for word, power in reader.terms if power > 0]
        below = [self.book.usual(word) + raised(-power) for word, power in reader.terms if power < 0]
        number = f"{reader.factor**-1:f}" if reader.factor != 1 else ""
        return "/".join(["·".join(above), *([number + "·".join(below)] if below or number else [])])

    def meaning(self, unit: str) -> Meaning:
        """What a unit means; never fails, an unknown one means itself."""
        found = self._meanings.get(unit)
        if found is None:
            reader = _Reader()
            if self._read(unit, 0, reader, unknown=True) == len(unit):
                vector = self.book.product(reader.terms, reader.factor)
            else:
                reader, vector = _Reader(), Vector(Decimal(1), {unit: 1})
            if len(self._meanings) > _REMEMBERED:
                self._meanings.clear()
            base = written(vector.powers)
            above = self.book.product([term for term in reader.terms if term[1] > 0], Decimal(1)).factor
            dimension = self.book.dimension(reader.terms)
            generic = unit in self.book.definitions and self.book.definitions[unit].generic
            found = Meaning(vector.factor, base, above, dimension, vector.approximate, generic)
            self._meanings[unit] = found
        return found

    def _read(self, text: str, start: int, reader: _Reader, *, unknown: bool) -> int:
        """Read one unit into `reader`; gives its end."""
        end = self._term(text, start, reader, unknown=unknown)
        if end == start:
            return start
        end = self._joined(text, end, reader)
        while text[end : end + 1] and text[end : end + 1] in _SEPARATORS:
            was = reader.below
            reader.below = was or text[end] == "/"
            further = self._factor_term(text, end + 1, reader, unknown=unknown)
            if further == end + 1:
                reader.below = was
                break
            end = further
        return end

    def _factor_term(self, text: str, start: int, reader: _Reader, *, unknown: bool) -> int:
        """A word behind a separator, in brackets or behind a number: (km²·a), 10万人, 百公里, 万."""
        if text[start : start + 1] == "(" and reader.below:
            inner = self._term(text, start + 1, reader, unknown=unknown)
            while inner > start + 1 and text[inner : inner + 1] and text[inner] in _SEPARATORS:
                further = self._term(text, inner + 1, reader, unknown=unknown)
                if further == inner + 1:
                    return start
                inner = further
            return inner + 1 if inner > start + 1 and text[inner : inner + 1] == ")" else start
        known = self._word(text, start)
        below = reader.below and known < start + 2 and text[start : start + 1] in _NUMBER_BEGINS
        found = _NUMBER_BELOW.match(text, start) if below else None
        if found and found.end() > start:
            end = found.end()
            behind = self._term(text, end, reader, unknown=unknown)
            if behind > end or found[2] or not known > start:
                reader.factor /= scaled(Decimal(found[1] or 1), found[2])
                return behind
        end = self._term(text, start, reader, unknown=unknown)
        if end == start and reader.below:
            end = self._unknown(text, start)
            if end > start:
                reader.add(text[start:end], 1)
        return self._joined(text, end, reader) if end > start else end

    def _term(self, text: str, start: int, reader: _Reader, *, unknown: bool) -> int:
        """A word with its power."""
        end = self._word(text, start)
        if end == start:
            end = self._unknown(text, start) if unknown else start
            if end == start:
                return start
        word, power = text[start:end], 1
        if word not in self.book.definitions or not self.book.definitions[word].text.endswith(("²", "³")):
            found = _POWER.match(text, end) if text[end : end + 1] in _POWER_BEGINS else None
            digit = (found["below"] or found["above"]) if found else ""
            if found and (text[end - 1].isascii() or text[end - 1] in "米μ" or digit in "²³"):
                power, end = _POWERS[digit] * (-1 if found["minus"] else 1), found.end()
        reader.add(word, power)
        return end

    def _joined(self, text: str, end: int, reader: _Reader) -> int:
        """A second counter behind the first, plain or in brackets: 台套, 台(套), 车公里, 床日; 件(起)."""
        if text[end : end + 1] == "(" and len(reader.terms) == 1:
            inner = self._word(text, end + 1)
            if inner > end + 1 and text[inner : inner + 1] == ")" and is_word(text[end - 1]):
                self._second(text[end + 1 : inner], reader)
                return inner + 1
        behind = self.book.joined.end(text, end)
        if behind == end or not is_word(text[end - 1]):
            return end
        # 元 and % count nothing.
        if self.book.dimension(reader.terms[-1:]) in _NOT_COUNTED:
            return end
        if _BOUNDARY.match(text, behind) or text[behind : behind + 1] in _SEPARATORS:
            self._second(text[end:behind], reader)
            return behind
        return end

    def _second(self, word: str, reader: _Reader) -> None:
        """次, 套 and the like add nothing to what is counted; a measure does: 车公里."""
        definition = self.book.definitions.get(word)
        first = reader.terms[-1][0]
        if word == "次" and self.book.usual(first) == "人":
            reader.terms[-1] = ("人次", reader.terms[-1][1])
        elif word == "次":
            reader.terms[-1] = (first + word, reader.terms[-1][1])
            self.book.definitions.setdefault(first + word, self._counted(first, first + word))
        elif definition and (definition.text or definition.kind in _MEASURES):
            reader.add(word, 1)

    def _counted(self, first: str, word: str) -> Definition:
        return Definition(word, self.book.dimension([(first, 1)]) or "次")

    def _word(self, text: str, start: int) -> int:
        """The longest known word at `start`; Latin letters are taken whole or not at all."""
        for size in range(self._longest.get(text[start : start + 1], 0), 0, -1):
            word = text[start : start + size]
            if word in self._words and not (_latin(word[-1]) and _latin(text[start + size : start + size + 1])):
                return start + len(word)
        return start

    def _unknown(self, text: str, start: int) -> int:
        """A word that no list has: letters, or up to four Chinese characters that end the unit."""
        run = _LATIN_RUN.match(text, start)
        if run:
            return run.end()
        end = start
        while end < len(text) and end - start <= _LONGEST_UNKNOWN and is_word(text[end]):
            if end > start and _BOUNDARY.match(text, end):
                break
            end += 1
        whole = start < end <= start + _LONGEST_UNKNOWN and (_BOUNDARY.match(text, end) or text[end] in _SEPARATORS)
        return end if whole else start


def _latin(character: str) -> bool:
    return character.isascii() and character.isalpha()
