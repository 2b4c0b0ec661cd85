"""The examples and the reports they must give: each file of `examples/` beside its `.out`.

`UPDATE_EXAMPLES=1 python -m pytest tests/test_examples.py` writes the reports anew, and what the README shows of one;
read the difference.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FORMS = (".txt", ".csv", ".xlsx", ".docx", ".pdf")
EXAMPLES = sorted(path for path in (ROOT / "examples").iterdir() if path.suffix in FORMS)


def _report(path: Path) -> tuple[str, int]:
    """What the command prints on the example, in a pipe of 80 columns, and how it ends."""
    environment = {**os.environ, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-m", "lint_pbt", "check", "--no-config", f"examples/{path.name}"],
        capture_output=True, cwd=ROOT, env=environment,
    )  # fmt: skip
    return done.stdout.decode("utf-8"), done.returncode


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_an_example_gives_its_report(path: Path) -> None:
    expected = path.with_suffix(path.suffix + ".out")
    report, code = _report(path)
    if os.environ.get("UPDATE_EXAMPLES"):
        expected.write_text(report, "utf-8")
    assert report == expected.read_text("utf-8")
    assert code == (0 if path.stem.startswith("good") else 1)


def _shown(report: str) -> str:
    """What the README shows of a report: the beginning, a project, the heads of the tables at the end, the verdict."""
    pieces = (
        ("", "项目 2  "),
        ("项目 3  ", "【云州市清江区农业技术推广中心】"),
        ("规则  级别", "\n", "\n"),
        ("总分  完整性", "先做这几件事"),
    )
    parts = []
    for begin, *ends in pieces:
        start = end = report.index(begin) if begin else 0
        for stop in ends:
            end = report.index(stop, end + 1)
        parts.append(report[start:end].strip("\n"))
    return "\n\n……\n\n".join(parts)


def test_the_readme_shows_a_real_report() -> None:
    path = ROOT / "README.md"
    before, command, rest = path.read_text("utf-8").partition("$ pbt-lint examples/poor.txt\n")
    block, fence, after = rest.partition("\n```")
    wanted = _shown((ROOT / "examples/poor.txt.out").read_text("utf-8"))
    if os.environ.get("UPDATE_EXAMPLES"):
        path.write_text(before + command + wanted + fence + after, "utf-8")
        return
    assert block == wanted
