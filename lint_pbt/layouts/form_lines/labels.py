"""Above the indicators: labels with what stands behind them, up to the next label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from lint_pbt.layouts.form_lines.form import Run
from lint_pbt.layouts.form_lines.pieces import Piece, text_of
from lint_pbt.layouts.tables.titles import Titles, block_of, compact
from lint_pbt.layouts.words import vocabulary

_MOST_PIECES = 8  # of a label
_LONGEST, _SHORTEST = 20, 4  # characters of a label
_SHORTEST_OTHER = 3  # of one that is only passed over
_COLUMNS = ("project", "unit", "amount", "source", "goal", "cycle_goal", "indicators", "note")
_GOALS = ("goal", "cycle_goal")
_OPENING = re.compile(r"(目标\d{0,2}|\(?\d{1,2}[.、)]|[一二三][、.])")
_MONEYS = ("group", "amount", "cycle_amount", "source", "part")
_NAMES = ("project", "unit", "applicant", "department")
MONEY = re.compile(r"(?:金额)?单位:[万亿千百]?元|\(?[万亿千百]?元\)")
_AMOUNT = re.compile(r"\d[\d,]*(?:\.\d{1,6})?")
_ENDS = ("。", ";", ".", "!")

Span = tuple[int, int]


class _Labelled(NamedTuple):
    """A label and its value as spans of pieces; either may be empty (start and end the same).

    `behind` is True where the label's own last piece holds the value too, behind a colon.
    """

    role: str | None
    label: Span
    value: Span
    behind: bool = False


@cache
def _labels() -> dict[str, str]:
    """The role of each label that is no title of a column too."""
    labels = vocabulary("columns").get("labels", {})
    return {compact(word): role for role, words in labels.items() for word in words}


_AROUND = re.compile(r"^[*★▲#]+|^20\d\d年度?(?=.)|^其中:|^[一二三四五六七八九十\d][、.]|\([^()]*\)$")


def _role(text: str, titles: Titles) -> str | None:
    """What a label means."""
    if len(text) > _LONGEST + 10:
        return None
    bare = _AROUND.sub("", text)
    role = _labels().get(text) or _labels().get(bare)
    if role is None and (title := titles.of(text) or titles.of(bare)) and title.role in _COLUMNS:
        role = title.role
    shortest = _SHORTEST if role in _COLUMNS[:-1] else _SHORTEST_OTHER
    return role if len(text) >= shortest else None


def find_label(pieces: Sequence[Piece], at: int, end: int, titles: Titles) -> tuple[str, int, bool] | None:
    """The label that begins with a piece: its role, where it ends, and whether its value stands in it too."""
    text, best = "", None
    for stop in range(at + 1, min(at + _MOST_PIECES, end) + 1):
        text += pieces[stop - 1].plain
        role = _role(text.rstrip(":"), titles)
        name, colon, behind = text.partition(":")
        if role:
            best = (role, stop, False)
        elif colon and behind and best is None and (role := _role(name, titles)):
            return role, stop, True
        elif len(name) > _LONGEST:
            break
        if best and stop < end and _role(pieces[stop].plain, titles):
            break
    return best


def label_rows(pieces: Sequence[Piece], start: int, end: int, titles: Titles) -> list[tuple[Run, ...]]:
    """The labels between two positions as rows of cells: each with its value, and before it the name of its group."""
    rows: list[tuple[Run, ...]] = []
    groups: list[Run] = []
    for one in _read(pieces, start, end, titles):
        label, value = pieces[slice(*one.label)], pieces[slice(*one.value)]
        if one.behind:
            rows.append((*groups, pieces[one.label[0] : one.value[1]]))
            groups = []
        elif one.role == "group" and not value:
            groups.append(label)
        elif one.role not in (None, "indicators"):
            rows.append((*groups, label, value))
            groups = []
    # The unit of the amounts, where a name ran into it.
    rows += [(pieces[at : at + 1],) for at in range(start, end) if MONEY.match(pieces[at].plain)]
    return rows


def goals_without_text(rows: Sequence[tuple[Run, ...]], titles: Titles) -> list[Piece]:
    """The first label of a goal, where there are some and none has a text."""
    goals = []
    for row in rows:
        label = row[-2] if len(row) > 1 else ()
        found = find_label(label, 0, len(label), titles) if label else None
        if found and found[0] in _GOALS:
            goals.append((label, row[-1]))
    return [goals[0][0][0]] if goals and not any(text for _, text in goals) else []


def _read(pieces: Sequence[Piece], start: int, end: int, titles: Titles) -> list[_Labelled]:
    """The labels between two positions, each with its value; what stands before the first has no label."""
    found: list[_Labelled] = []
    at = opened = start
    role: str | None = None
    label = (start, start)
    behind = False
    while at < end:
        following = find_label(pieces, at, end, titles)
        if following is None:
            at += 1
            continue
        if role is not None or opened < at:
            found.append(_Labelled(role, label, (opened, at), behind))
        role, stop, behind = following
        label, at, opened = (at, stop), stop, stop
    if role is not None or opened < end:
        found.append(_Labelled(role, label, (opened, end), behind))
    return _paired(pieces, [_cut_short(pieces, one, titles) for one in found])


def _cut_short(pieces: Sequence[Piece], one: _Labelled, titles: Titles) -> _Labelled:
    """The same without what is no part of it: a line with an amount behind a name, what stands behind an amount,
    the label beside the indicators behind a goal.
    """
    start, end = one.value
    if one.role in _MONEYS and end - start > 1 and not one.behind and _AMOUNT.fullmatch(pieces[start].plain):
        return one._replace(value=(start, start + 1))
    if one.role in _GOALS:
        for at in range(max(start + 1, end - 4), end):
            if _heads_indicators(text_of(pieces[at:end]), titles):
                return one._replace(value=(start, at))
    if one.role not in _NAMES:
        return one
    for at in range(start, end):
        if MONEY.match(pieces[at].plain):
            return one._replace(value=(start, at))
        if _AMOUNT.fullmatch(pieces[at].plain) and at > start and pieces[at].line != pieces[start].line:
            while at > start + 1 and pieces[at - 1].line != pieces[start].line:
                at -= 1
            return one._replace(value=(start, at))
    return one


def _heads_indicators(text: str, titles: Titles) -> bool:
    """Whether a text is the label that runs down beside the indicators."""
    title = titles.of(text)
    return (title is not None and title.role == "indicators") or (text.endswith("绩效指标") and bool(block_of(text)))


def _paired(pieces: Sequence[Piece], found: Sequence[_Labelled]) -> list[_Labelled]:
    """The same with two goals that stand beside each other parted: labels first, then both texts."""
    result: list[_Labelled] = []
    for one in found:
        before = result[-1] if result else None
        if (
            before is not None
            and {before.role, one.role} == set(_GOALS)
            and before.value[0] == before.value[1]
            and not before.behind
            and one.value[1] - one.value[0] > 1
        ):
            cut = _cut(pieces, *one.value)
            if cut is not None:
                result[-1] = before._replace(value=(one.value[0], cut))
                one = one._replace(value=(cut, one.value[1]))
        result.append(one)
    return result


def _cut(pieces: Sequence[Piece], start: int, end: int) -> int | None:
    """Where the second of two texts begins, None where that cannot be told."""
    firsts = [at for at in range(start + 1, end) if pieces[at].line != pieces[at - 1].line or end - start == 2]
    same = [at for at in firsts if text_of(pieces[start:at]) == text_of(pieces[at:end])]
    if same:
        return same[0]
    opening = _OPENING.match(pieces[start].plain)
    widest = max(piece.width for piece in pieces[start:end])
    ending = [at for at in firsts if pieces[at - 1].plain.endswith(_ENDS) or pieces[at - 1].width < widest * 0.7]
    if opening:
        again = [at for at in ending if pieces[at].plain.startswith(opening[1])]
        return again[0] if len(again) == 1 else None
    return ending[0] if len(ending) == 1 else None
