"""Indicators with their values in one text: 新建泵站≥3座；改造管网20公里."""

from __future__ import annotations

from functools import cache, lru_cache

from lint_pbt.datafiles.vocabulary import built_in
from lint_pbt.layouts.tables.fields import INDICATOR_NUMBER, levels_in
from lint_pbt.layouts.tables.titles import compact
from lint_pbt.layouts.words import any_of
from lint_pbt.text.folding import fold
from lint_pbt.text.notation import COMPARISON, SIGNS
from lint_pbt.text.patterns.lazy import Pattern

# What may stand before a number in a value, and what a point in time looks like.
LEAD = rf"(?:[{SIGNS}±]{{1,2}}|{COMPARISON}|达到?|控制在|约|共|每(?=\d))"
DATE = Pattern(
    r"(?:20\d\d\s?[年./-])?\s?\d{1,2}\s?(?:[月./-](?:\s?\d{1,2}\s?日?)?|月份?)(?:底|末|初|中旬|上旬|下旬)?(?:之?前|以前)?"
    r"|20\d\d年?(?:底|末|度)?(?:之?前)?|(?:每|全)(?:年|月|季度?|周|日|天|半年).{0,6}|(?:年|月|季度?)[底末]前?"
)
_PAIR = Pattern(rf"[^\d≥≤><=]{{3,40}}?[:：]?(?:{LEAD}\s?\d.{{0,14}}|[:：]\s?[^\W_].{{0,14}})")
_BETWEEN_PAIRS = Pattern(r"[\n；;。]|(?<!\d)[，,]|[，,](?!\d)")
_FIRST_NUMBER = Pattern(r"[^\d≥≤><=:]{3,40}(?=\d)")
_COUNTED = Pattern(r"\d[\d,.]*(?:[-~至到]\d[\d,.]*)?(\D{1,6})")
_BETWEEN_PARTS = Pattern(r"[\n；;。]")
_IN_PAIRS = frozenset("0123456789０１２３４５６７８９:：")  # no pair is without one
# What parts indicators with their values in brackets, and the categories above them.
_BETWEEN_ENCLOSED = Pattern(r"[\n；;。]|(?=【)|(?<=】)[:：]?|(?<=[)）])[，,、\s]*(?=指标\s?\d{1,2}\s?[:：.、])")
_ENCLOSED = Pattern(
    rf"([^():{SIGNS}]{{2,40}}(?:\([^():{SIGNS}]*\)[^():{SIGNS}]*)?)\(([^()]{{1,20}}(?:\([^()]{{1,10}}\)[^()]{{0,10}})?)\)"
)
_POINTS = Pattern(r"\d{1,3}(?:\.\d+)?分")  # a weight
_MEASURED = Pattern(rf"{LEAD}?\s?\d")
# What may part indicators with a sign each: more than that may stand within a name or a value.
_BETWEEN_SIGNED = Pattern(r"(?:[\s。/，,；;]|(?<!\d)、)+|(?=[①-⑳])|(?<=[^\d\s])(?=\d{1,2}[.、)）][^\d\s])")
# Characters of an indicator with its value and the categories before it, and how many may stand in one text.
_LONGEST_PART, _MOST_PARTS = 300, 500
_SIGNED = Pattern(rf"[^\d{SIGNS}]{{3,40}}[{SIGNS}]{{1,2}}\d[^{SIGNS}]{{0,14}}")


@lru_cache(maxsize=1024)
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
    if enclosed := values_in_brackets(text):
        return enclosed
    for between in (_BETWEEN_PAIRS, _BETWEEN_PARTS):
        spans = _spans(text, between)
        if len(spans) > _MOST_PARTS:
            continue
        kinds = [_pair_or_level(text[start:end], len(spans) > 1) for start, end in spans]
        if all(kinds) and "pair" in kinds:
            return tuple(spans)
    return ()


