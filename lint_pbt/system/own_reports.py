"""How a file says that this program wrote it: by the exact bytes with which our writers begin.

Words somewhere in a file would not do: whoever writes them into a draft would have it left out of every check.
"""

from __future__ import annotations

from typing import Final, Literal

_REPORT: Final = b"pbt-lint report"
_COPY: Final = _REPORT + b" copy"  # of a table, with comments
MARK: Final = f"<!-- {_REPORT.decode()} -->"
MARKDOWN_TITLE: Final = "## pbt-lint 检查结果"
COMPARED_TITLE: Final = "## pbt-lint 两稿对照"
_PAGE_BEGINS: Final = f"<!DOCTYPE html>\n{MARK}\n".encode()
_MARKDOWN_BEGINS: Final = tuple(f"{MARK}\n{title}\n".encode() for title in (MARKDOWN_TITLE, COMPARED_TITLE))
# So much of a file tells what it is.
HEAD: Final = 4096
_ARCHIVE: Final = b"PK\x03\x04"
_LENGTHS_AT: Final = 26
_NAME_AT: Final = 30


def _field(mark: bytes) -> bytes:
    return b"bp" + len(mark).to_bytes(2, "little") + mark


# Stands beside the name of an archive's first part, as a field that readers of archives pass over. Whoever saves
# the file again leaves it out.
REPORT_FIELD: Final = _field(_REPORT)
COPY_FIELD: Final = _field(_COPY)


def own_kind(head: bytes) -> Literal["report", "copy"] | None:
    """Whether a file that begins so is as this program wrote it: a report, or the copy of a table with comments."""
    if head.startswith(_ARCHIVE) and len(head) >= _NAME_AT:
        name, extra = (int.from_bytes(head[at : at + 2], "little") for at in (_LENGTHS_AT, _LENGTHS_AT + 2))
        field = head[_NAME_AT + name : _NAME_AT + name + extra]
        return "report" if field == REPORT_FIELD else "copy" if field == COPY_FIELD else None
    text = head[:256].replace(b"\r\n", b"\n")  # as a redirected output has it on Windows
    return "report" if text.startswith((_PAGE_BEGINS, *_MARKDOWN_BEGINS)) else None
