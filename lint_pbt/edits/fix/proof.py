"""Whether a table says after a fix what it said before, but for the fix."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lint_pbt.edits.fix.plan import Spot
    from lint_pbt.model.document import Amount, Document, Field, Indicator
    from lint_pbt.model.run import Checked, Finding

_FORMULA_SIGNS = ("=", "+", "-", "@")
_EMPTY = "改了以后，这一格就空了"
_ELSEWHERE = "改了以后，表里别的内容会读成别的样子"
_FORMULA = "改了以后，这一格以“{sign}”开头，表格软件会当成公式"
_WORSE = "改了以后，会多出别的错误（{rules}）"


def hopeless(spots: Iterable[Spot]) -> str | None:
    """Why a change must not be made whatever the table says besides; None where that is to be seen."""
    for spot in spots:
        if not _changed(spot.field.text, [spot]):
            return _EMPTY
        sign = _formula_sign(spot)
        if sign:
            return _FORMULA.format(sign=sign)
    return None


def objection(before: Checked, after: Checked, spots: Iterable[Spot]) -> str | None:
    """Why the change from one check to the other must not be made; None where it may.

    Both are of one file. Every field must read as before, those with spots as these say, and no error
    and nothing that cannot be judged may have come.
    """
    if _statements(after.document, {}) != _statements(before.document, _by_field(spots)):
        return _ELSEWHERE
    worse = _troubles(after) - _troubles(before)
    return _WORSE.format(rules="、".join(sorted({rule for rule, _ in worse}))) if worse else None


def _by_field(spots: Iterable[Spot]) -> dict[int, list[Spot]]:
    """The spots by the identity of their field."""
    found: dict[int, list[Spot]] = {}
    for spot in spots:
        found.setdefault(id(spot.field), []).append(spot)
    return found


def _statements(document: Document, spots: Mapping[int, list[Spot]]) -> list[object]:
    """Everything a document says, field by field, as it reads with the spots put in."""

    def text(field: Field | None) -> str | None:
        return _changed(field.text, spots.get(id(field), [])) if field is not None else None

    def amounts(listed: Iterable[Amount]) -> list[object]:
        return [(amount.column, amount.value) for amount in listed]

    def indicator(one: Indicator) -> Iterator[object]:
        yield one.ordinal
        for category in (one.level1, one.level2):
            yield category.code
            yield text(category.name)
        # A sign from a column of signs stands in the values too, and is looked at there.
        yield from map(text, (one.name, one.cycle, one.annual, one.weight, one.direction, one.previous, *one.leftover))

    said: list[object] = [document.layout, document.encoding, document.amount_unit]
    said += [text(document.title), text(document.department), amounts(document.amounts)]
    said.append(sum(note.unchecked for note in document.notes))
    for unit in document.units:
        said += ["unit", text(unit.name), amounts(unit.amounts)]
        for project in unit.projects:
            said += ["project", project.index, text(project.name), amounts(project.amounts), text(project.goal)]
            said += [project.complete, project.form]
            said += [tuple(indicator(one)) for one in project.indicators]
    return said


def _changed(text: str, spots: list[Spot]) -> str:
    """The text with the spots put in; a field has no white space at its ends."""
    for _, start, end, new in sorted(spots, key=lambda spot: -spot.start):
        text = text[:start] + new + text[end:]
    return text.strip()


def _formula_sign(spot: Spot) -> str | None:
    """The sign with which the cell of a spot begins now but did not before, if it makes a formula of what follows."""
    field, start, end, new = spot
    cell = field.place(start).cell
    if cell is None:
        return None
    inside = [offset for offset in range(len(field.text)) if field.place(offset).cell == cell]
    before = "".join(field.text[offset] for offset in inside)
    head = "".join(field.text[offset] for offset in inside if offset < start)
    after = head + new + "".join(field.text[offset] for offset in inside if offset >= end)
    formula = after[:1] in _FORMULA_SIGNS and len(after) > 1 and after[0] != before[0]
    return after[0] if formula else None


def _troubles(checked: Checked) -> Counter[tuple[str, object]]:
    """The errors by rule and subject, and by rule how many values could not be judged."""
    found = Counter((one.rule.id, _subject(one)) for one in checked.findings if one.severity == "error")
    found.update((skip.rule, None) for skip in checked.skips)
    found.update((crash.rule, None) for crash in checked.crashes)
    return found


def _subject(finding: Finding) -> object:
    project, indicator = finding.project, finding.indicator
    name = (indicator.ordinal, indicator.name.text) if indicator else None
    return project.index if project else None, name, finding.field_name
