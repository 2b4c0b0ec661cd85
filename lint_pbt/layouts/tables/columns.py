"""What the columns of a table hold: one joint decision over their titles, their contents, and how they stand together.

The weights of all evidence are data: rules/vocabulary/column-evidence.yaml. The decision is the best of the readings
that a beam of the most likely ones goes through from left to right; it is the same every time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice, pairwise
from typing import NamedTuple

from lint_pbt.layouts.tables.looks import look
from lint_pbt.layouts.tables.titles import Titles, Votes, compact
from lint_pbt.layouts.tables.versions import told_apart
from lint_pbt.layouts.words import vocabulary
from lint_pbt.model.sheet import Cell
from lint_pbt.text.patterns.lazy import Pattern

Row = Sequence[Cell | None]

# The roles that belong to a list of indicators, of which a table may have several; the others stand once in a table.
OF_LIST = (
    "level1",
    "level2",
    "name",
    "named_value",
    "value",
    "cycle",
    "previous",
    "instead",
    "upper",
    "sign",
    "measure",
    "weight",
    "direction",
    "ordinal",
)
_VALUES = ("value", "cycle")
_FIRST_OF_LIST = ("ordinal", "level1", "level2", "name", "named_value")
_MANY = ("note", "source", "nothing", "instead")
_BESIDE_VALUES = ("sign", "measure")
_BEAM = 48
_LATER = 0.001
_MOSTLY = 0.5
_LOOKED_AT = 40  # rows
_ENOUGH = 3  # cells, for contents to count in full

_NUMBER = Pattern(r"[0-9]{1,9}(?:\.[0-9]{1,4})?")


class Column(NamedTuple):
    """A column as it is taken. `listing` counts the lists of indicators from 0.

    `kind` and `levels` are the block and the categories that its titles put it in, `margin` how far its role leads the
    next best, `runner_up`; `by_title` is True where its title names the role, `named` where one names any; `left` is
    that of its votes.
    """

    at: int
    role: str
    listing: int
    kind: str | None
    levels: tuple[Cell | None, Cell | None]
    title: Cell | None
    by_title: bool
    named: bool
    margin: float
    runner_up: str
    left: str = ""

    @property
    def written(self) -> str:
        """The title without white space, empty where there is none."""
        return "".join(self.title.text.split()) if self.title is not None else ""


class Decision(NamedTuple):
    """The columns of a table, and how sure the whole is."""

    columns: tuple[Column, ...]
    score: float


class _Seen(NamedTuple):
    """A column with all that speaks for its roles; `given` is what its titles do.

    `repeats` is True where its title stands further left too.
    """

    at: int
    votes: Votes
    levels: tuple[Cell | None, Cell | None]
    title: Cell | None
    given: Mapping[str, float]
    scores: Mapping[str, float]
    repeats: bool


class _State(NamedTuple):
    score: float
    roles: tuple[tuple[str, int], ...]
    used: frozenset[tuple[str, int, str | None]]
    listing: int
    group: tuple[object, ...] | None


def decide(
    stacks: Sequence[Sequence[Cell]], body: Sequence[Row], titles: Titles, year: Callable[[], int | None]
) -> Decision:
    """What each column holds: `stacks` are its titles from the top, `body` the rows below, merged cells filled in.

    `year` tells which year the table says it is of.
    """
    seen = list(_seen(stacks, body, titles, year))
    states = [_State(0.0, (), frozenset(), 0, None)]
    for column in seen:
        states = _next(states, column)
    best = max(states, key=_whole)
    return Decision(tuple(_columns(seen, best)), _whole(best))


# Evidence.


def _seen(
    stacks: Sequence[Sequence[Cell]], body: Sequence[Row], titles: Titles, year: Callable[[], int | None]
) -> Iterator[_Seen]:
    rows = list(islice(body, _LOOKED_AT))

    def texts(at: int) -> list[str]:
        return [cell.text for cell in _own(rows, at) if look(cell.text)]

    all_votes = told_apart(stacks, [_votes(stack, titles) for stack in stacks], titles, year, texts)

    def paired(at: int) -> bool:
        """Whether names stand in a column with their values."""
        looks = [look(text) for text in texts(at)]
        return bool(looks) and sum("pair" in kinds for kinds in looks) >= _MOSTLY * len(looks)

    valued = any(role in votes.weights for votes in all_votes for role in _VALUES)
    valued = valued or any(map(paired, range(len(stacks))))
    parts = any(votes.of_year and "value" in votes.weights for votes in all_votes)
    seconds = any(look(stack[-1].text) == {"second"} for stack in stacks if stack)
    told: dict[str, int] = {}
    before: set[int] = set()
    for at, stack in enumerate(stacks):
        cells = _own(rows, at)
        marks = {id(cell) for cell in cells}
        beside = at > 0 and [*stack[-1:]] == [*stacks[at - 1][-1:]]
        again = (
            at > 0 and stack and len(cells) > 1 and _alike(stack, stacks[at - 1]) and _alike(cells, _own(rows, at - 1))
        )
        if (marks and beside and marks <= before) or again or not (stack or cells):
            continue  # all of it is merged with its left neighbour, or was, or nothing stands there
        before = marks
        votes = all_votes[at]
        written = compact("".join(cell.text for cell in stack))
        given = _in_light(votes, parts, valued)
        contents = _contents(rows, cells)
        scores = _scores(given, contents, bool(stack))
        title = stack[-1] if stack else None
        repeats = told.get(written, id(title)) != id(title)
        yield _Seen(at, votes, _levels_of(stack, contents, seconds), title, given, scores, repeats)
        told.setdefault(written, id(title))


def _votes(stack: Sequence[Cell], titles: Titles) -> Votes:
    return titles.votes(tuple(cell.text for cell in stack)) if stack else Votes({}, None, None, "")


def _own(rows: Sequence[Row], at: int) -> list[Cell]:
    """The different cells of a column that are not blank, from the top; a merged one counts once."""
    found: list[Cell] = []
    for row in rows:
        cell = row[at] if at < len(row) else None
        if cell is not None and not (found and cell is found[-1]):
            found.append(cell)
    return found


def _alike(cells: Sequence[Cell], others: Sequence[Cell]) -> bool:
    return [cell.text for cell in cells] == [cell.text for cell in others]


def _contents(rows: Sequence[Row], cells: Sequence[Cell]) -> dict[str, float]:
    """How many of a column's cells are of each kind, from 0 to 1, and what is true of all together."""
    looks = [look(cell.text) for cell in cells]
    told = [kinds for kinds in looks if kinds]
    if not told:
        return {"empty": 1.0 if rows else 0.0}
    sure = min(1.0, len(told) / _ENOUGH) * 0.5 + 0.5
    shares: dict[str, float] = {}
    for kinds in told:
        for one in kinds:
            shares[one] = shares.get(one, 0.0) + sure / len(told)
    texts = [compact(cell.text) for cell in cells]
    if len(cells) >= 0.7 * len(rows):
        shares["full"] = 1.0
    elif len(cells) <= 0.5 * len(rows):
        shares["sparse"] = 1.0
    if len(cells) >= _ENOUGH:
        different = len(set(texts))
        if different == 1 or different > 0.7 * len(texts):
            shares["varied" if different > 1 else "same"] = 1.0
        numbers = [float(text) for text in texts if _NUMBER.fullmatch(text)]
        parts = [float(text[:-1]) for text in texts if text[-1:] == "%" and _NUMBER.fullmatch(text[:-1])]
        if len(numbers) == len(texts) and (kind := _series(numbers)):
            shares[kind] = 1.0
        elif len(parts) == len(texts) and _series(parts) == "sums":
            shares["shares"] = 1.0
    return shares


