"""A check in, the rows of the journal out."""

from __future__ import annotations

import zlib
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Final

from lint_pbt.bureau.batch.naming import of_projects
from lint_pbt.bureau.batch.records import Entry, FindingRow, ProjectRow, RemarkRow
from lint_pbt.model.run import Checked, Run
from lint_pbt.presentation.order import in_table_order
from lint_pbt.presentation.remarks import gathered
from lint_pbt.presentation.words import field_label, line_text, message_text
from lint_pbt.scoring.score import score
from lint_pbt.scoring.settings import load_scoring
from lint_pbt.session.workers.packing import packed

if TYPE_CHECKING:
    from lint_pbt.bureau.batch.naming import Found
    from lint_pbt.model.run import Finding
    from lint_pbt.scoring.settings import Scoring

# Characters of a value that are kept beside its finding; the whole of it stands in the check.
_LONGEST: Final = 2_000
_FAST: Final = 3  # a level of zlib: nine tenths of what the highest saves, in a fifth of its time


def entry(checked: Checked, path: str, digest: str, stamp: str) -> Entry:
    """All that the journal keeps of a check."""
    run = Run((checked,))
    found = of_projects(checked.document, path)
    scores = score(run, _scoring())
    return Entry(
        path=path,
        state="checked",
        digest=digest,
        stamp=stamp,
        found=found[0].name,
        found_from=found[0].where,
        score=float(scores.overall.total) if scores.overall else None,
        complete=not checked.unchecked,
        projects=_projects(checked, found, {id(one.project): float(one.score.total) for one in scores.projects}),
        findings=_findings(checked),
        remarks=tuple(RemarkRow(0, one.line(with_path=False), one.unchecked) for one in gathered(run)),
        checked=zlib.compress(packed(checked), _FAST),
    )


@cache
def _scoring() -> Scoring:
    return load_scoring()


def _projects(checked: Checked, found: list[Found], scores: dict[int, float]) -> tuple[ProjectRow, ...]:
    counts = Counter((id(one.project), one.severity) for one in checked.findings if one.project is not None)
    rows = []
    for number, ((unit, project), department) in enumerate(zip(checked.document.projects(), found, strict=False), 1):
        rows.append(
            ProjectRow(
                file=0,
                number=number,
                name=project.name.text,
                unit=unit.name.text if unit.name else None,
                place=line_text(project.name.place()),
                indicators=len(project.indicators),
                errors=counts[id(project), "error"],
                warnings=counts[id(project), "warning"],
                infos=counts[id(project), "info"],
                score=scores.get(id(project)),
                amount=None if project.total is None else f"{project.total:f}",
                department=department.name,
                amount_unit=checked.document.amount_unit,
            )
        )
    return tuple(rows)


def _findings(checked: Checked) -> tuple[FindingRow, ...]:
    numbers = {id(project): number for number, (_, project) in enumerate(checked.document.projects(), 1)}
    ordered = in_table_order([checked.document], checked.findings)
    has_cycle = checked.document.has_cycle
    return tuple([_finding(number, one, numbers, has_cycle) for number, one in enumerate(ordered, 1)])


def _finding(number: int, one: Finding, projects: dict[int, int], has_cycle: bool) -> FindingRow:
    label = field_label(one.field_name, has_cycle=has_cycle, of_indicator=one.indicator is not None)
    return FindingRow(
        file=0,
        number=number,
        project=projects.get(id(one.project)),
        rule=one.rule.id,
        severity=one.severity,
        dimension=one.rule.dimension,
        indicator=one.indicator.name.text if one.indicator is not None else None,
        field=label or None,
        value=one.field.text[:_LONGEST] if one.field is not None else None,
        place=line_text(one.place),
        message=message_text(one),
        suggestion=one.suggestion,
        better=one.better,
        todo=one.rule.todo or one.rule.title,
        fingerprint=one.fingerprint,
        department=None,
        title=one.rule.title,
    )
