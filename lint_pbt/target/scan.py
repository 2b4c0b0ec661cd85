"""The state of one reading, and the word lists it reads with."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lint_pbt.target.algebra import Operator, Part, Sign, Span, Unread
from lint_pbt.target.definitions import TIME, UnitBook
from lint_pbt.target.lexicon import Openers, Surroundings
from lint_pbt.target.numerals import CHINESE, CIRCLED
from lint_pbt.target.units import Units
from lint_pbt.text.folding import fold
from lint_pbt.text.notation import COMPARISONS
from lint_pbt.text.patterns.lazy import Pattern

EDGES = ",;。、()!?[]{}【】|\n\r" + CIRCLED
_EDGE = Pattern(f"[{re.escape(EDGES)}]")

_ODD = "余多来几+"

# Words in front of a number that bound it.
BEFORE = {
    Operator.GE: (*COMPARISONS["≥"], "不差于", "不劣于", "不弱于", "至少", "最少", "最低", "起码"),
    Operator.GT: (*COMPARISONS[">"], "超出", "优于", "好于", "超", "逾", "超额"),
    Operator.LE: (
        *COMPARISONS["≤"],
        *("不超出", "不超", "未超过", "不突破", "不迟于", "至多", "最多", "最高", "最长"),
    ),
    Operator.LT: (*COMPARISONS["<"], "不足", "不到", "不满", "未满"),
    Operator.EQ: COMPARISONS["="],
}
REACHED = ("达到", "达", "达成", "达至")
# Words between a label and its number that say nothing of the bound.
FILLERS = ("为", "是", "到", "至", "在", "控制在", "保持在", "稳定在", "维持在", "总计", "合计", "共计", "累计")


def clause_end(folded: str, start: int) -> int:
    """Where the clause that holds `start` ends, the spaces behind it left out."""
    found = _EDGE.search(folded, start)
    end = found.start() if found else len(folded)
    while end > start and folded[end - 1] == " ":
        end -= 1
    return end


class Words:
    """The vocabularies of rules/vocabulary, made ready to be looked up by position."""

    def __init__(self, vocabulary: Mapping[str, Sequence[str]]) -> None:
        def words(name: str) -> Sequence[str]:
            return vocabulary.get(name, ())

        book = UnitBook(words("unit-definitions"), words("joined-units"))
        self.units = Units(words("units"), book)
        self.noun_units = Units((*words("units"), *words("noun-units")), book)
        self.not_units = Openers(words("not-units"))
        self.occasions = frozenset(words("occasion-units"))
        self.describing = frozenset(words("describing-units"))
        self.not_numbers = Surroundings(words("not-numbers"), CHINESE + "半0123456789")
        self.not_zeros = Surroundings(words("not-zeros"), "零无没未不杜清归一")
        self.none = Openers(words("none-words"))
        self.hedges = Openers([word for word in words("hedges") if len(word) > 1])
        self.not_hedges = frozenset(words("not-hedges"))
        self.no_hedge = Surroundings(self.not_hedges, "左")
        self.hedges_after = Openers(words("hedges-after"))
        self.moments = Openers(words("deadlines"))
        self.statistics = tuple(words("statistics"))
        self.benchmarks = (*self.statistics, *words("benchmarks"))
        self.prefixes = Openers(words("template-prefixes"))
        self.operators = {word: operator for operator, found in BEFORE.items() for word in found}
        self.lead: dict[str, Operator | str] = dict.fromkeys(FILLERS, "")
        self.lead.update(dict.fromkeys(REACHED, "reached"))
        self.lead.update({fold(word): "hedge" for word in words("hedges")})
        self.lead.update(self.operators)
        self.longest_lead = max(map(len, self.lead))

    def operator_end(self, folded: str, start: int) -> int:
        """Where the operator in words that begins at `start` ends; `start` itself when none does."""
        for size in range(6, 1, -1):
            if folded[start : start + size] in self.operators:
                return start + size
        return start

    def is_time(self, unit: str | None) -> bool:
        """True for a unit of time, such as 小时 or 个工作日."""
        return unit is not None and self.units.meaning(unit).dimension == TIME

    def approximate(self, folded: str, start: int) -> int:
        """Where 余, 多 or 左右 between a number and its unit ends: 100余人, 500左右人次, 500(左右)人."""
        bracketed = folded[start : start + 1] == "("
        end = self.hedges_after.end(folded, start + bracketed)
        if bracketed:
            end = end + 1 if end > start + 1 and folded[end : end + 1] == ")" else start
        if end == start and folded[start : start + 1] in _ODD and start < len(folded):
            end = start + 1
        return end if end > start and self.noun_units.end(folded, end) > end else start


class Scan:
    """One value being read. Handlers add parts; `clause` is where the words of the running clause begin."""

    __slots__ = ("clause", "folded", "hedges", "origin", "parts", "pending", "signs", "text", "words")

    def __init__(self, text: str, folded: str, words: Words) -> None:
        self.text = text
        self.folded = folded
        self.words = words
        self.clause = 0
        # Where 由 of the running clause's 由…到 stands; -1 where there is none.
        self.origin = -1
        self.parts: list[Part] = []
        self.hedges: list[Span] = []
        self.signs: list[Sign] = []
        # A sign that waits for its number: where it stands and what it says.
        self.pending: tuple[int, int, Operator | None] | None = None

    def add(self, part: Part) -> int:
        """Add a part; the words behind it belong to what follows."""
        self.parts.append(part)
        self.pending = None
        self.clause = part.end
        return part.end

    def unread(self, start: int, end: int, reason: str, remedy: str = "") -> int:
        """Add a piece that cannot be read."""
        return self.add(Unread(start, end, self.text[start:end], reason, remedy=remedy))
