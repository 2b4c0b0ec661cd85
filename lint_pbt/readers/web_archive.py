"""Web pages with all that belongs to them in one file (.mht): as a browser, Word or Excel saves them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from lint_pbt.errors import ReadError
from lint_pbt.limits import STANDARD, Limits
from lint_pbt.readers.html import read_pages

if TYPE_CHECKING:
    from email.message import Message

    from lint_pbt.model.sheet import Source

_MOST_PARTS = 2_000
_BROKEN = "这个单个文件网页（.mht）已损坏，读不出来。请用 Office 或浏览器打开，另存为 .xlsx 或 .docx 再检查"
_NO_PAGE = "这个单个文件网页（.mht）里没有网页。请用 Office 或浏览器打开看看，另存为 .xlsx 或 .docx 再检查"


def read(path: str, data: bytes, limits: Limits = STANDARD) -> Source:
    """The tables of the pages in an archive and the text around them. Raises `ReadError`."""
    from email import message_from_bytes

    try:
        pages = _pages(message_from_bytes(data))
    except Exception as error:
        # Over hostile mail the standard library raises whatever comes.
        raise ReadError(_BROKEN) from error
    if not pages:
        raise ReadError(_NO_PAGE)
    # Its bytes are no text that the places of a page could be found in.
    return replace(read_pages(path, pages, limits), encoding=None)


def _pages(message: Message) -> list[bytes]:
    """The pages in a message; what only arranges others in frames is none."""
    pages = []
    for number, part in enumerate(message.walk()):
        if number >= _MOST_PARTS:
            raise ValueError("too many parts")
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            page = part.get_payload(decode=True)
            if isinstance(page, bytes) and page.strip():
                pages.append(page)
    framed = [page for page in pages if b"<frameset" not in page.lower()]
    return framed or pages
