"""What a check is: a named primitive with typed options, which knows nothing of any rule.

A check is registered with `@primitive`. The decorated function gets its options and the tools of the run
once, and returns the function that looks at one subject after another and yields hits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Annotated, Any, ClassVar, Literal

from msgspec import Meta, Struct, field
from msgspec.structs import replace

from lint_pbt.checks.tools import Tools
from lint_pbt.knowledge.names import MAY_CLOSE
from lint_pbt.model.document import BudgetUnit, Document, Field, Indicator, Project
from lint_pbt.model.rule import Severity
from lint_pbt.target import Target

Scope = Literal["indicator", "project", "document"]
FieldName = Annotated[
    Literal["annual", "cycle", "target", "values", "name", "goal"],
    Meta(
        description="看哪一栏：annual 年度指标值；cycle 实施周期指标值；target 年度指标值，没有时看实施周期指标值；"
        "values 两个值都看，写得一样的只看一次；name 指标名称；goal 绩效目标"
    ),
]


class Options(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The base of every check's options; a check without options uses it as it is.

    `made_of` are the types of options that are lists of something larger than a text.
    """

    made_of: ClassVar[Mapping[str, type[Struct]]] = {}


class Subject(Struct):
    """What a check looks at: an indicator, a project or a document, with all that is around it."""

    document: Document
    tools: Tools
    unit: BudgetUnit | None = None
    project: Project | None = None
    indicator: Indicator | None = None
    _asked: dict[str, Sequence[tuple[str, Field]]] = field(default_factory=dict)

    def target(self, field: Field, indicator: Indicator | None = None) -> Target:
        """The parsed value of a field. Of a value, a number without a unit has the one that the name gives: that of the
        subject's indicator, or of `indicator` where a check looks at something larger.
        """
        one = indicator or self.indicator
        if one is not None and one.name.text[-1:] in MAY_CLOSE and field is not one.name:
            return self.tools.value(field.text, one.name.text)
        return self.tools.parser.parse(field.text)

    def targets(self, wanted: FieldName) -> Sequence[Target]:
        """The parsed values of the fields a check asks for."""
        return [self.target(field) for _, field in self.fields(wanted)]

    def fields(self, wanted: FieldName) -> Sequence[tuple[str, Field]]:
        """The fields a check asks for, each with its name in the JSON contract.

        `target` is the annual value, or the cycle value where there is none; `values` is both, the
        cycle value only where it is worded otherwise, so that one defect is not told twice.
        """
        found = self._asked.get(wanted)
        if found is None:
            found = self._asked[wanted] = self._fields(wanted)
        return found

    def _fields(self, wanted: FieldName) -> Sequence[tuple[str, Field]]:
        if wanted == "goal":
            goal = self.project.goal if self.project else None
            return [("goal", goal)] if goal else []
        indicator = self.indicator
        if indicator is None:
            return []
        annual, cycle = indicator.annual, indicator.cycle
        if wanted == "name":
            return [("name", indicator.name)]
        if wanted == "annual" or (wanted == "target" and annual):
            return [("annual_value", annual)] if annual else []
        if wanted in ("cycle", "target"):
            return [("cycle_value", cycle)] if cycle else []
        if annual and cycle and annual.text == cycle.text:
            cycle = None
        return [(name, field) for name, field in (("annual_value", annual), ("cycle_value", cycle)) if field]


class Hit(Struct, gc=False):
    """A place where a check found what it looks for.

    `start` and `end` are the evidence in `field` (the whole field by default); `fills` are words for the
    message; `replacement` is what the evidence should read, and `sure` False where somebody should look at it
    first; `severity` overrides the rule's own; `indicator`, `project` and `unit` are those the hit is about,
    where the check looks at something larger. `identity` is what the hit is known by where it concerns several
    subjects of which any may come first.
    """

    field: Field | None = None
    field_name: str | None = None
    start: int = 0
    end: int | None = None
    fills: Mapping[str, str] | None = None
    replacement: str | None = None
    sure: bool = True
    severity: Severity | None = None
    indicator: Indicator | None = None
    project: Project | None = None
    unit: BudgetUnit | None = None
    identity: str | None = None


Find = Callable[[Subject], Iterable[Hit]]
Test = Callable[[Subject], bool]
LooksAt = Literal["value", "name", "pair", "everything"]


class Sieve(Struct, frozen=True):
    """What finds hits, behind tests that tell cheaply where it need not be asked: most rules find nothing at all.

    A test is True wherever the finder may yield a hit or raise `Unjudged`; where in doubt, it is True. Each is asked
    once for the same words: `value` may look at an indicator's values and at the sign and last year's value beside
    them, `name` at its name, categories and direction.

    `document` is what the finder asks of the whole document, where its hits hang on that beside the words of an
    indicator: what it says is remembered for the documents with the same answer.
    """

    find: Find
    value: Test | None = None
    name: Test | None = None
    document: Callable[[Document], object] | None = None


class Primitive(Struct, frozen=True):
    """A registered check: `build(options, tools)` makes the function that finds hits, or a `Sieve` of it.

    `title` says in Chinese what it looks for. `fills` names the words its hits give to messages, beside those
    every message may use, and says what they are. `looks_at` is what the hits of a check of indicators hang on: what
    it says of the same `value` (of either column, with the sign and last year's value beside it), of the same `name`
    (with categories and direction) or of the same `pair` of both is remembered. A check that declares nothing looks at
    `everything` and is always asked.
    """

    name: str
    title: str
    scope: Scope
    options: type[Options]
    fills: Mapping[str, str]
    build: Callable[[Any, Tools], Find | Sieve]
    looks_at: LooksAt = "everything"

    def sieve(self, options: Options, tools: Tools) -> Sieve:
        """The finder with its tests. Raises PatternError for options that cannot be meant."""
        built = self.build(options, tools)
        sieve = built if isinstance(built, Sieve) else Sieve(built)
        # A test of values tells nothing of another field.
        return replace(sieve, value=None) if _field(options) in ("name", "goal") else sieve

    def hangs_on(self, options: Options) -> LooksAt:
        """What the hits hang on with these options: they may name the field to look at."""
        field = _field(options)
        if field == "goal" or self.scope != "indicator":
            return "everything"
        return "name" if field == "name" and self.looks_at == "value" else self.looks_at


def _field(options: Options) -> str | None:
    """The field the options name, where they do."""
    return getattr(options, "field", None)


def primitive(
    name: str,
    title: str,
    *,
    scope: Scope = "indicator",
    options: type[Options] = Options,
    fills: Mapping[str, str] | None = None,
    looks_at: LooksAt = "everything",
) -> Callable[[Callable[[Any, Tools], Find | Sieve]], Primitive]:
    """Turn a function from options and tools to a finder into a check of this name."""

    def wrap(build: Callable[[Any, Tools], Find | Sieve]) -> Primitive:
        return Primitive(name, title, scope, options, fills or {}, build, looks_at)

    return wrap