@lru_cache(maxsize=1024)
def values_in_brackets(text: str) -> tuple[tuple[int, int], ...]:
    """Where the parts of a text begin and end that are categories, or indicators with their values in brackets.

    `【产出指标-数量指标】指标1：新建泵站（≥3座）` is so. There are none unless most values have a number, and none is a
    unit or a weight.
    """
    spans = _spans(text, _BETWEEN_ENCLOSED) if "】" in text or text.count("标") > 1 else []
    bare = [_behind_categories(_unnumbered(text[start:end].rstrip("；;。，, "))) for start, end in spans]
    found = [_ENCLOSED.fullmatch(part) for part in bare if part and not levels_in(part.removesuffix(":"))]
    pairs = [match.groups() for match in found if match is not None]
    if not pairs or len(pairs) < len(found) or any(value_at(name) is not None for name, _ in pairs):
        return ()
    if any(value in units() or _POINTS.fullmatch(value) for _, value in pairs):
        return ()
    return tuple(spans) if sum(_MEASURED.match(value) is not None for _, value in pairs) * 2 > len(pairs) else ()


def several_in(text: str) -> bool:
    """Whether more than one part of a text is an indicator with its value, whatever the other parts are."""
    parts = _spans(text, _BETWEEN_PAIRS) if not _IN_PAIRS.isdisjoint(text) else ()
    return sum(_pair_or_level(text[start:end], True) == "pair" for start, end in parts[:_MOST_PARTS]) > 1


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
    if len(part) > _LONGEST_PART:
        return ""
    bare = compact(INDICATOR_NUMBER.sub("", part.strip().rstrip("。"), count=1))
    text = _behind_categories(bare)
    if not text or levels_in(text.removesuffix(":")):
        return "level"
    behind = len(text) < len(bare)
    return "pair" if is_pair(text) or ((behind or one_of_several) and value_at(text) is not None) else ""


def _behind_categories(text: str) -> str:
    """What stands behind the categories that a folded text without white space begins with."""
    level, colon, rest = text.partition(":")
    if not colon or len(level) > _LONGEST_PART or not levels_in(level):
        return text
    while (at := second_category(rest)) is not None:
        rest = rest[at:]
    return rest


def second_category(text: str) -> int | None:
    """Where a text goes on that stands behind a category and begins with another one; None where it begins with none.

    `数量指标：培训场次≥3场` does; `服务对象满意度：≥90%` is a name with its value, for nothing else is the name, and
    so is `服务对象满意度：全年达到90%`.
    """
    level, colon, rest = fold(text[:_LONGEST_PART]).partition(":")
    if not colon or not levels_in(level):
        return None
    own = compact(INDICATOR_NUMBER.sub("", rest.strip(), count=1))
    named = is_pair(own) or value_at(own) is not None
    if named and _rated().fullmatch(compact(level)):
        named = _rated().match(own) is not None
    return len(level) + 1 if named or levels_in(own.partition(":")[0]) else None


@cache
def _rated() -> Pattern:
    """A name that ends in a word for a rate, up to the value behind it."""
    return Pattern(rf"[^\d{SIGNS}:]{{1,40}}(?:{any_of(built_in()[0]['rate-tails'])})(?=$|:|{LEAD}?\s?\d)")


def is_pair(text: str) -> bool:
    """Whether a folded text without white space is a name with its value, with a sign or a colon between."""
    return _PAIR.fullmatch(text) is not None


def value_at(text: str) -> int | None:
    """Where the value begins that stands behind a name with no sign between, else None: 保障站所9个, 拨付6月底前."""
    number = _FIRST_NUMBER.match(fold(text))
    if number is None:
        return None
    value = compact(text[number.end() :])
    count = _COUNTED.fullmatch(value)
    unit = count[1] if count else ""
    return number.end() if unit in ("%", *units()) or DATE.fullmatch(value) else None


@cache
def units() -> frozenset[str]:
    """The words for units of measure, those for so many of them too."""
    words = built_in()[0]["units"]
    return frozenset([compact(prefix + word) for word in words for prefix in ("", "万", "亿")])
