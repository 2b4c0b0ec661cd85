"""`--format` and `--output`: several reports from one run, written whole or not at all."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path

import pytest

from tests.places import ROOT
from tests.unit.cli.test_cli import BAD, CLEAN, run, says

PLUGIN = """
def count(run, stream):
    stream.write(f"{len(run.findings)} findings\\n")

def raw(run, stream):
    stream.write(b"\\x00\\xff")
raw.binary = True

def broken(run, stream):
    raise RuntimeError("no")
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "表.txt").write_text(BAD, "utf-8")
    (tmp_path / "好.txt").write_text(CLEAN, "utf-8")
    return tmp_path


@pytest.fixture
def plugin(tmp_path: Path) -> str:
    """A package with formats of its own; its folder."""
    packages = tmp_path / "packages"
    info = packages / "reports-1.0.dist-info"
    info.mkdir(parents=True)
    (packages / "more_reports.py").write_text(PLUGIN, "utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: reports\nVersion: 1.0\n", "utf-8")
    points = "[lint_pbt.reporters]\ncount = more_reports:count\nraw = more_reports:raw\nbroken = more_reports:broken\n"
    (info / "entry_points.txt").write_text(points, "utf-8")
    root = ROOT
    return f"{root}{os.pathsep}{packages}"


def test_several_reports_come_from_one_run(folder: Path) -> None:
    plain = says(folder, "表.txt")
    names = ["a.html", "b.sarif", "c.xlsx", "d.md", "e.json", "f.xml", "github=g.txt", "rich=h.txt", "sarif=i.json"]
    assert says(folder, "表.txt", *(part for name in names for part in ("--output", name))) == plain
    begins = {"a.html": b"<!DOCTYPE html>", "b.sarif": b'{"$schema"', "c.xlsx": b"PK", "d.md": b"<!-- ",
              "e.json": b'{"version"', "f.xml": b"<?xml", "g.txt": b"::error ", "i.json": b'{"$schema"'}  # fmt: skip
    for name, begin in begins.items():
        assert (folder / name).read_bytes().startswith(begin), name
    assert (folder / "h.txt").read_text("utf-8") == plain[1]
    assert {path.name for path in folder.iterdir()} == {*begins, "h.txt", "表.txt", "好.txt"}


def test_the_report_on_standard_output_can_be_any(folder: Path) -> None:
    code, out, _ = says(folder, "表.txt", "--format", "github")
    assert code == 1
    assert all(line.startswith("::") for line in out.splitlines())
    assert says(folder, "表.txt", "--output", "github=-") == says(folder, "表.txt", "--format", "github")
    assert run(folder, "表.txt", "--format", "xlsx").stdout.startswith(b"PK")


