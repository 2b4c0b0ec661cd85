"""What programs call: `lint` and `parse`, with paths, bytes and streams."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from lint_pbt import lint, parse
from lint_pbt.errors import ReadError
from lint_pbt.limits import Limits
from lint_pbt.loader import Settings
from lint_pbt.readers.files import checked_size

EXAMPLES = Path(__file__).parents[2] / "examples"
POOR = EXAMPLES / "poor.xlsx"


def rules(*args: object, **options: object) -> list[str]:
    return [finding.rule.id for finding in lint(*args, **options).findings]  # type: ignore[arg-type]


def test_one_path_or_several() -> None:
    once = rules(str(POOR))
    assert once
    assert rules(POOR) == rules([POOR]) == rules((str(POOR),)) == once
    both = lint([POOR, EXAMPLES / "poor.csv"])
    assert [document.path for document in both.documents] == [str(POOR), str(EXAMPLES / "poor.csv")]


@pytest.mark.parametrize("name", ["表.xlsx", None])
def test_bytes_and_streams(name: str | None) -> None:
    data = POOR.read_bytes()
    once = rules(POOR)
    assert rules(data, name=name) == rules(io.BytesIO(data), name=name) == rules(memoryview(data), name=name) == once
    assert lint(data, name=name).documents[0].path == (name or "未命名")
    with POOR.open("rb") as stream:
        assert lint(stream).documents[0].path == str(POOR)


def test_text_and_settings() -> None:
    text = (EXAMPLES / "poor.csv").read_text("utf-8-sig")
    assert rules(io.StringIO(text), name="表.csv") == rules(EXAMPLES / "poor.csv")
    assert set(rules(POOR, Settings(select=("V101",)))) <= {"V101"}


def test_parse_takes_the_same() -> None:
    document = parse(POOR)
    read = parse(POOR.read_bytes(), name="表.xlsx")
    assert [project.name.text for _, project in read.projects()] == [one.name.text for _, one in document.projects()]
    with pytest.raises(ReadError):
        parse(b"", name="空.txt")


def test_what_cannot_be_read_is_a_failure() -> None:
    [failure] = lint(b"\x89PNG\r\n\x1a\n", name="图.png").failures
    assert failure.path == "图.png"
    with pytest.raises(ReadError, match="太大"):
        checked_size(bytes(1024 * 1024 + 1), Limits(file_megabytes=1))
