"""Which way is better, put together from the parts of a name that no list has.

投诉 + 率 is bad, 投诉处理 + 率 good; 能耗下降 + 率 turns 能耗 round; 等待 + 时间 should be short. What the parts do not
tell stays unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from lint_pbt.knowledge.files import Better
from lint_pbt.knowledge.lexicon import Endings

SHARES = frozenset({"比率", "状况"})
# What is counted or measured in units that add up; money does too, but is spent.
COUNTED = frozenset({"人数", "人次", "户数", "物数", "次数", "面积", "长度", "体积", "质量"})
_MONEY = frozenset({"金额", "单价"})
_COUNTED = frozenset({"人数", "人次", "户数", "物数", "次数", "面积", "长度", "体积", "质量", "金额", "量"})
_CHANGING = SHARES | _COUNTED | {"变化", "时长", "浓度", "指数", "倍数", "单价", "能量", ""}
_OPPOSITE: dict[Better, Better] = {"high": "low", "low": "high"}
# Carriers stand between a word and its tail: 投诉(事件)数, 火灾起数(同比)下降率.
_MOST_CARRIERS = 3
_NOT_DONE = frozenset("未不")
# A verb of two characters stands between how it is done and the tail.
_VERB = 2


class Found(Struct, frozen=True):
    """What the parts tell: which way is better, how many characters of the name told it, and whether it is a change."""

    better: Better = "unknown"
    length: int = 0
    change: bool = False
    signed: bool = False
    word: str = ""


_NOTHING = Found()


class Grammar:
    """Judges a name by its tail and by the words in front of it."""

    def __init__(self, words: Mapping[str, frozenset[str]]) -> None:
        self._words = words
        verbs = ("bad", "done", "waiting", "lasting", "saving", "reducing", "growing", "holding")
        self._verbs = Endings(dict.fromkeys(word for role in verbs for word in words[role]))
        self._carriers = Endings(dict.fromkeys(words["carriers"]))
        self._handling = Endings(dict.fromkeys(words["handling"]))
        self._saving = Endings(dict.fromkeys(words["saving"]))
        self._sparing = Endings(dict.fromkeys(words["sparing"]))
        self._reducing = Endings(dict.fromkeys(words["reducing"]))
        self._changing = Endings(dict.fromkeys(words["saving"] | words["reducing"] | words["growing"]))
        self._adverbs = Endings(dict.fromkeys(words["adverbs"]))
        self._curbed = Endings(dict.fromkeys(words["curbed"]))
        self._spent = Endings(dict.fromkeys(words["spent"]))
        self._negating = frozenset(words["negating"])

    def compose(self, front: str, dimension: str, better_of: Callable[[str], Better]) -> Found:
        """What a name says whose tail measures `dimension`; `front` is what stands before the tail.

        `better_of` tells which way is better for something that is reduced or raised.
        """
        found = self._told(front, dimension, better_of)
        for _ in range(_MOST_CARRIERS):
            carrier = "" if found.length else self._carriers.ending(front)
            if not carrier:
                break
            front = front[: -len(carrier)]
            found = self._told(front, dimension, better_of)
            if found.length:
                found = replace(found, length=found.length + len(carrier))
        return found

    def _told(self, front: str, dimension: str, better_of: Callable[[str], Better]) -> Found:
        word = self._verbs.ending(front)
        if not word:
            return self._wrongly(front, dimension)
        before, words = front[: -len(word)], self._words
        if dimension in _CHANGING:
            if word in words["saving"]:
                return Found("high", len(word), True, False, word)
            if word in words["reducing"]:
                return Found(_OPPOSITE.get(better_of(before), "unknown"), len(word), True, False, word)
            if word in words["growing"] and (dimension in SHARES or dimension in ("变化", "")):
                way = better_of(before)
                if way not in _OPPOSITE:
                    way = "high" if word in words["improving"] else "neutral"
                return Found(way, len(word), True, True, word)
        if dimension == "时长":
            way = self._of_time(before, word)
        elif word in words["holding"] and dimension in SHARES:
            way = self._of_holding(before, word)
        elif word in words["bad"]:
            way = "low"
        elif word in words["done"]:
            way = "high" if dimension in SHARES else "neutral" if dimension in _COUNTED - _MONEY else "unknown"
        else:
            way = "unknown"
        if way == "unknown":
            return _NOTHING
        if word in words["bad"] and self.handled(before, word, dimension):
            return Found("neutral", len(word), word=word)
        if word in words["done"] and way in ("high", "neutral"):
            wrong = self._not_as_it_should(before, word, dimension)
            if wrong:
                return Found("low", len(wrong) + len(word), word=wrong + word)
        return Found(self.negated(before, way), len(word), word=word)

    def _not_as_it_should(self, before: str, word: str, dimension: str) -> str:
        """The word that tells that something is done wrongly, or not done, or that it is the bad that spreads:
        逾期(结题), 未(修复), 蓝藻(覆盖); empty where none does.
        """
        adverb = self._adverbs.ending(before)
        if adverb and not self._handling.ending(word):
            return "" if self.handled(before[: -len(adverb)], adverb, dimension) else adverb
        bad = self._verbs.ending(before)
        if word in self._words["spreading"] and bad in self._words["bad"]:
            return bad
        return before[-1:] if before[-1:] in _NOT_DONE else ""

    def _wrongly(self, front: str, dimension: str) -> Found:
        """What a verb nobody listed says where it is done wrongly: 违规(倾倒)次数."""
        adverb = self._adverbs.ending(front[:-_VERB])
        if not adverb or dimension not in _COUNTED | SHARES:
            return _NOTHING
        if self.handled(front[: -_VERB - len(adverb)], adverb, dimension):
            return Found("neutral", _VERB, word=front[-_VERB:])
        return Found("low", _VERB + len(adverb), word=adverb + front[-_VERB:])

    def _of_time(self, before: str, word: str) -> Better:
        words = self._words
        if word in words["bad"] or word in words["waiting"]:
            return "low"
        if word in words["lasting"] and self._verbs.ending(before) in words["bad"]:
            return "low"  # 拥堵持续时间
        return "high" if word in words["lasting"] else "unknown"

    def _of_holding(self, before: str, word: str) -> Better:
        """What is held down in how many cases should be much (血压控制率); of money nobody can tell whether the share
        is one of what was spent or of what was kept to.
        """
        if self._spent.within(before):
            return "unknown"
        return "high" if self._curbed.ending(before) or word in self._words["done"] else "unknown"

    def handled(self, before: str, word: str, dimension: str) -> bool:
        """True where what is counted is the handling of something bad: 查处违法件数. Faults of doing stay bad:
        the share of errors in 审核差错率.
        """
        if dimension in SHARES and (word in self._words["faults"] or not before):
            return False
        if dimension == "时长" or (dimension in _MONEY and not word):
            return False
        return bool(self._handling.ending(before) or self._handling.beginning(before))

    def negated(self, before: str, way: Better) -> Better:
        """The way that is better, turned round where 不 or 无 stands right in front."""
        last = before[-1:]
        if last not in self._negating or way not in _OPPOSITE:
            return way
        if last in "防":
            return "unknown"
        if last in "无零":
            return "high" if way == "low" else "unknown"
        return _OPPOSITE[way]

    def lessened(self, name: str, head: str, dimension: str) -> Better | None:
        """What becomes of something bad that a name begins by making less; None where it does not.

        How much is saved should be much (节约成本, 技改节约成本); whether 降低能耗 states how much less or how much is
        left, and 节能改造成本 what is saved or spent, nobody can tell.
        """
        before = name[: len(name) - len(head)] if len(head) < len(name) else name
        if dimension in SHARES:
            return "neutral" if self._reducing.beginning(name) else None
        if self._sparing.beginning(name) or self._sparing.ending(before):
            return "high"
        return "neutral" if self.reduces(before) else None

    def begins_with_change(self, name: str) -> bool:
        """True for a name whose first word is one of making less, of saving or of making more."""
        return bool(self._changing.beginning(name))

    def reduces(self, text: str) -> bool:
        """True for words that speak of making something less."""
        return bool(self._reducing.within(text) or self._saving.within(text))

    def verb(self, front: str) -> str:
        """The longest word of the grammar's that a text ends with."""
        return self._verbs.ending(front)

    def paid(self, name: str) -> bool:
        """True where money is handed to those it is for: more of it is no waste."""
        return any(word in name for word in self._words["paid"])
