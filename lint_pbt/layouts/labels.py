"""Labels of values: `实施周期指标值:` and its like."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from lint_pbt.layouts.joining import Joined
from lint_pbt.layouts.words import any_of, kinds

_COLON_ONLY = ("weight", "direction")  # labels too short to be told without separator and colon


class Label(NamedTuple):
    """The label of a value, from the separator before it to the colon behind it."""

    start: int
    end: int
    kind: str


@cache
def label_pattern() -> re.Pattern[str]:
    """Any label, its name as the first group and its colon, if it has one, as the second."""
    return re.compile(rf"({any_of(kinds('value-labels', 'labels'))})\s?(:?)")


def find_labels(joined: Joined) -> list[Label]:
    """Every label of a value in the text. The colon may be missing behind a separator, and the other way round."""
    text = joined.folded
    kind_of = kinds("value-labels", "labels")
    found = []
    for match in label_pattern().finditer(text):
        start = match.start()
        while start and text[start - 1].isspace():
            start -= 1
        parted = start > 0 and text[start - 1] in ";,。.|、"
        colon = bool(match[2])
        kind = kind_of[match[1]]
        if (parted and colon) or ((parted or colon) and kind not in _COLON_ONLY):
            found.append(Label(start - parted, match.end() if colon else match.end(1), kind))
    return found
