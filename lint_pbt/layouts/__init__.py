"""Layouts: a `Source` becomes a `Document`. A layout knows how a table is arranged and nothing of files.

`tables` reads grids, of a file or put back by `recovery`, `inline` reads indicators in one run of text. A package adds
a way by an entry point: `lint_pbt.recovery` names a function `Source -> Source` that puts something into cells,
`lint_pbt.layouts` a function `Source -> Document | None` that is asked before the built-in layouts.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from lint_pbt.errors import ReadError
from lint_pbt.layouts.entries import incomplete, together
from lint_pbt.layouts.words import NOTHING
from lint_pbt.model.document import Document, Note
from lint_pbt.model.sheet import GridSheet, LineSheet, Source
from lint_pbt.system.plugins import load_plugins

if TYPE_CHECKING:
    from collections.abc import Callable

    from lint_pbt.layouts.words import Words

_LEAST_SURE = 0.3
_SURE = 0.8
# Of runs of indicators alone can this be said.
_CERTAIN = 1.0
_MOST_NOTES = 3

_NO_TEXT = (
    "没有找到项目支出绩效目标表：文字里看不到成条的指标（类别、名称和指标值，如“数量指标　培训人次　≥500人次”）。"
    "请确认选对了文件；如果表是从 PDF 或网页复制的，请连同指标那一栏一起复制，或者检查原来的文件（网页先另存为 .html）"
)
_NO_DOCUMENT = (
    "没有找到项目支出绩效目标表：文件里没有带“三级指标”“指标值”等列标题的表，文字里也没有成串的指标。"
    "请确认选对了文件；表如果是图片（扫描件），要先转成文字或者用原来的 Word、Excel 文件"
)
_NO_GRID = (
    "没有找到绩效指标表：表头里要有指标名称（如“三级指标”）和指标值（如“年度指标值”）两列，"
    "或者有一列“绩效指标”写着各条指标，每条先写类别，再写名称和值，如“数量指标：培训场次≥9场；质量指标：合格率≥95%”。"
    "请确认选对了文件，没有删掉表头"
)
_NO_EITHER = (
    "没有找到项目支出绩效目标表：文件里的 {tables} 个表都没有指标名称（如“三级指标”）和指标值（如“年度指标值”）两列，"
    "文字里也没有成串的指标。请确认选对了文件，绩效目标表在这个文件里，而且不是图片"
)
_OTHER_TEXT = "文字里有两种写法的绩效指标：成串的，和一格一行的。只读了其中一种，另一种没有检查。请把两部分分成两个文件"


def lay_out(source: Source, added: Words = NOTHING) -> Document:
    """What the tables and the text of a source say, read by the layouts that are sure of them.

    Tables that come as text are put back into cells first. Raises `ReadError` where nothing can be read. `added` are
    words that a user adds to vocabularies: titles of columns, under names such as `columns.name`.
    """
    for name, put_back in load_plugins("lint_pbt.recovery"):
        source = _asked(name, put_back, source)
    for name, own in load_plugins("lint_pbt.layouts"):
        document: Document | None = _asked(name, own, source)
        if document is not None:
            return document
    source = _filled_up(source, added)
    notes: list[Note] = list(source.notes)
    text = _text(source, added, notes)
    documents = [text.document] if text.document else []
    lost: str | None = None
    if any(isinstance(sheet, GridSheet) for sheet in text.source.sheets):
        from lint_pbt.layouts.tables import lay_out as lay_out_tables
        from lint_pbt.layouts.tables.finding import find_tables
        from lint_pbt.layouts.tables.notes import other_sheets, why_lost

        tables = find_tables(text.source, added)
        of_tables = filter(None, (lay_out_tables(tables, form) for form in (True, False)))
        documents[:0] = [_marked(document, text.doubtful) for document in of_tables]
        if documents:
            notes += other_sheets(tables)
        else:
            lost = why_lost(tables)
    if not documents:
        raise ReadError(text.refusal or lost or _refusal(source))
    if text.refusal:
        notes.append(Note(f"表格以外的文字：{text.refusal}", unchecked=text.sure))
    if len(documents) > 1:
        return together(source, documents, tuple(notes))
    return replace(documents[0], notes=(*notes, *documents[0].notes)) if notes else documents[0]


def _asked(name: str, function: Callable[[Source], Any], source: Source) -> Any:
    """What the function of a plug-in gives; a fault of its own is told with its name."""
    try:
        return function(source)
    except ReadError:
        raise
    except Exception as error:
        told = f"插件“{name}”读这个文件时出错（{type(error).__name__}：{error}）。请升级或卸载这个插件"
        raise ReadError(told) from error


def _filled_up(source: Source, added: Words) -> Source:
    """The source with the rows of its tables whole, where text that parts cells has left out those that others span."""
    if source.encoding is None or not any(isinstance(sheet, GridSheet) for sheet in source.sheets):
        return source
    from lint_pbt.layouts.tables.titles import Titles
    from lint_pbt.recovery.shortened import filled_up

    titles = Titles(added)
    sheets = (filled_up(sheet, titles) if isinstance(sheet, GridSheet) else sheet for sheet in source.sheets)
    return replace(source, sheets=tuple(sheets))


class _Text(Struct, frozen=True):
    """What the text of a source came to: the source with its tables put back into cells, or a document of its own.

    `refusal` says why it could not be read, `sure` that it holds indicators all the same; `doubtful` are the pages and
    lines of tables of which something was left out.
    """

    source: Source
    document: Document | None = None
    refusal: str | None = None
    sure: bool = False
    doubtful: frozenset[tuple[int | None, int]] = frozenset()


def _text(source: Source, added: Words, notes: list[Note]) -> _Text:
    """Read the text of a source in the way that is surest; a note where another is sure as well."""
    from lint_pbt.layouts import inline

    lines = tuple(sheet for sheet in source.sheets if isinstance(sheet, LineSheet))
    if not lines:
        return _Text(source)
    alone = replace(source, sheets=lines, notes=())
    runs, tables = inline.sureness(alone), 0.0
    if runs < _CERTAIN or _titles_levels(alone):  # else nothing could become of tables: these are never that sure
        from lint_pbt import recovery

        tables = recovery.sureness(alone, whole=len(lines) == len(source.sheets))
    if max(runs, tables) < _LEAST_SURE:
        return _Text(source)
    if min(runs, tables) >= _SURE and _titles_levels(alone):
        notes.append(Note(_OTHER_TEXT, unchecked=True))
    sure = max(runs, tables) >= _SURE
    if runs >= tables:
        try:
            document = inline.lay_out(alone, added)
        except ReadError as error:
            return _Text(source, refusal=str(error), sure=sure)
        return _Text(source, document if document.units else None)
    from lint_pbt.recovery import recover

    found = recover(source, added)
    if found.refusal is not None:
        return _Text(source, refusal=found.refusal, sure=sure)
    notes += found.notes
    sheets: list[list[LineSheet | GridSheet]] = [[sheet] for sheet in source.sheets]
    for number in {table.sheet for table in found.tables}:
        sheets[number] = [table.grid for table in found.tables if table.sheet == number]
    unsure = [row for table in found.tables if table.sureness < 1 for row in table.grid.rows]
    places = [cell.place() for row in unsure for cell in row if cell.text]
    doubtful = frozenset((place.page, place.line) for place in places)
    return _Text(replace(source, sheets=tuple(chain.from_iterable(sheets))), doubtful=doubtful)


def _marked(document: Document, doubtful: frozenset[tuple[int | None, int]]) -> Document:
    """The document, its projects marked as incomplete that stand in tables of which something was left out."""
    cut = {
        project.index
        for _, project in document.projects()
        for place in (project.name.place(), *(one.place for one in project.indicators))
        if (place.page, place.line) in doubtful
    }
    return incomplete(document, cut) if cut else document


def _refusal(source: Source) -> str:
    """Why a source cannot be read, in words for its kind.

    What its reader has noted is told too: it may be the reason.
    """
    grids = sum(isinstance(sheet, GridSheet) for sheet in source.sheets)
    if grids:
        told = _NO_GRID if grids == len(source.sheets) else _NO_EITHER.format(tables=grids)
    else:
        told = _NO_DOCUMENT if source.encoding is None else _NO_TEXT
    return "。另外：".join([told, *(note.message for note in source.notes[:_MOST_NOTES])])


def _titles_levels(source: Source) -> bool:
    """Whether the text has the titles of levels, as forms do; runs of indicators, wherever they break, have none."""
    from lint_pbt.layouts.words import vocabulary
    from lint_pbt.readers.text_lines import running

    columns = vocabulary("columns")["columns"]
    text = "".join([running(sheet.lines) for sheet in source.sheets if isinstance(sheet, LineSheet)])
    return all(any(title in text for title in columns[level]) for level in ("level1", "level2"))
