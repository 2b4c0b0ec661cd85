"""What of tables was not looked at, for the notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from lint_pbt.layouts.tables.columns import Column
from lint_pbt.layouts.tables.drafts import Draft, Unit
from lint_pbt.layouts.tables.fields import is_blank
from lint_pbt.layouts.tables.finding import Table, Tables
from lint_pbt.layouts.tables.header import Header
from lint_pbt.layouts.tables.labels import GOALS, label_roles
from lint_pbt.layouts.tables.looks import LEVELS, look
from lint_pbt.layouts.tables.pages import lacks_columns
from lint_pbt.layouts.tables.rows import filled, is_category
from lint_pbt.layouts.tables.titles import Titles, block_named, compact
from lint_pbt.layouts.tables.turning import lies_on_its_side
from lint_pbt.layouts.words import is_office, vocabulary, worded
from lint_pbt.model.document import BudgetUnit, ColumnTaken, Note, TableTaken
from lint_pbt.model.sheet import Cell
from lint_pbt.text.patterns.lazy import Pattern

_LONGEST_TITLE = 40
_LEAST_TITLES = 3
_NO_KEY = Pattern(r"""[,:{}\[\]#&*!|>'%@`?-]""")
_LACKS_COLUMNS = (
    "这个表只有左边几列，没有指标名称和指标值，多半是列分在了两页，没有检查。"
    "请设成一页宽再打印成 PDF，或者直接检查原来的工作簿"
)
_HALVES = "这个表的列分在了两页，两页的行一一对得上，当作一个表的左右两半读。请核对，最好设成一页宽再打印"
_ON_ITS_SIDE = (
    "这个表是横着排的：指标类别和名称写在上面几行，下面每行是一个地方或单位，没有检查。"
    "请改成每条指标一行，类别、指标名称、指标值各一列；每个地方（单位）各写一段，上面写明是谁的"
)
# The roles that are worth a word where contents gave them.
_SAID = ("level1", "level2", "name", "named_value", "value", "cycle", "sign", "measure", "records")
_VALUES = ("value", "cycle")
_NO_TITLES = LEVELS | {"target", "number", "sign", "pair", "prose"}
_PLAIN = ("sign", "measure")  # whose contents are a few words: said where they are in doubt
# How columns of values that do not count are told, by how they came not to.
_LEFT = {
    "instead": "，这一列空着的行检查{names}",
    "year": "，{names}是别的年度的，没有检查",
    "other": "，{names}没有检查",
    "unsure": "；看不出该以哪一列为准，{names}没有检查",
}
NO_GOAL = "没有读到绩效目标这一栏，没有检查项目的目标"


def _headers(tables: Sequence[Table]) -> Iterator[Header]:
    """The headers that were decided on; one that is repeated says nothing new."""
    told: set[tuple[object, ...]] = set()
    for header in (header for table in tables for header in table.headers):
        key = header.titles, tuple((column.at, column.role) for column in header.columns)
        if key not in told:
            told.add(key)
            yield header


def strange_columns(tables: Sequence[Table]) -> Iterator[Note]:
    """The columns that nobody can name and that may be something else than notes by their contents, each title once."""
    surely = vocabulary("column-evidence")["surely_noted"]
    columns = (column for header in _headers(tables) for column in header.columns)
    told: set[str] = set()
    for column in columns:
        strange = column.role in ("nothing", "note") and not column.named and column.written not in told
        strange = strange and column.runner_up != "nothing" and column.margin < surely
        if column.title is not None and strange and not block_named(column.title.text):
            told.add(column.written)
            yield Note(f"“{column.written[:20]}”这一列不认得，没有检查", column.title.place())


def columns_taken(tables: Sequence[Table], titles: Titles) -> Iterator[Note]:
    """Which columns were taken for what by their contents, once a header; and what else those in doubt may be.

    A user settles it in two lines of configuration. Where no title says which of several columns has the values,
    those of the others were not checked.
    """
    told: set[tuple[str, ...]] = set()
    for table in tables:
        for header in _headers([table]):
            note = _taken_by_contents(table, header, titles, told)
            if note is not None:
                yield note


def _taken_by_contents(table: Table, header: Header, titles: Titles, told: set[tuple[str, ...]]) -> Note | None:
    """What `columns_taken` says of a header; None where its titles tell all, or where it is `told`."""
    names, margin = vocabulary("column-evidence")["names"], vocabulary("column-evidence")["margin"]
    columns = [column for column in header.columns if column.role in _SAID and not column.by_title]
    if all(column.role in _PLAIN and column.margin >= margin for column in columns):
        return None
    above = {column.at: column.title for column in header.columns if column.title is not None}
    above = above or _titles_unknown(table, header, titles)
    times = Counter(compact(cell.text) for cell in above.values())

    def settles(column: Column, name: str) -> str:
        """The column's line of the configuration, "" where its title does not tell it from others."""
        title = above.get(column.at)
        if title is None or times[compact(title.text)] > 1 or len(title.text) > _LONGEST_TITLE:
            return ""
        return f"{_key(''.join(title.text.split()))}: {name}"

    taken: list[str] = []
    doubtful = False
    for column in columns:
        title = "".join(above[column.at].text.split())[:20] if column.at in above else ""
        doubt = column.margin < margin and column.runner_up in names
        doubtful |= doubt
        other = f"（也可能是{names[column.runner_up]}）" if doubt else ""
        taken.append(f"第 {column.at + 1} 列{f'“{title}”' if title else ''}是{names[column.role]}{other}")
    if tuple(taken) in told:
        return None
    told.add(tuple(taken))
    first = next((above[column.at].place() for column in columns if column.at in above), None)
    settled = [*filter(None, (settles(column, names[column.role]) for column in columns))]
    unknown = "光看列标题定不下来" if any(column.named for column in columns) else "列标题不认得"
    message = f"{unknown if first else '没有列标题'}，看内容定的：{'，'.join(taken)}"
    if settled:
        message += f"。不对的，在配置文件 .pbt-lint.yaml 里改成对的：columns: {{{', '.join(settled)}}}"
    rivals = _rivals(header)
    if rivals:
        message += f"；第 {'、'.join(str(column.at + 1) for column in rivals)} 列也像指标值，没有检查。"
        other = next(filter(None, (settles(column, names["value"]) for column in reversed(rivals))), "")
        if other:
            message += f"指标值写在别的一列的，配置里写那一列，比如 columns: {{{other}}}"
        elif settled:
            message += "请补上列标题"
        else:
            message += (
                "请补上列标题，再在配置文件 .pbt-lint.yaml 里写上哪一列是指标值，比如 columns: {考核要求: 指标值}"
            )
    return Note(message, first, unchecked=bool(rivals), doubtful=doubtful or bool(rivals))


def _titles_unknown(table: Table, header: Header, titles: Titles) -> dict[int, Cell]:
    """The cells right above a list without a header that look like the titles of its columns, by their columns.

    Each column that was taken for something has a short text there, and none is a label with its value.
    """
    if header.start < header.end or not header.end:
        return {}
    row = table.grid.rows[header.end - 1]
    above = {at: cell for at, cell in enumerate(row) if cell.text}
    if len(above) < _LEAST_TITLES or not all(column.at in above for column in header.columns if column.role in _SAID):
        return {}
    if any(len(cell.text) > _LONGEST_TITLE or look(cell.text) & _NO_TITLES for cell in above.values()):
        return {}
    return {} if label_roles([row], titles, valued=True) - {*GOALS} else above


def values_left(tables: Sequence[Table]) -> Iterator[Note]:
    """Which of several columns of values were not checked, or only where another is empty; each header once."""
    for header in _headers(tables):
        left = [column for column in header.columns if column.left and column.title is not None]
        taken = next((one for one in header.columns if one.role == "value" and one.title is not None), None)
        if not left or taken is None or taken.title is None:
            continue
        alike = any(one.written == taken.written for one in left)
        titles = {one.at: (header.titles[one.at] if alike else one.written)[:20] for one in (taken, *left)}
        names = {how: "".join(f"“{titles[one.at]}”" for one in left if one.left == how) for how in _LEFT}
        message = f"有几列指标值，检查的是“{titles[taken.at]}”"
        parts = [words.format(names=names[how]) for how, words in _LEFT.items() if names[how]]
        if names["unsure"]:
            other = next(one.written for one in left if one.left == "unsure")
            settled = f"columns: {{{_key(other)}: 指标值}}"
            parts.append(f"。要检查别的一列，在配置文件 .pbt-lint.yaml 里写上，比如 {settled}")
        yield Note("".join((message, *parts)), taken.title.place(), unchecked=bool(names["unsure"]))


def _rivals(header: Header) -> list[Column]:
    """The columns without a title that is known that look like the values, where those have none either."""
    if any(column.role in _VALUES and column.by_title for column in header.columns):
        return []
    return [
        column
        for column in header.columns
        if column.role == "nothing" and column.runner_up in _VALUES and column.title is None and column.margin < 0
    ]


def _key(title: str) -> str:
    """A title as a key of the configuration."""
    return f'"{title}"' if _NO_KEY.search(title) else title


def tables_taken(tables: Sequence[Table]) -> Iterator[TableTaken]:
    """How each table was read: what its columns were taken for, those that count."""
    names, margin = vocabulary("column-evidence")["names"], vocabulary("column-evidence")["margin"]
    for table in tables:
        for header in _headers([table]):
            taken = tuple(
                ColumnTaken(
                    column.at + 1,
                    column.written,
                    names[column.role],
                    column.by_title,
                    names.get(column.runner_up) if column.margin < margin else None,
                )
                for column in header.columns
                if column.role != "nothing"
            )
            cells = (cell for row in table.grid.rows[header.start :] for cell in filled(row))
            yield TableTaken(next(cells).place(), taken)


def other_goals(tables: Sequence[Table]) -> Iterator[Note]:
    """That a table has two columns of goals, of which one is not checked."""
    for header in _headers(tables):
        at = header.at("cycle_goal")
        if at is not None and header.at("goal") is not None:
            yield Note(f"表里有两列目标，检查用的是年度的，“{header.titles[at][:20]}”没有检查")
            return


def without_categories(drafts: Sequence[Draft]) -> Iterator[Note]:
    """That the tables have no categories, where no indicator has one."""
    indicators = [one for draft in drafts for listed in draft.listed.values() for one in listed]
    if indicators and not any(one.level1.name.text or one.level2.name.text for one in indicators):
        yield Note("表里没有一级指标、二级指标两栏，没有检查各类指标是不是齐全、放得对不对")


def nameless(drafts: Sequence[Draft]) -> Iterator[Note]:
    """That indicators stand under no project's name."""
    for draft in drafts:
        if not draft.name.text and any(draft.listed.values()):
            told = "这里起的指标上面没有项目名称，当作一个项目检查。请写上项目名称"
            yield Note(told, draft.name.place())


def bare_units(units: Sequence[BudgetUnit]) -> Iterator[Note]:
    """The headings without indicators that count as units and are not called like one: they may be projects."""
    for unit in units:
        name = unit.name
        if name is not None and not unit.amounts and not is_office(name.text):
            told = f"“{name.text.strip()[:20]}”下面没有写指标，当作单位名称；是项目的，请补上它的指标"
            yield Note(told, name.place())


def sums_untold(units: Sequence[Unit]) -> Iterator[Note]:
    """The amounts of departments that stand above the units and are not the sum of what follows."""
    for unit in units:
        amount = unit.amounts[0].field
        told = (
            f"“{unit.name.text.strip()[:20]}”名下没有项目，它的金额“{amount.text[:20]}”和下面各项目的没能对上。请核对"
        )
        yield Note(told, amount.place())


def in_samples(drafts: Sequence[Draft]) -> Iterator[Note]:
    """The worksheets that say they are samples and hold indicators, where others do too."""
    first = {draft.sheet: draft.at.place() for draft in reversed(drafts) if draft.has_indicators}
    sample = worded("table-frame", "<samples>")
    samples = [(name, place) for name, place in first.items() if name is not None and sample.search(name)]
    for name, place in samples if len(samples) < len(first) else ():
        yield Note(f"工作表“{name}”从名称看是样表，里面填了指标，一起检查了。不是要报的，请删掉这个工作表", place)


def unfilled(drafts: Sequence[Draft]) -> Iterator[Note]:
    """How many projects of a template have been left empty."""
    empty = [draft for draft in drafts if draft.unfilled and (draft.name.text or not draft.amounts)]
    if empty:
        yield Note(f"有 {len(empty)} 处是没有填写的空表，没有检查", empty[0].name.place())


def rows_unfilled(rows: Sequence[tuple[Draft | None, Sequence[Cell]]]) -> Iterator[Note]:
    """How many rows of forms that have indicators have a sign or a unit, and neither a name nor a value."""
    left = [cells for draft, cells in rows if draft is not None and draft.has_indicators]
    if left:
        shown = [cell.text.strip() for cell in left[0] if not is_blank(cell.text) and not is_category(cell.text)]
        told = f"有 {len(left)} 行指标没有填完，只有“{' '.join(shown)[:20]}”这样的字样。漏填的请补上，用不着的行请删掉"
        yield Note(told, left[0][0].place())


def other_sheets(tables: Tables) -> Iterator[Note]:
    """The worksheets and tables without indicators: each worksheet by name, tables of a document by their number."""
    for sheet in tables.lost:
        place = next(cell.place() for row in sheet.rows for cell in filled(row))
        if sheet.name and _is_reference(sheet.name):
            yield Note("这个工作表从名称看是供参考、供选用的，没有检查", place)
            continue
        if place.page is not None and lacks_columns(sheet.rows, tables.titles):
            yield Note(_LACKS_COLUMNS, place, unchecked=True)
            continue
        if lies_on_its_side(sheet.rows):
            yield Note(_ON_ITS_SIDE, place, unchecked=True)
            continue
        told = "里写着产出、效益等指标的名称，却没有找到绩效指标的表头，没有检查。请补上“三级指标”“指标值”等列标题"
        yield Note(f"这个{'工作' if sheet.name else ''}表{told}", place, unchecked=True)
    for place in tables.halves:
        yield Note(_HALVES, place)
    for table, twin in tables.passed:
        told = "从名称看是填给人看的样例" if twin is None else f"和“{twin.name}”一模一样"
        yield Note(f"工作表“{table.name}”{told}，没有检查", table.place())
    nameless = 0
    for sheet in tables.others:
        if sheet.name is None:
            nameless += 1
        elif not _is_reference(sheet.name):
            yield Note(f"工作表“{sheet.name}”里没有找到绩效指标的表头，没有检查")
    if nameless:
        yield Note(f"文件里另有 {nameless} 个表没有绩效指标，没有检查")


def why_lost(tables: Tables) -> str | None:
    """Why the first table that looks as if it held indicators could not be read; None where nothing is known of it."""
    lost = next((sheet for sheet in tables.lost if lies_on_its_side(sheet.rows)), None)
    return None if lost is None else _ON_ITS_SIDE.replace("这个表", "绩效目标表", 1)


def _is_reference(name: str) -> bool:
    """Whether the name of a worksheet says that it is no table to fill in."""
    return any(word in compact(name) for word in vocabulary("table-frame")["no_table"])
