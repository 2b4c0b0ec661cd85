"""What goes into the page: the files of the linter, its rules, and the libraries it needs."""

from __future__ import annotations

import fnmatch
import zipfile
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

ROOT = Path(__file__).parents[1]
_STAND_INS = Path(__file__).parent / "stand_ins"
# The command line and what is for developers stay out.
_NOT_OURS = ("lint_pbt/cli/*", "lint_pbt/action/*", "lint_pbt/docs/*", "lint_pbt/__main__.py", "*/README.md")
# Libraries without machine code, or that do without; they come as they are installed here.
_PURE = ("attrs", "et-xmlfile", "jieba", "jinja2", "jsonschema", "jsonschema-specifications", "markupsafe", "openpyxl")
_PURE_TOO = ("pyyaml", "rapidfuzz", "referencing", "rich", "xlrd")
_NOT_NEEDED = (
    *("jieba/dict.txt", "jieba/analyse/*", "jieba/lac_small/*", "jieba/posseg/*", "jieba/__main__.py", "_yaml/*"),
    *("rapidfuzz/__pyinstaller/*", "jsonschema/tests/*", "jsonschema/benchmarks/*", "referencing/tests/*"),
    *("jsonschema_specifications/tests/*", "*/tests/*", "*.pyi", "*/py.typed", "*.so", "*.pyd", "*.pyc", "../*"),
)
_FOR_PDF = ("pypdfium2*", "pypdfium2_raw*")


def linter() -> dict[str, bytes]:
    """The files of the package by their path in it, rules included as a wheel has them."""
    found = {}
    for folder, inside in ((ROOT / "lint_pbt", "lint_pbt"), (ROOT / "rules", "lint_pbt/rules")):
        for path in sorted(folder.rglob("*")):
            name = f"{inside}/{path.relative_to(folder).as_posix()}"
            if path.is_file() and "__pycache__" not in name and not _is_among(name, _NOT_OURS):
                found[name] = path.read_bytes()
    return found


def libraries() -> dict[str, bytes]:
    """The files of the libraries in plain Python, and those that stand in for others."""
    found = {}
    for name in (*_PURE, *_PURE_TOO):
        for file in distribution(name).files or ():
            path = file.as_posix()
            licence = "licen" in path.lower() or "copying" in path.lower()
            if (
                (".dist-info/" not in path or licence)
                and "__pycache__" not in path
                and not _is_among(path, _NOT_NEEDED)
            ):
                found[path] = Path(str(file.locate())).read_bytes()
    for source in sorted(_STAND_INS.rglob("*.py")):
        found[source.relative_to(_STAND_INS).as_posix()] = source.read_bytes()
    return found


def wheels(folder: Path) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The files of the wheels in a folder: those for every file, and those that only PDF files need."""
    always: dict[str, bytes] = {}
    for_pdf: dict[str, bytes] = {}
    for wheel in sorted(folder.glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                if not name.endswith("/") and not _is_among(name, ("*.pyi", "*/RECORD", "*/WHEEL")):
                    (for_pdf if _is_among(name, _FOR_PDF) else always)[name] = archive.read(name)
    return always, for_pdf


def _is_among(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)


def licences(files: dict[str, bytes]) -> Iterator[str]:
    """The names of the texts under which the libraries may be handed on."""
    return (name for name in files if "licen" in name.lower() or "copying" in name.lower())
