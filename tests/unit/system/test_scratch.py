"""A private folder for temporary files: gone with its process, or swept by the next."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from lint_pbt.errors import WriteError
from lint_pbt.system.scratch import scratch, sweep


@pytest.fixture(autouse=True)
def parent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test's temporary files go."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_what_is_temporary_lies_in_it_and_goes_with_it(parent: Path) -> None:
    with scratch() as folder:
        assert stat.S_IMODE(os.stat(folder).st_mode) == 0o700
        _, own = tempfile.mkstemp()
        code = "import tempfile; print(tempfile.mkstemp()[1])"
        of_child = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        assert {os.path.dirname(own), os.path.dirname(of_child.strip())} == {folder}
    assert list(parent.iterdir()) == []
    assert tempfile.gettempdir() == str(parent)


def test_one_that_is_used_is_left_alone(parent: Path) -> None:
    with scratch() as folder, scratch() as within:
        sweep(str(parent))
        sweep(folder)
        assert os.path.isdir(folder) and os.path.isdir(within)


def test_only_folders_of_our_own_are_swept(tmp_path: Path) -> None:
    treasure = tmp_path / "treasure"
    treasure.mkdir()
    (treasure / "lock").touch()
    (tmp_path / "pbt-lint-run-link").symlink_to(treasure)
    young, old, file = (tmp_path / f"pbt-lint-run-{name}" for name in ("young", "old", "file"))
    young.mkdir()
    old.mkdir()
    file.touch()
    os.utime(old, (0, 0))
    linked = tmp_path / "pbt-lint-run-linked"
    linked.mkdir()
    (linked / "lock").symlink_to(treasure / "lock")
    sweep(str(tmp_path))
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "pbt-lint-run-file", "pbt-lint-run-link", "pbt-lint-run-linked", "pbt-lint-run-young", "treasure",
    ]  # fmt: skip
    assert (treasure / "lock").exists()


def test_where_none_can_be_made_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/proc/none")
    with pytest.raises(WriteError, match="TMPDIR"), scratch():
        pass
