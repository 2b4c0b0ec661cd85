"""Batches run as people run them: by the command, in a process of its own, with readers that hang and crash."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from lint_pbt.bureau.batch.journal import NAME, Journal
from lint_pbt.bureau.batch.records import FileRow
from tests.places import ROOT

READERS = """
import os, signal, time

from lint_pbt.readers import plain


def note(path):
    with open(os.environ["READ_LOG"], "a") as log:
        log.write(path + "\\n")


def hangs(path, data, limits):
    note(path)
    time.sleep(3600)


def crashes(path, data, limits):
    note(path)
    os._exit(9)


def grows(path, data, limits):
    return bytes(1 << 40)


def noted(path, data, limits):
    note(path)
    return plain.read(path, data, limits)
"""
POINTS = """[lint_pbt.readers]
.hangs = odd_readers:hangs
.crashes = odd_readers:crashes
.grows = odd_readers:grows
.noted = odd_readers:noted
"""


def install(site: Path) -> Path:
    """Put readers into a folder as an installer leaves them: for files that hang, crash, grow, or are noted down."""
    info = site / "odd_readers-1.0.dist-info"
    info.mkdir(parents=True)
    (site / "odd_readers.py").write_text(READERS, "utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: odd-readers\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text(POINTS, "utf-8")
    return site


def environment(site: Path | None = None, log: Path | None = None) -> dict[str, str]:
    places = [str(site)] if site else []
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([*places, str(ROOT)]),
        "PYTHONIOENCODING": "utf-8",
        "READ_LOG": str(log or os.devnull),
    }


def command(inbox: Path | str, output: Path, *options: str) -> list[str]:
    return [
        sys.executable,
        "-m",
        "lint_pbt",
        "batch",
        str(inbox),
        "--output",
        str(output),
        "--jobs",
        "2",
        "--no-forms",
        *options,
    ]


def batch(
    inbox: Path | str, output: Path, *options: str, site: Path | None = None, log: Path | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(inbox, output, *options),
        capture_output=True, text=True, encoding="utf-8", env=environment(site, log), timeout=300,
    )  # fmt: skip


def files(output: Path) -> dict[str, FileRow]:
    """What the journal says of each file."""
    with Journal(str(output / NAME), create=False) as journal:
        return {one.path: one for one in journal.files()}


def states(output: Path) -> dict[str, str]:
    return {path: one.state for path, one in files(output).items()}


def read(log: Path) -> Sequence[str]:
    """The files that were read, in the order of their reading."""
    return log.read_text("utf-8").splitlines() if log.exists() else []
