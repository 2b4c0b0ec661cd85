"""What single rows of a table are, seen by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from string import whitespace

from lint_pbt.layouts.tables.fields import (
    bare_category,
    field_of,
    is_absent,
    is_blank,
    is_numbered_alone,
    is_unnamed,
    levels_in,
    target_of,
)
from lint_pbt.layouts.tables.grid import FullRow, Row
from lint_pbt.layouts.tables.listings import Listing, Target
from lint_pbt.layouts.tables.looks import look
from lint_pbt.layouts.tables.titles import compact
from lint_pbt.layouts.words import footnote, listed, vocabulary, worded
from lint_pbt.model.document import Field
from lint_pbt.model.sheet import Cell
from lint_pbt.text.folding import fold
from lint_pbt.text.notation import NUMERALS
from lint_pbt.text.patterns.lazy import Pattern

_NUMBER = Pattern(r"\d{1,6}")
_CHINESE = (*NUMERALS, *(f"十{one}" for one in NUMERALS[:-1]))
_LONGEST = 60  # characters of a label
_TEXTS = frozenset(("words", "phrase", "prose", "measure"))
_SURE_TEXTS = _TEXTS - {"words"}  # what is no unit even where nothing says that the value is a text
_LONGEST_UNIT = 3


def cell_at(row: FullRow, index: int | None) -> Cell | None:
    """The cell of a column, None where it is empty."""
    if index is None or index >= len(row):
        return None
    cell = row[index]
    return cell if cell is not None and cell.text else None


def filled(row: Row) -> list[Cell]:
    """The cells of a row that are not empty."""
    return [cell for cell in row if cell.text]


def told_in(row: FullRow, index: int | None) -> Cell | None:
    """The cell of a column, None where it is empty, or holds a mark for nothing."""
    cell = cell_at(row, index) if index is not None else None
    return None if cell is None or is_blank(cell.text) else cell


def optional(row: FullRow, index: int | None) -> Field | None:
    """The field of a column, None where its cell is empty, or holds a mark for nothing."""
    cell = told_in(row, index)
    return None if cell is None else field_of(cell)


def value_in(row: FullRow, target: Target | None) -> Cell | None:
    """The cell of a row that has its target value, None where it has none; a text may stand where the unit does."""
    if target is None:
        return None
    value = told_in(row, target.value)
    if target.upper is not None:
        return _between(value, told_in(row, target.upper))
    value = value or next(filter(None, (told_in(row, at) for at in target.instead)), None)
    unit, sign = told_in(row, target.measure), told_in(row, target.sign)
    if value is not None or unit is None or not (written := look(unit.text)) & _TEXTS:
        return value
    says = target.worded or (sign is not None and "nature" in look(sign.text))
    sure = written & _SURE_TEXTS or len(unit.text.strip()) > _LONGEST_UNIT
    return unit if says or (sure and sign is None and target.sign is not None) else None


def _between(lower: Cell | None, upper: Cell | None) -> Cell | None:
    """The value that two bounds make, as one would write it in a cell: 20～25, ≥20, ≤25; None where both are blank."""
    low, high = (cell and cell.text.strip() for cell in (lower, upper))
    cell = lower or upper
    if cell is None or low == high or not all(text[:1].isdigit() for text in (low, high) if text):
        return cell
    if upper is not None and low:
        return Cell.of(f"{low}～{high}", cell.place(), seams=((len(low) + 1, upper.place()),))
    return Cell.of(f"≥{low}" if low else f"≤{high}", cell.place(), seams=((1, cell.place()),))


def target_in(row: FullRow, target: Target | None) -> Field | None:
    """The target value of a row, None where its cell is empty."""
    value = value_in(row, target)
    if target is None or value is None:
        return None
    measure = cell_at(row, target.measure)
    return target_of(value, cell_at(row, target.sign), None if measure is value else measure)


def has_indicator(row: FullRow, before: FullRow, listing: Listing) -> bool:
    """Whether an indicator begins in a row: with a name or a value that is not merged with the row `before`.

    The sum of weights below a list is none, nor is what says that there are none of its category.
    """
    name = cell_at(row, listing.name)
    begins = name is not None and name is not cell_at(before, listing.name)
    named = name is not None and not is_unnamed(name.text)
    if name is not None and named:
        if sum_of(name.text) is not None:
            return False
        if begins:
            return True
    for target in (listing.annual, listing.cycle):
        value = told_in(row, target.value) if target else None
        if not target or value is None or value is cell_at(before, target.value):
            continue
        if named or not is_absent(value.text):
            return True
    return False


def is_unfilled(row: FullRow, before: FullRow, listing: Listing) -> bool:
    """Whether a row without an indicator has the sign or the unit of one, not merged with the row `before`."""
    name = cell_at(row, listing.name)
    if name is not None and (name is cell_at(before, listing.name) or not is_numbered_alone(name.text)):
        return False
    beside = (at for target in (listing.annual, listing.cycle) if target for at in (target.sign, target.measure))
    return any((cell := told_in(row, at)) is not None and cell is not cell_at(before, at) for at in beside)


def ordinal_in(row: FullRow, listing: Listing) -> int | None:
    """The number of a row's indicator."""
    cell = cell_at(row, listing.ordinal)
    if cell is None:
        return None
    number = compact(cell.text) if len(cell.text) <= _LONGEST else ""
    return int(number) if _NUMBER.fullmatch(number) else None


