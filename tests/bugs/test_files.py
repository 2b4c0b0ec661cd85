"""Files that are written: whole or absent, never over what somebody else has written, and nothing left lying about."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from lint_pbt.errors import WriteError
from lint_pbt.system import replacing as writing
from lint_pbt.system import saving
from lint_pbt.system.replacing import replace_file
from lint_pbt.system.saving import save, sweep
from tests.bugs.test_silent_pass import TABLE
from tests.places import EXAMPLES
from tests.unit.cli.test_cli import BAD, ENVIRONMENT, run, says

FIXABLE = BAD.replace("》90%", "标准：≥90%")
needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="processes are asked after by signals")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_is_saved_while_a_fix_is_written_is_not_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "表.txt"
    table.write_bytes(b"old")
    make_like = writing._make_like

    def save_meanwhile(path: str, like: str) -> None:
        make_like(path, like)
        table.write_bytes(b"theirs")

    monkeypatch.setattr(writing, "_make_like", save_meanwhile)
    with pytest.raises(WriteError, match="改过"):
        replace_file(str(table), b"old", b"new")
    assert table.read_bytes() == b"theirs"
    assert names(tmp_path) == ["表.txt"]


def test_a_backup_is_whole_or_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "表.txt"
    table.write_bytes(b"old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(saving.os, "fsync", full)
    with pytest.raises(WriteError):
        replace_file(str(table), b"old", b"new", backup=True)
    assert names(tmp_path) == ["表.txt"]


@pytest.mark.parametrize("links", [True, False])
def test_a_backup_takes_no_other_files_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:
    if not links:

        def refuse(*_: object) -> None:
            raise PermissionError(1, "no links on this disk")

        monkeypatch.setattr(writing.os, "link", refuse)
    table = tmp_path / "表.txt"
    table.write_bytes(b"old")
    (tmp_path / "表.txt.bak").write_bytes(b"other")
    assert replace_file(str(table), b"old", b"new", backup=True) == str(tmp_path / "表.txt.bak1")
    assert (tmp_path / "表.txt.bak").read_bytes() == b"other"
    assert (tmp_path / "表.txt.bak1").read_bytes() == b"old"
    assert names(tmp_path) == ["表.txt", "表.txt.bak", "表.txt.bak1"]


def test_a_file_of_two_names_is_told(tmp_path: Path) -> None:
    (tmp_path / "表.txt").write_text(FIXABLE, "utf-8")
    os.link(tmp_path / "表.txt", tmp_path / "同一个.txt")
    code, _, err = says(tmp_path, "--fix", "表.txt")
    assert code == 3
    assert "硬链接" in err
    assert os.path.samefile(tmp_path / "表.txt", tmp_path / "同一个.txt")


@needs_posix
def test_what_a_killed_run_leaves_is_swept_by_the_next(tmp_path: Path) -> None:
    (tmp_path / "表.txt").write_text(FIXABLE, "utf-8")
    killed = f"""
import os, signal
from lint_pbt.system import saving
saving.os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)
saving.save({str(tmp_path / "报告.txt")!r}, b"text")
"""
    done = subprocess.run([sys.executable, "-c", killed], env=ENVIRONMENT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert len(names(tmp_path)) == 2
    run(tmp_path, "--fix", "表.txt")
    assert names(tmp_path) == ["表.txt"]


@needs_posix
def test_what_another_run_is_writing_is_left(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        mine = f".pbt-lint-{saving._machine()}-{other.pid}-00000000"
        elsewhere = ".pbt-lint-00000000-1-00000000"
        for name in (mine, elsewhere, ".pbt-lint-notes", ".pbt-lint.yaml"):
            (tmp_path / name).write_bytes(b"")
        sweep(str(tmp_path))
        assert len(names(tmp_path)) == 4
        assert other.stdin
        other.stdin.close()


def test_a_configuration_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    program = """
import os
from lint_pbt.system import saving
def full(_):
    raise OSError(28, "No space left on device")
saving.os.fsync = full
from lint_pbt.cli import main
main(["init"])
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=ENVIRONMENT, capture_output=True, check=False
    )
    assert done.returncode == 3
    assert b"Traceback" not in done.stderr
    assert names(tmp_path) == []


def backslashed(data: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            part = zipfile.ZipInfo("x")
            part.filename = member.filename.replace("/", "\\")
            new.writestr(part, old.read(member))
    return stream.getvalue()


def test_a_workbook_of_parts_with_backslashes(tmp_path: Path) -> None:
    workbook, stream = Workbook(), io.BytesIO()
    assert workbook.active is not None
    for line in TABLE.replace("≥98%", "标准：≥98%").replace("≥12公里", "》12公里").splitlines():
        workbook.active.append(line.split(","))
    workbook.save(stream)
    data = stream.getvalue()
    for name, content in (("直.xlsx", data), ("反.xlsx", backslashed(data))):
        (tmp_path / name).write_bytes(content)
        assert says(tmp_path, "--fix", "--annotate", name)[0] in (0, 1)
    straight, back = (says(tmp_path, name, "--format", "markdown")[1] for name in ("直.xlsx", "反.xlsx"))
    assert straight.replace("直.xlsx", "") == back.replace("反.xlsx", "")
    straight, back = (says(tmp_path, f"{name}.批注.xlsx", "--format", "markdown")[1] for name in "直反")
    assert straight.replace("直.", "") == back.replace("反.", "")
    assert (tmp_path / "反.xlsx").read_bytes() != backslashed(data)


@pytest.mark.parametrize("table", ["表.xlsx", "."])
def test_a_copy_and_a_report_are_two_files(tmp_path: Path, table: str) -> None:
    (tmp_path / "表.xlsx").write_bytes((EXAMPLES / "poor.xlsx").read_bytes())
    code, _, err = says(tmp_path, table, "--annotate", "--output", "./表.批注.xlsx")
    assert code == 2
    assert "同一个文件" in err
    assert names(tmp_path) == ["表.xlsx"]


def test_links_are_followed_when_a_report_is_saved(tmp_path: Path) -> None:
    (tmp_path / "真.txt").write_bytes(b"old")
    (tmp_path / "链.txt").symlink_to(tmp_path / "真.txt")
    save(str(tmp_path / "链.txt"), b"new")
    assert (tmp_path / "链.txt").is_symlink()
    assert (tmp_path / "真.txt").read_bytes() == b"new"
