"""The engine: a rule that fails is put down and the others go on; what cannot be judged is a skip."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from lint_pbt.checks.primitive import Hit, Options, Primitive, Subject, primitive
from lint_pbt.checks.selection import Selector
from lint_pbt.checks.tools import Tools, Unjudged
from lint_pbt.engine.engine import ActiveRule, Engine
from lint_pbt.model.rule import Example, Select
from lint_pbt.model.run import Checked
from lint_pbt.rulebook.examples import document_of
from lint_pbt.rulebook.loader import Settings, load_rulebook

BOOK = load_rulebook(Settings(select=("V101",)))


def _active(check: Primitive) -> ActiveRule:
    rule = BOOK.rules[0]
    return ActiveRule(
        rule, check, check.sieve(Options(), BOOK.tools), Selector(Select(), BOOK.tools), check.hangs_on(Options())
    )


def _run(*active: ActiveRule, example: Example) -> Checked:
    return Engine(active, BOOK.tools).check(document_of(example, BOOK.rules[0]))


@primitive("crashes", title="出错")
def crashes(_: Options, tools: Tools):  # type: ignore[no-untyped-def]
    def find(subject: Subject) -> Iterator[Hit]:
        yield Hit(subject.indicator.annual, "annual_value")  # type: ignore[union-attr]
        raise ZeroDivisionError("坏了")

    return find


@primitive("shrugs", title="判断不了")
def shrugs(_: Options, tools: Tools):  # type: ignore[no-untyped-def]
    def find(subject: Subject) -> Iterator[Hit]:
        raise Unjudged("看不懂")
        yield

    return find


def test_a_crash_is_isolated_counted_and_leaves_the_run_unchecked() -> None:
    run = _run(_active(crashes), BOOK.active[0], example=Example(indicators=("合规", "及时")))
    assert [crash.reason for crash in run.crashes] == ["ZeroDivisionError: 坏了（共 2 次）"]
    assert run.unchecked
    # What the rule had found, and what the other rule finds, is kept.
    assert len(run.findings) == 4


def test_what_cannot_be_judged_is_a_skip_and_no_finding() -> None:
    run = _run(_active(shrugs), example=Example(annual="合规"))
    assert [(skip.rule, skip.reason) for skip in run.skips] == [("V101", "看不懂")]
    assert not run.findings
    assert not run.unchecked


def test_an_unreadable_value_is_skipped_not_passed() -> None:
    run = _run(BOOK.active[0], example=Example(annual="≥9O%"))
    assert not run.findings
    assert len(run.skips) == 1


def test_fingerprints_tell_like_findings_apart_and_do_not_hang_on_lines() -> None:
    twice = _run(BOOK.active[0], example=Example(indicators=(Example(name="甲", annual="合规"),) * 2))
    moved = _run(
        BOOK.active[0],
        example=Example(indicators=(Example(name="乙", annual="12次"), Example(name="甲", annual="合规"))),
    )
    first, second = (finding.fingerprint for finding in twice.findings)
    assert first != second
    assert moved.findings[0].fingerprint == first


def test_a_pattern_that_would_run_for_ever_is_stopped() -> None:
    pattern = BOOK.tools.pattern("(?:一|一一)+$")
    with pytest.raises(Unjudged, match="超过"):
        pattern.find("一" * 60 + "二")


def test_what_is_in_a_document_is_let_go_with_its_check() -> None:
    engine = Engine(BOOK.active, BOOK.tools)
    document = document_of(Example(annual="合规"), BOOK.rules[0])
    project = document.units[0].projects[0]
    # Findings are not tracked by the garbage collector: a circle through one would never be found.
    held = sys.getrefcount(project)
    for _ in range(3):
        checked = engine.check(document)
        assert checked.findings[0].message
        del checked
    assert sys.getrefcount(project) == held
