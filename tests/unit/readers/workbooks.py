"""Workbooks written for tests, taken apart and put together again."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from lint_pbt.model.sheet import GridSheet, Source
from lint_pbt.readers import read

SHEET = "xl/worksheets/sheet1.xml"
SHARED = "xl/sharedStrings.xml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

HEADER = [
    "预算单位",
    "项目名称",
    "项目金额",
    "绩效目标",
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实施周期指标值",
]
# Unit, project, amount and goal count for the rows below: they are merged.
TABLE = [
    ["2024年项目支出绩效目标表"],
    HEADER,
    [
        "云溪市图书馆",
        "全民阅读经费",
        120.0,
        "举办读书活动，\n培养阅读习惯。",
        "产出指标",
        "数量指标",
        "读书活动场次",
        20.0,
        20,
    ],
    ["", "", "", "", "产出指标", "质量指标", "藏书完好率", 0.95, 0.95],
    ["", "", "", "", "效益指标", "社会效益指标", "参与读者人次", "标准：≥3000人次", "标准：≥3000人次"],
    ["", "", "", "", "满意度指标", "服务对象满意度指标", "读者满意度", "=>90%", "≥90%"],
]
MERGED = ("A1:I1", "A3:A6", "B3:B6", "C3:C6", "D3:D6")
FORMATS = {"H3": '0"场"', "I3": '0"场"', "H4": '"≥"0%', "I4": '"≥"0%'}


def book() -> Workbook:
    """A small table as an officer keeps it: merged cells, numbers with formats."""
    made = Workbook()
    sheet: Any = made.active
    sheet.title = "绩效目标"
    for row in TABLE:
        sheet.append([None if value == "" else value for value in row])
    for row, sign in ((5, "标准：≥3000人次"), (6, "=>90%")):
        sheet.cell(row, 8).value = sign
        sheet.cell(row, 8).data_type = "s"  # not a formula
    for merged in MERGED:
        sheet.merge_cells(merged)
    for cell, code in FORMATS.items():
        sheet[cell].number_format = code
    return made


def data_of(made: Any) -> bytes:
    """The bytes of a workbook of openpyxl or xlwt."""
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def saved(folder: Path, made: Any, name: str = "表.xlsx") -> Path:
    path = folder / name
    path.write_bytes(data_of(made))
    return path


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_members(data: bytes, changed: Mapping[str, bytes | None]) -> bytes:
    """An archive with members replaced, added, or (None) taken out."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**members(data), **changed}.items():
            if content is not None:
                archive.writestr(name, content)
    return stream.getvalue()


def with_backslashes(data: bytes) -> bytes:
    """An archive whose names have backslashes, as some programs write them."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members(data).items():
            member = zipfile.ZipInfo(name)
            member.filename = name.replace("/", "\\")  # its constructor would put slashes there on some systems
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, content)
    return stream.getvalue()


def sheet_data(rows: str, strings: str = "", *, rest: str = "") -> bytes:
    """A workbook whose only worksheet has these rows in XML, and these shared strings."""
    made = Workbook()
    sheet: Any = made.active
    sheet.title = "甲"
    sheet["A1"] = "x"
    parts: dict[str, bytes | None] = {
        SHEET: f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{rest}</worksheet>'.encode()
    }
    if strings:
        listing = "xl/_rels/workbook.xml.rels"
        relation = f'<Relationship Id="strings" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></'
        parts[listing] = members(data_of(made))[listing].replace(b"</", relation.encode(), 1)
        parts[SHARED] = f'<sst xmlns="{MAIN}">{strings}</sst>'.encode()
    return with_members(data_of(made), parts)


def grids(source: Source) -> list[GridSheet]:
    assert all(isinstance(sheet, GridSheet) for sheet in source.sheets)
    return [sheet for sheet in source.sheets if isinstance(sheet, GridSheet)]


def texts(data: bytes, name: str = "表.xlsx") -> dict[str, str]:
    """The text of each cell of the first worksheet, by name."""
    sheet = grids(read(name, data))[0]
    return {cell.place().cell or "": cell.text for row in sheet.rows for cell in row if cell.text}
