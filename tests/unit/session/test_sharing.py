"""Work shared with other processes gives the same reports, byte for byte and in the same order."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from lint_pbt.session.sharing import _free_processors
from tests.carriers import write_csv
from tests.inbox import sheet
from tests.unit.bureau.batch.running import environment, install


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    tables = tmp_path / "表"
    tables.mkdir()
    for number in range(12):
        write_csv(tables / f"{number}.csv", [sheet("云州市水务局", number)])
    (tables / "坏.xlsx").write_bytes(b"PK\x03\x04 broken")
    (tables / "空.txt").write_bytes(b"")
    (tables / ".pbt-lint.yaml").write_text(
        "baseline: .known.json\nignore:\n- {rule: V102, reason: 另有说明}\n", "utf-8"
    )
    (tables / ".known.json").write_text('{"version": 1, "findings": []}', "utf-8")
    return tables


def _check(folder: Path, *options: str, site: Path | None = None) -> tuple[int, bytes, bytes]:
    command = [sys.executable, "-m", "lint_pbt", "check", str(folder), *options]
    done = subprocess.run(command, capture_output=True, env=environment(site), timeout=120)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("form", ["rich", "json", "jsonl", "sarif", "markdown"])
def test_the_report_is_the_same(folder: Path, form: str) -> None:
    alone = _check(folder, "--format", form, "--jobs", "1")
    assert _check(folder, "--format", form, "--jobs", "2") == alone
    assert alone[0] == 3 and alone[1]


def test_a_crashing_worker_costs_one_file(folder: Path, tmp_path: Path) -> None:
    (folder / "出错.crashes").write_text("x", "utf-8")
    code, out, told = _check(folder, "--format", "jsonl", "--jobs", "2", site=install(tmp_path / "site"))
    assert code == 3
    assert "出错.crashes：检查它的程序意外退出了（退出码 9）" in told.decode()
    assert all(f"{number}.csv".encode() in out for number in range(12))


def test_few_files_are_not_worth_a_process(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from lint_pbt import session
    from lint_pbt.session.plan import Asked

    monkeypatch.setattr("lint_pbt.session.sharing.Pool", lambda *_, **__: pytest.fail("a process was started"))
    run = session.check([str(folder)], Asked(), jobs=None)
    assert len(run.checked) == 12


@pytest.mark.parametrize(("load", "workers"), [(0.0, 4), (1.2, 3), (3.0, 1), (20.0, 0)])
def test_a_busy_machine_gets_fewer_processes(load: float, workers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.getloadavg", lambda: (load, 0.0, 0.0), raising=False)
    monkeypatch.setattr("os.cpu_count", lambda: 4)
    monkeypatch.setattr("lint_pbt.session.sharing.processors", lambda: 4)
    assert _free_processors() == workers
