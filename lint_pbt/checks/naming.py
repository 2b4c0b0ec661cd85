"""Checks of an indicator's name: what it measures, where it stands, whether it is a measure at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct

from lint_pbt.checks.measures import heads
from lint_pbt.checks.primitive import Find, Hit, Options, Subject, primitive
from lint_pbt.checks.tools import Pattern, Tools
from lint_pbt.selection import standard, standard_names
from lint_pbt.target import Quantity


class NameLike(Options, frozen=True, kw_only=True):
    """`patterns` are names to report, `unless` names to leave alone whatever the patterns say."""

    patterns: tuple[str, ...]
    unless: tuple[str, ...] = ()


@primitive("name-like", options=NameLike)
def name_like(options: NameLike, tools: Tools) -> Find:
    """A name that fits one of some patterns."""
    look = _first_of(options.patterns)
    spare = _first_of(options.unless)

    def find(subject: Subject) -> Iterator[Hit]:
        assert subject.indicator is not None
        name = subject.indicator.name
        span = look(name.text)
        if span and not spare(name.text):
            yield Hit(name, "name", *span)

    return find


class Case(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One kind of misplacement: names that fit `name` under one of `under` belong to `belongs`.

    `level1` asks for first levels instead of second ones; `unless` spares names; `words` looks at the name
    and the words of the value together; `counted_in` asks for a number with one of these units (a
    vocabulary), `not_counted_in` for none.
    """

    belongs: str
    under: tuple[str, ...] = ()
    level1: tuple[str, ...] = ()
    not_under: tuple[str, ...] = ()
    name: str | None = None
    words: str | None = None
    unless: str | None = None
    counted_in: str | None = None
    not_counted_in: str | None = None


class Categories(Options, frozen=True, kw_only=True):
    """`cases` are tried in order; the first that fits is reported."""

    cases: tuple[Case, ...]


@primitive("category-fit", options=Categories, fills=["belongs"])
def category_fit(options: Categories, tools: Tools) -> Find:
    """An indicator under a category that clearly is not for what it measures."""
    cases = [(case, _fits(case, tools)) for case in options.cases]

    def find(subject: Subject) -> Iterator[Hit]:
        assert subject.indicator is not None
        for case, fits in cases:
            if fits(subject):
                yield Hit(subject.indicator.name, "name", fills={"belongs": case.belongs})
                return

    return find


def _fits(case: Case, tools: Tools) -> Callable[[Subject], bool]:
    under = standard_names(case.under, tools, first=False)
    firsts = standard_names(case.level1, tools, first=True)
    not_under = standard_names(case.not_under, tools, first=False)
    name, words, unless = (Pattern(text) if text else None for text in (case.name, case.words, case.unless))
    counted = tools.words(case.counted_in) if case.counted_in else None
    not_counted = tools.words(case.not_counted_in) if case.not_counted_in else None

    def fits(subject: Subject) -> bool:
        indicator = subject.indicator
        assert indicator is not None
        level2 = standard(indicator.level2, tools, first=False)
        if (under and level2 not in under) or level2 in not_under:
            return False
        if firsts and standard(indicator.level1, tools, first=True) not in firsts:
            return False
        if name and not any(name.find(head) for head in heads(indicator.name.text)):
            return False
        if unless and unless.find(indicator.name.text):
            return False
        quantities = _quantities(subject)
        if words and not words.find(" ".join([indicator.name.text, *(one.label for one in quantities)])):
            return False
        units = [one.measure or one.unit or "" for one in quantities]
        if counted and not any(unit in counted for unit in units):
            return False
        return not (not_counted and any(unit in not_counted for unit in units))

    return fits


def _quantities(subject: Subject) -> tuple[Quantity, ...]:
    return tuple([one for _, field in subject.fields("target") for one in subject.target(field).quantities])


class Action(Options, frozen=True, kw_only=True):
    """Word lists that tell an action or slogan from a measure.

    `slogans` are verbs that make a slogan of any name they begin; `actions` only where the name does not end
    as a measure; `works` only where, besides, nothing is counted. `states` are endings that praise a state;
    `clauses` patterns of names that are sentences. `measures` and `counts` are endings of measures: after a
    slogan's verb only a count stands.
    """

    slogans: str = "slogan-verbs"
    actions: str = "action-verbs"
    works: str = "work-verbs"
    states: str = "state-endings"
    measures: str = "measure-endings"
    counts: str = "count-endings"
    clauses: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@primitive("action-name", options=Action)
def action_name(options: Action, tools: Tools) -> Find:
    """A name that is an action or a slogan, not something measurable."""
    lists = {role: tools.words(getattr(options, role)) for role in ("slogans", "actions", "works", "states")}
    measures, counts = tools.words(options.measures), tools.words(options.counts)
    clause, spare = _first_of(options.clauses), _first_of(options.unless)

    def tells(name: str, subject: Subject) -> bool:
        if counts.ending(name):
            return False
        if lists["slogans"].starting(name):
            return True
        if measures.ending(name):
            return False
        if lists["actions"].starting(name) or lists["states"].ending(name) or clause(name):
            return True
        return bool(lists["works"].starting(name)) and not _counts_things(subject)

    def find(subject: Subject) -> Iterator[Hit]:
        assert subject.indicator is not None
        name = subject.indicator.name
        if not spare(name.text) and tells(next(iter(heads(name.text))), subject):
            yield Hit(name, "name")

    return find


def _counts_things(subject: Subject) -> bool:
    return any(one.unit not in (None, "%", "‰") for one in _quantities(subject))


@primitive("target-in-name", fills=["number"])
def target_in_name(_: Options, tools: Tools) -> Find:
    """A name that carries the target's number: the same as the value's, or a bound that ends a clause."""

    def find(subject: Subject) -> Iterator[Hit]:
        indicator = subject.indicator
        assert indicator is not None
        name = indicator.name
        stated = {
            (one.value, one.measure)
            for field in (indicator.annual, indicator.cycle)
            if field is not None
            for one in subject.target(field).quantities
        }
        for one in subject.target(name).quantities:
            bound = (one.operator is not None or one.reached) and not one.tail
            if one.unit is not None and (bound or ((one.value, one.measure) in stated and not one.tail)):
                found = name.text[one.number_start : one.unit_end or one.number_end]
                yield Hit(name, "name", one.start, one.end, fills={"number": found})
                return

    return find


def _first_of(expressions: tuple[str, ...]) -> Callable[[str], tuple[int, int] | None]:
    """A function that gives the first match of any of the patterns."""
    pattern: Any = Pattern("|".join(f"(?:{one})" for one in expressions)) if expressions else None
    return pattern.find if pattern else lambda _: None


