"""What a run of a folder leaves out it names, and nobody can have a draft left out by writing some words into it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from lint_pbt import lint
from lint_pbt.readers.kinds import format_of, refusal
from tests.places import EXAMPLES
from tests.unit.cli.test_cli import BAD, says

PAGE = "<table><tr><td>{}</td></tr></table>"


def checked(folder: Path) -> list[str]:
    return [Path(one.path).name for run in [lint([str(folder)])] for one in (*run.documents, *run.failures)]


@pytest.mark.parametrize(
    "text",
    [
        "<!-- pbt-lint report -->" + PAGE,
        "<!DOCTYPE html>\n<html><!-- pbt-lint report -->" + PAGE,
        PAGE + "<!-- pbt-lint report copy -->",
        '<meta name="generator" content="pbt-lint report">' + PAGE,
    ],
)
def test_words_do_not_make_a_report(tmp_path: Path, text: str) -> None:
    (tmp_path / "表.html").write_text(text.format("产出指标"), "utf-8")
    (tmp_path / "表.md").write_text(f"<!-- pbt-lint report -->\n{BAD}", "utf-8")
    assert sorted(checked(tmp_path)) == ["表.html", "表.md"]


def test_nor_does_the_comment_of_an_archive(tmp_path: Path) -> None:
    source = EXAMPLES / "poor.xlsx"
    (tmp_path / "表.xlsx").write_bytes(source.read_bytes())
    with zipfile.ZipFile(tmp_path / "表.xlsx", "a") as archive:
        archive.comment = b"pbt-lint report"
    assert checked(tmp_path) == ["表.xlsx"]


def test_each_file_left_out_is_named(tmp_path: Path) -> None:
    (tmp_path / "表.txt").write_text(BAD, "utf-8")
    (tmp_path / "扫描.PNG").write_bytes(b"\x89PNG\r\n")
    (tmp_path / "汇报.pptx").write_bytes(b"PK\x03\x04")
    (tmp_path / "说明.py").write_text("", "utf-8")
    (tmp_path / "别处").symlink_to(tmp_path)
    says(tmp_path, "表.txt", "--output", "报告.html", "--output", "报告.md", "--output", "报告.xlsx")
    left = {Path(one.path).name: one.kind for one in lint([str(tmp_path)]).left_out}
    assert left == {
        "扫描.PNG": "图片",
        "汇报.pptx": "幻灯片",
        "别处": "链接的文件夹",
        **dict.fromkeys(["报告.html", "报告.md", "报告.xlsx"], "pbt-lint 写的报告"),
    }
    code, out, _ = says(tmp_path, ".")
    assert code == 1
    assert all(name in out for name in left)
    for command in (["-q"], ["--diff"], ["parse"]):
        assert all(name in says(tmp_path, *command, ".")[2] for name in left)


def archive(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as written:
        for name, data in members.items():
            written.writestr(name, data)
    return stream.getvalue()


def test_an_archive_of_workbooks_is_an_archive(tmp_path: Path) -> None:
    book = (EXAMPLES / "poor.xlsx").read_bytes()
    data = archive(**{"草案/甲.xlsx": book, "草案/乙.xlsx": book})
    assert format_of(book) == ".xlsx"
    assert format_of(data) is None
    assert "压缩包" in (refusal(data) or "")
    (tmp_path / "草案.zip").write_bytes(data)
    (tmp_path / "空.zip").write_bytes(archive())
    (tmp_path / "表.txt").write_text(BAD, "utf-8")
    code, _, err = says(tmp_path, ".")
    assert code == 3
    assert err.count("压缩包") == 2