def _series(numbers: Sequence[float]) -> str | None:
    """What numbers below each other are together: `counting` up by one, perhaps anew, or with `sums` as of weights."""
    if all(two in (one + 1, 1) for one, two in pairwise(numbers)):
        return "counting"
    total = round(sum(numbers), 6)
    return "sums" if total > 0 and 0 in (total % 100, total % 90) and max(numbers) < 100 else None


def _in_light(votes: Votes, parts: bool, valued: bool) -> Mapping[str, float]:
    """What the titles of a column speak for in the light of the others.

    Where another is said to be of the year (`parts`), one that is not may be of the whole cycle. Where none is titled
    as a value (`valued`), a goal may be one.
    """
    given = dict(votes.weights)
    if parts and not votes.of_year and "value" in given and votes.surety in ("known", "ending"):
        given.setdefault("cycle", given["value"] - vocabulary("column-evidence")["titles"]["other"])
    if not valued:
        for goal, value in (("goal", "value"), ("cycle_goal", "cycle")):
            if goal in given:
                given[value] = given[goal] - vocabulary("column-evidence")["titles"]["other"]
    return given


def _scores(given: Mapping[str, float], contents: Mapping[str, float], titled: bool) -> dict[str, float]:
    """How much speaks for each role of a column; roles that only a title can give are left out without one."""
    weights = vocabulary("column-evidence")
    scores = {"nothing": weights["prior"]["nothing"]}
    for role, evidence in weights["contents"].items():
        if role not in given and (role in weights["titled"] or (role == "note" and not titled)):
            continue
        needed = weights["needs"].get(role) if role not in given else None
        if needed and not any(kind in contents for kind in needed):
            continue
        score = weights["prior"][role] + (given[role] if role in given else weights["untitled"].get(role, 0.0))
        score += sum(share * evidence[kind] for kind, share in contents.items() if kind in evidence)
        scores[role] = score
    return scores


