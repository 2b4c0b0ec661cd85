"""The forms in a run of words: where each begins, its labels, the header of its indicators, and its records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from lint_pbt.layouts.tables.titles import Titles, block_of
from lint_pbt.layouts.words import vocabulary
from lint_pbt.recovery.evidence import TARGETS, is_category, is_doubtful, kept_rows, like
from lint_pbt.recovery.forms import Extent, Form, Header, Titled, find_headers, forms_under, last_project
from lint_pbt.recovery.labelled import label_rows, labels_in_doubt
from lint_pbt.recovery.sequence import segment
from lint_pbt.recovery.spanning import belong, misplaced
from lint_pbt.recovery.words import Run, Word, is_title, text_of
from lint_pbt.text.patterns.lazy import Pattern

_LONGEST_TABLE = 6000  # words
_MOST_UNSURE, _SHARE_UNSURE = 2, 0.2  # of the records
_MOST_DOUBTFUL = 0.5  # of the records of a form
_A_LEVEL = 4.0  # points of a standard category
_SIGNED = Pattern(r"[≥≤]\d")
_LOOKED_AT = 80  # words behind a table
_NEAR = 4  # words above a header
_STANDARD = ("level1", "level2", "name", "value")


def running_forms(words: Sequence[Word], titles: Titles, spaced: bool) -> Iterator[Form]:
    """Every form among the words, in order."""
    headers = find_headers(words, titles) or list(_without_header(words, titles))

    def read(extent: Extent) -> list[Form]:
        form = _read(words, extent, headers[extent.headers], titles, spaced)
        return [form] if form.records else []

    def alike(one: int, other: int) -> bool:
        return headers[one].roles == headers[other].roles

    yield from forms_under([(header.start, header.end) for header in headers], read, words, titles, alike)


def _title_end(words: Sequence[Word], begin: int, end: int) -> int:
    """Where the title ends that is the first line of a form; where it begins, without one."""
    line_end = next((at for at in range(begin, end) if words[at].line != words[begin].line), end)
    return line_end if begin < end and is_title(text_of(words[begin:line_end])) else begin


def _read(words: Sequence[Word], extent: Extent, headers: Sequence[Header], titles: Titles, spaced: bool) -> Form:
    header, *repeats = headers
    roles = header.roles
    begin, limit = extent.begin, min(extent.end, header.end + _LONGEST_TABLE)
    title_end = _title_end(words, begin, header.start)
    above = [list(line) for _, line in groupby(words[title_end : header.start], key=lambda word: word.line)]
    labels = label_rows(above, titles, "running")
    taken = {at for repeat in repeats for at in range(repeat.start, repeat.end)}
    own = [words[at] for at in range(header.end, limit) if at not in taken]
    found = segment(own, roles, spaced, _notes(words, header))
    records = found.records
    rows: list[list[Run]] = [[own[slice(*span)] if span else () for span in record.cells] for record in records]
    _set_first_levels(rows, roles)
    doubts = _doubtful(rows, roles)
    unlikely = {at for at, record in enumerate(records) if not record.likely} - doubts
    # What is left out beside a record may be the rest of one of its cells.
    loose, name = set(found.left_out), roles.index("name")
    torn = {at for at, one in enumerate(records) if one.end in loose or (one.cells[name] or (0,))[0] - 1 in loose}
    left = doubts | torn | {at for at, record in enumerate(records) if not record.sure}
    left_out = [own[at] for at in found.left_out] + _missed(own, found.end)
    return Form(
        words[header.start],
        words[begin:title_end],
        labels,
        roles,
        [words[column.start : column.end] for column in header.columns],
        list(kept_rows(rows, roles, left)),
        left_out + [own[(records[at].cells[name] or (records[at].start,))[0]] for at in sorted(left)],
        lost=labels_in_doubt(labels, titles),
        # Where a level stands beside its middle row or below its rows, nothing tells which rows it is for.
        trusted=not _begins_below(rows, roles, own)
        and not _lacks_columns(header, words[begin : header.start], titles)
        and len(left_out) + len(unlikely) <= max(_MOST_UNSURE, _SHARE_UNSURE * len(records))
        and len(left) <= max(1, _MOST_DOUBTFUL * len(rows)),
    )


def _notes(words: Sequence[Word], header: Header) -> dict[int, str]:
    """The columns of notes whose titles say what they are for: `score`, `result`, or `remark`."""
    told = vocabulary("form-lines")
    titles = {
        at: text_of(words[column.start : column.end])
        for at, column in enumerate(header.columns)
        if column.role == "note"
    }
    return {
        at: kind
        for at, title in titles.items()
        for kind in ("score", "result", "remark")
        if any(word in title for word in told[f"{kind}s"])
    }


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
    targets = [at for at, role in enumerate(roles) if role in TARGETS]
    found = misplaced(roles, rows)
    for at, row in enumerate(rows):
        if is_doubtful(roles, row):
            found.add(at)
        if all(not row[target] for target in targets):
            found |= {at, at + 1}
    return found & set(range(len(rows)))


def _lacks_columns(header: Header, above: Sequence[Word], titles: Titles) -> bool:
    """Whether titles above a header are of columns that it lacks: then the words are not in the table's order.

    They are the first level anywhere above, and right above projects, whose cells stand between the records, or
    targets of the whole cycle.
    """
    near = [text_of(above[start:]) for start in range(max(len(above) - _NEAR, 0), len(above))]
    last = titles.of(near[-1]) if near else None
    return (
        ("level1" not in header.roles and any(word.plain == "一级指标" for word in above))
        or (last is not None and last.role in ("project", "unit"))
        or ("cycle" not in header.roles and any(block_of(text) == "cycle" for text in near))
    )


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
    """Where indicators seem to go on behind the last record that could be told, or its own line does."""
    if 0 < end < len(words) and words[end].line == words[end - 1].line:
        return [words[end]]
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
            yield Header(at, at, tuple(Titled(role, at, at) for role in _STANDARD))
            open_ = True
