"""What single rows of a table are, seen by themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from lint_pbt.layouts.tables.fields import bare_category, field_of, is_blank, is_unnamed, target_of
from lint_pbt.layouts.tables.grid import FullRow, Row
from lint_pbt.layouts.tables.listings import Listing, Target
from lint_pbt.layouts.tables.looks import look
from lint_pbt.layouts.tables.titles import compact
from lint_pbt.layouts.words import any_of, standard_framework, vocabulary
from lint_pbt.model.document import Field
from lint_pbt.model.sheet import Cell
from lint_pbt.text.folding import fold
from lint_pbt.text.notation import NUMERALS
from lint_pbt.text.patterns.lazy import Pattern

_NUMBER = Pattern(r"\d{1,6}")
_CHINESE = (*NUMERALS, *(f"十{one}" for one in NUMERALS[:-1]))
_LONGEST = 60  # characters of a label
_TEXTS = frozenset(("words", "phrase", "prose", "measure"))


def cell_at(row: FullRow, index: int | None) -> Cell | None:
    """The cell of a column, None where it is empty."""
    if index is None or index >= len(row):
        return None
    cell = row[index]
    return cell if cell is not None and cell.text else None


def filled(row: Row) -> list[Cell]:
    """The cells of a row that are not empty."""
    return [cell for cell in row if cell.text]


def optional(row: FullRow, index: int | None) -> Field | None:
    """The field of a column whose cell may be empty, or hold a mark for nothing; None too where there is no column."""
    if index is None:
        return None
    cell = cell_at(row, index)
    return None if cell is None or is_blank(cell.text) else field_of(cell)


def has_value(row: FullRow, target: Target | None) -> bool:
    """Whether a row has a target value."""
    return target is not None and _value_cell(row, target) is not None


def _value_cell(row: FullRow, target: Target) -> Cell | None:
    """The cell of a row that has its target value, None where it has none; a text may stand where the unit does."""
    if target.upper is not None:
        return _between(cell_at(row, target.value), cell_at(row, target.upper))
    for at in (target.value, *target.instead):
        cell = cell_at(row, at)
        if cell is not None and not is_blank(cell.text):
            return cell
    sign, unit = cell_at(row, target.sign), cell_at(row, target.measure)
    worded = sign is not None and unit is not None and "nature" in look(sign.text) and not is_blank(unit.text)
    return unit if worded and unit is not None and look(unit.text) & _TEXTS else None


def _between(lower: Cell | None, upper: Cell | None) -> Cell | None:
    """The value that two bounds make, as one would write it in a cell: 20～25, ≥20, ≤25; None where both are blank."""
    ends = [cell if cell is not None and not is_blank(cell.text) else None for cell in (lower, upper)]
    low, high = (cell and cell.text.strip() for cell in ends)
    cell = ends[0] or ends[1]
    if cell is None or low == high or not all(text[:1].isdigit() for text in (low, high) if text):
        return cell
    if ends[1] is not None and low:
        return Cell(f"{low}～{high}", cell.place, seams=((len(low) + 1, ends[1].place),))
    return Cell(f"≥{low}" if low else f"≤{high}", cell.place, seams=((1, cell.place),))


def target_in(row: FullRow, target: Target | None) -> Field | None:
    """The target value of a row, None where its cell is empty."""
    if target is None:
        return None
    value = _value_cell(row, target)
    if value is None:
        return None
    if target.sign is None and target.measure is None:
        return field_of(value)
    measure = cell_at(row, target.measure)
    return target_of(value, cell_at(row, target.sign), None if measure is value else measure)


def has_indicator(row: FullRow, before: FullRow, listing: Listing) -> bool:
    """Whether an indicator begins in a row: with a name or a value that is not merged with the row `before`.

    The sum of weights below a list is none.
    """
    name = cell_at(row, listing.name)
    begins = name is not None and name is not cell_at(before, listing.name)
    if name is not None and not is_unnamed(name.text):
        if sum_of(name.text) is not None:
            return False
        if begins:
            return True
    for target in (listing.annual, listing.cycle):
        value = cell_at(row, target.value) if target else None
        if target and value is not None and not is_blank(value.text) and value is not cell_at(before, target.value):
            return True
    return False


def ordinal_in(row: FullRow, listing: Listing) -> int | None:
    """The number of a row's indicator."""
    cell = cell_at(row, listing.ordinal)
    if cell is None:
        return None
    number = compact(cell.text) if len(cell.text) <= _LONGEST else ""
    return int(number) if _NUMBER.fullmatch(number) else None


