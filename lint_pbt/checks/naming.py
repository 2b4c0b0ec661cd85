"""Checks of an indicator's name: what it measures, where it stands, whether it is a measure at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from lint_pbt.checks.given import HANDED_DOWN_TITLES, SET_ABOVE, HandedDownTitles, set_above
from lint_pbt.checks.measures import essence, heads
from lint_pbt.checks.primitive import Hit, Options, Sieve, Subject, primitive
from lint_pbt.checks.selection import standard_levels, standard_names
from lint_pbt.checks.tools import Tools
from lint_pbt.knowledge.framework import bare
from lint_pbt.knowledge.grammar import SHARES
from lint_pbt.model.document import Field
from lint_pbt.target import Deadline, Frequency, Operator, Quantity
from lint_pbt.target.definitions import SHARE, TIME
from lint_pbt.target.show import amount
from lint_pbt.text.folding import fold
from lint_pbt.text.patterns.lazy import Pattern

_NUMBER = Pattern("[0-9〇一二两三四五六七八九十]")
_TARGETS = (Quantity, Frequency, Deadline)
_FORMULA = Pattern("[÷×/*＝=]")
# A unit in brackets has a stroke too: 补贴标准(元/人·年).
_BRACKETS = Pattern(r"\([^()]*\)")


class NameLike(Options, frozen=True, kw_only=True):
    """`patterns` are names to report, `unless` names to leave alone whatever the patterns say.

    `counted_in` is a vocabulary: then only names are reported whose value is a number with one of these units.
    """

    patterns: Annotated[tuple[str, ...], Meta(description="要报的名称（正则表达式），符合其中一个就报")]
    unless: Annotated[tuple[str, ...], Meta(description="不报的名称（正则表达式），符合其中一个就不报")] = ()
    counted_in: Annotated[str | None, Meta(description="词表：指标值里要有数、单位又是其中一个的才报")] = None


@primitive("name-like", "指标名称是某种写法", options=NameLike, looks_at="pair")
def name_like(options: NameLike, tools: Tools) -> Sieve:
    """A name that fits one of some patterns."""
    look = _first_of(options.patterns, tools)
    spare = _first_of(options.unless, tools)
    units = tools.words(options.counted_in) if options.counted_in else None

    def like(name: str) -> tuple[int, int] | None:
        # What explains a name behind a dash is no part of it, but a name may hold a dash too.
        return look(name) or look(essence(name))

    def find(subject: Subject) -> Iterator[Hit]:
        assert subject.indicator is not None
        name = subject.indicator.name
        if units and not any(one.unit and one.unit in units for one in _quantities(subject)):
            return
        span = like(name.text)
        if span and not spare(name.text):
            yield Hit(name, "name", *span)

    return Sieve(find, name=lambda subject: like(_name(subject)) is not None)


class Case(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One kind of misplacement: names that fit `name` under one of `under` belong to `belongs`.

    `level1` asks for first levels instead of second ones; `unless` spares names; `words` looks at the name
    or the words before a number of the value; `waiting` asks for a name of a time to wait, to answer or to repair;
    `not_counted_in` asks for a number with another unit than these (a vocabulary); `known` for a share that, as the
    knowledge of the field says, may stand under `belongs`, but under none of `under`.
    """

    belongs: Annotated[str, Meta(description="应当放在哪一类")]
    under: Annotated[tuple[str, ...], Meta(description="现在放在哪些二级指标下")] = ()
    level1: Annotated[tuple[str, ...], Meta(description="现在放在哪些一级指标下")] = ()
    not_under: Annotated[tuple[str, ...], Meta(description="放在这些二级指标下不算错")] = ()
    not_level1: Annotated[tuple[str, ...], Meta(description="放在这些一级指标下不算错")] = ()
    name: Annotated[str | None, Meta(description="名称的写法（正则表达式）")] = None
    waiting: Annotated[bool, Meta(description="名称说的是等候、办理、修复要多久的才报")] = False
    words: Annotated[str | None, Meta(description="名称和指标值里的文字连起来的写法（正则表达式）")] = None
    unless: Annotated[str | None, Meta(description="名称是这种写法（正则表达式）就不报")] = None
    not_counted_in: Annotated[str | None, Meta(description="词表：指标值里要有数、单位又不是这些的才报")] = None
    known: Annotated[bool, Meta(description="是比率，指标知识里放在 belongs 下、不放在 under 下的才报")] = False


