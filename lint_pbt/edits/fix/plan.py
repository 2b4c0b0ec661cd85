"""From findings to changes of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lint_pbt.text.replacing import least

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lint_pbt.edits.fix.manuscript import Edit, Rewritable
    from lint_pbt.model.document import Field
    from lint_pbt.model.run import Finding


class Spot(NamedTuple):
    """The part of a field that is to read otherwise."""

    field: Field
    start: int
    end: int
    text: str


class Change(NamedTuple):
    """What is changed at once: the edits of the file, the spots of the table they are for, and the findings.

    There is more than one finding where one cell holds for several indicators. `obstacle` is why there are no edits.
    """

    findings: tuple[Finding, ...]
    spots: tuple[Spot, ...]
    edits: tuple[Edit, ...]
    obstacle: str | None = None


def fixable(finding: Finding, unsafe: bool) -> bool:
    """Whether a finding can be fixed; `unsafe` admits what somebody should look at."""
    fix, field = finding.fix, finding.field
    if fix is None or field is None or not (fix.safe or unsafe):
        return False
    return fix.text != field.text[finding.start : finding.end]


def plan(findings: Iterable[Finding], manuscript: Rewritable) -> list[Change]:
    """The changes for findings that can be fixed, in the order of the file.

    Of changes that overlap the first is made; the others wait until the table has been read again.
    """
    alike: dict[tuple[tuple[Edit, ...], str], list[Change]] = {}
    for finding in findings:
        change = _change(finding, manuscript)
        alike.setdefault((change.edits, change.obstacle or ""), []).append(change)
    chosen = []
    taken: set[int] = set()
    for (edits, _), changes in sorted(alike.items(), key=lambda item: item[0]):
        offsets = {offset for start, end, _ in edits for offset in range(start, max(end, start + 1))}
        if taken.isdisjoint(offsets):
            taken |= offsets
            chosen.append(_merged(edits, changes))
    return chosen


def _change(finding: Finding, manuscript: Rewritable) -> Change:
    spots = _spots(finding)
    edits: list[Edit] = []
    for spot in spots:
        found = manuscript.edits(*spot)
        if isinstance(found, str):
            return Change((finding,), spots, (), found)
        edits += found
    return Change((finding,), spots, tuple(sorted(set(edits))))


def _spots(finding: Finding) -> tuple[Spot, ...]:
    """The part in question, and its like in a cycle value in the same words, whose defects are told only once."""
    field, fix, indicator = finding.field, finding.fix, finding.indicator
    assert field is not None
    assert fix is not None
    fields = [field]
    if indicator is not None and indicator.annual is field and indicator.cycle is not None:
        fields += [indicator.cycle] if indicator.cycle.text == field.text else []
    start, end, text = least(field.text, finding.start, finding.end, fix.text)
    return tuple(Spot(one, start, end, text) for one in fields)


def _merged(edits: tuple[Edit, ...], changes: list[Change]) -> Change:
    findings = [finding for change in changes for finding in change.findings]
    spots = [spot for change in changes for spot in change.spots]
    return Change(tuple(findings), tuple(spots), edits, changes[0].obstacle)
