"""Reports that take a document at a time: the same bytes as from the whole run, and memory for one document only."""

from __future__ import annotations

import io
import json
import shutil
import tracemalloc
from io import BytesIO, StringIO
from pathlib import Path

import pytest

import lint_pbt
from lint_pbt.cli.commands import app
from lint_pbt.model.run import Run
from lint_pbt.reporters import html, sections
from lint_pbt.reporters.formats import CHECK
from lint_pbt.rulebook.loader import Settings
from lint_pbt.session import Checking
from lint_pbt.session.plan import Asked
from tests.places import EXAMPLES
from tests.unit.reporters.full_run import full_run, hostile_run
from tests.unit.reporters.report_runs import sample_run, unlucky_run

FORMATS = sorted(CHECK.built_in)


def _stream(name: str) -> StringIO | BytesIO:
    return BytesIO() if CHECK.built_in[name].binary else StringIO()


def _options(name: str) -> list[dict[str, bool]]:
    return [{}, *({option: True} for option in CHECK.built_in[name].options)]


@pytest.fixture(autouse=True)
def _one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")


def _streamed(name: str, run: Run, **options: bool) -> StringIO | BytesIO:
    """The report of a run of whose documents nothing is left in the end but what they say besides findings."""
    stream = _stream(name)
    writer = CHECK.built_in[name].writer(stream, **options)
    for checked in run.checked:
        writer.add(checked)
    kept = tuple(one.remembered() for one in run.checked)
    writer.finish(Run(kept, run.failures, run.unused_ignores, run.baselines, run.left_out))
    return stream


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("run", [sample_run(), unlucky_run(), full_run(), hostile_run(), Run()])
def test_documents_that_were_let_go_are_not_asked_for(name: str, run: Run) -> None:
    for options in _options(name):
        whole = _stream(name)
        CHECK.built_in[name].report(run, whole, **options)
        assert _streamed(name, run, **options).getvalue() == whole.getvalue(), options


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_on_many_files_is_the_same_whatever_waits_in_files(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, example in enumerate(("poor.txt", "good.txt", "poor.xlsx")):
        shutil.copy(EXAMPLES / example, tmp_path / f"{number}-{example}")
    run = lint_pbt.lint(str(tmp_path), Settings())
    whole = _streamed(name, run)
    monkeypatch.setattr(sections, "_IN_MEMORY", 1)
    assert _streamed(name, run).getvalue() == whole.getvalue()


def test_a_table_on_the_page_is_the_same_in_any_number_of_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    run = lint_pbt.lint(str(EXAMPLES / "poor.txt"), Settings())
    whole = _streamed("html", run)
    monkeypatch.setattr(html, "_PIECE", 100)
    monkeypatch.setattr(sections, "_IN_MEMORY", 1)
    assert _streamed("html", run).getvalue() == whole.getvalue()


def test_no_report_of_a_large_table_is_put_together_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sections, "_IN_MEMORY", 10_000)
    monkeypatch.setattr(html, "_PIECE", 10_000)
    table = tmp_path / "大.txt"
    table.write_text((EXAMPLES / "poor.txt").read_text("utf-8") * 100, "utf-8")
    [checked] = Checking([str(table)], Asked(configured=False))
    tracemalloc.start()
    most = {}
    for name in FORMATS:
        for _ in range(2):  # what the first one imports and remembers does not count
            stream = io.TextIOWrapper(io.BufferedWriter(_Nowhere()), "utf-8")
            tracemalloc.reset_peak()
            before = tracemalloc.get_traced_memory()[0]
            writer = CHECK.built_in[name].writer(stream.buffer if CHECK.built_in[name].binary else stream)
            writer.add(checked)
            writer.finish(Run((checked.remembered(),)))
        most[name] = (tracemalloc.get_traced_memory()[1] - before) / table.stat().st_size
    tracemalloc.stop()
    # The whole page as one text would be 25 times the table, the line of JSON 35 times.
    assert max(most.values()) < 12, most


class _Nowhere(io.RawIOBase):
    """Takes all that is written."""

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        return len(bytes(data))  # type: ignore[call-overload]


def test_memory_does_not_grow_with_the_number_of_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sections, "_IN_MEMORY", 1000)
    for number in range(12):
        shutil.copy(EXAMPLES / "poor.txt", tmp_path / f"{number:02}.txt")
    # What stands in the contents and in the filters of the page is kept, and of Markdown a million characters.
    names = [name for name in FORMATS if name not in ("jsonl", "html", "markdown")]
    writers = [CHECK.built_in[name].writer(_stream(name)) for name in names]
    held, kept = [], []
    tracemalloc.start()
    for checked in Checking([str(tmp_path)], Asked(configured=False)):
        for writer in writers:
            writer.add(checked)
        kept.append(checked.remembered())
        del checked
        held.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    assert len(held) == 12
    size = (EXAMPLES / "poor.txt").stat().st_size
    # A document with its findings takes more than twenty times its file.
    assert held[-1] - held[2] < 9 * 3 * size


def test_the_command_writes_each_file_and_ends_as_it_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("poor.txt", "poor.xlsx"):
        shutil.copy(EXAMPLES / name, tmp_path)
    target = tmp_path / "报告.sarif"
    files = [str(tmp_path / "poor.txt"), str(tmp_path / "poor.xlsx"), str(tmp_path / "没有.txt")]
    args = ["check", "--no-config", *files, "--format", "jsonl", "--output", str(target)]
    code = app.main(args, standalone_mode=False)
    *documents, last = map(json.loads, capsys.readouterr().out.splitlines())
    assert code == 3
    assert [line["document"]["path"] for line in documents] == files[:2]
    assert [one["path"] for one in last["failures"]] == files[2:]
    found = sum(len(line["findings"]) for line in documents)
    assert found == sum(last["summary"].values())
    assert len(json.loads(target.read_text("utf-8"))["runs"][0]["results"]) == found
