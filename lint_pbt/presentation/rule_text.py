"""What `explain` and `rules` show of the rules themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from lint_pbt.presentation.words import SEVERITY, basis_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import IO

    from lint_pbt.checks.tools import Tools
    from lint_pbt.engine.engine import ActiveRule
    from lint_pbt.model.rule import Example, Rule
    from lint_pbt.model.run import Finding
    from lint_pbt.presentation.paper import Paper

_HABIT: Final = "填报惯例，没有专门的文件规定。"

# What an example of an indicator states beside its name, in the order it is told.
_STATED: Final = (
    ("ordinal", "序号"),
    ("cycle", "实施周期指标值"),
    ("previous", "上年值"),
    ("sign", "计算符号"),
    ("annual", "年度指标值"),
    ("weight", "权重"),
    ("direction", "指标方向"),
)


def findings_of(active: ActiveRule, tools: Tools) -> list[Finding | None]:
    """What a rule reports on each of its bad examples."""
    from lint_pbt.engine.engine import Engine
    from lint_pbt.rulebook.examples import document_of

    engine = Engine([active], tools)
    checks = (engine.check(document_of(example, active.rule)) for example in active.rule.examples.bad)
    return [next(iter(checked.findings), None) for checked in checks]


def standing_in(rule: Rule, rules: Iterable[Rule]) -> list[str]:
    """For which of the rules it stands in, and which stand in for it, in words."""
    known = {one.id: one for one in rules}
    others = [f"{other} {known[other].title}" for other in rule.instead_of if other in known]
    by = [f"{one.id} {one.title}" for one in known.values() if rule.id in one.instead_of]
    told = [f"同一处查出这一条，就不再报：{'；'.join(others)}。"] if others else []
    return told + ([f"同一处查出下面的问题，就不再报这一条：{'；'.join(by)}。"] if by else [])


def explain(
    rule: Rule,
    findings: Sequence[Finding | None],
    stream: IO[str],
    *,
    rules: Iterable[Rule] = (),
    options: Sequence[tuple[str, str]] = (),
    width: int | None = None,
) -> None:
    """Write all there is to know of a rule.

    `findings` is what it reports on each of its bad examples, `rules` are those that may stand in for one another;
    `options` are the options of its check, each with what to know of it.
    """
    from lint_pbt.presentation import paper as ink

    paper = ink.Paper(stream, width)
    paper.block(f"{rule.id}  {rule.title}", ink.TITLE)
    paper.write(SEVERITY[rule.severity], ink.SEVERITY[rule.severity])
    paper.line(f" · {rule.dimension} · {rule.name}", ink.QUIET)
    _section(paper, "为什么", rule.why)
    _section(paper, "依据", basis_text(rule) or _HABIT)
    _heading(paper, "这样写会被指出")
    told = ""
    for example, finding in zip(rule.examples.bad, findings, strict=True):
        _example(paper, "×", example, ink.SEVERITY["warning"])
        if finding:
            paper.block(finding.message, ink.QUIET, indent=4)
        if finding and finding.suggestion != told:
            told = finding.suggestion
            paper.write("    建议  ", ink.ADVICE)
            paper.block(told, indent=10, taken=10)
    _heading(paper, "这样写可以")
    for example in rule.examples.good:
        _example(paper, "√", example, ink.GOOD)
    one_cause = standing_in(rule, rules)
    if one_cause:
        _section(paper, "一个原因只报一次", "\n".join(one_cause))
    if options:
        _heading(paper, "能改的选项")
        paper.block(f"在 .pbt-lint.yaml 里写 rules: {{{rule.id}: {{with: {{选项: 值}}}}}}", indent=2)
        if any(meaning.startswith("词表") for _, meaning in options):
            paper.block("往词表里加词写 vocabulary: {词表的名字: [新词一, 新词二]}", indent=2)
        for key, meaning in options:
            paper.block(f"{key}：{meaning}", indent=4)
    _heading(paper, "不想用这条规则")
    paper.block(f"只这一次：pbt-lint --ignore {rule.id} 表.txt", indent=2)
    paper.block("一直不用，在 .pbt-lint.yaml 里写：", indent=2)
    paper.lines(["    rules:", f"      {rule.id}: off"], ink.QUIET)
    paper.flush()


def _heading(paper: Paper, title: str) -> None:
    from lint_pbt.presentation.paper import HEADING

    paper.line()
    paper.line(title, HEADING)


def _section(paper: Paper, title: str, text: str) -> None:
    _heading(paper, title)
    for paragraph in text.strip().splitlines():
        paper.block(paragraph.strip(), indent=2)


def _example(paper: Paper, sign: str, example: str | Example, style: str) -> None:
    paper.write(f"  {sign} ", style)
    for number, line in enumerate(example_lines(example)):
        text = line.lstrip()
        indent = 4 + len(line) - len(text)
        paper.block(text, indent=indent, taken=None if number else indent)


def example_lines(example: str | Example) -> list[str]:
    """An example of a rule file in words: a plain value as it is; a project with its indicators under it."""
    if isinstance(example, str):
        return [example or "（空）"]
    from msgspec import UNSET

    title = f"《{example.title}》里的" if example.title else ""
    money = f"，金额 {'、'.join(example.amounts)} {example.amount_unit or ''}".rstrip() if example.amounts else ""
    if example.units is not UNSET:
        return [f"一张表{money}：", *_indented(example.units)]
    if example.projects is not UNSET:
        return [(f"单位 {example.name}" if example.name else "一个单位") + f"{money}：", *_indented(example.projects)]
    if example.indicators is UNSET and (example.name or not (example.project or example.goal is not UNSET or money)):
        return [_indicator_text(example)]
    goal = "" if example.goal is UNSET else f"，绩效目标：{example.goal or '（空）'}"
    project = title + (f"项目 {example.project}" if example.project else "一个项目") + money + goal
    return [project, *_indented(() if example.indicators is UNSET else example.indicators)]


def _indented(parts: Sequence[str | Example]) -> list[str]:
    return ["  " + line for part in parts for line in example_lines(part)]


def _indicator_text(example: Example) -> str:
    from msgspec import UNSET

    category = "、".join(filter(None, (example.level1, example.level2)))
    parts = [f"指标 {example.name or ''}".rstrip() + (f"（{category}）" if category else "")]
    for key, word in _STATED:
        stated = getattr(example, key)
        # `null` states that a value is missing; of the other keys it says nothing.
        if stated is None and key in ("cycle", "annual"):
            parts.append(f"{word}空着")
        elif stated is not None and stated is not UNSET:
            parts.append(f"{word} {stated}")
    return "，".join(parts)


def list_terminal(rules: Sequence[Rule], stream: IO[str], *, width: int | None = None) -> None:
    """Write the rules as a table, one a line."""
    from lint_pbt.presentation import paper as ink
    from lint_pbt.presentation.display import pad

    paper = ink.Paper(stream, width)
    widest = max((len(rule.id) for rule in rules), default=4)
    paper.line(f"{pad('规则', widest)}  级别  内容", ink.HEADING)
    for rule in rules:
        paper.write(f"{pad(rule.id, widest)}  ")
        paper.write(SEVERITY[rule.severity], ink.SEVERITY[rule.severity])
        paper.write("  ")
        paper.block(rule.title, indent=widest + 8, taken=widest + 8)
    paper.line()
    paper.line(
        f"共 {len(rules)} 条规则。一条规则的道理和例子：pbt-lint explain {rules[0].id}" if rules else "没有规则。"
    )
    paper.flush()


def list_json(rules: Sequence[Rule], stream: IO[str]) -> None:
    """Write the rules as one JSON object."""
    from lint_pbt.presentation.json_stream import write_object

    write_object(stream, {"rules": _rules(rules)})


def _rules(rules: Sequence[Rule]) -> Iterator[dict[str, Any]]:
    for rule in rules:
        yield {
            "rule": rule.id,
            "name": rule.name,
            "title": rule.title,
            "severity": rule.severity,
            "dimension": rule.dimension,
            "why": rule.why,
            "basis": basis_text(rule),
            "suggestion": rule.suggestion,
            "fix": rule.fix,
            "instead_of": list(rule.instead_of),
        }
