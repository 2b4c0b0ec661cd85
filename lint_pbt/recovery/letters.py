"""What stands below the indicators in a letter or a mail: a signature, what is enclosed, the mail that it answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from lint_pbt.layouts.words import is_office, worded
from lint_pbt.model.sheet import Line
from lint_pbt.text.folding import fold
from lint_pbt.text.notation import SIGNS
from lint_pbt.text.patterns.lazy import Pattern

_RULE = Pattern(r"[-=_*—－＝·]{4,}(?:[^-=_*—－＝·]{1,20}[-=_*—－＝·]{3,})?")
_DAY = Pattern(
    r"20\d\d\s?[年./-]\s?\d{1,2}\s?[月./-]\s?\d{1,2}\s?日?|二[〇零○Oo0][一二三四五六七八九十〇零○]{2}年.{1,2}月.{1,3}日"
)
SIGN = Pattern(rf"[{SIGNS}]")
_NAME = Pattern(r"[^\d。，；：,;:]{2,30}")
_LONGEST = 30  # characters of who signs, or of a closing


class Letter(NamedTuple):
    """The rest of a letter: the index of the line behind it, and the first that says more than a signature does.

    Where an indicator stands in `end`, nothing of it is a letter: then it is not `sure`.
    """

    end: int
    told: Line | None = None
    sure: bool = True


def letter_below(lines: Sequence[Line], start: int, goes_on: Callable[[str], bool]) -> Letter | None:
    """The rest of a letter that begins at a line; None where none seems to.

    `goes_on` says whether a folded line is a heading or a label of a table, which begins again there.
    """
    if not _ends(lines, start):
        return None
    told = None
    for at in range(start, len(lines)):
        text = fold(lines[at].text).strip()
        if not text:
            continue
        if goes_on(text):
            return Letter(at, told)
        if SIGN.search(text):
            return Letter(at, sure=False)
        if told is None and not (_is_frame(text) or is_office(text) or _signs(lines, at)):
            told = lines[at]
    return Letter(len(lines), told)


def _ends(lines: Sequence[Line], start: int) -> bool:
    """Whether a line ends the indicators; who signs is known by the date below, or by the blank line above as well."""
    text = fold(lines[start].text).strip()
    if _is_frame(text):
        return not _DAY.fullmatch(text) or _stands_apart(lines, start)
    if len(text) > _LONGEST or ":" in text or SIGN.search(text) or start + 1 >= len(lines):
        return False
    below = fold(lines[start + 1].text).strip()
    return _DAY.fullmatch(below) is not None and (is_office(text) or _stands_apart(lines, start))


def _signs(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is a name, right above a date."""
    below = fold(lines[at + 1].text).strip() if at + 1 < len(lines) else ""
    return _NAME.fullmatch(lines[at].text.strip()) is not None and _DAY.fullmatch(below) is not None


def _stands_apart(lines: Sequence[Line], at: int) -> bool:
    return at == 0 or not lines[at - 1].text.strip()


def _is_frame(text: str) -> bool:
    """Whether a folded line is a rule, a date, a closing, or a label of a letter with what it says."""
    if _RULE.fullmatch(text) or _DAY.fullmatch(text) or _labels().match(text):
        return True
    return len(text) <= _LONGEST and _closings().match(text) is not None and not SIGN.search(text)


@cache
def _labels() -> Pattern:
    return worded("form-lines", r"(?:<below_labels>)\s?\d{0,2}\s?:")


@cache
def _closings() -> Pattern:
    return worded("form-lines", r"(?:<closings>)[^:]*$")
