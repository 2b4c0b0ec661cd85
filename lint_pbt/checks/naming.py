"""Checks of an indicator's name: what it measures, where it stands, whether it is a measure at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Annotated

from msgspec import Meta, Struct

from lint_pbt.checks.measures import essence, heads
from lint_pbt.checks.primitive import Find, Hit, Options, Subject, primitive
from lint_pbt.checks.tools import Tools
from lint_pbt.model import Field
from lint_pbt.selection import standard_levels, standard_names
from lint_pbt.target import Quantity

_FORMULA = re.compile("[÷×/*＝=]")


class NameLike(Options, frozen=True, kw_only=True):
    """`patterns` are names to report, `unless` names to leave alone whatever the patterns say.

    `counted_in` is a vocabulary: then only names are reported whose value is a number with one of these units.
    """

    patterns: Annotated[tuple[str, ...], Meta(description="要报的名称（正则表达式），符合其中一个就报")]
    unless: Annotated[tuple[str, ...], Meta(description="不报的名称（正则表达式），符合其中一个就不报")] = ()
    counted_in: Annotated[str | None, Meta(description="词表：指标值里要有数、单位又是其中一个的才报")] = None


@primitive("name-like", "指标名称是某种写法", options=NameLike, own_words=True)
def name_like(options: NameLike, tools: Tools) -> Find:
    """A name that fits one of some patterns."""
    look = _first_of(options.patterns, tools)
    spare = _first_of(options.unless, tools)
    units = tools.words(options.counted_in) if options.counted_in else None

    def find(subject: Subject) -> Iterator[Hit]:
        assert subject.indicator is not None
        name = subject.indicator.name
        if units and not any(one.unit and one.unit in units for one in _quantities(subject)):
            return
        # What explains a name behind a dash is no part of it, but a name may hold a dash too.
        span = look(name.text) or look(essence(name.text))
        if span and not spare(name.text):
            yield Hit(name, "name", *span)

    return find


class Case(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One kind of misplacement: names that fit `name` under one of `under` belong to `belongs`.

    `level1` asks for first levels instead of second ones; `unless` spares names; `words` looks at the name
    or the words before a number of the value; `not_counted_in` asks for a number with
    another unit than these (a vocabulary).
    """

    belongs: Annotated[str, Meta(description="应当放在哪一类")]
    under: Annotated[tuple[str, ...], Meta(description="现在放在哪些二级指标下")] = ()
    level1: Annotated[tuple[str, ...], Meta(description="现在放在哪些一级指标下")] = ()
    not_under: Annotated[tuple[str, ...], Meta(description="放在这些二级指标下不算错")] = ()
    name: Annotated[str | None, Meta(description="名称的写法（正则表达式）")] = None
    words: Annotated[str | None, Meta(description="名称和指标值里的文字连起来的写法（正则表达式）")] = None
    unless: Annotated[str | None, Meta(description="名称是这种写法（正则表达式）就不报")] = None
    not_counted_in: Annotated[str | None, Meta(description="词表：指标值里要有数、单位又不是这些的才报")] = None


class Categories(Options, frozen=True, kw_only=True):
    """`cases` are tried in order; the first that fits is reported."""

    cases: Annotated[tuple[Case, ...], Meta(description="一种一种放错的情形，按次序看，符合一种就报")]


@primitive("category-fit", "指标放错了类别", options=Categories, fills={"belongs": "应当放在哪一类"}, own_words=True)
def category_fit(options: Categories, tools: Tools) -> Find:
    """An indicator under a category that clearly is not for what it measures."""
    cases = [(case, _admits(case, tools), _fits(case, tools)) for case in options.cases]

    @lru_cache(maxsize=256)
    def under(level1: str, level2: str) -> list[tuple[Case, Callable[[Subject], bool]]]:
        """The cases there are for indicators under these categories."""
        return [(case, fits) for case, admits, fits in cases if admits(level1, level2)]

    def find(subject: Subject) -> Iterator[Hit]:
        assert subject.indicator is not None
        level1, level2 = subject.indicator.level1, subject.indicator.level2
        if not (level1.name.text or level2.name.text):
            return
        for case, fits in under(*standard_levels(subject.indicator, tools)):
            if fits(subject):
                yield Hit(subject.indicator.name, "name", fills={"belongs": case.belongs})
                return

    return find


def _admits(case: Case, tools: Tools) -> Callable[[str, str], bool]:
    under = standard_names(case.under, tools, first=False)
    firsts = standard_names(case.level1, tools, first=True)
    not_under = standard_names(case.not_under, tools, first=False)

    def admits(level1: str, level2: str) -> bool:
        if not level2:  # only what is asked of the first level can be told
            return level1 in firsts and not under
        return (not under or level2 in under) and level2 not in not_under and (not firsts or level1 in firsts)

    return admits


