"""What an inline table holds: headings, goals and records in the order they stand, each with what belongs to it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from lint_pbt.layouts.inline.amount_rows import find_amount_rows
from lint_pbt.layouts.inline.headings import Gap, Heading, LastValue, is_named, read_gap, runs
from lint_pbt.layouts.joining import Joined
from lint_pbt.layouts.records import Head, Records
from lint_pbt.layouts.words import Words, footnote
from lint_pbt.model.document import Amount, Field, Form, Indicator, Note, Place, Project
from lint_pbt.text.notation import SIGNS
from lint_pbt.text.patterns.lazy import Pattern

_NUMBERED = Pattern(r"(?:^|(?<=[。;.\s]))\(?\d{1,3}\s*[、,.):]")
_OPERATORS = (*SIGNS, ":")
_LONGEST_NAME = 80
_CUT = "文件可能在这里被截断。请对照原表，补全以后再检查"


class Contents:
    """The headings of a table, each with what belongs to it, `total`, the amounts of the whole table, and notes.

    The table begins at the offset `begin`; `columns` are the titles of its columns of amounts,
    `added` words that a user adds.
    """

    def __init__(self, joined: Joined, begin: int, columns: Sequence[str], added: Words) -> None:
        self.headings: list[Project] = []
        self.total: tuple[Amount, ...] = ()
        self.notes: list[Note] = []
        self._joined, self._columns = joined, columns
        self._records = Records(joined, added)
        self._form = Form(has_cycle="cycle" in self._records.expected)
        rows = find_amount_rows(joined, begin, len(columns))
        heads = self._records.heads(begin, [row.start for row in rows])
        for run, between, following in runs(heads, rows):
            end = following.start if following else len(joined.folded)
            value = self._last_value(run[-1], between[0].start if between else end) if run else None
            gap = read_gap(joined, value.start if value else begin, end, between, value)
            if run:
                self._add_records(run, gap, last=not following)
            for heading in gap.headings:
                self._add_heading(heading, last=not following and heading is gap.headings[-1])
            self._note_loose(gap)

    def _last_value(self, head: Head, end: int) -> LastValue:
        """The last value of a record that ends before the offset `end`."""
        labels = self._records.labels_between(head.end, end)
        other = self._joined.folded[labels[-2].end : labels[-1].start].strip(" 。;.") if len(labels) > 1 else ""
        return LastValue(labels[-1].end if labels else head.end, head.start, other)

    def _add_heading(self, heading: Heading, last: bool) -> None:
        field = self._joined.passage.field
        amounts = heading.row.amounts(self._joined, self._columns) if heading.row else ()
        name = field(*heading.name)
        if is_named(name, "total"):
            self.total = self.total or amounts
        if is_named(name, "total") or is_named(name, "subtotal"):
            return
        goal = self._goal(*heading.goal)
        place = name.place()
        if not amounts and not heading.above:
            self.notes.append(Note(f"项目“{_short(name)}”没有金额，或者金额读不出来", place))
        if last:
            self._note_unchecked(f"“{_short(name)}”后面没有指标，{_CUT}", place)
        self.headings.append(Project(0, name, amounts, goal, (), complete=not last, form=self._form))

    def _goal(self, start: int, end: int) -> Field | None:
        """The goal in a span, without text at its end that looks like indicators but fits nothing."""
        label = next(iter(self._records.labels_between(start, end)), None)
        if label:
            numbers = (match.start() for match in _NUMBERED.finditer(self._joined.folded, start, label.start))
            *_, cut = label.start, *numbers
            self._note_unread(cut, end, "缺少序号、一级指标或二级指标")
            end = cut
        goal = self._joined.passage.field(start, end)
        return goal if goal.text else None

    def _add_records(self, run: Sequence[Head], gap: Gap, last: bool) -> None:
        ends_here = last and not gap.headings
        run_end = self._cut_tail(run[-1], gap.record_end) if ends_here else gap.record_end
        indicators: list[Indicator] = []
        open_ends = 0
        for head, after in zip(run, [*run[1:], None], strict=True):
            end = after.start if after else run_end
            record = self._records.read(head, end, after.ordinal if after else None)
            if record.end < end:
                self._note_unread(record.end, end, "缺少一级指标或二级指标")
            open_ends += not record.closed
            indicators.append(record.indicator)
        is_open = not record.closed and open_ends == 1
        cut = ends_here and (run_end < gap.record_end or self._is_cut(indicators, is_open))
        if cut:
            self._note_unchecked(f"最后一条指标“{_short(indicators[-1].name)}”没有写完，{_CUT}", indicators[-1].place)
        self._attach(run[0], indicators, not cut)

    def _attach(self, head: Head, indicators: Sequence[Indicator], complete: bool) -> None:
        if not self.headings:
            nameless = self._joined.passage.field(head.start, head.start)
            self.notes.append(Note("这里的指标前面没有项目名称和金额", nameless.place()))
            self.headings.append(Project(0, nameless, (), None, (), form=self._form))
        project = self.headings[-1]
        self.headings[-1] = replace(project, indicators=(*project.indicators, *indicators), complete=complete)

    def _cut_tail(self, head: Head, end: int) -> int:
        """Where the last record ends if the file breaks off in a label or in the number of the next record."""
        text = self._joined.folded
        stop = text.rfind(";", head.end, end) + 1
        tail = "".join(text[stop:end].split())
        if stop and tail and any(label.startswith(tail) for label in self._records.words):
            return stop
        number = rf"(?<=[。;.])\s*{head.ordinal + 1}\s*(?:[、,.):]|\Z)" if head.ordinal else r"\Z"
        following = Pattern(number).search(text, head.end, end)
        return following.start() if following and not self._records.labels_between(following.start(), end) else end

    def _is_cut(self, indicators: Sequence[Indicator], open_end: bool) -> bool:
        """Whether the last record of the file breaks off, as far as one can tell."""
        last = indicators[-1]
        kind = "annual" if "annual" in self._records.expected else "cycle"
        value = getattr(last, kind)
        complete = [indicator for project in self.headings for indicator in project.indicators] + list(indicators[:-1])
        if value is None:
            return any(getattr(indicator, kind) for indicator in complete) and not last.leftover
        if self._joined.folded[value.start : value.start + len(value.text)].endswith(_OPERATORS):
            return True
        cycle = last.cycle.text if last.cycle else ""
        return open_end and kind == "annual" and cycle != value.text and cycle.startswith(value.text)

    def _note_loose(self, gap: Gap) -> None:
        loose = self._joined.passage.field(*gap.loose)
        if not loose.text:
            return
        place = loose.place()
        prose = len(loose.text) > _LONGEST_NAME or "。" in loose.text
        if prose or footnote().match(self._joined.folded, gap.loose[0]):
            self.notes.append(Note(f"“{_short(loose)}”起是表后的说明，没有检查", place))
        else:
            self._note_unchecked(f"“{_short(loose)}”后面没有指标，{_CUT}", place)

    def _note_unread(self, start: int, end: int, lacks: str) -> None:
        field = self._joined.passage.field(start, end)
        told = f"“{_short(field)}”看起来像指标，但{lacks}，没有读入。请按本表其他指标的写法补全"
        self._note_unchecked(told, field.place())

    def _note_unchecked(self, told: str, place: Place) -> None:
        self.notes.append(Note(told, place, unchecked=True))


def _short(field: Field) -> str:
    return field.text if len(field.text) <= 30 else field.text[:30] + "…"
