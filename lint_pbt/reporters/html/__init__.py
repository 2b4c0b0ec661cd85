"""The report as one HTML file that opens anywhere: no network, no framework, and all of it is there without JavaScript.

`page.html` is the template, `table.html` that of a table on it; style sheets and scripts are set into it. What the
page says is put together by `page`,
`tables`, `evidence`, `charts` and `rules`; what comes out of a table is escaped and its unseen characters are made
visible by the template's environment, whoever writes it.
"""

from __future__ import annotations

import os
from datetime import date, datetime, timezone
from typing import IO, TYPE_CHECKING

from markupsafe import Markup

from lint_pbt.reporters.html.environment import template
from lint_pbt.reporters.html.page import Gathering
from lint_pbt.reporters.sections import Kept, write_run

if TYPE_CHECKING:
    from lint_pbt.model.run import Checked, Run
    from lint_pbt.reporters.html.tables import DocumentPart

# Characters of a table that wait in one piece, and pieces of the page that are written at once.
_PIECE, _BATCH = 1 << 17, 4


def report(run: Run, stream: IO[str], *, day: date | None = None) -> None:
    """Write the page to a stream of text; `day` is the date of the check (by default today, see `_today`).

    On a stream that is not UTF-8 all but ASCII is written by number, so that the page reads the same.
    """
    write_run(Writer(stream, day=day), run)


class Writer:
    """Takes a document at a time; its table waits, written, for what stands above it."""

    def __init__(self, stream: IO[str], *, day: date | None = None) -> None:
        self._stream, self._page = stream, Gathering(day or _today())
        self._template = template()
        self._table = self._template.environment.get_template("table.html")
        self._sections: Kept[str] = Kept()

    def add(self, checked: Checked) -> None:
        self._page.add(checked, self._write)

    def _write(self, part: DocumentPart) -> None:
        """Write a table, of which there is never more at hand than a piece."""
        pieces: list[str] = []
        size = 0
        for text in self._table.generate(document=part):
            if size > _PIECE:
                self._sections.add("".join(pieces))
                pieces, size = [], 0
            pieces.append(text)
            size += len(text)
        self._sections.add("".join([*pieces, "\n"]))

    def finish(self, run: Run) -> None:
        encoding = (getattr(self._stream, "encoding", None) or "utf-8").lower().replace("-", "").replace("_", "")
        written = self._template.stream(page=self._page.page(run, map(Markup, self._sections)))
        written.enable_buffering(_BATCH)
        for piece in written:
            text = piece if encoding == "utf8" else piece.encode("ascii", "xmlcharrefreplace").decode("ascii")
            self._stream.write(text)


def _today() -> date:
    """Today, or the day that SOURCE_DATE_EPOCH states, as builds that can be repeated have it."""
    try:
        stated = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), timezone.utc)
    except (KeyError, ValueError, OverflowError, OSError):
        return date.today()
    return stated.date()
