"""What findings have to do with each other: one a cause, one a shared cell, and one text for all fixes of a field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from lint_pbt.model.document import Passage, Row
from lint_pbt.model.run import Repaired, StoodIn

if TYPE_CHECKING:
    from lint_pbt.model.document import Field
    from lint_pbt.model.rule import Rule
    from lint_pbt.model.run import Finding


def stand_ins(rules: Iterable[Rule]) -> Mapping[str, frozenset[str]]:
    """The rules that others stand in for, each with those others."""
    found: dict[str, set[str]] = {}
    for rule in rules:
        for other in rule.instead_of:
            found.setdefault(other, set()).add(rule.id)
    return {other: frozenset(by) for other, by in found.items()}


def one_a_cause(
    findings: Sequence[Finding], stand_ins: Mapping[str, frozenset[str]]
) -> tuple[list[Finding], list[StoodIn]]:
    """The findings without those for which another one on the same words stands in, and those.

    What is stood in for stands in for others all the same: it is the cause of them, whoever tells it.
    """
    causes: dict[tuple[int, int, str | None], list[Finding]] = {}
    for one in findings:
        if one.rule.instead_of:
            causes.setdefault(_words(one), []).append(one)
    if not causes:
        return list(findings), []
    kept, stood_in = [], []
    for one in findings:
        wanted = stand_ins.get(one.rule.id)
        by = [two for two in causes.get(_words(one), ()) if two.rule.id in wanted and _meet(one, two)] if wanted else ()
        if by:
            stood_in.append(StoodIn(one, tuple(by)))
        else:
            kept.append(one)
    return kept, stood_in


def once_a_cell(findings: Sequence[Finding]) -> list[Finding]:
    """The findings, each about a cell that many indicators share given once, at the first of them."""
    in_cells = [at for at, one in enumerate(findings) if one.indicator is not None and _in_cell(one.field)]
    # Places and words take much room, and few findings stand where another one does.
    marks = [hash(_stands(findings[at])) for at in in_cells]
    found_at = Counter(marks)
    places: dict[tuple[object, ...], list[int]] = {}
    for at, mark in zip(in_cells, marks, strict=True):
        if found_at[mark] > 1:
            places.setdefault(_stands(findings[at]), []).append(at)
    cells: dict[tuple[object, ...], list[int]] = {}
    for key, found in places.items():
        for at in found if len(found) > 1 else ():
            cells.setdefault((*key, findings[at].message), []).append(at)
    shared = {at[0]: len(at) for at in cells.values() if len(at) > 1}
    if not shared:
        return list(findings)
    told_again = {at for of_cell in cells.values() for at in of_cell[1:]}
    return [
        replace(one, shared=shared[at]) if at in shared else one
        for at, one in enumerate(findings)
        if at not in told_again
    ]


def _stands(finding: Finding) -> tuple[object, ...]:
    """What is the same where a rule says something of the same words of one cell."""
    return finding.rule.id, finding.field_name, finding.place, finding.end_place


def _in_cell(field: Field | None) -> bool:
    """Whether a field is in a cell, and no slice of a whole text."""
    if field is None:
        return False
    source = field.source
    if isinstance(source, Passage):
        source = source.places[0]
    return isinstance(source, Row) or bool(source.cell)


def fixed_together(findings: Sequence[Finding]) -> list[Finding]:
    """The findings, those with a fix in one field each knowing what it reads after all of these fixes."""
    of_field: dict[int, list[int]] = {}
    for at, one in enumerate(findings):
        if one.fix is not None and one.field is not None:
            of_field.setdefault(id(one.field), []).append(at)
    together = list(findings)
    for numbers in of_field.values():
        if len(numbers) > 1 and (repaired := _repaired([findings[at] for at in numbers])):
            for at in numbers:
                one = findings[at]
                if one.fix is not None:
                    together[at] = replace(one, fix=replace(one.fix, together=repaired))
    return together


def _repaired(findings: Sequence[Finding]) -> Repaired | None:
    """A field after the fixes of these findings; None where they contradict."""
    from lint_pbt.text.replacing import pieces, replaced

    text = findings[0].field.text if findings[0].field is not None else ""
    fixes = [(one.start, one.end, one.fix) for one in findings if one.fix is not None]
    changes = [one for start, end, fix in fixes for one in pieces(text, start, end, fix.text)]
    fixed = replaced(text, changes)
    return None if fixed is None else Repaired(fixed, all(fix.safe for _, _, fix in fixes))


def _words(finding: Finding) -> tuple[int, int, str | None]:
    """What is the same where two findings are about one field of one indicator (or project)."""
    return id(finding.indicator or finding.project), id(finding.field), finding.field_name


def _meet(one: Finding, other: Finding) -> bool:
    """True where the evidence of the two has a character in common, or either points at the field as a whole."""
    spans = (one.start, one.end), (other.start, other.end)
    if any(start >= end for start, end in spans):
        return True
    return one.start < other.end and other.start < one.end
