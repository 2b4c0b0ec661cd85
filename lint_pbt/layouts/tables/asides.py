"""Rows of a table that are none of its own: notes and signatures, hints and examples, titles that stand again."""

from __future__ import annotations

from collections.abc import Sequence

from lint_pbt.layouts.tables.grid import Row
from lint_pbt.layouts.tables.header import Header
from lint_pbt.layouts.tables.labels import label_roles
from lint_pbt.layouts.tables.lines import Line
from lint_pbt.layouts.tables.projects import Projects
from lint_pbt.layouts.tables.rows import cell_at, example_in, filled, is_footnote, is_hint, is_signature, texts_of
from lint_pbt.layouts.tables.titles import Titles, compact

_LONGEST = 100  # characters of what belongs to the furniture of a page


class Asides:
    """Tells such rows of a table, and says once what of them is not checked.

    `noted` is True behind a footnote.
    """

    def __init__(self, projects: Projects, titles: Titles) -> None:
        self._titles = titles
        self.projects, self.book, self.table = projects, projects.book, projects.table
        self.rows = self.table.grid.rows
        self.noted = False
        self._template: bool | None = None  # whether the rows right below the header say how, or show it
        self._unticked = 0  # indicators of a list to choose from that nobody chose
        self._frame = texts_of(self.rows[: self.table.headers[0].start])

    def enter(self) -> None:
        """Begin the list below a header."""
        self.noted, self._template = False, None

    def finish(self) -> None:
        """Say what the table has left out."""
        if self._unticked:
            self.book.tell(f"有 {self._unticked} 条备选指标没有勾选，没有检查")

    def is_below(self, line: Line) -> bool:
        """Whether a row is one below the table: a note, or who filled it in and seals it."""
        first = line.cells[0]
        if not is_footnote(first.text):
            return is_signature(first.text)
        if not self.noted and not self.table.form:
            self.book.tell(f"“{first.text.strip()[:20]}”起是表后的说明，没有检查", first.place())
        self.noted = True
        return True

    def template_end(self, line: Line) -> int | None:
        """The row behind one right below a header that says how it is filled in, or begins an example; else None."""
        header, first = self.projects.above, line.cells[0]
        if line.before:
            return None
        hint = is_hint(line.cells)
        mark = None if hint else example_in(line.row, [header.first, *(one.name for one in header.listings)])
        if not hint and mark is None:
            return None
        if self._template is not hint:
            told = "表头下面是填写要求" if hint else f"“{first.text.strip()[:20]}”起是填写示例"
            self.book.tell(f"{told}，没有检查", first.place())
        self._template = hint
        return line.at + 1 if mark is None else self._behind_example(line, mark, header)

    def _behind_example(self, line: Line, mark: int, header: Header) -> int:
        """The row behind an example whose mark stands in a column: what it names may stand in its first row alone."""
        end = line.at + line.row[mark].rows
        if mark >= header.first or end > line.at + 1:
            return end
        named = (mark, header.at("project"))
        while end < len(self.rows) and filled(self.rows[end]) and not any(cell_at(self.rows[end], at) for at in named):
            end += 1
        return end if end < len(self.rows) else line.at + 1  # nothing says where it ends

    def is_unticked(self, line: Line) -> bool:
        """Whether a row is one of a list to choose from that nobody chose."""
        tick = self.projects.above.at("tick")
        if tick is None or cell_at(line.full, tick) is not None or line.has_value:
            return False
        self._unticked += bool(line.listed)
        return True

    def is_furniture(self, line: Line) -> bool:
        """Whether a row belongs to the page: titles that stand again, more of a note below the table."""
        if self._stands_above(line.row, self.projects.above.titles):
            # Two projects may have one goal: it is of the page where what stands right above it is too.
            before = self.rows[line.at - 1]
            return not label_roles([line.row], self._titles) or self._stands_above(before, ()) or not filled(before)
        return self.noted and len(line.cells) == 1 and not line.has_indicators

    def _stands_above(self, row: Row, titles: Sequence[str]) -> bool:
        """Whether all that a row says stands above the first header, or is the title of its column."""
        cells = [(at, cell) for at, cell in enumerate(row) if cell.text]
        return all(
            len(cell.text) <= _LONGEST and compact(cell.text) in (*self._frame, *titles[at : at + 1])
            for at, cell in cells
        )
