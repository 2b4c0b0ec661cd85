"""The comparison as Markdown, for the summary of a job or a pull request: bounded, and all of a table escaped."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Final

from lint_pbt.presentation.words import SEVERITY
from lint_pbt.reporters.compared.story import KINDS, story
from lint_pbt.reporters.compared.terminal import change_text
from lint_pbt.reporters.markdown import plain
from lint_pbt.system.own_reports import COMPARED_TITLE, MARK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint_pbt.compare.model import Comparison
    from lint_pbt.reporters.compared.story import Section, Story

# What GitHub takes for the summary of a step is 1 MiB; the check's own summary needs most of it.
MOST_BYTES: Final = 300_000
_MARKS: Final = {"solved": "✅", "remaining": "⏳", "new": "🆕", "removed": "🗑️", "unsure": "❓"}


def report(comparison: Comparison, stream: IO[str]) -> None:
    """Write what came of it, what is still wrong and new, what got better, and the changes by project."""
    left = MOST_BYTES
    told = story(comparison)
    lines = _lines(told)
    for line in lines:
        left -= len(line.encode("utf-8", "replace")) + 1
        if left < 0:
            stream.write("\n**放不下了，后面的没有列出。** 全部内容用 `pbt-lint compare … --output 对照.html` 看。\n")
            break
        stream.write(f"{line}\n")
    stream.flush()


def _lines(told: Story) -> Iterator[str]:
    yield MARK
    yield COMPARED_TITLE
    yield ""
    yield "".join(f"<b>{plain(text)}</b>" if mood == "bad" else plain(text) for text, mood in told.verdict)
    yield ""
    for name, extent in told.drafts:
        yield f"- {plain(name)}：{plain(extent)}"
    for text in told.unchecked:
        yield f"- **没能检查**：{plain(text)}"
    for text in filter(None, [*told.remarks, told.unpaired]):
        yield f"- {plain(text)}"
    yield ""
    for section in told.sections:
        yield from _section(section)
    changed = [project for project in told.projects if project.state != "unchanged"]
    if not changed:
        return
    yield f"<details><summary>逐个项目的变化（{len(changed)} 个项目有改动）</summary>"
    yield ""
    for project in changed:
        yield f"**{plain(project.heading)}**" + (f"（{plain(project.unit)}）" if project.unit else "")
        yield ""
        for change in project.changes:
            yield f"- {KINDS[change.kind]}　{plain(change_text(change))}"
        yield ""
    yield "</details>"


def _section(section: Section) -> Iterator[str]:
    title = f"{_MARKS[section.key]} {section.title}（{section.found}）"
    if not section.found:
        yield f"{title}　没有"
        yield ""
        return
    yield f"<details{' open' if section.key == 'new' else ''}><summary>{title}</summary>"
    yield ""
    for group in section.groups:
        yield f"**{plain(group.heading)}**"
        yield ""
        for one in group.findings:
            subject = f"{plain(one.subject)}：" if one.subject else ""
            now = f"（现在：{plain(one.change[1])}）" if one.change else ""
            yield f"- {SEVERITY[one.severity]} {plain(one.rule)}　{subject}{plain(one.message)}{now}"
            if section.key in ("remaining", "new"):
                yield f"  <br>建议：{plain(one.suggestion)}"
        yield ""
    yield "</details>"
    yield ""
