"""Checks whether an indicator's name is a measure at all, or an action or a slogan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from lint_pbt.checks.given import HANDED_DOWN_TITLES, SET_ABOVE, HandedDownTitles, set_above
from lint_pbt.checks.measures import essence, name_of, quantities
from lint_pbt.checks.primitive import Hit, Options, Sieve, Subject, primitive
from lint_pbt.checks.tools import Tools
from lint_pbt.knowledge.grammar import SHARES
from lint_pbt.model.document import Field
from lint_pbt.target.definitions import SHARE, TIME


class Action(Options, frozen=True, kw_only=True):
    """Word lists that tell an action or slogan from a measure.

    `slogans` are verbs that make a slogan of any name they begin; `manners` words of how something is done, which do
    so in front of a verb; `actions` only where the name does not end as a measure; `works` only where, besides,
    nothing is counted. `states` are endings that praise a state; `pairs` verbs of one character that make a slogan
    of four (提质增效); `clauses` patterns of names that are sentences; `general` words that make up names which fit
    any work. `measures` are endings of names that are none of this, `things` those of names of a thing, unless they
    begin with `making` it; `pieces` those of things of which a number in 个 or 项 tells how many there are to be.
    `since` is what stands between an amount and how it is to change (面积比上年减少). `titles` is a vocabulary:
    words in the title of a table whose indicators others have set. What else ends as a measure, the knowledge of the
    field tells; after a slogan's verb only what is counted is one.
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
    pieces: Annotated[
        tuple[str, ...], Meta(description="以这些字结尾的名称说的是一个个的东西，如“基地”；值数的是“个”“项”就不报")
    ] = ()
    since: Annotated[
        tuple[str, ...], Meta(description="量和怎样变化之间的词，如“比上年”：“受灾面积比上年减少”是量")
    ] = ()
    unless: Annotated[tuple[str, ...], Meta(description="不报的名称（正则表达式）")] = ()
    titles: HandedDownTitles = HANDED_DOWN_TITLES


# What can be counted stays a measure behind a slogan's verb: 促进创业人数; a level or a rate does not: 提升服务水平.
_COUNTED = frozenset({"人数", "人次", "户数", "物数", "次数", "面积", "长度", "体积", "质量", "时长", "期限"})
_MONEY, _CHANGE = "金额", "变化"
_RATE = "比率"
_OF_MONEY = "钱"
_OF_NOTHING = frozenset({"次", _OF_MONEY, SHARE, TIME})


@primitive(
    "action-name",
    "指标名称是动作或口号",
    options=Action,
    fills={"given": "多半是上级定的，带括号说明；不是就为空"},
    looks_at="pair",
)
def action_name(options: Action, tools: Tools) -> Sieve:
    """A name that is an action or a slogan, not something measurable."""
    lists = {role: tools.words(getattr(options, role)) for role in ("slogans", "manners", "actions", "works", "states")}
    pairs = tools.words(options.pairs)
    clause, spare = tools.first_of(*options.clauses), tools.first_of(*options.unless)
    general_words, handed_down = tools.words(extra=options.general), set_above(tools, options.titles)
    # Most names are told by a character: the words are sorted only for the others.
    in_general, done = {word[0] for word in options.general}, {word[-1] for word in tools.listed(options.works)}
    verbs = ("slogans", "actions", "works")
    every_verb = tools.words(*(getattr(options, role) for role in verbs))

    def general(name: str) -> bool:
        """True for a name of nothing but words that fit any work: 重点工作完成情况, 社会效益."""
        return general_words.make_up(name)

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
        amount = tools.knowledge.measure(_without(name.removesuffix(whole.head), options.since))
        return amount.source not in ("nothing", "tail") and amount.dimension not in {*SHARES, _CHANGE, ""}

    def paid(name: str, subject: Subject) -> bool:
        """True for money to be won, which the value numbers: 带动消费 | 30万元; not for 支出不超概算."""
        measure = tools.knowledge.measure(name)
        won = measure.source == "entry" and measure.dimension == _MONEY and measure.better == "high"
        return won and _OF_MONEY in {one.meaning.dimension for one in quantities(subject) if one.meaning}

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
            return not quantities(subject)
        if counts(name) or named(name) or (rated(name_of(subject)) and _shares(subject)):
            return False
        if risen(name) and quantities(subject):
            return False
        if clause(name):
            return not paid(name, subject)
        # 维护发射台站 | 3座: number and unit tell what is counted; not of 提升服务水平, which is to rise.
        counted = not tools.knowledge.changes(name) and _numbers_things(subject, name.endswith(options.pieces))
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
        # A number that cannot be read may count what the name does not.
        if any(one.unread for one in subject.targets("target")):
            return
        if not spare(name.text) and tells(_measured(name, subject), subject):
            yield Hit(name, "name", fills={"given": SET_ABOVE if handed_down(subject.document) else ""})

    def may_tell(subject: Subject) -> bool:
        assert subject.indicator is not None
        return suspicious(_measured(subject.indicator.name, subject)) and not spare(name_of(subject))

    return Sieve(find, name=may_tell, document=handed_down)


def _measured(name: Field, subject: Subject) -> str:
    """The name up to a target's number in it, without what explains it."""
    numbers = subject.target(name).quantities if subject.tools.parser.may_count(name.text) else ()
    text = name.text[: numbers[0].start] if numbers and not numbers[0].tail else name.text
    return essence(text)


def _counts_things(subject: Subject) -> bool:
    """True where the value counts or dates something; a share tells nothing of what is counted."""
    if quantities(subject):
        return _has_amount(subject)
    return any(subject.target(field).measurable for _, field in subject.fields("target"))


def _numbers_things(subject: Subject, pieces: bool) -> bool:
    """True where the value numbers things, people or places: times, money and shares do not tell what of, and 个 only
    where the name is of `pieces`.
    """
    dimensions = {one.meaning.dimension for one in quantities(subject) if one.meaning}
    return not dimensions <= _OF_NOTHING and (pieces or not _in_general(subject))


def _without(text: str, endings: tuple[str, ...]) -> str:
    """The text without the first of the endings that it has."""
    return next((text.removesuffix(one) for one in endings if text.endswith(one)), text)


def _in_general(subject: Subject) -> bool:
    """True where the value's unit may count anything: 个, 项."""
    return any(one.meaning is not None and one.meaning.generic for one in quantities(subject))


def _shares(subject: Subject) -> bool:
    """True where the value is a share."""
    return any(one.unit in ("%", "‰") for one in quantities(subject))


def _has_amount(subject: Subject) -> bool:
    """True where the value is a number of something, not a share."""
    return any(one.unit not in ("%", "‰") for one in quantities(subject))
