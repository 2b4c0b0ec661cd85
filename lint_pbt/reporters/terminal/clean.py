"""The projects without a finding, by name: whoever reads "no finding" sees what was read, and what was read wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lint_pbt.presentation import paper as ink

if TYPE_CHECKING:
    from lint_pbt.model.run import Checked
    from lint_pbt.presentation.paper import Paper

# How many projects are named before the rest is only counted.
_NAMED: Final = 10


class Clean:
    """The projects of a table about which nothing is found: the first few by unit and name, the rest as a number."""

    def __init__(self, checked: Checked) -> None:
        told = {id(one.project) for one in (*checked.findings, *checked.put_aside())}
        self._named: list[tuple[str, str]] = []
        self._others = 0
        for unit, project in checked.document.projects():
            if id(project) in told or not project.complete or not project.indicators:
                continue
            if len(self._named) == _NAMED:
                self._others += 1
                continue
            name = unit.name.text if unit.name else ""
            self._named.append((name, f"项目 {project.index}  {project.name.text}（{len(project.indicators)} 个指标）"))

    def write(self, paper: Paper) -> None:
        """Write them under a heading, units in brackets; nothing where there are none."""
        if not self._named:
            return
        paper.line("没有发现问题的项目", ink.HEADING)
        before = ""
        for unit, project in self._named:
            if unit != before:
                paper.block(f"【{unit}】", indent=2)
                before = unit
            paper.block(project, indent=2)
        if self._others:
            paper.line(f"  还有 {self._others} 个")
        paper.line()
