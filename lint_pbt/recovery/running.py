"""The forms in a run of words: where each begins, its labels, the header of its indicators, and its records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lint_pbt.layouts.tables.titles import Titles, block_of
from lint_pbt.recovery.evidence import is_category, is_doubtful, kept_rows, like, loses_unit
from lint_pbt.recovery.forms import Column, Extent, Form, Header, find_headers, forms_under, last_project
from lint_pbt.recovery.labels import find_label, goals_without_text, label_rows
from lint_pbt.recovery.rows import belong, misplaced
from lint_pbt.recovery.sequence import Record, segment
from lint_pbt.recovery.words import Run, Word, is_title, text_of
from lint_pbt.text.patterns.lazy import Pattern

_LONGEST_TABLE = 6000  # words
_MOST_UNSURE, _SHARE_UNSURE = 2, 0.2  # of the records
_MOST_DOUBTFUL = 0.5  # of the records of a form
_A_LEVEL = 4.0  # points of a standard category
_SIGNED = Pattern(r"[≥≤]\d")
_LOOKED_AT = 80  # words behind a table
_STANDARD = ("level1", "level2", "name", "value")


def running_forms(words: Sequence[Word], titles: Titles, spaced: bool) -> Iterator[Form]:
    """Every form among the words, in order."""
    headers = find_headers(words, titles) or list(_without_header(words, titles))

    def read(extent: Extent) -> Form | None:
        form = _read(words, extent, headers[extent.headers], titles, spaced)
        return form if form.records else None

    def alike(one: int, other: int) -> bool:
        return headers[one].roles == headers[other].roles

    yield from forms_under([(header.start, header.end) for header in headers], read, words, titles, alike)


def _title_end(words: Sequence[Word], begin: int, end: int) -> int:
    """Where the title ends that is the first line of a form; where it begins, without one."""
    line_end = begin + 1
    while line_end < end and words[line_end].line == words[begin].line:
        line_end += 1
    return line_end if begin < end and is_title(text_of(words[begin:line_end])) else begin


def _is_mixed_up(words: Sequence[Word], begin: int, header: Header, limit: int, titles: Titles) -> bool:
    """Whether what stands above the header, or a goal below it, tells that the words are not in the table's order."""
    return (
        _lacks_level(header, words[begin : header.start])
        or _names_projects(words[max(begin, header.start - 1) : header.start], titles)
        or _names_cycle(words[max(begin, header.start - 4) : header.start], header)
        or _goal_below(words, begin, header, limit, titles)
    )


def _read(
    words: Sequence[Word],
    extent: Extent,
    headers: Sequence[Header],
    titles: Titles,
    spaced: bool,
) -> Form:
    header, *repeats = headers
    begin, limit = extent.begin, min(extent.end, header.end + _LONGEST_TABLE)
    title_end = _title_end(words, begin, header.start)
    taken = {at for repeat in repeats for at in range(repeat.start, repeat.end)}
    own = [words[at] for at in range(header.end, limit) if at not in taken]
    found = segment(own, header.roles, spaced)
    name = header.roles.index("name")
    left_out = [own[at] for at in found.left_out] + _missed(own, found.end)
    rows: list[list[Run]] = [[own[slice(*span)] if span else () for span in record.cells] for record in found.records]
    _set_first_levels(rows, header.roles)
    doubts = _doubtful(rows, header.roles)
    odd = [one for at, one in enumerate(found.records) if not one.likely or at in doubts]
    unlikely = [_name_of(own, one, name) for one in odd]
    # What is left out beside a record may be the rest of one of its cells.
    odd_ones, loose = set(odd), set(found.left_out)
    torn = {one for one in found.records if one.end in loose or (one.cells[name] or (0,))[0] - 1 in loose}
    doubtful = [
        _name_of(own, one, name) for one in found.records if one not in odd_ones and (one in torn or not one.sure)
    ]
    targets = [at for at, role in enumerate(header.roles) if role in ("value", "cycle")]
    empty = sum(all(one.cells[at] is None for at in targets) for one in found.records)
    begins_below = _begins_below(rows, header.roles, own)
    mixed_up = begins_below or _is_mixed_up(words, begin, header, limit, titles)
    most = max(_MOST_UNSURE, _SHARE_UNSURE * len(found.records))
    labels = label_rows(words[title_end : header.start], titles)
    left = {at for at, one in enumerate(found.records) if not one.sure or one in odd_ones or one in torn}
    return Form(
        words[header.start],
        words[begin:title_end],
        labels,
        header.roles,
        [words[column.start : column.end] for column in header.columns],
        list(kept_rows(rows, header.roles, left)),
        left_out + unlikely + doubtful,
        lost=goals_without_text(labels, titles),
        # Where a level stands beside its middle row or below its rows, nothing tells which rows it is for.
        trusted=not mixed_up
        and len(left_out) + len(unlikely) - len(doubts) + empty <= most
        and len(left) <= max(1, _MOST_DOUBTFUL * len(rows)),
    )


