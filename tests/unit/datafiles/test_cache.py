"""The user's cache folder: what is kept comes back, and nothing comes back that somebody else may have put there."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from lint_pbt.datafiles.cache import fetch, keep

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the folder is named by XDG_CACHE_HOME on Linux alone")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the cache, which is not there yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "pbt-lint"


def test_what_is_kept_comes_back_and_only_this_user_can_read_it(folder: Path) -> None:
    assert fetch("one") is None
    keep("one", b"data")
    assert fetch("one") == b"data"
    assert [path.name for path in folder.iterdir()] == ["one.msgpack"]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "one.msgpack").stat().st_mode) == 0o600


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o702])
def test_a_folder_that_others_can_write_to_is_not_used(folder: Path, mode: int) -> None:
    keep("one", b"data")
    folder.chmod(mode)
    keep("two", b"data")
    assert fetch("one") is None
    assert [path.name for path in folder.iterdir()] == ["one.msgpack"]


@pytest.mark.parametrize("mode", [0o606, 0o660])
def test_a_file_that_others_can_write_to_is_not_read(folder: Path, mode: int) -> None:
    keep("one", b"data")
    (folder / "one.msgpack").chmod(mode)
    assert fetch("one") is None
    keep("one", b"new")
    assert fetch("one") == b"new"


@pytest.mark.skipif(sys.platform != "win32" and os.geteuid() != 0, reason="only root can give files away")
def test_what_belongs_to_another_user_is_not_used(folder: Path) -> None:
    keep("one", b"data")
    os.chown(folder / "one.msgpack", 4321, -1)
    assert fetch("one") is None
    keep("one", b"data")
    os.chown(folder, 4321, -1)
    assert fetch("one") is None
    keep("two", b"data")
    assert not (folder / "two.msgpack").exists()


@pytest.mark.skipif(sys.platform != "win32" and os.geteuid() != 0, reason="only root can give files away")
def test_nothing_is_made_in_a_folder_of_another_user(folder: Path) -> None:
    folder.parent.mkdir()
    os.chown(folder.parent, 4321, -1)
    keep("one", b"data")
    assert not folder.exists()


def test_links_are_not_followed(folder: Path, tmp_path: Path) -> None:
    keep("one", b"data")
    other = tmp_path / "other"
    other.mkdir(0o700)
    (folder / "one.msgpack").rename(other / "one.msgpack")
    (folder / "one.msgpack").symlink_to(other / "one.msgpack")
    assert fetch("one") is None
    keep("one", b"new")  # takes the place of the link
    assert (other / "one.msgpack").read_bytes() == b"data"
    assert fetch("one") == b"new"
    os.link(folder / "one.msgpack", folder / "two.msgpack")
    assert fetch("two") is None
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    folder.symlink_to(other)
    assert fetch("one") is None
    keep("two", b"data")
    assert [path.name for path in other.iterdir()] == ["one.msgpack"]


def test_a_pipe_or_a_folder_in_the_place_of_a_file_is_nothing(folder: Path) -> None:
    keep("one", b"data")
    os.mkfifo(folder / "pipe.msgpack", 0o600)  # opening it would wait for a writer
    (folder / "folder.msgpack").mkdir()
    assert fetch("pipe") is None
    assert fetch("folder") is None
    keep("folder", b"data")
    assert fetch("folder") is None


@pytest.mark.parametrize("there", ["a file", "nothing"])
def test_no_place_to_write_is_no_mistake(folder: Path, there: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if there == "a file":
        folder.parent.write_text("", "utf-8")
    else:
        monkeypatch.setenv("XDG_CACHE_HOME", "/proc/nowhere")
    keep("one", b"data")
    assert fetch("one") is None


def test_a_relative_folder_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables lie in the current folder, and whatever else somebody put beside them."""
    monkeypatch.setenv("XDG_CACHE_HOME", ".")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    monkeypatch.chdir(tmp_path)
    keep("one", b"data")
    assert fetch("one") == b"data"
    assert not (tmp_path / "pbt-lint").exists()


def test_the_folder_does_not_grow_for_ever(folder: Path) -> None:
    for number in range(40):
        keep(f"n{number}", b"data")
        os.utime(folder / f"n{number}.msgpack", (number, number))
    assert 10 < len(list(folder.iterdir())) < 30
    assert fetch("n39") == b"data"
    assert fetch("n0") is None
