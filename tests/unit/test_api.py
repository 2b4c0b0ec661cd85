"""What programs call: `lint` and `parse`, with paths, bytes and streams."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import pytest

import lint_pbt
from lint_pbt import lint, parse
from lint_pbt.errors import ReadError
from lint_pbt.limits import Limits
from lint_pbt.readers.files import checked_size
from lint_pbt.rulebook.loader import Settings
from tests.places import EXAMPLES, ROOT

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


PAGE = ROOT / "docs" / "api.md"
SNIPPETS = re.findall(r"^```python\n(.*?)^```", PAGE.read_text("utf-8"), re.M | re.S)


@pytest.mark.parametrize("snippet", SNIPPETS, ids=range(len(SNIPPETS)))
def test_the_examples_of_the_page_run(snippet: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("草案").mkdir()
    shutil.copy(POOR, "表.xlsx")
    shutil.copy(EXAMPLES / "good.xlsx", "草案")
    exec(compile(snippet, "docs/api.md", "exec"), {})


def test_every_public_name_is_there_and_on_the_page() -> None:
    page = PAGE.read_text("utf-8")
    for name in lint_pbt.__all__:
        assert hasattr(lint_pbt, name)
        assert name == "__version__" or f"`{name}" in page or f"lint_pbt.{name}" in page


def test_one_after_another_is_the_same_as_all() -> None:
    tables, failures = [POOR, EXAMPLES / "poor.csv", EXAMPLES / "没有.csv"], list[lint_pbt.Failure]()
    run = lint(tables)
    each = list(lint_pbt.lint_each(tables, failures=failures))
    assert [one.path for one in each] == [one.path for one in run.checked]
    assert [one.fingerprint for checked in each for one in checked.findings] == [
        one.fingerprint for one in run.findings
    ]
    assert tuple(failures) == run.failures != ()
