"""The comparison as one JSON object; `schemas.compared` says what it looks like."""

from __future__ import annotations

from collections import Counter
from typing import IO, TYPE_CHECKING

import msgspec

from lint_pbt.compare.model import VERSION
from lint_pbt.presentation.json_stream import write_object
from lint_pbt.reporters.compared.story import story
from lint_pbt.reporters.json.objects import finding_object, number
from lint_pbt.schemas import compared as shapes
from lint_pbt.schemas.shapes import Summary

if TYPE_CHECKING:
    from lint_pbt.compare.model import Comparison, Followed, IndicatorPair, Located, ProjectPair
    from lint_pbt.model.document import Field, Indicator
    from lint_pbt.model.run import Run


def report(comparison: Comparison, stream: IO[str]) -> None:
    """Write the comparison to a stream, one finding and one project a line."""
    told = story(comparison)
    counts = Counter(one.state for one in comparison.findings)
    whole = {
        "version": VERSION,
        "last_year": comparison.last_year,
        "old": _plain(_draft(comparison.old, comparison.old_year)),
        "new": _plain(_draft(comparison.new, comparison.new_year)),
        "summary": {state: counts[state] for state in shapes.States.__struct_fields__},  # type: ignore[index]
        "findings": map(_followed, comparison.findings),
        "projects": map(_plain, map(_projects, comparison.projects)),
        "unchecked": told.unchecked,
        "remarks": told.remarks,
    }
    write_object(stream, whole)


def _plain(shape: msgspec.Struct) -> object:
    return msgspec.to_builtins(shape)


def _draft(run: Run, year: int | None) -> shapes.Draft:
    counts = run.count()
    tables = []
    for document in run.documents:
        projects = [project for _, project in document.projects()]
        indicators = sum(len(project.indicators) for project in projects)
        tables.append(shapes.Table(path=document.path, projects=len(projects), indicators=indicators))
    count = Summary(error=counts["error"], warning=counts["warning"], info=counts["info"])
    return shapes.Draft(documents=tables, year=year, summary=count)


def _projects(pair: ProjectPair) -> shapes.Projects:
    paired = pair.old is not None and pair.new is not None
    old, new = number(pair.old_amount), number(pair.new_amount)
    amounts = None
    if pair.amount_changed and old is not None and new is not None:
        amounts = shapes.Amounts(old=old, new=new)
    return shapes.Projects(
        old=_project(pair.old),
        new=_project(pair.new),
        confidence=pair.confidence if paired else None,
        how=pair.how.value if paired else None,
        renamed=pair.renamed,
        moved=pair.moved,
        goal_changed=pair.goal_changed,
        unchanged=pair.unchanged,
        amount=amounts,
        indicators=[_indicators(one) for one in pair.indicators],
    )


def _indicators(pair: IndicatorPair) -> shapes.Indicators:
    paired = pair.old is not None and pair.new is not None
    return shapes.Indicators(
        old=_indicator(pair.old, pair.old_home),
        new=_indicator(pair.new, pair.new_home),
        confidence=pair.confidence if paired else None,
        how=pair.how.value if paired else None,
        renamed=pair.renamed,
        moved=pair.moved,
        recategorised=pair.recategorised,
        changes=[
            shapes.Changed(field=one.field, old=one.old, new=one.new, course=one.course, why=one.why)
            for one in pair.changes
        ],
    )


def _project(located: Located | None) -> shapes.OfProject | None:
    if located is None:
        return None
    project, unit = located.project, located.unit.name
    return shapes.OfProject(
        path=located.document.path,
        unit=unit.text if unit else None,
        index=project.index,
        name=project.name.text,
        line=project.name.place().line,
    )


def _indicator(indicator: Indicator | None, home: Located | None) -> shapes.OfIndicator | None:
    if indicator is None or home is None:
        return None
    place = indicator.place
    return shapes.OfIndicator(
        project=home.project.index,
        ordinal=indicator.ordinal,
        name=indicator.name.text,
        level1=indicator.level1.name.text,
        level2=indicator.level2.name.text,
        cycle_value=_text(indicator.cycle),
        annual_value=_text(indicator.annual),
        weight=_text(indicator.weight),
        line=place.line,
        cell=place.cell,
        sheet=place.sheet,
        page=place.page,
    )


def _followed(one: Followed) -> dict[str, object]:
    """A finding as each draft has it, written as `check` writes it."""
    old, new = (finding_object(finding) if finding else None for finding in (one.old, one.new))
    return {"state": one.state, "changed": one.changed, "old": old, "new": new}


def _text(field: Field | None) -> str | None:
    return field.text if field else None
