"""Records: what stands behind a head, up to the next: `〈name〉；实施周期指标值:〈value〉；年度指标值:〈value〉。`"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from lint_pbt.layouts.heads import Head
from lint_pbt.layouts.joining import Joined, last_sign
from lint_pbt.layouts.labels import Label, find_labels
from lint_pbt.model import Category, Field, Indicator

_ENDS = "。;；.,、 \t\v\x1c\x1d\x1e\x1f\x85\u2028\u2029"  # what may stand behind a value or a name, folded
_BEGINNINGS = ";,、 \t\v\x1c\x1d\x1e\x1f\x85\u2028\u2029"


class Record(NamedTuple):
    """A record as read: it ends at `end`, `closed` by an end sign. Behind it, text that looks like another
    indicator but has no head may follow."""

    indicator: Indicator
    end: int
    closed: bool


class RecordReader:
    """Reads the records of one text."""

    def __init__(self, joined: Joined) -> None:
        self.labels = find_labels(joined)
        self.expected = frozenset(label.kind for label in self.labels) & {"cycle", "annual"}
        self._starts = [label.start for label in self.labels]
        self._names: dict[str, str] = {}
        self._joined = joined
        self._text = joined.folded

    def labels_between(self, start: int, end: int) -> Sequence[Label]:
        """The labels that begin between two offsets."""
        return self.labels[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def read(self, head: Head, end: int, following: int | None) -> Record:
        """The record behind a head, to the offset `end`; `following` is the number of the next one in the run."""
        values: dict[str, tuple[int, int]] = {}
        name_end, previous, overflow = end, "", None
        for label in self.labels_between(head.end - 1, end):
            if label.start < head.end and self._text[label.end - 1] != ":":
                continue  # the name itself begins like a label
            if previous:
                values[previous] = (values[previous][0], label.start)
            if label.kind in values:
                # The label of another indicator, whose head could not be read.
                found = self._number(values[previous][0], label.start, r"\d{1,3}", head.ordinal)
                overflow = found or self._sentence_end(values[previous][0], label.start)
                break
            name_end = min(name_end, max(label.start, head.end))
            values[label.kind] = (label.end, end)
            previous = label.kind
        if overflow is None and previous and following and head.ordinal and following > head.ordinal + 1:
            overflow = self._number(values[previous][0], end, str(head.ordinal + 1), head.ordinal)
        if overflow is not None:
            end = overflow
            values[previous] = (values[previous][0], end)
        return Record(self._indicator(head, name_end, values), end, last_sign(self._text, head.end, end) in "。;.")

    def _indicator(self, head: Head, name_end: int, values: dict[str, tuple[int, int]]) -> Indicator:
        passage = self._joined.passage
        # Where a label is missing, its value stands without it behind the name.
        lacks = any(kind not in values for kind in self.expected)
        pieces = self._segments(head.end, name_end) if lacks else [(head.end, name_end)]
        name, *leftover = [self._field(*piece) for piece in pieces] or [None]
        fields = {kind: self._field(*span) for kind, span in values.items()}
        return Indicator(
            head.ordinal,
            self._category(head.codes[0], *head.level1),
            self._category(head.codes[1], *head.level2),
            name or Field("", passage, head.end),
            fields.get("cycle"),
            fields.get("annual"),
            passage.place(head.start),
            fields.get("weight"),
            fields.get("direction"),
            leftover=tuple(filter(None, leftover)),
        )

    def _category(self, code: str | None, start: int, end: int) -> Category:
        passage = self._joined.passage
        name = passage.text[start:end]
        # A table has thousands of them, and a dozen names.
        return Category(code, Field(self._names.setdefault(name, name), passage, start))

    def _field(self, start: int, end: int) -> Field | None:
        """The field in a span without the signs that part and end fields, None where nothing is left."""
        text = self._text[start:end].rstrip(_ENDS)
        end = start + len(text)
        start = end - len(text.lstrip(_BEGINNINGS))
        passage = self._joined.passage
        return Field(passage.text[start:end], passage, start) if start < end else None

    def _number(self, start: int, end: int, number: str, ordinal: int | None) -> int | None:
        """Where in a value a number of a record stands: behind an end sign, or the next one right behind the value."""
        behind = rf"|{ordinal + 1}(?=\s*[、)])" if ordinal else ""
        found = re.compile(rf"(?<=[。;.])\s*\(?{number}(?=\s*[、,.):]){behind}").search(self._text, start, end)
        return found.start() if found else None

    def _sentence_end(self, start: int, end: int) -> int:
        stop = self._text.find("。", start, end)
        return end if stop < 0 else stop + 1

    def _segments(self, start: int, end: int) -> list[tuple[int, int]]:
        """The parts between semicolons, without empty ones."""
        spans = []
        while start <= end:
            stop = self._text.find(";", start, end)
            stop = end if stop < 0 else stop
            if self._text[start:stop].strip():
                spans.append((start, stop))
            start = stop + 1
        return spans
