"""The index of all rules, by group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from lint_pbt.presentation.markdown_text import plain, table
from lint_pbt.presentation.words import SEVERITY

if TYPE_CHECKING:
    from lint_pbt.model.rule import Profile, Rule

# The folders of rules in the order a reader meets them, with their titles.
GROUPS = {
    "structure": "表格的结构",
    "value": "指标值",
    "suspicious": "可疑的写法",
    "consistency": "前后一致",
    "project": "项目的指标齐不齐",
    "naming": "指标的名称和类别",
    "weight": "权重",
    "format": "写法",
}
_FIXES = {"safe": "能", "unsafe": "能，要人看过", None: ""}


def index_page(groups: Mapping[str, Sequence[Rule]], profiles: Sequence[Profile]) -> str:
    """The page; `groups` are the rules by folder."""
    total = sum(map(len, groups.values()))
    lines = [
        "# 规则",
        "",
        f"一共 {total} 条。点编号看每条规则的道理、例子和调整办法；命令行里用 `pbt-lint explain V101`。",
        "",
    ]
    held = {one.name: sum(one.has(rule.id) for rules in groups.values() for rule in rules) for one in profiles}
    partial = [profile for profile in profiles if held[profile.name] < total]
    for group, title in GROUPS.items():
        lines += [f"## {title}", ""]
        titles = ["编号", "查什么", "级别", "审核维度", "自动改", *(f"在 {profile.name} 里" for profile in partial)]
        rows = [
            [
                f"[{rule.id}]({rule.id}-{rule.name}.md)",
                plain(rule.title),
                SEVERITY[rule.severity],
                rule.dimension,
                _FIXES[rule.fix],
                *("✓" if profile.has(rule.id) else "" for profile in partial),
            ]
            for rule in groups[group]
        ]
        lines += [*table(titles, rows), ""]
    lines += ["## 规则集", "", "用 `--profile` 或配置里的 `extends` 选。", ""]
    rows = [
        [f"`{one.name}`", plain(one.title), "全部" if held[one.name] == total else f"{held[one.name]} 条"]
        for one in profiles
    ]
    lines += [*table(["名称", "说明", "规则"], rows), ""]
    lines += [
        "想加自己的规则，见 [十分钟写一条自己的规则](../writing-rules.md)；现成的检查见 [检查一览](../checks.md)。"
    ]
    return "\n".join(lines) + "\n"
