"""Above the indicators: labels with what stands behind them, up to the next label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import groupby, pairwise
from typing import NamedTuple

from lint_pbt.layouts.tables.titles import Titles, block_of, compact
from lint_pbt.layouts.words import vocabulary
from lint_pbt.recovery.words import Run, Word, text_of

_MOST_PIECES = 8  # of a label
_LONGEST, _SHORTEST = 20, 4  # characters of a label
_LONGEST_UNLISTED = 10
_SHORTEST_OTHER = 3  # of one that is only passed over
_COLUMNS = ("project", "unit", "amount", "source", "goal", "cycle_goal", "indicators", "note")
_GOALS = ("goal", "cycle_goal")
_OPENING = re.compile(r"([\"“]?(?:目标\d{0,2}|\(?\d{1,2}[.、)]|[一二三][、.]))")
_MONEYS = ("group", "amount", "cycle_amount", "source", "part")
_NAMES = ("project", "unit", "applicant", "department")
MONEY = re.compile(r"(?:金额)?单位:[万亿千百]?元|\(?[万亿千百]?元\)")
_AMOUNT = re.compile(r"\d[\d,]*(?:\.\d{1,6})?")
_ENDS = ("。", ";", ".", "!")

Span = tuple[int, int]


class _Labelled(NamedTuple):
    """A label and its value as spans of words; either may be empty (start and end the same).

    `behind` is True where the label's own last word holds the value too, behind a colon.
    """

    role: str | None
    label: Span
    value: Span
    behind: bool = False


@cache
def _labels() -> dict[str, str]:
    """The role of each label that is no title of a column too."""
    labels = vocabulary("grid-columns").get("labels", {})
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


def find_label(words: Sequence[Word], at: int, end: int, titles: Titles) -> tuple[str, int, bool] | None:
    """The label that begins with a word: its role, where it ends, and whether its value stands in it too."""
    text, best = "", None
    for stop in range(at + 1, min(at + _MOST_PIECES, end) + 1):
        text += words[stop - 1].plain
        role = _role(text.rstrip(":"), titles)
        name, colon, behind = text.partition(":")
        if role:
            best = (role, stop, False)
        elif colon and behind and best is None and (role := _role(name, titles)):
            return role, stop, True
        elif len(name) > _LONGEST:
            break
        if best and stop < end and _role(words[stop].plain, titles):
            break
    return best or (("other", at + 1, False) if _is_like_label(words, at, end) else None)


def _is_like_label(words: Sequence[Word], at: int, end: int) -> bool:
    """Whether a word is a label that is not listed: it ends like one, and stands in a cell of its own."""
    word = words[at]
    alone = at + 1 >= end or words[at + 1].line != word.line or words[at + 1].left - word.right > 0.5
    begins = at == 0 or words[at - 1].line != word.line or word.left - words[at - 1].right > 0.5
    return (
        alone
        and begins
        and _SHORTEST <= len(word.plain) <= _LONGEST_UNLISTED
        and word.plain.endswith(tuple(vocabulary("form-lines")["label_endings"]))
        and word.plain.isalpha()
    )


def label_rows(words: Sequence[Word], start: int, end: int, titles: Titles) -> list[tuple[Run, ...]]:
    """The labels between two positions as rows of cells: each with its value, and before it the name of its group."""
    words = _with_wrapped_values(words[start:end], titles)
    start, end = 0, len(words)
    rows: list[tuple[Run, ...]] = []
    groups: list[Run] = []
    for one in _without_loose_parts(_read(words, start, end, titles)):
        label, value = words[slice(*one.label)], words[slice(*one.value)]
        if one.behind:
            rows.append((*groups, words[one.label[0] : one.value[1]]))
            groups = []
        elif one.role == "group" and not value:
            groups.append(label)
        elif one.role not in (None, "indicators"):
            rows.append((*groups, label, value))
            groups = []
    # The unit of the amounts, where a name ran into it.
    rows += [(words[at : at + 1],) for at in range(start, end) if MONEY.match(words[at].plain)]
    return rows


def _with_wrapped_values(words: Sequence[Word], titles: Titles) -> list[Word]:
    """The words with the lines put in their places on which the values of several labels go on side by side."""
    lines = [list(line) for _, line in groupby(words, key=lambda word: word.line)]
    found: list[Word] = []
    before: list[int] = []  # where the labels of the line above begin, if each has its value there
    for line in lines:
        begins = [at for at in range(len(line)) if find_label(line, at, len(line), titles)]
        if not begins and len(before) > 1 and len(line) == len(before):
            ends = [*before[1:], len(found)]
            for end, word in zip(reversed(ends), reversed(line), strict=True):
                found.insert(end, word)
            before = []
            continue
        valued = all(stop - at > 1 for at, stop in pairwise([*begins, len(line)]))
        before = [len(found) + at for at in begins] if begins[:1] == [0] and valued else []
        found += line
    return found


def _without_loose_parts(found: Sequence[_Labelled]) -> list[_Labelled]:
    """The labels without the parts of amounts where two totals stand beside each other: nobody knows of which they are."""
    totals = [at for at, one in enumerate(found) if one.role in ("amount", "cycle_amount")]
    beside = {found[at].role for at in totals} == {"amount", "cycle_amount"} and totals[-1] - totals[0] < len(totals)
    return [one for one in found if not (beside and one.role in ("source", "part"))]


def goals_without_text(rows: Sequence[tuple[Run, ...]], titles: Titles) -> list[Word]:
    """The first label of a goal, where there are some and none has a text."""
    goals = []
    for row in rows:
        label = row[-2] if len(row) > 1 else ()
        found = find_label(label, 0, len(label), titles) if label else None
        if found and found[0] in _GOALS:
            goals.append((label, row[-1]))
    return [goals[0][0][0]] if goals and not any(text for _, text in goals) else []


def _read(words: Sequence[Word], start: int, end: int, titles: Titles) -> list[_Labelled]:
    """The labels between two positions, each with its value; what stands before the first has no label."""
    found: list[_Labelled] = []
    at = opened = start
    role: str | None = None
    label = (start, start)
    behind = False
    while at < end:
        following = find_label(words, at, end, titles)
        if following is None:
            at += 1
            continue
        if role is not None or opened < at:
            found.append(_Labelled(role, label, (opened, at), behind))
        role, stop, behind = following
        label, at, opened = (at, stop), stop, stop
    if role is not None or opened < end:
        found.append(_Labelled(role, label, (opened, end), behind))
    return _paired(words, [_cut_short(words, one, titles) for one in found])


def _cut_short(words: Sequence[Word], one: _Labelled, titles: Titles) -> _Labelled:
    """The same without what is no part of it: a line with an amount behind a name, what stands behind an amount,
    the label beside the indicators behind a goal.
    """
    start, end = one.value
    if one.role in _MONEYS and end - start > 1 and not one.behind and _AMOUNT.fullmatch(words[start].plain):
        return one._replace(value=(start, start + 1))
    if one.role in _GOALS:
        for at in range(max(start + 1, end - 4), end):
            if _heads_indicators(text_of(words[at:end]), titles):
                return one._replace(value=(start, at))
    if one.role not in _NAMES:
        return one
    for at in range(start, end):
        if MONEY.match(words[at].plain):
            return one._replace(value=(start, at))
        if _AMOUNT.fullmatch(words[at].plain) and at > start and words[at].line != words[start].line:
            while at > start + 1 and words[at - 1].line != words[start].line:
                at -= 1
            return one._replace(value=(start, at))
    return one


def _heads_indicators(text: str, titles: Titles) -> bool:
    """Whether a text is the label that runs down beside the indicators."""
    title = titles.of(text)
    return (title is not None and title.role == "indicators") or (text.endswith("绩效指标") and bool(block_of(text)))


def _paired(words: Sequence[Word], found: Sequence[_Labelled]) -> list[_Labelled]:
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
            cut = _cut(words, *one.value)
            if cut is not None:
                result[-1] = before._replace(value=(one.value[0], cut))
                one = one._replace(value=(cut, one.value[1]))
        result.append(one)
    return result


def _cut(words: Sequence[Word], start: int, end: int) -> int | None:
    """Where the second of two texts begins, None where that cannot be told."""
    firsts = [at for at in range(start + 1, end) if words[at].line != words[at - 1].line or end - start == 2]
    same = [at for at in firsts if text_of(words[start:at]) == text_of(words[at:end])]
    if same:
        return same[0]
    opening = _OPENING.match(words[start].plain)
    widest = max(word.width for word in words[start:end])
    ending = [at for at in firsts if words[at - 1].plain.endswith(_ENDS) or words[at - 1].width < widest * 0.7]
    if opening:
        again = [at for at in ending if words[at].plain.startswith(opening[1])]
        return again[0] if len(again) == 1 else None
    ended = [at for at in ending if words[at - 1].plain.endswith(_ENDS)]  # the columns may be unlike in width
    return next((some[0] for some in (ended, ending) if len(some) == 1), None)
