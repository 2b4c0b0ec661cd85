"""Signs taken from symbol fonts, whose codes mean something else than in other fonts."""

from __future__ import annotations

import re

UNKNOWN = "□"
_PRIVATE = re.compile("[\uf020-\uf0ff]")
# What stands in tables: comparison signs, ticks and boxes. Codes are those of the font's own table.
_SIGNS = {
    "symbol": {0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xA5: "∞", 0xB0: "°"}
    | {0xB7: "·", 0xD7: "·", 0xDE: "⇒", 0xAE: "→", 0x6D: "μ", 0x57: "Ω"},
    "wingdings": {0x6E: "■", 0x6F: "□", 0x71: "□", 0x72: "□", 0xA8: "□", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑"}
    | {0x6C: "●", 0xA1: "○", 0xE0: "→", 0xF0: "→", 0xD8: "➢", 0x9F: "•", 0xA7: "▪", 0x76: "❖"},
    "wingdings 2": {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□", 0x2A: "□"}
    | {0x96: "•", 0x97: "●", 0x98: "●", 0x99: "○", 0xA2: "■"},
    "wingdings 3": {},
    "webdings": {0x61: "✓", 0x72: "✗", 0x63: "□", 0x67: "■"},
}


def sign(font: str | None, code: str | None) -> str:
    """The character that a code in hexadecimal (`F0B3`) shows in a font; `UNKNOWN` where that is not known."""
    try:
        point = int(code or "", 16)
    except ValueError:
        return UNKNOWN
    signs = _SIGNS.get((font or "").lower())
    if 0xF020 <= point <= 0xF0FF:
        point -= 0xF000
    elif signs is None:
        # A sign of an ordinary font, which has it at its own code.
        return chr(point) if 0x20 <= point < 0xD800 or 0xF900 <= point < 0x110000 else UNKNOWN
    known = (signs or {}).get(point)
    if known:
        return known
    return chr(point) if font and font.lower() == "symbol" and 0x20 <= point < 0x40 else UNKNOWN


def has_private(text: str) -> bool:
    """Whether some characters of a text are codes of a symbol font."""
    return _PRIVATE.search(text) is not None


def signs_in(text: str, font: str | None) -> str:
    """A text with the codes of a symbol font in it as the characters they show."""
    return _PRIVATE.sub(lambda found: sign(font, f"{ord(found[0]):X}"), text)
