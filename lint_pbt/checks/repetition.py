"""Checks of indicators against each other: the same one twice, or a whole set copied."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from lint_pbt.checks.likeness import Likeness
from lint_pbt.checks.primitive import Find, Hit, Options, Subject, primitive
from lint_pbt.checks.tools import Tools
from lint_pbt.model import Indicator, Project
from lint_pbt.selection import standard


class Duplicates(Options, frozen=True, kw_only=True):
    """`likeness` is from which share of common characters on two names are nearly the same."""

    likeness: Annotated[float, Meta(ge=0.5, le=1)] = 0.95


@primitive("duplicate-indicators", scope="project", options=Duplicates, fills=["other", "other_ordinal"])
def duplicate_indicators(options: Duplicates, tools: Tools) -> Find:
    """The same indicator twice in a project: the same name, or the same words in the same category."""
    likeness = Likeness(tools)

    def same(one: Indicator, other: Indicator) -> bool:
        if likeness.core(one.name.text) == likeness.core(other.name.text):
            return True
        if standard(one.level2, tools, first=False) != standard(other.level2, tools, first=False):
            return False
        return likeness.same(one.name.text, other.name.text, options.likeness)

    def find(subject: Subject) -> Iterator[Hit]:
        assert subject.project is not None
        seen: list[Indicator] = []
        for indicator in subject.project.indicators:
            other = next((earlier for earlier in seen if same(earlier, indicator)), None)
            if other is not None:
                number = str(other.ordinal) if other.ordinal is not None else ""
                fills = {"other": other.name.text, "other_ordinal": number}
                yield Hit(indicator.name, "name", fills=fills, indicator=indicator)
            seen.append(indicator)

    return find


class CopiedSet(Options, frozen=True, kw_only=True):
    """`at_least` is how many indicators two projects must share, all of theirs, for a set to count as copied."""

    at_least: Annotated[int, Meta(ge=2)] = 3


@primitive("copied-set", scope="document", options=CopiedSet, fills=["other", "count"])
def copied_set(options: CopiedSet, tools: Tools) -> Find:
    """Two projects with the same set of indicators and values."""
    likeness = Likeness(tools)

    def key(project: Project) -> tuple[tuple[str, str, str], ...]:
        return tuple(
            sorted(
                (
                    standard(one.level2, tools, first=False),
                    likeness.core(one.name.text),
                    "".join(one.annual.text.split()) if one.annual else "",
                )
                for one in project.indicators
            )
        )

    def find(subject: Subject) -> Iterator[Hit]:
        first: dict[tuple[tuple[str, str, str], ...], Project] = {}
        for unit, project in subject.document.projects():
            if len(project.indicators) < options.at_least:
                continue
            other = first.setdefault(key(project), project)
            if other is not project:
                fills = {"other": f"{other.index}“{other.name.text}”", "count": str(len(project.indicators))}
                yield Hit(fills=fills, project=project, unit=unit)

    return find
