"""The comparison as one HTML file that opens anywhere, needs no network and no script, and prints."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Final

from lint_pbt.presentation.words import SEVERITY
from lint_pbt.reporters.compared.story import KINDS, story
from lint_pbt.reporters.compared.terminal import change_text
from lint_pbt.reporters.html.environment import template
from lint_pbt.reporters.workbook import moment
from lint_pbt.system.version import __version__

if TYPE_CHECKING:
    from jinja2 import Template

    from lint_pbt.compare.model import Comparison

_BATCH: Final = 2000
# More findings or projects than this are folded, so that the page can be surveyed.
_MANY: Final = 40


def page_template() -> Template:
    """The template of the page; its globals hold the hash of its style sheet."""
    return template(__package__, styles=("compare.css",), scripts=())


def report(comparison: Comparison, stream: IO[str]) -> None:
    """Write the page; on a stream that is not UTF-8 all but ASCII is written by number, so that it reads the same."""
    encoding = (getattr(stream, "encoding", None) or "utf-8").lower().replace("-", "").replace("_", "")
    day = moment()
    written = page_template().stream(
        page=story(comparison),
        kinds=KINDS,
        severities=SEVERITY,
        text=change_text,
        version=__version__,
        many=_MANY,
        day=f"{day.year}年{day.month}月{day.day}日",
    )
    written.enable_buffering(_BATCH)
    for piece in written:
        stream.write(piece if encoding == "utf8" else piece.encode("ascii", "xmlcharrefreplace").decode("ascii"))
