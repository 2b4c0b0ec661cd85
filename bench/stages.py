"""How many indicators a second each stage does: reading, layout, engine, reports. Prints one line of JSON.

    python bench/stages.py TABLE

It is a process of its own, so that what one table has warmed up does not count for the next.
"""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from measure import ROOT

from lint_pbt.layouts import lay_out
from lint_pbt.layouts.coverage import covered
from lint_pbt.limits import STANDARD
from lint_pbt.model.run import Run
from lint_pbt.readers import read
from lint_pbt.reporters.formats import CHECK
from lint_pbt.session.plan import Asked, Plan

Result = TypeVar("Result")


def main(path: str) -> None:
    """Measure each stage on a table, after a small one has loaded what is loaded once."""
    _stages(str(ROOT / "examples" / "poor.txt"))
    print(json.dumps(_stages(path)))


def _stages(path: str) -> dict[str, float]:
    """Indicators a second by stage; `all` is of reading, layout and engine together."""
    taken: dict[str, float] = {}

    def timed(stage: str, work: Callable[[], Result]) -> Result:
        begin = time.process_time()
        result = work()
        taken[stage] = taken.get(stage, 0.0) + time.process_time() - begin
        return result

    plan = Plan([path], Asked(configured=False))
    data = Path(path).read_bytes()
    source = timed("reading", lambda: read(path, data, STANDARD))
    document = timed("layout", lambda: covered(source, lay_out(source, {})))
    checked = timed("engine", lambda: plan.check(document))
    run = Run((checked,))
    for name in ("rich", "json"):
        timed(name, lambda name=name: CHECK.built_in[name].report(run, io.StringIO()))  # type: ignore[misc]
    taken["all"] = taken["reading"] + taken["layout"] + taken["engine"]
    count = sum(len(project.indicators) for _, project in document.projects())
    return {stage: count / max(seconds, 1e-6) for stage, seconds in taken.items()}


if __name__ == "__main__":
    main(sys.argv[1])
