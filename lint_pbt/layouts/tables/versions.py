"""Several columns that each hold a value of the same indicators: of other years, as first set and as adjusted, of other
places, in words. Which of them counts, by their titles and the year of the table; the others are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from lint_pbt.layouts.tables.looks import VALUES, look
from lint_pbt.layouts.tables.titles import Titles, Votes, compact, grade_of, time_alone
from lint_pbt.layouts.words import vocabulary
from lint_pbt.model.sheet import Cell
from lint_pbt.text.notation import COMPARISON, SIGNS, TITLE_END
from lint_pbt.text.patterns.lazy import Pattern

Stacks = Sequence[Sequence[Cell]]
Texts = Callable[[int], Sequence[str]]  # what stands in a column that is not blank

_YEAR = Pattern(r"20\d\d")
_YEARS = Pattern(r"20\d\d年?度?(?:[-~至到]{1,2}20\d\d年?度?)?")
_TITLE = Pattern(rf"{TITLE_END}$|^\(?20\d\d年?度?\)?$")
_SIGNED = Pattern(rf"[{SIGNS}]|{COMPARISON}")
_NUMBER = Pattern(r"\d")
_LONGEST = 60  # characters of a row that says of which year the table is
_VALUES = frozenset(("value", "cycle"))
_CYCLE, _THIS_YEAR = -1, 0


def year_said(rows: Sequence[Sequence[Cell]]) -> int | None:
    """The year that the last title in rows names, or a label 年度; None where there is none, or several."""
    for row in reversed(rows):
        texts = [compact(cell.text) for cell in row if cell.text and len(cell.text) <= _LONGEST]
        if not texts or not (
            _TITLE.search(texts[0]) or texts[0].partition(":")[0] in vocabulary("columns")["year_labels"]
        ):
            continue
        if _YEAR.search("".join(texts)):
            return year_in("".join(texts))
    return None


def year_in(text: str) -> int | None:
    """The year that a text names, None where it names none or several."""
    years = set(_YEAR.findall(text))
    return int(years.pop()) if len(years) == 1 else None


def told_apart(
    stacks: Stacks,
    votes: Sequence[Votes],
    titles: Titles,
    form_year: Callable[[], int | None],
    texts: Texts,
) -> list[Votes]:
    """The votes with one column of values left in each list where several are titled as such.

    `form_year` tells which year the table says it is of.
    """
    found = [*votes]
    _name_values(found, stacks, titles, texts)
    _join_bounds(found, stacks, titles)
    year, sure = _own_year(found, form_year, texts)
    found = [_in_its_year(one, year, sure) for one in found]
    for group in _groups(stacks, found, texts):
        if len(group) > 1:
            _choose(found, group, texts)
    return _without_their_parts(stacks, found)


def _name_values(votes: list[Votes], stacks: Stacks, titles: Titles, texts: Texts) -> None:
    """Take columns behind the names for values that are titled by a time, a state or a grade alone, where no other is.

    All years count, each for itself (`_in_its_year`), as do the cycle and its year, and all states (`_choose`). Of the
    parts of a year the last does, and that is not sure. Of grades the best does; their titles name no role, so that
    notes tell which column was taken. Columns that hold years are of the project.
    """
    named = next((at for at, one in enumerate(votes) if one.surety and "name" in one.weights), len(votes))
    reached = any(one.done for one in votes)
    alone: dict[str, dict[int, int]] = {"time": {}, "part": {}, "state": {}, "grade": {}}
    for at, one in enumerate(votes):
        if at <= named or one.done or not stacks[at] or not (one.surety in ("", "group") or "note" in one.weights):
            continue
        told = _said_alone(stacks[at][-1].text, at, titles)
        if told is None and reached and one.this_year and _mostly_values(texts(at)):
            told = "time", _THIS_YEAR
        if told is not None and not any(_YEARS.fullmatch(compact(text)) for text in texts(at)):
            alone[told[0]][at] = told[1]
    others = (one for at, one in enumerate(votes) if not any(at in some for some in alone.values()))
    if any(one.surety and _VALUES & set(one.weights) for one in others):
        return
    known = vocabulary("column-evidence")["titles"]["known"]
    kind = next((kind for kind, columns in alone.items() if len(columns) > (kind != "time")), "time")
    for at, rank in alone[kind].items():
        if kind == "time":
            role, block = ("cycle", "cycle") if rank == _CYCLE else ("value", "annual")
            votes[at] = Votes({role: known}, block, rank if rank > 0 else None, "known", of_year=role == "value")
            continue
        taken = kind == "state" or rank == min(alone[kind].values())
        left = "unsure" if kind == "part" and not taken else ""
        votes[at] = Votes(
            {"value" if taken else "note": known}, None, None, "known" if kind != "grade" else "", left=left
        )


def _mostly_values(texts: Sequence[str]) -> bool:
    return sum(bool(look(text) & VALUES) for text in texts) * 2 > len(texts)


def _said_alone(text: str, at: int, titles: Titles) -> tuple[str, int] | None:
    """What a title says where it names one thing alone: a `time` with its year, a `part` of one, a `state` that a value
    is set in, a `grade`, each with its rank: of parts the last is the first."""
    time, period, grade = time_alone(text), titles.period(text), grade_of(text)
    if time is not None:
        return ("part", -at) if time["part"] else ("time", int(time["year"][:4]))
    if period is not None:
        return "time", _CYCLE if period == "cycle" else _THIS_YEAR
    state = next((rank for key, rank in _STATES if compact(text) in vocabulary("columns")["versions"][key]), None)
    if state is not None:
        return "state", state
    return ("grade", grade) if grade is not None else None


def _join_bounds(votes: list[Votes], stacks: Stacks, titles: Titles) -> None:
    """Make one of two columns that have the lower and the upper bound of the values."""
    known = vocabulary("column-evidence")["titles"]["known"]
    lower: dict[str, int] = {}
    for at, stack in enumerate(stacks):
        title = compact(stack[-1].text) if stack else ""
        for key, words in vocabulary("columns")["bounds"].items():
            word = next((word for word in words if word in title), None)
            rest = title.replace(word, "", 1) if word else title
            meant = titles.of(rest, below=True)
            if word is None or (rest and (meant is None or meant.role not in _VALUES)):
                continue
            if key == "lower":
                lower[rest] = at
            elif rest in lower:
                for column, role in ((lower[rest], "value"), (at, "upper")):
                    votes[column] = votes[column]._replace(weights={role: known}, surety="known", done=False)


def _own_year(votes: Sequence[Votes], form_year: Callable[[], int | None], texts: Texts) -> tuple[int | None, bool]:
    """The year of the table, and whether that is sure: it is said of one column, the table says it itself, or only
    the values of one year have signs, as targets do and what was reached does not."""
    years = {one.year for one in votes if one.year}
    if not years:
        return None, True
    said = next((one.year for one in votes if one.year and one.this_year), None) or form_year()
    if said is not None:
        return said, True
    signed = {
        one.year for at, one in enumerate(votes) if one.year and any(_SIGNED.match(compact(text)) for text in texts(at))
    }
    if len(signed) == 1:
        return signed.pop(), True
    # The first of the years that a cycle has, or else the last of those with what was before.
    cycle = any("cycle" in one.weights for one in votes)
    return (min if cycle else max)(years), len(years) == 1


def _in_its_year(votes: Votes, own: int | None, sure: bool) -> Votes:
    """The votes of a column in the year of the table: the value of the year before is past, others do not count."""
    if own is None or votes.year in (None, own):
        return votes
    weights, titles = dict(votes.weights), vocabulary("column-evidence")["titles"]
    before = votes.year == own - 1
    if "value" in weights:
        weights["previous" if before and sure else "note"] = weights.pop("value")
        return votes._replace(weights=weights, left="unsure" if not sure else "" if before else "year")
    if votes.done and before:
        weights |= {"previous": titles["known"], "note": titles["noted"]}
    return votes._replace(weights=weights)


def _groups(stacks: Stacks, votes: Sequence[Votes], texts: Texts) -> Iterator[dict[str, list[int]]]:
    """The columns titled as values of the same names: several by what their titles are, each with its columns.

    The names may stand again, below another title: 年初绩效目标 | 调整后绩效目标.
    """
    group: dict[str, list[int]] = {}
    before: dict[str, set[str]] = {}
    for at, one in enumerate(votes):
        role = next((role for role in ("level1", "name", "named_value") if role in one.weights), None)
        if one.surety and role is not None:
            names, again = before.get(role, set()), set(texts(at))
            if len(stacks[at]) > 1 and 2 * len(names & again) > len(again):
                continue
            before[role] = again
            yield group
            group = {}
        elif one.surety in ("known", "ending") and "value" in one.weights:
            group.setdefault(_written(stacks[at]), []).append(at)
    yield group


def _written(stack: Sequence[Cell]) -> str:
    return "".join(compact(cell.text) for cell in stack)


def _choose(votes: list[Votes], group: Mapping[str, Sequence[int]], texts: Texts) -> None:
    """Leave one of the columns of a group its vote. Where its cell is empty, what stood before it counts instead.

    One that is said to be of the year, beside one that is not, is left alone: that may be of the whole cycle. One whose
    title goes on behind that of another explains it.
    """
    user = vocabulary("column-evidence")["titles"]["user"]
    ranks = {title: (0, 0) if votes[at[0]].weights["value"] >= user else _rank(title) for title, at in group.items()}
    # A column of signs may stand below the title of the values without one of its own, and one without anything.
    filled_in = {title: any(_mostly_values(texts(at)) for at in columns) for title, columns in group.items()}
    worded = [title for title in group if ranks[title][0] == _TEXTS]
    rest = [title for title in group if title not in worded] or worded[:1]
    explained = [
        title
        for title in rest
        if ranks[title][0] == _PLAIN
        and any(title != other and title.startswith(other) and filled_in[other] for other in rest)
    ]
    rest = [title for title in rest if title not in explained]
    best = min(ranks[title] for title in rest)
    chosen = [title for title in rest if ranks[title] == best]
    chosen = [title for title in chosen if any(map(texts, group[title]))] or chosen
    if best[0] == _PLAIN and len({votes[group[title][0]].of_year for title in chosen}) > 1:
        kept, sure = set(chosen), True
    else:
        kept, sure = {chosen[0]}, len(chosen) == 1
    for title, columns in group.items():
        if title in kept:
            for at in columns:  # even where nothing was adjusted, and all of the column is empty
                weights = votes[at].weights
                votes[at] = votes[at]._replace(weights={**weights, "value": 2 * weights["value"]})
            continue
        before = sure and best[0] in (_IN_FORCE, _PLAIN) and ranks[title][0] in (_PLAIN, _BEFORE)
        instead = title in worded or (before and title not in explained)
        silent = title in explained or best[0] == _USER or not any(map(texts, columns))
        left = "instead" if instead else "other" if sure else "unsure"
        for at in columns:
            weights = {role: weight for role, weight in votes[at].weights.items() if role not in _VALUES}
            weights["instead" if instead else "note"] = votes[at].weights["value"]
            votes[at] = votes[at]._replace(weights=weights, left="" if silent else left)


_USER, _IN_FORCE, _OWN, _PLAIN, _BEFORE, _ELSEWHERE, _TEXTS = range(7)
_STATES = (("in_force", _IN_FORCE), ("before", _BEFORE))
_CLASSES = (("texts", _TEXTS), ("elsewhere", _ELSEWHERE), *_STATES, ("own", _OWN))


def _rank(title: str) -> tuple[int, int]:
    """How much speaks for a column of values by the words of its title, the best first, and the place of the word."""
    words = vocabulary("columns")["versions"]
    said = {word: (rank, at) for key, rank in _CLASSES for at, word in enumerate(words[key]) if word in title}
    for word, (rank, at) in said.items():
        if not any(word != other and word in other for other in said):  # 调整前 says not 调整
            return rank, at if rank == _IN_FORCE else 0
    return _PLAIN, 0


def name_versions(cells: Sequence[Cell]) -> bool:
    """Whether titles beside each other name versions of the same values: 年初设定 | 调整后."""
    ranks = [_rank(compact(cell.text))[0] for cell in cells if not _NUMBER.search(cell.text)]
    return _IN_FORCE in ranks and _BEFORE in ranks


def holds_texts(title: str) -> bool:
    """Whether a column of values, or of their units, may hold words by its title: 单位（文字描述）."""
    return _rank(compact(title))[0] == _TEXTS


def _without_their_parts(stacks: Stacks, votes: list[Votes]) -> list[Votes]:
    """The votes without those of signs, units and names that stand below a title of which no value counts.

    A number without its own sign and unit counts for nothing: such a column is not looked at instead of another.
    """
    below: dict[int, set[int]] = {}
    for at, stack in enumerate(stacks):
        for cell in stack[:-1]:
            below.setdefault(id(cell), set()).add(at)
    found = list(votes)
    noted = vocabulary("column-evidence")["titles"]["known"]
    for columns in below.values():
        valued = any(_VALUES & set(votes[at].weights) for at in columns)
        if len(columns) > 1 and not valued and any(votes[at].left for at in columns):
            for at in columns:
                left = "other" if votes[at].left == "instead" else votes[at].left
                found[at] = votes[at]._replace(weights={"note": noted}, left=left)
    return found
