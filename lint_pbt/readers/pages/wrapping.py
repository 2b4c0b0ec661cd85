"""Lines of one cell put together: which were wrapped, and where somebody began a new one."""

from __future__ import annotations

from lint_pbt.readers.pages.marks import TextLine

_EARLY = 1.2  # heights left free beyond what the next line begins with: nobody wraps there
_FULL = 0.4


def ends_early(line: TextLine, following: TextLine) -> bool:
    """Whether a line surely was ended by hand: what follows would have had room on it."""
    return line.room > following.lead + _EARLY * line.size


def is_full(line: TextLine, following: TextLine) -> bool:
    """Whether a line surely was wrapped: what follows had no room on it."""
    return line.room < following.lead + _FULL * line.size


def joint(line: TextLine, following: TextLine) -> str:
    """What stands between two lines of a cell: a line break typed by hand, a space between words, or nothing."""
    if ends_early(line, following):
        return "\n"
    return " " if _is_letter(line.text[-1]) and _is_letter(following.text[0]) else ""


def _is_letter(character: str) -> bool:
    return "a" <= character.lower() <= "z"
