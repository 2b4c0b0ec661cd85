"""Units of measure by grammar: words with prefixes, powers and compounds; what they measure, how they convert.

A unit is a word (米, GJ, 台) or a compound of words: joined by / · ×, with powers (m², km2), counters set side
by side (台套, 台（套）, 车公里) and numbers below the line (例/10万人). The vocabulary `unit-definitions` tells what a
word means: “公里 千米 km = 1000 米”. What no line tells of is a unit all the same, of no known dimension.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct

from lint_pbt.target.lexicon import Openers
from lint_pbt.target.numerals import scaled
from lint_pbt.target.patterns import Pattern, is_word
from lint_pbt.text import fold

_LATIN_PREFIXES = {
    "T": 12, "G": 9, "M": 6, "k": 3, "K": 3, "d": -1, "c": -2, "m": -3, "μ": -6, "µ": -6, "u": -6, "n": -9, "p": -12,
    "P": 15,
}  # fmt: skip
_CHINESE_PREFIXES = {"太": 12, "吉": 9, "兆": 6, "千": 3, "毫": -3, "微": -6, "纳": -9, "皮": -12}
_SEPARATORS = "/·•・⋅.×*"
_POWER = Pattern(r"\^?([-⁻]?)([23²³])(?![0-9])|(⁻)(¹)")
_POWERS = {"2": 2, "3": 3, "²": 2, "³": 3, "¹": 1}
# 例/10万人, L/100km; 3座/450延米 is two targets.
_NUMBER_BELOW = Pattern("(10{0,5}(?![0-9]))?([十百千万亿]{0,2})")
_DEFINITION = Pattern(
    r"(?P<names>.+?) (?P<sign>=|≈) (?:(?P<each>[各泛] )?\[(?P<kind>\w+)\]|(?:(?P<factor>[0-9.]+) )?(?P<unit>.+))$"
)
_LATIN_RUN = Pattern("[A-Za-zμµΩ°′″‰%][A-Za-z0-9₀-₉°′″]{0,9}")
# Behind a whole unit: the clause ends or a bound follows.
_BOUNDARY = Pattern(r"\s*(?:$|[^\w\s]|\s|以[上下内]|之[上下内]|左右|上下|[及或]以|内$|每)")
_LONGEST_UNKNOWN = 4
_REMEMBERED = 5000


class Meaning(Struct, frozen=True, gc=False):
    """What a unit means: `factor` times `base`, the smallest units of its kind, and its dimension, where known.

    The dimension is a name (length, money, persons) or put together of names: money/persons·time. `above` is the
    factor of what stands above the line alone: 10000 of 公顷/年. A `generic` unit counts anything: 个.
    """

    factor: Decimal
    base: str
    above: Decimal
    dimension: str | None = None
    approximate: bool = False
    generic: bool = False

    @property
    def numerator(self) -> str:
        """The base without what it is counted by: 元 of 元/人."""
        return self.base.partition("/")[0]


class _Definition(Struct, gc=False):
    """A line of the definitions: what `names` are; `kind` is a dimension, else `factor` times the unit `text`."""

    name: str
    kind: str = ""
    factor: Decimal = Decimal(1)
    text: str = ""
    approximate: bool = False
    generic: bool = False


class _Vector(Struct, gc=False):
    """A product of base units with their powers, and a factor."""

    factor: Decimal
    powers: dict[str, int]
    approximate: bool = False


class _Reader:
    """One reading of a unit from a text: the words with their powers, and what stands below the line."""

    __slots__ = ("below", "factor", "terms")

    def __init__(self) -> None:
        self.terms: list[tuple[str, int]] = []
        self.factor = Decimal(1)
        self.below = False

    def add(self, word: str, power: int) -> None:
        self.terms.append((word, -power if self.below else power))


class UnitBook:
    """What all definitions say; shared by the readers of units."""

    def __init__(self, lines: Iterable[str], joined: Iterable[str] = ()) -> None:
        self.definitions: dict[str, _Definition] = {}
        self.joined = Openers(joined)
        self._named: list[tuple[str, str]] = []
        starred: list[str] = []
        for line in lines:
            starred += self._define(fold(line))
        for name in starred:
            prefixes = _LATIN_PREFIXES if name.isascii() or name[0] in "μΩΩ" else _CHINESE_PREFIXES
            for prefix, power in prefixes.items():
                word = prefix + name
                self.definitions.setdefault(word, _Definition(word, "", Decimal(1).scaleb(power), name))
        self._names: dict[str, str] | None = None

    def _define(self, line: str) -> list[str]:
        found = _DEFINITION.match(line)
        if not found:
            return []
        if line.startswith("["):
            self._named.append((line[1 : line.index("]")], found["unit"]))
            return []
        names = found["names"].split()
        usual = names[0].rstrip("*")
        factor = Decimal(found["factor"] or 1)
        approximate = found["sign"] == "≈"
        one = _Definition(usual, found["kind"] or "", factor, found["unit"] or "", approximate)
        starred = []
        for written in names:
            name = written.rstrip("*")
            definition = _Definition(name, one.kind, generic=found["each"] == "泛 ") if found["each"] else one
            self.definitions[name] = definition
            if written.endswith("*"):
                starred.append(name)
        return starred

    def usual(self, word: str) -> str:
        """The usual name of one word: 平方米 for ㎡."""
        definition = self.definitions.get(word)
        return definition.name if definition else word

    def resolve(self, word: str, depth: int = 0) -> _Vector:
        """A word as a product of base units; an unknown one is its own base."""
        definition = self.definitions.get(word)
        if definition is None or depth > 8:
            return _Vector(Decimal(1), {word: 1})
        if definition.kind:
            return _Vector(Decimal(1), {definition.name: 1})
        vector = self.product(*_terms(definition.text), depth=depth + 1)
        vector.factor *= definition.factor
        vector.approximate |= definition.approximate
        return vector

    def product(self, terms: list[tuple[str, int]], factor: Decimal, *, depth: int = 0) -> _Vector:
        """The product of words with their powers."""
        whole = _Vector(factor, {})
        for word, power in terms:
            one = self.resolve(word, depth)
            whole.factor *= one.factor**power
            whole.approximate |= one.approximate
            for base, exponent in one.powers.items():
                whole.powers[base] = whole.powers.get(base, 0) + exponent * power
        # A rate of like for like (小时/周, mg/kg) keeps what it compares.
        if len(terms) > 1 and not any(whole.powers.values()):
            whole.powers = {f"{terms[0][0]}/{terms[-1][0]}": 1}
        return whole

    def dimension(self, terms: list[tuple[str, int]]) -> str | None:
        """The dimension of a product as it is written, above and below the line; None where a unit has none.

        方/亩 is volume/area and mg/kg mass/mass, though one could be reduced to a length and the other to a number.
        """
        above: dict[str, int] = {}
        below: dict[str, int] = {}
        for word, power in terms:
            for base, exponent in self.resolve(word).powers.items():
                definition = self.definitions.get(base)
                if definition is None or not definition.kind:
                    return None
                side = above if exponent * power > 0 else below
                side[definition.kind] = side.get(definition.kind, 0) + abs(exponent * power)
        named = self._dimension_names()
        sides = [
            "·".join([self._power(kind, power) for kind, power in sorted(side.items())]) for side in (above, below)
        ]
        whole = "/".join([sides[0] or "1", *filter(None, sides[1:])])
        return named.get(whole, whole) if terms else None

    def _power(self, kind: str, power: int) -> str:
        name = "·".join([kind] * power)
        return self._dimension_names().get(name, name)

    def _dimension_names(self) -> dict[str, str]:
        """Names of their own by what they are put together of: length·length is area."""
        if self._names is None:
            self._names = {}
            for name, text in self._named:
                # Each as it is written, before it has its name.
                self._names[self.dimension(_terms(text)[0]) or text] = name
        return self._names


def _terms(text: str) -> tuple[list[tuple[str, int]], Decimal]:
    """The words of a definition's right side: 焦/秒, 米², 1/秒."""
    terms = []
    for number, part in enumerate(text.split("/")):
        if part == "1":
            continue
        power = _POWERS.get(part[-1], 1) if len(part) > 1 and not part[-1].isascii() else 1
        terms.append((part[:-1] if power > 1 else part, -power if number else power))
    return terms, Decimal(1)


