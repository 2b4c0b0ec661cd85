"""`rules test`: a user's rules are held against their examples, and every mistake is told where it stands."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from lint_pbt.cli.guard import main
from lint_pbt.errors import ConfigError
from lint_pbt.reporters import proofs as reporter
from lint_pbt.rulebook.loader import Settings, load_rulebook
from lint_pbt.rulebook.proving import Proof, prove

RULE = """id: Z001
name: training-hours
title: 培训类指标没有写学时
severity: warning
dimension: 可行性
why: 只写人次看不出培训了多久。
check: required-text
select:
  name:
    words: [培训]
with:
  words: [学时, 课时]
message: “{name}”的指标值“{value}”没有写学时
suggestion: 写明学时，例如“每人16学时”
examples:
  good:
    - {name: 培训教师人次, annual: "≥300人次，每人16学时"}
    - {name: 培训时长, annual: 40课时}
    - {name: 绿化面积, annual: ≥3000平方米}
  bad:
    - {name: 培训教师人次, annual: ≥300人次, at: ≥300人次}
    - {name: 培训期数, annual: 4期}
    - {name: 新员工培训, annual: 每季度1次}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path, RULE)


def write(folder: Path, text: str, name: str = "Z001-training-hours.yaml") -> Path:
    (folder / name).write_text(text, "utf-8")
    return folder


def only(folder: Path) -> Proof:
    (proof,) = prove([str(folder)])
    return proof


def told(folder: Path) -> list[str]:
    proof = only(folder)
    return [*(f"{one.line} {one.message}" for one in proof.mistakes), *proof.failures, *proof.hints]


def test_a_rule_whose_examples_hold_passes(folder: Path) -> None:
    assert only(folder).passed
    assert told(folder) == []


def test_a_file_can_be_named_itself(folder: Path) -> None:
    (proof,) = prove([str(folder / "Z001-training-hours.yaml")])
    assert proof.passed


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "annual: 40课时",
            "annual: 40小时",
            "好例子“培训时长，40小时”不该报，却报了““培训时长”的指标值“40小时”没有写学时”",
        ),
        ("annual: 4期}", "annual: 4学时}", "坏例子“培训期数，4学时”应当报，却没有报"),
        ("at: ≥300人次", "at: 人次", "应当标出“人次”，却标出了“≥300人次”"),
        ("{name: 培训期数, annual: 4期}", "4期", "select 没有选中它：例子的指标是“示例指标”"),
        ("select:", "select:\n  level2: [质量指标]", "例子的指标是“培训教师人次”（产出指标、数量指标）"),
        ("id: Z001", "id: V101", "编号 V101 是自带规则“指标值无法衡量”的"),
        ("name: training-hours", "name: unmeasurable-target", "名称 unmeasurable-target 是自带规则 V101 的"),
    ],
)
def test_what_does_not_hold_fails_the_rule(folder: Path, old: str, new: str, message: str) -> None:
    write(folder, RULE.replace(old, new, 1))
    assert not only(folder).passed
    assert any(message in line for line in told(folder)), told(folder)


@pytest.mark.parametrize(
    ("old", "new", "mistakes"),
    [
        ("dimension: 可行性", "dimension: 可行", ["5 “dimension”只能是", "，是不是想写“可行性”？"]),
        (
            "check: required-text",
            "check: requierd-text",
            ["7 没有名为“requierd-text”的检查，是不是想写“required-text”？"],
        ),
        ("  words: [学时, 课时]", "  wrods: [学时]", ["12 没有“wrods”这个键，是不是想写“words”？"]),
        ("  words: [学时, 课时]", "  patterns: ['学时(']", ["“学时(”写错了：少了右边的括号（第 3 个字之后）"]),
        ("  words: [学时, 课时]", '  patterns: ["\\d+课时"]', ["12 ", r"'\d+年'"]),
        ("  words: [学时, 课时]", "  field: name", ["至少写一样"]),
        ("check: required-text", "check: 不许出现", ["7 没有名为“不许出现”的检查；有哪些见 docs/checks.md"]),
        ("{value}", "{hours}", ["“message”里的 {hours} 没有内容可填"]),
        ("severity: warning\ndimension: 可行性", "severity: bad\ndimension: 可行", ["4 “severity”", "5 “dimension”"]),
        ("severity: warning", "severity: info\nseverity: warning", ["5 “severity”写了两次，第 4 行"]),
        ("severity: warning", "severity: 警告", ["是不是想写“warning”？"]),
        ("id: Z001", "id: z1", ["1 “id”的写法不对，现在是 z1（编号：大写字母加三位数字，如 U001）"]),
        ("  words: [学时, 课时]", "words: [学时]", ["12 没有“words”这个键", "选项写在 with 里", "11 “with”应当是"]),
        ("with:\n  words: [学时, 课时]\n", "with: {words: [学时] ,}x\n", ["“}”后面还有字"]),
        ("severity: warning", "severity: bad\n\ttab: 1", ["YAML"]),
        ("dimension: 可行性", "dimension: 可行\nwrong: 1", ["5 “dimension”", "6 没有“wrong”"]),
    ],
)
def test_mistakes_are_told_with_line_and_key(folder: Path, old: str, new: str, mistakes: list[str]) -> None:
    write(folder, RULE.replace(old, new, 1))
    text = "\n".join(told(folder))
    for mistake in mistakes:
        assert mistake in text


