"""What single rows of a grid are, seen by themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from lint_pbt.layouts.tables.fields import bare_category, field_of, is_blank, is_unnamed, target_of
from lint_pbt.layouts.tables.header import Header
from lint_pbt.layouts.tables.listings import Listing, Target
from lint_pbt.layouts.tables.titles import compact
from lint_pbt.layouts.words import any_of, standard_framework, vocabulary
from lint_pbt.model import Field
from lint_pbt.sheet import EMPTY, Cell
from lint_pbt.text import fold

Row = Sequence[Cell]

_SUM = re.compile(r"(.{0,40}?)(?:本页|部门|单位)?(小计|合计|总计)(?:\([^()]{0,10}\))?:?")
_NUMBER = re.compile(r"\d{1,6}")
_CHINESE = (*"一二三四五六七八九十", *(f"十{one}" for one in "一二三四五六七八九"))
_LONGEST = 60  # characters of a label


def cell_at(row: Row, index: int | None) -> Cell | None:
    """The cell of a column, None where it is empty."""
    if index is None or index >= len(row):
        return None
    cell = row[index]
    return None if cell is EMPTY or cell.text.isspace() or not cell.text else cell


def filled(row: Row) -> list[Cell]:
    """The cells of a row that are not empty."""
    return [cell for cell in row if cell is not EMPTY and cell.text and not cell.text.isspace()]


def optional(cell: Cell | None) -> Field | None:
    """The field of a cell that may be empty, or hold a mark for nothing."""
    return None if cell is None or is_blank(cell.text) else field_of(cell)


def target_in(row: Row, target: Target | None) -> Field | None:
    """The target value of a row, None where its cell is empty."""
    if target is None:
        return None
    value = cell_at(row, target.value)
    if value is None or is_blank(value.text):
        return None
    return target_of(value, cell_at(row, target.sign), cell_at(row, target.measure))


def has_indicator(row: Row, listing: Listing) -> bool:
    """Whether a row holds an indicator: a name or a value. The sum of weights below a list is none."""
    name = cell_at(row, listing.name)
    if name is not None and not is_unnamed(name.text):
        return sum_of(name.text) is None
    values = (cell_at(row, target.value) for target in (listing.annual, listing.cycle) if target)
    return any(value is not None and not is_blank(value.text) for value in values)


def ordinal_in(row: Row, listing: Listing) -> int | None:
    """The number of a row's indicator."""
    cell = cell_at(row, listing.ordinal)
    number = compact(cell.text) if cell is not None and len(cell.text) <= _LONGEST else ""
    return int(number) if _NUMBER.fullmatch(number) else None


@lru_cache(maxsize=4096)
def sum_of(text: str) -> tuple[str, str] | None:
    """What a row with this label is the sum of (empty for all), and the word for it; None where it is no sum."""
    match = _SUM.fullmatch(compact(text)) if len(text) <= _LONGEST else None
    return (match[1], match[2]) if match else None


@lru_cache(maxsize=4096)
def is_category(text: str) -> bool:
    """Whether a text is the name of a category, a standard one or another 指标."""
    if len(text) > _LONGEST:
        return False
    name, framework = bare_category(text), standard_framework()
    return bool(framework.level1(name) or framework.level2(name) or name.endswith("指标"))


def is_heading(row: Row, header: Header) -> bool:
    """Whether a row is the name of a unit or project that stands across the columns, with amounts at most."""
    cells = filled(row)
    text = cells[0].text.strip()
    if len(text) > 2 * _LONGEST or _NUMBER.fullmatch(text) or is_category(text):
        return False
    money = {index for _, index in header.amounts}
    names = [index for index in range(len(row)) if index not in money and cell_at(row, index) is not None]
    return len(names) == 1 and row[names[0]] is cells[0] and names[0] <= header.first


def is_footnote(cell: Cell) -> bool:
    """Whether a note below the table begins with this cell."""
    return bool(_footnote().match(fold(cell.text[: 2 * _LONGEST])))


def is_signature(text: str) -> bool:
    """Whether a cell is the label of who filled in or signed the table: 填报人, 联系电话."""
    return len(text) <= _LONGEST and compact(text).rstrip(":") in _signatures()


@cache
def _signatures() -> frozenset[str]:
    return frozenset(map(fold, vocabulary("table-frame")["footnote"]))


@cache
def _footnote() -> re.Pattern[str]:
    return re.compile(rf"\s*\(?(?:{any_of(vocabulary('table-frame')['footnote'])})\s*\d?\s*[:.、]")


def counts_columns(row: Row) -> bool:
    """Whether a row only numbers the columns: 1, 2, 3, … or （一）（二）（三）, letters first at most."""
    texts = [compact(cell.text).strip("()") for cell in filled(row) if len(cell.text) <= _LONGEST]
    numbers = [text for text in texts if text not in "甲乙丙丁戊己庚辛"]
    return len(texts) > 2 and any(
        all(map(str.startswith, numbers, series)) for series in (map(str, range(1, 99)), _CHINESE)
    )


def is_number(text: str) -> bool:
    """Whether a cell holds a whole number and nothing else."""
    return bool(_NUMBER.fullmatch(text.strip()))
