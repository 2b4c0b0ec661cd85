"""The checks for users' own rules, each as a rule file uses it."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
import yaml

from lint_pbt.checks import registry
from lint_pbt.engine.engine import Engine
from lint_pbt.model.rule import Example, Rule
from lint_pbt.model.run import Run
from lint_pbt.rulebook.examples import document_of
from lint_pbt.rulebook.loader import RuleFile, build, make_tools

TOOLS = make_tools()
CHECKS = registry()
HEAD = """
id: Z001
name: own-rule
title: 自己的规则
severity: warning
dimension: 适当性
why: 局里的要求。
suggestion: 改
examples: {good: [≥1个], bad: [≥2个]}
"""


def rule_of(check: str, options: str, message: str = "{found}", **more: Any) -> RuleFile:
    content = {**yaml.safe_load(HEAD), "check": check, "with": yaml.safe_load(options), "message": message, **more}
    return RuleFile("Z001.yaml", "", msgspec.convert(content, Rule), True)


def run(file: RuleFile, example: Any) -> Run:
    mistakes, active = build(file, CHECKS, TOOLS)
    assert active is not None, mistakes
    shown = msgspec.convert(example, Example) if isinstance(example, dict) else example
    return Engine([active], TOOLS).check(document_of(shown, file.rule))


def messages(file: RuleFile, example: Any) -> list[str]:
    return [finding.message for finding in run(file, example).findings]


@pytest.mark.parametrize(
    ("check", "options", "message", "example", "found"),
    [
        ("forbidden-text", "{words: [大力, 狠抓]}", "{found}", "大力推进", ["大力"]),
        ("forbidden-text", "{words: [大力]}", "{found}", "稳步推进", []),
        ("forbidden-text", "{words: [ＡＢ]}", "{found}", "完成AB项", ["AB"]),
        ("forbidden-text", "{patterns: ['[一二三]类']}", "{found}", "达到二类标准", ["二类"]),
        ("forbidden-text", "{patterns: ['[一二三]类'], unless: [国标]}", "{found}", "达到国标二类标准", []),
        ("forbidden-text", "{words: [人], field: name}", "{found}", "受益人口", ["人"]),
        ("forbidden-text", "{words: [力], field: values}", "{found}", {"cycle": "力", "annual": "大力"}, ["力", "力"]),
        ("forbidden-text", "{instead: {大于等于: ≥}}", "{found}→{instead}", "大于等于95%", ["大于等于→≥"]),
        ("forbidden-text", "{vocabulary: placeholders, words: [暂无]}", "{found}", "暂无", ["暂无"]),
        ("required-text", "{words: [学时, 课时]}", "{wanted}", "300人次", ["学时、课时"]),
        ("required-text", "{words: [学时, 课时]}", "{wanted}", "300人次，16课时", []),
        ("required-text", "{words: [学时], patterns: ['\\d+天']}", "{wanted}", "3天", []),
        ("required-text", "{words: [数], field: name}", "{name}", "培训人次", ["培训人次"]),
        ("goal-forbidden-text", "{words: [确保]}", "{found}", {"goal": "确保完成"}, ["确保"]),
        ("goal-forbidden-text", "{words: [确保]}", "{found}", {"goal": None}, []),
        ("goal-required-text", "{words: [年底前]}", "{wanted}", {"goal": "完成验收"}, ["年底前"]),
        ("goal-required-text", "{words: [年底前]}", "{wanted}", {"goal": "年底前完成验收"}, []),
        ("goal-required-text", "{words: [年底前]}", "{wanted}", {"goal": None}, []),
        ("unit-one-of", "{units: [人次]}", "{unit} {allowed}", "≥300人", ["人 人次"]),
        ("unit-one-of", "{units: [人次]}", "{unit}", "≥300人次", []),
        ("unit-one-of", "{units: [万元]}", "{unit}", "≤5万元", []),
        ("unit-one-of", "{units: [人次]}", "{unit}", "300", []),
        ("unit-one-of", "{units: [人次], required: true}", "{unit}", "300", ["（没有单位）"]),
        ("unit-one-of", "{units: [人次]}", "{unit}", "逐步提高", []),
        ("number-bounds", "{at_least: 90, unit: '%'}", "{number} {bound}", "≥85%", ["85 不小于 90"]),
        ("number-bounds", "{at_least: 90, unit: '%'}", "{number}", "≥90%", []),
        ("number-bounds", "{at_least: 90, unit: '%'}", "{number}", "85分", []),
        ("number-bounds", "{at_most: 20000, unit: 元}", "{number} {bound}", "≤3万元", ["3万 不大于 20000"]),
        ("number-bounds", "{at_most: 10}", "{bound}", "5-12天", ["不大于 10"]),
        ("text-length", "{at_most: 4}", "{length} {bound}", "培训教师人次", ["6 不超过 4 个字"]),
        ("text-length", "{at_most: 6}", "{length}", "培训 教师 人次", []),
        ("text-length", "{at_least: 5, field: annual}", "{length}{bound}", "合规", ["2不少于 5 个字"]),
    ],
)  # fmt: skip
def test_what_is_reported(check: str, options: str, message: str, example: Any, found: list[str]) -> None:
    by_name = yaml.safe_load(options).get("field", "name" if check == "text-length" else None) == "name"
    if by_name and isinstance(example, str):
        example = {"name": example}
    assert messages(rule_of(check, options, message), example) == found


def test_the_evidence_is_the_words_that_were_found() -> None:
    (finding,) = run(rule_of("forbidden-text", "{words: [大力]}"), "今年大力推进").findings
    assert (finding.start, finding.end) == (2, 4)


def test_a_word_with_a_better_one_can_be_fixed() -> None:
    file = rule_of("forbidden-text", "{instead: {大于等于: ≥}}", fix="safe")
    (finding,) = run(file, "大于等于95%").findings
    assert finding.fix
    assert (finding.fix.text, finding.fix.safe) == ("≥", True)


def test_a_goal_is_looked_at_once_however_many_indicators_there_are() -> None:
    example = {"goal": "确保完成", "indicators": [{"name": "甲"}, {"name": "乙"}, {"name": "丙"}]}
    assert messages(rule_of("goal-forbidden-text", "{words: [确保]}"), example) == ["确保"]


def test_a_value_that_cannot_be_read_is_a_skip_and_no_pass() -> None:
    done = run(rule_of("number-bounds", "{at_least: 1}"), "≥9O%")
    assert (len(done.findings), len(done.skips)) == (0, 1)


@pytest.mark.parametrize(
    ("check", "options", "told"),
    [
        ("forbidden-text", "{}", "words、vocabulary、patterns 至少写一样"),
        ("required-text", "{field: name}", "至少写一样"),
        ("forbidden-text", "{vocabulary: palceholders}", "是不是想写“placeholders”？"),
        ("forbidden-text", "{words: [x], field: goal}", "“field”只能是"),
        ("unit-one-of", "{}", "缺少必填的键：units"),
        ("unit-one-of", "{units: []}", "“units”不能为空"),
        ("number-bounds", "{}", "at_least、at_most 至少写一个"),
        ("number-bounds", "{at_least: 5, at_most: 3}", "at_least（5）比 at_most（3）还大"),
        ("number-bounds", "{at_least: 很多}", "at_least"),
        ("text-length", "{}", "至少写一个"),
        ("text-length", "{at_most: 0}", "“at_most”不能小于 1"),
    ],
)
def test_options_that_make_no_sense_are_refused(check: str, options: str, told: str) -> None:
    mistakes, active = build(rule_of(check, options), CHECKS, TOOLS)
    assert active is None
    assert told in "\n".join(map(str, mistakes))


def test_every_check_and_option_is_described_in_chinese() -> None:
    for check in CHECKS.values():
        assert check.title, check.name
        assert all(check.fills.values()), check.name
        schema = msgspec.json.schema(check.options)
        for kind in schema["$defs"].values():
            for name, option in kind["properties"].items():
                assert option.get("description"), f"{check.name}: {name}"


@pytest.mark.parametrize(
    ("example", "found"),
    [
        ({"name": "培训村医人数"}, 1),
        ({"name": "培训合格率"}, 0),
        ({"name": "培训人数", "level2": "成本指标"}, 0),
        ({"name": "修缮面积"}, 0),
    ],
)
def test_a_rule_passes_by_what_its_selection_excepts(example: Any, found: int) -> None:
    select = {"name": {"words": ["培训"]}, "unless": [{"name": {"words": ["率"]}}, {"level2": ["成本指标"]}]}
    assert len(messages(rule_of("required-text", "{words: [学时]}", select=select), example)) == found
