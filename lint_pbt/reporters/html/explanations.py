"""What the page says of the rules that found something: why, on what basis, how to mend it, and examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from lint_pbt.presentation.rule_text import example_lines
from lint_pbt.presentation.words import SEVERITY, basis_text
from lint_pbt.reporters.html.evidence import html
from lint_pbt.rulebook.loader import with_examples

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lint_pbt.model.rule import Example, Rule
    from lint_pbt.model.run import Finding

_HABIT = "填报惯例，没有专门的文件规定。"


class Explanation(NamedTuple):
    """A rule as the page explains it; examples are ready to be set, a line of them a line."""

    rule: str
    name: str
    title: str
    severity: str
    word: str
    dimension: str
    why: str
    basis: str
    advice: str
    suggestion: str
    good: list[Markup]
    bad: list[Markup]


class FirstWords:
    """The rules of findings, each with what its first finding suggests."""

    def __init__(self) -> None:
        self.known: dict[str, tuple[Rule, str]] = {}

    def add(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            if finding.rule.id not in self.known:
                self.known[finding.rule.id] = finding.rule, finding.suggestion


def explanations(first: Mapping[str, tuple[Rule, str]]) -> list[Explanation]:
    """The rules by id; what to do in general, then in the words of the first finding."""
    rules = with_examples(first[key][0] for key in sorted(first))
    return [
        Explanation(
            rule=rule.id,
            name=rule.name,
            title=rule.title,
            severity=rule.severity,
            word=SEVERITY[rule.severity],
            dimension=rule.dimension,
            why=rule.why,
            basis=basis_text(rule) or _HABIT,
            advice=f"{rule.todo}。例如：" if rule.todo else "",
            suggestion=first[rule.id][1],
            good=_told(rule.examples.good),
            bad=_told(rule.examples.bad),
        )
        for rule in rules
    ]


def _told(examples: Sequence[str | Example]) -> list[Markup]:
    return [html("\n".join(example_lines(example))) + _after(example) for example in examples]


def _after(example: str | Example) -> Markup:
    """What a bad example becomes, where the rule can mend it."""
    if isinstance(example, str) or example.fixed is None:
        return Markup("")
    return html(f"（改好：{example.fixed}）")
