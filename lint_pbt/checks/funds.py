"""Names that measure how money is managed, told by how they are built: money, what is done with it, how well."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated

from msgspec import Meta

from lint_pbt.checks.given import HANDED_DOWN_TITLES, HandedDownTitles, excuse, set_above
from lint_pbt.checks.measures import essence, heads
from lint_pbt.checks.primitive import Hit, Options, Sieve, Subject, primitive
from lint_pbt.checks.selection import standard_levels, standard_names
from lint_pbt.checks.tools import Tools
from lint_pbt.model.document import Indicator, Project

# Dealings of two characters are too common to tell of money where something else stands in front.
_SHORT = 2


class Funds(Options, frozen=True, kw_only=True):
    """Vocabularies of the parts such names are built of; `unless` are names to leave alone, `bills` what a project may
    be there to pay, `times` the categories in which the time of something else may be measured instead. `titles` is a
    vocabulary: words in the title of a table whose indicators others have set.
    """

    funds: Annotated[str, Meta(description="词表：钱的说法，如“资金”“经费”")] = "funds"
    dealings: Annotated[str, Meta(description="词表：管钱的动作，如“到位”“支付”")] = "fund-dealings"
    ways: Annotated[str, Meta(description="词表：钱管得怎样，如“及时”“合规”")] = "fund-ways"
    matters: Annotated[str, Meta(description="词表：本身就是资金管理的事，如“用款计划”“财务制度”")] = "fund-matters"
    tails: Annotated[str, Meta(description="词表：这类指标的词尾，如“率”“情况”")] = "fund-tails"
    unless: Annotated[tuple[str, ...], Meta(description="不报的名称（正则表达式），符合其中一个就不报")] = ()
    bills: Annotated[
        tuple[str, ...],
        Meta(description="账单上的费用；项目名称和指标名称里有同一个，项目要办的就是付这笔钱，不报"),
    ] = ()
    titles: HandedDownTitles = HANDED_DOWN_TITLES
    times: Annotated[tuple[str, ...], Meta(description="算时效的二级指标：那里换成办事的时间")] = ("时效指标",)


_OF_TIME, _OF_RESULTS = "办事的时间，如“补贴发到户时间”“完工时间”", "反映项目成果的指标，如完成数量、合格率、受益人数"


@primitive(
    "fund-management",
    "指标量的是资金的日常管理",
    options=Funds,
    fills={
        "given": "多半是表样印的、上级定的，带括号说明；不是就为空",
        "instead": "这个类别下可以换成的指标",
    },
)
def fund_management(options: Funds, tools: Tools) -> Sieve:
    """A name that ends with money, what is done with it and how well: 专项资金到位率, 财务制度执行情况, 按约支付率.

    Under a category that the standard framework has not, the form itself asks for it, and in a table of money handed
    down others do: that is information.
    """
    parts = Parts(tools, options)
    spare = tools.pattern(*options.unless).find if options.unless else None
    times = standard_names(options.times, tools, first=False)
    handed_down, bills = set_above(tools, options.titles), options.bills

    def instead(indicator: Indicator) -> str:
        """What to measure instead, under the category of an indicator."""
        return _OF_TIME if standard_levels(indicator, tools)[1] in times else _OF_RESULTS

    @lru_cache(maxsize=1024)
    def fitting(name: str) -> tuple[int, int] | None:
        """Where what tells of management begins and ends in a name, without the white space before it."""
        for part in dict.fromkeys((*heads(name), essence(name))):  # each is a beginning of the name
            size = parts.fit(part)
            if size:
                return len(part) - size, len(part)
        return None

    def pays_it(project: Project | None, name: str) -> bool:
        """Whether the project is there to pay the very bill that a name is about: 路灯电费 and 电费缴纳时间."""
        return project is not None and any(one in name and one in project.name.text for one in bills)

    def find(subject: Subject) -> Iterator[Hit]:
        assert subject.indicator is not None
        name = subject.indicator.name
        found = fitting(name.text)
        # Asked last: few names come to it, and it is long.
        if found and not ((spare and spare(name.text)) or pays_it(subject.project, name.text)):
            before = len(name.text) - len(name.text.lstrip())
            given = excuse(subject.indicator, subject.document, tools, handed_down)
            yield Hit(
                name, "name", before + found[0], before + found[1],
                fills={"given": given, "instead": instead(subject.indicator)}, severity="info" if given else None,
            )  # fmt: skip

    def may_tell(subject: Subject) -> bool:
        assert subject.indicator is not None
        return fitting(subject.indicator.name.text) is not None

    return Sieve(find, name=may_tell)


class Parts:
    """Takes a name apart from its end."""

    def __init__(self, tools: Tools, options: Funds) -> None:
        self._funds = tools.words(options.funds)
        self._matters = tools.words(options.matters)
        self._dealt = tools.words(options.dealings, options.ways)
        self._ways = tools.words(options.ways)
        self._tails = tools.words(options.tails)
        self._any = tools.words(options.dealings, options.ways, options.funds, options.matters)

    def fit(self, name: str) -> int:
        """How many characters at the end of a name are money or a matter of its management, then dealings and ways,
        then a tail; 0 where the name is of something else.
        """
        tail = self._tails.ending(name) or ""
        words, front = self._apart(name[: len(name) - len(tail)])
        size, alone = len(tail), not front
        for at, word in enumerate(words):
            size += len(word)
            # 支出合规 tells of management without a tail; 经费支出 is an amount.
            if word in self._funds and at and (tail or (alone and any(one in self._ways for one in words[:at]))):
                return size
            # 支付率 speaks of money only where nothing stands in front that the paying could be of.
            if word in self._matters and tail and (alone or len(word) > _SHORT):
                return size
            if word not in self._dealt:
                return 0
        return 0

    def _apart(self, front: str) -> tuple[list[str], str]:
        """The known words at the end of a text, the last first, and what stands before them."""
        words = []
        while word := self._any.ending(front):
            words.append(word)
            front = front[: -len(word)]
        return words, front
