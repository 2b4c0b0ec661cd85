"""A short notation for what a value was read as, so that a table of cases can be checked by eye."""

from __future__ import annotations

from lint_pbt.target import Benchmark, Blank, Deadline, Frequency, Part, Phrase, Quantity, Target, Unread, Zero
from lint_pbt.target.show import plain, show


def notation(target: Target) -> str:
    """The parts: 办结率[≥95%], 期限(12-31), 频次(1年 [2次]), 无, 比照(＜…), 空话 or 读不懂.

    In front 模板 for the template prefix; behind ~ and each hedge, ! and each wrong sign with what it means.
    """
    notes = [" + ".join(_part(part) for part in target.parts)]
    if target.prefix:
        notes.insert(0, "模板")
    notes += [f"~{target.text[hedge.start : hedge.end]}" for hedge in target.hedges]
    notes += [f"!{sign.text}→{sign.meant.value}{'' if sign.sure else '?'}" for sign in target.wrong_signs]
    return " ".join(notes)


def _part(part: Part) -> str:
    if isinstance(part, Quantity):
        return f"{part.label}[{show(part)}]{part.tail}"
    if isinstance(part, Deadline):
        known = "-".join(str(piece) for piece in (part.year, part.month, part.day) if piece is not None)
        since = "-".join(str(piece) for piece in part.since or () if piece is not None)
        return f"期限({f'{since}～' if since else ''}{known or part.text})"
    if isinstance(part, Frequency):
        times = f" [{show(part.times)}]" if part.times else ""
        return f"频次({plain(part.every)}{part.period}{times})"
    if isinstance(part, Benchmark):
        return f"比照({part.operator.value if part.operator else ''}{part.against})"
    return {Zero: "无", Blank: "未填", Phrase: "空话", Unread: "读不懂"}[type(part)]
