"""The page of all checks: what own rules can be made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from lint_pbt.checks.wording import WORDS
from lint_pbt.docs.options import options_of, options_table
from lint_pbt.docs.rule_page import SCOPES
from lint_pbt.model.rule import Example, NameMatch, Rule, Select
from lint_pbt.presentation.markdown_text import code, plain, table

if TYPE_CHECKING:
    from lint_pbt.checks.primitive import Primitive

_NOT_BUILT_IN = "自带的规则（`rules/`）不用这一类：它们认词靠词表和知识，用下面一张表里的检查。"


def checks_page(
    own: Mapping[str, Primitive], others: Mapping[str, Primitive], vocabularies: Mapping[str, tuple[str, int]]
) -> str:
    """The page; `own` are the checks for users' rules, `vocabularies` hold title and number of words."""
    lines = ["# 检查一览", "", "规则文件里的 `check` 写下面一个检查的名字，`with` 写它的选项。", ""]
    lines += [
        "## 写自己的规则常用的",
        "",
        "自带的规则（`rules/`）不用这一类：它们认词靠词表和知识，用下面一张表里的检查。",
        "",
        *_summary(own),
        "",
    ]
    for check in own.values():
        lines += _section(check)
    lines += ["## 自带规则用的", "", "也可以用在自己的规则里，例如换一个范围、换一套词。", "", *_summary(others), ""]
    for check in others.values():
        lines += _section(check)
    lines += ["## 规则文件的键", "", *options_table(Rule), ""]
    lines += ["### select：看哪些指标或项目", "", *options_table(Select), "", "`name` 和 `project` 里写：", ""]
    lines += [*options_table(NameMatch), "", "### examples：好例子和坏例子", ""]
    lines += ["每个例子写成一句话（就是年度指标值），或者写成 `{name: 指标名称, annual: 指标值}`，能用的键：", ""]
    lines += [*options_table(Example), ""]
    lines += ["## 报告文字里能用的词", "", "`message` 和 `suggestion` 里写 `{词}`，报告时换成内容。下面这些到处能用；"]
    lines += ["各个检查另给的，见它自己那一节。", ""]
    lines += [*table(["写", "换成"], [[code(f"{{{word}}}"), plain(told)] for word, told in WORDS.items()]), ""]
    lines += ["## 词表", "", "选项里写词表的名字。往词表里加词：在 `.pbt-lint.yaml` 的 `vocabulary` 里写。", ""]
    rows = [[code(name), plain(title), str(count)] for name, (title, count) in vocabularies.items()]
    lines += table(["名字", "装着什么", "词数"], rows)
    return "\n".join(lines) + "\n"


def _summary(checks: Mapping[str, Primitive]) -> list[str]:
    rows = [[f"[{name}](#{name})", plain(check.title), SCOPES[check.scope]] for name, check in checks.items()]
    return table(["检查", "报什么", "看什么"], rows)


def _section(check: Primitive) -> Iterator[str]:
    yield from (f"### {check.name}", "", f"{plain(check.title)}。看{SCOPES[check.scope]}。", "")
    if options_of(check.options):
        yield from (*options_table(check.options), "")
    else:
        yield from ("没有选项，不用写 `with`。", "")
    if check.fills:
        told = "；".join(f"{code(f'{{{word}}}')} {plain(text)}" for word, text in check.fills.items())
        yield from (f"报告文字里另外能用：{told}。", "")
