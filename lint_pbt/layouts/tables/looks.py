"""What the text of a cell looks like by itself: evidence of what its column holds."""

from __future__ import annotations

from functools import cache, lru_cache

from lint_pbt.datafiles.vocabulary import built_in
from lint_pbt.layouts.records import quick_heads
from lint_pbt.layouts.tables.fields import INDICATOR_NUMBER, bare_category, between_levels, is_blank, is_sign
from lint_pbt.layouts.tables.titles import block_of, compact, marks
from lint_pbt.layouts.words import any_of, code_end, listed, standard_framework, vocabulary, worded
from lint_pbt.layouts.words import kinds as kinds_of
from lint_pbt.text.folding import fold
from lint_pbt.text.notation import COMPARISON, MONEY, NUMBER, SIGNS
from lint_pbt.text.patterns.lazy import Pattern

# What categories look like, names of indicators and their values.
LEVELS = frozenset(("first", "second", "both"))
NAMES = frozenset(("measure", "words", "pair"))
VALUES = frozenset(("target", "number", "date", "sign", "phrase", "pair"))

_LONGEST = 60  # characters that are looked at in detail
_NUMBER = Pattern(rf"-?{NUMBER}")
_MONEY = Pattern(rf"[¥￥]?-?(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+\.\d\d+|{NUMBER}{MONEY})")
_LEAD = rf"(?:[{SIGNS}±]{{1,2}}|{COMPARISON}|达到?|控制在|约|共|每(?=\d))"
_COUNT = (
    r"(?:\d[\d,]*(?:\.\d+)?"
    r"|[一二两三四五六七八九十百千]{1,6}(?=[^一-龥]|[个次人项家场期份套台座处件名户批篇册天月年小]))"
)
_TARGET = Pattern(
    rf"(?:.{{0,12}}?[:：])?{_LEAD}?{_COUNT}(?:[-~至到]{_COUNT})?\s?(?P<unit>[^\d，。；,;]{{0,14}})?"
    r"(?:以[上下内]|前|左右|之[前内]|内)?"
    rf"|{_LEAD}\s?{_COUNT}?.{{0,16}}|百分之.{{1,8}}|\d{{1,4}}[/:]\d{{1,4}}"
)
_DATE = Pattern(
    r"(?:20\d\d\s?[年./-])?\s?\d{1,2}\s?(?:[月./-](?:\s?\d{1,2}\s?日?)?|月份?)(?:底|末|初|中旬|上旬|下旬)?(?:之?前|以前)?"
    r"|20\d\d年?(?:底|末|度)?(?:之?前)?|(?:每|全)(?:年|月|季度?|周|日|天|半年).{0,6}|(?:年|月|季度?)[底末]前?"
)
_PAIR = Pattern(rf"[^\d≥≤><=]{{3,40}}?[:：]?(?:{_LEAD}\s?\d.{{0,14}}|[:：]\s?[^\W_].{{0,14}})")
_CJK = Pattern(r"[\u4e00-\u9fff]")
_SENTENCE = Pattern(r"[，。；！,;]")
_UNIT = Pattern(r"[万亿千百十]{0,2}[^\d\s，。；,;:：]{1,8}")
_SHORTEST_PROSE = 16
_LONGEST_WORDS = 36
_BETWEEN_PAIRS = Pattern(r"[\n；;]|(?<!\d)[，,]|[，,](?!\d)")
_FIRST_NUMBER = Pattern(r"[^\d≥≤><=:]{3,40}(?=\d)")
_COUNTED = Pattern(r"\d[\d,.]*(?:[-~至到]\d[\d,.]*)?(\D{1,6})")
_BETWEEN_PARTS = Pattern(r"[\n；;]")
_IN_PAIRS = frozenset("0123456789０１２３４５６７８９:：")  # no pair is without one
# What may part indicators with a sign each: more than that may stand within a name or a value.
_BETWEEN_SIGNED = Pattern(r"(?:[\s。/，,；;]|(?<!\d)、)+|(?=[①-⑳])|(?<=[^\d\s])(?=\d{1,2}[.、)）][^\d\s])")
_SIGNED = Pattern(rf"[^\d{SIGNS}]{{3,40}}[{SIGNS}]{{1,2}}\d[^{SIGNS}]{{0,14}}")


