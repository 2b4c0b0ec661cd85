"""Text of a page as a browser sets it: white space runs together, and lines end where blocks and `<br>` do."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lint_pbt.readers.blocks import Paragraph, Table

_SPACE = re.compile(r"[ \t\r\n\f]+")
_LINE_END = re.compile(r"\r\n?|\n")
_MARKUP_SPACE = " \t\r\n\f"
# Typed to keep words apart or together, and not seen.
_UNSEEN = re.compile("[\u200b\u2060\ufeff\xad]+")
_FIXED_SPACE = "\xa0"
_CHINESE = "\u2e80"  # and above
_CHINESE_MARKS = "“”‘’—…·"


class Flow:
    """Text and tables that follow one another, in a cell or outside of all tables."""

    def __init__(self) -> None:
        self._blocks: list[Paragraph | Table] = []
        self._pieces: list[str] = []
        self._line = 0
        self._struck: list[str] = []

    def say(self, text: str, line: int) -> None:
        """Go on with text as the source has it, which begins on `line`."""
        if not self._pieces:
            bare = text.lstrip(_MARKUP_SPACE)
            if not bare:
                return
            self._line = line + text.count("\n", 0, len(text) - len(bare))
            text = bare
        self._pieces.append(text)

    def say_verbatim(self, text: str, line: int) -> None:
        """Go on with text in which spaces and line ends count."""
        for number, part in enumerate(_LINE_END.split(text)):
            if number:
                self.end_line()
            if part:
                self.say(part.replace(" ", _FIXED_SPACE).replace("\t", _FIXED_SPACE), line + number)

    def strike(self, text: str, line: int) -> None:
        """Text that is struck through."""
        if not self._struck and not self._pieces:
            self._line = line
        self._struck.append(text)

    def end_line(self) -> None:
        if self._pieces or self._struck:
            text = _set("".join(self._pieces)) if self._pieces else ""
            struck = "".join(self._struck)
            if text.strip() or struck.strip():
                self._blocks.append(Paragraph(text if text.strip() else "", self._line, struck))
            self._pieces, self._struck = [], []

    def add(self, blocks: Iterable[Paragraph | Table]) -> None:
        self.end_line()
        self._blocks += blocks

    def end(self) -> list[Paragraph | Table]:
        """All of it."""
        self.end_line()
        return self._blocks


def paragraphs(text: str, line: int) -> list[Paragraph | Table]:
    """A text that begins on `line` and in which no block begins or ends; one of white space is none."""
    bare = text.lstrip(_MARKUP_SPACE)
    shown = _set(bare) if bare else ""
    if not shown.strip():
        return []
    return [Paragraph(shown, line + text.count("\n", 0, len(text) - len(bare)))]


def _set(text: str) -> str:
    """A line with its white space as it is shown; where the source breaks a line between Chinese characters, none."""
    if "\n" in text or "\r" in text:
        text = _SPACE.sub(_shown, text)
    elif "  " in text or "\t" in text or "\f" in text:
        text = _SPACE.sub(" ", text)
    if not text.isascii():
        text = _UNSEEN.sub("", text)
    return text.rstrip().replace(_FIXED_SPACE, " ")


def _shown(space: re.Match[str]) -> str:
    if "\n" not in space[0] and "\r" not in space[0]:
        return " "
    before, after = space.string[space.start() - 1 : space.start()], space.string[space.end() : space.end() + 1]
    return "" if _is_chinese(before) and _is_chinese(after) else " "


def _is_chinese(character: str) -> bool:
    return character != "" and (character >= _CHINESE or character in _CHINESE_MARKS)
