"""What `explain` and `rules` show of the rules themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lint_pbt.reporters.words import SEVERITY, basis_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import IO

    from lint_pbt.rule import Rule


def explain(rule: Rule, stream: IO[str], *, width: int | None = None) -> None:
    """Write all there is to know of a rule: what it reports, why, what to write instead, how to switch it off."""
    from lint_pbt.reporters import paper as ink

    paper = ink.Paper(stream, width)
    paper.block(f"{rule.id}  {rule.title}", ink.TITLE)
    paper.write(SEVERITY[rule.severity], ink.SEVERITY[rule.severity])
    paper.line(f" · {rule.dimension}审核 · {rule.name}", ink.QUIET)
    sections = [
        ("为什么", rule.why),
        ("怎么改", rule.suggestion),
        ("依据", basis_text(rule) or "填报惯例，没有专门的文件规定。"),
    ]
    for title, text in sections:
        paper.line()
        paper.line(title, ink.HEADING)
        for paragraph in text.strip().splitlines():
            paper.block(paragraph.strip(), indent=2)
    for title, sign, examples, style in (
        ("这样写会被指出", "×", rule.examples.bad, ink.SEVERITY["warning"]),
        ("这样写可以", "√", rule.examples.good, ink.GOOD),
    ):
        paper.line()
        paper.line(title, ink.HEADING)
        for example in examples:
            paper.write(f"  {sign} ", style)
            paper.block(example_text(example), indent=4, taken=4)
    paper.line()
    paper.line("不想用这条规则", ink.HEADING)
    paper.block(f"只这一次：pbt-lint --ignore {rule.id} 表.txt", indent=2)
    paper.block("一直不用，在 .pbt-lint.yaml 里写：", indent=2)
    paper.lines(["    rules:", f"      {rule.id}: off"], ink.QUIET)
    paper.flush()


# The keys of an example that say what the tests expect of it, not what the table says.
_EXPECTED = {"at": "", "fixed": "改后 "}
_NAMES = {
    "value": "", "annual": "年度指标值 ", "cycle": "实施周期指标值 ", "name": "指标 ", "level1": "一级指标 ", "level2": "二级指标 ",
    "goal": "绩效目标 ", "weight": "权重 ", "project": "项目 ", "indicators": "", "direction": "方向 ", "total": "金额 ",
}  # fmt: skip


def example_text(example: Any) -> str:
    """An example of a rule file in a line: a plain value as it is, a mapping by its parts."""
    if isinstance(example, dict):
        parts = [
            _NAMES.get(key, f"{key} ") + example_text(part) for key, part in example.items() if key not in _EXPECTED
        ]
        fixed = f"  改后 {example['fixed']}" if "fixed" in example else ""
        return "，".join(part for part in parts if part) + fixed
    if isinstance(example, (list, tuple)):
        return "；".join(map(example_text, example))
    return "（空）" if example is None or example == "" else str(example)


def list_terminal(rules: Sequence[Rule], stream: IO[str], *, width: int | None = None) -> None:
    """Write the rules as a table, one a line."""
    from lint_pbt.reporters import paper as ink
    from lint_pbt.reporters.display import pad

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
    from lint_pbt.reporters.json_report import write_object

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
        }
