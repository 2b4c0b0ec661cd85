"""What all tests share. Being part of the package `tests`, this file makes `from tests.… import …` work."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings

from tests.drawing import THOROUGH
from tests.places import SHARED

# A change must not fail for what it did not touch, nor for what else the machine is doing: the quick run, which is the
# default, draws the same each time, and no clock decides. HYPOTHESIS_PROFILE=thorough draws more, and anew.
settings.register_profile(
    "quick", max_examples=20, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("thorough" if THOROUGH else "quick")

# Nobody's own cache folder is read or written; set before any test module asks for rules.
_CACHE = TemporaryDirectory(prefix="pbt-lint-cache-")
os.environ["XDG_CACHE_HOME"] = _CACHE.name

_REAL_TABLE = SHARED / "data" / "panyu-hrss-2024.txt"


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test says is the same wherever it runs: programs and extras that may be there count where it asks."""
    monkeypatch.setenv("PBT_LINT_OFFICE", "off")
    monkeypatch.setenv("PBT_LINT_OCR", "off")


@pytest.fixture(scope="session")
def real_table() -> Path:
    """The published table beside the repository; tests that need it are skipped where it is absent."""
    if not _REAL_TABLE.is_file():
        pytest.skip(f"the published table is not here: {_REAL_TABLE}")
    return _REAL_TABLE