def _set_first_levels(rows: Sequence[list[Run]], roles: Sequence[str]) -> None:
    """Put a category of both levels where it belongs: 满意度 alone, below rows of 效益, is a first level."""
    if not {"level1", "level2"} <= set(roles):
        return
    one, two = roles.index("level1"), roles.index("level2")
    first: Run = ()
    for row in rows:
        strays = row[two] and not row[one] and first and not belong(first, row[two])
        if strays and like("level1", text_of(row[two])) >= _A_LEVEL:
            row[one], row[two] = row[two], ()
        first = row[one] or first


def _doubtful(rows: Sequence[Sequence[Run]], roles: Sequence[str]) -> set[int]:
    """The rows that are not to be trusted: with cells of other columns, without a target, or behind one of those."""
    targets = [at for at, role in enumerate(roles) if role in ("value", "cycle")]
    weight = roles.index("weight") if "weight" in roles else None
    weighted = weight is not None and 2 * sum(bool(row[weight]) for row in rows) > len(rows)
    found = misplaced(roles, rows)
    for at, row in enumerate(rows):
        if is_doubtful(roles, row) or loses_unit(roles, row):
            found.add(at)
        if all(not row[target] for target in targets):
            found |= {at, at + 1}
        if weight is not None and not row[weight]:
            bare = any(row[target] and text_of(row[target]).isdigit() for target in targets)
            if weighted or bare:
                found.add(at)
    return found & set(range(len(rows)))


def _goal_below(words: Sequence[Word], begin: int, header: Header, limit: int, titles: Titles) -> bool:
    """Whether the label of the goal stands below the indicators and not above, as where long cells come last."""

    def holds(start: int, end: int) -> bool:
        labels = (find_label(words, at, end, titles) for at in range(start, end))
        return any(label is not None and label[0] in ("goal", "cycle_goal") for label in labels)

    return holds(header.end, limit) and not holds(begin, header.start)


def _lacks_level(header: Header, above: Sequence[Word]) -> bool:
    """Whether the title of the first level stands above the others."""
    return "level1" not in header.roles and any(word.plain == "一级指标" for word in above)


def _names_projects(above: Sequence[Word], titles: Titles) -> bool:
    """Whether the title right before the header is that of a column of projects, whose cells stand between records."""
    found = titles.of(above[0].plain) if above else None
    return found is not None and found.role in ("project", "unit")


def _names_cycle(above: Sequence[Word], header: Header) -> bool:
    """Whether what stands right above a header without targets of the whole cycle says that they are that."""
    texts = (text_of(above[start:]) for start in range(len(above)))
    return "cycle" not in header.roles and any(block_of(text) == "cycle" for text in texts)


def _name_of(words: Sequence[Word], record: Record, name: int) -> Word:
    span = record.cells[name]
    return words[span[0] if span else record.start]


def _begins_below(rows: Sequence[Sequence[Run]], roles: Sequence[str], words: Sequence[Word]) -> bool:
    """Whether the first category of the first level seems to stand beside or below its rows, not above them.

    Where the first row's own second level does not belong to it, the table has no first level for that row.
    """
    levels = [roles.index(role) for role in ("level1", "level2") if role in roles]
    if not rows or rows[0][levels[0]]:
        return False
    seconds = {word for row in rows for word in row[levels[-1]]}
    firsts = [(word,) for word in words if word not in seconds and like("level1", word.plain) >= _A_LEVEL]
    second = rows[0][levels[-1]]
    return len(levels) < 2 or not second or not firsts or any(belong(first, second) for first in firsts)


def _missed(words: Sequence[Word], end: int) -> list[Word]:
    """Where indicators seem to go on behind the last record that could be told."""
    for word in words[end : end + _LOOKED_AT]:
        if _SIGNED.match(word.plain) or (is_category(word.plain) and word.plain.endswith("指标")):
            return [words[end]]
    return []


def _without_header(words: Sequence[Word], titles: Titles) -> Iterator[Header]:
    """Where indicators begin in a text without their header: a first level with a second one behind it.

    None where single titles of a header stand in the text: then its order is not that of the table.
    """
    if any(word.plain in ("一级指标", "三级指标") for word in words):
        return
    open_ = False  # whether the indicators of a project have begun
    for at in range(len(words) - 1):
        plain = words[at].plain
        if open_ and last_project(words, at, min(at + 1, len(words)), titles) is not None:
            open_ = False
        if open_ or not plain.endswith("指标") or like("level1", plain) < _A_LEVEL:
            continue
        if any(like("level2", text_of(words[at + 1 : stop])) >= _A_LEVEL for stop in range(at + 2, at + 5)):
            yield Header(at, at, tuple(Column(role, at, at) for role in _STANDARD))
            open_ = True
