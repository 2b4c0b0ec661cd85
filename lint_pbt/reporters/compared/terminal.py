"""The comparison as an officer reads it on a terminal."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Final

from lint_pbt.presentation import paper as ink
from lint_pbt.presentation.display import columns, pad
from lint_pbt.presentation.words import SEVERITY
from lint_pbt.reporters.compared.story import KINDS, Change, Group, ProjectStory, Section, Told, story

if TYPE_CHECKING:
    from lint_pbt.compare.model import Comparison
    from lint_pbt.reporters.compared.story import Story

_MOODS: Final = {"good": ink.GOOD, "bad": ink.BAD, "plain": None}
_NUMBERS: Final = "一二三四五六七八"
_KIND_STYLE: Final = {
    "lowered": ink.BAD, "raised": ink.GOOD, "added": "green", "removed": "red", "renamed": "cyan", "moved": "cyan",
    "category": "cyan", "amount": ink.SEVERITY["warning"], "unchanged": ink.QUIET, "reworded": ink.QUIET,
}  # fmt: skip
_STATE: Final = {"solved": ink.GOOD, "remaining": ink.BAD, "new": ink.BAD, "removed": ink.HEADING, "unsure": ink.BAD}


def report(comparison: Comparison, stream: IO[str], *, quiet: bool = False, width: int | None = None) -> None:
    """Write the comparison to a stream; `quiet` leaves only the verdict."""
    told = story(comparison)
    paper = ink.Paper(stream, width)
    if not quiet:
        for name, extent in told.drafts:
            paper.write(f"{name}  ", ink.HEADING)
            paper.block(extent, indent=columns(name) + 2, taken=columns(name) + 2)
        paper.line()
    _verdict(told, paper)
    for text in told.unchecked:
        paper.write("没能检查  ", ink.BAD)
        paper.block(text, indent=10, taken=10)
    if told.unchecked:
        paper.line()
    if not quiet:
        _remarks(told, paper)
        number = 0
        for number, section in enumerate(told.sections, 1):
            _section(_NUMBERS[number - 1], section, paper)
        if told.projects:
            _changes(_NUMBERS[number], told, paper)
        # Long reports end where the eye is: the verdict once more.
        if sum(section.found for section in told.sections) > 20:
            _verdict(told, paper)
    paper.flush()


def _verdict(told: Story, paper: ink.Paper) -> None:
    sentences = told.verdict
    if sum(columns(text) for text, _ in sentences) <= paper.width:
        for text, mood in sentences:
            paper.write(text, _MOODS[mood])
        paper.line()
    else:
        for text, mood in sentences:
            paper.block(text, _MOODS[mood])
    paper.line()


def _remarks(told: Story, paper: ink.Paper) -> None:
    texts = [*told.remarks, *filter(None, [told.unpaired])]
    for text in texts:
        paper.block(text, ink.QUIET if text in told.remarks else ink.SEVERITY["warning"])
    if texts:
        paper.line()


def _section(number: str, section: Section, paper: ink.Paper) -> None:
    paper.write(f"{number}、{section.title}（{section.found}）", _STATE[section.key] if section.found else ink.HEADING)
    paper.line(f"  {section.gloss}" if section.gloss and section.found else "", ink.QUIET)
    for group in section.groups:
        _group(group, section, paper)
    if not section.groups:
        paper.line("  没有")
    paper.line()


def _group(group: Group, section: Section, paper: ink.Paper) -> None:
    paper.block(group.heading, ink.HEADING, indent=2)
    for told in group.findings:
        _finding(told, paper, advise=section.key in ("remaining", "new"))


def _finding(told: Told, paper: ink.Paper, *, advise: bool) -> None:
    paper.write(
        f"    {SEVERITY[told.severity]} {pad(told.rule, 4)}  ", ink.SEVERITY[told.severity] if advise else ink.QUIET
    )
    indent = 4 + columns(SEVERITY[told.severity]) + 1 + max(columns(told.rule), 4) + 2
    subject = f"{told.subject}：" if told.subject else ""
    if not advise:
        now = f"，现在是“{told.change[1]}”" if told.change else ""
        paper.block(f"{subject}{told.message}{now}", indent=indent, taken=indent)
        return
    paper.block(f"{subject}{told.message}（{told.where}）", indent=indent, taken=indent)
    if told.change:
        label = "改过  "
        paper.write(" " * (indent - columns(label)) + label, ink.QUIET)
        paper.block(f"{told.change[0]} → {told.change[1]}，还是有这个问题", indent=indent, taken=indent)
    paper.write(" " * (indent - 6) + "建议  ", ink.ADVICE)
    paper.block(told.suggestion, indent=indent, taken=indent)


def _changes(number: str, told: Story, paper: ink.Paper) -> None:
    paper.line(f"{number}、逐个项目的变化", ink.HEADING)
    counts = "，".join(f"{word} {told.kinds[kind]}" for kind, word in KINDS.items() if told.kinds[kind])
    paper.block(f"共：{counts}", ink.QUIET, indent=2)
    paper.line()
    unit = ""
    for project in told.projects:
        if project.unit != unit:
            unit = project.unit
            paper.block(f"【{unit}】" if unit else "【没有写单位】", ink.TITLE)
        _project(project, paper)
    paper.line()


def _project(project: ProjectStory, paper: ink.Paper) -> None:
    if project.state == "unchanged":
        paper.write(f"  {project.heading}", ink.HEADING)
        why = f"：{project.changes[0].why}" if project.changes[0].why else ""
        paper.line(f"  {KINDS['unchanged']}{why}", ink.QUIET)
        return
    paper.block(project.heading, ink.HEADING, indent=2)
    for change in project.changes:
        word = KINDS[change.kind]
        indent = 4 + 14
        paper.write(f"    {pad(word, 14)}", _KIND_STYLE.get(change.kind))
        paper.block(change_text(change), indent=indent, taken=indent)


def change_text(change: Change) -> str:
    """A change in one line of text."""
    values = f"{change.old} → {change.new}" if change.old and change.new else change.old or change.new
    notes = "；".join(filter(None, [change.why, change.sure]))
    text = f"{change.subject}：{values}" if values else change.subject
    return f"{text}（{notes}）" if notes else text
