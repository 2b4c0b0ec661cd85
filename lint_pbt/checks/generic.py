"""Checks for rules that users write themselves: words a field must or must not hold, units, bounds, lengths."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Annotated, Literal

from msgspec import Meta

from lint_pbt.checks.primitive import Find, Hit, Options, Subject, primitive
from lint_pbt.checks.tools import PatternError, Tools
from lint_pbt.checks.value import read
from lint_pbt.target import Quantity
from lint_pbt.text.folding import fold

Span = tuple[int, int]
AnyField = Annotated[
    Literal["annual", "cycle", "target", "values", "name"],
    Meta(
        description="看哪一栏：annual 年度指标值；cycle 实施周期指标值；target 年度指标值，没有时看实施周期指标值；"
        "values 两个值都看；name 指标名称"
    ),
]
Listed = Annotated[tuple[str, ...], Meta(description="一个一个列出的词")]
Named = Annotated[str | None, Meta(description="自带词表的名字（见“词表”一节）；自己的词写在 words 里，两样可以一起用")]
Patterns = Annotated[
    tuple[str, ...],
    Meta(description="正则表达式，用来写一个词写不清的说法；不会就不用它。全角半角算一样"),
]


class Text(Options, frozen=True, kw_only=True):
    """What is looked for in a text."""

    words: Listed = ()
    vocabulary: Named = None
    patterns: Patterns = ()


class Forbidden(Text, frozen=True, kw_only=True):
    """Text that must not stand in a field."""

    field: AnyField = "target"
    unless: Annotated[tuple[str, ...], Meta(description="整栏里有这些说法（正则表达式）之一时，就不报")] = ()
    instead: Annotated[
        dict[str, str],
        Meta(description="“词: 改法”的对照表；表里的词也不许出现，报告里会写明改法。规则写了 fix 时可以自动改"),
    ] = {}  # noqa: RUF012 - msgspec gives each a copy


@primitive(
    "forbidden-text",
    "一栏里不许出现某些词或说法",
    options=Forbidden,
    fills={"instead": "对照表里的改法"},
    looks_at="value",
)
def forbidden_text(options: Forbidden, tools: Tools) -> Find:
    """A field that holds what it must not."""
    look = _finder(options, tools, (*options.words, *options.instead))
    wanted = {fold(word): instead for word, instead in options.instead.items()}
    spare = tools.pattern(*options.unless) if options.unless else None

    def find(subject: Subject) -> Iterator[Hit]:
        for name, field in subject.fields(options.field):
            span = look(field.text)
            if span is None or (spare and spare.find(field.text)):
                continue
            instead = wanted.get(fold(field.text[slice(*span)]))
            yield Hit(field, name, *span, fills={"instead": instead or ""}, replacement=instead)

    return find


class Required(Text, frozen=True, kw_only=True):
    """Text of which some must stand in a field."""

    field: AnyField = "target"


@primitive(
    "required-text",
    "一栏里必须有某个词或说法（有其中一个就行）",
    options=Required,
    fills={"wanted": "words 里列出的词"},
    looks_at="value",
)
def required_text(options: Required, tools: Tools) -> Find:
    """A field that lacks what it must hold."""
    look = _finder(options, tools, options.words)
    fills = {"wanted": "、".join(options.words)}

    def find(subject: Subject) -> Iterator[Hit]:
        for name, field in subject.fields(options.field):
            if look(field.text) is None:
                yield Hit(field, name, fills=fills)

    return find


@primitive("goal-forbidden-text", "绩效目标里不许出现某些词或说法", scope="project", options=Text)
def goal_forbidden_text(options: Text, tools: Tools) -> Find:
    """A goal that holds what it must not."""
    look = _finder(options, tools, options.words)

    def find(subject: Subject) -> Iterator[Hit]:
        for name, field in subject.fields("goal"):
            span = look(field.text)
            if span:
                yield Hit(field, name, *span)

    return find


@primitive(
    "goal-required-text",
    "绩效目标里必须有某个词或说法（有其中一个就行）",
    scope="project",
    options=Text,
    fills={"wanted": "words 里列出的词"},
)
def goal_required_text(options: Text, tools: Tools) -> Find:
    """A goal that lacks what it must hold; a project without a goal is another check's matter."""
    look = _finder(options, tools, options.words)
    fills = {"wanted": "、".join(options.words)}

    def find(subject: Subject) -> Iterator[Hit]:
        for name, field in subject.fields("goal"):
            if field.text and look(field.text) is None:
                yield Hit(field, name, fills=fills)

    return find


def _finder(options: Text, tools: Tools, words: tuple[str, ...]) -> Callable[[str], Span | None]:
    """A function that gives the first match of the words, the vocabulary or the patterns in a text."""
    if not (words or options.vocabulary or options.patterns):
        raise PatternError("没有写要找什么：words、vocabulary、patterns 至少写一样")
    looks: list[Callable[[str], Span | None]] = []
    if words or options.vocabulary:
        looks.append(tools.words(options.vocabulary, extra=words).find)
    if options.patterns:
        looks.append(tools.pattern(*options.patterns).find)

    def look(text: str) -> Span | None:
        return min((span for span in (look(text) for look in looks) if span), default=None)

    return look


