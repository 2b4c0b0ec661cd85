"""A file → the same with what is sure to be right fixed in it, and each change in words before anybody takes it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from lint_pbt.edits.fix.files import Method, fix_file
from lint_pbt.presentation.words import line_text, message_text
from lint_pbt.session.plan import Plan
from lint_pbt.web.page.checking import read

if TYPE_CHECKING:
    from lint_pbt.model.run import Checked, Repair
    from lint_pbt.session.plan import Asked

_AROUND = 12  # characters of a line beside what changes


def fixed(name: str, data: bytes, asked: Asked) -> tuple[dict[str, Any], bytes | None]:
    """What changes and what does not, and the fixed file; None where nothing changes. Raises ReadError, ConfigError."""
    plan = Plan([name], asked)

    def check(content: bytes) -> Checked:
        return plan.check(read(name, content, plan.reading(name)))

    repair = fix_file(name, data, check, Method(write=False)).repair
    assert repair is not None
    told = {
        "name": _name_of(name),
        "changes": list(_changes(repair)),
        "refused": [f"{message_text(one.finding)}：{one.reason}" for one in repair.refusals],
        "remark": repair.error or repair.remark,
    }
    return told, repair.data if repair.data != data else None


def _name_of(name: str) -> str:
    stem, suffix = os.path.splitext(os.path.basename(name))
    return f"{stem}.改好{suffix}"


def _changes(repair: Repair) -> Iterator[dict[str, str]]:
    """Each place that changes: where, what stood there, what stands there now."""
    for cell in repair.cells:
        yield {"where": line_text(cell.place), "before": cell.before, "after": cell.after}
    pairs = zip(repair.before.splitlines(), repair.after.splitlines(), strict=False)
    for number, (before, after) in enumerate(pairs, 1):
        if before != after:
            start, end = _differing(before, after)
            first, last = max(start - _AROUND, 0), end - _AROUND
            yield {
                "where": f"第 {number} 行",
                "before": before[first : len(before) - max(last, 0)],
                "after": after[first : len(after) - max(last, 0)],
            }


def _differing(before: str, after: str) -> tuple[int, int]:
    """How many characters two lines share at their beginning, and how many more at their end."""
    start = _alike(before, after)
    return start, _alike(before[start:][::-1], after[start:][::-1])


def _alike(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
