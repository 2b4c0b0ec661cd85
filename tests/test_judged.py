"""Rules on projects and indicators worded otherwise than in their own examples (`judged.yaml`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
import yaml

from lint_pbt.engine.engine import Engine
from lint_pbt.model.rule import Example
from lint_pbt.rulebook.examples import describe, document_of
from lint_pbt.rulebook.loader import Settings, load_rulebook
from tests.places import TESTS

BOOK = load_rulebook(Settings("strict"))
ACTIVE = {active.rule.id: active for active in BOOK.active}


def _cases() -> Iterator[Any]:
    for rule, judged in yaml.safe_load((TESTS / "judged.yaml").read_text("utf-8")).items():
        for verdict, examples in judged.items():
            for number, example in enumerate(examples, 1):
                case = msgspec.convert(example, Example)
                yield pytest.param(rule, verdict == "bad", case, id=f"{rule}-{verdict}-{number}")


@pytest.mark.parametrize(("rule", "bad", "case"), list(_cases()))
def test_a_rule_reports_what_is_bad_and_nothing_else(rule: str, bad: bool, case: Example) -> None:
    active = ACTIVE[rule]
    run = Engine([active], BOOK.tools).check(document_of(case, active.rule))
    assert not run.crashes
    assert bool(run.findings) == bad, (describe(case), [one.message for one in run.findings])
