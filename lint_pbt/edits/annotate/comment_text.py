"""What a comment says of the findings in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lint_pbt.presentation.correction import correction_text
from lint_pbt.presentation.neutral import visible
from lint_pbt.presentation.words import SEVERITY, basis_text, message_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lint_pbt.model.run import Finding

AUTHOR: Final = "pbt-lint"
INITIALS: Final = "PBT"
SIGNED: Final = "原文件有数字签名，加了批注的副本里签名不再有效"


def paragraphs(findings: Sequence[Finding]) -> list[str]:
    """The lines of a comment: of each finding what is wrong, what to write instead, and on what that rests."""
    several = len({id(finding.indicator) for finding in findings}) > 1
    lines: list[str] = []
    for finding in findings:
        if lines:
            lines.append("")
        about = _about(finding) if several else ""
        lines.append(f"【{SEVERITY[finding.severity]} {finding.rule.id}】{about}{message_text(finding)}")
        lines += f"建议：{correction_text(finding)}".split("\n")
        basis = basis_text(finding.rule)
        if basis:
            lines.append(f"依据：{basis}")
    return [part for line in lines for part in visible(line).split("\n")]


def _about(finding: Finding) -> str:
    """Which of the indicators in the same place is meant."""
    indicator = finding.indicator
    if indicator is None:
        return "整个项目：" if finding.project else ""
    ordinal = "" if indicator.ordinal is None else f"{indicator.ordinal} "
    return f"指标 {ordinal}{indicator.name.text}："
