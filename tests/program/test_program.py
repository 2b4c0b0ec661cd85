"""The one program file, where it was built (`python -m release.program`): the command line and the page."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lint_pbt import lint
from lint_pbt.web.page.messages import packed, unpacked
from tests.places import EXAMPLES, ROOT
from tests.unit.web.serve.serving import Served, until

PROGRAM = ROOT / "dist" / ("pbt-lint.exe" if sys.platform == "win32" else "pbt-lint")
pytestmark = pytest.mark.skipif(
    not PROGRAM.is_file(), reason="the program file is not built: python -m release.program"
)
TABLES = sorted(path.name for path in EXAMPLES.glob("*.*") if path.suffix not in (".out", ".py"))


def run(*arguments: str | Path, installed: bool = False, cwd: Path = ROOT) -> subprocess.CompletedProcess[bytes]:
    """The program file as a user runs it, or the installed program."""
    program = [sys.executable, "-m", "lint_pbt"] if installed else [PROGRAM]
    return subprocess.run([*program, *arguments], cwd=cwd, capture_output=True, timeout=120, stdin=subprocess.DEVNULL)


@pytest.mark.parametrize("name", TABLES)
def test_it_finds_what_the_installed_program_finds(name: str) -> None:
    found, expected = (run(EXAMPLES / name, "--format", "json", installed=installed) for installed in (False, True))
    assert found.stdout == expected.stdout
    assert (found.returncode, found.stderr) == (expected.returncode, expected.stderr)


def test_suspicious_pages_are_read_in_a_process_of_their_own(tmp_path: Path) -> None:
    file = tmp_path / "表.pdf"
    packed_twice = (
        b"\n9999 0 obj\n<< /Filter [/FlateDecode /FlateDecode] /Length 3 >>\nstream\nabc\nendstream\nendobj\n"
    )
    file.write_bytes((EXAMPLES / "poor.pdf").read_bytes() + packed_twice)
    found, expected = (run(file, "--format", "json", installed=installed) for installed in (False, True))
    assert b"X101" in found.stdout
    assert found.stdout == expected.stdout


@pytest.mark.parametrize("report", ["报告.html", "意见.xlsx", "报告.sarif", "报告.md", "报告.jsonl", "报告.xml"])
def test_it_writes_every_report(tmp_path: Path, report: str) -> None:
    done = run(EXAMPLES / "poor.xlsx", "--output", report, cwd=tmp_path)
    assert done.returncode == 1 and (tmp_path / report).stat().st_size > 0, done.stderr.decode("utf-8", "replace")


def test_its_other_commands_work(tmp_path: Path) -> None:
    (tmp_path / "表.xlsx").write_bytes((EXAMPLES / "poor.xlsx").read_bytes())
    assert run("表.xlsx", "--annotate", "-q", cwd=tmp_path).returncode == 1
    assert (tmp_path / "表.批注.xlsx").exists()
    assert run("compare", "-q", "表.xlsx", EXAMPLES / "good.xlsx", cwd=tmp_path).returncode in (0, 1)
    assert "V101" in run("explain", "V101").stdout.decode("utf-8", "replace")
    assert run("rules", "test", ROOT / "rules" / "value").returncode == 0
    assert run("init", cwd=tmp_path).returncode == 0
    assert "_MEI" not in (tmp_path / ".pbt-lint.yaml").read_text("utf-8")  # gone when anybody looks
    assert run("schema", "report").stdout.lstrip().startswith(b"{")
    assert run("表.xlsx", "--statistics", cwd=tmp_path).returncode == 1


def test_without_arguments_at_a_terminal_or_in_a_script_it_says_how_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    done = run()
    assert done.returncode == 2 and "pbt-lint --help" in done.stderr.decode("utf-8", "replace")


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Served]:
    """The program as a desktop starts it, and the page it has the browser open."""
    seen, browser, temporary = tmp_path / "seen", tmp_path / "browser", tmp_path / "temporary"
    browser.write_text(f'#!/bin/sh\necho "$1$LD_LIBRARY_PATH" > {seen}.new; mv {seen}.new {seen}\n')
    browser.chmod(0o755)
    temporary.mkdir()
    environment = {**os.environ, "DISPLAY": ":99", "BROWSER": str(browser), "TMPDIR": str(temporary)}
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(
        [PROGRAM], cwd=tmp_path, env=environment, stdin=quiet, stdout=quiet, stderr=quiet, text=True
    )
    try:
        assert until(seen.exists, 60)
        page = Path(seen.read_text().strip().removeprefix("file://")).read_text("utf-8")
        action, token = (page.partition(mark)[2].partition('"')[0] for mark in ('action="', 'value="'))
        yield Served(process, temporary, f"{action}?token={token}")
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(20)
    assert list(temporary.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="a desktop as Linux has it")
def test_double_clicked_it_opens_the_page_and_ends_with_it(opened: Served) -> None:
    assert opened.enter().status == 200
    table = EXAMPLES / "poor.pdf"
    asked = packed({"call": "check", "table": {"name": table.name}}, [table.read_bytes()])
    told, _ = unpacked(opened.ask("POST", f"{opened.home}ask", body=asked).body)
    expected = lint(str(table)).count()
    assert told["counts"] == {severity: expected[severity] for severity in ("error", "warning", "info")}
    opened.window().close()
    assert opened.process.wait(30) == 0