class Categories(Options, frozen=True, kw_only=True):
    """`cases` are tried in order; the first that fits is reported. `titles` is a vocabulary: words in the title of a
    table whose categories others have set, where it is no more than information.
    """

    made_of: ClassVar[Mapping[str, type[Struct]]] = {"cases": Case}

    cases: Annotated[tuple[Case, ...], Meta(description="一种一种放错的情形，按次序看，符合一种就报")]
    titles: HandedDownTitles = HANDED_DOWN_TITLES


_CATEGORY = {"belongs": "应当放在哪一类", "given": "多半是上级定的，带括号说明；不是就为空"}


@primitive("category-fit", "指标放错了类别", options=Categories, fills=_CATEGORY)
def category_fit(options: Categories, tools: Tools) -> Sieve:
    """An indicator under a category that clearly is not for what it measures."""
    cases = [_Placed(case, tools) for case in options.cases]
    handed_down = set_above(tools, options.titles)

    @lru_cache(maxsize=256)
    def under(level1: str, level2: str) -> list[_Placed]:
        """The cases there are for indicators under these categories."""
        return [case for case in cases if case.is_for(level1, level2)]

    @lru_cache(maxsize=1024)
    def fitting(levels: tuple[str, str], name: str) -> Sequence[_Placed]:
        """The cases there are for indicators of this name under these categories."""
        parts = heads(name)
        return [case for case in under(*levels) if case.names(name, parts)]

    def named(subject: Subject) -> Sequence[_Placed]:
        """The cases for the categories and the name of an indicator."""
        indicator = subject.indicator
        assert indicator is not None
        if not (indicator.level1.name.text or indicator.level2.name.text):
            return ()
        return fitting(standard_levels(indicator, tools), indicator.name.text)

    def find(subject: Subject) -> Iterator[Hit]:
        for case in named(subject):
            if case.values(subject):
                assert subject.indicator is not None
                given = handed_down(subject.document)
                fills = {"belongs": case.belongs, "given": SET_ABOVE if given else ""}
                yield Hit(subject.indicator.name, "name", fills=fills, severity="info" if given else None)
                return

    return Sieve(find, name=lambda subject: bool(named(subject)))


class _Placed:
    """One case, ready to be held against indicators."""

    def __init__(self, case: Case, tools: Tools) -> None:
        self.belongs = case.belongs
        self._under = standard_names(case.under, tools, first=False)
        self._firsts = standard_names(case.level1, tools, first=True)
        self._not_under = standard_names(case.not_under, tools, first=False)
        self._not_firsts = standard_names(case.not_level1, tools, first=True)
        self._name, self._words, self._unless = (
            tools.pattern(text) if text else None for text in (case.name, case.words, case.unless)
        )
        self._waiting, self._known, self._tools = case.waiting, case.known, tools
        self._not_counted = tools.words(case.not_counted_in) if case.not_counted_in else None

    def is_for(self, level1: str, level2: str) -> bool:
        """Whether it is for indicators under these categories."""
        if level1 and level1 in self._not_firsts:
            return False
        if not level2:  # only what is asked of the first level can be told
            return level1 in self._firsts and not self._under
        # A category of a form of its own (具体指标) is no wrong one.
        under = level2 in self._under if self._under else self._tools.framework.level2(level2) is not None
        admitted = under and level2 not in self._not_under
        return admitted and (not self._firsts or level1 in self._firsts)

    def names(self, name: str, parts: Sequence[str]) -> bool:
        """Whether it is for indicators of this name, `parts` being what it may be judged by."""
        if self._name and not any(map(self._name.find, parts)):
            return False
        if self._unless and self._unless.find(name):
            return False
        if self._known and self._may_stand(name):
            return False
        return not self._waiting or self._tools.knowledge.waits(name)

    def _may_stand(self, name: str) -> bool:
        """Whether the knowledge of the field lets a measure stand where it does, or not where the case wants it."""
        measure = self._tools.knowledge.measure(name)
        share = measure.dimension in SHARES and measure.better != "neutral"
        return (
            not share
            or self.belongs not in measure.categories
            or not self._under.isdisjoint(map(bare, measure.categories))
        )

    def values(self, subject: Subject) -> bool:
        """Whether the words and the numbers of the value are as it asks."""
        quantities = _quantities(subject)
        if self._words and not any(map(self._words.find, [_name(subject), *(one.label for one in quantities)])):
            return False
        units = [one.measure or one.unit or "" for one in quantities]
        return self._not_counted is None or (bool(units) and not any(unit in self._not_counted for unit in units))


