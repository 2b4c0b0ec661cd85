"""Tables that other programs write as PDF: a browser and an office suite, where they are installed."""

from __future__ import annotations

import html
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from lint_pbt.readers import read
from tests.unit.readers.test_pdf import grids, lines

HEAD = ["序号", "项目名称", "二级指标", "三级指标", "年度指标值", "备注"]
WIDTHS = (6, 18, 14, 26, 18, 18)
REMARK = "按照上级文件要求逐级汇总上报，经审核后公开，数据来源是业务系统的统计月报以及抽样回访的记录"


def rows() -> list[list[str]]:
    """Projects of three rows each; the name stands in the first."""
    found = [HEAD]
    for number in range(1, 61):
        name = f"第{number // 3 + 1}项基层业务培训及补贴发放工作经费" if number % 3 == 1 else ""
        remark = REMARK * (number % 4) + "。" * bool(number % 4)
        found.append(
            [
                str(number),
                name,
                "数量指标",
                f"第{number}类参训人员考核合格以及按期结业的人数",
                f"≥{number},500人次",
                remark,
            ]
        )
    return found


def page(table: Sequence[Sequence[str]]) -> str:
    columns = "".join(f'<col style="width:{width}%">' for width in WIDTHS)
    body = []
    for index, row in enumerate(table[1:]):
        cells = (
            f"<td{' rowspan=3' if column == 1 else ''}>{html.escape(text)}</td>"
            for column, text in enumerate(row)
            if column != 1 or index % 3 == 0
        )
        body.append(f"<tr>{''.join(cells)}</tr>")
    head = "".join(f"<td>{text}</td>" for text in table[0])
    return (
        "<meta charset=utf-8><style>@page{size:A4} table{border-collapse:collapse;width:100%;table-layout:fixed;"
        "font-size:9pt} td{border:1px solid black;padding:2px 4px}</style>"
        f"<p>单位：万元</p><table border=1 cellspacing=0><colgroup>{columns}</colgroup><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(body)}</tbody></table><p>以上。</p>"
    )


def run(program: str, *arguments: str, folder: Path) -> None:
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} is not installed")
    environment = {**os.environ, "HOME": str(folder)}
    subprocess.run([found, *arguments], cwd=folder, env=environment, capture_output=True, check=False)


@pytest.mark.parametrize("writer", ["chromium", "soffice"])
def test_a_table_as_another_program_writes_it(writer: str, tmp_path: Path) -> None:
    table = rows()
    (tmp_path / "table.html").write_text(page(table), "utf-8")
    if writer == "chromium":
        options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--print-to-pdf=table.pdf")
        run(writer, *options, (tmp_path / "table.html").as_uri(), folder=tmp_path)
    else:
        run(writer, "--headless", "--convert-to", "pdf:writer_web_pdf_Export", "table.html", folder=tmp_path)
    written = tmp_path / "table.pdf"
    if not written.exists():
        pytest.skip(f"{writer} wrote nothing here")
    source = read("表.pdf", written.read_bytes())
    assert grids(source) == [table]
    assert "以上。" in lines(source)
