"""The text of an RTF file, taken from its own bytes: its words, and the marks that end paragraphs and cells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint_pbt.readers.office.pieces import Piece

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
# Groups that hold no text of the page.
_ASIDE = frozenset(
    b"fonttbl colortbl stylesheet info pict header headerl headerr headerf footer footerl footerr footerf listtable "
    b"listoverridetable rsidtbl generator themedata datastore xmlnstbl fldinst objdata nonshppict footnote annotation "
    b"latentstyles pgdsctbl filetbl revtbl".split()
)
_PARAGRAPHS = frozenset(b"par sect page line".split())
_CELLS = frozenset((b"cell", b"nestcell"))
_SIGNS = {
    b"tab": "\t",
    b"emdash": "—",
    b"endash": "–",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
}


def pieces_of(data: bytes) -> Iterator[Piece]:
    """The paragraphs and cells of a file."""
    aside, saved = False, list[tuple[bool, int]]()
    per_unicode, left = 1, 0  # how many signs stand for those that cannot read \u, and how many of them are to come
    text, raw = list[str](), bytearray()
    begins = False
    for token in _TOKEN.finditer(data):
        word, number, byte, sign, brace, plain = token.groups()
        if brace == b"{":
            saved.append((aside, per_unicode))
            begins = True
            continue
        if brace == b"}":
            aside, per_unicode = saved.pop() if saved else (False, 1)
            left = 0
            continue
        if begins:
            aside = aside or sign == b"*" or (word in _ASIDE)
        begins = False
        if word == b"bin":  # bytes as they are: nothing more can be told apart
            break
        if word == b"uc":
            per_unicode = min(int(number or 1), 8)
        if aside:
            continue
        if byte or plain:
            code = bytes((int(byte, 16),)) if byte else plain
            skipped = min(left, len(code))
            left -= skipped
            raw += code[skipped:]
            continue
        if raw and word != b"u":
            text.append(_decoded(raw))
        if word == b"u" and number:
            text.append(_decoded(raw))
            text.append(chr(int(number) & 0xFFFF))
            left = per_unicode
        elif word in _SIGNS:
            text.append(_SIGNS[word])
        elif word in _PARAGRAPHS or word in _CELLS:
            yield Piece(_joined(text), word in _CELLS)
            text = []
        elif sign and sign in b"\\{}~_-":
            text.append(sign.decode())
    text.append(_decoded(raw))
    yield Piece(_joined(text), False)


def _decoded(raw: bytearray) -> str:
    """Bytes as the characters that a Chinese Windows takes them for; none are left."""
    text = raw.decode("gb18030", "replace")
    raw.clear()
    return text


def _joined(text: list[str]) -> str:
    """Pieces put together; two halves of a character beyond the first 65,536 make one."""
    return "".join(text).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
