"""Tables with rules across alone: what no rule divides downwards, the gaps that their lines share divide."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from lint_pbt.readers.gaps import Span, inner, steadiest, white
from lint_pbt.readers.pages.grids import Found, Grid, grid_of
from lint_pbt.readers.pages.lines import rows_of, stands_apart
from lint_pbt.readers.pages.marks import Character, Rule
from lint_pbt.readers.pages.unruled_rows import rows_between

_FEWEST_RULES = 3
_FEW_RULES = 4  # of a table that has none between its rows
_EXAMPLE = 12  # characters
_SAME_END = 6.0  # points
_LEAST_GAP = 0.3  # heights between columns
_OWN_GAP = 0.3  # between cells of a row that stand in no columns of others
_SPACES = 1.2  # between words that white space parts, where they stand in different cells
_FARTHEST = 250.0  # points from one rule of a table to the next


def all_grids(characters: Sequence[Character], found: Found, before: Sequence[float], unsure: list[str]) -> list[Grid]:
    """The tables of a page: those ruled both ways, and those that rules across make alone or within a frame.

    `before` are the edges of the columns of the table above, which may go on. `unsure` is given the beginnings of texts
    of which it cannot be told whether they are one row or several.
    """
    grids = list(found.grids)
    if not found.framed and not found.alone:
        return grids
    free = [one for one in characters if not any(grid.region_at(*one.middle) is not None for grid in grids)]
    for frame, rules in found.framed:
        grids.append(_grid_across(free, rules, before, unsure) or frame)
    grids += filter(None, (_grid_across(free, group, before, unsure) for group in _groups(found.alone)))
    return sorted(grids, key=lambda grid: (grid.ys[0], grid.xs[0]))


def _grid_across(
    characters: Sequence[Character], rules: Sequence[Rule], before: Sequence[float], unsure: list[str]
) -> Grid | None:
    """The table that rules make which go across the page, from top to bottom."""
    ys = sorted({rule.at for rule in rules})
    left, right = min(rule.start for rule in rules), max(rule.end for rule in rules)
    goes_on = bool(before) and abs(left - before[0]) <= _SAME_END and abs(right - before[-1]) <= _SAME_END
    if len(ys) < (2 if goes_on else _FEWEST_RULES):
        return None
    bands: list[list[Character]] = [[] for _ in ys[1:]]
    for character in characters:
        x, y = character.middle
        if left - _SAME_END < x < right + _SAME_END and ys[0] < y < ys[-1]:
            bands[bisect_right(ys, y) - 1].append(character)
    sizes = [character.size for band in bands for character in band]
    known = before[1:-1] if goes_on else ()
    return _grid(bands, rules, (left, right), median(sizes), known, unsure) if sizes else None


def _groups(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules that lie below one another, where they are enough for a table; one may be shorter beside merged cells."""
    groups: list[list[Rule]] = []
    for rule in rules:
        for group in groups:
            left, right = min(one.start for one in group), max(one.end for one in group)
            ends_alike = abs(rule.end - right) <= _SAME_END or abs(rule.start - left) <= _SAME_END
            inside = rule.start >= left - _SAME_END and rule.end <= right + _SAME_END
            if ends_alike and inside and rule.at - group[-1].at < _FARTHEST:
                group.append(rule)
                break
        else:
            groups.append([rule])
    return groups


def _grid(
    bands: Sequence[Sequence[Character]],
    rules: Sequence[Rule],
    whole: Span,
    size: float,
    known: Sequence[float],
    unsure: list[str],
) -> Grid | None:
    rows = [rows_of(band) for band in bands]
    spans = [[list(spans_of(row, size)) for row in band] for band in rows]
    found = steadiest([line for band in spans for line in band], _LEAST_GAP * size)
    if found is None and not known:
        return None
    ends = sorted({end for rule in rules for end in (rule.start, rule.end)})
    sure = [end for before, end in pairwise([whole[0], *ends]) if end - before > _SAME_END]
    sure = [end for end in sure if end < whole[1] - _SAME_END]
    xs = sorted({*sure, *((gap[0] + gap[1]) / 2 for gap in (found[2] if found else ())), *known})
    ys = sorted({rule.at for rule in rules})
    rules, ys, spans, more = _divided(rules, ys, rows, spans, [whole[0], *xs, whole[1]], size, unsure)
    xs = sorted({*xs, *more})
    down: list[Rule] = []
    for band, top, bottom in zip(spans, ys, ys[1:], strict=False):
        taken = [span for line in band for span in line]
        kept = list(free_edges(xs, taken, sure))
        kept += _own(taken, [whole[0], *kept, whole[1]], _OWN_GAP * size)
        down += [Rule(x, top, bottom) for x in kept]
    across = [Rule(rule.at, _snapped(rule.start, xs, whole[0]), _snapped(rule.end, xs, whole[1])) for rule in rules]
    sides = [Rule(x, ys[0], ys[-1]) for x in whole]
    return grid_of(across, [*down, *sides])