def _name(subject: Subject) -> str:
    assert subject.indicator is not None
    return subject.indicator.name.text


def _quantities(subject: Subject) -> tuple[Quantity, ...]:
    return tuple([one for _, field in subject.fields("target") for one in subject.target(field).quantities])


class Action(Options, frozen=True, kw_only=True):
    """Word lists that tell an action or slogan from a measure.

    `slogans` are verbs that make a slogan of any name they begin; `manners` words of how something is done, which do
    so in front of a verb; `actions` only where the name does not end as a measure; `works` only where, besides,
    nothing is counted. `states` are endings that praise a state; `pairs` verbs of one character that make a slogan of
    four (提质增效); `clauses` patterns of names that are sentences; `general` words that make up names which fit any
    work. `measures` are endings of names that are none of this, `things` those of names of a thing, unless they begin
    with `making` it. What else ends as a measure, the knowledge of the field tells; after a slogan's verb only what is
    counted is one.
    """

    slogans: Annotated[str, Meta(description="词表：以这些动词开头的名称是口号，如“促进”")] = "slogan-verbs"
    manners: Annotated[str, Meta(description="词表：怎样做的词，后面跟着动词就是口号，如“严厉”“如期”")] = "manner-words"
    actions: Annotated[str, Meta(description="词表：以这些动词开头、又不是度量的名称是动作，如“加强”")] = "action-verbs"
    works: Annotated[str, Meta(description="词表：以这些动词开头、又没有数的名称是动作，如“开展”")] = "work-verbs"
    states: Annotated[str, Meta(description="词表：以这些词结尾的名称说的是状态，如“和谐稳定”")] = "state-endings"
    pairs: Annotated[str, Meta(description="词表：一个字的动词，两动两宾的短句是口号，如“提质增效”")] = "pair-verbs"
    measures: Annotated[tuple[str, ...], Meta(description="以这些字结尾的名称说的是量，如“额”“标准”")] = ()
    clauses: Annotated[tuple[str, ...], Meta(description="是一句话的名称（正则表达式）")] = ()
    general: Annotated[tuple[str, ...], Meta(description="名称全由这些词拼成，看不出是哪件事，如“工作完成情况”")] = ()
    things: Annotated[tuple[str, ...], Meta(description="以这些字结尾的名称说的是一样东西，如“机制”；口号除外")] = ()
    making: Annotated[tuple[str, ...], Meta(description="以这些字开头的，是要做成那样东西，仍旧报")] = ()
    unless: Annotated[tuple[str, ...], Meta(description="不报的名称（正则表达式）")] = ()


# What can be counted stays a measure behind a slogan's verb: 促进创业人数; a level or a rate does not: 提升服务水平.
_COUNTED = frozenset({"人数", "人次", "户数", "物数", "次数", "面积", "长度", "体积", "质量", "时长", "期限"})
_MONEY, _CHANGE = "金额", "变化"
_RATE = "比率"
_OF_NOTHING = frozenset({"次", "钱", SHARE, TIME})


