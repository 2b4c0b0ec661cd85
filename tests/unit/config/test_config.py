"""Configuration: where it is found, what it changes, and who has the last word."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint_pbt.config.configuration import Configuration
from lint_pbt.config.discovery import Discovery
from lint_pbt.config.wildcards import fits, path_fits
from lint_pbt.errors import ConfigError
from lint_pbt.rulebook.loader import load_rulebook
from lint_pbt.session import read_documents
from lint_pbt.session.plan import Asked, Plan
from tests.configured import configure, rules_found, run_on, severities, table


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    # The search for a configuration ends here, whatever lies above the temporary folder.
    (tmp_path / ".git").mkdir()
    (tmp_path / "表.txt").write_text(table("读书月"), "utf-8")
    return tmp_path


class TestFinding:
    def test_without_one_the_recommended_rules_run(self, folder: Path) -> None:
        assert {"V101", "P101"} <= rules_found(folder)

    def test_it_is_found_beside_the_table(self, folder: Path) -> None:
        configure(folder, "rules: {P101: off}\n")
        assert "P101" not in rules_found(folder)
        assert "V101" in rules_found(folder)

    def test_it_is_found_above_the_table_wherever_the_program_runs(self, folder: Path) -> None:
        configure(folder, "rules: {P101: off}\n")
        (folder / "甲" / "乙").mkdir(parents=True)
        (folder / "甲/乙/表.txt").write_text(table("读书月"), "utf-8")
        assert "P101" not in rules_found(folder, "甲/乙/表.txt")

    def test_the_nearest_counts_for_each_file(self, folder: Path) -> None:
        configure(folder, "rules: {P101: off}\n")
        configure(folder, "rules: {V101: off}\n", "乙/.pbt-lint.yaml")
        (folder / "乙/表.txt").write_text(table("读书月"), "utf-8")
        run = run_on(folder, ["表.txt", "乙/表.txt"])
        by_file = {
            name: {one.rule.id for one in run.findings if os.path.dirname(one.path).endswith("乙") == inner}
            for name, inner in (("outer", False), ("inner", True))
        }
        assert "V101" in by_file["outer"]
        assert "P101" not in by_file["outer"]
        assert "P101" in by_file["inner"]
        assert "V101" not in by_file["inner"]

    def test_the_search_ends_at_a_repository(self, folder: Path) -> None:
        configure(folder, "rules: {P101: off}\n")
        (folder / "库" / ".git").mkdir(parents=True)
        (folder / "库/表.txt").write_text(table("读书月"), "utf-8")
        assert "P101" in rules_found(folder, "库/表.txt")

    def test_one_named_on_the_command_line_counts_for_all(self, folder: Path) -> None:
        configure(folder, "rules: {P101: off}\n")
        other = configure(folder, "rules: {V101: off}\n", "别的/配置.yaml")
        found = rules_found(folder, asked=Asked(config=str(other)))
        assert "P101" in found
        assert "V101" not in found

    def test_none_when_none_is_wanted(self, folder: Path) -> None:
        configure(folder, "rules: {P101: off}\n")
        assert "P101" in rules_found(folder, asked=Asked(configured=False))

    def test_a_broken_one_does_not_count_when_none_is_wanted(self, folder: Path) -> None:
        configure(folder, "rules: [")
        assert rules_found(folder, asked=Asked(configured=False))

    @pytest.mark.parametrize(
        "text",
        [
            '[tool.pbt-lint]\nrules = {P101 = "off"}\n',
            "[tool.pbt-lint.rules]\nP101 = false\n",
            '[project]\nname = "x"\n\n[tool."pbt-lint".rules]\nP101 = "off"\n',
            'tool.pbt-lint.rules.P101 = "off"\n',
            '[tool]\npbt-lint = {rules = {P101 = "off"}}\n',
        ],
    )
    def test_pyproject_holds_one_too(self, folder: Path, text: str) -> None:
        configure(folder, text, "pyproject.toml")
        found = rules_found(folder)
        assert "V101" in found
        assert "P101" not in found

    @pytest.mark.parametrize(
        "text", ['[project.scripts]\npbt-lint = "a:b"\n', '[project]\ndependencies = ["pbt-lint"]\n', "[tool.ruff]\n"]
    )
    def test_a_pyproject_that_only_mentions_the_name_is_passed_over(self, folder: Path, text: str) -> None:
        configure(folder, "rules: {P101: off}\n")
        configure(folder, text, "甲/pyproject.toml")
        (folder / "甲/表.txt").write_text(table("读书月"), "utf-8")
        assert "P101" not in rules_found(folder, "甲/表.txt")

    def test_the_own_file_comes_before_pyproject(self, folder: Path) -> None:
        configure(folder, "rules: {P101: off}\n")
        configure(folder, "[tool.pbt-lint.rules]\nV101 = false\n", "pyproject.toml")
        assert "V101" in rules_found(folder)

    def test_standard_input_takes_that_of_the_folder(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = configure(folder, "rules: {P101: off}\n")
        monkeypatch.chdir(folder)
        assert Discovery().nearest("-") == str(path)

    def test_files_of_a_folder_share_one_set_of_rules(self, folder: Path) -> None:
        configure(folder, "rules: {P101: off}\noverrides: [{paths: '*草稿*', rules: {V101: info}}]\n")
        files = [str(folder / f"{name}.txt") for name in ("甲", "乙", "草稿丙", "草稿丁")]
        plan = Plan(files, Asked())
        engines = [plan._by_file[file].engine for file in files]
        assert engines[0] is engines[1]
        assert engines[2] is engines[3]
        assert engines[0] is not engines[2]


class TestRules:
    def test_a_severity_changes(self, folder: Path) -> None:
        configure(folder, "rules: {P101: error, V101: {severity: info}}\n")
        assert severities(run_on(folder)) | {"P101": "error", "V101": "info"} == severities(run_on(folder))

    def test_options_change_and_the_others_stay(self, folder: Path) -> None:
        assert "P106" in rules_found(folder)
        configure(folder, "rules: {P106: {with: {at_least: 2}}}\n")
        assert "P106" not in rules_found(folder)

    def test_a_mentioned_rule_is_on(self, folder: Path) -> None:
        configure(folder, "extends: core\nrules: {P106: info}\n")
        assert "P106" in rules_found(folder)

    @pytest.mark.parametrize("off", ["off", "false", "'off'", "{enabled: false}", "{enabled: false, severity: error}"])
    def test_ways_to_say_off(self, folder: Path, off: str) -> None:
        configure(folder, f"rules: {{P101: {off}}}\n")
        assert "P101" not in rules_found(folder)

    @pytest.mark.parametrize("on", ["on", "true", "'on'", "warning", "{}", "{enabled: true}"])
    def test_ways_to_say_on(self, folder: Path, on: str) -> None:
        configure(folder, f"extends: core\nrules: {{P106: {on}}}\n")
        assert "P106" in rules_found(folder)

    def test_a_group_is_named_by_the_beginning_and_the_single_rule_wins(self, folder: Path) -> None:
        configure(folder, "rules: {P101: warning, P: off}\n")
        found = rules_found(folder)
        assert {rule for rule in found if rule.startswith("P")} == {"P101"}

    def test_rules_go_by_name_too_in_any_case(self, folder: Path) -> None:
        configure(folder, "rules: {missing-satisfaction: off, v101: off}\n")
        assert not {"P101", "V101"} & rules_found(folder)

    def test_select_and_ignore_stand_above_the_configuration(self, folder: Path) -> None:
        configure(folder, "rules: {P101: off}\n")
        assert rules_found(folder, asked=Asked(select=("P101", "V101"))) == {"P101", "V101"}
        assert "V101" not in rules_found(folder, asked=Asked(ignore=("V1",)))

    def test_a_profile_on_the_command_line_takes_the_place_of_that_extended(self, folder: Path) -> None:
        configure(folder, "extends: core\nrules: {V101: off}\n")
        assert "P106" not in rules_found(folder)
        found = rules_found(folder, asked=Asked(profile="strict"))
        assert "P106" in found
        assert "V101" not in found

    def test_fail_on_is_that_of_the_file(self, folder: Path) -> None:
        configure(folder, "fail-on: never\n")
        configure(folder, "fail-on: info\n", "乙/.pbt-lint.yaml")
        (folder / "乙/表.txt").write_text(table("读书月"), "utf-8")
        run = run_on(folder, ["表.txt", "乙/表.txt"])
        assert {one.path: one.fail_on for one in run.checked} == {
            str(folder / "表.txt"): "never",
            str(folder / "乙/表.txt"): "info",
        }

    def test_words_are_added(self, folder: Path) -> None:
        (folder / "表.txt").write_text(table("读书月", value="听候通知"), "utf-8")
        assert "V103" not in rules_found(folder)
        configure(folder, "vocabulary: {placeholders: [听候通知]}\n")
        assert "V103" in rules_found(folder)

    def test_rules_of_ones_own(self, folder: Path) -> None:
        own = """
            id: U001
            name: no-slang
            title: 用语不规范
            severity: error
            dimension: 适当性
            why: 公文用语要规范。
            check: forbidden-text
            with: {words: [持续提升]}
            message: “{found}”不规范
            suggestion: 换一个说法
            examples:
              good: [≥95%]
              bad: [持续提升]
        """
        configure(folder, dedent(own), "我的规则/U001-no-slang.yaml")
        configure(folder, "rule-folders: 我的规则\n")
        assert "U001" in rules_found(folder)
        configure(folder, "rule-folders: [我的规则]\nrules: {U001: off}\n")
        assert "U001" not in rules_found(folder)


class TestExtends:
    def test_the_own_file_has_the_last_word(self, folder: Path) -> None:
        configure(folder, "rules: {P101: off, V101: off}\n", "公共.yaml")
        configure(folder, "extends: 公共.yaml\nrules: {V101: info}\n")
        found = severities(run_on(folder))
        assert "P101" not in found
        assert found["V101"] == "info"

    def test_of_several_the_later_wins(self, folder: Path) -> None:
        configure(folder, "rules: {P101: info}\n", "甲.yaml")
        configure(folder, "rules: {P101: error}\n", "乙.yaml")
        configure(folder, "extends: [甲.yaml, 乙.yaml]\n")
        assert severities(run_on(folder))["P101"] == "error"

    def test_a_profile_comes_through_a_file(self, folder: Path) -> None:
        configure(folder, "extends: core\n", "公共.yaml")
        configure(folder, "extends: 公共.yaml\n")
        assert "P106" not in rules_found(folder)
        configure(folder, "extends: [公共.yaml, strict]\n")
        assert "P106" in rules_found(folder)

    def test_options_of_both_files_count(self, folder: Path) -> None:
        configure(folder, "rules: {P107: {with: {share: 0.9}}}\n", "公共.yaml")
        configure(folder, "extends: 公共.yaml\nrules: {P107: {with: {at_least: 4}}}\n")
        settings = Configuration(str(folder / ".pbt-lint.yaml")).settings()
        rule = next(rule for rule in load_rulebook(settings).rules if rule.id == "P107")
        assert rule.options | {"share": 0.9, "at_least": 4} == rule.options

    def test_paths_in_a_file_start_from_that_file(self, folder: Path) -> None:
        (folder / "公共" / "规则").mkdir(parents=True)
        configure(folder, "rule-folders: [规则]\n", "公共/基础.yaml")
        configure(folder, "extends: ../公共/基础.yaml\n", "甲/.pbt-lint.yaml")
        settings = Configuration(str(folder / "甲/.pbt-lint.yaml")).settings()
        assert settings.folders == (os.path.realpath(folder / "公共" / "规则"),)

    def test_yaml_may_extend_toml(self, folder: Path) -> None:
        configure(folder, '[rules]\nP101 = "off"\n', "公共.toml")
        configure(folder, "extends: 公共.toml\n")
        assert "P101" not in rules_found(folder)

    def test_a_circle_is_a_mistake_that_names_the_chain(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(folder)
        configure(folder, "extends: 甲.yaml\n")
        configure(folder, "rules: {}\nextends: 乙.yaml\n", "甲.yaml")
        configure(folder, "extends: .pbt-lint.yaml\n", "乙.yaml")
        with pytest.raises(ConfigError) as caught:
            run_on(folder)
        told = str(caught.value)
        assert "乙.yaml 第 1 行" in told
        assert ".pbt-lint.yaml → 甲.yaml → 乙.yaml → .pbt-lint.yaml" in told

    def test_a_missing_file_is_named_where_it_is_extended(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(folder)
        configure(folder, "rules: {}\nextends: [core, 没有.yaml]\n")
        with pytest.raises(ConfigError, match=r"\.pbt-lint\.yaml 第 2 行：配置文件“没有\.yaml”读不出来：没有这个文件"):
            run_on(folder)

    def test_files_that_extend_each_other_many_times_end(self, folder: Path) -> None:
        for number in range(12):
            configure(folder, f"extends: [{number + 1}.yaml, {number + 1}.yaml]\n", f"{number}.yaml")
        configure(folder, "rules: {}\n", "12.yaml")
        configure(folder, "extends: 0.yaml\n")
        with pytest.raises(ConfigError, match="太多"):
            run_on(folder)


class TestOverrides:
    @pytest.mark.parametrize(
        ("pattern", "file", "expected"),
        [
            ("*草稿*", "表草稿.txt", True),
            ("*草稿*", "草稿/表.txt", True),
            ("*草稿*", "表.txt", False),
            ("下属单位/**", "下属单位/甲/表.txt", True),
            ("下属单位/**", "下属单位/表.txt", True),
            ("下属单位/**", "甲/下属单位/表.txt", False),
            ("下属单位", "甲/下属单位/表.txt", True),
            ("下属单位/", "甲/下属单位/表.txt", True),
            ("下属单位/*.txt", "下属单位/表.txt", True),
            ("下属单位/*.txt", "下属单位/甲/表.txt", False),
            ("**/甲/*.TXT", "下属单位/甲/表.txt", True),
            ("./表.txt", "表.txt", True),
            ("下属单位\\甲", "下属单位/甲/表.txt", True),
            ("[2024]表.txt", "[2024]表.txt", True),
            ("[2024]表.txt", "2表.txt", False),
            ("a/**/b", "a/b/x.txt", True),
            ("a/**/b", "a/c/d/b/x.txt", True),
            ("a/**/b", "a/c/x.txt", False),
        ],
    )
    def test_paths(self, tmp_path: Path, pattern: str, file: str, expected: bool) -> None:
        assert path_fits(pattern, str(tmp_path / file), str(tmp_path)) is expected

    def test_a_path_from_outside_and_an_absolute_one(self, tmp_path: Path) -> None:
        assert path_fits("../乙/*", str(tmp_path / "乙/表.txt"), str(tmp_path / "甲"))
        assert path_fits(f"{tmp_path}/乙/*", str(tmp_path / "乙/表.txt"), str(tmp_path / "甲"))
        assert not path_fits("乙/*", str(tmp_path / "乙/表.txt"), str(tmp_path / "甲"))

    def test_names_of_a_macos_disk_are_the_same(self, tmp_path: Path) -> None:
        assert path_fits("*Résumé*", normalize("NFD", str(tmp_path / "Résumé.txt")), str(tmp_path))

    def test_they_are_for_their_files_only(self, folder: Path) -> None:
        (folder / "草稿.txt").write_text(table("读书月"), "utf-8")
        configure(folder, "overrides:\n  - paths: ['*草稿*']\n    rules: {V101: info, P101: off}\n")
        run = run_on(folder, ["表.txt", "草稿.txt"])
        of_draft = {one.rule.id: one.severity for one in run.findings if one.path.endswith("草稿.txt")}
        of_table = {one.rule.id: one.severity for one in run.findings if one.path.endswith("表.txt")}
        assert of_draft["V101"] == "info"
        assert "P101" not in of_draft
        assert of_table["V101"] == "warning"
        assert "P101" in of_table

    def test_the_own_rules_win_over_overrides_of_a_file_below(self, folder: Path) -> None:
        configure(folder, "overrides: [{paths: '*', rules: {P101: off}}]\n", "公共.yaml")
        configure(folder, "extends: 公共.yaml\n")
        assert "P101" not in rules_found(folder)
        configure(folder, "extends: 公共.yaml\nrules: {P101: info}\n")
        assert "P101" in rules_found(folder)


@given(st.text("ab*", max_size=12), st.text("ab", max_size=20))
def test_a_wildcard_means_what_the_same_pattern_does(pattern: str, text: str) -> None:
    expected = re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), text) is not None
    assert fits(pattern, text) is expected


def test_a_wildcard_is_linear_on_hostile_text() -> None:
    assert not fits("a*" * 200 + "b", "a" * 100_000)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_file_in_any_encoding_of_a_windows_editor(folder: Path, codec: str) -> None:
    (folder / ".pbt-lint.yaml").write_bytes("# 说明\nrules: {P101: off}\n".encode(codec))
    assert "P101" not in rules_found(folder)


@pytest.mark.parametrize("text", ["", "# 只有说明\n", "---\n"])
def test_an_empty_file_changes_nothing(folder: Path, text: str) -> None:
    plain = rules_found(folder)
    configure(folder, text)
    assert rules_found(folder) == plain


def test_a_run_without_configuration_reads_nothing_of_it() -> None:
    """What only a configuration needs is not even imported without one."""
    code = (
        "import sys\n"
        "from lint_pbt.session.plan import Asked, Plan\n"
        "Plan(['/nonexistent/表.txt'], Asked())\n"
        "print([name for name in sys.modules if name.removeprefix('lint_pbt.') in"
        " ('config.configuration', 'config.files', 'config.shape', 'suppression.ignores', 'suppression.baseline',"
        " 'datafiles.toml_text', 'datafiles.yaml_text')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_parse_tells_the_titles_that_a_column_nearly_has(folder: Path) -> None:
    rows = ["项目名称,方面,抓手,指标值", "井盖更换,数量指标,更换井盖个数,≥360个", "井盖更换,质量指标,井盖合格率,≥98%"]
    (folder / "表.csv").write_text("\n".join(rows), "utf-8")
    configure(folder, "columns: {抓手手: 指标名称, 方面: 二级指标, 抓什么: 指标名称, 目标值: 指标值}\n")
    [document] = read_documents([str(folder / "表.csv")], [])
    told = [one.message for one in document.notes if "columns 里写的" in one.message]
    assert told == ["配置的 columns 里写的“抓手手”不是这张表的列标题，是不是想写“抓手”？"]


def test_labels_above_a_list_are_what_the_configuration_says(folder: Path) -> None:
    rows = [
        "民生实事绩效目标表（2026年度）,,,,",
        "申报厅局,交通运输厅,,工程名称,农村公路安全提升",
        "资金盘子（万元）,3200,,,",
        "目标综述,年内提升农村公路500公里。,,,",
        "考核类,考核项,考核点,达标线,计分",
        "产出,数量,提升农村公路里程,≥500公里,60",
        "满意度,群众满意度,沿线群众满意度,≥90%,40",
    ]
    (folder / "表.csv").write_text("\n".join(rows), "utf-8")
    configure(
        folder,
        "columns: {申报厅局: 单位, 工程名称: 项目名称, 资金盘子: 金额, 目标综述: 绩效目标,"
        " 考核类: 一级指标, 考核项: 二级指标, 考核点: 指标名称, 达标线: 指标值, 计分: 权重}\n",
    )
    [document] = read_documents([str(folder / "表.csv")], [])
    [(unit, project)] = document.projects()
    assert unit.name is not None and unit.name.text == "交通运输厅"
    assert project.name.text == "农村公路安全提升"
    assert project.total == 3200 and project.goal is not None
    assert [str(one.weight) for one in project.indicators] == ["60", "40"]