def test_mistakes_in_the_options_are_told_beside_those_of_the_rule(folder: Path) -> None:
    write(folder, RULE.replace("可行性", "可行").replace("  words: [学时, 课时]", "  wrods: [学时]"))
    assert [line.split()[0] for line in told(folder)] == ["5", "12"]


PROJECT = """check: has-indicator
select: {SELECT}
with: {at_least: 2}
message: 项目只有 {count} 条
suggestion: 补上
examples:
  good: [{project: 甲, indicators: [12次, 3次]}]
  bad: [{project: 乙, indicators: [12次]}]
"""


@pytest.mark.parametrize(
    ("select", "check", "mistakes"),
    [
        ("{level1: [产出指标]}", "has-indicator", ["看的是整个项目，不能按 level1 选；level1 写在 with 里"]),
        ("{unless: [{name: {words: [甲]}}]}", "has-indicator", ["8 “select”：检查 has-indicator 看的是整个项目"]),
        ("{project: {words: [甲]}}", "copied-set", ["8 “select”：检查 copied-set 看的是整张表，不能按 project 选"]),
        ("{unless: [{project: {words: [丙]}}]}", "has-indicator", []),
    ],
)  # fmt: skip
def test_what_a_check_cannot_select_by_is_told(folder: Path, select: str, check: str, mistakes: list[str]) -> None:
    text = RULE.partition("check:")[0] + PROJECT.replace("{SELECT}", select).replace("has-indicator", check)
    write(folder, text)
    lines = [line for line in told(folder) if "select" in line]
    assert len(lines) == len(mistakes)
    for line, mistake in zip(lines, mistakes, strict=True):
        assert mistake in line


def test_a_category_that_a_place_has_of_its_own_can_be_selected(folder: Path) -> None:
    select = "select:\n  level2: [数据共享指标, 社会效宜]\n"
    examples = RULE.partition("examples:")[2].replace("{name:", "{level2: 2. 数据共享, name:")
    write(
        folder, RULE.partition("select:")[0] + select + "with:" + RULE.partition("with:")[2].partition("examples:")[0]
    )
    with (folder / "Z001-training-hours.yaml").open("a", encoding="utf-8") as file:
        file.write("examples:" + examples.replace("{level2: 2. 数据共享, name: 绿化面积", "{name: 绿化面积"))
    proof = only(folder)
    assert proof.passed, told(folder)
    assert proof.hints == (
        "“数据共享指标”不是标准的类别，按本地自己的类别选",
        "“社会效宜”不是标准的类别，按本地自己的类别选，是不是想写“社会效益”？",
    )


def test_a_category_of_the_other_level_is_a_mistake(folder: Path) -> None:
    write(folder, RULE.replace("select:", "select:\n  level1: [数量指标]"))
    assert any("“数量指标”不是一级指标；标准的有：产出、" in line for line in told(folder))


def test_options_left_empty_are_told_once(folder: Path) -> None:
    write(folder, RULE.replace("  words: [学时, 课时]", "words: [学时]"))
    assert len(told(folder)) == 2


def test_examples_that_read_the_same_are_numbered(folder: Path) -> None:
    bad = "    - {name: 培训期数, annual: 4期}\n"
    same = bad.replace("4期", "4学时")
    write(folder, RULE.replace(bad, bad + same + same))
    assert [line.partition("应当报")[0] for line in told(folder)] == [
        "坏例子“培训期数，4学时”（第 3 个）",
        "坏例子“培训期数，4学时”（第 4 个）",
    ]


def test_hints_do_not_fail_a_rule(tmp_path: Path) -> None:
    text = RULE.replace("    - {name: 培训期数, annual: 4期}\n", "").replace("[学时, 课时]", "[学时, 课时, '小时，天']")
    write(tmp_path, text, "Z001.yaml")
    assert only(tmp_path).passed
    first, second, third = told(tmp_path)
    assert "文件名最好是 Z001-training-hours.yaml" in first
    assert "“小时，天”是一个词还是几个" in second
    assert "坏例子只有 2 个" in third


def test_two_files_with_one_id(folder: Path) -> None:
    write(folder, RULE, "Z002.yaml")
    first, second = prove([str(folder)])
    assert first.passed
    assert len(second.failures) == 2


