"""Where things are: the tests name files from here and not by how deep they stand themselves."""

from __future__ import annotations

from pathlib import Path

TESTS = Path(__file__).parent
ROOT = TESTS.parent
EXAMPLES = ROOT / "examples"
# What lies beside the repository on some machines; tests that need it are skipped elsewhere.
SHARED = ROOT.parent / "shared"