def sum_of(text: str) -> tuple[str, str] | None:
    """What a row with this label is the sum of (empty for all), and the word for it; None where it is no sum."""
    found = worded("table-frame", r"(?P<of>.{0,40}?)(?:<sums_of>)?(?P<word><sums>)(?:\([^()]{0,10}\))?:?")
    match = found.fullmatch(compact(text)) if text[-1:] in _ends_of_sums() and len(text) <= _LONGEST else None
    return (match["of"], match["word"]) if match else None


@cache
def _ends_of_sums() -> frozenset[str]:
    """What the label of a sum may end with: nearly all names of a table do not."""
    return frozenset((*whitespace, *"\u3000\u00a0)）:：", *(word[-1] for word in vocabulary("table-frame")["sums"])))


def is_part_sum(word: str) -> bool:
    """Whether a word for a sum is one for the sum of a part."""
    return word in vocabulary("table-frame")["subtotal"]


@lru_cache(maxsize=1024)
def is_category(text: str) -> bool:
    """Whether a text is the name of a category, a standard one or another 指标."""
    return len(text) <= _LONGEST and (level_of(text) is not None or bare_category(text).endswith("指标"))


@lru_cache(maxsize=1024)
def level_of(text: str) -> str | None:
    """Which level a category is of by its name: `first`, `second`, `either`, or None where it is no standard one."""
    levels = levels_in(text) - {"both"}
    return "either" if len(levels) > 1 else next(iter(levels), None)


def is_heading(row: Row, first: int, money: set[int]) -> bool:
    """Whether a row is a name across the columns, with amounts at most; it begins in the column `first` or before."""
    cells = filled(row)
    text = cells[0].text.strip()
    if len(text) > 2 * _LONGEST or _NUMBER.fullmatch(text) or is_category(text):
        return False
    names = [index for index in range(len(row)) if index not in money and cell_at(row, index) is not None]
    return len(names) == 1 and row[names[0]] is cells[0] and names[0] <= first


@lru_cache(maxsize=1024)
def is_footnote(text: str) -> bool:
    """Whether a note below the table begins with a cell of this text."""
    return footnote().match(fold(text[: 2 * _LONGEST])) is not None


@lru_cache(maxsize=1024)
def is_signature(text: str) -> bool:
    """Whether a cell is where somebody signs or seals the table, or is named for it: 填报人, 联系电话, …（盖章）."""
    if len(text) > _LONGEST:
        return False
    written = compact(text)
    named = written.rstrip(":") in listed("table-frame", "footnote")
    return named or any(mark in written for mark in listed("table-frame", "seals"))


def is_hint(cells: Sequence[Cell]) -> bool:
    """Whether a row says how the columns below a header are filled in."""
    hint, texts = worded("table-frame", r"\(?(?:<hints>)"), [compact(cell.text[:_LONGEST]) for cell in cells]
    hints = sum(hint.match(text) is not None for text in texts)
    return len(texts) > 1 and (hints * 2 > len(texts) or texts[0].rstrip(":") in listed("table-frame", "guides"))


def example_in(row: Row, named: Sequence[int]) -> int | None:
    """The first column that says that the row is an example: of those up to the first, or one that has names."""
    example = worded("table-frame", r"(?:<examples>)\d{0,2}(?:$|[:.、])|[(【\[](?:<examples>)\d{0,2}[)】\]]")
    marks = (at for at, cell in enumerate(row) if example.match(compact(cell.text[:_LONGEST])) is not None)
    return next((at for at in marks if at <= named[0] or at in named), None)


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
