"""The examples and the reports they must give: each file of `examples/` beside its `.out`.

`UPDATE_EXAMPLES=1 python -m pytest tests/test_examples.py` writes the reports anew; read the difference.
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


def test_the_readme_shows_a_real_report() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    block = readme.partition("$ pbt-lint examples/poor.txt\n")[2].partition("\n```")[0]
    parts = [part.strip("\n") for part in block.split("……\n")]
    report = (ROOT / "examples/poor.txt.out").read_text("utf-8")
    assert len(parts) > 1
    for part in parts:
        assert part in report
