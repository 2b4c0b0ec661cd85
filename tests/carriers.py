"""The same table written in every file form that officers keep tables in.

A `Sheetful` is what stands on one worksheet or page: lines of text, a table, lines below it. Each writer carries it
into a file of its form as the usual programs do.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from html import escape
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from lint_pbt.model.document import Amount, BudgetUnit, Document, Field, Project

if TYPE_CHECKING:
    from tests.paper import Row


class Sheetful(NamedTuple):
    """Lines above a table, and its rows. `merges` tells how many rows and columns a cell spans, by row and column."""

    above: list[str]
    rows: list[list[str]]
    merges: dict[tuple[int, int], tuple[int, int]] = {}  # noqa: RUF012 - never changed

    @property
    def width(self) -> int:
        return max(map(len, self.rows))

    def covered(self) -> set[tuple[int, int]]:
        """The places that merged cells stand over."""
        return {
            (row + down, column + right)
            for (row, column), (rows, columns) in self.merges.items()
            for down in range(rows)
            for right in range(columns)
            if down or right
        }

    def boxes(self) -> list[Row]:
        """The rows as they are drawn on paper."""
        from tests.paper import Box

        covered = self.covered()
        return [
            [
                None if (at, column) in covered else Box(value, *self.merges.get((at, column), (1, 1)))
                for column, value in enumerate([*row, *[""] * (self.width - len(row))])
            ]
            for at, row in enumerate(self.rows)
        ]


def merged_down(rows: list[list[str]], columns: Sequence[int]) -> dict[tuple[int, int], tuple[int, int]]:
    """The cells of some columns merged over the empty ones below them, as long as nothing begins to their left."""
    merges = {}
    for column in columns:
        starts = [0, *(at for at, row in enumerate(rows[1:], 1) if any(row[: column + 1]))]
        for start, end in pairwise([*starts, len(rows)]):
            if end - start > 1 and rows[start][column]:
                merges[start, column] = (end - start, 1)
    return merges


# Documents as tables.

_AMOUNTS = ["总计", "财政拨款", "财政专户拨款", "其他资金"]


def as_runs(table: Document) -> Sheetful:
    """One project a row, all its indicators as a run of text in one cell: the inline layout as it is printed."""
    rows = [["项目名称（资金使用单位）", *_AMOUNTS, "绩效目标", "绩效指标"]]
    rows.append(["合计", *_money(table.amounts), "", ""])
    for heading, project in _headings(table):
        money = _money(heading.amounts)
        if project is None:
            rows.append([_text(heading.name), *money, "", ""])
        else:
            rows.append([f"    {project.name.text}", *money, _text(project.goal), ""])
    for row, ((_, of), (after, _)) in zip(rows[2:], pairwise([*_headings(table), (None, None)]), strict=True):
        if of is not None:
            row[-1] = _run(of, after)
    return Sheetful(_above(table), rows)


def _headings(table: Document) -> list[tuple[BudgetUnit | Project, Project | None]]:
    """Units and projects as they follow each other; the second is None for a unit."""
    found: list[tuple[BudgetUnit | Project, Project | None]] = []
    for unit in table.units:
        found.append((unit, None))
        found += [(project, project) for project in unit.projects]
    return found


def _run(project: Project, after: BudgetUnit | Project | None) -> str:
    """The text behind a project's goal, up to what comes next in the file."""
    last = project.goal or (project.amounts[-1].field if project.amounts else project.name)
    start = last.start + len(last.text)
    end = after.name.start if after is not None and after.name is not None else None
    return last.passage.text[start:end].strip()


def as_grid(table: Document) -> Sheetful:
    """One indicator a row; unit, project, amounts and goal stand once and are merged downwards."""
    levels = ["一级指标", "二级指标", "序号", "三级指标", "实施周期指标值", "年度指标值"]
    rows = [["预算单位", "项目名称", *_AMOUNTS, "绩效目标", *levels]]
    rows.append(["合计", "", *_money(table.amounts), *[""] * 7])
    for unit in table.units:
        assert unit.name is not None
        rows.append([unit.name.text, "小计", *_money(unit.amounts), *[""] * 7])
        for project in unit.projects:
            head = ["", project.name.text, *_money(project.amounts), project.goal.text if project.goal else ""]
            for one in project.indicators:
                categories = [f"{level.code}-{level.name.text}" for level in (one.level1, one.level2)]
                values = [field.text if field else "" for field in (one.cycle, one.annual)]
                rows.append([*head, *categories, str(one.ordinal or ""), one.name.text, *values])
                head = [""] * 7
    return Sheetful(_above(table), rows, merged_down(rows, range(7)))


