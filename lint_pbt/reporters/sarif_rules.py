"""The rules of a run as SARIF describes rules, each with the help an editor or a pull request shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from lint_pbt.presentation.markdown_text import plain
from lint_pbt.presentation.remarks import TITLES
from lint_pbt.presentation.rule_text import example_lines
from lint_pbt.presentation.words import basis_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lint_pbt.model.rule import Example, Rule
    from lint_pbt.presentation.remarks import Kind

LEVELS: Final = {"error": "error", "warning": "warning", "info": "note"}
# The name of each kind of remark, what it means, and what to do; code scanning takes no descriptor without.
_REMARKS: Final[dict[Kind, tuple[str, str, str]]] = {
    "failure": (
        "UnreadableFile",
        "文件读不出来，或者里面没有绩效目标表，所以没有检查。",
        "照说明处理这个文件，再检查一遍。",
    ),
    "crash": (
        "FailedRule",
        "规则在这张表上出错，它管的内容没有检查。",
        "自己写的规则请改正，自带的规则请报告给维护者，再检查一遍。",
    ),
    "note": (
        "ReadingNote",
        "读表时看到的情况，有的内容可能没有读入。",
        "照说明核对原表；写明没有检查的，改好再检查一遍。",
    ),
    "skip": ("NotJudged", "规则读不懂这里的写法，没有判断对错。", "请人工核对这一处，或者改成能读懂的写法。"),
    "fixed": ("MendedInFile", "检查之前在文件里改好了的问题。", "核对改好的地方；原文件另存过的，在说明里。"),
    "unfixed": ("NotMended", "有可以改的问题，没有在文件里改。", "照说明处理，或者对照报告自己改。"),
    "left-out": ("NotTakenForADraft", "文件夹里有不像草案的文件，没有检查。", "是草案的，另存为能读的格式再检查。"),
    "unused-ignore": (
        "IgnoreWithoutUse",
        "配置里有一条忽略，这次没有对上任何问题。",
        "问题已经改好的，删掉这条忽略；没有改好的，核对它的写法。",
    ),
    "baseline": ("OutdatedBaseline", "基线里有的问题已经改好了。", "用 --write-baseline 更新基线。"),
}
_HABIT: Final = "填报惯例，没有专门的文件规定"


def rule_descriptors(rules: Sequence[Rule]) -> list[dict[str, Any]]:
    """Rules as reporting descriptors."""
    from lint_pbt.rulebook.loader import with_examples

    return [_descriptor(rule) for rule in with_examples(rules)]


def notification_descriptors() -> list[dict[str, Any]]:
    """What a run can say besides findings, as reporting descriptors."""
    return [
        {
            "id": kind,
            "name": name,
            "shortDescription": {"text": TITLES[kind]},
            "fullDescription": {"text": meaning},
            "help": {"text": advice},
        }
        for kind, (name, meaning, advice) in _REMARKS.items()
    ]


def _descriptor(rule: Rule) -> dict[str, Any]:
    level = LEVELS[rule.severity]
    return {
        "id": rule.id,
        "name": _camel(rule.name),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why.strip()},
        "help": {"text": _help(rule), "markdown": _help_markdown(rule)},
        "defaultConfiguration": {"level": level},
        "properties": {
            "tags": [rule.dimension],
            "precision": "high",
            "problem.severity": "recommendation" if level == "note" else level,
            "dimension": rule.dimension,
            "name": rule.name,
        },
    }


def _camel(name: str) -> str:
    """`unmeasurable-target` as SARIF writes names: `UnmeasurableTarget`."""
    return "".join(part[:1].upper() + part[1:] for part in name.split("-"))


def _help(rule: Rule) -> str:
    lines = [f"{rule.id} {rule.title}", "", f"为什么：{rule.why.strip()}", f"怎么改：{rule.suggestion}"]
    lines += [f"依据：{basis_text(rule) or _HABIT}", "", "这样写会被指出："]
    lines += [f"- {_one_line(example)}" for example in rule.examples.bad]
    lines += ["", "这样写可以："]
    lines += [f"- {_one_line(example)}" for example in rule.examples.good]
    return "\n".join(lines)


def _help_markdown(rule: Rule) -> str:
    lines = [f"# {rule.id} {plain(rule.title)}", "", plain(rule.why.strip()), ""]
    lines += [f"**怎么改**　{plain(rule.suggestion)}", "", f"**依据**　{plain(basis_text(rule) or _HABIT)}", ""]
    lines += ["## 这样写会被指出", "", *(f"- {plain(_one_line(example))}" for example in rule.examples.bad), ""]
    lines += ["## 这样写可以", "", *(f"- {plain(_one_line(example))}" for example in rule.examples.good)]
    return "\n".join(lines) + "\n"


def _one_line(example: str | Example) -> str:
    return " / ".join(line.strip() for line in example_lines(example))
