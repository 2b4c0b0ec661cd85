"""From the lines of a source to a document: the forms found, set as tables again, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from lint_pbt.errors import ReadError
from lint_pbt.layouts.form_lines.form import Form
from lint_pbt.layouts.form_lines.forms import find_forms
from lint_pbt.layouts.form_lines.page_forms import page_forms
from lint_pbt.layouts.form_lines.pages import content_of
from lint_pbt.layouts.form_lines.pieces import is_spaced, pieces_of
from lint_pbt.layouts.form_lines.sheets import sheet_of
from lint_pbt.layouts.tables.titles import Titles
from lint_pbt.model import Document, Note
from lint_pbt.sheet import Line, LineSheet, Source

if TYPE_CHECKING:
    from lint_pbt.layouts import Words

LAYOUT = "form"

_UNSURE = "“{}”起看不出各是哪条指标的名称和值，没有读入。请对照原表；有 Excel 或 Word 原件的，请检查原件"
_LOST = "看不出“{}”的内容是哪些文字，没有检查。请对照原表；有 Excel 或 Word 原件的，请检查原件"
_NO_FORM = "没有找到绩效指标：里面有一级指标的名称，但看不出哪些是指标的名称和值。请检查 PDF、Excel 或 Word 原件"
_MIXED_UP = (
    "{}的指标没有读入：复制出来的文字，各格的先后不是表里的先后。请检查 PDF、Excel 或 Word 原件；只有 PDF 的，"
    "也可以用 pdftotext -layout 转成文字"
)
_NOT_APART = "{}的指标没有读入：看不出哪些文字是同一行、同一列的。请检查 PDF、Excel 或 Word 原件"


def read_forms(source: Source, added: Words) -> Document:
    """Read the forms of a source as one document."""
    from lint_pbt.layouts import lay_out as read_tables

    lines = _lines(source)
    titles = Titles(added)
    indices = content_of(lines)
    pieces = list(pieces_of(lines, indices))
    spaced = is_spaced(lines, indices)
    forms = list(page_forms(lines, pieces, titles, spaced))
    as_on_page = bool(forms)
    if as_on_page:
        spaced = True  # single spaces in text set as on the page are the program's
    else:
        forms = list(find_forms(pieces, titles, spaced))
    trusted = [form for form in forms if form.trusted]
    mixed_up = _NOT_APART if as_on_page else _MIXED_UP
    if not trusted:
        raise ReadError(mixed_up.format("表里") if forms else _NO_FORM)
    sheets = tuple(sheet_of(form, spaced) for form in trusted)
    document = read_tables(Source(source.path, sheets, source.encoding), added)
    return replace(document, layout=LAYOUT, notes=(*document.notes, *_notes(forms, mixed_up)))


def _lines(source: Source) -> Sequence[Line]:
    return [line for sheet in source.sheets if isinstance(sheet, LineSheet) for line in sheet.lines]


def _notes(forms: Sequence[Form], mixed_up: str) -> Iterator[Note]:
    """What could not be dealt out."""
    for form in forms:
        if not form.trusted:
            yield Note(mixed_up.format("这里"), form.at.place, unchecked=True)
            continue
        for piece in form.lost:
            yield Note(_LOST.format(piece.text), piece.place, unchecked=True)
        for piece in sorted(form.unsure, key=lambda one: (one.line, one.start)):
            yield Note(_UNSURE.format(piece.text[:20]), piece.place, unchecked=True)
