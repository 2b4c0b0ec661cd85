"""A rule as its YAML file states it. These types are the schema: what users write is converted into them.

Annotations are texts here, which are compiled when something is converted: most runs convert nothing.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
Dimension = Literal["完整性", "相关性", "适当性", "可行性"]
Text = Annotated[str, Meta(min_length=1)]


class Basis(Struct, frozen=True, forbid_unknown_fields=True):
    """The policy document a rule rests on, and the principle it takes from it."""

    document: Annotated[Text, Meta(description="文号，如 财预〔2021〕101号")]
    principle: Annotated[Text, Meta(description="文件里的原则，用自己的话写，不引原文")]


class NameMatch(Struct, frozen=True, forbid_unknown_fields=True):
    """Which names a rule is for: by a regular expression, by words, or by a named vocabulary."""

    pattern: Annotated[str | None, Meta(description="名称里能找到的正则表达式")] = None
    words: Annotated[tuple[str, ...], Meta(description="名称里有其中一个词就算")] = ()
    vocabulary: Annotated[str | None, Meta(description="词表的名字；名称里有表里的一个词就算")] = None


class Select(Struct, frozen=True, forbid_unknown_fields=True):
    """Which indicators or projects a rule looks at; what is not stated is not asked.

    `level1` and `level2` hold standard names, with or without 指标. `any` holds further selections, of which
    one must fit, `unless` those of which none may.
    """

    level1: Annotated[tuple[str, ...], Meta(description="一级指标，如 [产出指标]；带不带“指标”都行")] = ()
    level2: Annotated[tuple[str, ...], Meta(description="二级指标，如 [数量指标, 社会效益]")] = ()
    name: Annotated[NameMatch | None, Meta(description="指标名称")] = None
    project: Annotated[NameMatch | None, Meta(description="项目名称")] = None
    any: Annotated[tuple[Select, ...], Meta(description="几种选法，合乎其中一种就行")] = ()
    unless: Annotated[tuple[Select, ...], Meta(description="几种选法，合乎其中一种就不看")] = ()


class Example(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One example: an indicator, or a project with `indicators`, or a document with `units` and `projects`.

    A key that is not stated has a harmless default; `cycle: null` states that the value is missing.
    `at` is the evidence that a bad example must show, `fixed` the value after the fix.
    """

    name: Annotated[str | None, Meta(description="指标名称（在 units 里是单位名称）")] = None
    level1: Annotated[str | None, Meta(description="一级指标；不写时按二级指标定")] = None
    level2: Annotated[str | None, Meta(description="二级指标；不写时是数量指标")] = None
    annual: Annotated[str | None | UnsetType, Meta(description="年度指标值；null 表示没填")] = UNSET
    cycle: Annotated[str | None | UnsetType, Meta(description="实施周期指标值；null 表示没填")] = UNSET
    weight: Annotated[str | None, Meta(description="权重")] = None
    direction: Annotated[str | None, Meta(description="指标方向性")] = None
    sign: Annotated[str | None, Meta(description="计算符号一栏")] = None
    previous: Annotated[str | None, Meta(description="上年值一栏")] = None
    ordinal: Annotated[int | None, Meta(description="指标序号")] = None
    at: Annotated[str | None, Meta(description="坏例子里应当标出的那一段")] = None
    fixed: Annotated[str | None, Meta(description="坏例子改好以后的值")] = None
    project: Annotated[str | None, Meta(description="项目名称")] = None
    goal: Annotated[str | None | UnsetType, Meta(description="绩效目标；null 表示没填")] = UNSET
    amounts: Annotated[tuple[str, ...], Meta(description="金额，依次是各列")] = ()
    indicators: Annotated[tuple[str | Example, ...] | UnsetType, Meta(description="项目的指标")] = UNSET
    projects: Annotated[tuple[Example, ...] | UnsetType, Meta(description="单位的项目")] = UNSET
    units: Annotated[tuple[Example, ...] | UnsetType, Meta(description="表里的单位")] = UNSET
    title: Annotated[str | None, Meta(description="表的标题")] = None
    amount_unit: Annotated[str | None, Meta(description="金额的单位，如 万元")] = None


class Examples(Struct, frozen=True, forbid_unknown_fields=True):
    """The proof a rule carries: what it must leave alone and what it must report.

    A string stands for the annual value, or for the name where the rule looks at names.
    """

    good: Annotated[tuple[str | Example, ...], Meta(min_length=1, description="不该报的；一段文字就是一个年度指标值")]
    bad: Annotated[tuple[str | Example, ...], Meta(min_length=1, description="应当报的")]


class Rule(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename={"options": "with"}):
    """One rule. `options` (`with` in YAML) belong to the check and are converted by it."""

    id: Annotated[str, Meta(pattern=r"^[A-Z]{1,8}[0-9]{3}$", description="编号：大写字母加三位数字，如 U001")]
    name: Annotated[
        str, Meta(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", description="英文名称：小写，用 - 连接，如 no-slang")
    ]
    title: Annotated[Text, Meta(description="一句话说查什么")]
    severity: Annotated[Severity, Meta(description="级别：error 评审会退回；warning 多半有问题；info 写法上的小事")]
    dimension: Annotated[Dimension, Meta(description="属于绩效目标评审的哪一方面")]
    why: Annotated[Text, Meta(description="为什么要查，说给填报的人听")]
    check: Annotated[Text, Meta(description="用哪种检查")]
    message: Annotated[Text, Meta(description="报出来的话；可以用 {value}、{found}、{name} 等填空")]
    suggestion: Annotated[Text, Meta(description="建议怎么改")]
    examples: Annotated[Examples, Meta(description="例子：好的不许报，坏的必须报")]
    basis: Annotated[Basis | None, Meta(description="依据的文件；没有就写 null，不要编")] = None
    select: Annotated[Select, Meta(description="只看哪些指标或项目；不写就都看")] = Select()
    options: Annotated[dict[str, Any], Meta(description="检查的选项")] = {}
    fix: Annotated[
        Literal["safe", "unsafe"] | None, Meta(description="能不能自动改：safe 改法只有一种，unsafe 要人看过")
    ] = None
    instead_of: Annotated[
        tuple[str, ...], Meta(description="同一处查出这条时就不再报的规则，写编号，如 [N102]：一个原因只报一次")
    ] = ()
    todo: Annotated[str | None, Meta(description="用一句话说该做什么，列在“先做这几件事”里；不写就用 title")] = None
    better: Annotated[
        str | None, Meta(description="可以直接照写的指标值，填空同 message，如 {example}；没有就不写")
    ] = None
    since: Annotated[str | None, Meta(description="从哪个版本起有这条规则")] = None


class Profile(Struct, frozen=True, forbid_unknown_fields=True):
    """A named set of rules: their ids, or `all` without some."""

    name: Text
    title: Text
    rules: tuple[str, ...] | Literal["all"]
    without: tuple[str, ...] = ()

    def has(self, rule: str) -> bool:
        """True where the profile holds the rule of this id."""
        return (self.rules == "all" or rule in self.rules) and rule not in self.without


class RuleSetting(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename={"options": "with"}):
    """What a user's configuration says of a rule; what is not said stays as the rule has it."""

    enabled: Annotated[bool | None, Meta(description="true 开，false 关；写到的规则不写这一项就是开")] = None
    severity: Annotated[Severity | None, Meta(description="改成哪个级别")] = None
    options: Annotated[dict[str, Any], Meta(description="规则的选项；没写到的照旧")] = {}
