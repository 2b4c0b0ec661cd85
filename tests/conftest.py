"""What all tests share. Being part of the package `tests`, this file makes `from tests.… import …` work."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# A change must not fail for what it did not touch: every run draws the same. HYPOTHESIS_PROFILE=default draws anew.
settings.register_profile("same", derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

_REAL_TABLE = Path(__file__).parents[2] / "shared" / "data" / "panyu-hrss-2024.txt"


@pytest.fixture(scope="session")
def real_table() -> Path:
    """The published table beside the repository; tests that need it are skipped where it is absent."""
    if not _REAL_TABLE.is_file():
        pytest.skip(f"the published table is not here: {_REAL_TABLE}")
    return _REAL_TABLE
