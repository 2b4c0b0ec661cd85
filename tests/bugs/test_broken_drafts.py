"""A broken file is told by what its name says it is: a workbook is no broken text, and a document no broken archive."""

from __future__ import annotations

import pytest

from lint_pbt.bureau.batch.containers import opener
from lint_pbt.errors import ReadError
from lint_pbt.readers import read


@pytest.mark.parametrize(("name", "kind"), [("表.xlsx", "Excel 工作簿"), ("表.pdf", "PDF")])
def test_what_is_no_text_is_told_by_its_name(name: str, kind: str) -> None:
    with pytest.raises(ReadError, match=f"内容却不是{kind}"):
        read(name, bytes(range(256)) * 12)


def test_what_is_called_a_text_is_still_told_to_be_none() -> None:
    with pytest.raises(ReadError, match="不是文本文件"):
        read("表.txt", bytes(range(256)) * 12)


def test_a_broken_document_is_no_archive() -> None:
    assert opener("表.docx", b"PK\x03\x04junk") is None
    assert opener("表.zip", b"PK\x03\x04junk") is not None
