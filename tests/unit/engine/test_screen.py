"""Asking only the rules that may have something to say, and remembering what they said, changes nothing.

Every table there is, the examples of all rules and generated rows are checked twice: by an engine that remembers and
asks as little as it can, and by one that asks every rule of every indicator anew.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lint_pbt.checks.primitive import Hit, LooksAt, Options, Primitive, Sieve, Subject, primitive
from lint_pbt.checks.selection import Selector
from lint_pbt.checks.tools import Tools, Unjudged
from lint_pbt.engine import screen
from lint_pbt.engine.engine import ActiveRule, Engine
from lint_pbt.errors import ReadError
from lint_pbt.model.document import Document, Form
from lint_pbt.model.rule import Example, Select
from lint_pbt.model.run import Checked
from lint_pbt.rulebook.examples import document_of
from lint_pbt.rulebook.loader import RuleBook, Settings, load_rulebook, with_examples
from lint_pbt.session import read_document
from tests.places import EXAMPLES, SHARED, TESTS

_KINDS = {".txt", ".md", ".csv", ".tsv", ".html", ".xlsx", ".docx"}
_TABLES = sorted(
    path
    for folder in (TESTS, EXAMPLES, SHARED / "cases")
    for path in folder.rglob("*")
    if path.suffix in _KINDS and ".expect." not in path.name
)
_PIECES = (TESTS / "unit/target/target_pieces.txt").read_text("utf-8").split()


@cache
def _book() -> RuleBook:
    return load_rulebook(Settings(profile="strict"))


@cache
def _engines() -> tuple[Engine, Engine]:
    """One for all: what it remembers of one document must not show in another."""
    book = _book()
    return Engine(book.active, book.tools), Engine(book.active, book.tools, screened=False)


def _told(checked: Checked) -> dict[str, Any]:
    """All that a check comes to, in its order."""

    def told(one: Any) -> tuple[Any, ...]:
        about = id(one.unit), id(one.project), id(one.indicator), id(one.field)
        words = one.message, one.suggestion, one.better, one.fingerprint
        return (
            one.rule.id,
            one.severity,
            *about,
            one.start,
            one.end,
            one.place,
            one.end_place,
            one.fix,
            one.shared,
            words,
        )

    return {
        "findings": list(map(told, checked.findings)),
        "skips": checked.skips,
        "crashes": checked.crashes,
        "stood in": [(told(one.finding), list(map(told, one.by))) for one in checked.stood_in],
    }


def _same(document: Document) -> None:
    quick, thorough = _engines()
    once = _told(quick.check(document))
    assert once == _told(thorough.check(document))
    assert once == _told(quick.check(document)), "what is remembered is another thing"


@pytest.mark.parametrize("path", _TABLES, ids=lambda path: path.name)
def test_every_table_comes_to_the_same(path: Path) -> None:
    try:
        document = read_document(str(path))
    except ReadError:
        pytest.skip("no table")
    _same(document)


def test_the_examples_of_all_rules_come_to_the_same() -> None:
    for rule in with_examples(_book().rules):
        for example in (*rule.examples.good, *rule.examples.bad):
            _same(document_of(example, rule))


_TEXTS = st.lists(st.sampled_from(_PIECES), min_size=1, max_size=6).map("".join)
_NAMES = st.one_of(
    _TEXTS,
    st.sampled_from(["资金到位率", "加强管理", "群众满意度", "新建公厕数量", "促进就业", "投诉件数", "举办20场培训"]),
    st.tuples(_TEXTS, st.sampled_from(["率", "数量", "人数", "满意度", "情况", "时间"])).map("".join),
)
_LEVELS = st.sampled_from(["数量指标", "质量指标", "时效指标", "成本指标", "社会效益", "服务对象满意度", "别的", ""])
_SOME = st.none() | _TEXTS
_ROWS = st.builds(
    Example,
    name=_NAMES,
    level2=_LEVELS,
    annual=_SOME,
    cycle=_SOME,
    sign=st.none() | st.sampled_from(["≥", "约", "定性", "预计", "？"]),
    previous=_SOME,
    direction=st.none() | st.sampled_from(["越高越好", "反向", "负向", "x"]),
    weight=st.none() | st.sampled_from(["10", "十"]),
)


@given(st.lists(_ROWS, min_size=1, max_size=5), st.booleans())
def test_generated_rows_come_to_the_same(rows: list[Example], paired: bool) -> None:
    document = document_of(Example(indicators=(*rows, *rows[:1])), _book().rules[0])
    (unit,) = document.units
    (project,) = unit.projects
    project = replace(project, form=Form(paired=paired))
    _same(replace(document, units=(replace(unit, projects=(project,)),)))


def _words(names: Iterator[str] | list[str], annual: str = "合规") -> Example:
    return Example(indicators=tuple(Example(name=name, annual=annual) for name in names))


def _counting(looks_at: LooksAt, asked: list[str], test: Any = None, document: Any = None) -> Primitive:
    @primitive("counting", "数一数", looks_at=looks_at)
    def counting(_: Options, tools: Tools) -> Sieve:
        def find(subject: Subject) -> Iterator[Hit]:
            assert subject.indicator and subject.indicator.annual
            asked.append(subject.indicator.name.text)
            yield Hit(subject.indicator.annual, "annual_value")

        return Sieve(find, value=test, document=document)

    return counting


def _check(check: Primitive, *documents: Document) -> list[Checked]:
    book = _book()
    options = check.options()
    active = ActiveRule(
        book.rules[0],
        check,
        check.sieve(options, book.tools),
        Selector(Select(), book.tools),
        check.hangs_on(options),
    )
    engine = Engine([active], book.tools)
    return [engine.check(document) for document in documents]


@pytest.mark.parametrize(("looks_at", "times"), [("value", 1), ("name", 2), ("pair", 2), ("everything", 3)])
def test_a_rule_is_asked_once_of_what_it_looks_at(looks_at: LooksAt, times: int) -> None:
    asked: list[str] = []
    document = document_of(_words(["甲", "乙", "甲"]), _book().rules[0])
    (checked,) = _check(_counting(looks_at, asked), document)
    assert len(asked) == times
    indicators = [one for _, project in document.projects() for one in project.indicators]
    assert [one.field for one in checked.findings] == [one.annual for one in indicators]
    assert [one.place for one in checked.findings] == [one.annual.place() for one in indicators if one.annual]


def test_what_is_known_from_one_document_is_placed_in_the_other() -> None:
    first, second = (document_of(_words(["甲"]), _book().rules[0]) for _ in range(2))
    second = replace(second, path="另一张")
    one, other = _check(_counting("value", []), first, second)
    assert one.findings[0].path != other.findings[0].path == "另一张"
    assert other.findings[0].indicator is next(second.projects())[1].indicators[0]


@pytest.mark.parametrize(("of_document", "times"), [(lambda one: one.path, 2), (lambda one: None, 1), (None, 1)])
@pytest.mark.parametrize("looks_at", ["value", "name", "pair"])
def test_what_hangs_on_the_document_too_is_known_for_those_that_answer_alike(
    looks_at: LooksAt, of_document: Any, times: int
) -> None:
    asked: list[str] = []
    first = document_of(_words(["甲"]), _book().rules[0])
    _check(_counting(looks_at, asked, document=of_document), first, replace(first, path="另一张"), first)
    assert len(asked) == times


def test_a_document_that_cannot_be_asked_is_like_no_other() -> None:
    asked: list[str] = []
    first = document_of(_words(["甲"]), _book().rules[0])
    _check(_counting("value", asked, document=_broken), first, first)
    assert len(asked) == 2


def _broken(_: object) -> bool:
    raise ZeroDivisionError


@pytest.mark.parametrize(("test", "asked"), [(lambda _: False, 0), (lambda _: True, 1), (_broken, 1)])
def test_a_rule_is_passed_by_only_where_its_test_says_so(test: Any, asked: int) -> None:
    names: list[str] = []
    (checked,) = _check(_counting("everything", names, test), document_of(_words(["甲"]), _book().rules[0]))
    assert len(names) == len(checked.findings) == asked


def test_what_could_not_be_judged_is_tried_and_said_of_every_place() -> None:
    @primitive("shrugs", "判断不了", looks_at="value")
    def shrugs(_: Options, tools: Tools) -> Any:
        def find(subject: Subject) -> Iterator[Hit]:
            raise Unjudged("看不懂")
            yield

        return find

    (checked,) = _check(shrugs, document_of(_words(["甲", "乙"]), _book().rules[0]))
    assert len(checked.skips) == 2
    assert checked.skips[0].place != checked.skips[1].place


def test_a_hit_that_cannot_be_placed_elsewhere_is_a_crash_and_no_finding() -> None:
    @primitive("strays", "看到别处去", looks_at="pair")
    def strays(_: Options, tools: Tools) -> Any:
        def find(subject: Subject) -> Iterator[Hit]:
            assert subject.project
            yield Hit(subject.project.goal, "goal")

        return find

    (checked,) = _check(strays, document_of(_words(["甲"]), _book().rules[0]))
    assert not checked.findings
    assert len(checked.crashes) == 1


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen, "_REMEMBERED", 10)
    memory: screen.Memory[screen.Key, int] = screen.Memory()
    for number in range(25):
        memory.keep((str(number),), number)
        assert len(memory) <= 10
    assert memory[("24",)] == 24


def test_a_finding_goes_to_another_process_with_its_words() -> None:
    document = document_of(Example(name="群众满意度", annual="≥9O%", cycle="合规"), _book().rules[0])
    for one in _engines()[0].check(document).findings:
        again = pickle.loads(pickle.dumps(one))
        assert (again.message, again.suggestion, again.better) == (one.message, one.suggestion, one.better)
        assert (again.fingerprint, again.place, again.end_place) == (one.fingerprint, one.place, one.end_place)
