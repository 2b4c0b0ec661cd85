"""Rows of a table that are none of its own: notes and signatures, hints and examples, titles that stand again."""

from __future__ import annotations

from lint_pbt.layouts.tables.header import Header
from lint_pbt.layouts.tables.lines import Line
from lint_pbt.layouts.tables.projects import Projects
from lint_pbt.layouts.tables.rows import cell_at, example_in, filled, is_footnote, is_hint, is_signature, texts_of
from lint_pbt.layouts.tables.titles import compact

_LONGEST = 100  # characters of what belongs to the furniture of a page


class Asides:
    """Tells such rows of a table, and says once what of them is not checked.

    `noted` is True behind a footnote.
    """

    def __init__(self, projects: Projects) -> None:
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
        titles = self.projects.above.titles
        texts = [
            (at, compact(cell.text)) for at, cell in enumerate(line.row) if cell.text and len(cell.text) <= _LONGEST
        ]
        if len(texts) == len(line.cells) and all(text in (*self._frame, *titles[at : at + 1]) for at, text in texts):
            return True
        return self.noted and len(line.cells) == 1 and not line.has_indicators
