"""PDF files without ruled tables: running text, tables of aligned columns, and whole files of known tables."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.places import ROOT

pytest.importorskip("reportlab", reason="reportlab draws the files; it comes with the extra dev")

from reportlab.pdfgen.canvas import Canvas

from lint_pbt.layouts import lay_out
from lint_pbt.model.sheet import GridSheet, LineSheet
from lint_pbt.readers import read
from tests import disclosure
from tests.paper import Paper
from tests.unit.readers.test_pdf import grids, lines, opened

ALIGNED = [
    ["一级指标", "二级指标", "三级指标", "年度指标值"],
    ["产出指标", "数量指标", "培训人次", "≥1,500人次"],
    ["", "质量指标", "考核合格率", "≥95%"],
    ["", "时效指标", "按期完成率", "100%"],
    ["效益指标", "社会效益指标", "一次办结率", "≥90%"],
    ["满意度指标", "服务对象满意度", "参训人员满意度", "≥92%"],
]


def test_words_keep_their_places_across_the_page() -> None:
    paper = Paper(numbers="{}")
    paper.text("项目支出绩效目标表", centred=True)
    paper.columns(ALIGNED, [90.0, 110.0, 130.0, 90.0])
    source = opened(paper.data())
    assert grids(source) == []
    [sheet] = source.sheets
    assert isinstance(sheet, LineSheet)
    for line in sheet.lines[1:-1]:
        texts = [line.text[one.start :].split()[0] for one in line.stretches]
        lefts = {text: one.left for text, one in zip(texts, line.stretches, strict=True)}
        row = next(row for row in ALIGNED if "".join(row) == "".join(texts))
        expected = {text: left for text, left in zip(row, (50.0, 140.0, 250.0, 380.0), strict=True) if text}
        assert lefts == pytest.approx(expected, abs=1.0)


def test_rules_across_the_page_alone() -> None:
    def across(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
        if y0 == y1:
            canvas.line(x0, y0, x1, y1)

    rows = [
        ["三级指标", "年度指标值", "备注"],
        ["参训人员考核合格率和按期结业的人数", "≥95%", "无"],
        ["满意度", "≥90%", ""],
    ]
    paper = Paper(rules=across)
    paper.text("项目支出绩效目标表")
    paper.table(rows, [85.0, 90.0, 60.0])
    source = opened(paper.data())
    assert grids(source) == [rows]
    assert lines(source) == ["项目支出绩效目标表"]


def test_running_text_with_gaps_stays_text() -> None:
    paper = Paper()
    text = [
        "合计　　　 75,177.06     75,177.06",
        "通过实施以下工作，吸引带动各类产业人才来本区创业",
        "和工作，激发本区存量人才创新创业的活力和潜力",
    ] * 4
    for line in text:
        paper.text(line)
    source = opened(paper.data())
    assert grids(source) == []
    assert len(lines(source)) == 12


def test_the_lines_of_an_inline_table_are_read_over_pages() -> None:
    record = "；".join(["1-产出指标", "11-数量指标", "举办培训的场次", "实施周期指标值:≥12场次", "年度指标值:≥4场次"])
    paper = Paper(height=300, numbers="第 {} 页")
    paper.text("项目支出绩效目标表\n部门名称：某市人力资源局 单位：万元")
    paper.text("项目名称（资金使用单位） 总计 财政拨款 绩效目标 绩效指标")
    paper.text("合计 10.00 10.00\n某市培训中心\n10.00 10.00\n    业务培训经费 10.00 10.00\n通过培训，提高能力。")
    paper.text("".join(f"{n}、{record}。" for n in range(1, 31)))
    assert paper.page > 2
    document = lay_out(opened(paper.data()))
    [(_, project)] = document.projects()
    assert project.name.text == "业务培训经费"
    assert [indicator.ordinal for indicator in project.indicators] == list(range(1, 31))
    assert {indicator.annual.text for indicator in project.indicators if indicator.annual} == {"≥4场次"}
    last = project.indicators[-1].name.place()
    assert last.page == paper.page and last.box is not None


def test_a_whole_disclosure_gives_just_its_forms() -> None:
    source = read("预算公开.pdf", disclosure.draw(pages=13, forms=3))
    forms = [
        sheet
        for sheet in source.sheets
        if isinstance(sheet, GridSheet) and any(cell.text == "绩效指标" for row in sheet.rows for cell in row)
    ]
    assert len(forms) == 3
    for sheet in forms:
        assert [row[-1].text for row in sheet.rows[-8:]] == ["场次", "人次", "%", "%", "元", "%", "年", "%"]
    assert not source.notes


def test_a_text_does_not_pay_for_pdf() -> None:
    code = "import sys, lint_pbt; lint_pbt.lint(['examples/good.txt']); print([m for m in sys.modules if 'pdf' in m])"
    root = ROOT
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
