"""Nothing that lies beside a table is run: a module of the standard library's name in the folder that is checked."""

from __future__ import annotations

import os
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
import yaml

from lint_pbt.limits import STANDARD
from lint_pbt.readers.pages.apart import is_suspicious, read_apart
from lint_pbt.system.isolation import run_isolated
from tests.places import ROOT

_installed = subprocess.run([sys.executable, "-I", "-c", "import lint_pbt"], capture_output=True, check=False)
# Each is imported at one time or another by Python itself, by this program or by what it is built on.
NAMES = ("pickle", "sitecustomize", "usercustomize", "msgspec", "resource", "pypdfium2", "yaml", "jieba", "subprocess")


def nested_form() -> bytes:
    """A page with a form that may hold others: such a file is read in a process of its own."""
    drawn = zlib.compress(b"BT /F1 12 Tf 50 700 Td (table) Tj ET")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R"
        b"/Resources<</XObject<</X 4 0 R>>/Font<</F1 6 0 R>>>>>>",
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<<>>>>/Length 0>>stream\n\nendstream",
        b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, text) for number, text in enumerate(objects, 1))
    return b"%PDF-1.7\n" + body + b"trailer<</Size 7/Root 1 0 R>>\n%%EOF"


def lay_traps(folder: Path, mark: Path) -> None:
    """Put modules into a folder that write to a file when they are imported."""
    for name in NAMES:
        (folder / f"{name}.py").write_text(f"open({str(mark)!r}, 'a').write({name!r})\n", "utf-8")


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """A folder with a table and modules that leave a mark when they are imported."""
    folder = tmp_path / "草案"
    folder.mkdir()
    lay_traps(folder, tmp_path / "ran")
    (folder / "表.pdf").write_bytes(nested_form())
    return folder


def test_the_file_is_one_that_is_read_apart() -> None:
    assert is_suspicious(nested_form())
    assert [line.text for sheet in read_apart("表.pdf", nested_form(), STANDARD).sheets for line in sheet.lines] == [
        "table"
    ]


@pytest.mark.parametrize("here", ["''", "os.getcwd()", "'.'"])
def test_the_command_runs_nothing_of_the_folder(trap: Path, here: str) -> None:
    # As the installed command starts, and with the current folder among the places of modules all the same.
    program = f"import os, sys; sys.path.insert(0, {here}); sys.argv.pop(0); from lint_pbt.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-I", "-c", program, "pbt-lint", "表.pdf"], cwd=trap, capture_output=True, check=False
    )
    assert done.returncode == 3, done.stderr.decode()
    assert "绩效" in done.stderr.decode()
    assert not (trap.parent / "ran").exists(), (trap.parent / "ran").read_text()


def test_neither_does_the_module(trap: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "lint_pbt", "表.pdf"],
        cwd=trap,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 3, done.stderr.decode()
    assert not (trap.parent / "ran").exists(), (trap.parent / "ran").read_text()


@pytest.mark.skipif(_installed.returncode != 0, reason="needs an installed pbt-lint (pip install -e .)")
@pytest.mark.parametrize("python_path", [None, "", os.pathsep])
def test_nor_does_the_hook_of_pre_commit(trap: Path, python_path: str | None) -> None:
    hook = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))[0]
    program, *arguments = [*hook["entry"].split(), *hook["args"]]
    assert program == "python"
    environment = {"PATH": os.environ["PATH"]} | ({} if python_path is None else {"PYTHONPATH": python_path})
    done = subprocess.run(
        [sys.executable, *arguments, "表.pdf"], cwd=trap, env=environment, capture_output=True, check=False
    )
    assert done.returncode == 3, done.stderr.decode()
    assert not (trap.parent / "ran").exists(), (trap.parent / "ran").read_text()


def test_a_process_of_its_own_has_nothing_of_ours(trap: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(trap)
    monkeypatch.setenv("PYTHONPATH", str(trap))
    monkeypatch.setenv("SECRET", "1")
    monkeypatch.syspath_prepend(str(ROOT / "tests" / "bugs"))
    told = run_isolated("told_by_a_process", b"in", 60).decode().split("|")
    assert told == ["in", "", "0", "True"]
    assert not (trap.parent / "ran").exists()
