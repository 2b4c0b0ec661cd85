"""Characters that a file holds in place of others that were lost before: the sign `�`, told once for a file.

Readers that come upon characters that they cannot tell say so themselves; here is what others left of theirs.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from lint_pbt.model.document import Note, Place
from lint_pbt.model.sheet import LineSheet, Source
from lint_pbt.readers.text_lines import running

_LOST = "\ufffd"
_TOLD = (
    "从这里起有 {count} 处认不出的字“\ufffd”，是导出或者转换的时候丢掉的，读到的不可靠。"
    "请对照原件改好，或者重新导出再检查"
)  # fmt: skip


def with_lost_told(source: Source) -> Source:
    """The source, with a note where it holds signs for lost characters and no note tells of them yet."""
    found = [(place, text.count(_LOST)) for text, place in _texts(source) if _LOST in text]
    if not found or any(_LOST in note.message for note in source.notes):
        return source
    note = Note(_TOLD.format(count=sum(count for _, count in found)), found[0][0], unchecked=True)
    return replace(source, notes=(*source.notes, note))


def _texts(source: Source) -> Iterator[tuple[str, Place]]:
    """The texts of lines and of the cells of rows, where there are such signs among them."""
    for sheet in source.sheets:
        if isinstance(sheet, LineSheet):
            if _LOST in running(sheet.lines):
                yield from ((line.text, line.place) for line in sheet.lines)
            continue
        for row in sheet.rows:
            # As the lines, a row at once: nearly all have none.
            if _LOST in "".join([cell.text for cell in row]):
                yield from ((cell.text, cell.place()) for cell in row)
