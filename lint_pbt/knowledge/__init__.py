"""What the field knows of measures: what a name measures, which way is better, its bounds, units and an example."""

from __future__ import annotations

from lint_pbt.knowledge.files import Better
from lint_pbt.knowledge.measure import Measure
from lint_pbt.knowledge.reading import Knowledge, load_knowledge

__all__ = ["Better", "Knowledge", "Measure", "load_knowledge"]
