"""Plug-ins: a package installed beside brings a check, and rules that use it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import ROOT

CHECK = """
from lint_pbt.checks.primitive import Hit, Options, primitive


@primitive("shouting", title="感叹号")
def shouting(options: Options, tools):
    def find(subject):
        for name, field in subject.fields("values"):
            at = field.text.find("！")
            if at >= 0:
                yield Hit(field, name, at, at + 1)

    return find
"""

RULE = """id: Z001
name: no-shouting
title: 指标值里有感叹号
severity: warning
dimension: 适当性
why: 指标值不是口号。
check: shouting
message: “{value}”里有感叹号
suggestion: 删掉感叹号
examples:
  good: [≥95%, 12次, 年底前完成]
  bad: [{annual: 大干快上！, at: ！}, 力争第一！, 完成！]
"""

# The example of the page, installed beside.
READING = re.search(r"```python\n(.*?)```", (ROOT / "docs/layout-plugins.md").read_text("utf-8"), re.DOTALL)

PRINTED = """【雨水井清掏】
产出指标 > 数量指标 > 清掏雨水井座数 > ≥5200座
产出指标 > 质量指标 > 清掏达标率 > ≥95%
满意度指标 > 服务对象满意度指标 > 居民满意度 > 较满意
"""


def _install(site: Path, entry_points: str) -> None:
    """What an installer leaves of a package: its modules, and a folder that says what it brings."""
    (site / "loud_rules").mkdir(parents=True)
    (site / "loud_rules/__init__.py").write_text(
        CHECK + "\nimport os\n\nRULES = os.path.join(os.path.dirname(__file__), 'rules')\n", "utf-8"
    )
    assert READING
    (site / "loud_rules/reading.py").write_text(READING[1], "utf-8")
    (site / "loud_rules/rules").mkdir()
    (site / "loud_rules/rules/Z001-no-shouting.yaml").write_text(RULE, "utf-8")
    info = site / "loud_rules-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: loud-rules\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text(entry_points, "utf-8")


def _pbt_lint(site: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(site), str(ROOT)]), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-m", "lint_pbt", *words], capture_output=True, text=True, encoding="utf-8", env=environment
    )


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.txt"
    text = (ROOT / "examples/good.txt").read_text("utf-8")
    assert "≥120场" in text
    path.write_text(text.replace("≥120场", "≥120场！"), "utf-8")
    return path


def test_a_package_installed_beside_brings_a_check_and_a_rule(tmp_path: Path, table: Path) -> None:
    site = tmp_path / "site"
    _install(site, "[lint_pbt.checks]\nshouting = loud_rules\n\n[lint_pbt.rules]\nloud = loud_rules:RULES\n")
    done = _pbt_lint(site, str(table))
    assert "Z001" in done.stdout, done.stderr
    assert "里有感叹号" in done.stdout
    assert done.returncode == 1
    assert "Z001" in _pbt_lint(site, "explain", "Z001").stdout


def test_the_package_that_the_page_shows_works(tmp_path: Path) -> None:
    page = (ROOT / "docs/check-plugins.md").read_text("utf-8")
    code, rule, project = (
        re.findall(rf"```{kind}\n(.*?)```", page, re.DOTALL)[0] for kind in ("python", "yaml", "toml")
    )
    own = tmp_path / "site" / "province_rules"
    (own / "rules").mkdir(parents=True)
    (own / "__init__.py").write_text(code, "utf-8")
    (own / "rules/U020-balance.yaml").write_text(rule, "utf-8")
    info = tmp_path / "site" / "province_rules-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: province-rules\nVersion: 1.0\n", "utf-8")
    points = re.findall(r'entry-points\."(.*?)"\]\n(\w+) = "(.*?)"', project)
    assert len(points) == 2
    (info / "entry_points.txt").write_text("".join(f"[{one}]\n{name} = {at}\n" for one, name, at in points), "utf-8")
    proven = _pbt_lint(tmp_path / "site", "rules", "test", str(own / "rules"))
    assert "1 条规则全部通过" in proven.stdout, proven.stderr
    lines = ["项目名称,一级指标,二级指标,三级指标,指标值"]
    lines += [f"路灯,产出指标,数量指标,{name},≥{number}盏" for number, name in enumerate(("新装", "修理", "改造"), 3)]
    path = tmp_path / "表.csv"
    path.write_text("\n".join(lines), "utf-8")
    assert "“产出”有 3 条，一共才 3 条" in _pbt_lint(tmp_path / "site", str(path), "--select", "U020").stdout


def test_without_the_package_there_is_no_such_rule(tmp_path: Path, table: Path) -> None:
    assert "Z001" not in _pbt_lint(tmp_path, str(table)).stdout


def test_a_plug_in_that_cannot_be_loaded_is_named(tmp_path: Path, table: Path) -> None:
    site = tmp_path / "site"
    _install(site, "[lint_pbt.checks]\nshouting = loud_rules.nowhere\n")
    done = _pbt_lint(site, str(table))
    assert done.returncode == 2
    assert "插件“shouting”" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("entry_points", "layout"),
    [
        ("[lint_pbt.recovery]\nprinted = loud_rules.reading:put_back\n", "form"),
        ("[lint_pbt.layouts]\nprinted = loud_rules.reading:lay_out\n", "printed"),
    ],
)
def test_a_package_brings_a_way_to_read(entry_points: str, layout: str, tmp_path: Path, table: Path) -> None:
    printed = tmp_path / "printed.txt"
    printed.write_text(PRINTED, "utf-8")
    assert _pbt_lint(tmp_path, str(printed)).returncode == 3  # nothing built in reads it
    site = tmp_path / "site"
    _install(site, entry_points)
    parsed = json.loads(_pbt_lint(site, "parse", str(printed), "--format", "json").stdout)
    [document] = parsed["documents"]
    assert document["layout"] == layout
    [project] = document["units"][0]["projects"]
    assert project["name"] == "雨水井清掏"
    assert len(project["indicators"]) == 3
    done = _pbt_lint(site, str(printed))
    assert "V108" in done.stdout and "较满意" in done.stdout, done.stderr
    assert "（第 4 行" in done.stdout
    other = _pbt_lint(site, str(table))  # what is not of its kind is read as ever
    assert other.stdout == _pbt_lint(tmp_path, str(table)).stdout


@pytest.mark.parametrize("group", ["lint_pbt.recovery", "lint_pbt.layouts"])
def test_a_plug_in_that_fails_is_named_and_nothing_is_checked(group: str, tmp_path: Path, table: Path) -> None:
    site = tmp_path / "site"
    _install(site, f"[{group}]\nbroken = loud_rules.reading:field\n")  # which takes something else
    done = _pbt_lint(site, str(table))
    assert done.returncode == 3
    assert "插件“broken”读这个文件时出错" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