Value = Annotated[
    Literal["annual", "cycle", "target", "values"],
    Meta(
        description="看哪个值：annual 年度指标值；cycle 实施周期指标值；target 年度指标值，没有时看实施周期指标值；"
        "values 两个都看"
    ),
]


class Units(Options, frozen=True, kw_only=True):
    """The units a value's numbers may have."""

    units: Annotated[tuple[str, ...], Meta(min_length=1, description="允许的计量单位")]
    field: Value = "target"
    required: Annotated[bool, Meta(description="没有单位的数要不要报；默认不报，因为 V102 已经在查")] = False


@primitive(
    "unit-one-of",
    "计量单位必须是列出的几个之一",
    options=Units,
    fills={"unit": "写的单位", "allowed": "允许的单位"},
    looks_at="value",
)
def unit_one_of(options: Units, tools: Tools) -> Find:
    """A number in a unit that is not on the list. A value without a number is another check's matter."""
    allowed = tools.words(extra=options.units)
    told = "、".join(options.units)

    def fits(quantity: Quantity) -> bool:
        if quantity.unit is None:
            return quantity.plain_ratio or not options.required
        return quantity.unit in allowed or quantity.scale + quantity.unit in allowed

    def find(subject: Subject) -> Iterator[Hit]:
        for name, field in subject.fields(options.field):
            for quantity in read(subject, "指标值", subject.target(field)).quantities:
                if not fits(quantity):
                    fills = {"unit": quantity.unit or "（没有单位）", "allowed": told}
                    yield Hit(field, name, quantity.start, quantity.end, fills=fills)

    return find


class Bounds(Options, frozen=True, kw_only=True):
    """Bounds on a value's numbers, both included."""

    at_least: Annotated[float | None, Meta(description="数不能比它小；可以不写")] = None
    at_most: Annotated[float | None, Meta(description="数不能比它大；可以不写")] = None
    unit: Annotated[
        str | None, Meta(description="只看这个单位的数；不写就看所有的数。“万”“亿”会折算：1.5万元按 15000 元算")
    ] = None
    field: Value = "target"


@primitive(
    "number-bounds",
    "指标值里的数不能太小或太大",
    options=Bounds,
    fills={"number": "写的数", "bound": "超出了哪个界限"},
    looks_at="value",
)
def number_bounds(options: Bounds, tools: Tools) -> Find:
    """A number below or above what is allowed."""
    low, high = _exact(options.at_least), _exact(options.at_most)
    if low is None and high is None:
        raise PatternError("没有写界限：at_least、at_most 至少写一个")
    if low is not None and high is not None and low > high:
        raise PatternError(f"at_least（{low}）比 at_most（{high}）还大")
    unit = tools.words(extra=[options.unit]) if options.unit else None

    def find(subject: Subject) -> Iterator[Hit]:
        for name, field in subject.fields(options.field):
            for quantity in read(subject, "指标值", subject.target(field)).quantities:
                if unit is not None and (quantity.unit or "") not in unit:
                    continue
                top = quantity.value if quantity.upper is None else quantity.upper
                bound = f"不小于 {low}" if low is not None and quantity.value < low else None
                bound = bound or (f"不大于 {high}" if high is not None and top > high else None)
                if bound:
                    found = field.text[quantity.number_start : quantity.number_end]
                    yield Hit(field, name, quantity.start, quantity.end, fills={"number": found, "bound": bound})

    return find


def _exact(bound: float | None) -> Decimal | None:
    """The number as it was typed: 0.1 is a tenth; whole numbers without `.0`."""
    return None if bound is None else Decimal(f"{bound:.15g}")


class Length(Options, frozen=True, kw_only=True):
    """Bounds on the length of a field."""

    field: AnyField = "name"
    at_least: Annotated[int, Meta(ge=0, description="最少几个字，空格不算")] = 0
    at_most: Annotated[Annotated[int, Meta(ge=1)] | None, Meta(description="最多几个字，空格不算；不写就不限")] = None


@primitive(
    "text-length",
    "一栏的字数不能太多或太少",
    options=Length,
    fills={"length": "现有几个字", "bound": "超出了哪个界限"},
    looks_at="value",
)
def text_length(options: Length, tools: Tools) -> Find:
    """A field with too many characters, or too few."""
    if options.at_most is None and not options.at_least:
        raise PatternError("没有写字数：at_least、at_most 至少写一个")

    def find(subject: Subject) -> Iterator[Hit]:
        for name, field in subject.fields(options.field):
            length = len("".join(field.text.split()))
            bound = f"不少于 {options.at_least} 个字" if length < options.at_least else None
            if options.at_most is not None and length > options.at_most:
                bound = f"不超过 {options.at_most} 个字"
            if bound:
                yield Hit(field, name, fills={"length": str(length), "bound": bound})

    return find
