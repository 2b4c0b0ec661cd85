"""The examples of a rule, made into documents and held against the rule.

Tests, `explain`, the documentation and the rule test command all read the same lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from msgspec import UNSET, Struct

from lint_pbt.checks.primitive import Subject
from lint_pbt.checks.tools import Tools
from lint_pbt.engine.engine import ActiveRule, Engine
from lint_pbt.model.document import (
    WHOLE,
    Amount,
    BudgetUnit,
    Document,
    Field,
    Form,
    Indicator,
    Passage,
    Place,
    Project,
)
from lint_pbt.model.rule import Example, Rule
from lint_pbt.model.run import Finding

_FIRST_LEVELS = {"经济效益": "效益指标", "社会效益": "效益指标", "生态效益": "效益指标", "可持续影响": "效益指标"}


def verify(active: ActiveRule, tools: Tools) -> Iterator[str]:
    """What is wrong with a rule's examples, a Chinese sentence each; nothing where all hold."""
    engine = Engine([active], tools)
    examples = active.rule.examples
    for example, name, good in [*_named(examples.good, True), *_named(examples.bad, False)]:
        try:
            document = document_of(example, active.rule)
        except ValueError as error:
            yield str(error)
            continue
        checked = engine.check(document)
        yield from (f"规则运行出错：{crash.reason}" for crash in checked.crashes)
        if good:
            yield from (f"好例子{name}不该报，却报了“{one.message}”" for one in checked.findings)
        elif not checked.findings:
            reason = checked.skips[0].reason if checked.skips else _unselected(active, document, tools)
            yield f"坏例子{name}应当报，却没有报" + (f"（{reason}）" if reason else "")
        elif isinstance(example, Example):
            yield from _details(example, name, checked.findings[0])


def _named(examples: Sequence[str | Example], good: bool) -> Iterator[tuple[str | Example, str, bool]]:
    """Each example with what to call it: numbered where another one reads the same in a few words."""
    told = [describe(one) for one in examples]
    for number, (example, name) in enumerate(zip(examples, told, strict=True), 1):
        yield example, f"“{name}”" + (f"（第 {number} 个）" if told.count(name) > 1 else ""), good


def _unselected(active: ActiveRule, document: Document, tools: Tools) -> str:
    """What to say where the rule's selection passes an example by; empty where it does not."""
    names = []
    for unit, project in document.projects():
        indicators = project.indicators if active.primitive.scope == "indicator" else (None,)
        for indicator in indicators:
            if active.selector.admits(Subject(document, tools, unit, project, indicator)):
                return ""
            names.append(_called(indicator, active.rule) if indicator else f"“{project.name.text}”")
    if not names or active.primitive.scope == "document":
        return ""
    return f"select 没有选中它：例子的{'指标' if active.primitive.scope == 'indicator' else '项目'}是{names[0]}"


def _called(indicator: Indicator, rule: Rule) -> str:
    """An indicator by its name, with its categories where the rule selects by these."""
    levels = f"（{indicator.level1.name.text}、{indicator.level2.name.text}）"
    return f"“{indicator.name.text}”{levels if rule.select.level1 or rule.select.level2 else ''}"


def _details(example: Example, name: str, finding: Finding) -> Iterator[str]:
    text = finding.field.text if finding.field else ""
    found = text[finding.start : finding.end]
    if example.at is not None and found != example.at:
        yield f"坏例子{name}应当标出“{example.at}”，却标出了“{found}”"
    if example.fixed is not None:
        repaired = finding.repaired
        fixed = repaired.text if repaired else None
        if fixed != example.fixed:
            yield f"坏例子{name}改好应是“{example.fixed}”，却得到“{fixed}”"


def describe(example: str | Example) -> str:
    """An example in a few words."""
    if isinstance(example, str):
        return example
    parts = [example.project, example.level2, example.name]
    values = [example.cycle if isinstance(example.cycle, str) else None]
    values.append(example.annual if isinstance(example.annual, str) else None)
    if example.indicators is not UNSET:
        parts.append(f"{len(example.indicators)} 条指标")
    return "，".join(filter(None, [*parts, " / ".join(filter(None, values))])) or "空"


class _Builder(Struct):
    """Sets example texts one under another, so that each field has a place of its own."""

    rule: Rule
    line: int = 0
    index: int = 0
    form: Form = Form(has_cycle=False)

    def text(self, text: str) -> Field:
        self.line += 1
        return Field(text, Passage(text, (0,), (Place(self.line),)), 0)

    def optional(self, text: object) -> Field | None:
        return self.text(text) if isinstance(text, str) else None

    def indicator(self, example: str | Example, ordinal: int) -> Indicator:
        if isinstance(example, str):
            example = Example(name=example) if self.rule.options.get("field") == "name" else Example(annual=example)
        if example.cycle is not UNSET:
            self.form = WHOLE
        level2 = example.level2 or "数量指标"
        level1 = example.level1 or _FIRST_LEVELS.get(level2) or ("满意度指标" if "满意" in level2 else "产出指标")
        name = self.text(example.name or "示例指标")
        return Indicator(
            ordinal=ordinal if example.ordinal is None else example.ordinal,
            level1=self.text(level1),
            level2=self.text(level2),
            name=name,
            cycle=self.optional(example.cycle),
            annual=self.text("≥20个") if example.annual is UNSET else self.optional(example.annual),
            weight=self.optional(example.weight),
            direction=self.optional(example.direction),
            sign=self.optional(example.sign),
            previous=self.optional(example.previous),
        )

    def amounts(self, example: Example) -> tuple[Amount, ...]:
        found = []
        for text in example.amounts:
            try:
                found.append(Amount(None, Decimal(text.replace(",", "")), self.text(text)))
            except InvalidOperation:
                raise ValueError(f"例子里的金额“{text}”不是数字") from None
        return tuple(found)

    def project(self, example: Example) -> Project:
        self.index += 1
        listed = (example,) if example.indicators is UNSET else example.indicators
        indicators = tuple(self.indicator(one, at) for at, one in enumerate(listed, 1))
        return Project(
            index=self.index,
            name=self.text(example.project or "示例项目"),
            amounts=self.amounts(example),
            goal=self.text("完成年度工作任务。") if example.goal is UNSET else self.optional(example.goal),
            indicators=indicators,
            form=self.form,
        )

    def unit(self, example: Example) -> BudgetUnit:
        listed = (example,) if example.projects is UNSET else example.projects
        own = example.projects is not UNSET
        name = self.text(example.name) if own and example.name else None
        return BudgetUnit(name, self.amounts(example) if own else (), tuple(map(self.project, listed)))


def document_of(example: str | Example, rule: Rule) -> Document:
    """The document an example of this rule stands for. Raises ValueError for an amount that is no number."""
    builder = _Builder(rule)
    title = amount_unit = None
    if isinstance(example, str):
        units: tuple[BudgetUnit, ...] = (builder.unit(Example(indicators=(example,))),)
    else:
        title, amount_unit = builder.optional(example.title), example.amount_unit
        units = tuple(map(builder.unit, (example,) if example.units is UNSET else example.units))
    amounts = builder.amounts(example) if isinstance(example, Example) and example.units is not UNSET else ()
    return Document("示例", "example", units, title=title, amount_unit=amount_unit, amounts=amounts)