def _levels_of(stack: Sequence[Cell], contents: Mapping[str, float], seconds: bool) -> tuple[Cell | None, Cell | None]:
    """The categories of a column by its titles: those above its own, or its own where it holds names with values.

    成本指标 may be of either level: it is a second one among `seconds`.
    """
    above = levels_above(stack)
    if contents.get("pair", 0.0) < _MOSTLY or not stack:
        return above
    own = look(stack[-1].text)
    if "first" in own and not (seconds and "second" in own):
        return stack[-1], None
    return (above[0], stack[-1]) if "second" in own else above


def levels_above(stack: Sequence[Cell]) -> tuple[Cell | None, Cell | None]:
    """The categories that stand as titles above that of a column, a first and a second level."""
    first = next((cell for cell in stack[:-1] if "first" in look(cell.text)), None)
    # 满意度 and 成本 are of both levels: the lower title is the second.
    second = next((cell for cell in reversed(stack[:-1]) if "second" in look(cell.text)), None)
    return first, None if second is first else second


# The decision.


def _next(states: Sequence[_State], column: _Seen) -> list[_State]:
    """The states behind a further column, the best first."""
    likely = sorted(column.scores.items(), key=lambda item: (-item[1], item[0]))
    floor = min(likely[0][1] - 8, 0.0)
    found: dict[tuple[object, ...], _State] = {}
    for state in states:
        for role, score in likely:
            if score < floor:
                break
            for after in _with(state, column, role, score):
                key = (after.used, after.listing, after.roles[-1], after.group)
                if key not in found or found[key].score < after.score:
                    found[key] = after
    return sorted(found.values(), key=lambda one: (-one.score, one.roles))[:_BEAM]


