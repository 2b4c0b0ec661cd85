"""What `rules/scoring.yaml` states: the weights of the dimensions, and what findings cost.

Annotations are no texts here: a text must be compiled at every start.
"""

import os
from collections.abc import Iterable, Mapping
from typing import get_args

from msgspec import Struct

from lint_pbt.datafiles.sources import built_in, built_in_sources
from lint_pbt.datafiles.typed_text import Mistake, Mistakes, line_of
from lint_pbt.errors import ConfigError
from lint_pbt.model.rule import SEVERITIES, Dimension, Severity

_FILE = "scoring.yaml"


class Scoring(Struct, frozen=True, forbid_unknown_fields=True):
    """Weights of the dimensions in percent, and the points a finding costs by severity.

    `indicator` is what a dimension loses where every indicator of the project has the defect; `project` and
    `table` what one finding about a project, or about something larger, takes off.
    """

    weights: dict[Dimension, float]
    indicator: dict[Severity, float]
    project: dict[Severity, float]
    table: dict[Severity, float]


def load_scoring() -> Scoring:
    """The weights and points in `rules/scoring.yaml`. Raises ConfigError with all that is wrong there."""
    scoring = built_in(Scoring, _FILE)
    sources = built_in_sources()
    path = os.path.join(sources.folder, _FILE)
    if mistakes := list(_inconsistent(scoring, path, sources.text(path))):
        raise ConfigError(str(Mistakes(mistakes)))
    return scoring


def _inconsistent(scoring: Scoring, file: str, text: str) -> Iterable[Mistake]:
    weights = scoring.weights.values()
    if set(scoring.weights) != set(get_args(Dimension)):
        yield Mistake(file, line_of(text, ["weights"]), f"“weights”要写明四个维度：{'、'.join(get_args(Dimension))}")
    elif any(weight < 0 for weight in weights) or sum(weights) != 100:
        yield Mistake(file, line_of(text, ["weights"]), f"“weights”应当都不小于 0、合计为 100，现在合计 {sum(weights)}")
    for key in ("indicator", "project", "table"):
        points: Mapping[Severity, float] = getattr(scoring, key)
        stated = [points.get(severity, -1) for severity in SEVERITIES]
        if not 100 >= stated[0] >= stated[1] >= stated[2] >= 0:
            told = f"“{key}”要写明 error、warning、info 各扣几分，在 0 到 100 之间，重的不比轻的少"
            yield Mistake(file, line_of(text, [key]), told)
