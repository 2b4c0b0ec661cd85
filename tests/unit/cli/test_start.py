"""What a command line pays for: a check of files alone, and what it must not load."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lint_pbt.cli import checking
from lint_pbt.cli.commands import app
from lint_pbt.cli.guard import files_alone
from tests.places import ROOT
from tests.unit.cli.test_cli import BAD, ENVIRONMENT, says

# A check of a small clean text has no use for any of these; each takes as long to load as to read the table, or longer.
UNUSED = {
    "click", "inspect", "typing_extensions", "dataclasses", "json", "pathlib", "tempfile", "shutil", "subprocess",
    "logging", "importlib.metadata", "email", "zipfile", "urllib", "socket", "hashlib", "regex", "yaml", "jsonschema",
    "jinja2", "jieba", "lxml", "openpyxl", "rich.console", "rapidfuzz", "charset_normalizer",
    "pypdfium2", "xlrd", "olefile",
}  # fmt: skip
_LOADED = """
import os, sys
os._exit = lambda code: None
sys.argv = ["pbt-lint", *sys.argv[1:]]
from lint_pbt.cli import main
try:
    main()
except SystemExit:
    pass
print(*sys.modules, file=sys.stderr)
"""


def loaded(cache: Path, *arguments: str) -> set[str]:
    """The modules that a command line loads, `site` and what it draws in left out."""
    command = [sys.executable, "-S", "-c", _LOADED, *arguments]
    paths = {"PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)]), "XDG_CACHE_HOME": str(cache)}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, env=ENVIRONMENT | paths, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.decode().splitlines()[-1].split())


def test_a_clean_check_loads_nothing_it_does_not_use(tmp_path: Path) -> None:
    loaded(tmp_path, "examples/good.txt")  # compiles the rules
    assert loaded(tmp_path, "examples/good.txt") & UNUSED == set()


class TestFilesAlone:
    @pytest.fixture
    def folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "表.txt").write_text(BAD, "utf-8")
        for name in ("-表.txt", "parse", "check"):
            (tmp_path / name).write_text("", "utf-8")
        return tmp_path

    def test_are_told_by_their_names_and_must_be_there(self, folder: Path) -> None:
        assert (
            files_alone(["表.txt", "./check"]) == files_alone(["check", "表.txt", "./check"]) == ("表.txt", "./check")
        )

    @pytest.mark.parametrize("words", ["", "check", "parse", "表.txt -q", "-表.txt", "-", "没有.txt", "表.txt parse"])
    def test_anything_else_is_read_by_click(self, folder: Path, words: str) -> None:
        assert files_alone(words.split()) == ()

    def test_are_reported_as_with_click(self, folder: Path) -> None:
        assert says(folder, "表.txt") == says(folder, "表.txt", "--format", "rich")

    def test_options_left_out_are_what_click_makes_of_them(self) -> None:
        given = app.commands["check"].make_context("check", ["表.txt"]).params
        defaults = {name: one.default for name, one in inspect.signature(checking.check).parameters.items()}
        assert given == defaults | {"paths": ("表.txt",)}
