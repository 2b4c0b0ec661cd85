"""A finding as a row of the opinion sheet: everything a reviewer or a department asks about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lint_pbt.presentation.correction import correction_text
from lint_pbt.presentation.words import (
    SEVERITY,
    basis_text,
    category_text,
    field_label,
    first_sentence,
    line_text,
    message_text,
    path_text,
)
from lint_pbt.reporters.opinion.sheet import Column, Marked, Value

if TYPE_CHECKING:
    from lint_pbt.model.document import Document, Indicator
    from lint_pbt.model.rule import Rule
    from lint_pbt.model.run import Finding

# Longer texts (goals) are shown around what is wrong with them.
_LONGEST: Final = 150
_LEAD: Final = 40

_FILE: Final = Column("文件", 11)
ANSWER: Final = Column("单位反馈", 12, "answer")
_COLUMNS: Final = (
    Column("序号", 4.5, "centre"),
    Column("位置", 8.5),
    Column("预算单位", 10),
    Column("项目", 11.5),
    Column("指标", 14),
    Column("栏目", 8),
    Column("原文", 15),
    Column("问题", 19),
    Column("级别", 5.5, "centre"),
    Column("依据", 25),
    Column("修改建议", 20),
    Column("规则", 6, "centre"),
    ANSWER,
    Column("指纹", 18, hidden=True),
)


def columns(*, several_files: bool) -> tuple[Column, ...]:
    """The columns of the sheet; files are named where there are several."""
    return (_COLUMNS[0], _FILE, *_COLUMNS[1:]) if several_files else _COLUMNS


def row(finding: Finding, document: Document) -> list[Value]:
    """The values of the columns for a finding of a document, but for its number: the file first."""
    label = field_label(
        finding.field_name,
        has_cycle=document.has_cycle,
        of_indicator=finding.indicator is not None,
    )
    return [
        path_text(finding.path),
        line_text(finding.place),
        *subject(finding),
        label,
        evidence(finding),
        message_text(finding),
        SEVERITY[finding.severity],
        _reason(finding.rule),
        correction_text(finding),
        finding.rule.id,
        None,
        finding.fingerprint,
    ]


def subject(finding: Finding) -> tuple[str, str, str]:
    """What a finding is about: unit, project, indicator."""
    unit = finding.unit.name.text if finding.unit and finding.unit.name else ""
    if finding.project is None:
        return unit, "（整个单位）" if finding.unit else "（整张表）", ""
    return unit, finding.project.name.text, _indicator(finding.indicator) if finding.indicator else "（整个项目）"


def _indicator(indicator: Indicator) -> str:
    ordinal = "" if indicator.ordinal is None else f"{indicator.ordinal}. "
    category = category_text(indicator.level2)
    return f"{ordinal}{indicator.name.text}" + (f"\n（{category}）" if category else "")


def evidence(finding: Finding) -> str | Marked:
    """The words in question, with those around them; what is wrong marked where it is not all of them."""
    if finding.field is None:
        return ""
    text, start, end = finding.field.text, finding.start, finding.end
    first = max(min(start - _LEAD, len(text) - _LONGEST), 0)
    last = first + _LONGEST
    head, tail = "…" if first else "", "…" if last < len(text) else ""
    before, marked, after = text[first:start], text[start : min(end, last)], text[min(end, last) : last]
    if not marked or (start == 0 and end == len(text)):
        return head + before + marked + after + tail
    return Marked(head + before, marked, after + tail)


def _reason(rule: Rule) -> str:
    """The policy a rule rests on, and why it matters; only why, where it claims no policy."""
    basis, why = basis_text(rule), first_sentence(rule.why)
    return f"{basis}\n理由：{why}" if basis else why
