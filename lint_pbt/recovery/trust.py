"""Records that are not to be trusted: what of a cell only another column can hold, and what is left when they go."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from functools import cache
from itertools import pairwise

from lint_pbt.layouts.words import vocabulary
from lint_pbt.recovery.likeness import is_category, like
from lint_pbt.recovery.words import Run, Word, text_of

_TARGETS = ("value", "cycle")
_LEVELS = ("level1", "level2")
_SHORTEST_REPEATED = 4  # characters of a name that a target holds
_LEAST = -3.0  # points of a name or a value
_LEAST_OF_OTHERS = -20.0
# A sign right behind a quantity begins another target, and so does a number behind a number and its percent sign.
_TWO_TARGETS = re.compile(r"\d[^\s\d,;:。、且和及与或至到~(\-]{0,4}(?<![年月日])[≥≤><=≧≦]\d|%\d|\d[≥≤=]\d")
_ENDS_WITH_TARGET = re.compile(r"[\u4e00-\u9fff][≥≤≧≦]\d[\d.,]*[^\d,;。、]{0,3}$")
_UNIT = re.compile(r"[万亿千百]|[年月日天]底?$")
_NAMED_TARGET = re.compile(r"[≥≤≧≦]\d")


def is_doubtful(roles: Sequence[str], row: Sequence[Run]) -> bool:
    """Whether a cell of a record holds what belongs to another column, or to two of its own."""
    texts = [(role, text_of(run)) for role, run in zip(roles, row, strict=True) if run]
    name = next((text for role, text in texts if role == "name"), "")
    repeated = len(name) >= _SHORTEST_REPEATED and any(role in _TARGETS and name in text for role, text in texts)
    return repeated or any(_is_odd(role, text, "sign" in roles) for role, text in texts)


def _is_odd(role: str, text: str, signed: bool) -> bool:
    if role not in _LEVELS and text in _ends_of_categories():
        return True
    if role == "note":
        return bool(_ENDS_WITH_TARGET.search(text))
    if role in _TARGETS:
        return (
            like(role, text) < _LEAST
            or bool(_TWO_TARGETS.search(text))
            or (is_category(text) and text.endswith("指标"))
            or (signed and text in vocabulary("form-lines")["signs"])
        )
    if role == "name":
        return like(role, text) < _LEAST or bool(_NAMED_TARGET.search(text)) or _begins_with_level(text)
    return (
        role in ("weight", "measure", "sign", "direction", "level1", "level2") and like(role, text) < _LEAST_OF_OTHERS
    )


def _begins_with_level(text: str) -> bool:
    """Whether a name begins with a category, whole or without its last character: 服务对象满意度指…"""
    return any(text.startswith(name) and text[len(name) : len(name) + 1] not in "数导引挥" for name in _cut_names())


@cache
def _cut_names() -> tuple[str, ...]:
    names = [one["name"] for level in vocabulary("framework")["levels"] for one in (level, *level["categories"])]
    return tuple(name.removesuffix("指标") + "指" for name in names)


@cache
def _ends_of_categories() -> frozenset[str]:
    """What is left of a category on its second line: 标, 度指标."""
    names = [one["name"] for level in vocabulary("framework")["levels"] for one in (level, *level["categories"])]
    whole = [name.removesuffix("指标") + "指标" for name in names]
    return frozenset(name[start:] for name in whole for start in range(1, len(name))) - frozenset(whole)


def parts_unit(before: Word, word: Word) -> bool:
    """Whether two words beside each other are a number and its unit."""
    beside = before.line == word.line and word.start - before.end == 1
    unit = bool(_UNIT.match(word.plain)) or like("measure", word.plain) > 0
    return beside and before.plain[-1:].isdigit() and unit


def loses_unit(roles: Sequence[str], row: Sequence[Run]) -> bool:
    """Whether a target ends with a number whose unit stands in the next cell that is filled."""
    if "measure" in roles:
        return False
    filled = [(role, run) for role, run in zip(roles, row, strict=True) if run]
    return any(role in _TARGETS and parts_unit(run[-1], after[0]) for (role, run), (_, after) in pairwise(filled))


def kept_rows(rows: Sequence[Sequence[Run]], roles: Sequence[str], left_out: Set[int]) -> Iterator[list[Run]]:
    """The rows without those left out; the categories of one of those go to the next row."""
    levels = [at for at, role in enumerate(roles) if role in _LEVELS]
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
