"""The text of a file together with the bytes it stands in: an edit of the text leaves every other byte alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, Protocol

from lint_pbt.errors import WriteError
from lint_pbt.readers.decode import decode
from lint_pbt.text.folding import unified

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lint_pbt.model.document import Field, Place
    from lint_pbt.model.run import CellChange

ELSEWHERE = "原文这里的字和读出的值对不上"
SEVERAL = "要改的字分在几个格里"

_LINE_END = re.compile("\r\n?|\n")


class Edit(NamedTuple):
    """Put `text` in the place of the characters from `start` to `end`, offsets in the text of the file."""

    start: int
    end: int
    text: str


class Rewritable(Protocol):
    """A file as it is fixed; itself it is never changed. `text` is all of a text file, empty for other files."""

    @property
    def text(self) -> str: ...

    @property
    def changed_cells(self) -> tuple[CellChange, ...]: ...

    def data(self) -> bytes: ...

    def edited(self, edits: Iterable[Edit]) -> Rewritable: ...

    def edits(self, field: Field, start: int, end: int, text: str) -> list[Edit] | str: ...


class Manuscript:
    """A decoded file. `text` has the line ends of the file; the mark in front and a cut-off last byte are kept."""

    changed_cells: tuple[CellChange, ...] = ()

    def __init__(self, text: str, codec: str, mark: bytes = b"", tail: bytes = b"") -> None:
        self.text = text
        self._codec, self._mark, self._tail = codec, mark, tail
        self._line_starts = [0, *(found.end() for found in _LINE_END.finditer(text))]

    @classmethod
    def of(cls, data: bytes) -> Manuscript:
        """The bytes of a file read. Raises `WriteError` where the text does not give the same bytes again."""
        decoded = decode(data)
        written = decoded.mark + decoded.text.encode(decoded.codec, "replace")
        # Of a character cut in two at the end of the file less than a character remains.
        if not data.startswith(written) or len(data) - len(written) > 3:
            raise WriteError("文件里有坏了的字符，改写会动到别的地方，所以没有改。请重新导出再改")
        return cls(decoded.text, decoded.codec, decoded.mark, data[len(written) :])

    def data(self) -> bytes:
        """The bytes of the file. Raises `WriteError` for a character that its encoding does not have."""
        try:
            return self._mark + self.text.encode(self._codec) + self._tail
        except UnicodeEncodeError as error:
            lacking = error.object[error.start : error.end]
            raise WriteError(f"文件的编码里没有“{lacking}”，所以没有改。请另存为 UTF-8 编码再改") from None

    def edited(self, edits: Iterable[Edit]) -> Manuscript:
        """The file with edits made that do not overlap."""
        parts, position = [], 0
        for edit in sorted(edits):
            parts += [self.text[position : edit.start], edit.text]
            position = edit.end
        parts.append(self.text[position:])
        return Manuscript("".join(parts), self._codec, self._mark, self._tail)

    def edits(self, field: Field, start: int, end: int, text: str) -> list[Edit] | str:
        """What to do in the file so that the characters `start` to `end` of a field read `text`.

        Where they stand in several pieces (over a line break), each piece is taken out and the text put where the
        first was. A sentence where they stand in several cells, or others stand there than the field says.
        """
        spans: list[tuple[int, int]] = []
        pieces = field.pieces(start, end)
        if len({field.place(low).cell for low, _ in pieces}) > 1:
            return SEVERAL
        for low, high in pieces:
            begin = self._offset(field.place(low))
            size = high - low
            if begin is None or unified(self.text[begin : begin + size]) != field.text[low:high]:
                return ELSEWHERE
            spans.append((begin, begin + size))
        return [Edit(*span, "" if number else text) for number, span in enumerate(spans)]

    def _offset(self, place: Place) -> int | None:
        if place.line > len(self._line_starts):
            return None
        return self._line_starts[place.line - 1] + place.column - 1