@primitive("action-name", "指标名称是动作或口号", options=Action, looks_at="pair")
def action_name(options: Action, tools: Tools) -> Sieve:
    """A name that is an action or a slogan, not something measurable."""
    lists = {role: tools.words(getattr(options, role)) for role in ("slogans", "manners", "actions", "works", "states")}
    pairs = tools.words(options.pairs)
    clause, spare = _first_of(options.clauses, tools), _first_of(options.unless, tools)
    general_words = tools.words(extra=options.general)
    # Most names are told by a character: the words are sorted only for the others.
    in_general, done = {word[0] for word in options.general}, {word[-1] for word in tools.listed(options.works)}
    verbs = ("slogans", "actions", "works")
    every_verb = tools.words(*(getattr(options, role) for role in verbs))

    def general(name: str) -> bool:
        """True for a name of nothing but words that fit any work: 重点工作完成情况, 社会效益."""
        rest = name
        while rest and (word := general_words.starting(rest)):
            rest = rest[len(word) :]
        return bool(name) and not rest

    def begins(name: str) -> bool:
        return every_verb.starting(name) is not None

    def counts(name: str) -> bool:
        measure, tail = tools.knowledge.measure(name), tools.knowledge.tail_of(name)
        if measure.dimension in _COUNTED:
            if tail is not None and tail.dimension == measure.dimension:
                return True
            # 培训课时: a head of its own, not one that tells what is done.
            if tail is None and measure.source == "entry" and measure.units and not begins(measure.head):
                return True
        if name.endswith(options.measures):
            return True
        head = tools.knowledge.gain(name)
        return bool(head) and not begins(head)

    def changes(name: str) -> bool:
        """True for money that is to be less or more: 节省印刷费用, 增加农民收入. By how much, only a number tells."""
        return tools.knowledge.measure(name).dimension == _MONEY and tools.knowledge.changes(name)

    def risen(name: str) -> bool:
        """True for a known amount and that it is to rise or fall: 粮食亩产提高, 响应时间缩短; not for 生活质量改善."""
        whole = tools.knowledge.measure(name)
        if whole.dimension != _CHANGE or whole.source != "grammar" or not name.endswith(whole.head):
            return False
        amount = tools.knowledge.measure(name.removesuffix(whole.head))
        return amount.source == "entry" and amount.dimension not in {*SHARES, _CHANGE, ""}

    def measured(name: str) -> bool:
        if tools.knowledge.tail_of(name) is not None or tools.knowledge.gain(name):
            return True
        measure = tools.knowledge.measure(name)
        return measure.source == "entry" and measure.dimension == _MONEY and not begins(measure.head)

    def named(name: str) -> bool:
        """True for a verb with nothing but a tail, and for a head of its own: 巩固率, 压实度, 涵养水源量."""
        tail = tools.knowledge.tail(name)
        front = name[: len(name) - len(tail)] if tail else ""
        return bool(tail) and (
            tools.knowledge.head(name) == name or any(lists[role].starting(front) == front for role in verbs)
        )

    def rated(name: str) -> bool:
        """True for a rate of what is done or kept off, 创建通过率 and 防止漏报率; 提高通过率 is a wish."""
        tail = tools.knowledge.tail_of(name)
        return tail is not None and tail.dimension == _RATE and not tools.knowledge.changes(name)

    def unmeasured(name: str) -> bool:
        """True for what is done with something, of which nobody knows what there are so many per cent of: 教师培训."""
        return (
            name[-1:] in done
            and lists["works"].ending(name) is not None
            and tools.knowledge.measure(name).source == "nothing"
        )

    def slogan(name: str) -> bool:
        manner = lists["manners"].starting(name) or ""
        return bool(lists["slogans"].starting(name) or (manner and lists["slogans"].starting(name[len(manner) :])))

    def mannered(name: str) -> str:
        """A verb with what follows, behind words of how something is done: 打击… of 严厉打击…; empty where none is."""
        manner = lists["manners"].starting(name)
        rest = name[len(manner) :] if manner else ""
        acts = rest and (any(lists[role].starting(rest) for role in verbs) or tools.knowledge.acts(rest))
        return rest if acts else ""

    def paired(name: str) -> bool:
        """True for two verbs with an object each, in four to six characters: 提质增效, 保民生促发展."""
        if not 4 <= len(name) <= 6 or name[0] not in pairs or tools.knowledge.head(name):
            return False
        middle = {len(name) // 2, (len(name) - 1) // 2} - {0, 1}
        # 惠农补贴 is what is paid.
        return any(name[at] in pairs and name[at : at + 2] not in tools.knowledge.words["paid"] for at in middle)

    def suspicious(name: str) -> bool:
        """True where any word of the lists stands where it tells; all else only spares. It is asked first, being
        cheap.
        """
        return bool(
            begins(name)
            or lists["manners"].starting(name)
            or lists["states"].ending(name)
            or name[:1] in pairs
            or clause(name)
            or (name[:1] in in_general and general(name))
            or (name[-1:] in done and lists["works"].ending(name))
            or tools.knowledge.changes(name)
        )

    def tells(name: str, subject: Subject) -> bool:
        if name[:1] in in_general and general(name):
            return True
        if changes(name) and not name.endswith(options.measures) and not named(name):
            return not _quantities(subject)
        if counts(name) or named(name) or (rated(_name(subject)) and _shares(subject)):
            return False
        if risen(name) and _quantities(subject):
            return False
        if clause(name):
            return True
        # 维护发射台站 | 3座: number and unit tell what is counted; not of 提升服务水平, which is to rise.
        counted = not tools.knowledge.changes(name) and _numbers_things(subject)
        if slogan(name):
            return not counted
        if name.endswith(options.things) and not name.startswith(options.making):
            return False
        if paired(name):
            return not counted
        if measured(name):
            return False
        deed = mannered(name)
        if deed:  # 快速检测样品 | 2万批次
            return not (lists["works"].starting(deed) and _has_amount(subject) and not _in_general(subject))
        if lists["actions"].starting(name):
            return not counted
        if lists["states"].ending(name):  # 亩均产能提升 | ≥80公斤 is how much it rises
            return not _has_amount(subject)
        if unmeasured(name) and _shares(subject):
            return True
        return bool(lists["works"].starting(name)) and not _counts_things(subject)

    def find(subject: Subject) -> Iterator[Hit]:
        assert subject.indicator is not None
        name = subject.indicator.name
        if not spare(name.text) and tells(_measured(name, subject), subject):
            yield Hit(name, "name")

    def may_tell(subject: Subject) -> bool:
        assert subject.indicator is not None
        return suspicious(_measured(subject.indicator.name, subject)) and not spare(_name(subject))

    return Sieve(find, name=may_tell)


def _measured(name: Field, subject: Subject) -> str:
    """The name up to a target's number in it, without what explains it."""
    quantities = subject.target(name).quantities if subject.tools.parser.may_count(name.text) else ()
    text = name.text[: quantities[0].start] if quantities and not quantities[0].tail else name.text
    return essence(text)


def _counts_things(subject: Subject) -> bool:
    """True where the value counts or dates something; a share tells nothing of what is counted."""
    if _quantities(subject):
        return _has_amount(subject)
    return any(subject.target(field).measurable for _, field in subject.fields("target"))


def _numbers_things(subject: Subject) -> bool:
    """True where the value numbers things, people or places: times, money, shares and 个 do not tell what of."""
    dimensions = {one.meaning.dimension for one in _quantities(subject) if one.meaning}
    return not dimensions <= _OF_NOTHING and not _in_general(subject)


def _in_general(subject: Subject) -> bool:
    """True where the value's unit may count anything: 个, 项."""
    return any(one.meaning is not None and one.meaning.generic for one in _quantities(subject))


def _shares(subject: Subject) -> bool:
    """True where the value is a share."""
    return any(one.unit in ("%", "‰") for one in _quantities(subject))


def _has_amount(subject: Subject) -> bool:
    """True where the value is a number of something, not a share."""
    return any(one.unit not in ("%", "‰") for one in _quantities(subject))


class TargetInName(Options, frozen=True, kw_only=True):
    """`serial_units` is a vocabulary: units that number things as well as count them (二期, 三级).

    A number in front of a measure is part of what is measured.
    """

    serial_units: Annotated[str, Meta(description="词表：编号用的单位，如“号”“期”；名称里带这些单位的数不是目标")] = (
        "serial-units"
    )


@primitive(
    "target-in-name", "指标名称里写了目标数", options=TargetInName, fills={"number": "名称里的数"}, looks_at="pair"
)
def target_in_name(options: TargetInName, tools: Tools) -> Sieve:
    """A name that carries the target's number, date or frequency."""
    serial = tools.words(options.serial_units)

    def measured(text: str) -> bool:
        return bool(tools.knowledge.tail(essence(text)))

    def is_target(one: Quantity, stated: set[object], bracketed: bool) -> bool:
        """Whether a number of a name is the target's. 24小时热线接通率 and 举办20场讲座: inside a name it is only
        where the value repeats it, or where it bounds what is no measure: 2小时内到达现场.
        """
        if one.unit is None or (bracketed and one.upper is not None):
            return False
        same = (one.value, one.measure) in stated
        numbered = one.operator is None and not one.reached and one.unit in serial
        if one.tail:
            return (same and not numbered) or (one.operator is Operator.LE and not measured(one.tail))
        return same or not (numbered or bracketed)

    def is_timed(one: Frequency | Deadline, name: str, stated: set[object]) -> bool:
        """Whether a date or frequency of a name is the target's. 6月底前开工率 is measured at a date."""
        return bool(_NUMBER.search(one.text)) and (_told(one) in stated or not measured(name))

    def found(subject: Subject, name: Field, stated: set[object]) -> tuple[int, int, str] | None:
        """The first target in a name: where it stands, and its words."""
        for one in subject.target(name).parts:
            bracketed = isinstance(one, _TARGETS) and _in_brackets(name.text, one.start)
            if isinstance(one, Quantity) and is_target(one, stated, bracketed):
                return one.start, one.end, amount(name.text, one)
            if isinstance(one, (Frequency, Deadline)) and not bracketed and is_timed(one, name.text, stated):
                return one.start, one.end, one.text
        return None

    def find(subject: Subject) -> Iterator[Hit]:
        indicator = subject.indicator
        assert indicator is not None
        name = indicator.name
        if _FORMULA.search(_BRACKETS.sub("", fold(name.text))):
            return
        stated: set[object] = set()
        for field in filter(None, (indicator.annual, indicator.cycle)):
            target = subject.target(field)
            stated.update((one.value, one.measure) for one in target.quantities)
            stated.update(_told(one) for one in target.parts if isinstance(one, (Frequency, Deadline)))
        target_in_it = found(subject, name, stated)
        if target_in_it:
            start, end, text = target_in_it
            yield Hit(name, "name", start, end, fills={"number": text})

    return Sieve(find, name=lambda subject: tools.parser.may_count(_name(subject)))


def _told(one: Frequency | Deadline) -> object:
    """What two dates or two frequencies have in common where they say the same."""
    if isinstance(one, Deadline):
        return one.month, one.day
    return one.period, one.every, one.times.value if one.times else None


def _in_brackets(text: str, at: int) -> bool:
    before = fold(text[:at])
    return before.count("(") > before.count(")")


def _first_of(expressions: tuple[str, ...], tools: Tools) -> Callable[[str], tuple[int, int] | None]:
    """A function that gives the first match of any of the patterns."""
    return tools.pattern(*expressions).find if expressions else lambda _: None
