"""What to write instead, in words for reports without room for more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lint_pbt.checks.wording import clip

if TYPE_CHECKING:
    from lint_pbt.model.run import Finding

# Of a longer text only what is put in is shown.
_LONGEST: Final = 150
# With these words the advice is made for the finding.
_OWN: Final = ("{hint}", "{instead}")


def correction_text(finding: Finding) -> str:
    """The suggestion, and in a line of its own the text as it should be, where that is known."""
    repaired = finding.repaired
    if repaired is None or finding.fix is None:
        return finding.suggestion
    fixed = repaired.text if len(repaired.text) <= _LONGEST else finding.fix.text
    return f"{finding.suggestion}\n{'改为' if repaired.safe else '可改为'}：{fixed}"


def better_text(finding: Finding) -> str:
    """The value to write instead, to be put behind the message; empty where there is none."""
    if finding.better:
        return f"，可写“{clip(finding.better)}”"
    repaired = finding.repaired
    return f"，{'改成' if repaired.safe else '可改成'}“{clip(repaired.text)}”" if repaired and repaired.text else ""


def advice_text(finding: Finding) -> str:
    """What to do where that hangs on what is written and no better value can be given; empty where the rule's advice is
    it, or where a finding is told more mildly than its rule tells: then it says so itself.
    """
    own = any(word in finding.rule.suggestion for word in _OWN) and finding.severity == finding.rule.severity
    return finding.suggestion if own and not finding.better else ""
