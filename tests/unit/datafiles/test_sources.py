"""Folders of YAML files: every edit of any file counts at the next start, whatever has been compiled before."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lint_pbt.datafiles.sources import Sources
from lint_pbt.datafiles.typed_text import Mistakes
from tests.places import ROOT

RULE = """id: U001
name: no-slang
title: 用语不规范
severity: warning
dimension: 适当性
why: 公文用语要规范。
check: remnant
with: {words: [持续提升]}
message: “{found}”不规范
suggestion: 换成规范用语
examples:
  good: [完成, 12次]
  bad: [{annual: 持续提升, at: 持续提升}]
"""
KNOWLEDGE = "name: own\ntitle: 本单位\nmeasures:\n  - better: high\n    heads: 抽检合格率\n"
CONFIGURATION = "rule-folders: [own]\nrules: {F101: off}\n"


class Program:
    """A copy of the program with its rules, and of a user's own rules, which a test may edit."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("lint_pbt", "rules", "examples"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "own" / "knowledge").mkdir(parents=True)
        (folder / ".pbt-lint.yaml").write_text(CONFIGURATION, "utf-8")
        (folder / "own" / "U001-no-slang.yaml").write_text(RULE, "utf-8")
        (folder / "own" / "knowledge" / "own.yaml").write_text(KNOWLEDGE, "utf-8")

    def run(self, *arguments: str) -> str:
        """What a command prints, in a process of its own."""
        environment = {**os.environ, "XDG_CACHE_HOME": str(self.folder / "cache")}
        environment.pop("PYTHONSAFEPATH", None)  # the copy lies in the current folder, and is meant
        done = subprocess.run(
            [sys.executable, "-m", "lint_pbt", *arguments], cwd=self.folder, env=environment, capture_output=True
        )
        assert not done.stderr, done.stderr.decode()
        return done.stdout.decode()

    def edit(self, name: str, old: str, new: str) -> None:
        """Edit a file so that nothing but its contents tells: neither its size nor its time."""
        path = self.folder / name
        text, status = path.read_text("utf-8"), path.stat()
        assert old in text, name
        assert len(old.encode()) == len(new.encode())
        path.write_text(text.replace(old, new), "utf-8")
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return Program(tmp_path_factory.mktemp("program"))


CHECK = ("examples/poor.txt", "--full")
COMPARE = ("compare", "examples/poor.txt", "examples/drafts/second.txt")


@pytest.mark.parametrize(
    ("name", "old", "new", "command"),
    [
        ("rules/consistency/C101-cycle-annual-mismatch.yaml", "两栏说法不一", "两栏写得不同", CHECK),
        ("rules/vocabulary/hedges.yaml", " 约 近", " 曰 近", CHECK),
        ("rules/vocabulary/vague-values.yaml", "请写明比上年提高多少", "请写清比上年提高多少", CHECK),
        ("rules/knowledge/grammar.yaml", " 疫情 ", " 役情 ", CHECK),
        ("rules/profiles/recommended.yaml", "[P110", "[C101", CHECK),
        ("rules/scoring.yaml", "warning: 60", "warning: 61", CHECK),
        ("rules/comparing.yaml", "least: 0.58", "least: 0.99", COMPARE),
        ("own/U001-no-slang.yaml", "”不规范", "”不通顺", CHECK),
        ("own/knowledge/own.yaml", "better: high", "better: low ", CHECK),
        (".pbt-lint.yaml", "F101: off", "C101: off", CHECK),
    ],
)
def test_an_edited_file_counts_at_once(
    program: Program, name: str, old: str, new: str, command: tuple[str, ...]
) -> None:
    """Rules, words, knowledge, profiles, figures, and all of the user's own."""
    before = program.run(*command)
    program.edit(name, old, new)
    after = program.run(*command)
    assert after != before
    assert program.run(*command) == after
    program.edit(name, new, old)
    assert program.run(*command) == before


