"""What a conversion lost: words that are gone, and words of tables that are in no table any more."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from lint_pbt.model.document import Note
from lint_pbt.readers.office.pieces import Piece

_NO_WORD = re.compile(r"[\W_\ufffd\ufeff]+")
_CHINESE = re.compile("[\u4e00-\u9fff]")
_MOST_SOUGHT = 500  # pieces that are looked for in all the text
_SHOWN = 12  # characters of an example

_GONE = (
    "原来的文件里有 {count} 处文字，转换以后找不到了（如“{example}”），这些没有检查。"
    "请用 Office 或 WPS 打开原来的文件，另存为 {better} 再检查"
)
_FLATTENED = (
    "原来在表格里的文字，转换以后有 {count} 处不在表格里了（如“{example}”），读到的可能不对。"
    "请用 Office 或 WPS 打开原来的文件，另存为 {better} 再检查"
)


def losses(before: Iterable[Piece], after: Iterable[Piece], better: str) -> Iterator[Note]:
    """A note on what is gone and one on what is no longer in a table; none where all is there.

    A workbook keeps what cells share but once, and numbers as they are: of those only what is Chinese is looked for,
    and not how often.
    """
    shared = better == ".xlsx"
    old = [piece for piece in map(_bare, before) if _counts(piece.text, shared)]
    new = [piece for piece in map(_bare, after) if piece.text]
    everywhere = [piece.text for piece in new]
    gone = _missing((piece.text for piece in old), everywhere, shared)
    yield from _told(_GONE, gone, better)
    if not shared:
        in_tables = [piece.text for piece in new if piece.in_table]
        astray = _missing((piece.text for piece in old if piece.in_table), in_tables, shared)
        yield from _told(_FLATTENED, [text for text in astray if text not in gone], better)


def _bare(piece: Piece) -> Piece:
    return piece._replace(text=_NO_WORD.sub("", piece.text))


def _counts(text: str, shared: bool) -> bool:
    return bool(_CHINESE.search(text)) if shared else len(text) > 1


def _missing(old: Iterable[str], new: Sequence[str], shared: bool) -> list[str]:
    """What was there before and is no more, or not as often."""
    found, wanted = Counter(new), Counter(old)
    if shared:
        wanted = Counter(dict.fromkeys(wanted, 1))
    short = [text for text, count in wanted.items() if found[text] < count]
    if not short:
        return []
    # A paragraph may have become part of another.
    whole = "\n".join(new)
    return [text for text in short[:_MOST_SOUGHT] if whole.count(text) < wanted[text]] + short[_MOST_SOUGHT:]


def _told(sentence: str, texts: Sequence[str], better: str) -> Iterator[Note]:
    if texts:
        told = sentence.format(count=len(texts), example=texts[0][:_SHOWN], better=better)
        yield Note(told, unchecked=True)
