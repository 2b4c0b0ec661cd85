"""A round that was checked and written once, for the tests that only look at it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from lint_pbt.bureau import Written
from tests.unit.bureau.rounds import check_inbox, write_inbox, written


class Round(NamedTuple):
    """Where the drafts are, where the outputs, and what was said of them."""

    inbox: Path
    folder: Path
    told: Written


@pytest.fixture
def checked(tmp_path: Path) -> Round:
    """A round of its own for a test that changes something."""
    return _round(tmp_path)


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Round:
    """A round to look at."""
    return _round(tmp_path_factory.mktemp("round"))


def _round(path: Path) -> Round:
    write_inbox(path / "收件")
    check_inbox(path / "收件", path / "审核")
    return Round(path / "收件", path / "审核", written(path / "审核", expected=("市教育局", "市水务局", "市审计局")))
