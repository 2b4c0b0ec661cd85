"""What is checked out for the Action may hold links and names that lead astray."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bugs.test_foreign_code import lay_traps, nested_form
from tests.unit.action.test_action import Runner, pytestmark, runner  # noqa: F401 - the fixture, and when it can run
from tests.unit.cli.test_cli import BAD


def draft(runner: Runner) -> None:  # noqa: F811
    (runner.workspace / "坏.txt").write_text(BAD, "utf-8")


def test_no_file_is_written_through_a_link(runner: Runner, tmp_path: Path) -> None:  # noqa: F811
    draft(runner)
    outside = tmp_path / "outside"
    outside.write_text("old", "utf-8")
    (runner.workspace / "pbt-lint.sarif").symlink_to(outside)
    done = runner.run(paths="坏.txt", upload_sarif="true")
    assert done.code == 2
    assert outside.read_text("utf-8") == "old"
    assert done.outputs == {"exit-code": "2", "errors": "0", "warnings": "0", "sarif": ""}
    assert "链接" in done.annotations[0]


def test_nor_into_a_linked_folder(runner: Runner, tmp_path: Path) -> None:  # noqa: F811
    draft(runner)
    (tmp_path / "outside").mkdir()
    (runner.workspace / "结果").symlink_to(tmp_path / "outside")
    done = runner.run(paths="坏.txt", sarif="结果/子/a.sarif")
    assert done.code == 2
    assert list((tmp_path / "outside").iterdir()) == []


@pytest.mark.parametrize("name", ["坏.txt/a.sarif", "草案", "x" * 300 + "/a.sarif"])
def test_a_path_that_cannot_be_written_is_told(runner: Runner, name: str) -> None:  # noqa: F811
    draft(runner)
    done = runner.run(paths="坏.txt", sarif=name)
    assert done.code == 2
    assert done.outputs["exit-code"] == "2" and done.outputs["sarif"] == ""
    assert "写不了" in done.annotations[0]


def test_a_report_that_was_checked_out_is_not_taken_for_ours(runner: Runner) -> None:  # noqa: F811
    (runner.workspace / "pbt-lint.sarif").write_text("{}", "utf-8")
    done = runner.run(paths="草案", upload_sarif="true", config="没有.yaml")
    assert done.code == 2
    assert done.outputs["sarif"] == ""
    assert done.used == {}


def test_the_action_runs_nothing_that_was_checked_out(runner: Runner) -> None:  # noqa: F811
    drafts = runner.workspace / "草案"
    for folder in (runner.workspace, drafts):
        lay_traps(folder, runner.home / "ran")
    (drafts / "表.pdf").write_bytes(nested_form())
    done = runner.run(paths="草案", sarif="a.sarif")
    assert done.code == 3, done.log
    assert not (runner.home / "ran").exists()


def test_what_the_action_leaves_out_it_names(runner: Runner) -> None:  # noqa: F811
    draft(runner)
    runner.run(paths="坏.txt", sarif="a.sarif")
    (runner.workspace / "草案" / "扫描.png").write_bytes(b"\x89PNG\r\n")
    done = runner.run(paths="草案")
    assert done.code == 0
    assert "扫描.png" in done.log + "".join(done.annotations)
