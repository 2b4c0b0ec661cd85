"""What an indicator measures, as its name and the words beside its number tell."""

from __future__ import annotations

from lint_pbt.checks.tools import Tools
from lint_pbt.knowledge.names import bracketed, essence, heads

__all__ = ["bracketed", "essence", "heads", "named"]


def named(tools: Tools, label: str, name: str) -> str:
    """What tells more of a measure: the words before the number where they are known, else the indicator's name."""
    return label if label and tools.knowledge.measure(label).source in ("entry", "grammar") else name