def test_what_replaces_a_built_in_rule_is_told(folder: Path) -> None:
    write(folder, RULE.replace("Z001", "V101").replace("training-hours", "unmeasurable-target"))
    assert only(folder).passed
    assert "启用后会顶替它" in told(folder)[-1]


def test_a_built_in_rule_of_a_check_for_users_alone_fails(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert all(proof.passed for proof in prove([str(folder)]))
    monkeypatch.setattr("lint_pbt.rulebook.proving.rules_folder", lambda: str(folder))
    [proof] = prove([str(folder)])
    assert not proof.passed and "只给用户自己的规则用" in proof.failures[0]


def test_files_that_are_no_utf8_and_amounts_that_are_no_numbers(folder: Path) -> None:
    (folder / "Z002.yaml").write_bytes(RULE.encode("gb18030"))
    write(folder, RULE.replace("{name: 培训期数, annual: 4期}", "{project: 甲, amounts: [多少]}"), "Z003.yaml")
    _, gbk, amounts = prove([str(folder)])
    assert "编码选 UTF-8" in gbk.mistakes[0].message
    assert any("例子里的金额“多少”不是数字" in line for line in amounts.failures)


def test_a_file_with_a_byte_order_mark_and_windows_line_ends(folder: Path) -> None:
    (folder / "Z001-training-hours.yaml").write_bytes(b"\xef\xbb\xbf" + RULE.replace("\n", "\r\n").encode())
    assert only(folder).passed


def test_nothing_to_test_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="没有规则文件"):
        prove([str(tmp_path)])
    write(tmp_path, RULE, "Z001.yaml.txt")
    for _ in range(2):  # beside others too: it would count for nothing
        with pytest.raises(ConfigError, match=r"Z001\.yaml\.txt：名字要以 \.yaml 结尾"):
            prove([str(tmp_path)])
        write(tmp_path, RULE)
    with pytest.raises(ConfigError, match=r"Z001\.yaml\.txt：名字要以 \.yaml 结尾"):
        load_rulebook(Settings(folders=(str(tmp_path),)))
    with pytest.raises(ConfigError, match=r"没有“.+无”这个文件夹"):
        prove([str(tmp_path / "无")])


@pytest.mark.parametrize(
    ("group", "mistake"),
    [
        ("better: low", ""),
        ("better: 低", "第 5 行：“better”只能是 high、low、neutral、unknown 之一，现在是 低，是不是想写“low”？"),
        ("better: low\n    better: high", "第 6 行：“better”写了两次"),
    ],
)
def test_a_folder_with_knowledge_alone(tmp_path: Path, group: str, mistake: str) -> None:
    (tmp_path / "knowledge").mkdir()
    text = f"name: own\ntitle: 本省\nmeasures:\n  - heads: 晃动率\n    {group}\n"
    (tmp_path / "knowledge" / "own.yaml").write_text(text, "utf-8")
    if mistake:
        with pytest.raises(ConfigError, match=mistake):
            prove([str(tmp_path)])
        return
    stream = io.StringIO()
    reporter.report(prove([str(tmp_path)]), stream)
    assert stream.getvalue() == "没有规则要试；指标知识没有写错。\n"


@pytest.mark.parametrize("width", [40, 80])
def test_the_report_says_which_rules_hold(folder: Path, width: int) -> None:
    write(folder, RULE.replace("Z001", "Z002").replace("annual: 4期", "annual: 4学时"), "Z002.yaml")
    write(folder, RULE.replace("可行性", "可行"), "Z003.yaml")
    stream = io.StringIO()
    reporter.report(prove([str(folder)]), stream, width=width)
    text = stream.getvalue()
    assert [line.split()[0] for line in text.splitlines() if "通过  " in line] == ["通过", "不通过", "不通过"]
    assert "通过 1，不通过 2。改好再测一次。" in text.replace("\n", "")
    assert "第 5 行：" in text


@pytest.mark.parametrize(
    ("old", "new", "code"), [("", "", 0), ("annual: 4期", "annual: 4学时", 1), ("可行性", "可行", 2)]
)
def test_the_command_and_its_exit_codes(
    folder: Path, old: str, new: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, RULE.replace(old, new, 1) if old else RULE)
    with pytest.raises(SystemExit) as exit_:
        main(["rules", "test", str(folder)])
    assert exit_.value.code == code
    assert ("通过" if code else "全部通过") in capsys.readouterr().out


def test_rules_still_lists(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["rules", "--profile", "core"])
    assert exit_.value.code == 0
    assert "V101" in capsys.readouterr().out
    with pytest.raises(SystemExit) as exit_:
        main(["rules", "tset"])
    assert exit_.value.code == 2
    assert "没有叫“tset”的命令，是不是 test？" in capsys.readouterr().err
