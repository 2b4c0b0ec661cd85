"""Does a project build, repair or buy something? Then it should say at what cost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from lint_pbt.checks.primitive import Find, Hit, Options, Subject, primitive
from lint_pbt.checks.selection import standard_levels, standard_names
from lint_pbt.checks.tools import Tools, Unjudged
from lint_pbt.model.document import Indicator, Project
from lint_pbt.text.folding import fold
from lint_pbt.text.patterns.lazy import Pattern

_ASIDE = Pattern(r"[(\[【〔#].*$|[-—_/].*$")


class WorksPriced(Options, frozen=True, kw_only=True):
    """What a project does is told by how its name ends or begins, and by what its quantity indicators count.

    All but the levels are vocabularies: `acts` of building, repairing and buying; `soft` what is built without
    bricks (能力, 队伍); `spared` words of projects that look after, check or pay for what others build; `wrappers`
    what stands behind the act in a name (项目, 经费); `units` in which things that are built or bought are counted,
    `events` in which activities and people are. Names of `ventures` (工程) need one count of something built.
    """

    level1: Annotated[tuple[str, ...], Meta(description="算成本的一级指标")] = ("成本指标",)
    level2: Annotated[tuple[str, ...], Meta(description="算成本的二级指标")] = (
        "成本指标", "经济成本指标", "社会成本指标", "生态环境成本指标",
    )  # fmt: skip
    name_words: Annotated[tuple[str, ...], Meta(description="名称里有这些词的指标也算写了成本")] = ()
    quantities: Annotated[tuple[str, ...], Meta(description="算数量的二级指标")] = ("数量指标",)
    acts: Annotated[str, Meta(description="词表：建、修、买的动词")] = "works"
    soft: Annotated[str, Meta(description="词表：“建设”前面的这些词说明不是工程，如“能力”")] = "soft-works"
    spared: Annotated[str, Meta(description="词表：项目名称里有这些词的不看，如“运维”“补贴”")] = "not-works"
    wrappers: Annotated[str, Meta(description="词表：项目名称结尾不算数的词，如“项目”“经费”")] = "project-endings"
    units: Annotated[str, Meta(description="词表：建的、修的、买的东西用的单位")] = "works-units"
    ventures: Annotated[
        tuple[str, ...], Meta(description="名称以这些词结尾的，有一条数量指标数的是建、修、买的东西就算")
    ] = ()
    events: Annotated[str, Meta(description="词表：数活动、数人的单位")] = "event-units"


@primitive("works-priced", "建、修、买的项目没有成本指标", scope="project", options=WorksPriced)
def works_priced(options: WorksPriced, tools: Tools) -> Find:
    """A project that builds, repairs or buys, without an indicator of cost."""
    costs = standard_names(options.level1, tools, first=True) | standard_names(options.level2, tools, first=False)
    counted = standard_names(options.quantities, tools, first=False)
    words, named = tools.words(extra=options.name_words), bool(options.name_words)
    works = _Works(options, tools)

    def find(subject: Subject) -> Iterator[Hit]:
        project = subject.project
        assert project is not None
        if works.spares(project.name.text):
            return
        quantities = []
        for one in project.indicators:
            levels = standard_levels(one, tools)
            if not costs.isdisjoint(levels) or (named and words.find(one.name.text)):
                return
            if levels[1] in counted:
                quantities.append(one)
        if not works.are_done(project, quantities, subject):
            return
        if not project.complete:
            raise Unjudged("这个项目没有读全，缺的指标可能在没有读到的地方")
        yield Hit()

    return find


class _Works:
    """Tells what is done by the name of a project and by its quantities."""

    def __init__(self, options: WorksPriced, tools: Tools) -> None:
        self._acts, self._soft, self._spared = (
            tools.words(one) for one in (options.acts, options.soft, options.spared)
        )
        self._wrappers, self._units = tools.words(options.wrappers), tools.words(options.units)
        self._ventures = tools.words(extra=options.ventures)
        self._events, self._tails = tools.words(options.events), tools.words("counting-tails")

    def spares(self, name: str) -> bool:
        return self._spared.find(_ASIDE.sub("", name)) is not None

    def are_done(self, project: Project, quantities: list[Indicator], subject: Subject) -> bool:
        """Whether the name says so and no count speaks against it, or all that is counted is built or bought."""
        counts = [(one, units) for one in quantities if (units := self._units_of(one, subject))]
        if self._says_so(project.name.text):
            return not counts or any(unit not in self._events for _, units in counts for unit in units)
        if self._mentions(project.name.text):
            return any(unit in self._units for _, units in counts for unit in units)
        built = sum(
            self._counts_works(one.name.text) and any(unit in self._units for unit in units) for one, units in counts
        )
        return 2 * built > len(counts) or (built > 0 and self._is_venture(project.name.text))

    def _is_venture(self, name: str) -> bool:
        bare = "".join(_ASIDE.sub("", fold(name)).split())
        return self._ventures.ending(bare) is not None

    def _says_so(self, name: str) -> bool:
        text = "".join(_ASIDE.sub("", fold(name)).split())
        while ending := self._wrappers.ending(text):
            if ending == text:
                break
            text = text.removesuffix(ending)
        return self._acted(text, self._acts.ending(text)) or self._begins(text)

    def _mentions(self, name: str) -> bool:
        """职工食堂购买厨具: the act stands between what it is for and what is bought."""
        found = self._acts.find(name)
        return found is not None and not self._soft.find(name)

    def _acted(self, text: str, act: str | None) -> bool:
        return act is not None and not self._soft.ending(text.removesuffix(act))

    def _begins(self, text: str) -> bool:
        act = self._acts.starting(text)
        return act is not None and len(text) > len(act) and not self._soft.find(text)

    def _counts_works(self, name: str) -> bool:
        """新建公厕数量, 设备更新台数, 改造长度."""
        text = "".join(fold(name).split())
        return self._begins(text) or self._acted(*self._before_tail(text))

    def _before_tail(self, text: str) -> tuple[str, str | None]:
        stem = text.removesuffix(self._tails.ending(text) or "")
        return stem, self._acts.ending(stem)

    def _units_of(self, indicator: Indicator, subject: Subject) -> list[str]:
        field = indicator.annual or indicator.cycle
        quantities = subject.target(field, indicator).quantities if field is not None else ()
        return [one.unit for one in quantities if one.unit and one.unit not in ("%", "‰")]
