"""The rows of a document as nearly all are: plain cells written like others before, with other texts in them.

Such rows are taken out before the parser sees them, at a fraction of what its elements cost; everything else, and all
that is in doubt, is left to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from lint_pbt.errors import ReadError
from lint_pbt.readers.blocks import Paragraph
from lint_pbt.readers.skeletons import Skeletons, resolved
from lint_pbt.readers.word.line import NOT_PRESERVED
from lint_pbt.readers.word.names import child, local
from lint_pbt.readers.word.package import count_tags, parsed
from lint_pbt.readers.word.plain import ASIDE, PlainCells, may_be_plain, may_be_private
from lint_pbt.readers.word.remarks import Seen, remarks
from lint_pbt.readers.word.spans import ONE, Spans, columns_before, spans_of
from lint_pbt.readers.word.symbols import has_private

if TYPE_CHECKING:
    from lxml.etree import _Element

    from lint_pbt.limits import Limits
    from lint_pbt.readers.word.setup import Setup

_MARK = b"pbt-lint-rows"  # the attribute of the row that stands for those taken out
_ROOT = re.compile(rb"<w:document [^<>]*>")
_BODY, _ROW, _END = b"<w:body>", (b"<w:tr>", b"<w:tr "), b"</w:tr>"
_CELL, _END_OF_CELL = re.compile("<w:tc[> ]"), "</w:tc>"
# Word gives each row, paragraph and run numbers of its own, which say nothing of how it reads.
_NUMBERS = re.compile(r' (?:w:rsid[A-Za-z]*|w14:paraId|w14:textId)="[0-9A-F]*"')
_CONTROLS, _NO_CHARACTERS = bytes({*range(32)} - {9, 10, 13}), re.compile(b"\xef\xbf[\xbe\xbf]")
_OPENINGS = {"<w:t": False, '<w:t xml:space="preserve"': True}
_TEXT = "\ue000"  # stands for a text in a specimen


class _Cell(NamedTuple):
    """What the skeleton of a cell means: what it spans, and its paragraphs as pieces around the texts in each.

    Of each text there is whether the white space around it counts. `is_text` is one that holds a single text;
    `blank` is what one without any holds.
    """

    spans: Spans
    paragraphs: tuple[tuple[str, ...], ...]
    preserved: tuple[bool, ...]
    is_text: bool
    blank: tuple[Paragraph, ...]


class RegularRow(NamedTuple):
    """A row that was taken out: how many columns stand before it, and of each cell what it spans and holds.

    It is simple if none of its cells is merged.
    """

    before: int
    cells: Sequence[tuple[Spans, Sequence[Paragraph]]]
    is_simple: bool


class RegularRows:
    """Takes the regular rows out of the XML of a document; `setup` is what stands beside it."""

    def __init__(self, setup: Setup, limits: Limits) -> None:
        self._setup, self._limits = setup, limits
        self._root = b""
        self._private = False
        self._heads = Skeletons(self._head)
        self._cells = Skeletons(self._cell)
        self._rows: list[RegularRow] = []

    def without(self, data: bytes) -> bytes:
        """The XML of a document without its regular rows. Raises `ReadError` beyond the limits."""
        count_tags(data, self._limits)
        root, body = _ROOT.search(data), data.find(_BODY)
        if root is None or body < 0 or not _is_usual(data, body):
            return data
        self._root, self._private = root[0], may_be_private(data)
        kept: list[bytes] = []
        first = -1  # of the rows that follow one another
        *pieces, rest = data.split(_END)
        for piece in pieces:
            start = max(piece.rfind(one) for one in _ROW)
            row = self._row(piece[start:]) if start >= 0 and self._cells.pays else None
            if row is None:
                kept += (piece, _END)
                first = -1
                continue
            if start or first < 0:
                kept += (piece[:start], b"")
                first = len(self._rows)
            self._rows.append(row)
            kept[-1] = b'<w:tr %s="%d %d"/>' % (_MARK, first, len(self._rows))
        return b"".join([*kept, rest])

    def at(self, element: _Element) -> Sequence[RegularRow]:
        """The rows that an element stands for; none where it is a row itself."""
        found = element.get(_MARK.decode())
        if not found or not self._rows:
            return ()
        first, end = map(int, found.split())
        return self._rows[first:end]

    def _row(self, data: bytes) -> RegularRow | None:
        """A row that is regular, given without its end."""
        try:
            row = data.decode("utf-8")
        except UnicodeDecodeError:
            return None
        if "rsid" in row or "paraId" in row:
            row = _NUMBERS.sub("", row)
        *cells, rest = row.split(_END_OF_CELL)
        begin = _CELL.search(row)
        if begin is None or not cells or rest.strip() or "\r" in row:
            return None
        before = self._heads.find(row[: begin.start()], 0)
        cells[0] = cells[0][begin.start() :]
        read = [self._read(cell, column) for column, cell in enumerate(cells)]
        is_regular = before is not None and None not in read
        self._cells.count(taken=is_regular)
        if before is None or not is_regular:
            return None
        known = [one for one in read if one is not None]
        return RegularRow(before[0], known, True not in [spans.is_merged for spans, _ in known])

    def _read(self, markup: str, column: int) -> tuple[Spans, Sequence[Paragraph]] | None:
        """What a cell spans and holds."""
        found = self._cells.find(markup, column)
        if found is None:
            return None
        cell, written = found
        if not written:
            return cell.spans, cell.blank
        texts = []
        for text, is_preserved in zip(written, cell.preserved, strict=True):
            if "&" in text:
                try:
                    text = resolved(text)
                except ValueError:
                    return None
            if "]]>" in text or (self._private and has_private(text)):
                return None
            if "\n" in text:
                text = text.replace("\n", " ")
            texts.append(text if is_preserved else text.strip(NOT_PRESERVED))
        if cell.is_text:
            return cell.spans, (Paragraph(texts[0]),)
        following = iter(texts)
        said = ["".join([pieces[0], *(next(following) + piece for piece in pieces[1:])]) for pieces in cell.paragraphs]
        return cell.spans, [Paragraph(one) for one in said]

    def _head(self, skeleton: Sequence[str]) -> int | None:
        """How many columns stand before a row that is shown, by what stands before its cells."""
        row = self._specimen(f"{''.join(skeleton)}</w:tr>".encode()) if len(skeleton) == 1 else None
        if row is None or {local(one.tag) for one in row} - {"trPr", "tblPrEx"}:
            return None
        looks = child(row, "trPr")
        is_shown = child(looks, "del") is None and child(looks, "hidden") is None
        return columns_before(looks) if is_shown else None

    def _cell(self, skeleton: Sequence[str]) -> _Cell | None:
        preserved = [_OPENINGS.get(piece[piece.rfind("<") :]) for piece in skeleton[:-1]]
        markup = f"<w:tr>{f'>{_TEXT}<'.join(skeleton)}{_END_OF_CELL}</w:tr>".encode()
        row = None if None in preserved else self._specimen(markup)
        cells = () if row is None else [one for one in row if local(one.tag) not in ASIDE]
        if len(cells) != 1 or local(cells[0].tag) != "tc":
            return None
        plain = PlainCells(markup, self._setup)
        blocks = plain.blocks(cells[0])
        paragraphs = tuple(tuple(one.text.split(_TEXT)) for one in blocks or ())
        if blocks is None or sum(map(len, paragraphs)) - len(paragraphs) != len(preserved):
            return None
        spans, is_text = spans_of(cells[0]) if plain.spans else ONE, paragraphs == (("", ""),)
        return _Cell(spans, paragraphs, tuple(map(bool, preserved)), is_text, tuple(blocks))

    def _specimen(self, row: bytes) -> _Element | None:
        """The element of a row; None where it is none by itself, or holds what there is more to say of."""
        try:
            root = parsed(self._root + row + b"</w:document>", self._limits)
        except ReadError:
            return None
        return root[0] if len(root) == 1 and not any(remarks(root, Seen())) else None


def _is_usual(data: bytes, body: int) -> bool:
    """Whether a document holds nothing in which tags are none, and no character that XML does not allow."""
    return (
        may_be_plain(data)
        and _MARK not in data
        and (b"!" not in data or b"<!" not in data)
        and data.find(b"<?", body) < 0
        and len(data.translate(None, _CONTROLS)) == len(data)
        and _NO_CHARACTERS.search(data) is None
    )
