"""`check --fix` and `--diff` as a user runs them: what is written, what is said, and the exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.cli.test_cli import TABLE, run, says

BAD = TABLE.format(vague="标准：参与读者≥3000人次", sign="=>").replace("\n", "\r\n")
ASK = TABLE.format(vague="参与读者≥3000人次", sign="》").replace("\n", "\r\n")
GOOD = TABLE.format(vague="参与读者≥3000人次", sign="≥").replace("\n", "\r\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("表.txt", BAD), ("好.txt", GOOD), ("问.txt", ASK)):
        (tmp_path / name).write_bytes(text.encode("gb18030"))
    return tmp_path


def content(folder: Path, name: str = "表.txt") -> str:
    return (folder / name).read_bytes().decode("gb18030")


def test_fix_writes_and_tells(folder: Path) -> None:
    code, out, err = says(folder, "--fix", "--backup", "表.txt")
    assert (code, err) == (0, "")
    assert content(folder) == GOOD
    assert content(folder, "表.txt.bak") == BAD
    assert "改好了 3 处（表.txt，原文件备份在 表.txt.bak）：V104 2 处，X101 1 处。" in "".join(out.split("\n"))
    assert "V104  " not in out
    assert "没有改动" in says(folder, "--fix", "表.txt")[1]


def test_what_needs_a_look_is_told_and_left(folder: Path) -> None:
    code, out, _ = says(folder, "--fix", "问.txt")
    assert code == 1
    assert content(folder, "问.txt") == ASK
    assert "还有 1 处要看过才能改" in out
    code, out, _ = says(folder, "--fix", "--unsafe-fixes", "问.txt")
    assert code == 0
    assert content(folder, "问.txt") == GOOD


def test_diff_shows_and_writes_nothing(folder: Path) -> None:
    code, out, err = says(folder, "--diff", "表.txt", "好.txt", "问.txt")
    assert code == 1
    assert out.startswith("--- 表.txt\n+++ 表.txt\n@@ -7,5 +7,5 @@\n")
    assert "-期指标值:≥90%；年度指标值:=>90%。\n+民阅读氛围；" in out
    assert out.endswith("\n+期指标值:≥90%；年度指标值:≥90%。\n")
    assert "好.txt" not in out
    assert "\x1b" not in out
    assert "会改 3 处" in err
    assert content(folder) == BAD
    assert says(folder, "--diff", "好.txt")[:2] == (0, "")
    assert "+期指标值:≥90%；年度指标值:≥90%。\n" in says(folder, "--diff", "--unsafe-fixes", "问.txt")[1]


@pytest.mark.parametrize("text", [BAD, GOOD])
def test_standard_input_comes_out_fixed(folder: Path, text: str) -> None:
    done = run(folder, "--fix", "-", data=text.encode("gb18030"))
    assert done.stdout.decode("gb18030") == GOOD
    assert "检查了 1 个文件" in done.stderr.decode()


def test_json_counts_what_was_done(folder: Path) -> None:
    before = json.loads(says(folder, "--format", "json", "表.txt")[1])
    assert "fixes" not in before
    fixes = [finding for finding in before["findings"] if finding["fix"]]
    assert {finding["rule"] for finding in fixes} == {"V104", "X101"}
    for finding in fixes:
        fix, value = finding["fix"], finding["value"]
        assert (value[: fix["start"]] + fix["text"] + value[fix["end"] :]) in GOOD
    after = json.loads(says(folder, "--format", "json", "--fix", "表.txt")[1])
    applied = {"applied": 3, "rules": {"V104": 2, "X101": 1}, "refused": 0}
    assert after["fixes"] == [{"path": "表.txt", **applied, "backup": None, "error": None}]
    assert not any(finding["fix"] for finding in after["findings"])


def test_a_file_that_cannot_be_written_ends_with_3(folder: Path) -> None:
    (folder / "表.txt").chmod(0o444)
    code, out, err = says(folder, "--fix", "表.txt", "好.txt")
    assert code == 3
    assert "提示 V104" in out  # the report is about the file as it still is
    assert err.startswith("pbt-lint: 表.txt：文件是只读的")
    assert content(folder) == BAD


def test_a_refused_fix_is_told(folder: Path) -> None:
    (folder / "空值.txt").write_text(BAD.replace("标准：参与读者≥3000人次", "标准："), "utf-8")
    _, _, err = says(folder, "--fix", "--select", "V104", "空值.txt")
    assert "空值.txt：有 1 处没有改（第 10 行 V104）：改了以后，这一格就空了。" in err


@pytest.mark.parametrize("options", [["--fix", "--diff"], ["--unsafe-fixes"], ["--backup"], ["--diff", "--backup"]])
def test_options_that_do_not_go_together(folder: Path, options: list[str]) -> None:
    code, out, err = says(folder, *options, "表.txt")
    assert (code, out) == (2, "")
    assert err.startswith("pbt-lint: --")
    assert content(folder) == BAD


def test_other_formats_are_checked_but_not_rewritten(folder: Path) -> None:
    (folder / "表.dat").write_bytes(BAD.encode())
    code, out, err = says(folder, "--fix", "表.dat")
    assert code == 1
    assert "提示 V104" in out
    assert "表.dat：这种文件只检查，不改写" in err
    assert (folder / "表.dat").read_bytes() == BAD.encode()
