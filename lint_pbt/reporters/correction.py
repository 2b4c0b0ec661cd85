"""What to write instead, in words for reports without room for more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lint_pbt.run import Finding

# Of a longer text only what is put in is shown.
_LONGEST: Final = 150


def correction_text(finding: Finding) -> str:
    """The suggestion, and in a line of its own the text as it should be, where that is known."""
    if finding.fix is None or finding.field is None:
        return finding.suggestion
    text = finding.field.text
    fixed = text[: finding.start] + finding.fix.text + text[finding.end :]
    if len(fixed) > _LONGEST:
        fixed = finding.fix.text
    return f"{finding.suggestion}\n{'改为' if finding.fix.safe else '可改为'}：{fixed}"
