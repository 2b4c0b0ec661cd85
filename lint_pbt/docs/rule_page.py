"""The page of one rule, with what it really reports on its examples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from lint_pbt.docs.options import Option, options_of, options_table, shown
from lint_pbt.engine.engine import Engine
from lint_pbt.presentation.markdown_text import block, code, marked, plain, table
from lint_pbt.presentation.rule_text import example_lines, standing_in
from lint_pbt.presentation.words import SEVERITY, basis_text
from lint_pbt.rulebook.examples import document_of

if TYPE_CHECKING:
    from lint_pbt.checks.tools import Tools
    from lint_pbt.engine.engine import ActiveRule
    from lint_pbt.model.rule import NameMatch, Rule, Select
    from lint_pbt.model.run import Finding

FIXES = {"safe": "能自动改", "unsafe": "能自动改，但要人看过", None: "不能自动改"}
HABIT = "填报惯例，没有专门的文件规定。"
# Kinds of options of which a place may want another value, those first that it is likeliest to.
_CHANGED = ("数", "整数", "`error`")
# A longer expression tells a reader of the page nothing.
_LONGEST = 40
SCOPES = {"indicator": "每条指标", "project": "每个项目", "document": "整张表"}
_FIELDS = {
    "annual": "年度指标值",
    "cycle": "实施周期指标值",
    "target": "年度指标值，没有时看实施周期指标值",
    "values": "年度和实施周期两个指标值",
    "name": "指标名称",
    "goal": "绩效目标",
}


def rule_page(active: ActiveRule, profiles: Iterable[str], file: str, tools: Tools, rules: Iterable[Rule] = ()) -> str:
    """The page; `profiles` are those that hold the rule, `file` is where it stands in the repository.

    `rules` are all that may stand in for one another.
    """
    rule = active.rule
    facts = [SEVERITY[rule.severity], rule.dimension, code(rule.name), FIXES[rule.fix], f"规则集 {'、'.join(profiles)}"]
    lines = [f"# {rule.id} {plain(rule.title)}", "", " · ".join(facts), ""]
    lines += ["## 查什么", "", f"{plain(active.primitive.title)}。看的是{_looked_at(active)}。", ""]
    selected = list(_selection(rule.select))
    if selected:
        lines += ["只看这样的指标或项目：", "", *(f"- {text}" for text in selected), ""]
    lines += ["## 为什么", "", plain(rule.why), "", "## 依据", "", plain(basis_text(rule) or HABIT), ""]
    lines += [*_bad_examples(active, tools), "## 这样写可以", ""]
    for example in rule.examples.good:
        lines.append(f"- {'<br>'.join(plain(line.strip()) for line in example_lines(example))}")
    one_cause = standing_in(rule, rules)
    if one_cause:
        lines += ["", "## 一个原因只报一次", "", *map(plain, one_cause)]
    lines += [
        "",
        *_switching(active),
        f"规则文件：[{file}](../../{file})。自己写规则见 [writing-rules.md](../writing-rules.md)。",
    ]
    return "\n".join(lines) + "\n"


def _looked_at(active: ActiveRule) -> str:
    options = {option.key: option.default for option in options_of(active.primitive.options)}
    if "field" in options:
        return _FIELDS[str(active.rule.options.get("field", options["field"]))]
    return SCOPES[active.primitive.scope]


def _selection(select: Select) -> Iterator[str]:
    if select.level1:
        yield f"一级指标是{'、'.join(map(plain, select.level1))}"
    if select.level2:
        yield f"二级指标是{'、'.join(map(plain, select.level2))}"
    for match, what in ((select.name, "指标名称"), (select.project, "项目名称")):
        if match:
            yield f"{what}{_matching(match)}"
    if select.any:
        yield "下面有一样符合就行：" + "；".join("，".join(_selection(one)) for one in select.any)
    if select.unless:
        yield "下面有一样符合就不看：" + "；".join("，".join(_selection(one)) for one in select.unless)


def _matching(match: NameMatch) -> str:
    ways = []
    if match.words:
        ways.append(f"里有{'、'.join(map(plain, match.words))}")
    if match.vocabulary:
        ways.append(f"里有词表 {code(match.vocabulary)} 里的词")
    if match.pattern:
        long = len(match.pattern) > _LONGEST
        ways.append(f"符合{'规则文件里的写法（正则表达式）' if long else f' {code(match.pattern, in_table=False)}'}")
    return "，或".join(ways)


def _bad_examples(active: ActiveRule, tools: Tools) -> Iterator[str]:
    """What to write instead, and what is reported on each bad example."""
    engine = Engine([active], tools)
    rows, advice = [], ""
    for example in active.rule.examples.bad:
        findings = engine.check(document_of(example, active.rule)).findings
        advice = advice or findings[0].suggestion
        told = [plain(line.strip()) for line in example_lines(example)]
        rows.append(["\n".join(told), "\n".join(map(_told, findings))])
    yield from ("## 怎么改", "", f"{plain(advice)}。", "")
    yield from ("## 这样写会被指出", "", *table(["写法", "报告（粗体是标出的地方）"], rows), "")


def _told(finding: Finding) -> str:
    parts = [f"{SEVERITY[finding.severity]}：{plain(finding.message)}"]
    if finding.field is not None:
        parts.append(f"标出：{marked(finding.field.text, finding.start, finding.end)}")
    if finding.repaired is not None:
        parts.append(f"改后：{plain(finding.repaired.text)}")
    return "\n".join(parts)


def _switching(active: ActiveRule) -> Iterator[str]:
    rule, options = active.rule, options_of(active.primitive.options)
    other = "info" if rule.severity != "info" else "warning"
    yield from ("## 关掉或调整", "", f"只这一次不查：`pbt-lint check --ignore {rule.id} 表.txt`。", "")
    yield from (f"一直不查，在 `.pbt-lint.yaml` 里写（把 off 换成 {other}，就是改成{SEVERITY[other]}）：", "")
    yield from (*block(["rules:", f"  {rule.id}: off"]), "", "只放过一处：", "")
    yield from block(["ignore:", f"  - {{rule: {rule.id}, project: 项目名称, reason: 为什么可以这样写}}"])
    yield ""
    if not options:
        return
    changed = _worth_changing(rule, options)
    if changed:
        yield from ("改选项，如：", "")
        yield from (*block(["rules:", f"  {rule.id}:", "    with:", f"      {changed}"]), "")
    yield from ("选项：", "", *options_table(active.primitive.options, rule.options), "")
    words = next((option for option in options if option.meaning.startswith("词表")), None)
    name = rule.options.get(words.key, words.default) if words else "null"
    if name != "null":
        yield from ("往词表里加词：", "", *block(["vocabulary:", f"  {name}: [新词一, 新词二]"]), "")


def _worth_changing(rule: Rule, options: Iterable[Option]) -> str:
    """An option as one would write it that a place may want otherwise: a number first, then a severity; empty where
    there is none.
    """
    stated = [(one, shown(rule.options[one.key]) if one.key in rule.options else one.default) for one in options]
    for kind in _CHANGED:
        for option, value in stated:
            if value not in (None, "null") and not option.required and option.kind.startswith(kind):
                return f"{option.key}: {value}"
    return ""
