"""The forms in a run of words: where each begins, its labels, the header of its indicators, and its records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from lint_pbt.layouts.tables.titles import Titles, block_named, block_of
from lint_pbt.layouts.words import vocabulary
from lint_pbt.recovery.evidence import TARGETS, is_category, is_doubtful, kept_rows, like
from lint_pbt.recovery.forms import Extent, Form, Header, Titled, find_headers, forms_under, last_project, line_start
from lint_pbt.recovery.labelled import label_rows, labels_in_doubt
from lint_pbt.recovery.sequence import segment
from lint_pbt.recovery.spanning import belong, misplaced
from lint_pbt.recovery.words import Run, Word, is_title, room_left, text_of
from lint_pbt.text.patterns.lazy import Pattern

_LONGEST_TABLE = 6000  # words
_MOST_UNSURE, _SHARE_UNSURE = 2, 0.2  # of the records
_MOST_DOUBTFUL = 0.5  # of the records of a form
_A_LEVEL = 4.0  # points of a standard category
_A_VALUE, _A_NAME = 4.0, 1.0
_TEXTS = ("name", *TARGETS)
_OF_TITLES, _LONGEST_TITLE = ("指标", "目标"), 8  # characters
_SIGNED = Pattern(r"[≥≤]\d")
_LOOKED_AT = 80  # words behind a table
_NEAR = 4  # words above a header
_STANDARD = ("level1", "level2", "name", "value")


def running_forms(words: Sequence[Word], titles: Titles, spaced: bool) -> Iterator[Form]:
    """Every form among the words, in order."""
    headers = find_headers(words, titles) or list(_without_header(words, titles))

    def read(extent: Extent) -> list[Form]:
        forms = [
            form
            for part in _parts(words, extent, headers)
            if (form := _read(words, part, headers[part.headers], titles, spaced)).records
        ]
        whole = len(forms) < 2 or all(form.trusted for form in forms)
        return [form if whole else form._replace(trusted=False) for form in forms]

    def alike(one: int, other: int) -> bool:
        return headers[one].roles == headers[other].roles

    yield from forms_under([(header.start, header.end) for header in headers], read, words, titles, alike)


def _parts(words: Sequence[Word], extent: Extent, headers: Sequence[Header]) -> Iterator[Extent]:
    """The lists of indicators in a form: one begins where the line above a header names its time, the cycle or year."""
    begin, first, end = extent.begin, extent.headers.start, extent.headers.stop
    for at in range(first + 1, end):
        banner = line_start(words, headers[at].start - 1)
        if block_named(text_of(words[banner : headers[at].start])) is not None:
            yield Extent(begin, slice(first, at), banner)
            begin, first = banner, at
    yield Extent(begin, slice(first, end), extent.end)


def _read(words: Sequence[Word], extent: Extent, headers: Sequence[Header], titles: Titles, spaced: bool) -> Form:
    header, *repeats = headers
    roles = header.roles
    begin, limit = extent.begin, min(extent.end, header.end + _LONGEST_TABLE)
    above = [list(line) for _, line in groupby(words[begin : header.start], key=lambda word: word.line)]
    banner = above.pop() if above and block_named(text_of(above[-1])) is not None else []
    title = above.pop(0) if above and is_title(text_of(above[0])) else []
    labels = [*label_rows(above, titles, "running"), *([(banner,)] if banner else [])]
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
        title,
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
    """The columns of notes whose titles say that they are for a `score` or a `result`."""
    told = vocabulary("form-lines")
    titles = {
        at: text_of(words[column.start : column.end])
        for at, column in enumerate(header.columns)
        if column.role == "note"
    }
    return {
        at: kind
        for at, title in titles.items()
        for kind in ("score", "result")
        if any(word in title for word in told[f"{kind}s"])
    }


def _set_first_levels(rows: Sequence[list[Run]], roles: Sequence[str]) -> None:
    """Put a category of both levels where it belongs: 满意度 alone, below rows of 效益, is a first level."""
    if not {"level1", "level2"} <= set(roles):
        return
    one, two = roles.index("level1"), roles.index("level2")
    first: Run = ()
    lower = any(row[two] and _is_first(text_of(row[two])) for row in rows)  # 实施效果指标, and below it 产出指标
    for row in rows:
        if lower and row[one] and not row[two] and _is_first(text_of(row[one])):
            row[one], row[two] = (), row[one]
        strays = row[two] and not row[one] and first and not belong(first, row[two])
        if strays and like("level1", text_of(row[two])) >= _A_LEVEL:
            row[one], row[two] = row[two], ()
        first = row[one] or first


def _is_first(text: str) -> bool:
    """Whether a text names a category of the first level, and none of the second."""
    return like("level1", text) >= _A_LEVEL > like("level2", text)


def _doubtful(rows: Sequence[Sequence[Run]], roles: Sequence[str]) -> set[int]:
    """The rows that are not to be trusted: with cells of other columns, without a target, or behind one of those.

    Where each row says its first level again, one without is half a row, and so may be the one above.
    """
    targets = [at for at, role in enumerate(roles) if role in TARGETS]
    found = misplaced(roles, rows)
    first = roles.index("level1") if "level1" in roles else None
    again = first is not None and any(
        row[first] and below[first] and text_of(row[first]) == text_of(below[first]) for row, below in pairwise(rows)
    )
    second = roles.index("level2") if "level2" in roles else None
    for at, row in enumerate(rows):
        if first is not None and second is not None and row[first] and not row[second]:
            found |= {at} if _had_room(row[roles.index("name")]) else set()
        if again and first is not None and not row[first]:
            found |= {at - 1, at}
        if is_doubtful(roles, row) or any(_is_two(role, run) for role, run in zip(roles, row, strict=True)):
            found.add(at)
        if all(not row[target] for target in targets):
            found |= {at, at + 1}
    return found & set(range(len(rows)))


def _is_two(role: str, run: Run) -> bool:
    """Whether a cell has a line that is none of its own: a title, or behind a value what its line had room for."""
    lines = [list(line) for _, line in groupby(run, key=lambda word: word.line)] if role in _TEXTS else []
    if len(lines) < 2:
        return False
    if any(text_of(line).endswith(_OF_TITLES) and len(text_of(line)) <= _LONGEST_TITLE for line in lines[1:]):
        return True
    whole = role in TARGETS and like(role, text_of(lines[0])) >= _A_VALUE
    return whole and like("name", text_of(lines[1])) >= _A_NAME and _had_room(run)


def _had_room(run: Run) -> bool:
    """Whether the first line of a cell had room for what begins its second."""
    lines = [list(line) for _, line in groupby(run, key=lambda word: word.line)]
    widths = [sum(word.width for word in line) for line in lines]
    return len(lines) > 1 and room_left(max(widths), widths[0], lines[1][0]) > 0


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