class Units:
    """The units that may stand behind a number, read by position."""

    def __init__(self, words: Iterable[str], book: UnitBook) -> None:
        self.book = book
        self._words = {fold(word) for word in words} | set(book.definitions)
        self._longest: dict[str, int] = {}
        for word in self._words:
            self._longest[word[0]] = max(len(word), self._longest.get(word[0], 0))
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
        above = [self.book.usual(word) + _raised(power) for word, power in reader.terms if power > 0]
        below = [self.book.usual(word) + _raised(-power) for word, power in reader.terms if power < 0]
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
                reader, vector = _Reader(), _Vector(Decimal(1), {unit: 1})
            if len(self._meanings) > _REMEMBERED:
                self._meanings.clear()
            base = _written(vector.powers)
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
        found = _NUMBER_BELOW.match(text, start) if reader.below and known < start + 2 else None
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
            found = _POWER.match(text, end)
            if found and (text[end - 1].isascii() or text[end - 1] in "米μ" or found[2] in ("²", "³")):
                power = _POWERS[found[2] or found[4]] * (-1 if found[1] or found[3] else 1)
                end = found.end()
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
        if self.book.dimension(reader.terms[-1:]) in ("money", "share", "score"):
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
        elif definition and (definition.kind == "time" or definition.text or definition.kind in ("length", "mass")):
            reader.add(word, 1)

    def _counted(self, first: str, word: str) -> _Definition:
        return _Definition(word, self.book.dimension([(first, 1)]) or "events")

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


def _raised(power: int) -> str:
    return "" if power == 1 else "²" if power == 2 else "³" if power == 3 else f"^{power}"


def _written(powers: dict[str, int]) -> str:
    """A product in one fixed order: 元/人·月."""
    above = sorted(base + _raised(power) for base, power in powers.items() if power > 0)
    below = sorted(base + _raised(-power) for base, power in powers.items() if power < 0)
    return "/".join(["·".join(above), *(["·".join(below)] if below else [])])


def _latin(character: str) -> bool:
    return character.isascii() and character.isalpha()