def _divided(
    rules: Sequence[Rule],
    ys: Sequence[float],
    rows: Sequence[Sequence[Sequence[Character]]],
    spans: Sequence[list[list[Span]]],
    edges: Sequence[float],
    size: float,
    unsure: list[str],
) -> tuple[list[Rule], list[float], list[list[list[Span]]], list[float]]:
    """The rules with those that are missing between rows, where they lie, what is between them, and edges of columns.

    The edges are those that the rows without rules between share and the whole table does not.
    """
    added: list[float] = []
    more: list[float] = []
    divided: list[list[list[Span]]] = []
    for number, (band, lines) in enumerate(zip(rows, spans, strict=True)):
        filled = [(row, line) for row, line in zip(band, lines, strict=True) if line]
        bases = [max(character.y for character in row if not character.text.isspace()) for row, _ in filled]
        texts = [line for _, line in filled]
        gaps = inner(white((span for line in texts for span in line), _LEAST_GAP * size))
        own = [(left + right) / 2 for left, right in gaps if not any(left <= x <= right for x in edges)]
        ends, is_unsure = rows_between(texts, bases, sorted([*edges, *own]), size)
        is_title = number == 0 and len(filled) == 2  # which people break by hand
        if is_unsure and not is_title and len(ys) <= _FEW_RULES:
            unsure.append("".join(one.text for one in filled[0][0] if not one.text.isspace())[:_EXAMPLE])
        if ends:
            added += ends
            more += own
        parts: list[list[list[Span]]] = [[] for _ in range(len(ends) + 1)]
        for base, line in zip(bases, texts, strict=True):
            parts[bisect_right(ends, base)].append(line)
        divided += parts
    missing = [Rule(y, edges[0], edges[-1]) for y in added]
    return [*rules, *missing], sorted([*ys, *added]), divided, more


def spans_of(row: Sequence[Character], size: float) -> Iterator[Span]:
    """What stands together on a line. Where white space was typed it has to be wide to divide cells."""
    last: Character | None = None
    left, spaced = 0.0, False
    for character in row:
        if character.text.isspace():
            spaced = True
            continue
        if last is None:
            left = character.left
        elif _divides(last, character, spaced, size):
            yield left, last.right
            left = character.left
        last, spaced = character, False
    if last is not None:
        yield left, last.right


def _divides(before: Character, after: Character, spaced: bool, size: float) -> bool:
    gap = after.left - before.right
    return gap > _SPACES * size if spaced else stands_apart(before, after, gap, size)


def free_edges(xs: Sequence[float], taken: Sequence[Span], sure: Sequence[float]) -> Iterator[float]:
    """The edges of columns that no text of a row crosses; of several with no text between them the surest."""
    free = [x for x in xs if not any(left < x - 1 and x + 1 < right for left, right in taken)]
    for number, x in enumerate(free):
        beside = (*free[max(number - 1, 0) : number], *free[number + 1 : number + 2])
        near = [other for other in beside if other in sure]
        if x in sure or all(any(min(x, other) < (a + b) / 2 < max(x, other) for a, b in taken) for other in near):
            yield x


def _snapped(x: float, xs: Sequence[float], end: float) -> float:
    """The end of a rule: that of the table, or the edge of columns, where it is near one."""
    return next((edge for edge in (end, *xs) if abs(edge - x) <= _SAME_END), x)


def _own(taken: Sequence[Span], edges: Sequence[float], least: float) -> Iterator[float]:
    """Where a row is divided within one of its columns: two labels, each with its value, beside each other."""
    for left, right in pairwise(edges):
        inside = sorted(span for span in taken if left <= (span[0] + span[1]) / 2 < right)
        end = inside[0][1] if inside else right
        for span in inside[1:]:
            if span[0] - end >= least:
                yield (end + span[0]) / 2
            end = max(end, span[1])
