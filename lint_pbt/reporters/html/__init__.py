"""The report as one HTML file that opens anywhere: no network, no framework, and all of it is there without JavaScript.

`page.html` is the template; style sheets and scripts are set into it. What the page says is put together by `page`,
`tables`, `evidence`, `charts` and `rules`; what comes out of a table is escaped and its unseen characters are made
visible by the template's environment, whoever writes it.
"""

from __future__ import annotations

import os
from datetime import date, datetime, timezone
from typing import IO, TYPE_CHECKING

from lint_pbt.reporters.html.environment import template
from lint_pbt.reporters.html.page import page

if TYPE_CHECKING:
    from lint_pbt.run import Run

# Pieces of the page that are written at once.
_BATCH = 2000


def report(run: Run, stream: IO[str], *, day: date | None = None) -> None:
    """Write the page to a stream of text; `day` is the date of the check (by default today, see `_today`).

    On a stream that is not UTF-8 all but ASCII is written by number, so that the page reads the same.
    """
    encoding = (getattr(stream, "encoding", None) or "utf-8").lower().replace("-", "").replace("_", "")
    written = template().stream(page=page(run, day or _today()))
    written.enable_buffering(_BATCH)
    for piece in written:
        stream.write(piece if encoding == "utf8" else piece.encode("ascii", "xmlcharrefreplace").decode("ascii"))


def _today() -> date:
    """Today, or the day that SOURCE_DATE_EPOCH states, as builds that can be repeated have it."""
    try:
        stated = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), timezone.utc)
    except (KeyError, ValueError, OverflowError, OSError):
        return date.today()
    return stated.date()