def sum_of(text: str) -> tuple[str, str] | None:
    """What a row with this label is the sum of (empty for all), and the word for it; None where it is no sum."""
    match = _sum().fullmatch(compact(text)) if len(text) <= _LONGEST and _ends_sum(text[-1:]) else None
    return (match["of"], match["word"]) if match else None


@lru_cache(maxsize=4096)
def _ends_sum(character: str) -> bool:
    """Whether the label of a sum may end with a character."""
    plain = fold(character)
    return plain in "):" or plain.isspace() or any(word.endswith(plain) for word in vocabulary("table-frame")["sums"])


@cache
def _sum() -> re.Pattern[str]:
    frame = vocabulary("table-frame")
    word, of = any_of(frame["sums"]), any_of(frame["sums_of"])
    return re.compile(rf"(?P<of>.{{0,40}}?)(?:{of})?(?P<word>{word})(?:\([^()]{{0,10}}\))?:?")


def is_part_sum(word: str) -> bool:
    """Whether a word for a sum is one for the sum of a part."""
    return word in vocabulary("table-frame")["subtotal"]


@lru_cache(maxsize=4096)
def is_category(text: str) -> bool:
    """Whether a text is the name of a category, a standard one or another 指标."""
    if len(text) > _LONGEST:
        return False
    name, framework = bare_category(text), standard_framework()
    return bool(framework.level1(name) or framework.level2(name) or name.endswith("指标"))


@lru_cache(maxsize=4096)
def level_of(text: str) -> str | None:
    """Which level a category is of by its name: `first`, `second`, `either`, or None where it is no standard one."""
    name, framework = bare_category(text), standard_framework()
    first, second = framework.level1(name) is not None, framework.level2(name) is not None
    return "either" if first and second else "first" if first else "second" if second else None


def is_heading(row: Row, first: int, money: set[int]) -> bool:
    """Whether a row is a name across the columns, with amounts at most; it begins in the column `first` or before."""
    cells = filled(row)
    text = cells[0].text.strip()
    if len(text) > 2 * _LONGEST or _NUMBER.fullmatch(text) or is_category(text):
        return False
    names = [index for index in range(len(row)) if index not in money and cell_at(row, index) is not None]
    return len(names) == 1 and row[names[0]] is cells[0] and names[0] <= first


@lru_cache(maxsize=4096)
def is_footnote(text: str) -> bool:
    """Whether a note below the table begins with a cell of this text."""
    return bool(_footnote().match(fold(text[: 2 * _LONGEST])))


@lru_cache(maxsize=4096)
def is_signature(text: str) -> bool:
    """Whether a cell is where somebody signs or seals the table, or is named for it: 填报人, 联系电话, …（盖章）."""
    if len(text) > _LONGEST:
        return False
    written = compact(text)
    return written.rstrip(":") in _signatures() or any(mark in written for mark in vocabulary("table-frame")["seals"])


@cache
def _signatures() -> frozenset[str]:
    return frozenset(map(fold, vocabulary("table-frame")["footnote"]))


@cache
def _footnote() -> Pattern:
    return Pattern(rf"\s*\(?(?:{any_of(vocabulary('table-frame')['footnote'])})\s*\d?\s*[:.、]")


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


def texts_of(rows: Sequence[Row]) -> set[str]:
    """The short texts of rows, as they are compared."""
    return {compact(cell.text) for row in rows for cell in filled(row) if len(cell.text) <= 100}
