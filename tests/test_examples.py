"""The examples and the reports they must give: each file of `examples/` beside its `.out`.

`python -m tests.regenerate` writes the reports anew, and what the README shows of one.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.regenerate import DRAFTS, ROOT, expected, readme, report


@pytest.mark.parametrize("path", DRAFTS, ids=lambda path: path.name)
def test_an_example_gives_its_report(path: Path) -> None:
    text, code = report(path)
    assert text == expected(path).read_text("utf-8")
    assert code == (0 if path.stem.startswith("good") else 1)


def test_the_readme_shows_a_real_report() -> None:
    assert (ROOT / "README.md").read_text("utf-8") == readme((ROOT / "examples/poor.txt.out").read_text("utf-8"))
