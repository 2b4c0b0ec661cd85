"""What the text of a cell looks like by itself: evidence of what its column holds."""

from __future__ import annotations

from functools import cache, lru_cache

from lint_pbt.datafiles.vocabulary import built_in
from lint_pbt.layouts.records import quick_heads
from lint_pbt.layouts.tables.fields import INDICATOR_NUMBER, is_absent, is_blank, is_sign, levels_in
from lint_pbt.layouts.tables.pairs import DATE, LEAD, is_pair, pairs_in, units
from lint_pbt.layouts.tables.titles import block_of, compact, marks
from lint_pbt.layouts.words import any_of, code_end, listed, vocabulary, worded
from lint_pbt.layouts.words import kinds as kinds_of
from lint_pbt.target.patterns import has_word
from lint_pbt.text.folding import fold
from lint_pbt.text.notation import MONEY, NUMBER
from lint_pbt.text.patterns.lazy import Pattern

# What categories look like, names of indicators and their values.
LEVELS = frozenset(("first", "second", "both"))
NAMES = frozenset(("measure", "words", "pair"))
VALUES = frozenset(("target", "number", "date", "sign", "phrase", "pair"))

_LONGEST = 60  # characters that are looked at in detail
_NUMBER = Pattern(rf"-?{NUMBER}")
_MONEY = Pattern(rf"[¥￥]?-?(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+\.\d\d+|{NUMBER}{MONEY})")
_COUNT = (
    r"(?:\d[\d,]*(?:\.\d+)?"
    r"|[一二两三四五六七八九十百千]{1,6}(?=[\W\dA-Za-z_个次人项家场期份套台座处件名户批篇册天月年小]))"
)
_TARGET = Pattern(
    rf"(?:.{{0,12}}?[:：])?{LEAD}?{_COUNT}(?:[-~至到]{_COUNT})?\s?(?P<unit>[^\d，。；,;]{{0,14}})?"
    r"(?:以[上下内]|前|左右|之[前内]|内)?"
    rf"|{LEAD}\s?{_COUNT}?.{{0,16}}|百分之.{{1,8}}|\d{{1,4}}[/:]\d{{1,4}}"
)
_SENTENCE = Pattern(r"[，。；！,;]")
_UNIT = Pattern(r"[万亿千百十]{0,2}[^\d\s，。；,;:：]{1,8}")
_SHORTEST_PROSE = 16
_LONGEST_WORDS = 36


@lru_cache(maxsize=1024)
def look(text: str) -> frozenset[str]:
    """The kinds that a text is of, as rules/vocabulary/column-evidence.yaml names them; none for a blank."""
    if is_blank(text):
        return frozenset()
    if len(text) > _LONGEST:
        kind = "run" if is_run(text) else "pair" if len(pairs_in(text)) > 1 else "prose"
        return frozenset((kind, "explained") if kind == "prose" and _explains(compact(text)) else (kind,))
    number = INDICATOR_NUMBER.match(text)
    if number is not None:
        text = text[number.end() :]  # 1.培训人次 is no target
    text = text[code_end(text) :]  # nor is 102240000456-小区物业奖补
    written = compact(text)
    if written in listed("cell-words", "nothing") or is_absent(text):
        return frozenset()
    levels = levels_in(text)
    if levels:
        return levels
    found: set[str] = set()
    if is_sign(text) or written in ("=", "═"):
        return frozenset(("sign",))
    for kind in ("nature", "direction", "tick"):
        if written in listed("cell-words", f"{kind}s"):
            return frozenset((kind,))
    if block_of(text) or kinds_of("columns", "columns").get(written) == "indicators":
        found.add("block")
    if _NUMBER.fullmatch(written):
        found.add("number")
        if "." not in written and "," not in written and len(written) < 4 and 0 <= int(written) <= 100:
            found.add("integer")
        if _MONEY.fullmatch(written):
            found.add("money")
        return frozenset(found)
    if _MONEY.fullmatch(written):
        found.add("money")
    if DATE.fullmatch(written):
        return frozenset({*found, "date"})
    target = _TARGET.fullmatch(written)
    if target and "值" not in (target["unit"] or ""):
        return frozenset({*found, "target"} if found else ("target", "measured"))
    if written in units() or written in marks("percent") or written in listed("cell-words", "units"):
        return frozenset(("unit",))
    if not has_word(written):
        return frozenset(("unit",)) if _UNIT.fullmatch(written) else frozenset()
    if (len(written) >= _SHORTEST_PROSE and _SENTENCE.search(fold(text))) or len(written) > _LONGEST_WORDS:
        found.add("prose")
    else:
        found.add("words")
    if _explains(written):
        return frozenset({*found, "explained"})
    if is_pair(compact(text.strip().split("\n")[0])) or pairs_in(text):
        found.add("pair")
    elif _measures().search(written):
        found.add("measure")
    elif len(written) < _SHORTEST_PROSE and worded("cell-words", "^(?:<phrases>)|(?:<phrases>)$").search(written):
        found.add("phrase")
    if written.endswith(tuple(vocabulary("table-frame")["offices"])) and len(written) > 3:
        found.add("office")
    if written.removesuffix("项目").endswith(tuple(vocabulary("table-frame")["projects"])) or "项目" in written:
        found.add("project")
    return frozenset(found)


def _explains(written: str) -> bool:
    """Whether a text says what an indicator is about: 反映路灯完好的情况."""
    return worded("cell-words", "^(?:<explaining>).{2,}(?:<explained>)[。;]?$").search(written) is not None


def is_run(text: str) -> bool:
    """Whether a cell holds indicators written one behind the other."""
    return len(text) > 20 and "标" in text and quick_heads(fold("".join(text.split()))) > 0


@cache
def _measures() -> Pattern:
    """The end of what an indicator may be called: a word for something measured, brackets behind it."""
    return Pattern(rf"..(?:{any_of(built_in()[0]['measure-endings'])})(?:\([^()]*\))?$")
