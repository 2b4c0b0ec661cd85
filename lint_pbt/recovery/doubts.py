"""Signs that cells of a form hold what belongs to others: two amounts or offices in one cell, projects amid rows.

What holds rows together stands once for each project. A row of subtotals above the first project, or a page that ends
amid its rows, sets such cells off; which project they belong to is then not sure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from lint_pbt.layouts.tables.fields import bare_category
from lint_pbt.layouts.words import category_names, code_end, standard_framework
from lint_pbt.recovery.forms import Form
from lint_pbt.recovery.words import Run, Word, text_of
from lint_pbt.text.patterns.lazy import Pattern

_AMOUNT = Pattern(r"(?:[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*|0)(?:\.\d+)?")
_DOUBLED = "“{}”和“{}”像是两行的内容，看不出哪个是这个项目的，没有读入。请对照原表；有 Excel 或 Word 原件的，请检查原件"
_AGAIN = "项目“{}”的指标到“{}”已经完了一遍，又从头开始，可能有几行是别的项目的。请对照原表"
_HALF = "“{}”可能只是上面项目名称的后半截，各个项目从哪一行起可能不准。请对照原表"


class Doubt(NamedTuple):
    """What a user is told, and the word it is about."""

    told: str
    at: Word


def doubted(form: Form) -> tuple[Form, list[Doubt]]:
    """The form without cells that hold those of two rows, and what is not sure about what its projects begin with."""
    found: list[Doubt] = []
    records = []
    for record in form.records:
        row = list(record)
        for at, role in enumerate(form.roles):
            pair = _two_in(role, row[at])
            if pair:
                found.append(Doubt(_DOUBLED.format(*map(text_of, pair)), pair[0][0]))
                row[at] = ()
        records.append(row)
    return form._replace(records=records), [
        *found,
        *_begun_again(form.roles, form.records),
        *_begun_within(form.roles, form.records),
    ]


def _two_in(role: str, run: Run) -> tuple[Run, Run] | None:
    """The two parts of a cell that each are whole by themselves, on lines of their own."""
    for at in range(1, len(run)):
        first, second = run[:at], run[at:]
        if first[-1].line == second[0].line:
            continue
        one, two = text_of(first), text_of(second)
        if role == "amount" and _AMOUNT.fullmatch(one) and _AMOUNT.fullmatch(two):
            return first, second
        if role == "unit" and code_end(one, office=True) and code_end(two, office=True):
            return first, second
    return None


def _begun_again(roles: Sequence[str], records: Sequence[Sequence[Run]]) -> Iterator[Doubt]:
    """Projects beside their rows whose first levels go through to the last one, begin again, and come to it again."""
    if not {"project", "level1", "name"} <= set(roles):
        return
    project, level, names = roles.index("project"), roles.index("level1"), roles.index("name")
    name: Run = ()
    ended: Run = ()  # the indicator with which the project's last first level ended
    above: Run = ()
    before = held = ""
    for record in records:
        if record[project] and not _is_same(name, record[project]):
            name, ended, before = record[project], (), ""
        held = _code(record[level]) if record[level] else held
        if before == _last() and held < before and not ended:
            ended = above
        elif ended and held == _last() != before and name:
            yield Doubt(_AGAIN.format(text_of(name)[:20], text_of(ended)[:20]), ended[0])
            ended = ()
        before, above = held, record[names]


def _begun_within(roles: Sequence[str], records: Sequence[Sequence[Run]]) -> Iterator[Doubt]:
    """Projects beside their rows that begin where no first level does, or go on with those of an unfinished one.

    What is named there may be half a name.
    """
    if roles.count("project") != 1 or not {"level1", "name"} <= set(roles):
        return
    project, level, names = roles.index("project"), roles.index("level1"), roles.index("name")
    rows = [record for record in records if record[names]]
    first = _code(rows[0][level]) if rows else ""
    furthest = first
    named: Run = rows[0][project] if rows else ()
    for record in rows[1:]:
        code = _code(record[level])
        if record[project] and not _is_same(named, record[project]):
            named = record[project]
            goes_on = first < code and furthest < code and furthest != _last()
            if rows[0][level] and (not record[level] or goes_on):
                yield Doubt(_HALF.format(text_of(record[project])[:20]), record[project][0])
            furthest = code
        furthest = max(furthest, code)


def _is_same(name: Run, other: Run) -> bool:
    """Whether a row names the project of those above again."""
    return bool(name) and text_of(name) == text_of(other)


def _code(level: Run) -> str:
    found = standard_framework().level1(bare_category(text_of(level))) if level else None
    return (found.code or "") if found else ""


@cache
def _last() -> str:
    """The code of the first level that forms put last."""
    return max(found.code or "" for name in category_names(1) if (found := standard_framework().level1(name)))
