"""Layouts: a `Source` becomes a `Document`. A layout knows how a table is arranged and nothing of files.

A layout of text is a module with `NAME`, `sureness(source, added) -> float` (0 to 1) and `lay_out(source, added) ->
Document`; it is given the source with its text alone, and `added` are words that a user's configuration adds to
vocabularies. A layout of tables has `NAME` and `lay_out(tables) -> Document`, and is given those that are its own.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from msgspec.structs import replace

from lint_pbt.errors import ReadError
from lint_pbt.model import Note
from lint_pbt.sheet import LineSheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lint_pbt.layouts.tables.finding import Tables
    from lint_pbt.model import Document
    from lint_pbt.sheet import Source

    Words = Mapping[str, tuple[str, ...]]

_OF_TEXT = ("lint_pbt.layouts.inline", "lint_pbt.layouts.form_lines")
_NOTHING: Words = {}
_LEAST_SURE = 0.3
_SURE = 0.8
_MOST_NOTES = 3

_NO_TEXT = (
    "没有找到项目支出绩效目标表：里面没有“1、1-产出指标；11-数量指标；…；年度指标值:…”这样的指标。"
    "请确认选对了文件；如果表是从 PDF 或网页复制的，请连同指标那一栏一起复制"
)
_NO_DOCUMENT = (
    "没有找到项目支出绩效目标表：文件里没有带“三级指标”“指标值”等列标题的表，文字里也没有成串的指标。"
    "请确认选对了文件；表如果是图片（扫描件），要先转成文字或者用原来的 Word、Excel 文件"
)
_NO_GRID = (
    "没有找到绩效指标表：表头里要有指标名称（如“三级指标”）和指标值（如“年度指标值”）两列，"
    "或者有一列“绩效指标”写着各条指标。请确认选对了文件，没有删掉表头"
)
_NO_EITHER = (
    "没有找到项目支出绩效目标表：文件里的 {tables} 个表都没有指标名称（如“三级指标”）和指标值（如“年度指标值”）两列，"
    "文字里也没有成串的指标。请确认选对了文件，绩效目标表在这个文件里，而且不是图片"
)
_OTHER_TEXT = "文字里有两种写法的绩效指标：成串的，和一格一行的。只读了其中一种，另一种没有检查。请把两部分分成两个文件"


def lay_out(source: Source, added: Words = _NOTHING) -> Document:
    """What the tables and the text of a source say, read by the layouts that are sure of them.

    Raises `ReadError` where none is. `added` are words that a user adds to vocabularies: titles of columns, under
    names such as `grid-columns.name`.
    """
    text = tuple(sheet for sheet in source.sheets if isinstance(sheet, LineSheet))
    documents: list[Document] = []
    notes: list[Note] = list(source.notes)
    grids = len(source.sheets) - len(text)
    if grids:
        from lint_pbt.layouts.tables.finding import find_tables
        from lint_pbt.layouts.tables.notes import other_sheets

        tables = find_tables(source, added)
        documents += _of_tables(tables)
    if text:
        documents += _of_text(source if not grids else replace(source, sheets=text), added, notes, bool(documents))
    if not documents:
        raise ReadError(_refusal(source, grids))
    if grids:
        notes += other_sheets(tables)
    if len(documents) > 1:
        from lint_pbt.layouts.together import together

        return together(source, documents, tuple(notes))
    [document] = documents
    return replace(document, notes=(*notes, *document.notes)) if notes else document


def _refusal(source: Source, grids: int) -> str:
    """Why a source cannot be read, in words for its kind; one with so many `grids` is no plain text.

    What its reader has noted is told too: it may be the reason.
    """
    if grids:
        told = _NO_GRID if grids == len(source.sheets) else _NO_EITHER.format(tables=grids)
    else:
        told = _NO_DOCUMENT if source.encoding is None else _NO_TEXT
    return "。另外：".join([told, *(note.message for note in source.notes[:_MOST_NOTES])])


def _of_tables(tables: Tables) -> Iterator[Document]:
    """What the forms among the tables hold, and the grids."""
    from lint_pbt.layouts.tables import lay_out as lay_out_tables

    for form in (True, False):
        document = lay_out_tables(tables, form)
        if document is not None:
            yield document


def _of_text(source: Source, added: Words, notes: list[Note], among_tables: bool) -> Iterator[Document]:
    """What the layout of text that is surest reads of the text; a note where another is sure as well.

    With indicators in tables, `among_tables`, text that cannot be read is no error of the file.
    """
    layouts = [import_module(name) for name in _OF_TEXT]
    sure = sorted([(layout.sureness(source, added), at) for at, layout in enumerate(layouts)], reverse=True)
    (sureness, first), *others = sure
    if sureness < _LEAST_SURE:
        return
    try:
        yield layouts[first].lay_out(source, added)
    except ReadError as error:
        if not among_tables:
            raise
        notes.append(Note(f"表格以外的文字：{error}", unchecked=sureness >= _SURE))
    if others[0][0] >= _SURE and _titles_levels(source):
        notes.append(Note(_OTHER_TEXT, unchecked=True))


def _titles_levels(source: Source) -> bool:
    """Whether the text has the titles of levels, as forms do; runs of indicators, wherever they break, have none."""
    from lint_pbt.layouts.words import vocabulary

    columns = vocabulary("grid-columns")["columns"]
    text = "".join(line.text for sheet in source.sheets if isinstance(sheet, LineSheet) for line in sheet.lines)
    return all(any(title in text for title in columns[level]) for level in ("level1", "level2"))
