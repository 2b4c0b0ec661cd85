"""The hooks for pre-commit: what they look at, and that pre-commit itself can install and run them."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from lint_pbt.readers import suffixes
from tests.places import ROOT
from tests.unit.action.test_action import git
from tests.unit.cli.test_cli import BAD, CLEAN

MANIFEST = ROOT / ".pre-commit-hooks.yaml"
HOOKS = {hook["id"]: hook for hook in yaml.safe_load(MANIFEST.read_text("utf-8"))}
FIXABLE = BAD.replace("》90%", "标准：≥90%").replace("持续提升", "参与读者≥3000人次")

needs_pre_commit = pytest.mark.skipif(
    importlib.util.find_spec("pre_commit") is None, reason="needs pre-commit (pip install -e '.[dev]')"
)


def test_every_file_that_is_read_is_looked_at() -> None:
    pattern = HOOKS["pbt-lint"]["files"]
    for suffix in suffixes():
        assert re.search(pattern, f"草案/表{suffix}")
        assert re.search(pattern, f"草案/表{suffix.upper()}")
    for name in ("a.py", "txt", "表.txt.bak", "报告.sarif"):
        assert not re.search(pattern, name)


def test_what_is_fixed_is_part_of_it() -> None:
    for suffix in (".txt", ".csv", ".xlsx"):
        assert re.search(HOOKS["pbt-lint-fix"]["files"], f"表{suffix}")
    assert not re.search(HOOKS["pbt-lint-fix"]["files"], "表.pdf")


@needs_pre_commit
def test_the_manifest_is_valid() -> None:
    subprocess.run([sys.executable, "-m", "pre_commit", "validate-manifest", str(MANIFEST)], check=True)


@needs_pre_commit
@pytest.mark.slow
@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="pre-commit installs from a repository of git")
def test_pre_commit_runs_both_hooks(tmp_path: Path) -> None:
    """One environment for all of it: making it takes most of the time."""
    repository = tmp_path / "repository"
    repository.mkdir()
    git(repository, "init", "-q", "-b", "main")
    tables = {"坏 表.txt": BAD, "好.txt": CLEAN, "可改.txt": FIXABLE, "--quiet.txt": CLEAN, "程序.py": "pass\n"}
    for name, text in tables.items():
        (repository / name).write_text(text, "utf-8")
    git(repository, "add", "-A")
    environment = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "home"), "PRE_COMMIT_COLOR": "never"}
    environment = {name: value for name, value in environment.items() if not name.startswith("GIT_")}
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "try-repo", str(ROOT), "--verbose", "--all-files"],
        cwd=repository,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    if "InstallEnv" in done.stdout or "CalledProcessError" in done.stdout:
        pytest.skip(f"pre-commit cannot install here: {done.stdout[-400:]}")
    assert done.returncode == 1, done.stdout
    checked, fixed = done.stdout.split("- hook id: pbt-lint-fix")
    assert "- hook id: pbt-lint\n" in checked
    assert "- exit code: 1" in checked
    assert "文件 坏 表.txt" in checked
    assert "X101" in checked
    assert "检查了 4 个文件" in checked
    assert "files were modified by this hook" in fixed
    assert "标准" not in (repository / "可改.txt").read_text("utf-8")
    assert {name for name, text in tables.items() if (repository / name).read_text("utf-8") != text} == {"可改.txt"}
