"""The forms in a run of pieces: where each begins, its labels, the header of its indicators, and its records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lint_pbt.layouts.form_lines.bounds import begin_of, is_title, last_project, outside
from lint_pbt.layouts.form_lines.form import Form, Run
from lint_pbt.layouts.form_lines.header import Column, Header, find_headers
from lint_pbt.layouts.form_lines.labels import label_rows
from lint_pbt.layouts.form_lines.likeness import is_category, like
from lint_pbt.layouts.form_lines.pieces import Piece, text_of
from lint_pbt.layouts.form_lines.segments import Record, segment
from lint_pbt.layouts.tables.titles import Titles

_LONGEST_TABLE = 6000  # pieces
_MOST_UNSURE, _SHARE_UNSURE = 2, 0.2  # of the records
_LOOKED_AT = 80  # pieces behind a table
_STANDARD = ("level1", "level2", "name", "value")


def find_forms(pieces: Sequence[Piece], titles: Titles, spaced: bool) -> Iterator[Form]:
    """Every form among the pieces, in order."""
    headers = find_headers(pieces, titles) or list(_without_header(pieces, titles))
    floor, number = 0, 0
    while number < len(headers):
        header = headers[number]
        number += 1
        if header.start < floor:
            continue
        repeats = []
        while number < len(headers) and _goes_on(pieces, header, headers[number - 1], headers[number], titles):
            repeats.append(headers[number])
            number += 1
        following = headers[number].start if number < len(headers) else len(pieces)
        limit = begin_of(pieces, header.end, following, titles) if following < len(pieces) else following
        begin = begin_of(pieces, floor, header.start, titles)
        form = _read(pieces, begin, header, repeats, limit, titles, spaced)
        if form.records:
            yield form
            floor = header.end


def _goes_on(pieces: Sequence[Piece], header: Header, before: Header, following: Header, titles: Titles) -> bool:
    """Whether a header only repeats the one above it: no other project has begun between them."""
    if header.roles != following.roles:
        return False
    return last_project(pieces, before.end, following.start, titles) is None


def _read(
    pieces: Sequence[Piece],
    begin: int,
    header: Header,
    repeats: Sequence[Header],
    limit: int,
    titles: Titles,
    spaced: bool,
) -> Form:
    above = begin
    title = None
    line_end = begin + 1
    while line_end < header.start and pieces[line_end].line == pieces[begin].line:
        line_end += 1
    if begin < header.start and is_title(text_of(pieces[begin:line_end])):
        title, above = (begin, line_end), line_end
    taken = {at for repeat in repeats for at in range(repeat.start, repeat.end)}
    last = max([header.end, *(repeat.end for repeat in repeats)])
    limit = min(outside(pieces, last, limit, titles), header.end + _LONGEST_TABLE)
    own = [pieces[at] for at in range(header.end, limit) if at not in taken]
    found = segment(own, header.roles, spaced)
    name = header.roles.index("name")
    left_out = [own[at] for at in found.left_out] + _missed(own, found.end)
    unlikely = [_name_of(own, one, name) for one in found.records if not one.likely]
    doubtful = [_name_of(own, one, name) for one in found.records if one.likely and not one.sure]
    begins_below = bool(found.records) and found.records[0].cells[_first_level(header)] is None
    most = max(_MOST_UNSURE, _SHARE_UNSURE * len(found.records))
    return Form(
        pieces[header.start],
        pieces[slice(*title)] if title else (),
        label_rows(pieces, above, header.start, titles),
        header.roles,
        [pieces[column.start : column.end] for column in header.columns],
        list(_sure_rows(own, found.records, header)),
        left_out + unlikely + doubtful,
        # Where a level stands beside its middle row or below its rows, nothing tells which rows it is for.
        trusted=not begins_below and len(left_out) + len(unlikely) <= most,
    )


def _name_of(pieces: Sequence[Piece], record: Record, name: int) -> Piece:
    span = record.cells[name]
    return pieces[span[0] if span else record.start]


def _sure_rows(pieces: Sequence[Piece], records: Sequence[Record], header: Header) -> Iterator[list[Run]]:
    """The records that are sure, as rows; the categories of one that is left out go to the next."""
    waiting: dict[int, Run] = {}
    for record in records:
        row: list[Run] = [pieces[slice(*span)] if span else () for span in record.cells]
        levels = {at: row[at] for at, role in enumerate(header.roles) if role in ("level1", "level2")}
        if levels[_first_level(header)]:
            waiting = {}
        waiting |= {at: run for at, run in levels.items() if run}
        if record.sure:
            for at, run in waiting.items():
                row[at] = run
            waiting = {}
            yield row


def _first_level(header: Header) -> int:
    """The column that the first record must have something in."""
    return next(at for at, role in enumerate(header.roles) if role in ("level1", "level2"))


def _missed(pieces: Sequence[Piece], end: int) -> list[Piece]:
    """Where indicators seem to go on behind the last record that could be told."""
    for piece in pieces[end : end + _LOOKED_AT]:
        if is_category(piece.plain) and piece.plain.endswith("指标"):
            return [pieces[end]]
    return []


def _without_header(pieces: Sequence[Piece], titles: Titles) -> Iterator[Header]:
    """Where indicators begin in a text without their header: a first level with a second one behind it.

    None where single titles of a header stand in the text: then its order is not that of the table.
    """
    if any(piece.plain in ("一级指标", "三级指标") for piece in pieces):
        return
    since: int | None = None
    for at in range(len(pieces) - 1):
        first = like("level1", pieces[at].plain) if pieces[at].plain.endswith("指标") else 0.0
        if first >= 4 and any(like("level2", text_of(pieces[at + 1 : stop])) >= 4 for stop in range(at + 2, at + 5)):
            if since is None or last_project(pieces, since, at, titles) is not None:
                yield Header(at, at, tuple(Column(role, at, at) for role in _STANDARD))
            since = at
