"""Rule files: every mistake is named with file, line and key, all at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from lint_pbt.checks import registry
from lint_pbt.datafiles.sources import built_in_sources
from lint_pbt.datafiles.typed_text import convert
from lint_pbt.errors import ConfigError
from lint_pbt.model.rule import Profile, RuleSetting
from lint_pbt.rulebook.loader import RuleFile, Settings, _options, built_in_rules, load_rulebook
from lint_pbt.rulebook.proven import UNREAD, profile_of, rule_of

GOOD = """id: U001
name: no-slang
title: 用语不规范
severity: warning
dimension: 适当性
why: 公文用语要规范。
check: remnant
with:
  words: [搞定]
message: “{found}”不规范
suggestion: 换成规范用语
examples:
  good: [完成, 12次]
  bad: [{annual: 搞定, at: 搞定}]
"""


def _mistakes(folder: Path, text: str) -> str:
    (folder / "U001-no-slang.yaml").write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        load_rulebook(Settings(folders=(str(folder),)))
    return str(caught.value)


def test_a_rule_of_ones_own_runs(tmp_path: Path) -> None:
    (tmp_path / "U001-no-slang.yaml").write_text(GOOD, "utf-8")
    book = load_rulebook(Settings(folders=(str(tmp_path),)))
    assert "U001" in [rule.id for rule in book.rules]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("severity: warning", "severity: waring", ["第 4 行", "severity", "error、warning、info", "“warning”"]),
        ("title: 用语不规范", "titel: 用语不规范", ["第 3 行", "titel", "“title”"]),
        ("check: remnant", "check: remnnt", ["第 7 行", "remnnt", "“remnant”"]),
        ("  words: [搞定]", "  wrods: [搞定]", ["第 9 行", "wrods", "“words”"]),
        ("  words: [搞定]", "  words: 搞定", ["第 9 行", "words", "列表"]),
        ("  words: [搞定]", "  vocabulary: placeholder", ["第 8 行", "placeholder", "“placeholders”"]),
        ("  words: [搞定]", "  patterns: ['(搞定']", ["第 8 行", "正则表达式", "(搞定"]),
        ("“{found}”不规范", "“{fuond}”不规范", ["第 10 行", "{fuond}", "“found”"]),
        ("id: U001", "id: u1", ["第 1 行", "id"]),
        ("examples:\n", "exampels:\n", ["exampels", "“examples”"]),
        ("  good: [完成, 12次]\n", "", ["缺少", "good"]),
        ("  good: [完成, 12次]", "  good: []", ["第 13 行", "good", "不能为空"]),
        ("why: 公文用语要规范。", "why: [", ["YAML"]),
    ],
)
def test_a_mistake_names_file_line_key_and_what_was_expected(
    tmp_path: Path, old: str, new: str, told: list[str]
) -> None:
    assert old in GOOD
    message = _mistakes(tmp_path, GOOD.replace(old, new))
    for words in ["U001-no-slang.yaml", *told]:
        assert words in message


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    other = GOOD.replace("U001", "U002").replace("check: remnant", "check: nothing")
    (tmp_path / "U002.yaml").write_text(other, "utf-8")
    message = _mistakes(tmp_path, GOOD.replace("severity: warning", "severity: bad").replace("title:", "titel:"))
    assert "nothing" in message
    assert "severity" in message
    assert "titel" in message
    assert len(message.splitlines()) >= 4


def test_settings_change_severity_and_options_and_switch_off() -> None:
    settings = Settings(
        rules={
            "P106": RuleSetting(severity="warning", options={"at_least": 5}),
            "V107": RuleSetting(enabled=False),
        }
    )
    rules = {rule.id: rule for rule in load_rulebook(settings).rules}
    assert rules["P106"].severity == "warning"
    assert rules["P106"].options["at_least"] == 5
    assert "V107" not in rules


def test_a_wrong_option_in_the_settings_is_a_mistake() -> None:
    with pytest.raises(ConfigError, match="at_least"):
        load_rulebook(Settings(rules={"P106": RuleSetting(options={"at_leest": 5})}))


def test_an_unknown_rule_is_told_with_the_nearest() -> None:
    with pytest.raises(ConfigError, match="V101"):
        load_rulebook(Settings(select=("V1011",)))


def test_select_takes_beginnings_of_ids() -> None:
    assert {rule.id[:2] for rule in load_rulebook(Settings(select=("X1",))).rules} == {"X1"}


def test_added_words_count_as_units() -> None:
    book = load_rulebook(Settings(vocabulary={"units": ("穴盘",)}))
    assert "穴盘" in book.tools.words("units")


@pytest.mark.parametrize("file", built_in_rules(examples=False), ids=lambda file: file.rule.id)
def test_the_options_of_built_in_rules_are_what_converting_makes_of_them(file: RuleFile) -> None:
    check = registry()[file.rule.check]
    proven = _options(file, check)
    converted = convert(file.rule.options, check.options, file.path, file.text)
    assert proven == converted
    for name in proven.__struct_fields__:
        found, wanted = getattr(proven, name), getattr(converted, name)
        assert type(found) is type(wanted) or {type(found), type(wanted)} == {int, float}


def test_built_in_rules_and_profiles_are_what_converting_makes_of_them() -> None:
    sources = built_in_sources()
    for file, whole in zip(built_in_rules(examples=False), built_in_rules(examples=True), strict=True):
        assert file.rule == rule_of(sources.value(file.path, without="examples"))
        assert replace(whole.rule, examples=UNREAD) == file.rule
        assert file.text == whole.text
    for path in sources.under("profiles"):
        assert profile_of(sources.value(path)) == sources.typed(path, Profile)


@pytest.mark.parametrize(
    "change",
    [
        {"severity": "eror"},
        {"titel": "多一个键"},
        {"message": 3},
        {"instead_of": "N102"},
        {"select": {"level": ["产出"]}},
    ],
)
def test_what_is_not_plainly_a_rule_is_left_to_the_conversion(change: dict[str, Any]) -> None:
    sources = built_in_sources()
    stated = sources.value(next(built_in_rules(examples=False)).path)
    assert rule_of(stated) is not None
    assert rule_of({**stated, **change}) is None
    assert rule_of("没有键") is None
