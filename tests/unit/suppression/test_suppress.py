"""Ignores in the configuration: what they admit, and what is said of those that ignored nothing."""

from __future__ import annotations

import io
import json
from pathlib import Path
from time import process_time

import msgspec
import pytest

from lint_pbt.config.configuration import Configuration
from lint_pbt.edits.fix.files import Method
from lint_pbt.model.rule import Rule
from lint_pbt.model.run import Checked, Crash, Run, Skip, UnusedIgnore
from lint_pbt.reporters.json.report import report as report_json
from lint_pbt.reporters.terminal import report as report_terminal
from lint_pbt.session import fix
from lint_pbt.session.plan import Asked
from lint_pbt.suppression.ignores import Suppression
from tests.configured import configure, found, run_on, table

PROJECTS = ("公务用车购置", "读书月（2025年）", "古籍 修复")
ALL = [("P101", name) for name in sorted(PROJECTS)] + [("V101", name) for name in sorted(PROJECTS)]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "表.txt").write_text(table(*PROJECTS), "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ignoring(folder: Path, *entries: str, asked: Asked | None = None) -> Run:
    lines = "".join(f"  - {{{entry}}}\n" for entry in entries)
    configure(folder, f"ignore:\n{lines}")
    return run_on(folder, asked=asked or Asked(select=("P101", "V101")))


def left(folder: Path, *entries: str) -> list[tuple[str, str]]:
    return [one for one in ALL if one not in found(ignoring(folder, *entries))]


def unused_after(checked: Checked, rule: Rule) -> list[UnusedIgnore]:
    """The ignores of the configuration that ignored nothing where this is all that was checked."""
    ignores = Suppression(Configuration(".pbt-lint.yaml").ignores)
    ignores.seen(checked, [rule])
    return list(ignores.unused(partial=False))


def unused(run: Run) -> list[str]:
    return [one.message for one in run.unused_ignores]


class TestMatching:
    def test_nothing_is_ignored_without_one(self, folder: Path) -> None:
        assert found(run_on(folder, asked=Asked(select=("P101", "V101")))) == ALL

    @pytest.mark.parametrize(
        ("entry", "gone"),
        [
            ("rule: P101, project: 公务用车购置", [("P101", "公务用车购置")]),
            ("rule: missing-satisfaction, project: 公务用车购置", [("P101", "公务用车购置")]),
            ("rule: p, project: 公务用车购置", [("P101", "公务用车购置")]),
            ("rule: P101, project: 公务*", [("P101", "公务用车购置")]),
            ("rule: P101, project: '*车*'", [("P101", "公务用车购置")]),
            ("rule: P101, project: 1", [("P101", "公务用车购置")]),
            ("rule: P101, project: 古籍修复", [("P101", "古籍 修复")]),
            ("rule: P101, project: 读书月(2025年)", [("P101", "读书月（2025年）")]),
            ("rule: P101, project: 读书月（２０２５年）", [("P101", "读书月（2025年）")]),
            ("rule: V101, project: 公务用车购置, indicator: 阅读氛围", [("V101", "公务用车购置")]),
            ("rule: V101, project: 公务用车购置, indicator: 2", [("V101", "公务用车购置")]),
            ("rule: V101, indicator: 阅读*", [("V101", name) for name in sorted(PROJECTS)]),
            ("rule: V101, unit: 云溪市图书馆", [("V101", name) for name in sorted(PROJECTS)]),
            ("rule: V101, unit: '*图书馆', project: 3", [("V101", "古籍 修复")]),
            ("rule: V101, paths: 表.txt, project: 3", [("V101", "古籍 修复")]),
            ("rule: V101, project: 公务用车", []),
            ("rule: V101, project: 公务用车购置, indicator: 1", []),
            ("rule: V101, unit: 别的单位", []),
            ("rule: V101, paths: 别的.txt", []),
            ("rule: P101, project: 公务用车购置, indicator: 阅读氛围", []),
        ],
    )
    def test_what_an_ignore_admits(self, folder: Path, entry: str, gone: list[tuple[str, str]]) -> None:
        assert left(folder, f"{entry}, reason: 理由") == gone

    def test_a_rule_without_more_is_ignored_everywhere(self, folder: Path) -> None:
        assert {rule for rule, _ in found(ignoring(folder, "rule: P101, reason: 理由"))} == {"V101"}

    def test_ignored_findings_are_kept_with_their_reason(self, folder: Path) -> None:
        run = ignoring(folder, "rule: P101, project: 1, reason: 只供机关自用")
        assert [(one.finding.rule.id, one.reason) for one in run.ignored] == [("P101", "只供机关自用")]
        assert len(run.findings) + len(run.ignored) == len(ALL)

    def test_ignores_of_an_extended_file_count(self, folder: Path) -> None:
        configure(folder, "ignore: [{rule: P101, reason: 理由, paths: 表.txt}]\n", "公共.yaml")
        configure(folder, "extends: 公共.yaml\n")
        assert "P101" not in {rule for rule, _ in found(run_on(folder))}

    def test_ignored_findings_are_not_fixed(self, folder: Path) -> None:
        (folder / "表.txt").write_text(table("读书月", value="》90%"), "utf-8")
        before = (folder / "表.txt").read_bytes()
        configure(folder, "ignore: [{rule: X101, reason: 理由}]\n")
        fix(["表.txt"], Asked(select=("X101",)), Method(unsafe=True))
        assert (folder / "表.txt").read_bytes() == before
        configure(folder, "")
        fix(["表.txt"], Asked(select=("X101",)), Method(unsafe=True))
        assert (folder / "表.txt").read_bytes() != before


class TestUnused:
    def test_a_used_one_is_not_told(self, folder: Path) -> None:
        assert unused(ignoring(folder, "rule: P101, project: 1, reason: 理由")) == []

    def test_two_that_admit_the_same_are_both_used(self, folder: Path) -> None:
        both = ("rule: P101, project: 1, reason: 理由", "rule: P101, reason: 理由")
        assert unused(ignoring(folder, *both)) == []

    @pytest.mark.parametrize(
        ("entry", "told"),
        [
            ("rule: V101, project: 1, indicator: 活动场次", "没有问题，这条忽略可以删掉"),
            ("rule: P101, project: 公务用车购买", "表里没有项目“公务用车购买”，是不是“公务用车购置”？"),
            ("rule: P101, project: 9", "表里没有第 9 个项目"),
            ("rule: V101, project: 1, indicator: 阅读气氛", "没有指标“阅读气氛”，是不是“阅读氛围”？"),
            ("rule: V101, unit: 云溪图书馆", "表里没有单位“云溪图书馆”，是不是“云溪市图书馆”？"),
        ],
    )
    def test_why_it_was_not_used(self, folder: Path, entry: str, told: str) -> None:
        run = ignoring(folder, f"{entry}, reason: 理由")
        assert len(run.unused_ignores) == 1
        assert told in run.unused_ignores[0].message
        assert (run.unused_ignores[0].file, run.unused_ignores[0].line) == (".pbt-lint.yaml", 2)

    def test_that_of_a_rule_that_is_off(self, folder: Path) -> None:
        configure(folder, "rules: {P101: off}\nignore: [{rule: P101, reason: 理由}]\n")
        assert unused(run_on(folder)) == ["规则 P101 没有启用，这条忽略用不上，可以删掉"]

    def test_nothing_is_said_of_rules_nobody_asked_for(self, folder: Path) -> None:
        assert unused(ignoring(folder, "rule: N103, reason: 理由", asked=Asked(select=("V101",)))) == []
        assert unused(ignoring(folder, "rule: P101, reason: 理由", asked=Asked(ignore=("P101",)))) == []

    def test_nothing_is_said_where_no_table_of_its_paths_was_checked(self, folder: Path) -> None:
        assert unused(ignoring(folder, "rule: P101, paths: 别的.txt, reason: 理由")) == []

    def test_nothing_is_said_where_a_file_could_not_be_read(self, folder: Path) -> None:
        configure(folder, "ignore: [{rule: P101, project: 没有, reason: 理由}]\n")
        (folder / "坏.txt").write_bytes(b"")
        assert len(unused(run_on(folder))) == 1
        assert unused(run_on(folder, ["表.txt", "坏.txt"])) == []

    @pytest.mark.parametrize("kind", ["crash", "skip"])
    def test_nothing_is_said_of_a_rule_that_could_not_check(self, folder: Path, kind: str) -> None:
        run = ignoring(folder, "rule: V101, project: 1, indicator: 1, reason: 理由")
        rules = {one.rule.id: one.rule for one in run.findings}
        (checked,) = run.checked
        assert unused_after(checked, rules["V101"])
        place = run.findings[0].place
        broken = {"crashes": (Crash("V101", "表.txt", "坏了"),)} if kind == "crash" else {
            "skips": (Skip("V101", "表.txt", place, "读不懂"),)
        }  # fmt: skip
        assert not unused_after(msgspec.structs.replace(checked, **broken), rules["V101"])


class TestReports:
    @pytest.fixture
    def run(self, folder: Path) -> Run:
        return ignoring(folder, "rule: P101, project: 1, reason: 自用", "rule: P101, project: 没有, reason: 无")

    def test_the_terminal_counts_them_and_tells_unused_ones(self, run: Run) -> None:
        stream = io.StringIO()
        report_terminal(run, stream, width=100)
        text = stream.getvalue()
        assert "另有 1 条按配置忽略。" in text
        assert ".pbt-lint.yaml：第 3 行：表里没有项目“没有”" in text

    def test_json_holds_both(self, run: Run) -> None:
        stream = io.StringIO()
        report_json(run, stream)
        told = json.loads(stream.getvalue())
        assert [(one["rule"], one["project"], one["reason"]) for one in told["ignored"]] == [
            ("P101", "公务用车购置", "自用")
        ]
        assert [(one["rule"], one["line"]) for one in told["unused_ignores"]] == [("P101", 3)]
        assert len(told["findings"]) == len(ALL) - 1

    def test_unused_ones_do_not_fail(self, folder: Path) -> None:
        (folder / "表.txt").write_text(table("读书月", value="≥90%"), "utf-8")
        run = ignoring(folder, "rule: V101, reason: 无", asked=Asked(select=("V101",)))
        assert run.unused_ignores
        assert not run.unchecked


def test_many_ignores_and_findings_stay_quick(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "表.txt").write_text(table(*(f"项目{number}" for number in range(1000))), "utf-8")
    entries = "".join(f"  - {{rule: P101, project: '项目{number}*', reason: 理由}}\n" for number in range(500))
    (plain,) = run_on(tmp_path, asked=Asked(select=("P101",))).checked
    configuration = Configuration(str(configure(tmp_path, f"ignore:\n{entries}")))
    start = process_time()
    run = Suppression(configuration.ignores).applied(plain)
    assert process_time() - start < 5  # 500 000 comparisons take about 0.2 s
    assert len(run.ignored) == len(plain.findings) == 1000
