"""What was not checked ends with 3, what is set up wrongly with 2: whoever is to blame, and with `-q` too."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.cli.test_cli import BAD, ENVIRONMENT, says

SLOW = """id: U001
name: slow
title: 慢
severity: warning
dimension: 适当性
why: 试一试。
check: forbidden-text
with: {field: name, patterns: ['(x|xx)+$']}
message: “{value}”
suggestion: 改
examples:
  good: [{name: 甲, annual: ≥1}, {name: 乙, annual: ≥1}, {name: 丙, annual: ≥1}]
  bad: [{name: 甲xx, annual: ≥1, at: xx}, {name: 乙xx, annual: ≥1, at: xx}, {name: 丙xx, annual: ≥1, at: xx}]
"""

PLUGIN = """
import sys
from lint_pbt.checks.primitive import Options, primitive


@primitive("leaving", title="退出")
def leaving(options: Options, tools):
    def find(subject):
        sys.exit(0)
        yield

    return find


def report(run, stream):
    sys.exit(0)


def read(path, data, limits):
    sys.exit(0)


RULES = __file__.replace("__init__.py", "rules")
"""

RULE = """id: Z002
name: leaving
title: 退出
severity: warning
dimension: 适当性
why: 试一试。
check: leaving
message: “{value}”
suggestion: 改
examples:
  good: [≥95%, 12次, 年底前完成]
  bad: [甲, 乙, 丙]
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    (tmp_path / "表.txt").write_text(BAD, "utf-8")
    return tmp_path


def plugged(folder: Path, entry_points: str, *arguments: str, module: str = PLUGIN) -> tuple[int, str, str]:
    """A run with a package installed beside."""
    site = folder / "site"
    (site / "leaver" / "rules").mkdir(parents=True)
    (site / "leaver" / "__init__.py").write_text(module, "utf-8")
    (site / "leaver" / "rules" / "Z002-leaving.yaml").write_text(RULE, "utf-8")
    info = site / "leaver-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: leaver\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text(entry_points, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "lint_pbt", *arguments],
        cwd=folder,
        env=ENVIRONMENT | {"PYTHONPATH": os.pathsep.join([str(site), ENVIRONMENT["PYTHONPATH"]])},
        capture_output=True,
        check=False,
    )
    assert b"Traceback" not in done.stderr
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_a_pattern_that_runs_out_of_time(table: Path) -> None:
    (table / "规则").mkdir()
    (table / "规则" / "U001-slow.yaml").write_text(SLOW, "utf-8")
    (table / ".pbt-lint.yaml").write_text("rule-folders: [规则]\nrules: {X101: off, V101: off}\n", "utf-8")
    name = "x" * 60 + "数"
    (table / "表.txt").write_text(BAD.replace("读书活动场次", name), "utf-8")
    for options in ([], ["-q"]):
        code, out, err = says(table, *options, "表.txt")
        assert code == 3, (out, err)
        assert "U001" in err and "太费时间" in err


def test_a_check_that_leaves(table: Path) -> None:
    points = "[lint_pbt.checks]\nleaving = leaver\n\n[lint_pbt.rules]\nleaving = leaver:RULES\n"
    code, out, err = plugged(table, points, "表.txt", "--output", "报告.json")
    assert code == 3, err
    assert "X101" in out
    assert "Z002" in err
    assert (table / "报告.json").exists()


def test_a_report_that_leaves(table: Path) -> None:
    points = "[lint_pbt.reporters]\nleaving = leaver:report\n"
    code, out, err = plugged(table, points, "表.txt", "--output", "leaving=a", "--output", "报告.json")
    assert code == 3, err
    assert "X101" in out
    assert (table / "报告.json").exists()


def test_a_reader_that_leaves(table: Path) -> None:
    (table / "表.abc").write_text(BAD, "utf-8")
    code, out, err = plugged(table, "[lint_pbt.readers]\n.abc = leaver:read\n", "表.abc", "表.txt")
    assert code == 3, err
    assert "X101" in out


@pytest.mark.parametrize("group", ["readers", "checks", "rules"])
@pytest.mark.parametrize("module", [PLUGIN, "import sys\nsys.exit(0)\n"])
def test_one_that_cannot_be_loaded_is_said_once(table: Path, group: str, module: str) -> None:
    for name in "甲乙丙":
        (table / f"{name}.txt").write_text(BAD, "utf-8")
    points = f"[lint_pbt.{group}]\n.abc = leaver:nothing\n"
    code, _, err = plugged(table, points, "甲.txt", "乙.txt", "丙.txt", module=module)
    assert code == 2, err
    assert err.count("插件“.abc”") == 1


def test_a_closed_standard_input(table: Path) -> None:
    program = f"exec '{sys.executable}' -m lint_pbt - <&-"
    done = subprocess.run(["sh", "-c", program], cwd=table, env=ENVIRONMENT, capture_output=True, check=False)
    assert done.returncode == 3
    assert "标准输入" in done.stderr.decode()
    assert b"Traceback" not in done.stderr
