"""Fields out of cells: one cell, part of one, or several put together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache, lru_cache
from itertools import accumulate

from lint_pbt.datafiles.vocabulary import built_in
from lint_pbt.layouts.tables.titles import compact, marks
from lint_pbt.layouts.words import any_of, category_names, standard_framework, worded
from lint_pbt.model.document import Category, Field, Passage, Place
from lint_pbt.model.sheet import Cell
from lint_pbt.text.folding import fold
from lint_pbt.text.notation import COMPARISON, MONEY, NUMBER, SIGNS
from lint_pbt.text.patterns.lazy import Pattern

_ONE = (0,)
_LONGEST_MARK = 20  # characters of a mark for nothing
_LONGEST = 40  # characters of what is not free text
_WORD = Pattern(r"[0-9A-Za-z.%]")
INDICATOR_NUMBER = Pattern(
    r"\s*(?:指标\s*\d{1,2}\s*[:：.、．]?|[(（]\d{1,2}[)）]\s*[.、．]?|\d{1,2}\s*(?:[、．]|\.(?!\d))|[①-⑳])\s*(?=\S)"
)
_UNNAMED = Pattern(r"\s{0,9}(?:指标\s{0,3}\d{0,2}|\d{1,2})\s{0,3}[:：、.．]?(?:…{1,2})?\s{0,9}")
# What a category may begin or end with besides its name; `_CATEGORY` takes long to compile, and few have any of it.
_NUMBERING, _WEIGHT = frozenset("(（一二三四五六七八九十"), frozenset(")）")
_CATEGORY = Pattern(
    r"(?s)\s*(?:(?P<code>\d{1,6})\s*(?:[-－—]\s*|(?=[\u4e00-\u9fff]))"
    r"|[(（]?[一二三四五六七八九十\d]{1,3}(?:[)）][、.．]?|[、.．])\s*)?"
    r"(?P<name>.*?)\s*(?:[(（]\s*共?\s*\d{1,3}(?:\.\d+)?\s*[分%％条个项]?\s*[)）])?\s*"
)
_ENCLOSED = Pattern(r"^\s*[（(【\[]([^（(【\[\])】）]+)[）)】\]]\s*$")
_BETWEEN_LEVELS = Pattern(r"(?<=[\w)）])\s*[-－—/\\>＞›→:：(（,，、]{1,3}\s*|(?<=指标)\s*(?=\w)")
_OPENING, _CLOSING = "【[〔 ", ")）】]〕 "  # around both levels
_SIGN = Pattern(rf"(?:[{SIGNS}]\s?)+|{COMPARISON}")
# What a sign may stand in front of.
_STARTS = Pattern(r"[-+±]?\d|[A-Z]{1,5}[^\W\d]?$|[零一二两三四五六七八九十百千万半]{1,8}.{0,3}$|百分之")
_WORDS = Pattern(r"[^\W\d_]\D*")
_NUMBER = Pattern(r"[\dⅠ-Ⅻ零一二两三四五六七八九十百千万亿半]|^[A-Z]{1,5}$")
# A number with nothing behind it but words that go along with one, or the letters of a grade: A级, AAAA级.
_OPEN_END = Pattern(
    r"(?:\d[\d,]*(?:\.\d+)?|[Ⅰ-Ⅻ]|[零一二两三四五六七八九十百千]+|^[A-Z]{1,5}(?=$))\s*[万亿]?\s*"
    r"(?P<tail>(?:及?以[上下内]|左右|上下)?)\s*$"
)
_DATE = Pattern(r"\s*20\d\d[-/.]\d{1,2}(?:[-/.]\d{1,2})?\s*$")
_NAMED_VALUE = Pattern(
    r"(?P<name>.{2,60}?)\s*(?::\s*(?P<value>\S.*)|(?P<value_>(?:[≥≤><=]{1,2}|不[低少小高大超多]于?|大于|小于|等于)\s?\S.*"
    r"|(?<=[率数量度次额例间期])\s?\d.*))"
)
_ENCLOSED_VALUE = Pattern(r"(?P<name>.{2,60}?)\s*\(\s*(?P<value>[^()]{1,20}(?:\([^()]{1,10}\)[^()]{0,10})?)\)")
_WEIGHED = Pattern(r"(?P<name>.{2,})\(\s*(?P<value>\d{1,3}(?:\.\d+)?)\s*分\s*\)\s*")
_MONEY = Pattern(rf"\s*[¥￥]?\s*(-?{NUMBER})\s*({MONEY})?\s*")


def field_of(cell: Cell) -> Field:
    """The content of a cell without white space around it; line breaks go, between numbers a space stays."""
    text = cell.text
    if "\n" not in text and not cell.seams:
        bare = text.strip()
        if bare == text:
            return cell if type(cell) is Cell else Field(text, cell.source, 0, cell.spot)
        return Field(bare, Passage(text, _ONE, (cell.place(),)), len(text) - len(text.lstrip()))
    seams = dict(cell.seams)
    edges = sorted({0, *seams, *(match.end() for match in re.finditer("\n", text))})
    parts: list[tuple[str, Place]] = []
    place = cell.place()
    for start, end in zip(edges, [*edges[1:], len(text)], strict=True):
        place = seams.get(start, place)
        piece, lead = text[start:end].rstrip("\n"), 0
        if start and text[start - 1] == "\n":
            lead = len(piece) - len(piece.lstrip())
            before, first = (parts[-1][0].rstrip() if parts else ""), piece[lead : lead + 1]
            gap = " " if _WORD.match(before[-1:]) and _WORD.match(first) else ""
            if parts and first:
                parts[-1] = (before + gap, parts[-1][1])
        if piece[lead:]:
            parts.append((piece[lead:], place.moved(lead)))
        place = place.moved(end - start)
    whole = _assembled(parts or [("", cell.place())])
    return whole.passage.field(0, len(whole.text))


def joined(fields: Sequence[Field]) -> Field:
    """Several fields as one, each character still in its place."""
    if len(fields) == 1:
        return fields[0]
    spans = ((field, span) for field in fields for span in field.pieces(0, len(field.text)))
    return _assembled([(field.text[slice(*span)], field.place(span[0])) for field, span in spans])


def cut(field: Field, start: int, end: int) -> Field:
    """Part of a field."""
    return field.passage.field(field.start + start, field.start + end)


def empty(place: Place) -> Field:
    """A field for what the table does not say, at the place where it might."""
    return Field("", Passage("", _ONE, (place,)), 0)


def is_blank(text: str) -> bool:
    """Whether a cell holds nothing, or only a mark that says so."""
    if not text or text.isspace():
        return True
    return len(text) < _LONGEST_MARK and compact(text) in marks("blank")


@lru_cache(maxsize=1024)
def is_absent(text: str) -> bool:
    """Whether a cell holds nothing, or says that there are no indicators of its category: 不涉及, （无此类指标）."""
    if is_blank(text):
        return True
    return len(text) < _LONGEST_MARK and _absent().fullmatch(compact(text).strip("()[]。.")) is not None


@cache
def _absent() -> Pattern:
    category = any_of([*category_names(1), *category_names(2)])
    return worded("cell-words", rf"(?:<absent_from>)?(?:<absent>)(?:(?:{category})?(?:<absent_what>)?|(?:{category}))")


@lru_cache(maxsize=1024)
def is_unnamed(text: str) -> bool:
    """Whether the cell of a name names no indicator: `is_absent` behind the number that a form prints, if any."""
    return is_absent(INDICATOR_NUMBER.sub("", text, count=1)) or is_numbered_alone(text)


def is_numbered_alone(text: str) -> bool:
    """Whether the cell of a name holds only the number that a form prints: 指标1：, 指标2：……."""
    return _UNNAMED.fullmatch(text) is not None


def is_numbered(text: str) -> bool:
    """Whether a name has a number in front of it."""
    return INDICATOR_NUMBER.match(text) is not None


def name_of(cell: Cell) -> Field:
    """The name of an indicator without a number in front of it."""
    field = field_of(cell)
    number = INDICATOR_NUMBER.match(field.text)
    return cut(field, number.end(), len(field.text)) if number else field


def category_of(cell: Cell) -> Category | Field:
    """A category with its code, without a number or the points that stand with its name."""
    return _category(field_of(cell))


def _category(field: Field) -> Category | Field:
    code, start, end = _parts_of_category(field.text)
    name = cut(field, start, end) if end - start < len(field.text) else field
    return Category(code, name) if code is not None else name


@lru_cache(maxsize=1024)
def _parts_of_category(text: str) -> tuple[str | None, int, int]:
    """The code in the text of a category, and where its name begins and ends."""
    name = text.strip()
    if not name or len(text) > _LONGEST:
        return None, 0, len(text)
    code, start = None, len(text) - len(text.lstrip())
    if name[0] in _NUMBERING or name[0].isdecimal() or name[-1] in _WEIGHT:
        match = _CATEGORY.fullmatch(text)
        if not match or not match["name"]:
            return None, 0, len(text)
        code, name, start = match["code"], match["name"], match.start("name")
    enclosed = _ENCLOSED.match(name)
    begin, end = enclosed.span(1) if enclosed else (0, len(name))
    return code, start + begin, start + end


def both_levels(cell: Cell) -> tuple[Category | Field, Category | Field] | None:
    """The first and the second level where one cell holds both (产出指标-数量指标), None where it does not."""
    field = field_of(cell) if between_levels(cell.text) is not None else None
    between = between_levels(field.text) if field is not None else None
    if field is None or between is None:
        return None
    start, end = between
    opened = len(field.text) - len(field.text.lstrip(_OPENING))
    return _category(cut(field, opened, start)), _category(cut(field, end, len(field.text.rstrip(_CLOSING))))


@lru_cache(maxsize=1024)
def between_levels(text: str) -> tuple[int, int] | None:
    """Where what stands between a first and a second level begins and ends."""
    framework = standard_framework()
    for match in _BETWEEN_LEVELS.finditer(text) if len(text) <= _LONGEST else ():
        first = bare_category(text[: match.start()].lstrip(_OPENING))
        second = bare_category(text[match.end() :].rstrip(_CLOSING))
        # What is not closed before is the weight of the first: 产出指标（50分）-数量指标.
        if framework.level1(first) and framework.level2(second) and not re.match(r"[^(（]*[)）]", second):
            return match.span()
    return None


def bare_category(text: str) -> str:
    """The name in the text of a category, without code, number and points."""
    _, start, end = _parts_of_category(text)
    return text[start:end]


@lru_cache(maxsize=1024)
def levels_in(text: str) -> frozenset[str]:
    """Whether a text names a first level, a second one, or both."""
    if between_levels(text) is not None:
        return frozenset(("both",))
    framework, name = standard_framework(), bare_category(text)
    first, second = framework.level1(name), framework.level2(name)
    return frozenset([kind for kind, level in (("first", first), ("second", second)) if level])


def target_of(value: Cell, sign: Cell | None, measure: Cell | None) -> Field:
    """A target value out of its cells. The unit is taken where the value is a number without its own, the sign where
    the value begins as a number or is in words.
    """
    field = field_of(value)
    if sign is None and measure is None:
        return field
    folded = fold(field.text)
    parts = [field]
    counts = _NUMBER.search(folded) is not None
    if measure is not None and counts and not _DATE.match(folded):
        unit = field_of(measure)
        end = _OPEN_END.search(folded, max(len(folded) - _LONGEST, 0))
        if end and compact(unit.text) not in marks("no_unit"):
            behind = end.start("tail")
            if compact(unit.text) in marks("percent"):
                unit = _assembled([("%", unit.place())])
            parts = [cut(field, 0, behind) if behind < len(folded) else field, unit]
            if unit.text[:1].isdigit():
                # 3 and 1/万 must not melt into 31/万.
                parts.insert(1, _assembled([(" ", unit.place())]))
            if end["tail"]:
                parts.append(cut(field, behind, len(folded)))
    if sign is not None and (_STARTS.match(folded) or _WORDS.fullmatch(folded)):
        written = field_of(sign)
        found = _SIGN.search(fold(written.text))
        if found:
            parts.insert(0, cut(written, *found.span()))
        elif compact(written.text) in hedges():
            parts.insert(0, written)
    return joined(parts)


def lacks_unit(value: Field, measure: Cell) -> bool:
    """Whether a unit stands beside a target value and is no part of it: of words, or of a number with another."""
    unit = compact(measure.text)
    if unit in marks("no_unit") or _DATE.match(value.text):
        return False
    return ("%" if unit in marks("percent") else unit) not in compact(value.text)


@cache
def hedges() -> frozenset[str]:
    """The words that hedge a number, as some write in the column of signs: 约, 预计."""
    return frozenset(map(compact, built_in()[0]["hedges"]))


def parted(field: Field) -> tuple[Field, Field | None]:
    """The name and the value that stand in one field: 培训场次≥9场, 完成时间：6月底前. None where there is no value.

    Brackets around the value belong to neither: 培训场次（≥9场）.
    """
    match = _NAMED_VALUE.fullmatch(fold(field.text))
    if match is None:
        return field, None
    if match["name"].endswith("("):
        return enclosed(field)
    start, end = match.span("value" if match["value"] else "value_")
    end = start + len(field.text[start:end].rstrip("；;。 "))
    return cut(field, *match.span("name")), cut(field, start, end)


def enclosed(field: Field, pattern: Pattern = _ENCLOSED_VALUE) -> tuple[Field, Field | None]:
    """A name and the value in brackets behind it: 宣传效果（良好）. None where it ends with none."""
    match = pattern.fullmatch(fold(field.text.rstrip("；;。 ")))
    return (cut(field, *match.span("name")), cut(field, *match.span("value"))) if match else (field, None)


def weighed(field: Field) -> tuple[Field, Field | None]:
    """A name without its weight in brackets behind it, and that: 培训人次（15分）."""
    return enclosed(field, _WEIGHED)


def is_sign(text: str) -> bool:
    """Whether a cell holds a sign of comparison, or a word for one, and nothing else."""
    return len(text) <= _LONGEST_MARK and _SIGN.fullmatch(fold(text).strip()) is not None


def money_of(field: Field) -> tuple[Decimal, str | None] | None:
    """The amount a field holds, with its unit where that is written behind; None where it holds none."""
    match = _MONEY.fullmatch(fold(field.text)) if len(field.text) <= _LONGEST else None
    return (Decimal(match[1].replace(",", "")), match[2]) if match else None


def is_money(text: str) -> bool:
    """Whether a cell holds an amount and nothing else."""
    return len(text) <= _LONGEST and _MONEY.fullmatch(fold(text)) is not None


def _assembled(parts: Sequence[tuple[str, Place]]) -> Field:
    text = "".join(text for text, _ in parts)
    starts = accumulate((len(text) for text, _ in parts[:-1]), initial=0)
    return Field(text, Passage(text, tuple(starts), tuple(place for _, place in parts)), 0)
