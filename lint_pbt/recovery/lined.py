"""The columns of text whose lines are those of the page, but whose gaps have become single spaces.

Each line is dealt to the columns in their order; names of levels that break over lines are put together again by what
they are names of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from lint_pbt.layouts.words import vocabulary
from lint_pbt.recovery.evidence import LEVELS, like
from lint_pbt.recovery.words import Run, Word, text_of

_LEFT_OUT = -4.0  # points for a word in no column
_PART = 3.0  # for what may be part of a level's name
_WHOLE = 4.0  # for a level's name that is whole
_BROKEN_OFF = -4.0  # for one that never becomes whole
_MOST_WAYS = 12  # that are followed from line to line
_MOST_WORDS = 7  # of a line of indicators
_LONGEST_ASIDE = 4  # characters of a line of the label that runs down beside the indicators


class _Way(NamedTuple):
    """A way to deal lines: its points, what has begun of each level's name, the columns of the last line's words."""

    points: float
    begun: tuple[str, str]
    cells: tuple[int, ...]
    before: _Way | None


def in_order(lines: Sequence[Run], roles: Sequence[str]) -> list[list[list[Word]]]:
    """The words of each line by column: the likeliest way for all lines together."""
    ways = [_Way(0.0, ("", ""), (), None)]
    for line in lines:
        following: dict[tuple[str, str], _Way] = {}
        for way in ways:
            for one in _ways_on(line, roles, way):
                best = following.get(one.begun)
                if best is None or one.points > best.points:
                    following[one.begun] = one
        ways = sorted(following.values(), key=lambda one: -one.points)[:_MOST_WAYS]
    last: _Way | None = max(ways, key=lambda one: one.points + _BROKEN_OFF * sum(map(_is_part, one.begun)))
    found: list[list[list[Word]]] = []
    for line in reversed(lines):
        assert last is not None
        cells: list[list[Word]] = [[] for _ in roles]
        for word, column in zip(line, last.cells, strict=True):
            if column >= 0:
                cells[column].append(word)
        found.append(cells)
        last = last.before
    return found[::-1]


def _ways_on(line: Run, roles: Sequence[str], way: _Way) -> Iterator[_Way]:
    """Every way to deal the words of a line, each to a column not left of that of the word before it."""

    if len(line) > _MOST_WORDS:
        yield _Way(way.points + _LEFT_OUT * len(line), way.begun, (-1,) * len(line), way)
        return

    def go(index: int, column: int, points: float, begun: tuple[str, str], cells: tuple[int, ...]) -> Iterator[_Way]:
        if index == len(line):
            yield _Way(points, begun, cells, way)
            return
        aside = len(line) == 1 and len(line[0].plain) <= _LONGEST_ASIDE
        yield from go(index + 1, column, points + (_LEFT_OUT if not aside else -0.5), begun, (*cells, -1))
        for at in range(column, len(roles)):
            role = roles[at]
            if role in LEVELS:
                level = LEVELS.index(role)
                for gained, now in _named(begun[level], line[index].plain, level):
                    after = (now, begun[1]) if level == 0 else (begun[0], now)
                    yield from go(index + 1, at + 1, points + gained, after, (*cells, at))
            else:
                stop = index + 1
                while stop <= len(line) and stop - index <= 3:
                    gained = max(like(role, text_of(line[index:stop])), -8.0) - 0.8 * (stop - index - 1)
                    yield from go(stop, at + 1, points + gained, begun, (*cells, *[at] * (stop - index)))
                    stop += 1

    yield from go(0, 0, way.points, way.begun, ())


def _named(begun: str, text: str, level: int) -> Iterator[tuple[float, str]]:
    """What a word gains as the next part of a level's name, or as the first of one, and what has begun then."""
    names = _names()[level]
    for so_far, cost in ((begun + text, 0.0), (text, _BROKEN_OFF if _is_part(begun) else 0.0)):
        if so_far in names:
            gained = _WHOLE - (_WHOLE if so_far != text and begun in names else 0.0)
            yield gained + cost + (_PART if so_far != text else 0.0), so_far
        elif any(name.startswith(so_far) for name in names):
            yield _PART / 2 + cost, so_far
        if not begun:
            return


def _is_part(begun: str) -> bool:
    return bool(begun) and not any(begun in names for names in _names())


@cache
def _names() -> tuple[frozenset[str], frozenset[str]]:
    """The names of both levels, with and without the word behind them."""
    levels = vocabulary("framework")["levels"]
    seconds = [category for level in levels for category in level["categories"]]
    first, second = (
        {name.removesuffix("指标") for one in some for name in (one["name"], *one.get("aliases", ()))}
        for some in (levels, seconds)
    )
    return frozenset(first | {name + "指标" for name in first}), frozenset(second | {name + "指标" for name in second})
