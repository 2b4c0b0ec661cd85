"""Other programs that do part of the work, as commands that read one file; only those that are installed here."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

_OPENPYXL = """
import sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1], read_only=True)
print(sum(1 for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell))
"""
_CALAMINE = """
import sys, python_calamine
book = python_calamine.CalamineWorkbook.from_path(sys.argv[1])
print(sum(1 for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row if cell))
"""
_CSV = """
import csv, sys
print(sum(1 for row in csv.reader(open(sys.argv[1], encoding="utf-8")) for cell in row if cell))
"""
_PDFPLUMBER = """
import sys, pdfplumber
with pdfplumber.open(sys.argv[1]) as book:
    print(sum(len(page.extract_tables()) for page in book.pages))
"""
# What each does, by the suffix of the files it reads: its name, the module it needs, what it runs.
_SCRIPTS = {
    ".xlsx": [
        ("openpyxl（只读出格子）", "openpyxl", _OPENPYXL),
        ("calamine（只读出格子）", "python_calamine", _CALAMINE),
    ],
    ".csv": [("csv 模块（只读出格子）", "csv", _CSV)],
    ".pdf": [("pdfplumber（只取出表格）", "pdfplumber", _PDFPLUMBER)],
}


def peers(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Name and command of each peer that is here for a file of this kind."""
    for name, module, script in _SCRIPTS.get(path.suffix, ()):
        if find_spec(module) is not None:
            yield name, [sys.executable, "-c", script, str(path)]
    if path.suffix == ".pdf" and (program := shutil.which("pdftotext")):
        yield "pdftotext -layout（只取出文字）", [program, "-layout", str(path), "-"]
    if path.suffix == ".yaml" and find_spec("yamllint") is not None:
        yield "yamllint（检查同样多行的 YAML）", [sys.executable, "-m", "yamllint", "-d", "relaxed", str(path)]
