"""Whether a table says after a fix what it said before, but for the fix."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lint_pbt.fix.plan import Spot
    from lint_pbt.model import Amount, Document, Field, Indicator
    from lint_pbt.run import Finding, Run

_ELSEWHERE = "改了以后，表里别的内容会读成别的样子"
_WORSE = "改了以后，会多出别的错误（{rules}）"


def objection(before: Run, after: Run, spots: Iterable[Spot]) -> str | None:
    """Why the change from one run to the other must not be made; None where it may.

    Both runs are of one file. Every field must read as before, those with spots as these say, and no error
    and nothing that cannot be judged may have come.
    """
    if len(after.documents) != 1 or after.failures or after.crashes:
        return _ELSEWHERE
    if _statements(after.documents[0], ()) != _statements(before.documents[0], spots):
        return _ELSEWHERE
    worse = _troubles(after) - _troubles(before)
    return _WORSE.format(rules="、".join(sorted({rule for rule, _ in worse}))) if worse else None


def _statements(document: Document, spots: Iterable[Spot]) -> list[object]:
    """Everything a document says, field by field, as it reads with the spots put in."""
    spots_of: dict[int, list[Spot]] = defaultdict(list)
    for spot in spots:
        spots_of[id(spot.field)].append(spot)

    def text(field: Field | None) -> str | None:
        return _changed(field.text, spots_of[id(field)]) if field is not None else None

    def amounts(listed: Iterable[Amount]) -> list[object]:
        return [(amount.column, amount.value) for amount in listed]

    def indicator(one: Indicator) -> Iterator[object]:
        yield one.ordinal
        for category in (one.level1, one.level2):
            yield category.code
            yield text(category.name)
        yield from map(text, (one.name, one.cycle, one.annual, one.weight, one.direction, *one.leftover))

    said: list[object] = [document.layout, document.encoding, document.amount_unit, document.has_cycle]
    said += [text(document.title), text(document.department), amounts(document.amounts)]
    said.append(sum(note.unchecked for note in document.notes))
    for unit in document.units:
        said += ["unit", text(unit.name), amounts(unit.amounts)]
        for project in unit.projects:
            said += ["project", project.index, text(project.name), amounts(project.amounts), text(project.goal)]
            said.append(project.complete)
            said += [tuple(indicator(one)) for one in project.indicators]
    return said


def _changed(text: str, spots: list[Spot]) -> str:
    """The text with the spots put in; a field has no white space at its ends."""
    for _, start, end, new in sorted(spots, key=lambda spot: -spot.start):
        text = text[:start] + new + text[end:]
    return text.strip()


def _troubles(run: Run) -> Counter[tuple[str, object]]:
    """The errors by rule and subject, and how many values each rule could not judge."""
    found = Counter((one.rule.id, _subject(one)) for one in run.findings if one.severity == "error")
    found.update((skip.rule, None) for skip in run.skips)
    return found


def _subject(finding: Finding) -> object:
    project, indicator = finding.project, finding.indicator
    name = (indicator.ordinal, indicator.name.text) if indicator else None
    return project.index if project else None, name, finding.field_name
