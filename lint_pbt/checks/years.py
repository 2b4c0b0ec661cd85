"""Does a project run for more than a year? The table, its name or goal tells."""

from __future__ import annotations

from collections.abc import Callable

from lint_pbt.checks.tools import Tools
from lint_pbt.model.document import Project


def spans_years(tools: Tools, vocabulary: str) -> Callable[[Project], bool]:
    """A test of projects; `vocabulary` names a list of patterns that tell of several years."""
    patterns = tools.listed(vocabulary)
    if not patterns:
        return lambda project: project.several_years
    pattern = tools.pattern(*patterns)

    def test(project: Project) -> bool:
        texts = [project.name.text, project.goal.text if project.goal else ""]
        return project.several_years or any(map(pattern.find, texts))

    return test
