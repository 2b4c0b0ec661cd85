"""Notes of a reader: told once, with the file where a run is about several."""

from __future__ import annotations

import io
from pathlib import Path

import lint_pbt
from lint_pbt.reporters.terminal import report
from tests.places import EXAMPLES

EXAMPLE = EXAMPLES / "good.txt"


def test_a_misnamed_text_is_told_once_and_by_its_name(tmp_path: Path) -> None:
    misnamed = tmp_path / "表.pdf"
    misnamed.write_bytes(EXAMPLE.read_bytes())
    (tmp_path / "空.csv").write_bytes(b"")
    run = lint_pbt.lint([str(tmp_path)])
    assert [note.message for note in run.documents[0].notes] == ["文件名以 .pdf 结尾，内容其实是文本，已按文本读入"]
    stream = io.StringIO()
    report(run, stream, width=400)
    assert f"{misnamed}：文件名以 .pdf 结尾" in stream.getvalue()
