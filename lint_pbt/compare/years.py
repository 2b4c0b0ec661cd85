"""Which year a draft is of, and its texts as they would read a year or more later."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable

from lint_pbt.model.document import Document
from lint_pbt.text.folding import fold

_YEAR = r"(?<!\d)(20\d\d)(?!\d)"


def year_of(documents: Iterable[Document]) -> int | None:
    """The year most of the documents state in their titles, else in their files' names; None where they differ."""
    years: Counter[int] = Counter()
    for document in documents:
        texts = (document.title.text if document.title else "", os.path.basename(document.path))
        stated = next((set(found) for text in texts if (found := re.findall(_YEAR, fold(text)))), set())
        if len(stated) == 1:
            years[int(stated.pop())] += 1
    ranks = years.most_common(2)
    if not ranks or (len(ranks) > 1 and ranks[0][1] == ranks[1][1]):
        return None
    return ranks[0][0]


def moved_on(text: str, years: int) -> str:
    """The text with every year in it so many years later."""
    if not years:
        return text
    return re.sub(_YEAR, lambda found: str(int(found[1]) + years), fold(text))
