"""The same table as csv, document, page and Markdown: the same records and findings, each named by its place."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest

import lint_pbt
from lint_pbt.edits.fix.files import Method
from lint_pbt.model.document import Document, Field
from lint_pbt.rulebook.loader import Settings
from lint_pbt.session import fix
from tests.unit.readers.documents import docx, p, tbl, tc, tr

TITLE = "项目支出绩效目标表（单位：万元）"
ROWS = [
    ["项目名称", "预算数", "绩效目标", "一级指标", "二级指标", "三级指标", "年度指标值", "权重"],
    [
        "全民阅读经费",
        "120.00",
        "举办读书活动，\n培养阅读习惯。",
        "产出指标",
        "数量指标",
        "读书活动场次",
        "标准：20场",
        "40",
    ],
    ["", "", "", "产出指标", "质量指标", "藏书完好率", "=>95%", "20"],
    ["", "", "", "效益指标", "社会效益指标", "读书风气", "持续提升", "20"],
    ["", "", "", "满意度指标", "服务对象满意度指标", "读者满意度", "≥90", "10"],
]
MERGED = len(ROWS) - 1  # rows that the first three columns of the project go over


def as_csv() -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([[TITLE], *ROWS])
    return out.getvalue().encode()


def as_docx() -> bytes:
    def cell(text: str, row: int, column: int) -> str:
        down = '<w:vMerge w:val="restart"/>' if text else "<w:vMerge/>"
        return tc("".join(map(p, text.split("\n"))), down if row and column < 3 else "")

    rows = [tr(*(cell(text, row, column) for column, text in enumerate(line))) for row, line in enumerate(ROWS)]
    return docx(p(TITLE) + tbl(*rows))


def as_html() -> bytes:
    def cell(text: str, row: int, column: int) -> str:
        span = f' rowspan="{MERGED}"' if row == 1 and column < 3 else ""
        return f"<td{span}>{escape(text)}</td>".replace("\n", "<br>") if text else ""

    rows = ["".join(cell(text, row, column) for column, text in enumerate(line)) for row, line in enumerate(ROWS)]
    body = "".join(f"<tr>{row}</tr>\n" for row in rows)
    return f"<html><body><div>首页</div><h1>{TITLE}</h1><table>\n{body}</table></body></html>".encode()


def as_markdown() -> bytes:
    head, *body = ["| " + " | ".join(text.replace("\n", "<br>") for text in line) + " |" for line in ROWS]
    return "\n".join([f"# {TITLE}", "", head, "|---" * len(ROWS[0]) + "|", *body, ""]).encode()


WRITERS: dict[str, Callable[[], bytes]] = {"docx": as_docx, "html": as_html, "md": as_markdown}


def said(document: Document) -> list[object]:
    """All that is read of a table, without places."""
    found: list[object] = []
    for unit, project in document.projects():
        found += [unit.name, project.name.text, project.total, _text(project.goal)]
        for one in project.indicators:
            fields = map(_text, (one.level1.name, one.level2.name, one.name, one.annual, one.cycle, one.weight))
            found.append((one.ordinal, *fields))
    return found


def _text(field: Field | None) -> str | None:
    return field and field.text


@pytest.mark.parametrize("suffix", list(WRITERS))
def test_the_same_as_csv(suffix: str, tmp_path: Path) -> None:
    plain, other = tmp_path / "表.csv", tmp_path / f"表.{suffix}"
    plain.write_bytes(as_csv())
    other.write_bytes(WRITERS[suffix]())
    expected, run = lint_pbt.lint([str(plain)]), lint_pbt.lint([str(other)])
    assert not run.failures and not run.crashes
    assert said(run.documents[0]) == said(expected.documents[0])
    assert len(run.documents[0].units[0].projects[0].indicators) == 4
    found = [(one.rule.id, one.message, one.fingerprint) for one in run.findings]
    assert found == [(one.rule.id, one.message, one.fingerprint) for one in expected.findings]
    cells = {one.rule.id: one.place.cell for one in run.findings}
    assert cells["X101"] == "第1个表第3行第7列"
    assert cells["V101"] == "第1个表第4行第7列"


@pytest.mark.parametrize("suffix", ["docx", "html"])
def test_a_report_names_the_place_and_nothing_is_rewritten(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"表.{suffix}"
    data = WRITERS[suffix]()
    path.write_bytes(data)
    command = [sys.executable, "-m", "lint_pbt", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    # The table is said once, with its project; each finding says the row and the column.
    assert "第1个表第2行第1列" in done.stdout and "第3行第7列" in done.stdout
    assert "第7列 单元格" not in done.stdout
    run = fix([str(path)], Settings("strict"), Method())
    assert run.repairs[0].remark
    assert path.read_bytes() == data


def test_a_text_loads_nothing_of_these() -> None:
    code = (
        "import sys; from lint_pbt.readers import read; read('a.txt', '一、表\\n二\\n'.encode())\n"
        "loaded = [name for name in sys.modules if name.startswith(('lxml', 'zipfile', 'lint_pbt.readers.'))]\n"
        "known = ('kinds', 'plain', 'decode', 'separators', 'text_lines', 'text_source', 'unifying', 'unreadable')\n"
        "print(sorted(set(loaded) - {'lint_pbt.readers.' + one for one in known}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
