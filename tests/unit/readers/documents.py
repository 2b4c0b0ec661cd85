"""Documents made for tests out of their XML, and sources shown as plain lists."""

from __future__ import annotations

import io
import zipfile

from lint_pbt.model.sheet import GridSheet, Source

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def archive(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return out.getvalue()


def docx(
    body: str,
    head: str = '<?xml version="1.0" encoding="UTF-8"?>',
    namespaces: str = NAMESPACES,
    numbering: str = "",
    styles: str = "",
) -> bytes:
    """A document with the blocks given, and with lists and styles where there are any."""
    text = f"{head}<w:document {namespaces}><w:body>{body}</w:body></w:document>"
    parts: dict[str, str | bytes] = {"[Content_Types].xml": TYPES, "word/document.xml": text}
    if numbering:
        parts["word/numbering.xml"] = f"{head}<w:numbering {namespaces}>{numbering}</w:numbering>"
    if styles:
        parts["word/styles.xml"] = f"{head}<w:styles {namespaces}>{styles}</w:styles>"
    return archive(parts)


def p(*runs: str, looks: str = "") -> str:
    """A paragraph of runs, or of text."""
    inner = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p>{looks and f'<w:pPr>{looks}</w:pPr>'}{inner}</w:p>"


def r(text: str, looks: str = "") -> str:
    inner = text if text.startswith("<") else f'<w:t xml:space="preserve">{text}</w:t>'
    return f"<w:r>{looks and f'<w:rPr>{looks}</w:rPr>'}{inner}</w:r>"


def tc(content: str = "", looks: str = "") -> str:
    inner = content if content.startswith("<") else p(content)
    return f"<w:tc>{looks and f'<w:tcPr>{looks}</w:tcPr>'}{inner}</w:tc>"


def tr(*cells: str, looks: str = "") -> str:
    inner = "".join(cell if cell.startswith("<w:tc>") else tc(cell) for cell in cells)
    return f"<w:tr>{looks and f'<w:trPr>{looks}</w:trPr>'}{inner}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def shown(source: Source) -> list[object]:
    """Each line as its text, each grid as a list of rows."""
    found: list[object] = []
    for sheet in source.sheets:
        if isinstance(sheet, GridSheet):
            found.append([[cell.text for cell in row] for row in sheet.rows])
        else:
            found += [line.text for line in sheet.lines]
    return found


def spans(source: Source) -> dict[str, tuple[int, int]]:
    """What the merged cells span, by their text."""
    return {
        cell.text: (cell.rows, cell.columns)
        for sheet in source.sheets
        if isinstance(sheet, GridSheet)
        for row in sheet.rows
        for cell in row
        if cell.rows * cell.columns > 1
    }
