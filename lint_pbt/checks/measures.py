"""What an indicator measures, as its name and the words beside its number tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lint_pbt.checks.tools import Tools
from lint_pbt.knowledge.names import bracketed, essence, heads

if TYPE_CHECKING:
    from lint_pbt.checks.primitive import Subject
    from lint_pbt.target import Quantity

__all__ = ["bracketed", "essence", "heads", "name_of", "named", "quantities"]


def named(tools: Tools, label: str, name: str) -> str:
    """What tells more of a measure: the words before the number where they are known, else the indicator's name."""
    return label if label and tools.knowledge.measure(label).source in ("entry", "grammar") else name


def name_of(subject: Subject) -> str:
    """The name of the indicator that a check looks at."""
    assert subject.indicator is not None
    return subject.indicator.name.text


def quantities(subject: Subject) -> tuple[Quantity, ...]:
    """The numbers that an indicator's annual value states; those of the cycle where it has none."""
    return tuple([one for _, field in subject.fields("target") for one in subject.target(field).quantities])
