"""The overview as one HTML file: no network, no script, the look of the other pages, two sheets of A4 on paper."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Final, NamedTuple

from lint_pbt.bureau.overview.figures import UNKNOWN
from lint_pbt.bureau.overview.story import change, verdict, widths
from lint_pbt.presentation.words import SEVERITY
from lint_pbt.reporters.html.environment import template
from lint_pbt.system.version import __version__

if TYPE_CHECKING:
    from datetime import datetime

    from lint_pbt.bureau.overview.figures import Figures


class _Printed(NamedTuple):
    """How many rows of each table two sheets of paper hold; a screen has all."""

    missing: int = 18
    unread: int = 5
    departments: int = 22
    faults: int = 8
    worst: int = 8


_STYLES: Final = ("page.css", "overview.css")


def write_page(figures: Figures, stream: IO[bytes], when: datetime) -> None:
    """Write the page in UTF-8."""
    told = list(verdict(figures))
    moods = [mood for _, mood in told]
    page = template(__package__, styles=_STYLES, scripts=()).stream(
        figures=figures,
        verdict=told,
        mood="error" if "bad" in moods else "warning" if figures.now.errors else "good",
        change=list(change(figures)),
        answered=sum(1 for one in figures.departments if one.files and one.name != UNKNOWN),
        widths=widths(figures.departments),
        severities=SEVERITY,
        printed=_Printed(),
        unknown=UNKNOWN,
        version=__version__,
        day=f"{when.year}年{when.month}月{when.day}日",
    )
    page.enable_buffering(500)
    for piece in page:
        stream.write(piece.encode("utf-8"))
