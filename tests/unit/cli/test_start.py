"""What a command line pays for: what a plain check must not load, and that it is what click makes of it."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lint_pbt.cli import checking
from lint_pbt.cli.commands import app
from lint_pbt.cli.guard import PLAIN_FLAGS, PLAIN_FORMATS, plain
from lint_pbt.reporters.formats import CHECK
from tests.places import ROOT
from tests.unit.cli.test_cli import BAD, ENVIRONMENT, says

# A check of a small clean text has no use for any of these; each takes as long to load as to read the table, or longer.
UNUSED = {
    "click", "inspect", "typing_extensions", "dataclasses", "json", "pathlib", "tempfile", "shutil", "subprocess",
    "logging", "importlib.metadata", "email", "zipfile", "urllib", "socket", "hashlib", "regex", "yaml", "jsonschema",
    "jinja2", "jieba", "lxml", "openpyxl", "rich.console", "rapidfuzz", "charset_normalizer",
    "pypdfium2", "xlrd", "olefile", "platform", "textwrap", "ast", "heapq", "encodings.utf_16_le", "an annotation",
    "lint_pbt.recovery", "lint_pbt.knowledge.advice", "lint_pbt.checks.hints", "lint_pbt.cli.fixing",
    "lint_pbt.cli.annotating",
}  # fmt: skip
NOT_PLAIN = [
    "", "check", "parse", "-q", "-表.txt", "-", "没有.txt", "表.txt parse", "表.txt -x", "表.txt -- 表.txt",
    "表.txt -qq", "表.txt --format", "表.txt --format xlsx", "表.txt --format=json",
    "表.txt --format json --format rich",
    "-V 表.txt",
]  # fmt: skip
# Annotations that are texts are compiled one by one when somebody asks for them, and the first one costs most.
_LOADED = """
import builtins, os, sys
os._exit = lambda code: None
whole = builtins.compile
annotations = []
def compiled(source, file, mode, *rest, **more):
    if mode == "eval":
        annotations.append("an annotation")
    return whole(source, file, mode, *rest, **more)
builtins.compile = compiled
sys.argv = ["pbt-lint", *sys.argv[1:]]
from lint_pbt.cli import main
try:
    main()
except SystemExit:
    pass
print(*sys.modules, *annotations, sep="\\n", file=sys.stderr)
"""


def loaded(cache: Path, *arguments: str) -> set[str]:
    """The modules that a command line loads, `site` and what it draws in left out; whether annotations are compiled."""
    command = [sys.executable, "-S", "-c", _LOADED, *arguments]
    paths = {"PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)]), "XDG_CACHE_HOME": str(cache)}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, env=ENVIRONMENT | paths, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.decode().splitlines())


def test_a_clean_check_loads_nothing_it_does_not_use(tmp_path: Path) -> None:
    loaded(tmp_path, "examples/good.txt")  # compiles the rules
    # Before 3.11 msgspec compiles one when it is imported.
    spared = {"an annotation"} if sys.version_info < (3, 11) else set()
    assert loaded(tmp_path, "examples/good.txt") & UNUSED <= spared


def test_what_was_left_out_of_msgspec_is_there_for_whoever_asks() -> None:
    asked = (
        "import lint_pbt.cli.lean, msgspec, platform, sys, typing, uuid\n"
        "assert msgspec.json.decode(b'[1]', type=list[int]) == [1]\n"
        "assert msgspec.json.schema(int) == {'type': 'integer'}\n"
        "assert type(msgspec.inspect.type_info(int)).__name__ == 'IntType'\n"
        "assert platform.python_version() and type(typing.ForwardRef('int')).__name__ == 'ForwardRef'\n"
        "assert sys.modules.get('typing_extensions', sys) is not None and uuid.uuid4()\n"
    )
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, env=ENVIRONMENT, check=False)
    assert done.returncode == 0, done.stderr


class TestWithoutClick:
    @pytest.fixture
    def folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "表.txt").write_text(BAD, "utf-8")
        for name in ("-表.txt", "parse", "check"):
            (tmp_path / name).write_text("", "utf-8")
        return tmp_path

    def test_files_are_told_by_their_names_and_must_be_there(self, folder: Path) -> None:
        assert plain(["表.txt", "./check"]) == plain(["check", "表.txt", "./check"]) == (("表.txt", "./check"), {})

    @pytest.mark.parametrize("words", NOT_PLAIN)
    def test_anything_else_is_read_by_click(self, folder: Path, words: str) -> None:
        assert plain(words.split())[0] == ()

    @pytest.mark.parametrize("words", ["表.txt", "-q 表.txt", "表.txt --full --no-config", "--statistics 表.txt"])
    def test_a_report_is_that_of_click(self, folder: Path, words: str) -> None:
        assert plain(words.split())[0]
        assert says(folder, *words.split()) == says(folder, *words.split(), "--jobs", "1")

    def test_options_left_out_are_what_click_makes_of_them(self) -> None:
        given = app.commands["check"].make_context("check", ["表.txt"]).params
        defaults = {name: one.default for name, one in inspect.signature(checking.check).parameters.items()}
        assert given == defaults | {"paths": ("表.txt",)}

    @pytest.mark.parametrize("words", [*PLAIN_FLAGS, *(f"--format {name}" for name in PLAIN_FORMATS)])
    def test_options_are_what_click_makes_of_them(self, folder: Path, words: str) -> None:
        given = app.commands["check"].make_context("check", ["表.txt", *words.split()]).params
        left_out = app.commands["check"].make_context("check", ["表.txt"]).params
        files, settings = plain(["表.txt", *words.split()])
        assert left_out | {"paths": files} | settings == given
        assert files and settings

    def test_formats_are_text(self) -> None:
        assert not [name for name in PLAIN_FORMATS if (found := CHECK.get(name)) is None or found.binary]
