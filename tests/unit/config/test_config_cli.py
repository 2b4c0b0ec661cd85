"""The commands and options about configuration, as a user runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml

from lint_pbt.config.configuration import Configuration
from lint_pbt.rulebook.loader import load_rulebook
from lint_pbt.schemas import path_of
from tests.configured import configure, table
from tests.places import ROOT

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "PBT_LINT_DEBUG": ""}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "表.txt").write_text(table("读书月"), "utf-8")
    return tmp_path


def says(folder: Path, *arguments: str, data: str = "") -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "lint_pbt", *arguments], cwd=folder, env=ENVIRONMENT, input=data.encode(),
        capture_output=True, check=False,
    )  # fmt: skip
    out, err = done.stdout.decode(), done.stderr.decode()
    assert "Traceback" not in out + err
    return done.returncode, out, err


def rules(folder: Path, *arguments: str) -> set[str]:
    code, out, err = says(folder, "check", "表.txt", "--format", "json", *arguments)
    assert code in (0, 1), err
    return {one["rule"] for one in json.loads(out)["findings"]}


class TestCheck:
    def test_the_configuration_counts_and_can_be_left_out(self, folder: Path) -> None:
        configure(folder, "rules: {P101: off}\n")
        configure(folder, "rules: {V101: off}\n", "别的.yaml")
        assert "P101" not in rules(folder)
        assert "P101" in rules(folder, "--no-config")
        assert "V101" not in rules(folder, "--config", "别的.yaml")

    def test_options_that_do_not_go_together(self, folder: Path) -> None:
        code, _, err = says(folder, "check", "表.txt", "--config", "甲.yaml", "--no-config")
        assert (code, err.splitlines()[0]) == (2, "pbt-lint: --config 和 --no-config 只能用一个")
        code, _, err = says(folder, "check", "表.txt", "--write-baseline", "--fix")
        assert code == 2
        assert "--write-baseline 不能和 --fix、--diff 一起用" in err

    def test_a_mistake_ends_the_run_with_2(self, folder: Path) -> None:
        configure(folder, "rules:\n  P199: off\n")
        code, out, err = says(folder, "表.txt")
        assert (code, out) == (2, "")
        assert err.startswith("pbt-lint: .pbt-lint.yaml 第 2 行：没有规则“P199”")

    @pytest.mark.parametrize(
        ("config", "arguments", "code"),
        [
            ("", [], 1),
            ("fail-on: error\n", [], 0),
            ("fail-on: error\n", ["--fail-on", "warning"], 1),
            ("fail-on: never\n", [], 0),
            ("rules: {V101: error}\nfail-on: error\n", [], 1),
        ],
    )
    def test_fail_on(self, folder: Path, config: str, arguments: list[str], code: int) -> None:
        configure(folder, config)
        assert says(folder, "表.txt", *arguments)[0] == code

    def test_standard_input_has_the_configuration_of_the_folder(self, folder: Path) -> None:
        configure(folder, "rules: {P101: off}\n")
        _, out, _ = says(folder, "-", "--format", "json", data=table("读书月"))
        found = {one["rule"] for one in json.loads(out)["findings"]}
        assert "V101" in found
        assert "P101" not in found

    def test_unused_ignores_are_told_with_quiet_too_and_do_not_fail(self, folder: Path) -> None:
        configure(folder, "fail-on: error\nignore: [{rule: P101, project: 没有, reason: 理由}]\n")
        code, out, err = says(folder, "表.txt", "--quiet")
        assert code == 0
        assert "表里没有项目“没有”" in err
        assert "表里没有项目“没有”" not in out
        _, out, err = says(folder, "表.txt")
        assert "表里没有项目“没有”" in out
        assert err == ""


class TestBaseline:
    def test_from_today_on(self, folder: Path) -> None:
        code, out, err = says(folder, "表.txt", "--write-baseline", "--baseline", "基线.json")
        assert (code, out) == (0, "")
        assert "条问题记入基线 基线.json" in err
        code, out, _ = says(folder, "表.txt", "--baseline", "基线.json")
        assert code == 0
        assert "没有发现新的问题" in out
        (folder / "表.txt").write_text(table("读书月", "夜间开放"), "utf-8")
        code, out, _ = says(folder, "表.txt", "--baseline", "基线.json")
        assert code == 1
        assert "夜间开放" in out
        assert "读书月" not in out

    def test_it_is_told_how_to_go_on(self, folder: Path) -> None:
        code, _, err = says(folder, "表.txt", "--write-baseline")
        assert code == 0
        assert "--baseline .pbt-lint-baseline.json" in err

    def test_what_could_not_be_read_is_told(self, folder: Path) -> None:
        (folder / "坏.txt").write_bytes(b"")
        code, _, err = says(folder, ".", "--write-baseline")
        assert code == 3
        assert "坏.txt" in err
        assert (folder / ".pbt-lint-baseline.json").is_file()

    def test_a_file_that_is_no_baseline(self, folder: Path) -> None:
        code, _, err = says(folder, "表.txt", "--baseline", "表.txt")
        assert code == 2
        assert "不是 pbt-lint 的基线文件" in err


class TestInit:
    def test_it_writes_a_valid_file_once(self, folder: Path) -> None:
        code, out, err = says(folder, "init")
        assert (code, err) == (0, "")
        assert "写好了 .pbt-lint.yaml" in out
        before = (folder / ".pbt-lint.yaml").read_bytes()
        assert rules(folder) == rules(folder, "--no-config")
        (folder / ".pbt-lint.yaml").write_bytes(before + b"# mine\n")
        code, _, err = says(folder, "init")
        assert code == 2
        assert "--force" in err
        assert (folder / ".pbt-lint.yaml").read_bytes() == before + b"# mine\n"
        assert says(folder, "init", "--force")[0] == 0
        assert (folder / ".pbt-lint.yaml").read_bytes() == before

    def test_the_other_suffix_is_not_passed_over(self, folder: Path) -> None:
        configure(folder, "rules: {}\n", ".pbt-lint.yml")
        code, _, err = says(folder, "init")
        assert code == 2
        assert ".pbt-lint.yml" in err
        assert not (folder / ".pbt-lint.yaml").exists()

    def test_its_examples_are_valid_when_they_are_taken_in(self, folder: Path) -> None:
        says(folder, "init")
        path = folder / ".pbt-lint.yaml"
        plain = uncommented(path.read_text("utf-8"))
        path.write_text(plain, "utf-8")
        stated = yaml.safe_load(plain)
        assert set(stated) == {
            *("extends", "fail-on", "rules", "rule-folders", "vocabulary", "columns"),
            *("overrides", "ignore", "baseline", "limits"),
        }  # fmt: skip
        jsonschema.validate(stated, json.loads(Path(path_of("config")).read_text("utf-8")))
        (folder / "我的规则").mkdir()
        assert load_rulebook(Configuration(str(path)).settings()).rules

    def test_editors_find_the_schema(self, folder: Path) -> None:
        from urllib.parse import urlparse
        from urllib.request import url2pathname

        says(folder, "init")
        first = (folder / ".pbt-lint.yaml").read_text("utf-8").splitlines()[0]
        mark, _, url = first.partition("$schema=")
        assert mark == "# yaml-language-server: "
        assert os.path.samefile(url2pathname(urlparse(url).path), path_of("config"))


def uncommented(text: str) -> str:
    """The text with its examples taken in: those commented lines that are YAML, not sentences."""
    lines = []
    for line in text.splitlines():
        bare = line.removeprefix("# ")
        example = line.startswith("# ") and not any(sign in bare.split("  #")[0] for sign in "。：（")
        lines.append(bare if example and not bare.startswith("yaml-language-server") else line)
    return "\n".join(lines)


def test_the_path_of_a_schema_is_printed(folder: Path) -> None:
    code, out, _ = says(folder, "schema", "config")
    assert code == 0
    assert Path(out.strip()) == Path(path_of("config"))
    assert says(folder, "schema", "表")[0] == 2


def test_own_rules_of_the_folder_are_explained_and_listed(folder: Path) -> None:
    rule = {
        "id": "U001", "name": "no-slang", "title": "用语不规范", "severity": "error", "dimension": "适当性",
        "why": "公文用语要规范。", "check": "forbidden-text", "with": {"words": ["搞定"]},
        "message": "“{found}”不规范", "suggestion": "换一个说法", "examples": {"good": ["≥95%"], "bad": ["搞定"]},
    }  # fmt: skip
    configure(folder, yaml.safe_dump(rule, allow_unicode=True), "我的规则/U001-no-slang.yaml")
    assert says(folder, "explain", "U001")[0] == 2
    configure(folder, "rule-folders: [我的规则]\n")
    code, out, err = says(folder, "explain", "U001")
    assert (code, err) == (0, "")
    assert "用语不规范" in out
    assert "U001" in says(folder, "rules")[1]
