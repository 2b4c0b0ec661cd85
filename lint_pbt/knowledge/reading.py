"""A name → what it measures: the longest known ending, or what the grammar makes of its parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from typing import get_args

from msgspec.structs import replace

from lint_pbt.datafiles.typed_text import Mistake, Mistakes
from lint_pbt.knowledge.files import EXCEPTION, Better, Group, KnowledgeFile, WordRole, built_in_files, read_folder
from lint_pbt.knowledge.grammar import SHARES, Found, Grammar
from lint_pbt.knowledge.lexicon import Endings
from lint_pbt.knowledge.measure import Measure
from lint_pbt.knowledge.names import heads
from lint_pbt.text.folding import fold
from lint_pbt.text.patterns.lazy import Pattern

_NOTHING = Measure()
_REMEMBERED = 2048
# What stands inside a head without changing it: PM2.5(年平均)浓度, 装配式建筑(面积)占比.
_MEAN, _OF = "均", ("年", "月", "日")
_COUNTED, _SHARED = ("面积", "数量", "人数", "个数", "户数", "里程"), ("占比", "比例", "比重")
_SHARE = "比率"
AMOUNTS = frozenset({"金额", "能量", "量", "质量", "体积"})
_SPENT = frozenset({"金额", "单价"})
# 百万吨死亡率, 亿元GDP事故死亡率: how often for so many of something, not of a hundred.
_OF_SO_MANY = Pattern("[十百千万亿](?:人|户|车|台|元|吨|公里|辆|工时|架次|床日)")
# What a share or a mere word of change becomes where it tells how much something rose or fell.
_TURNED = ("比率", "状况", "")


class Knowledge:
    """What the files of the field say, ready to be asked about names as they are written."""

    def __init__(self, files: Iterable[KnowledgeFile]) -> None:
        files = list(files)
        self.dimensions = {name: one for file in files for name, one in file.dimensions.items()}
        self.words: dict[str, frozenset[str]] = {
            role: frozenset[str]().union(*[fold(file.words[role]).split() for file in files if role in file.words])
            for role in get_args(WordRole)
        }
        self._synonyms: dict[str, str] = {}
        self._tails = Endings(self._spread(group for file in files for group in file.tails))
        self._entries = Endings(self._spread(group for file in files for group in file.measures))
        self._acts = Endings(dict.fromkeys(self.words["handling"] | self.words["done"] | self.words["reducing"]))
        self._waiting = Endings(dict.fromkeys(self.words["waiting"]))
        self._grammar = Grammar(self.words)
        self._nouns = Endings(
            {noun: unit for file in files for unit, nouns in file.counters.items() for noun in fold(nouns).split()}
        )
        self.told = lru_cache(maxsize=_REMEMBERED)(self._told)
        self._read = lru_cache(maxsize=_REMEMBERED)(self._reading)

    def forget(self) -> None:
        """Let go of what was read of names."""
        self.told.cache_clear()
        self._read.cache_clear()

    def _spread(self, groups: Iterable[Group]) -> dict[str, Group]:
        spread: dict[str, Group] = {}
        for group in groups:
            stated = fold(group.heads).replace(EXCEPTION, "")
            for head in stated.replace("=", " ").split():
                spread[head] = group
            if "=" in stated:
                for words in [item.split("=") for item in stated.split() if "=" in item]:
                    self._synonyms.update(dict.fromkeys(words, words[0]))
        return spread

    @property
    def entries(self) -> Mapping[str, Group]:
        """The heads that are stated one by one, with the groups they stand in."""
        return self._entries.facts

    def usual(self, head: str) -> str:
        """The usual one of a head's synonyms; the head itself where it has none."""
        return self._synonyms.get(head, head)

    def tail(self, name: str) -> str:
        """The longest tail a name ends with: 率, 人数, 时间; empty where it ends with none, or by chance: 消费."""
        tail = self._tails.ending(name)
        return tail if tail and self._tails[tail].dimension else ""

    def acts(self, text: str) -> bool:
        """True for a text that begins with what is done about something: 打击, 交付, 化解."""
        return bool(self._acts.beginning(text))

    def deed(self, name: str) -> str:
        """The word in front of a name's tail that tells what is done: 开工 of 道路工程开工率; empty where none does."""
        told = self.told(name)
        return self._grammar.verb(told[: len(told) - len(self.tail(told))])

    def kind(self, name: str) -> str:
        """The dimension of a name, rates and degrees taken as one; empty where it is not known."""
        dimension = self.measure(name).dimension
        return _SHARE if dimension in SHARES else dimension

    def gain(self, name: str) -> str:
        """The stated head a name ends with, where it is an amount to have much of: 税收, 增收, 产量; empty else."""
        head = self.head(self.told(name))
        return head if head and self._entries[head].better == "high" and self.measure(head).dimension in AMOUNTS else ""

    def waits(self, name: str) -> bool:
        """True for a time that somebody waits or something takes to be done: 集结时间, 办结时限."""
        told = self.told(name)
        tail = self.tail(told)
        if not tail or self._tails[tail].dimension != "时长":
            return False
        return bool(self._waiting.ending(told[: len(told) - len(tail)]))

    def tail_of(self, name: str) -> Group | None:
        """What is stated of the tail of a name as it is written; None where it has none."""
        tail = self.tail(self.told(name))
        return self._tails[tail] if tail else None

    def head(self, name: str) -> str:
        """The longest stated head a name ends with; empty where it ends with none."""
        return self._entries.ending(name)

    def better(self, name: str, category: str = "") -> Better:
        """Which way is better. Money spent under a category of costs should be little."""
        measure = self.measure(name)
        if measure.better == "unknown" and measure.dimension in _SPENT and "成本" in category:
            return "unknown" if self._grammar.paid(name) or self.reduces(name) else "low"
        return measure.better

    def reduces(self, text: str) -> bool:
        """True for words that speak of making something less: how much less is then the better the more."""
        return self._grammar.reduces(fold(text))

    def changes(self, name: str) -> bool:
        """True for a name that begins with making something less or more: 节约水费, 减少损失, 增加收入."""
        return self._grammar.begins_with_change(self.told(name))

    def measure(self, name: str) -> Measure:
        """What a name measures, as it is written: with brackets, explanations and all."""
        return self._read(self.told(name))

    def _told(self, name: str) -> str:
        """The part of a name that tells what it measures: what stands before a dash or a formula is judged first."""
        whole, *parts = heads(name)
        if not parts:
            return whole
        judged = [(part, self._read(part).source) for part in (*parts, whole)]
        sure = next((part for part, source in judged if source in ("entry", "grammar")), None)
        return sure or next((part for part, source in judged if source == "tail"), whole)

    def _reading(self, name: str) -> Measure:
        measure = self._finished(name, self._entries.ending(name))
        if measure.source in ("tail", "nothing") and (plain := _without_means(name)) != name:
            shorter = self._finished(plain, self._entries.ending(plain))
            return shorter if shorter.source in ("entry", "grammar") else measure
        return measure

    def counter(self, name: str, is_unit: Callable[[str], bool]) -> str:
        """The word that counts what a name counts: 件 of 投诉件数, 辆 of 车辆数量 and 车辆购置数量; empty where it does
        not tell.
        """
        told = self.told(name)
        tail = self.tail(told)
        counted = tail[:-1] if tail.endswith("数") else tail if tail.endswith("次") else ""
        if counted and counted not in self._nouns and is_unit(counted):
            return counted
        thing = told.removesuffix("量").removesuffix("数")
        front = told[: len(told) - len(tail)]
        bare = front.removesuffix(self._grammar.verb(front))
        noun = self._nouns.ending(thing) or self._nouns.ending(front) or self._nouns.ending(bare)
        return self._nouns[noun] if noun else ""

    def without(self, head: str) -> Measure:
        """What would be known of a head if it were not stated: by its shorter endings and the grammar."""
        return self._finished(head, self._entries.ending(head[1:]))

    def _finished(self, name: str, head: str) -> Measure:
        tail, composed = self._parted(name)
        said = composed.length and composed.length + len(tail) > len(head)
        measure = _NOTHING
        if tail:
            measure = replace(self._filled(measure, self._tails[tail]), head=tail, source="tail")
        if head:
            measure = self._by_entry(name, head, measure)
        if said:
            measure = self._by_grammar(composed, tail, measure)
        if measure.better == "low" and (way := self._grammar.lessened(name, measure.head, measure.dimension)):
            measure = replace(measure, better=way, example="")
        return replace(measure, example=measure.example or self.example(measure.dimension, measure.better))

    def unitless(self, name: str) -> bool:
        """True where numbers of a measure have no unit by nature: an index, a ratio, a rank, so many for each million
        tonnes.
        """
        measure = self.measure(name)
        dimension = self.dimensions.get(measure.dimension)
        if dimension is not None and dimension.unitless:
            return True
        rate = measure.dimension == _SHARE and measure.better == "low"
        return rate and _OF_SO_MANY.search(self.told(name)) is not None

    def _parted(self, name: str) -> tuple[str, Found]:
        """The tail of a name and what the words in front of it tell: 突发事件 + 数, not 突发事 + 件数."""
        longest = tail = self.tail(name)
        while True:
            shape = self._tails[tail] if tail else None
            dimension = (shape.dimension or "") if shape else ""
            found = self._grammar.compose(name[: len(name) - len(tail)], dimension, self._way)
            if found.length or (shape and shape.better):
                return tail, found
            shorter = self._tails.ending(name[len(name) - len(tail) + 1 :]) if tail else ""
            if not shorter:
                return longest, found
            tail = shorter

    def _by_entry(self, name: str, head: str, measure: Measure) -> Measure:
        before = name[: len(name) - len(head)]
        entry = self._entries[head]
        if not (measure.dimension or entry.dimension):
            measure = self._inherited(head, measure)
        dimension = entry.dimension or measure.dimension
        if measure.source == "tail" and entry.dimension and entry.dimension != measure.dimension:
            measure = replace(measure, units=(), example="", bounded=False, signed=False)
        measure = replace(self._filled(measure, entry), dimension=dimension, head=head, source="entry")
        way = self._grammar.negated(before, measure.better)
        if way == "low" and self._grammar.handled(before, "", dimension):
            way = "neutral"
        if way != measure.better:
            measure = replace(measure, better=way, example="")
        return measure

    def _inherited(self, head: str, measure: Measure) -> Measure:
        """The measure with what the usual one of its synonyms measures, or the next shorter head: 旅游收入 is money,
        since 收入 is.
        """
        if tail := self.tail(self.usual(head)):
            return self._filled(measure, self._tails[tail])
        shorter = self._entries.ending(head[1:])
        while shorter and not self._entries[shorter].dimension:
            shorter = self._entries.ending(shorter[1:])
        return self._filled(measure, self._entries[shorter]) if shorter else measure

    def _by_grammar(self, composed: Found, tail: str, measure: Measure) -> Measure:
        return replace(
            measure,
            better=composed.better,
            bounded=measure.bounded and not composed.change,
            signed=composed.signed or (measure.signed and composed.change),
            dimension="变化" if composed.change and measure.dimension in _TURNED else measure.dimension,
            example="",
            head=composed.word + tail,
            source="grammar",
        )

    def _filled(self, measure: Measure, group: Group) -> Measure:
        """The measure with what a group states."""
        dimension = self.dimensions.get(group.dimension or "")
        units = group.units if group.units is not None else dimension.units if dimension else None
        return Measure(
            dimension=group.dimension or measure.dimension,
            better=group.better or measure.better,
            bounded=measure.bounded if group.bounded is None else group.bounded,
            signed=measure.signed if group.signed is None else group.signed,
            small=group.small,
            categories=tuple((group.categories or "").split()) or measure.categories,
            units=measure.units if units is None else tuple(units.split()),
            example=group.example or "",
            head=measure.head,
            source=measure.source,
        )

    def _way(self, name: str) -> Better:
        return self._read(name).better if name else "unknown"

    def example(self, dimension: str, better: Better) -> str:
        """A value of a dimension, with the bound that fits the way that is better."""
        known = self.dimensions.get(dimension)
        return known.examples[known.usual if better == "unknown" else better] if known else ""


