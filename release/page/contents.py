"""What goes into the page: the files of the linter, its rules, and the libraries it needs, as `contents.yaml` says."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from fnmatch import fnmatchcase
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import yaml

from lint_pbt.datafiles.sources import COMPILED, Sources

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
_STAND_INS = HERE / "stand_ins"
_SAID: dict[str, Any] = yaml.safe_load((HERE / "contents.yaml").read_text("utf-8"))


def linter() -> dict[str, bytes]:
    """The files of the package by their path in it, rules included and compiled, as a wheel has them."""
    found = {}
    for folder, inside in ((ROOT / "lint_pbt", "lint_pbt"), (ROOT / "rules", "lint_pbt/rules")):
        for path in sorted(folder.rglob("*")):
            name = f"{inside}/{path.relative_to(folder).as_posix()}"
            if path.is_file() and not _fits(name, [*_SAID["without"], *_SAID["linter"]["without"]]):
                found[name] = path.read_bytes()
    found[f"lint_pbt/{COMPILED}"] = Sources(str(ROOT / "rules")).packed()
    return found


def libraries() -> dict[str, bytes]:
    """The files of the libraries in plain Python, and those that stand in for others."""
    found = {}
    for library, wanted in _SAID["libraries"].items():
        for file in distribution(library).files or ():
            name = file.as_posix()
            is_code = ".dist-info/" not in name and _fits(name, wanted)
            if (is_code or _fits(name.lower(), _SAID["licences"])) and not _fits(name, _SAID["without"]):
                found[name] = Path(str(file.locate())).read_bytes()
    found |= {name: text.encode() for name, text in _SAID["instead"].items()}
    return found | stand_ins()


def stand_ins() -> dict[str, bytes]:
    """The files that stand in for libraries that browsers have none of, by their path in the page."""
    return {name: (_STAND_INS / source).read_bytes() for name, source in _SAID["stand-ins"].items()}


def wheels(folder: Path) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The files of the wheels in a folder: those for every file, and those that only PDF files need."""
    always: dict[str, bytes] = {}
    for_pdf: dict[str, bytes] = {}
    for wheel in sorted(folder.glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                if not name.endswith("/") and not _fits(name, ("*.pyi", "*/RECORD", "*/WHEEL")):
                    (for_pdf if _fits(name, _SAID["for-pdf"]) else always)[name] = archive.read(name)
    return always, for_pdf


def standard_library(archive: Path) -> dict[str, bytes]:
    """The modules of an archive with the standard library, without those that no page uses."""
    with zipfile.ZipFile(archive) as opened:
        return {name: opened.read(name) for name in opened.namelist() if not _fits(name, _SAID["standard"]["without"])}


def _fits(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)
