"""What units mean: the lines of `unit-definitions` (“公里 千米 km = 1000 米”), made ready to convert with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property

from msgspec import Struct

from lint_pbt.errors import ConfigError
from lint_pbt.target.lexicon import Openers
from lint_pbt.text.folding import fold

# Dimensions that more than one check asks for, by their names in the vocabulary.
TIME, SHARE = "时间", "比率"
_LATIN_PREFIXES = {
    "T": 12, "G": 9, "M": 6, "k": 3, "K": 3, "d": -1, "c": -2, "m": -3, "μ": -6, "µ": -6, "u": -6, "n": -9, "p": -12,
    "P": 15,
}  # fmt: skip
_CHINESE_PREFIXES = {"太": 12, "吉": 9, "兆": 6, "千": 3, "毫": -3, "微": -6, "纳": -9, "皮": -12}
_EACH = ("各 [", "泛 [")
_POWERS = {"²": 2, "³": 3}


class Meaning(Struct, frozen=True, gc=False):
    """What a unit means: `factor` times `base`, the smallest units of its kind, and its dimension, where known.

    The dimension is a name (长度, 钱, 人) or put together of names: 钱/人·时间. `above` is the
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


class Definition(Struct, gc=False):
    """A line of the definitions: what `names` are; `kind` is a dimension, else `factor` times the unit `text`."""

    name: str
    kind: str = ""
    factor: Decimal = Decimal(1)
    text: str = ""
    approximate: bool = False
    generic: bool = False


class Vector(Struct, gc=False):
    """A product of base units with their powers, and a factor."""

    factor: Decimal
    powers: dict[str, int]
    approximate: bool = False


class UnitBook:
    """What all definitions say; shared by the readers of units."""

    def __init__(self, lines: Iterable[str], joined: Iterable[str] = ()) -> None:
        self.definitions: dict[str, Definition] = {}
        self.joined = Openers(joined)
        # Names that the lists of units must have before they are read behind a number: 生 of 元/生.
        self.meant_only: set[str] = set()
        self._named: list[tuple[str, str]] = []
        starred: list[str] = []
        for line in lines:
            starred += self._define(fold(line))
        latin, chinese = (
            [(prefix, Decimal(1).scaleb(power)) for prefix, power in prefixes.items()]
            for prefixes in (_LATIN_PREFIXES, _CHINESE_PREFIXES)
        )
        for name in starred:
            for prefix, factor in latin if name.isascii() or name[0] in "μΩΩ" else chinese:
                word = prefix + name
                if word not in self.definitions:
                    self.definitions[word] = Definition(word, "", factor, name)
        self._names: dict[str, str] | None = None

    @cached_property
    def read(self) -> tuple[frozenset[str], Mapping[str, int]]:
        """The words that are units wherever they stand, and how long the longest is that begins with a character."""
        words = frozenset(self.definitions.keys() - self.meant_only)
        return words, {word[0]: len(word) for word in sorted(words, key=len)}

    def _define(self, line: str) -> list[str]:
        written, sign, meaning = line.partition(" = ")
        if not sign or " ≈ " in written:
            written, sign, meaning = line.partition(" ≈ ")
        names = written.split()
        each, kind, factor, unit = _meaning(meaning)
        if not (names and meaning) or factor.count(".") > 1 or factor == ".":
            raise ConfigError(f"单位的写法“{line}”看不懂，请写成“名称 别名 = 倍数 单位”，如“斗 = 6.25 公斤”")
        if line.startswith("["):
            self._named.append((line[1 : line.index("]")], unit))
            return []
        usual = names[0].rstrip("*")
        one = Definition(usual, kind, Decimal(factor or 1), unit, sign == " ≈ ")
        starred = []
        for written in names:
            name = written.rstrip("*")
            self.definitions[name] = Definition(name, kind, generic=each == "泛") if each else one
            if each:
                self.meant_only.add(name)
            if written.endswith("*"):
                starred.append(name)
        return starred

    def usual(self, word: str) -> str:
        """The usual name of one word: 平方米 for ㎡."""
        definition = self.definitions.get(word)
        return definition.name if definition else word

    def resolve(self, word: str, depth: int = 0) -> Vector:
        """A word as a product of base units; an unknown one is its own base."""
        definition = self.definitions.get(word)
        if definition is None or depth > 8:
            return Vector(Decimal(1), {word: 1})
        if definition.kind:
            return Vector(Decimal(1), {definition.name: 1})
        vector = self.product(*_terms(definition.text), depth=depth + 1)
        vector.factor *= definition.factor
        vector.approximate |= definition.approximate
        return vector

    def product(self, terms: list[tuple[str, int]], factor: Decimal, *, depth: int = 0) -> Vector:
        """The product of words with their powers."""
        whole = Vector(factor, {})
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

        方/亩 is 体积/面积 and mg/kg 质量/质量, though one could be reduced to a length and the other to a number.
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
        """Names of their own by what they are put together of: 长度·长度 is 面积."""
        if self._names is None:
            self._names = {}
            for name, text in self._named:
                # Each as it is written, before it has its name.
                self._names[self.dimension(_terms(text)[0]) or text] = name
        return self._names


def _meaning(text: str) -> tuple[str, str, str, str]:
    """What stands right of the sign: 各 or 泛 and a kind in brackets (各 [人]), or a factor and a unit (6.25 公斤)."""
    each, bracketed = (text[0], text[2:]) if text.startswith(_EACH) else ("", text)
    kind = bracketed[1:-1]
    if bracketed.startswith("[") and bracketed.endswith("]") and kind.replace("_", "a").isalnum():
        return each, kind, "", ""
    factor, blank, unit = text.partition(" ")
    numeric = bool(blank and unit) and not factor.strip("0123456789.")
    return "", "", factor if numeric else "", unit if numeric else text


def _terms(text: str) -> tuple[list[tuple[str, int]], Decimal]:
    """The words of a definition's right side: 焦/秒, 米², 1/秒."""
    terms = []
    for number, part in enumerate(text.split("/")):
        if part == "1":
            continue
        power = _POWERS.get(part[-1], 1) if len(part) > 1 and not part[-1].isascii() else 1
        terms.append((part[:-1] if power > 1 else part, -power if number else power))
    return terms, Decimal(1)


def raised(power: int) -> str:
    return "" if power == 1 else "²" if power == 2 else "³" if power == 3 else f"^{power}"


def written(powers: dict[str, int]) -> str:
    """A product in one fixed order: 元/人·月."""
    above = sorted(base + raised(power) for base, power in powers.items() if power > 0)
    below = sorted(base + raised(-power) for base, power in powers.items() if power < 0)
    return "/".join(["·".join(above), *(["·".join(below)] if below else [])])