def _without_means(name: str) -> str:
    """The name without 年平均, 月均 and the like, and without what a share at its end counts by."""
    kept, begin, mean = "", 0, name.find(_MEAN)
    while mean >= 0:
        start = mean - name.endswith("平", begin, mean)
        if name.endswith(_OF, begin, start):
            start -= 1
        if start < mean:
            kept, begin = kept + name[begin:start], mean + 1
        mean = name.find(_MEAN, mean + 1)
    if name.endswith(_SHARED) and name.endswith(_COUNTED, begin, len(name) - 2):
        return kept + name[begin:-4] + name[-2:]
    return kept + name[begin:]


@cache
def load_knowledge(folders: tuple[str, ...] = ()) -> Knowledge:
    """The built-in knowledge, and that of users' folders on top: what a later one states counts.

    Read when it is first asked for. Raises Mistakes with all that is wrong in users' files.
    """
    files = list(_built_in())
    known = [name for file in files for name in file.dimensions]
    mistakes: list[Mistake] = []
    for folder in folders:
        try:
            files += read_folder(folder, known=known)
        except Mistakes as error:
            mistakes += error.mistakes
    if mistakes:
        raise Mistakes(mistakes)
    return Knowledge(files)


@cache
def _built_in() -> tuple[KnowledgeFile, ...]:
    return tuple(built_in_files())
