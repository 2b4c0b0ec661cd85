"""A picture of a page becomes what stands on it: characters and rules, upright, in points."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

from msgspec.structs import replace

from lint_pbt.readers.pages.marks import Character, Rule, Rules
from lint_pbt.readers.scan.engine import Sign, recognised
from lint_pbt.readers.scan.ruled import Box, rules_in, slope_in

_EM = 0.72  # of the box around a character
_SIDEWAYS = 0.6  # of the pieces of text: more that are higher than wide are lines that run up or down
_STEADY = 0.05  # degrees: less needs no turning
_JOINED = 1.0  # ems: nearer signs of a piece stand together
_USUAL = 10.5  # points: how large characters usually are, where a picture does not say how large it is
_OFF = 0.1  # ems between a rule and text, at least
_DOUBTFUL = 0.7
_SMALL = frozenset("，。、；：！？,.;:!?·'\"‘’“”-—–_ ")  # which are often mistaken for one another, and change little
_WIDE = {"(": "（", ")": "）"}


class Seen(NamedTuple):
    """What stands on a page: its characters, the piece that each was recognised in, its rules.

    `doubtful` are the numbers of characters that may well be others, `unread` counts dark spots among the rules that
    have the size of characters and were taken for none.
    """

    characters: list[Character]
    pieces: list[int]
    rules: Rules
    doubtful: list[int]
    unread: int


def seen_on(picture: Any, scale: float | None) -> Seen:
    """What is recognised in a picture (rows of dots); `scale` is how many points a dot has, None where none knows."""
    picture, found, slope = _upright(picture)
    by_rules = slope_in(picture)
    slope = slope if by_rules is None else by_rules
    signs = [_widened(found, number) for number in range(len(found))]
    if not signs:
        return Seen([], [], Rules([], []), [], 0)
    height = median(sign.bottom - sign.top for sign in signs) * _EM
    scale = scale or _USUAL / height
    if abs(slope) > _STEADY:
        picture, signs = _levelled(picture, signs, slope)
    characters = [*map(_character, signs)]
    joined = [*map(_joined, pairwise(zip(signs, characters, strict=True))), characters[-1]]
    scaled = [
        replace(one, left=one.left * scale, right=one.right * scale, y=one.y * scale, size=one.size * scale)
        for one in joined
    ]
    doubtful = [number for number, sign in enumerate(signs) if sign.sure < _DOUBTFUL and sign.text not in _SMALL]
    rules, unread = rules_in(picture, height, scale, _runs(signs, joined))
    down = [Rule(*stroke) for stroke in sorted(rules.down)]
    scaled = [_within(character, down) for character in scaled]
    return Seen(scaled, [sign.piece for sign in signs], rules, doubtful, unread)


def _within(character: Character, down: list[Rule]) -> Character:
    """A character up to the rule that its box reaches over: boxes are not drawn that exactly, and text keeps off."""
    middle, height = character.middle
    first = bisect_left(down, character.left, key=lambda rule: rule.at)
    for rule in down[first : bisect_right(down, character.right, key=lambda rule: rule.at)]:
        if rule.start <= height <= rule.end:
            if rule.at < middle:
                character = replace(character, left=max(character.left, rule.at + _OFF * character.size))
            else:
                character = replace(character, right=min(character.right, rule.at - _OFF * character.size))
    return character


def _runs(signs: list[Sign], characters: list[Character]) -> list[Box]:
    """The boxes of signs that stand together, in dots."""
    runs: list[Box] = []
    piece = -1
    for sign, character in zip(signs, characters, strict=True):
        if sign.piece == piece and runs[-1][2] == character.left:
            left, top, _, bottom = runs[-1]
            runs[-1] = left, min(top, sign.top), character.right, max(bottom, sign.bottom)
        else:
            runs.append((character.left, sign.top, character.right, sign.bottom))
        piece = sign.piece
    return runs


def _upright(picture: Any) -> tuple[Any, list[Sign], float]:
    """The picture with its lines from left to right, their signs, and how they slope."""
    import numpy

    found = recognised(picture)
    if not _runs_sideways(found.signs):
        return picture, *found
    turned = [numpy.ascontiguousarray(numpy.rot90(picture, turns)) for turns in (1, 3)]
    read = [(one, *recognised(one)) for one in turned]
    return max(read, key=lambda one: sum(sign.sure for sign in one[1]))


def _runs_sideways(signs: list[Sign]) -> bool:
    pieces: dict[int, list[Sign]] = {}
    for sign in signs:
        pieces.setdefault(sign.piece, []).append(sign)
    long = [piece for piece in pieces.values() if len(piece) > 2]
    high = [piece for piece in long if abs(piece[-1].top - piece[0].top) > abs(piece[-1].left - piece[0].left)]
    return len(high) > _SIDEWAYS * max(len(long), 1)


def _levelled(picture: Any, signs: list[Sign], slope: float) -> tuple[Any, list[Sign]]:
    """The picture and its signs turned so that lines are level."""
    import cv2

    high, wide = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), slope, 1.0)
    level = cv2.warpAffine(picture, matrix, (wide, high), flags=cv2.INTER_LINEAR, borderValue=(255, 255, 255))
    (a, b, e), (c, d, f) = matrix.tolist()
    moved = []
    for sign in signs:
        x, y = (sign.left + sign.right) / 2, (sign.top + sign.bottom) / 2
        by_x, by_y = a * x + b * y + e - x, c * x + d * y + f - y
        moved.append(
            sign._replace(
                left=sign.left + by_x, right=sign.right + by_x, top=sign.top + by_y, bottom=sign.bottom + by_y
            )
        )
    return level, moved


def _widened(signs: list[Sign], number: int) -> Sign:
    """Brackets beside Chinese as they are printed there: recognition does not tell wide ones from narrow ones."""
    sign = signs[number]
    if sign.text not in _WIDE:
        return sign
    beside = [one for one in signs[max(number - 1, 0) : number + 2] if one.piece == sign.piece]
    return sign._replace(text=_WIDE[sign.text]) if any(one.text > "\u2e80" for one in beside) else sign


def _character(sign: Sign) -> Character:
    size = _EM * (sign.bottom - sign.top)
    return Character(sign.text, sign.left, sign.right, (sign.top + sign.bottom) / 2 + 0.3 * size, size)


def _joined(pair: tuple[tuple[Sign, Character], tuple[Sign, Character]]) -> Character:
    """A character, as wide as up to the next of its piece where that is near: boxes are drawn tight."""
    (sign, character), (after, following) = pair
    near = sign.piece == after.piece and 0 < following.left - character.right < _JOINED * character.size
    return replace(character, right=following.left) if near else character
