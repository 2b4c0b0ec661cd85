"""The review form: one story with the quality score, grades by formulas, what only a person can judge left blank."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import docx
import openpyxl
import pytest

from lint_pbt import lint
from lint_pbt.bureau.forms.document import write_document
from lint_pbt.bureau.forms.filled import FilledForm, filled_forms
from lint_pbt.bureau.forms.items import ReviewForm, load_form
from lint_pbt.bureau.forms.workbook import write_workbook
from lint_pbt.errors import ConfigError
from lint_pbt.model.run import Run
from lint_pbt.rulebook.loader import load_rulebook
from lint_pbt.scoring.score import score
from tests.places import EXAMPLES, ROOT
from tests.unit.bureau.conftest import Round
from tests.unit.bureau.rounds import EDUCATION, WHEN
from tests.unit.reporters.report_runs import changed, finding, sample_run

FORM = """\
title: 云州市审核表
grades: [{name: 通过, from: 12}, {name: 退回, from: 0}]
sections:
  - name: 填报
    items:
      - {name: 规范, points: 8, asks: 填得对不对, rules: [X101], dimension: 适当性}
      - {name: 效果, points: 12, asks: 有没有效果, person: 要看现场}
"""


def forms(path: str = "poor.xlsx", form: ReviewForm | None = None) -> list[FilledForm]:
    [checked] = lint([str(EXAMPLES / path)]).checked
    return list(filled_forms(checked, form or load_form(), "市城管局"))


def own_form(tmp_path: Path, text: str = FORM) -> ReviewForm:
    path = tmp_path / "form.yaml"
    path.write_text(text, "utf-8")
    return load_form(str(path))


def test_the_form_is_worth_a_hundred_points_in_the_weights_of_the_score() -> None:
    form = load_form()
    assert [sum(item.points for item in section.items) for section in form.sections] == [20, 30, 30, 20]
    assert [(grade.name, grade.least) for grade in form.grades] == [("优", 90), ("良", 80), ("中", 60), ("差", 0)]


def test_every_rule_speaks_to_an_item() -> None:
    form = load_form()
    astray = [rule.id for rule in load_rulebook().rules if form.item_of(rule) is None]
    assert astray == []


@pytest.mark.parametrize("path", ["poor.xlsx", "poor.txt", "good.txt"])
def test_what_the_items_lose_is_what_the_score_loses(path: str) -> None:
    scores = score(lint([str(EXAMPLES / path)])).projects
    for one, scored in zip(forms(path), scores, strict=True):
        lost = 100 - scored.score.total - one.proposed
        assert lost >= 0, one.project
        if not any(item.deduction == Decimal(f"{item.item.points:.1f}") for item in one.items):
            assert lost == 0, one.project
        assert sum(item.deduction or 0 for item in one.items) == one.proposed


def test_an_item_loses_no_more_than_it_is_worth(tmp_path: Path) -> None:
    form = own_form(tmp_path, FORM.replace("points: 8", "points: 0.3").replace("from: 12", "from: 1"))
    for one in forms("poor.txt", form):
        assert all(item.deduction is None or item.deduction <= Decimal("0.3") for item in one.items)


def test_what_only_a_person_can_judge_is_blank_and_marked() -> None:
    one = forms()[0]
    [blank] = [item for item in one.items if item.deduction is None]
    assert blank.item.name == "条件充分性" and "人工判断" in blank.verdict and not blank.found


def test_the_workbook_works_out_sum_and_grade(tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed")
    wanted = {"优": 0, "良": 1.5, "中": 4, "差": 6, "还有 1 项没有评分": None}
    for name, points in wanted.items():
        path = tmp_path / f"{name}.xlsx"
        with path.open("wb") as stream:
            write_workbook(forms()[0], stream, WHEN)
        book = openpyxl.load_workbook(path)
        sheet = book["审核表"]
        first = next(row for row in range(1, 20) if sheet.cell(row, 1).value == "完整性")
        for row in range(first, first + 8):
            if points is not None or row > first:
                sheet.cell(row, 7).value = sheet.cell(row, 3).value - (points or 0)
        book.save(path)
    out = tmp_path / "out"
    command = [soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx"]
    files = [str(path) for path in tmp_path.glob("*.xlsx")]
    subprocess.run([*command, "--outdir", str(out), *files], check=True, capture_output=True, timeout=180)
    for name in wanted:
        sheet = openpyxl.load_workbook(out / f"{name}.xlsx", data_only=True)["审核表"]
        total = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "合计")
        assert total[2] == 100 and total[7] == name
        if name == "中":
            assert total[6] == 100 - 8 * 4


def test_a_score_beyond_the_points_of_an_item_is_refused_by_the_sheet() -> None:
    stream = io.BytesIO()
    write_workbook(forms()[0], stream, WHEN)
    sheet = openpyxl.load_workbook(stream)["审核表"]
    bounds = {str(one.sqref): (one.formula1, one.formula2) for one in sheet.data_validations.dataValidation}
    assert [most for _, most in bounds.values()] == ["10", "10", "15", "15", "15", "15", "10", "10"]


def test_the_document_opens_and_says_the_same(first: Round) -> None:
    document = docx.Document(str(first.folder / "审核表" / EDUCATION / "校园食堂改造.docx"))
    facts, items = document.tables
    assert [cell.text for cell in facts.rows[0].cells][:2] == ["项目名称", "校园食堂改造"]
    assert [row.cells[0].text.split("\n")[0].split("·")[-1] for row in items.rows[1:9]] == [
        item.name for item in load_form().items
    ]
    assert "X101" in items.rows[1].cells[2].text and "》" in items.rows[1].cells[2].text
    assert all(row.cells[4].text == "" for row in items.rows[1:9]), "the reviewer's scores are blank"
    codes = "".join(one.text or "" for one in items._element.iter() if one.tag.endswith("instrText"))
    assert "SUM(E2:E9)" in codes and '>= 90 "优"' in codes and '"差"' in codes


def test_hostile_words_stay_words_in_both() -> None:
    text = "=1+1 <w:p>&\"'\x00\x07\u202e\ud800{{ 7*7 }}]]>"
    run = sample_run()
    [checked] = changed(run, findings=tuple(finding("V101", one.unit, one.project, one.indicator, message=text)
                                            for one in run.findings if one.unit and one.project)).checked  # fmt: skip
    for one in filled_forms(checked, load_form(), text):
        stream = io.BytesIO()
        write_document(one, stream, WHEN)
        with ZipFile(stream) as archive:
            body = archive.read("word/document.xml").decode()
        ElementTree.fromstring(body)
        assert "49" not in body and "\u202e" not in body and "&lt;w:p&gt;" in body
        stream = io.BytesIO()
        write_workbook(one, stream, WHEN)
        for row in openpyxl.load_workbook(stream)["审核表"].iter_rows():
            own = [cell.value for cell in row if cell.data_type == "f"]
            assert all(str(value).startswith(("=SUM(", "=IF(")) for value in own)


def test_a_bureau_has_its_own_form(tmp_path: Path) -> None:
    form = own_form(tmp_path)
    [one, *_] = forms("poor.xlsx", form)
    assert one.form.total == 20 and [item.item.name for item in one.items] == ["规范", "效果"]
    assert "没有归处" in "".join(one.remarks)
    stream = io.BytesIO()
    write_workbook(one, stream, WHEN)
    told = [str(cell.value) for row in openpyxl.load_workbook(stream)["审核表"].iter_rows() for cell in row]
    assert "云州市审核表" in told and any('"通过"' in text for text in told)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("points: 8", "points: -1", "第 6 行"),
        ("points: 8", "point: 8", "是不是想写“points”"),
        ("from: 12", "from: 90", "各项加起来只有 20 分"),
        ("from: 0", "from: 13", "从高到低"),
        ("name: 效果", "name: 规范", "写了两遍"),
        ("asks: 有没有效果", "asks: 有没有效果, rules: [x101]", "归到了两项"),
        ("title: 云州市审核表", "title: [", "form.yaml"),
        ("sections:", "section:", "缺少必填的键"),
    ],
)
def test_what_is_wrong_in_a_form_is_told_by_line(tmp_path: Path, old: str, new: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        own_form(tmp_path, FORM.replace(old, new))


def test_a_form_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="打不开"):
        load_form(str(tmp_path / "none.yaml"))
    (tmp_path / "gbk.yaml").write_bytes("title: 审核表".encode("gbk"))
    with pytest.raises(ConfigError, match="UTF-8"):
        load_form(str(tmp_path / "gbk.yaml"))


def test_a_project_without_findings_has_a_form_too() -> None:
    run = changed(sample_run(), findings=())
    for one in filled_forms(run.checked[0], load_form(), "市教育局"):
        assert one.proposed == 0 and isinstance(run, Run)


def test_the_form_on_the_page_is_one(tmp_path: Path) -> None:
    page = (ROOT / "docs/bureau.md").read_text("utf-8")
    [text] = re.findall(r"```yaml\n(title:.*?)```", page, re.DOTALL)
    form = own_form(tmp_path, text)
    assert form.total == 100 and [grade.name for grade in form.grades] == ["通过", "退回"]
    default = load_form()
    for item in default.items:
        assert f"{item.name} {item.points:g}" in page, "the table of items is that of the form"