def _with(state: _State, column: _Seen, role: str, score: float) -> Iterator[_State]:
    """The state with a role for a column: in the list that is open, or in a new one where that is possible."""
    restart = vocabulary("column-evidence")["restart"]
    group = (column.levels, column.votes.kind)
    own = state.group if role not in OF_LIST else group
    mark = _mark(role, state.listing, column)
    # The value of a list stands with its names, or in a column of its own.
    other = {"value": "named_value", "named_value": "value"}.get(role)
    if role in _MANY or (mark not in state.used and (other, state.listing) not in state.roles):
        used = state.used if role in _MANY else state.used | {mark}
        # Of alike columns the first counts.
        gain = score + _beside(state, role, state.listing) - _LATER * len(state.roles) * (role in OF_LIST)
        yield _State(state.score + gain, (*state.roles, (role, state.listing)), used, state.listing, own)
    if role in _FIRST_OF_LIST and _is_list(state, state.listing):
        titled = group != state.group and any((column.votes.kind, *column.levels))
        cost = restart["titled" if titled else "plain"]
        if column.repeats:
            cost = min(cost, restart["repeated"])
        listing = state.listing + 1
        used = state.used | {_mark(role, listing, column)}
        yield _State(state.score + score - cost, (*state.roles, (role, listing)), used, listing, own)


def _mark(role: str, listing: int, column: _Seen) -> tuple[str, int, str | None]:
    """What stands only once: a role in its list or in the table, a sign and a unit for each kind of value."""
    kind = column.votes.kind if role in _BESIDE_VALUES else None
    return "name" if role == "named_value" else role, listing if role in OF_LIST else -1, kind


def _is_list(state: _State, listing: int) -> bool:
    """Whether a list has all that it needs: names and values."""
    roles = {role for role, of in state.roles if of == listing}
    return "named_value" in roles or ("name" in roles and bool(roles & {*_VALUES}))


def _beside(state: _State, role: str, listing: int) -> float:
    """What the columns to the left say of a role."""
    gain = 0.0
    if state.roles:
        gain += _neighbours().get((state.roles[-1][0], role), 0.0)
    costs = _behind(role)
    if costs:
        roles = {one for one, of in state.roles if of == listing or one not in OF_LIST}
        gain -= sum(cost for right, cost in costs if right in roles)
    return gain


@cache
def _behind(role: str) -> list[tuple[str, float]]:
    """The roles that cost one that stands right of them, and how much."""
    return [(right, cost) for left, right, cost in vocabulary("column-evidence")["before"] if left == role]


@cache
def _neighbours() -> dict[tuple[str, str], float]:
    return {(left, right): weight for left, right, weight in vocabulary("column-evidence")["beside"]}


def _whole(state: _State) -> float:
    """How good a reading is as a whole: lists without a name or a value are none."""
    unfinished = sum(not _is_list(state, listing) for listing in range(1, state.listing + 1))
    penalty: float = vocabulary("column-evidence")["restart"]["unfinished"]
    return state.score - unfinished * penalty


def _columns(seen: Sequence[_Seen], state: _State) -> Iterator[Column]:
    for column, (role, listing) in zip(seen, state.roles, strict=True):
        others = [(score, other) for other, score in column.scores.items() if other != role]
        second, runner_up = max(others)
        guessed = role == "cycle" and role not in column.votes.weights and "value" in column.votes.weights
        yield Column(
            column.at,
            role,
            listing,
            column.votes.kind,
            column.levels,
            column.title,
            column.votes.surety in ("known", "ending") and role in column.given and not guessed,
            bool(column.votes.surety),
            column.scores[role] - second,
            runner_up,
            column.votes.left or _passed_over(column, role, runner_up),
        )


def _passed_over(column: _Seen, role: str, runner_up: str) -> str:
    """How a column of values by the title above its own came not to count: another has them. "" for all else.

    The titles below name districts, or offices: 全市目标值 | 区域目标值 above 新罗区 | 永定区.
    """
    votes = column.votes
    grouped = votes.surety == "group" and any(one in votes.weights for one in _VALUES)
    return "other" if grouped and role in ("nothing", "note") and runner_up in _VALUES else ""
