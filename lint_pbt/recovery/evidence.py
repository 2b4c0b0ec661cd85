"""How much a text is like what a column holds, in points, and whether a record holds what belongs to another column.

0 leaves it open, from about 3 on it is likely. The points were set by hand on forms taken out of PDF files by several
programs; what matters is their order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from functools import cache, lru_cache, partial

from lint_pbt.datafiles.vocabulary import built_in
from lint_pbt.knowledge.framework import bare
from lint_pbt.layouts.tables.fields import bare_category, hedges, is_blank, is_sign, levels_in
from lint_pbt.layouts.tables.looks import look
from lint_pbt.layouts.tables.rows import sum_of
from lint_pbt.layouts.tables.titles import marks
from lint_pbt.layouts.words import any_of, category_names, listed, standard_framework, vocabulary
from lint_pbt.recovery.words import Run, Word, text_of
from lint_pbt.target import Deadline, Phrase, Quantity, Target, default_parser
from lint_pbt.text.patterns.lazy import Pattern

NEVER = -100.0
_REMEMBERED = 20_000  # texts; a form is dealt out several times
_LONGEST_NAME = 60
_LONGEST_VALUE = 120
_SHORTEST_LINE = 2  # characters of a category in the narrowest of columns
_STARTS_WITH_SIGN = Pattern(r"[≥≤><=≧≦≯≮]|》|《\d")
_BOUND = Pattern(r"不低于|不少于|不小于|不高于|不超过|不大于|不多于")
_PROSE = Pattern(r"[。;,:]")
_WEIGHT = Pattern(r"\d{1,3}(?:\.\d{1,4})?[分%]?")
_NUMBER = Pattern(r"[-+]?\d[\d,]*(?:\.\d+)?[万亿]?%?")
_ORDINAL = Pattern(r"\d{1,3}[.、]?")
_NUMBERING = Pattern(r"指标\d{1,2}:?|\(?\d{1,2}[.、)](?!\d)|[①-⑳]")
_NUMBER_OF_INDICATOR = Pattern(r"指标\d{1,2}[:.、]")  # as some templates give them: 指标1：
_BEHIND_A_NUMBER = Pattern(r"\d\d[\u4e00-\u9fff]|…")  # as the weight of the row above stands
_LEFT_OVER = Pattern(r"[\u4e00-\u9fff]")


TARGETS = ("value", "cycle")
LEVELS = ("level1", "level2")
BESIDE = "beside"  # the names of the year's indicators that stand beside those of the whole cycle
NAMES = ("name", BESIDE)
_HELD_TOGETHER = ("project", "unit", *LEVELS)  # what stands once for several rows
_LEAST = -3.0  # points of a name or a value
_LEAST_OF_OTHERS = -20.0
# A sign right behind a quantity begins another target, and so does a number behind a number and its percent sign.
_TWO_TARGETS = Pattern(
    r"\d[^\s\d,;:。、且和及与或至到~(\-]{0,4}(?<![年月日])[≥≤><=≧≦]\d|%\d|\d[≥≤=]\d"
    r"|\d[\u4e00-\u9fff]{1,3}(?<![年月日时点第至到])\d+$"  # the weight behind a value
)
_UNIT = Pattern(r"[万亿千百]|[年月日天]底?$")
_NAMED_TARGET = Pattern(r"[≥≤≧≦]\d")


@lru_cache(maxsize=_REMEMBERED)
def like(role: str, text: str) -> float:
    """How much a folded text is like a cell of a column with this role."""
    return _JUDGES[role](text)


def _level(level: int, longest: int, text: str) -> float:
    if _BEHIND_A_NUMBER.match(text):
        return NEVER
    framework, name = standard_framework(), bare_category(text)
    first, second = framework.level1(name), framework.level2(name)
    if first if level == 1 else second:
        # 满意度 is a category, and a word; 成本指标 is one of both levels.
        return 7.0 if name.endswith("指标") else 4.0
    return 0.5 if 4 <= len(name) <= longest and name.endswith("指标") and not (level == 1 and second) else NEVER


def is_category(text: str) -> bool:
    """Whether a text names a standard category of either level."""
    return bool(levels_in(text))


@lru_cache(maxsize=_REMEMBERED)
def is_part(level: int, text: str) -> bool:
    """Whether a text is how the name of a category of a level begins or ends that breaks over lines."""
    names = [name.removesuffix("指标") + "指标" for name in category_names(level)]
    return text not in names and any(name.startswith(text) or name.endswith(text) for name in names)


@lru_cache(maxsize=_REMEMBERED)
def is_within(level: int, text: str) -> bool:
    """Whether a text is a line of the name of a category of a level, in a column as narrow as it."""
    return len(text) <= _SHORTEST_LINE and any(text in name for name in category_names(level))


@lru_cache(maxsize=4096)
def fits(first: str, second: str) -> bool | None:
    """Whether a second-level category belongs to a first level; None where the standard framework does not know."""
    return standard_framework().fits(bare(bare_category(first)), bare_category(second))


@cache
def _categories() -> Pattern:
    """Names of standard categories, one behind the other."""
    return Pattern(rf"(?:(?:{any_of(category_names(1) + category_names(2))})(?:指标)?){{2,20}}")


def _name(text: str) -> float:
    numbering = _NUMBERING.match(text)
    bare = text[numbering.end() :] if numbering else text
    size = len(bare)
    if not 2 <= size <= _LONGEST_NAME or _STARTS_WITH_SIGN.match(bare):
        return -8.0
    if _categories().fullmatch(bare):
        return NEVER
    points = 1.0 if size >= 4 else -1.0
    points += 1.5 if numbering else 0.0
    if not _LEFT_OVER.search(bare) or is_quantity(bare) or like("measure", bare) > 0:
        return -7.0
    points += 2.5 if bare.endswith(_words("measure-endings", "count-endings")) else 0.0
    if _BOUND.search(bare) or bare.endswith(tuple(listed("cell-words", "natures"))):
        points -= 4.0
    points -= 4.0 if bare.endswith(_words("open_ends")) else 0.0
    return points - 3.0 * min(len(_PROSE.findall(bare)), 3)


def _value(text: str) -> float:
    if not text or len(text) > _LONGEST_VALUE or text in marks("blank"):
        return -3.0 if text else NEVER
    if _categories().fullmatch(text):
        return NEVER
    if (is_category(text) and text.endswith("指标")) or _NUMBER_OF_INDICATOR.match(text):
        return -8.0
    target = default_parser().parse(text)
    points = -4.0 if text.endswith(_words("open_ends")) else 0.0
    if target.measurable:
        points += 3.0
        if _STARTS_WITH_SIGN.match(text) or _BOUND.match(text):
            points += 3.0
        elif any(not isinstance(part, Phrase) and part.start == 0 for part in target.parts):
            points += 1.5
        points -= 0.25 * max(_words_beside(target) - 4, 0)
        last = target.quantities[-1] if target.quantities else None
        if last and last.start > 0 and last.number_end == len(text) and not (last.unit or last.operator):
            points -= 5.0  # words, and the number of the next column
    elif target.unread:
        points -= 2.5
    else:
        points += 2.0 if any(phrase in text for phrase in _phrases(len(text))) else -2.0
        points -= 4.0 if len(text) == 1 and text not in _phrases(1) else 0.0
        if text.endswith(_words("measure-endings", "count-endings")) and len(text) > 2:
            points -= 2.5
    return points


def _result(text: str) -> float:
    """What was reached: words of any kind, or a quantity at the beginning."""
    target = default_parser().parse(text)
    points = _note(text)
    if target.measurable:
        points += 0.5 if any(not isinstance(part, Phrase) and part.start == 0 for part in target.parts) else -2.0
    return points


def _words_beside(target: Target) -> int:
    """How many Chinese characters of a value stand outside of what can be checked."""
    covered = sum(len(_LEFT_OVER.findall(target.text[part.start : part.end])) for part in target.parts)
    return len(_LEFT_OVER.findall(target.text)) - covered


def is_quantity(text: str) -> bool:
    """Whether a text is one quantity from its first to its last character, a day up to which, or a number."""
    first = next(iter(default_parser().parse(text).parts), None)
    if isinstance(first, Deadline):
        return first.start == 0 and first.end == len(text)
    whole = isinstance(first, Quantity) and first.start == 0 and not first.tail and first.unit is not None
    return whole or _NUMBER.fullmatch(text) is not None


def _sign(text: str) -> float:
    if is_sign(text):
        return 4.0
    return 2.5 if text in signs() else 1.5 if text in marks("no_unit") else NEVER


@cache
def signs() -> frozenset[str]:
    """The words that stand in a column of signs beside those for comparisons."""
    return hedges().union(*(listed("cell-words", key) for key in ("natures", "directions", "nothing")))


def _measure(text: str) -> float:
    if "unit" in look(text) or text in marks("no_unit"):
        return 4.0
    return NEVER if len(text) > 8 or any(map(str.isdigit, text)) else -1.5


def _whole(pattern: Pattern, points: float, other: float, text: str) -> float:
    """Points for a text that is wholly so, and for any other."""
    return points if pattern.fullmatch(text) else other


def _direction(text: str) -> float:
    return 4.0 if "direction" in look(text) else NEVER


def _note(text: str) -> float:
    """Free text beside the target: reasons, explanations, sources."""
    return -5.0 if _STARTS_WITH_SIGN.match(text) else 1.0


@cache
def _words(*lists: str) -> tuple[str, ...]:
    """The words of word lists, or of lists of the vocabulary `form-lines`."""
    own, others = vocabulary("form-lines"), built_in()[0]
    return tuple(word for name in lists for word in (own[name] if name in own else others[name]))


@cache
def _phrases(size: int) -> tuple[str, ...]:
    """The words of a phrase that a text of this length may hold: those of one character only as the whole."""
    return tuple(word for word in listed("cell-words", "phrases") if (len(word) > 1) == (size > 1))


_JUDGES: dict[str, Callable[[str], float]] = {
    "level1": partial(_level, 1, 9),
    "level2": partial(_level, 2, 12),
    "name": _name,
    BESIDE: _name,
    "value": _value,
    "cycle": _value,
    "sign": _sign,
    "measure": _measure,
    "weight": partial(_whole, _WEIGHT, 3.0, NEVER),
    "direction": _direction,
    "ordinal": partial(_whole, _ORDINAL, 1.5, NEVER),
    "note": _note,
    "result": _result,
    "score": partial(_whole, _WEIGHT, 1.0, -4.0),
}


def is_doubtful(roles: Sequence[str], row: Sequence[Run]) -> bool:
    """Whether a cell of a record holds what belongs to another column, or to two of its own."""
    texts = [(role, text_of(run)) for role, run in zip(roles, row, strict=True) if run]
    return any(_is_odd(role, text, "sign" in roles) for role, text in texts)


def _is_odd(role: str, text: str, signed: bool) -> bool:
    if role not in LEVELS and text in _ends_of_categories():
        return True
    if role in TARGETS:
        return (
            like(role, text) < _LEAST
            or bool(_TWO_TARGETS.search(text))
            or (is_category(text) and text.endswith("指标"))
            or (signed and (text in signs() or any(nature in text for nature in listed("cell-words", "natures"))))
        )
    if role in NAMES:
        return like(role, text) < _LEAST or bool(_NAMED_TARGET.search(text))
    return role in ("weight", "measure", "sign", "direction") and like(role, text) < _LEAST_OF_OTHERS


def is_sum(roles: Sequence[str], row: Sequence[Run]) -> bool:
    """Whether a line holds no indicator but the word for a sum and numbers: 合计 and its amounts."""
    filled = [(role, text_of(run)) for role, run in zip(roles, row, strict=True) if run]
    if not filled or sum_of(filled[0][1]) is None or not all(_NUMBER.fullmatch(text) for _, text in filled[1:]):
        return False
    named = filled[0][0] == "name" and len(filled) > 1  # alone it may be the rest of a name
    return not any(role in ("name", *TARGETS) for role, _ in filled[named:])


def is_unfilled(roles: Sequence[str], row: Sequence[Run]) -> bool:
    """Whether a line has no more of an indicator than a mark that there is none, or a number: ……, ——, 指标1:."""
    filled = [(role, text_of(run)) for role, run in zip(roles, row, strict=True) if run and role in (*NAMES, *TARGETS)]
    names = [text for role, text in filled if role in NAMES]
    return bool(names) and all(is_blank(text) or _NUMBERING.fullmatch(text) for _, text in filled)


@cache
def _ends_of_categories() -> frozenset[str]:
    """What is left of a category on its second line: 标, 度指标."""
    whole = [name.removesuffix("指标") + "指标" for name in category_names(1) + category_names(2)]
    return frozenset(name[start:] for name in whole for start in range(1, len(name))) - frozenset(whole)


@lru_cache(maxsize=_REMEMBERED)
def goes_over(before: str, after: str) -> bool:
    """Whether a date or a quantity goes on from the end of one text to the next: `12月` and `31日前`, `30` and `天`."""
    seam = len(before)
    if not before or not after or (before[-1].isdigit() and after[0].isdigit()):
        return False
    whole = before + after
    over = next((part for part in default_parser().parse(whole).parts if part.start < seam < part.end), None)
    return isinstance(over, Deadline) or (isinstance(over, Quantity) and over.end == len(whole))


def parts_unit(before: Word, word: Word) -> bool:
    """Whether two words beside each other are a number and its unit."""
    beside = before.line == word.line and word.start - before.end == 1
    unit = bool(_UNIT.match(word.plain)) or like("measure", word.plain) > 0
    return beside and before.plain[-1:].isdigit() and unit


def kept_rows(rows: Sequence[Sequence[Run]], roles: Sequence[str], left_out: Set[int]) -> Iterator[list[Run]]:
    """The rows without those left out; the categories of one of those go to the next row."""
    levels = [at for at, role in enumerate(roles) if role in _HELD_TOGETHER]
    waiting: dict[int, Run] = {}
    for number, cells in enumerate(rows):
        row = list(cells)
        if row[levels[0]]:
            waiting = {}
        waiting |= {at: row[at] for at in levels if row[at]}
        if number not in left_out:
            for at, run in waiting.items():
                row[at] = run
            waiting = {}
            yield row