def test_a_start_reads_no_yaml_again_unless_something_has_changed(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is compiled is used: a parser that is not there is not missed, until a file is another."""
    command = ("examples/poor.txt", "--no-config")
    before = program.run(*command)
    (program.folder / "absent").mkdir()
    (program.folder / "absent" / "yaml.py").write_text("raise ImportError('no parser')", "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(program.folder / "absent"))
    assert program.run(*command) == before
    program.edit("rules/scoring.yaml", "warning: 60", "warning: 62")
    with pytest.raises(AssertionError, match="no parser"):
        program.run(*command)
    program.edit("rules/scoring.yaml", "warning: 62", "warning: 60")


def test_a_damaged_or_hostile_cache_changes_nothing(program: Program) -> None:
    before = program.run(*CHECK)
    kept = list((program.folder / "cache" / "pbt-lint").iterdir())
    assert kept
    for path in kept:
        data = path.read_bytes()
        path.write_bytes(data[: len(data) // 2] + b"\xc1" * 50)
    assert program.run(*CHECK) == before
    for path in kept:
        path.chmod(0o666)
    assert program.run(*CHECK) == before
    shutil.rmtree(program.folder / "cache")
    (program.folder / "cache").write_text("no folder", "utf-8")
    assert program.run(*CHECK) == before
    (program.folder / "cache").unlink()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "b").mkdir()
    (tmp_path / "a.yaml").write_text("x: 1", "utf-8")
    (tmp_path / "b" / "c.yml").write_text("- 2026-01-01", "utf-8")
    (tmp_path / "b" / "no.txt").write_text("", "utf-8")
    return tmp_path


def names(sources: Sources) -> list[str]:
    return [os.path.relpath(path, sources.folder).replace(os.sep, "/") for path in sources.paths]


def test_files_come_in_order_those_of_a_folder_first(folder: Path) -> None:
    (folder / "a").mkdir()
    (folder / "a" / "z.yaml").write_text("", "utf-8")
    assert names(Sources(str(folder))) == ["a.yaml", "a/z.yaml", "b/c.yml"]
    assert names(Sources(str(folder), without=["a", "a.yaml"])) == ["b/c.yml"]
    sources = Sources(str(folder))
    assert sources.outside(["b", "a"]) == sources.paths[:1]
    assert sources.under("b") == sources.paths[2:]


def test_values_are_the_same_the_first_time_and_the_second(folder: Path) -> None:
    """A date among them, which a compiled file would not give back."""
    first, second = (
        {path: sources.value(path) for path in sources.paths}
        for sources in (Sources(str(folder)), Sources(str(folder)))
    )
    assert repr(first) == repr(second)


def test_a_mistake_is_told_the_first_time_and_the_second(folder: Path) -> None:
    (folder / "wrong.yaml").write_text("x: [", "utf-8")
    (folder / "wrong2.yaml").write_bytes(b"x: \xff")
    for _ in range(2):
        sources = Sources(str(folder))
        assert sources.value(str(folder / "a.yaml")) == {"x": 1}
        with pytest.raises(Mistakes, match="YAML"):
            sources.value(str(folder / "wrong.yaml"))
        with pytest.raises(Mistakes, match="UTF-8"):
            sources.value(str(folder / "wrong2.yaml"))


def test_what_is_no_file_is_told_and_does_not_hold_the_run_up(folder: Path) -> None:
    def told(path: Path) -> str:
        with pytest.raises(Mistakes) as found:
            Sources(str(folder)).value(str(path))
        return str(found.value)

    (folder / "gone.yaml").symlink_to(folder / "nothing")
    assert "打不开" in told(folder / "gone.yaml")
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe.yaml")
        assert "它不是文件" in told(folder / "pipe.yaml")


def test_a_folder_that_links_to_itself_or_is_deep_ends(folder: Path) -> None:
    (folder / "b" / "again").symlink_to(folder, target_is_directory=True)
    deep = [folder / ("d/" * depth) for depth in range(1, 1500)]
    for one in deep:
        one.mkdir()
    assert names(Sources(str(folder))) == ["a.yaml", "b/c.yml"]
    for one in reversed(deep):
        one.rmdir()


def test_windows_line_ends_are_line_ends(folder: Path) -> None:
    (folder / "a.yaml").write_bytes(b"x: 1\r\ny: 2\r\n")
    sources = Sources(str(folder))
    assert sources.text(str(folder / "a.yaml")) == "x: 1\ny: 2\n"