def _fits(case: Case, tools: Tools) -> Callable[[Subject], bool]:
    name, words, unless = (tools.pattern(text) if text else None for text in (case.name, case.words, case.unless))
    not_counted = tools.words(case.not_counted_in) if case.not_counted_in else None

    def fits(subject: Subject) -> bool:
        indicator = subject.indicator
        assert indicator is not None
        if name and not any(name.find(head) for head in heads(indicator.name.text)):
            return False
        if unless and unless.find(indicator.name.text):
            return False
        quantities = _quantities(subject)
        if words and not any(map(words.find, [indicator.name.text, *(one.label for one in quantities)])):
            return False
        units = [one.measure or one.unit or "" for one in quantities]
        return not_counted is None or (bool(units) and not any(unit in not_counted for unit in units))

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

    slogans: Annotated[str, Meta(description="词表：以这些动词开头的名称是口号，如“促进”")] = "slogan-verbs"
    actions: Annotated[str, Meta(description="词表：以这些动词开头、又不是度量的名称是动作，如“加强”")] = "action-verbs"
    works: Annotated[str, Meta(description="词表：以这些动词开头、又没有数的名称是动作，如“开展”")] = "work-verbs"
    states: Annotated[str, Meta(description="词表：以这些词结尾的名称说的是状态，如“和谐稳定”")] = "state-endings"
    measures: Annotated[str, Meta(description="词表：以这些词结尾的名称是度量，如“合格率”")] = "measure-endings"
    counts: Annotated[str, Meta(description="词表：以这些词结尾的名称是计数，如“人数”")] = "count-endings"
    clauses: Annotated[tuple[str, ...], Meta(description="是一句话的名称（正则表达式）")] = ()
    unless: Annotated[tuple[str, ...], Meta(description="不报的名称（正则表达式）")] = ()


@primitive("action-name", "指标名称是动作或口号", options=Action, own_words=True)
def action_name(options: Action, tools: Tools) -> Find:
    """A name that is an action or a slogan, not something measurable."""
    lists = {role: tools.words(getattr(options, role)) for role in ("slogans", "actions", "works", "states")}
    measures, counts = tools.words(options.measures), tools.words(options.counts)
    clause, spare = _first_of(options.clauses, tools), _first_of(options.unless, tools)

    def tells(name: str, subject: Subject) -> bool:
        if counts.ending(name):
            return False
        if lists["slogans"].starting(name) or clause(name):
            return True
        if measures.ending(name):
            return False
        if lists["actions"].starting(name) or lists["states"].ending(name):
            return True
        return bool(lists["works"].starting(name)) and not _counts_things(subject)

    def find(subject: Subject) -> Iterator[Hit]:
        assert subject.indicator is not None
        name = subject.indicator.name
        if not spare(name.text) and tells(_measured(name, subject), subject):
            yield Hit(name, "name")

    return find


def _measured(name: Field, subject: Subject) -> str:
    """The name up to a target's number in it, without what explains it."""
    quantities = subject.target(name).quantities
    text = name.text[: quantities[0].start] if quantities and not quantities[0].tail else name.text
    return essence(text)


def _counts_things(subject: Subject) -> bool:
    """True where the value counts or dates something; a share tells nothing of what is counted."""
    quantities = _quantities(subject)
    if quantities:
        return any(one.unit not in ("%", "‰") for one in quantities)
    return any(subject.target(field).measurable for _, field in subject.fields("target"))


class TargetInName(Options, frozen=True, kw_only=True):
    """`serial_units` is a vocabulary: units that number things as well as count them (二期, 三级).

    `measures` is one of endings of measures: a number in front of them is part of what is measured.
    """

    measures: Annotated[str, Meta(description="词表：以这些词结尾的名称是度量，里面的数不是目标")] = "measure-endings"
    serial_units: Annotated[str, Meta(description="词表：编号用的单位，如“号”“期”；名称里带这些单位的数不是目标")] = (
        "serial-units"
    )


@primitive(
    "target-in-name", "指标名称里写了目标数", options=TargetInName, fills={"number": "名称里的数"}, own_words=True
)
def target_in_name(options: TargetInName, tools: Tools) -> Find:
    """A name that carries the target's number: a number with a unit that ends a clause."""
    serial = tools.words(options.serial_units)
    measures = tools.words(options.measures)

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
        if _FORMULA.search(name.text):
            return
        for one in subject.target(name).quantities:
            same = (one.value, one.measure) in stated
            # 24小时热线接通率 and 举办20场讲座: a number inside a name is the target only where the value repeats it.
            if one.unit is None or (one.tail and (not same or measures.ending(one.tail))):
                continue
            numbered = one.operator is None and not one.reached and one.unit in serial
            if not numbered or same:
                found = name.text[one.number_start : one.unit_end or one.number_end]
                yield Hit(name, "name", one.start, one.end, fills={"number": found})
                return

    return find


def _first_of(expressions: tuple[str, ...], tools: Tools) -> Callable[[str], tuple[int, int] | None]:
    """A function that gives the first match of any of the patterns."""
    return tools.pattern(*expressions).find if expressions else lambda _: None
