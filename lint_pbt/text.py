"""Folding that keeps offsets: one character in, one character out.

Fold to compare and to match; show and store the text as written.
"""

from __future__ import annotations

import re

# Full-width ASCII, and the look-alikes that officers' keyboards and PDF exports give for it.
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_LOOKALIKES = {
    " ": "\u3000\u00a0\u2002\u2003\u2009\t",
    "-": "‐‑‒–—―−－﹣",
    "~": "～〜∼˜",
    ">": "﹥",
    "<": "﹤",
    "≥": "≧⩾",
    "≤": "≦⩽",
    "%": "﹪",
    ":": "∶︰﹕",
    ";": "﹔",
    ",": "﹐",
    "(": "﹙",
    ")": "﹚",
    "'": "‘’",
    '"': "“”",
}
_FOLD = _WIDE | {ord(odd): ord(plain) for plain, odds in _LOOKALIKES.items() for odd in odds}


_ODD = "[" + "".join(map(chr, _FOLD)) + "]"
_LONG = 2000
# Names, values and words are folded again and again.
_SHORT = 120
_REMEMBERED = 20_000
_seen: dict[str, str] = {}


def fold(text: str) -> str:
    """The text with full-width and look-alike signs made plain; every offset stays the same."""
    if len(text) < _SHORT:
        folded = _seen.get(text)
        if folded is None:
            if len(_seen) >= _REMEMBERED:
                _seen.clear()
            folded = _seen[text] = text.translate(_FOLD)
        return folded
    if len(text) < _LONG:
        return text.translate(_FOLD)
    # A whole table: replacing the few signs that occur takes a quarter of the time.
    for odd in set(re.findall(_ODD, text)):
        text = text.replace(odd, chr(_FOLD[ord(odd)]))
    return text