def _above(table: Document) -> list[str]:
    lines = [_text(table.title)]
    lines.append(f"部门名称：{_text(table.department)} 单位：{table.amount_unit}")
    return [line for line in lines if line]


def _text(field: Field | None) -> str:
    return field.text if field else ""


def _money(amounts: tuple[Amount, ...]) -> list[str]:
    return [*(amount.field.text for amount in amounts), *[""] * len(_AMOUNTS)][: len(_AMOUNTS)]


def as_sheetful(path: Path) -> Sheetful:
    """A csv table of the examples: what stands above its header, and its rows, merged where they are left empty."""
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))
    header = next(at for at, row in enumerate(rows) if sum(map(bool, row)) > 3)
    above = [" ".join(filter(None, row)) for row in rows[:header]]
    body = rows[header:]
    columns = [at for at, title in enumerate(body[0]) if title in _MERGED]
    return Sheetful(above, body, merged_down(body, columns))


_MERGED = ("项目名称", "预算数", "绩效目标", "一级指标", "二级指标")


# One writer a file form.


def write_csv(path: Path, sheets: Sequence[Sheetful]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        for sheet in sheets:
            csv.writer(file).writerows([*([line] for line in sheet.above), *sheet.rows])


def write_tabs(path: Path, sheets: Sequence[Sheetful]) -> None:
    """What a worksheet copied into a text editor gives."""
    with path.open("w", encoding="utf-8", newline="") as file:
        for sheet in sheets:
            writer = csv.writer(file, delimiter="\t", lineterminator="\n")
            writer.writerows([*([line] for line in sheet.above), *sheet.rows])


def write_xlsx(path: Path, sheets: Sequence[Sheetful]) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for number, sheet in enumerate(sheets, 1):
        worksheet = book.create_sheet(f"表{number}")
        top = len(sheet.above) + 1
        for at, line in enumerate(sheet.above, 1):
            worksheet.cell(at, 1, line)
            worksheet.merge_cells(None, at, 1, at, sheet.width)
        for at, row in enumerate(sheet.rows, top):
            for column, value in enumerate(row, 1):
                if value:
                    worksheet.cell(at, column, value).data_type = "s"
        for (at, column), (rows, columns) in sheet.merges.items():
            worksheet.merge_cells(None, top + at, column + 1, top + at + rows - 1, column + columns)
    book.save(path)


def write_xls(path: Path, sheets: Sequence[Sheetful]) -> None:
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    for number, sheet in enumerate(sheets, 1):
        worksheet = book.add_sheet(f"表{number}")
        for at, line in enumerate(sheet.above):
            worksheet.write(at, 0, line)
        top, covered = len(sheet.above), sheet.covered()
        for at, row in enumerate(sheet.rows):
            for column, value in enumerate(row):
                if (at, column) in sheet.merges:
                    rows, columns = sheet.merges[at, column]
                    worksheet.write_merge(top + at, top + at + rows - 1, column, column + columns - 1, value)
                elif value and (at, column) not in covered:
                    worksheet.write(top + at, column, value)
    book.save(str(path))


def write_xml(path: Path, sheets: Sequence[Sheetful]) -> None:
    """A workbook as Excel 2003 saves it in XML: cells under merged ones are left out, and those behind are numbered."""
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
    ]
    for number, sheet in enumerate(sheets, 1):
        parts.append(f'<Worksheet ss:Name="表{number}"><Table>')
        data = '<Data ss:Type="String">{}</Data></Cell>'.format
        for line in sheet.above:
            parts.append(f'<Row><Cell ss:MergeAcross="{sheet.width - 1}">{data(escape(line))}</Row>')
        covered = sheet.covered()
        for at, row in enumerate(sheet.rows):
            parts.append("<Row>")
            for column, value in enumerate(row):
                if value and (at, column) not in covered:
                    rows, columns = sheet.merges.get((at, column), (1, 1))
                    spans = f'ss:MergeDown="{rows - 1}" ss:MergeAcross="{columns - 1}"'
                    told = escape(value).replace("\n", "&#10;")
                    parts.append(f'<Cell ss:Index="{column + 1}" {spans}>{data(told)}')
            parts.append("</Row>")
        parts.append("</Table></Worksheet>")
    path.write_text("".join([*parts, "</Workbook>"]), "utf-8")


