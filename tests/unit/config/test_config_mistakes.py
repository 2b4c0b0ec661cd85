"""Mistakes in a configuration, each told as a budget officer needs it: which file, which line, and what to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint_pbt.errors import ConfigError
from lint_pbt.session.plan import Asked
from tests.configured import configure, run_on, table


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "表.txt").write_text(table("读书月"), "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(folder: Path, text: str, name: str = ".pbt-lint.yaml") -> str:
    configure(folder, text, name)
    with pytest.raises(ConfigError) as caught:
        run_on(folder)
    message = str(caught.value)
    assert "Traceback" not in message
    return message


# A text, the line that must be named, and words that must be told.
MISTAKES = [
    ("extend: core\n", 1, ["没有“extend”这个键", "“extends”"]),
    ("fail_on: error\n", 1, ["没有“fail_on”这个键", "“fail-on”"]),
    ("# 说明\n\nextends: recommeded\n", 3, ["没有名为“recommeded”的规则集", "“recommended”"]),
    ("extends: 公共\n", 1, ["core、recommended、strict", "公共.yaml"]),
    ("extends: https://example.org/a.yaml\n", 1, ["不能从网上取配置"]),
    ("extends: 1\n", 1, ["“extends”应当是文字或列表", "现在是 1"]),
    ("fail-on: warn\n", 1, ["error、warning、info、never", "“warning”"]),
    ("fail-on: no\n", 1, ["error、warning、info、never", "现在是 false", "no"]),
    ("rules:\n  V101: info\n  P199: off\n", 3, ["没有规则“P199”"]),
    ("rules:\n  V101: of\n", 2, ["“V101”只能是 on、off、error、warning、info 之一", "“off”"]),
    ("rules:\n  V101:\n", 2, ["“V101”只能是", "现在是 空"]),
    ("rules:\n  P106:\n  severity: info\n", 2, ["“P106”只能是", "再多空两格"]),
    ("rules: {V101: off, P106：off}\n", 1, ["“P106：off”只能是", "冒号要用半角"]),
    ("rules: {W101: {with: {parts: {产出：50}}}}\n", 1, ["“产出：50”应当是数字", "冒号要用半角"]),
    ("rules: {W101: {with: {parts: {数量指标: 50}}}}\n", 1, ["“数量指标”不是一级指标；标准的有：产出、"]),
    ("rules:\n  V101: 警告\n", 2, ["“warning”"]),
    ("rules:\n  V101: 关\n", 2, ["“off”"]),
    ("rules:\n  P106: {at_least: 8}\n", 2, ["没有“at_least”这个键", "检查的选项写在 with 里"]),
    ("rules:\n  P106: {with: {at_least: '8'}}\n", 2, ["“at_least”应当是整数", "请去掉引号"]),
    ("extends: “core”\n", 1, ["“core”：引号要用半角"]),
    ("columns:\n  抓手: nmae\n", 2, ["没有“nmae”这种列，是不是想写“name”？"]),
    ("columns:\n  抓手: 指标\n", 2, ["没有“指标”这种列", "“指标值”", "“指标名称”"]),
    ("rules:\n  V101: 3\n", 2, ["“V101”只能是", "现在是 3"]),
    ("rules:\n  V101: {severity: 警告}\n", 2, ["“severity”只能是 error、warning、info 之一", "现在是 警告"]),
    ("rules:\n  V101:\n    sevrity: info\n", 3, ["没有“sevrity”这个键", "“severity”"]),
    ("rules:\n  P106:\n    with:\n      at_lest: 4\n", 4, ["没有“at_lest”这个键", "“at_least”"]),
    ("rules:\n  P106: {with: {at_least: 四}}\n", 2, ["“at_least”应当是整数", "现在是 四"]),
    ("rules:\n  V103: {with: {vocabulary: placeholder}}\n", 2, ["没有名为“placeholder”的词表", "“placeholders”"]),
    ("rules:\n  V103: {with: {patterns: ['(']}}\n", 2, ["正则表达式“(”写错了"]),
    ("rules: [P101]\n", 1, ["“rules”应当是“键: 值”的形式"]),
    ("rules:\n  P101：off\n", 1, ["“rules”应当是“键: 值”的形式", "冒号要用半角"]),
    ("rules:\n  P101:off\n", 1, ["冒号要用半角的“:”，后面空一格"]),
    ("extends: core\nrules：\n  P101: off\n", 2, ["冒号写成了全角"]),
    ("rules:\n\tP101: off\n", 2, ["Tab"]),
    ("rules:\n  P101: off\n   V101: off\n", 3, ["缩进没有对齐"]),
    ("rules:\n  P101: off\nrules:\n  V101: off\n", 3, ["“rules”写了两次，第 1 行"]),
    ("rules:\n  P101: off\n  P101: info\n", 3, ["“P101”写了两次，第 2 行"]),
    ("rule-folders: [有, 没有]\n", 1, ["没有“有”这个文件夹"]),
    ("vocabulary:\n  unit: [钵]\n", 2, ["没有名为“unit”的词表", "“units”"]),
    ("vocabulary:\n  空话: [钵]\n", 2, ["没有名为“空话”的词表；有哪些见 docs/checks.md 的“词表”"]),
    ("vocabulary:\n  units: 钵\n", 2, ["“units”应当是列表"]),
    ("vocabulary:\n  units: [钵，穴盘]\n", 2, ["半角的逗号"]),
    ("vocabulary:\n  units: [100]\n", 2, ["应当是文字", "请加引号"]),
    ("vocabulary:\n  framework: [钵]\n", 2, ["“framework”不是单纯的词表"]),
    ("overrides:\n  - paths: *草稿*\n    rules: {V101: info}\n", 2, ["要加引号", "\"*草稿*\""]),
    ("overrides:\n  - paths: [“*草稿*”]\n    rules: {V101: info}\n", 2, ["引号要用半角"]),
    ("overrides:\n  - rules: {V101: info}\n", 2, ["缺少必填的键：paths"]),
    ("overrides:\n  paths: 草稿\n  rules: {V101: info}\n", 1, ["“overrides”应当是列表"]),
    ("overrides:\n  - paths: 别处\n    rules:\n      V999: info\n", 4, ["没有规则“V999”"]),
    ("ignore:\n  - rule: P101\n    project: 公务用车购置\n", 2, ["缺少必填的键：reason"]),
    ("ignore:\n  - rule: P101\n    reason: '  '\n", 3, ["“reason”不能为空"]),
    ("ignore:\n  - rule: P101\n    reason: no\n", 3, ["“reason”应当是文字", "请加引号"]),
    ("ignore:\n  - rule: P999\n    reason: 理由\n", 2, ["没有规则“P999”"]),
    ("ignore:\n  - rule: P101\n    reason: 理由\n    projekt: 名\n", 4, ["没有“projekt”这个键", "“project”"]),
    ("ignore:\n  - rule: P101\n    reason: 理由\n    project: [甲, 乙]\n", 4, ["“project”应当是文字或整数"]),
    ("ignore: P101\n", 1, ["“ignore”应当是列表"]),
    ("extends: core\nbaseline: ../别处.json\n", 2, ["“../别处.json”要放在配置文件所在的文件夹里", "--baseline"]),
    ("- core\n", 1, ["“键: 值”的形式"]),
    ("core\n", 1, ["“键: 值”的形式"]),
    ("1: off\n", 1, ["键“1”不是文字"]),
    ("fail-on: 'error\n", 1, ["少了一个引号"]),
    ("rule-folders: [甲, 乙\n", 1, ["括号没有配对"]),
    ("rules: !!python/object:os.system x\n", 1, ["!"]),
    ("extends: core\n---\nextends: strict\n", 2, ["---"]),
    ("baseline: @基线\n", 1, ["“@”开头的文字要加引号"]),
    ("baseline: !基线\n", 1, ["“!”开头的文字要加引号"]),
    ("extends: core\nbaseline: >基线\n", 2, ["“>”开头的文字要加引号"]),
    ("extends: core\nbaseline: - 基线\n", 2, ["“-”开头的文字要加引号"]),
    ('baseline: "\\d.json"\n', 1, [r"双引号里的 \ 要写成 \\"]),
    ("baseline: {基线}一\n", 1, ["“}”后面还有字"]),
    ("rules:\n  P101: off\n P106: off\n", 3, ["和上面同一层的没有对齐"]),
    ("extends: core\nrules\nfail-on: error\n", 2, ["这一行少了冒号"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "words"), MISTAKES, ids=[text[:40] for text, _, _ in MISTAKES])
def test_a_mistake_names_file_line_and_what_to_write(folder: Path, text: str, line: int, words: list[str]) -> None:
    message = told(folder, text)
    assert message.startswith(f".pbt-lint.yaml 第 {line} 行：")
    for word in words:
        assert word in message
    # Nothing of the libraries' own English.
    assert "expected" not in message.lower()
    assert "while" not in message.lower()


def test_all_mistakes_are_told_at_once(folder: Path) -> None:
    message = told(folder, "fail-on: warn\nrules:\n  V101: of\nignore:\n  - rule: P101\n")
    assert [line.split("：")[0] for line in message.splitlines()] == [
        ".pbt-lint.yaml 第 1 行",
        ".pbt-lint.yaml 第 5 行",
        ".pbt-lint.yaml 第 3 行",
    ]


def test_mistakes_of_every_configuration_are_told_before_any_table_is_read(folder: Path) -> None:
    configure(folder, "fail-on: warn\n")
    configure(folder, "extend: core\n", "乙/.pbt-lint.yaml")
    with pytest.raises(ConfigError) as caught:
        run_on(folder, ["表.txt", "乙/没有这张表.txt"])
    assert ".pbt-lint.yaml 第 1 行" in str(caught.value)
    assert "乙/.pbt-lint.yaml 第 1 行" in str(caught.value).replace("\\", "/")


def test_the_same_mistake_is_told_once_however_many_files_it_concerns(folder: Path) -> None:
    configure(folder, "rules: {P999: off}\n")
    with pytest.raises(ConfigError) as caught:
        run_on(folder, [f"{number}.txt" for number in range(20)])
    assert str(caught.value).count("P999") == 1


def test_very_many_mistakes_do_not_bury_the_first(folder: Path) -> None:
    lines = told(folder, "".join(f"键{number}: 1\n" for number in range(200))).splitlines()
    assert len(lines) < 40
    assert "另有" in lines[-1]


@pytest.mark.parametrize(
    ("text", "where", "words"),
    [
        ('[tool.pbt-lint]\nfail-on = "error"\nextend = "core"\n', "第 3 行", ["没有“extend”这个键", "“extends”"]),
        ('[project]\nname = "x"\n[tool.pbt-lint.rules]\nV101 = "of"\n', "第 4 行", ["“V101”只能是"]),
        ('[[tool.pbt-lint.ignore]]\nrule = "P101"\nreason = "a"\n'
         '[[tool.pbt-lint.ignore]]\nrule = "P1O1"\nreason = "b"\n', "第 5 行", ["没有规则“P1O1”"]),
        ("[tool.pbt-lint]\nfail-on = error\n", "第 2 行", ["TOML"]),
    ],
)  # fmt: skip
def test_mistakes_in_toml(folder: Path, text: str, where: str, words: list[str]) -> None:
    message = told(folder, text, "pyproject.toml")
    assert message.startswith("pyproject.toml")
    assert where in message
    for word in words:
        assert word in message


@pytest.mark.parametrize("name", ["pbt-lint.yaml", ".pbt-lint.yaml.txt"])
def test_a_configuration_of_another_name_is_not_passed_over(folder: Path, name: str) -> None:
    assert f"{name}：配置文件要叫 .pbt-lint.yaml" in told(folder, "rules: {V101: off}\n", name)
    run_on(folder, asked=Asked(config=name))  # where it is named it counts
    run_on(folder, asked=Asked(configured=False))
    configure(folder, "rules: {V101: off}\n")
    run_on(folder)  # beside the right one it may be anything


def test_a_file_named_on_the_command_line_that_is_not_there(folder: Path) -> None:
    with pytest.raises(ConfigError, match=r"配置文件“没有\.yaml”读不出来：没有这个文件"):
        run_on(folder, asked=Asked(config="没有.yaml"))
    with pytest.raises(ConfigError, match="它不是文件"):
        run_on(folder, asked=Asked(config=str(folder)))


class TestHostile:
    def test_too_large(self, folder: Path) -> None:
        assert "超过了 1 MB" in told(folder, "extends: " + "x" * 2_000_000)

    def test_too_deep(self, folder: Path) -> None:
        assert "套得太深" in told(folder, "rules: " + "[" * 100_000)
        assert "套得太深" in told(folder, "- " * 100_000)

    def test_aliases_that_unfold_without_end(self, folder: Path) -> None:
        rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
        rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
        assert "内容太多" in told(folder, "\n".join(rows))

    def test_merges_that_unfold_without_end(self, folder: Path) -> None:
        rows = ["a0: &a0 {x: 1, y: 2}"]
        rows += [f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 10)}]}}" for n in range(1, 10)]
        assert "内容太多" in told(folder, "\n".join(rows))

    def test_an_alias_of_itself(self, folder: Path) -> None:
        assert "引用了自己" in told(folder, "rules: &a [*a]\n")

    def test_deep_toml(self, folder: Path) -> None:
        assert "TOML" in told(folder, "tool.pbt-lint.rules = " + "[" * 50_000, "pyproject.toml")

    def test_what_is_no_text(self, folder: Path) -> None:
        (folder / ".pbt-lint.yaml").write_bytes(bytes(range(256)) * 4)
        with pytest.raises(ConfigError, match=r"\.pbt-lint\.yaml"):
            run_on(folder)

    def test_control_characters(self, folder: Path) -> None:
        assert "控制字符" in told(folder, "rules: \0\n")
