"""The page as a file, without a browser: what it holds, how it is written, and what it lets run."""

from __future__ import annotations

import io
import re
from base64 import b64encode
from collections import Counter
from datetime import date
from hashlib import sha256
from typing import Any

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from lint_pbt.model.document import Form
from lint_pbt.model.run import Run
from lint_pbt.reporters.html import report
from lint_pbt.reporters.html.evidence import marked
from tests.browser import hostile
from tests.drawing import examples
from tests.unit.reporters.report_runs import finding, indicator, run_of, sample_run, unlucky_run

DAY = date(2026, 3, 1)


def page(run: Run) -> str:
    stream = io.StringIO()
    report(run, stream, day=DAY)
    return stream.getvalue()


def tree(run: Run) -> Any:
    return lxml.html.document_fromstring(page(run))


def told(element: Any) -> str:
    return "".join(element.text_content().split())


@pytest.mark.parametrize("run", [sample_run(), unlucky_run(), hostile.run()], ids=["sample", "unlucky", "hostile"])
def test_every_finding_is_there_once(run: Run) -> None:
    found = Counter(tree(run).xpath("//li/@data-fingerprint"))
    assert found == Counter(one.fingerprint for one in run.findings)


def test_what_could_not_be_checked_is_there() -> None:
    run = unlucky_run()
    unchecked = told(tree(run).get_element_by_id("unchecked"))
    for text in ("坏.txt", "文件是空的。请重新导出", "第77行：这一行读不懂", "规则V102", "ValueError:坏了"):
        assert text in unchecked
    notes = told(tree(run).get_element_by_id("notes"))
    assert "按GB18030读出" in notes
    assert all(f"第{line}行" in notes for line in range(100, 108))


def test_findings_that_were_put_aside_are_told_but_not_counted() -> None:
    content = tree(hostile.run())
    assert content.xpath("//li/@data-aside") == ["0000000000000008"] * 2
    assert "0000000000000008" not in content.xpath("//li/@data-fingerprint")


def test_indicators_stand_as_in_the_table_with_the_evidence_marked() -> None:
    (table,) = tree(sample_run()).xpath("//article[.//h4[contains(., '劳动监察综合执法')]]//table")
    assert [told(cell) for cell in table.xpath(".//thead//th")] == [
        *("序号", "一级指标", "二级指标", "指标名称", "实施周期指标值", "年度指标值"),
    ]
    rows = [[told(cell) for cell in row.xpath("./td")] for row in table.xpath("./tbody/tr[1]")]
    assert rows[1] == ["5", "2-效益指标", "22-社会效益", "结案率", "》91%", "》91%"]
    # Of the two values the one that the finding is about.
    assert table.xpath("./tbody[2]//td[@class='cy']/mark") == []
    (mark,) = table.xpath("./tbody[2]//td[@class='an']/mark[@class='error']")
    assert mark.text == "》"
    assert "，改成“≥91%”" in told(table.xpath("./tbody[2]/tr[2]")[0])


def test_a_missing_value_is_marked_where_it_should_stand() -> None:
    run = sample_run()
    unit = run.documents[0].units[0]
    project = unit.projects[0]
    gap = indicator(1, "培训人数", None, 70)
    project = replace(project, indicators=(gap,))
    unit = replace(unit, projects=(project,))
    document = replace(run.documents[0], units=(unit,))
    missing = finding("V101", unit, project, gap, field=None, field_name="annual_value", message="没有填", end=0)
    cells = tree(run_of((document,), (missing,))).xpath("//tbody//tr[1]/td")
    assert [told(cell) for cell in cells[-2:]] == ["（空）", "（空）"]
    assert [len(cell.xpath("./mark")) for cell in cells[-2:]] == [0, 1]


def test_a_value_that_stands_in_another_list_is_no_gap() -> None:
    run = sample_run()
    (document,) = run.documents
    rows = (indicator(1, "培训人数", None, 70),)
    project = replace(document.units[0].projects[0], indicators=rows, form=Form(paired=False))
    unit = replace(document.units[0], projects=(project,))
    content = tree(run_of((replace(document, units=(unit,)),), ()))
    assert [told(cell) for cell in content.xpath("//tbody//tr[1]/td")][-2:] == ["", ""]


def test_only_its_own_style_and_script_may_run() -> None:
    content = tree(sample_run())
    (policy,) = content.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; ")
    for name in ("style", "script"):
        (element,) = content.xpath(f"//{name}")
        digest = b64encode(sha256(element.text.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
        assert element.text.isascii()
        assert "</" not in element.text
    assert not re.search(
        r"\b(?:src|style|on\w+)=", re.sub(r"<(style|script)>.*?</\1>", "", page(sample_run()), flags=re.S)
    )


def test_nothing_unseen_is_written() -> None:
    written = page(hostile.run())
    assert [character for character in hostile.FORBIDDEN if character in written] == []
    written.encode("utf-8")


def test_the_same_run_gives_the_same_page() -> None:
    assert page(unlucky_run()) == page(unlucky_run())
    assert "2026年3月1日" in page(unlucky_run())


def test_the_day_of_a_repeatable_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    stream = io.StringIO()
    report(sample_run(), stream)
    assert "1970年1月1日" in stream.getvalue()


def test_on_a_stream_that_is_not_utf8_the_page_reads_the_same() -> None:
    data = io.BytesIO()
    stream = io.TextIOWrapper(data, encoding="gbk")
    report(sample_run(), stream, day=DAY)
    stream.flush()
    assert data.getvalue().isascii()
    assert lxml.html.document_fromstring(data.getvalue()).text_content() == tree(sample_run()).text_content()


_SPANS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12), st.sampled_from(["error", "warning", "info"])))


def test_ten_thousand_marks_in_one_text_take_no_time() -> None:
    run = sample_run()
    owner = run.findings[0].project
    assert owner
    unit = run.documents[0].units[0]
    found = [finding("V101", unit, owner, None, start=at, end=at + 3) for at in range(0, 40_000, 4)]
    assert str(marked("，" * 40_000, found)).count("<mark") == 10_000


@given(text=st.text(alphabet="目标<&>\"'≥9", max_size=10), spans=_SPANS)
@settings(max_examples=examples(200))
def test_marks_change_nothing_of_the_text(text: str, spans: list[tuple[int, int, Any]]) -> None:
    run = sample_run()
    owner = run.findings[0]
    found = [
        finding("V101", run.documents[0].units[0], owner.project, None, start=start, end=end, severity=severity)
        for start, end, severity in spans
        if owner.project
    ]
    content = lxml.html.fragment_fromstring(str(marked(text, found)), create_parent="p")
    assert content.text_content() == text
    inside = sum(len(mark.text_content()) for mark in content.xpath(".//mark"))
    assert inside == len({at for start, end, _ in spans for at in range(start, min(end, len(text)))})
    assert not content.xpath(".//mark//mark")