def write_docx(path: Path, sheets: Sequence[Sheetful]) -> None:
    from docx import Document as Word

    word = Word()
    for sheet in sheets:
        for line in sheet.above:
            word.add_paragraph(line)
        table = word.add_table(len(sheet.rows), sheet.width)
        table.style = "Table Grid"
        grid = [list(row.cells) for row in table.rows]
        for (at, column), (rows, columns) in sheet.merges.items():
            grid[at][column].merge(grid[at + rows - 1][column + columns - 1])
        for at, row in enumerate(sheet.rows):
            for column, value in enumerate(row):
                if value:
                    lines = value.split("\n")
                    grid[at][column].paragraphs[0].add_run(lines[0])
                    for line in lines[1:]:
                        grid[at][column].add_paragraph(line)
    word.save(str(path))


def write_html(path: Path, sheets: Sequence[Sheetful]) -> None:
    parts = ["<!DOCTYPE html><html><head><meta charset='utf-8'><title>附件</title></head><body>"]
    for sheet in sheets:
        parts += [f"<p>{escape(line)}</p>" for line in sheet.above]
        parts.append("<table border=1>")
        covered = sheet.covered()
        for at, row in enumerate(sheet.rows):
            parts.append("<tr>")
            for column, value in enumerate(row):
                if (at, column) not in covered:
                    rows, columns = sheet.merges.get((at, column), (1, 1))
                    parts.append(f"<td rowspan={rows} colspan={columns}>{escape(value).replace(chr(10), '<br>')}</td>")
            parts.append("</tr>")
        parts.append("</table>")
    path.write_text("\n".join([*parts, "</body></html>"]), "utf-8")


def write_mht(path: Path, sheets: Sequence[Sheetful]) -> None:
    """A web page in one file with what belongs to it, as a browser saves it."""
    from email.message import EmailMessage

    write_html(path, sheets)
    message = EmailMessage()
    message["Subject"] = "附件"
    message.add_related(path.read_text("utf-8"), subtype="html", cte="quoted-printable")
    message.add_related(b"\x89PNG", "image", "png")
    path.write_bytes(bytes(message))


def write_markdown(path: Path, sheets: Sequence[Sheetful]) -> None:
    lines = []
    for sheet in sheets:
        lines += [part for line in sheet.above for part in (line, "")]
        for at, row in enumerate(sheet.rows):
            cells = (value.replace("|", "\\|").replace("\n", "<br>") for value in row)
            lines.append(f"| {' | '.join(cells)} |")
            if at == 0:
                lines.append(f"|{' --- |' * len(row)}")
        lines.append("")
    path.write_text("\n".join(lines), "utf-8")


def write_pdf(path: Path, sheets: Sequence[Sheetful]) -> None:
    """Ruled tables over as many pages as they take, with the header on each and rows split where a page ends."""
    from tests.paper import Canvas

    path.write_bytes(_printed(sheets, Canvas))


def write_ofd(path: Path, sheets: Sequence[Sheetful]) -> None:
    """The same pages in the national format."""
    from tests.ofd import OfdCanvas

    path.write_bytes(_printed(sheets, OfdCanvas))


def _printed(sheets: Sequence[Sheetful], canvas: Callable[..., Any]) -> bytes:
    from tests.paper import Paper

    paper = Paper(1191, 842, size=8, margin=40, numbers="第 {} 页", canvas=canvas)
    for sheet in sheets:
        for line in sheet.above:
            paper.text(line)
        paper.table(sheet.boxes(), _widths(sheet.rows, 1111), heads=1)
    return paper.data()


def _widths(rows: Sequence[Sequence[str]], whole: float) -> list[float]:
    """Widths of columns that share a width by what stands in them, none too narrow for a number."""
    longest = [max(min(len(text), 60) for text in column) + 4 for column in zip_longest(*rows, fillvalue="")]
    return [whole * size / sum(longest) for size in longest]


WRITERS: dict[str, Callable[[Path, Sequence[Sheetful]], None]] = {
    ".csv": write_csv,
    ".txt": write_tabs,
    ".xlsx": write_xlsx,
    ".xls": write_xls,
    ".docx": write_docx,
    ".html": write_html,
    ".md": write_markdown,
    ".pdf": write_pdf,
    ".ofd": write_ofd,
    ".xml": write_xml,
    ".mht": write_mht,
}
