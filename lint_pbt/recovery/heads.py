"""The titles above the columns of placed text: on one line, broken over several, or below a title that they share."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from lint_pbt.layouts.tables.titles import Titles, block_named
from lint_pbt.recovery.dealing import Column
from lint_pbt.recovery.evidence import LEVELS, TARGETS
from lint_pbt.recovery.forms import CELLS, title_at
from lint_pbt.recovery.rows import OTHER, SPANNING
from lint_pbt.recovery.words import Run, Word, side_by_side, text_of
from lint_pbt.text.patterns.lazy import Pattern

_LEAST_TITLES = 3
_OWN = ("sign", *TARGETS, "measure", "weight", "direction", "note")  # titles that stand below one that they share
_MAIN_OWN = (*TARGETS, "note")  # what such a title makes of one above it
_LEAST_OWN = 2
_ABOVE, _BELOW = 2, 3  # lines around the main one over which titles may break
_IN_BRACKETS = Pattern(r"\([^()]*\)")

Title = tuple[str, Run]


class _Stack(NamedTuple):
    """A column, with what stands in it on the main line of titles and above, and below."""

    column: Column
    upper: list[Word]
    lower: list[Word]


class Head(NamedTuple):
    """The columns by their titles, and how many lines of these stand above and below the main one."""

    columns: list[Column]
    above: int
    below: int


def titles_on(row: Sequence[Word], titles: Titles, below: Sequence[Sequence[Word]] = ()) -> list[Title]:
    """The titles of the columns whose main line is a row: each with its role; none where it is no such line.

    A title may go on in the lines `below` it.
    """
    found: list[Title] = []
    index = 0
    while index < len(row):
        title = title_at(side_by_side(row, index), 0, titles)
        role = title.role if title and title.role in (*CELLS, *SPANNING) else OTHER
        text = row[index : index + (title.end if title and role != OTHER else 1)]
        if role == OTHER or not titles.of(text_of(text)):
            alone = _first_of(text, titles)
            whole = _going_on(row[index], below, titles)
            if whole or len(alone) < len(text):
                role, text = whole or _role(text_of(alone), titles) or OTHER, row[index : index + 1] if whole else alone
        if role == "measure" and not any(one == "name" for one, _ in found):
            role = _role(text_of(text), titles) or OTHER  # 单位 is an office in front of the indicators
        found.append((role, text))
        index += len(text)
    _name_behind_levels(found, titles)
    levels = [at for at, (role, _) in enumerate(found) if role in LEVELS]
    for at, (_, text) in enumerate(found[: levels[0]] if levels else ()):
        if block_named(text_of(text)):
            found[at] = (OTHER, text)  # 长期 or 年度 as the label that runs down
    roles = [role for role, _ in found if role != OTHER]
    if len(roles) < _LEAST_TITLES or "name" not in roles or not set(LEVELS) & set(roles):
        return []
    return found


def _first_of(text: Run, titles: Titles) -> Run:
    """The words in front of others that are a title by themselves; all where none are."""
    ends = (at for at in range(1, len(text)) if text[0].plain.isalpha() and titles.of(text_of(text[at:])))
    return text[: next(ends, len(text))]


def _going_on(word: Word, below: Sequence[Sequence[Word]], titles: Titles) -> str | None:
    """What the column holds whose title begins with a word and goes on below it; None where it does not."""
    text = word.plain
    for line in below:
        under = [one for one in line if one.left < word.right and word.left < one.right]
        if not under:
            break
        text += text_of(under)
        if found := titles.of(text):
            return found.role if found.role in (*CELLS, *SPANNING) else None
    return None


def _name_behind_levels(found: list[Title], titles: Titles) -> None:
    """Where no column is titled as that of the names, the one titled 绩效指标 behind a level is."""
    roles = [role for role, _ in found]
    level = max((at for at, role in enumerate(roles) if role in LEVELS), default=len(roles))
    for at in range(level + 1, len(roles)) if "name" not in roles else ():
        title = titles.of(text_of(found[at][1]))
        if title and title.role == "indicators":
            found[at] = ("name", found[at][1])
            return


def _role(text: str, titles: Titles) -> str | None:
    """What the column with a title holds."""
    found = titles.of(text) or titles.guess(text)
    return found.role if found and found.role in (*CELLS, *SPANNING) else None


def head_of(
    main: Sequence[Title], above: Sequence[Sequence[Run]], below: Sequence[Sequence[Run]], titles: Titles
) -> Head:
    """The columns below titles with the rest of these, out of the lines above, the nearest last, and below.

    So many of the lines hold titles that the most columns are known by them, and then the longest titles are whole.
    """
    columns = [Column(role, text, text[0].left, text[-1].right) for role, text in main]
    best, points = Head(columns, 0, 0), (_known(columns), False, _whole(columns, titles))
    for upper in range(min(_ABOVE, len(above)) + 1):
        for lower in range(min(_BELOW, len(below)) + 1):
            nearest = chain.from_iterable(above[len(above) - upper :])
            found = _titled(columns, list(nearest), list(chain.from_iterable(below[:lower])), titles)
            if found is not None and (by := (_known(found[0]), found[1], _whole(found[0], titles))) > points:
                best, points = Head(found[0], upper, lower), by
    first = next(at for at, column in enumerate(best.columns) if column.role != OTHER)
    return best._replace(columns=best.columns[first:])  # left of all runs a label down


def _known(columns: Sequence[Column]) -> int:
    return sum(column.role != OTHER for column in columns)


def _whole(columns: Sequence[Column], titles: Titles) -> int:
    """How many characters titles have that are whole; what stands above may be the label of a row."""
    main = next(one.title[0].line for one in columns if one.role == "name")
    size = 0
    for column in columns:
        below = bool(column.title) and column.title[0].line > main
        if column.title and (column.role != OTHER or below):
            text = text_of(column.title)
            size += len(text) if titles.of(text, below=below) else 0
    return size


def _titled(
    columns: Sequence[Column], above: Sequence[Run], below: Sequence[Run], titles: Titles
) -> tuple[list[Column], bool] | None:
    """The columns with texts above and below their titles, None where these are no titles, and those between them.

    And whether a title above is shared by others below, or all that stands below is in brackets: （万元）.
    """
    stacks = [_Stack(column, list(column.title), []) for column in columns]
    for text, is_lower in (*((text, False) for text in above), *((text, True) for text in below)):
        left, right = text[0].left, text[-1].right
        over = [one for one in stacks if one.column.left < right - 0.5 and left + 0.5 < one.column.right]
        middle = (left + right) / 2
        own = next((one for one in over if one.column.left <= middle <= one.column.right), next(iter(over), None))
        if own is None:
            own = _Stack(Column(OTHER, (), left, right), [], [])
            stacks.append(own)
        (own.lower if is_lower else own.upper).extend(text)
    bare_own = [one for one in stacks if one.lower and not one.column.title and _own_role(one, titles)]
    owned = _OWN if len(bare_own) >= _LEAST_OWN else _MAIN_OWN
    are_titles = _are_titles_beside(stacks, titles)
    found: list[Column] = []
    shared = own_titles = False
    for stack in sorted(stacks, key=lambda one: one.column.left):
        role, title = _role_of(stack, titles, owned, are_titles)
        if role is None:
            return None
        bare = not stack.column.title
        own_titles |= bare and role != OTHER
        if bare and stack.upper and _role(text_of(stack.upper), titles) in TARGETS:
            shared = True
            if not stack.lower:
                continue  # what stands below it stands beside it
        found.append(stack.column._replace(role=role, title=title))
    main = {column.role for column in found if any(column.left == one.left for one in columns)}
    found = [
        one._replace(role=OTHER) if one.role in main and all(one.left != own.left for own in columns) else one
        for one in found
    ]
    first = next((column.left for column in found if column.role != OTHER), 0.0)
    lower = [text_of(stack.lower) for stack in stacks if stack.lower and stack.column.left >= first]
    in_brackets = bool(lower) and all(_IN_BRACKETS.fullmatch(text) for text in lower)
    return found, in_brackets or (shared and own_titles)


def _are_titles_beside(stacks: Sequence[_Stack], titles: Titles) -> bool:
    """Whether what stands on a line above, beside the titles of the main line, is titles of what holds rows together.

    It may be labels with their values else.
    """
    beside = [one.upper for one in stacks if not (one.lower or one.column.title)]
    roles = [_role(text_of(text), titles) for text in beside]
    above = (one.upper[len(one.column.title) :] for one in stacks if one.column.title)
    return (
        None not in roles
        and sum(role in SPANNING for role in roles) >= _LEAST_OWN
        and len({word.line for text in beside for word in text}) == 1
        and all(titles.of(text_of(text)) for text in above if text)
    )


def _role_of(stack: _Stack, titles: Titles, owned: Sequence[str], beside: bool) -> tuple[str | None, Run]:
    """What a column holds by all its titles, and which of these tell it; None where they no longer do.

    `beside` tells that all that stands above no title of the main line is a title too.
    """
    known = stack.column.role
    title = sorted([*stack.upper, *stack.lower], key=lambda word: (word.line, word.start))
    role, own = _role(text_of(title), titles), _own_role(stack, titles)
    if not stack.column.title:  # nothing stands on the main line
        whole = role and stack.upper and (stack.lower or beside)
        return (role, title) if whole else (own or OTHER, stack.lower or title)
    if known == OTHER or role == known:
        return (own, stack.lower) if role is None and own in _MAIN_OWN else (role or OTHER, title)
    if known in TARGETS and own in owned:
        return own, stack.lower
    if known in _OWN and role in SPANNING:  # 单位 below 指标值 is no office
        return known, title
    return (role if role in _MAIN_OWN and known in _MAIN_OWN else None), title


def _own_role(stack: _Stack, titles: Titles) -> str | None:
    """What a title says that stands below one that columns share."""
    text = text_of(stack.lower) if stack.lower else ""
    found = titles.of(text, below=True) or titles.guess(text) if text else None
    return found.role if found and found.role in _OWN else None