@pytest.mark.parametrize("name", ["html", "junit", "github", "markdown", "sarif"])
def test_standard_output_is_utf8_whatever_the_console(folder: Path, name: str) -> None:
    there = run(folder, "表.txt", "--format", name, PYTHONIOENCODING="gbk").stdout.decode("utf-8")
    assert "V101" in there
    assert "》" in there or "\\u300b" in there


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--output", "报告"], "--output 报告 看不出是什么格式"),
        (["--output", "htlm=a"], "没有格式“htlm”"),
        (["--output", "htlm=a"], "是不是 html？"),
        (["--output", "html="], "少了文件名"),
        (["--output", "没有/a.html"], "文件夹 没有 不存在"),
        (["--output", "html=."], "是文件夹，请写出文件名"),
        (["--output", "rich=表.txt"], "是要检查的表"),
        (["--output", "rich=./子/../表.txt"], "是要检查的表"),
        (["--output", "rich=硬.txt"], "是要检查的表"),
        (["--output", "a.html", "--output", "html=./a.html"], "写了两次"),
        (["--output", "json=-", "--output", "html=-"], "写了两次"),
        (["--format", "json", "--output", "html=-"], "只能用一个"),
        (["--diff", "--output", "a.html"], "--output 不能和 --diff 一起用"),
        (["--write-baseline", "--output", "a.html"], "--output 不能和 --write-baseline 一起用"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_done(folder: Path, arguments: list[str], told: str) -> None:
    (folder / "子").mkdir()
    os.link(folder / "表.txt", folder / "硬.txt")
    before = sorted(folder.rglob("*"))
    code, out, err = says(folder, "表.txt", *arguments)
    assert (code, out) == (2, "")
    assert told in err
    assert sorted(folder.rglob("*")) == before
    assert (folder / "表.txt").read_text("utf-8") == BAD


def test_a_table_in_a_folder_is_not_overwritten_but_a_report_is(folder: Path) -> None:
    (folder / "旧表.md").write_text("| 项目 |\n| --- |\n", "utf-8")
    code, _, err = says(folder, ".", "--output", "旧表.md")
    assert code == 2
    assert "是要检查的表" in err
    (folder / "旧表.md").unlink()
    outputs = [part for name in ("报告.html", "意见.xlsx", "摘要.md") for part in ("--output", name)]
    first = says(folder, ".", *outputs)
    assert first[0] == 1
    # The second time the reports stand in the folder: they are no tables, and may be written again.
    assert says(folder, ".", *outputs) == first


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are others there")
def test_a_file_keeps_its_permissions_and_a_link_stays_one(folder: Path) -> None:
    (folder / "真.json").write_text("old", "utf-8")
    (folder / "真.json").chmod(0o640)
    (folder / "a.json").symlink_to("真.json")
    assert says(folder, "好.txt", "--output", "a.json")[0] == 0
    assert (folder / "a.json").is_symlink()
    assert json.loads((folder / "真.json").read_text("utf-8"))["summary"]["error"] == 0
    assert stat.S_IMODE((folder / "真.json").stat().st_mode) == 0o640


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no full device")
def test_what_cannot_be_written_is_told_and_the_others_are_written(folder: Path) -> None:
    code, _, err = says(folder, "好.txt", "--output", "html=/dev/full", "--output", "a.json")
    assert code == 3
    assert "报告没有写成：“/dev/full”写不了" in err
    assert (folder / "a.json").exists()


@pytest.mark.skipif(not os.path.exists("/dev/null"), reason="there is no null device")
def test_a_device_is_written_to_and_not_replaced(folder: Path) -> None:
    assert says(folder, "好.txt", "--output", "html=/dev/null")[0] == 0
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


def test_formats_of_packages(folder: Path, plugin: str) -> None:
    code, out, _ = says(folder, "表.txt", "--format", "count", PYTHONPATH=plugin)
    assert (code, out) == (1, "2 findings\n")
    assert says(folder, "表.txt", "--output", "raw=a.bin", PYTHONPATH=plugin)[0] == 1
    assert (folder / "a.bin").read_bytes() == b"\x00\xff"
    code, _, err = says(folder, "表.txt", "--format", "coutn", PYTHONPATH=plugin)
    assert code == 2
    assert "count" in err


def test_a_format_that_fails_does_not_take_the_others_with_it(folder: Path, plugin: str) -> None:
    code, _, err = says(folder, "好.txt", "--output", "broken=a", "--output", "b.json", PYTHONPATH=plugin)
    assert code == 3
    assert "broken 格式的报告没有写成" in err
    assert (folder / "b.json").exists()
    assert not (folder / "a").exists()


def test_a_workbook_is_not_sent_to_a_terminal(folder: Path) -> None:
    pty = pytest.importorskip("pty")
    import subprocess

    from tests.unit.cli.test_cli import ENVIRONMENT, command

    controller, terminal = pty.openpty()
    done = subprocess.run(
        command("表.txt", "--format", "xlsx"),
        cwd=folder,
        stdout=terminal,
        stderr=subprocess.PIPE,
        env=ENVIRONMENT,
        check=False,
    )
    os.close(controller)
    os.close(terminal)
    assert done.returncode == 2
    assert "xlsx 不能显示在终端里，请写成文件：--output xlsx=文件名" in done.stderr.decode()


def test_no_format_is_imported_that_is_not_asked_for(folder: Path) -> None:
    probe = (
        "import sys\nfrom lint_pbt.cli import main\n"
        "try:\n    main(['表.txt'])\nexcept SystemExit:\n    pass\n"
        "names = 'html opinion sarif github junit markdown parsed_csv records'.split()\n"
        "print([name for name in names if f'lint_pbt.reporters.{name}' in sys.modules], 'openpyxl' in sys.modules)\n"
    )
    import subprocess

    from tests.unit.cli.test_cli import ENVIRONMENT

    done = subprocess.run([sys.executable, "-c", probe], cwd=folder, capture_output=True, env=ENVIRONMENT, check=False)
    assert done.stdout.decode().splitlines()[-1] == "[] False"