@lru_cache(maxsize=16384)
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
    if written in listed("cell-words", "nothing"):
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
    if _DATE.fullmatch(written):
        return frozenset({*found, "date"})
    target = _TARGET.fullmatch(written)
    if target and "值" not in (target["unit"] or ""):
        return frozenset({*found, "target"} if found else ("target", "measured"))
    if written in _units() or written in marks("percent") or written in listed("cell-words", "units"):
        return frozenset(("unit",))
    if not _CJK.search(written):
        return frozenset(("unit",)) if _UNIT.fullmatch(written) else frozenset()
    if (len(written) >= _SHORTEST_PROSE and _SENTENCE.search(fold(text))) or len(written) > _LONGEST_WORDS:
        found.add("prose")
    else:
        found.add("words")
    if _explains(written):
        return frozenset({*found, "explained"})
    if _PAIR.fullmatch(compact(text.strip().split("\n")[0])) or pairs_in(text):
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


@lru_cache(maxsize=4096)
def pairs_in(text: str) -> tuple[tuple[int, int], ...]:
    """Where the parts of a text begin and end of which each is an indicator with its value, one at least.

    Lines, semicolons or commas part them, as far as a name and a value stand in every part; a category may stand before
    one, or alone: `产出指标：新建泵站≥3座，验收合格率100%；社会效益指标：受益人口≥2万人`. Spaces, slashes or numbers
    part those that have a sign each. None where a part is neither.
    """
    if _IN_PAIRS.isdisjoint(text):
        return ()
    if sum(map(SIGNS.count, text)) > 1:
        signed = _spans(text, _BETWEEN_SIGNED)
        if len(signed) > 1 and all(_SIGNED.fullmatch(_unnumbered(text[start:end])) for start, end in signed):
            return tuple(signed)
    for between in (_BETWEEN_PAIRS, _BETWEEN_PARTS):
        spans = _spans(text, between)
        kinds = [_pair_or_level(text[start:end], len(spans) > 1) for start, end in spans]
        if all(kinds) and "pair" in kinds:
            return tuple(spans)
    return ()


def _spans(text: str, between: Pattern) -> list[tuple[int, int]]:
    """Where the parts of a text begin and end that are not blank."""
    edges = [match.span() for match in between.finditer(text)]
    spans = zip([0, *(end for _, end in edges)], [*(start for start, _ in edges), len(text)], strict=True)
    return [(start, end) for start, end in spans if text[start:end].strip()]


def _unnumbered(part: str) -> str:
    return compact(INDICATOR_NUMBER.sub("", part.strip(), count=1))


def _pair_or_level(part: str, one_of_several: bool) -> str:
    """`pair` for an indicator with its value, `level` for a category alone, and "" for neither.

    Where it is one of several, or stands behind a category, the value needs no sign before it.
    """
    bare = INDICATOR_NUMBER.sub("", part.strip().rstrip("。"), count=1)
    level, colon, rest = compact(bare).partition(":")
    if levels_in(level) and not rest:
        return "level"
    behind = bool(colon and levels_in(level))
    text = rest if behind else compact(bare)
    return "pair" if _PAIR.fullmatch(text) or ((behind or one_of_several) and value_at(text) is not None) else ""


def value_at(text: str) -> int | None:
    """Where the value begins that stands behind a name with no sign between, else None: 保障站所9个, 拨付6月底前."""
    number = _FIRST_NUMBER.match(fold(text))
    if number is None:
        return None
    value = compact(text[number.end() :])
    count = _COUNTED.fullmatch(value)
    unit = count[1] if count else ""
    return number.end() if unit in ("%", *_units()) or _DATE.fullmatch(value) else None


@lru_cache(maxsize=2048)
def levels_in(text: str) -> frozenset[str]:
    """Whether a text names a first level, a second one, or both."""
    if between_levels(text) is not None:
        return frozenset(("both",))
    framework, name = standard_framework(), bare_category(text)
    first, second = framework.level1(name), framework.level2(name)
    return frozenset([kind for kind, level in (("first", first), ("second", second)) if level])


def is_run(text: str) -> bool:
    """Whether a cell holds indicators written one behind the other."""
    return len(text) > 20 and "标" in text and quick_heads(fold("".join(text.split()))) > 0


@cache
def _units() -> frozenset[str]:
    words = built_in()[0]["units"]
    return frozenset([compact(prefix + word) for word in words for prefix in ("", "万", "亿")])


@cache
def _measures() -> Pattern:
    """The end of what an indicator may be called: a word for something measured, brackets behind it."""
    return Pattern(rf"..(?:{any_of(built_in()[0]['measure-endings'])})(?:\([^()]*\))?$")
