"""The terminal and the JSON reports, from runs built by hand."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from lint_pbt.model.document import BudgetUnit, Document, Form, Note, Project
from lint_pbt.model.rule import SEVERITIES
from lint_pbt.model.run import Finding, Run
from lint_pbt.presentation import rule_text
from lint_pbt.presentation.display import columns, harmless
from lint_pbt.presentation.remarks import remarks
from lint_pbt.reporters import terminal
from lint_pbt.reporters.json import report as json_report
from tests.unit.reporters.full_run import full_run, hostile_run
from tests.unit.reporters.report_runs import (
    changed,
    field,
    finding,
    indicator,
    replaced,
    rule,
    run_of,
    sample_run,
    unlucky_run,
)

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


def brief(run: Run, *, width: int = 80, stream: io.StringIO | None = None, **asked: bool) -> str:
    stream = stream or io.StringIO()
    terminal.report(run, stream, width=width, **asked)
    return stream.getvalue()


def printed(run: Run, *, width: int = 80, stream: io.StringIO | None = None, **asked: bool) -> str:
    """The report with each finding in full."""
    return brief(run, width=width, stream=stream, full=True, **asked)


@pytest.mark.parametrize("width", [12, 20, 33, 60, 80, 120])
@pytest.mark.parametrize("make", [sample_run, unlucky_run, hostile_run])
@pytest.mark.parametrize("stream", [io.StringIO, Screen])
@pytest.mark.parametrize("asked", [{}, {"full": True}, {"statistics": True}, {"quiet": True}])
def test_no_line_is_wider_than_the_display(
    make: Callable[[], Run], width: int, stream: type[io.StringIO], asked: dict[str, bool]
) -> None:
    for line in brief(make(), width=width, stream=stream(), **asked).splitlines():
        assert columns(ESCAPE.sub("", line)) <= width, line


def test_a_finding_takes_a_line_and_errors_stand_out() -> None:
    text = brief(sample_run())
    assert block(text, "项目 2")[1:] == [
        "× 4 错误 X102  案件审查不严造成损失：“≤0%”等于要求恰好为 0（第 552 行）",
        "× 5 错误 X101  结案率：“》”应写作“≥”，改成“≥91%”（第 553 行）",
    ]
    assert block(text, "项目 1")[1:] == [
        "    警告 P101  这个项目没有满意度指标",
        "  6 警告 V101  支出的合规性：“合规”没有可以核对的内容（第 63 行）",
    ]


def test_the_errors_of_an_indicator_come_first_and_its_name_and_place_once() -> None:
    loss = sample_run().findings[2]
    other = replaced(loss, rule=rule("V101"), severity="warning", message="“≤0%”太宽", better="0起")
    lines = block(brief(sample_run(findings=(other, loss))), "项目 2")
    assert lines[1:] == [
        "× 4 错误 X102  案件审查不严造成损失：“≤0%”等于要求恰好为 0（第 552 行）",
        "    警告 V101  “≤0%”太宽，可写“0起”",
    ]


def test_a_part_that_the_message_does_not_quote_is_marked_on_a_second_line() -> None:
    base = sample_run().findings[2]
    found = replaced(base, start=1, end=2, message="这里多了空格")
    assert "               ≤【0】%\n" in brief(sample_run(findings=(found,)))
    coloured = brief(sample_run(findings=(found,)), stream=Screen())
    assert re.search(r"\x1b\[[0-9;]*31m0\x1b\[0m", coloured) and "【0】" not in coloured


def test_a_cell_that_indicators_share_is_told_with_their_number() -> None:
    found = replace(sample_run().findings[0], shared=3)
    assert "（3 个指标共用这一格）" in brief(sample_run(findings=(found,)))
    assert "（3 个指标共用这一格）" in printed(sample_run(findings=(found,)))


def test_reasons_are_told_once_in_the_list_of_rules() -> None:
    text = brief(sample_run())
    assert text.count("“≤0%”只有恰好为 0 才算完成") == 1
    assert text.index("规则  级别") < text.index("“≤0%”只有恰好为 0 才算完成")
    assert "原因  " not in text and "建议  " not in text


def test_the_first_lines_and_the_last_tell_the_verdict_and_what_to_do() -> None:
    one = sample_run()
    many = sample_run(findings=one.findings * 3)
    lines = brief(many).splitlines()
    verdict = "检查了 1 个文件、3 个项目、5 个指标：错误 6，警告 9，提示 0"
    assert lines[0].startswith(verdict) and any(line.startswith(verdict) for line in lines[-2:])
    todo = block(brief(many), "先做这几件事")
    assert todo[1] == "  1  比较符写错（X101 错误 3 处，项目 2）"
    assert lines.count(todo[0]) == 2 and lines.count(todo[1]) == 2
    # What fits a screen is not told twice.
    assert brief(one).splitlines()[0] == "文件 表.txt" and brief(one).count("先做这几件事") == 1


def block(text: str, heading: str) -> list[str]:
    """The lines from a heading to the next blank line."""
    start = text.index(heading)
    return text[start : text.index("\n\n", start)].splitlines()


def test_a_finding_tells_what_where_why_and_what_to_write() -> None:
    assert block(printed(sample_run()), "  指标 4") == [
        "  指标 4  案件审查不严造成损失（22-社会效益，第 552 行）",
        "    年度指标值（第 552 行）：≤0%",
        "                             ^^^",
        "    错误 X102  “≤0%”等于要求恰好为 0",
        "         原因  “≤0%”只有恰好为 0 才算完成，写成区间等于没有区间。",
        "         建议  写成能核对的数字，例如 ≥95%",
    ]


def test_what_is_wrong_with_a_name_is_marked_in_the_heading() -> None:
    base = sample_run().findings[2]
    name = base.indicator.name  # type: ignore[union-attr]
    found = replace(base, field=name, field_name="name", start=2, end=6)
    assert block(printed(sample_run(findings=(found, base))), "  指标 4")[:3] == [
        "  指标 4  案件审查不严造成损失（22-社会效益，第 552 行）",
        "              ^^^^^^^^",
        "    错误 X102  “≤0%”等于要求恰好为 0",
    ]


def test_all_findings_about_a_field_stand_under_one_line_of_it() -> None:
    sign = sample_run().findings[3]
    number = replace(sign, rule=rule("V101"), severity="warning", start=1, end=3)
    lines = block(printed(sample_run(findings=(number, sign))), "  指标 5")
    assert lines[1:4] == [
        "    年度指标值（第 553 行）：》91%",
        "                             ^^^^",
        "    警告 V101  “》”应写作“≥”",
    ]
    assert sum("》91%" in line for line in lines) == 1
    coloured = printed(sample_run(findings=(number, sign)), stream=Screen())
    assert re.search(r"\x1b\[[0-9;]*31m》\x1b\[0m\x1b\[[0-9;]*33m91\x1b\[0m%", coloured)


def test_why_a_rule_matters_is_told_with_each_finding() -> None:
    first, _, loss, rate, _ = sample_run().findings
    text = printed(sample_run(findings=(first, loss, replace(rate, rule=loss.rule))))
    assert text.count("原因  ") == text.count("建议  ") == 3
    assert text.count("原因  “≤0%”只有") == 2


def test_the_order_is_that_of_the_table_whatever_that_of_the_findings() -> None:
    run = sample_run()
    turned = changed(run, findings=run.findings[::-1])
    heads = [line for line in printed(turned).splitlines() if re.match("【|项目 |  (指标|整个)", line)]
    assert [head.strip().split("（")[0] for head in heads] == [
        "【番禺区人力资源和社会保障局本级】",
        "项目 1  产业人才发展专项资金",
        "整个项目",
        "指标 6  支出的合规性",
        "项目 2  劳动监察综合执法工作经费",
        "指标 4  案件审查不严造成损失",
        "指标 5  结案率",
        "【就业服务中心】",
        "项目 3  职业培训经费",
        "指标  " + "长期效果" * 9,
    ]


def test_findings_stand_under_their_unit_and_project_in_the_order_of_the_table() -> None:
    text = printed(sample_run())
    headings = [
        "文件 表.txt",
        "【番禺区人力资源和社会保障局本级】",
        "项目 1  产业人才发展专项资金（第 14 行）",
        "整个项目",
        "指标 6",
        "项目 2  劳动监察综合执法工作经费（第 538 行）",
        "指标 4",
        "指标 5",
        "【就业服务中心】",
        "项目 3",
    ]
    positions = [text.index(heading) for heading in headings]
    assert positions == sorted(positions)
    assert all(text.count(heading) == 1 for heading in headings)


def test_carets_stand_under_the_part_in_question() -> None:
    lines = printed(sample_run()).splitlines()
    marked = next(index for index, line in enumerate(lines) if "通过开展" in line)
    value, carets = lines[marked], lines[marked + 1]
    before = next(n for n in range(len(value)) if columns(value[:n]) == carets.index("^"))
    assert value[before:].startswith("通过开展")
    assert carets.count("^") == 8


def test_a_fix_shows_the_whole_value() -> None:
    assert "改后  ≥91%" in printed(sample_run())


def test_closing_table_and_verdict() -> None:
    lines = printed(sample_run(), width=100).splitlines()
    table = [line for line in lines[lines.index("规则  级别    数量    扣分  内容") + 1 :] if line[:1].isalpha()][:4]
    assert [line.split()[:3] for line in table] == [
        ["X101", "错误", "1"],
        ["X102", "错误", "1"],
        ["V101", "警告", "2"],
        ["P101", "警告", "1"],
    ]
    assert lines[-1] == "检查了 1 个文件、3 个项目、5 个指标：错误 2，警告 3，提示 0。报送前请先改错误。"


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"findings": ()}, "没有发现问题，得分 100。"),
        ({"findings": sample_run().findings[:1]}, "没有错误；报送前请逐条核对警告。"),
        ({"findings": (), "documents": ()}, "没有检查任何表格。"),
    ],
)
def test_verdicts(changes: dict[str, object], verdict: str) -> None:
    assert printed(sample_run(**changes), width=120).splitlines()[-1].endswith(verdict)


@pytest.mark.parametrize("findings", [(), sample_run().findings[:1]])
def test_a_guess_of_columns_stands_before_the_verdict(findings: tuple[Finding, ...]) -> None:
    (document,) = sample_run().documents
    doubtful = replace(document, notes=(Note("第 2 列是指标名称", doubtful=True),))
    last = printed(sample_run(documents=(doubtful,), findings=findings), width=120).splitlines()[-1]
    assert "如果列没认错（见说明），没有" in last


def test_what_could_not_be_checked_is_told() -> None:
    text = printed(unlucky_run(), width=120)
    assert "文件不是 UTF-8，按 GB18030 读出" in text
    assert "第 77 行：这一行读不懂" in text
    assert "规则 V102 出错，没有查完" in text and "坏.txt：文件是空的" in text
    assert "规则 C101 有 8 处没有判断：指标值没有读懂（第 100 行" in text
    assert "有内容没能检查，结果不完整。" in text


@pytest.mark.parametrize("asked", [{}, {"full": True}, {"statistics": True}])
def test_all_that_a_run_says_besides_findings_is_there(asked: dict[str, bool]) -> None:
    told = "".join(brief(full_run(), width=120, **asked).split())
    for remark in remarks(full_run()):
        assert remark.kind == "fixed" or "".join(harmless(remark.message).split()) in told


def test_advice_stands_there_where_it_hangs_on_the_value_and_no_better_one_is_known() -> None:
    vague = replaced(sample_run().findings[0], rule=rule("V101", suggestion="{hint}"), suggestion="写成比率")
    assert "没有可以核对的内容。写成比率（第 63 行）" in brief(sample_run(findings=(vague,)))
    told = brief(sample_run(findings=(replaced(vague, better="≥95%"),)))
    assert "没有可以核对的内容，可写“≥95%”（第 63 行）" in told and "写成比率" not in told


def test_quiet_leaves_the_verdict() -> None:
    assert printed(sample_run(), quiet=True, width=120).count("\n") == 1


def test_colour_in_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    coloured = printed(sample_run(), stream=Screen())
    assert "\x1b[" in coloured
    assert "\x1b" not in printed(sample_run())
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in printed(sample_run(), stream=Screen())


def test_a_hostile_table_cannot_steer_the_terminal() -> None:
    evil = "\x1b]0;gotcha\x07\x1b[2J\u202e≥95%\r"
    subject = indicator(1, evil, evil, 5)
    project = Project(1, field(evil, 4), (), None, (subject,))
    unit = BudgetUnit(field(evil, 3), (), (project,))
    document = Document("\x1b[31m.txt", "inline", (unit,))
    found = finding("V101", unit, project, subject, message=evil, suggestion=evil, path=document.path)
    text = printed(run_of((document,), (found,)))
    assert not set(text) & set("\x1b\x07\r\u202e")
    assert "␛]0;gotcha" in text


def test_cells_and_pages_are_places_too() -> None:
    subject = indicator(1, "结案率", "合规", 7, sheet="绩效", cell="G7")
    paged = indicator(2, "到场率", "合规", 9, page=3)
    project = Project(1, field("经费", 4), (), None, (subject, paged), form=Form(has_cycle=False))
    unit = BudgetUnit(None, (), (project,))
    document = Document("表.xlsx", "grid", (unit,))
    findings = tuple(finding("V101", unit, project, each, path="表.xlsx") for each in (subject, paged))
    text = printed(run_of((document,), findings))
    assert "    指标值（工作表“绩效”G7 单元格）：合规" in text
    assert "    指标值（第 3 页第 9 行）：合规" in text
    assert "【" not in text


def test_json_has_the_names_of_the_contract() -> None:
    stream = io.StringIO()
    json_report.report(unlucky_run(), stream)
    report = json.loads(stream.getvalue())
    assert report["documents"] == [
        {
            "path": "表.txt",
            "layout": "inline",
            "units": 2,
            "projects": 3,
            "indicators": 5,
            "notes": [
                {
                    "message": "文件不是 UTF-8，按 GB18030 读出",
                    "line": None,
                    "cell": None,
                    "sheet": None,
                    "page": None,
                    "unchecked": False,
                },
                {
                    "message": "这一行读不懂",
                    "line": 77,
                    "cell": None,
                    "sheet": None,
                    "page": None,
                    "unchecked": True,
                },
            ],
        }
    ]
    first, of_project, *_ = report["findings"]
    assert first == {
        "rule": "V101",
        "name": "unmeasurable-target",
        "severity": "warning",
        "message": "“合规”没有可以核对的内容",
        "suggestion": "写成能核对的数字，例如 ≥95%",
        "better": None,
        "basis": "财预〔2021〕101号：量化易评",
        "path": "表.txt",
        "line": 63,
        "column": 50,
        "end_line": 63,
        "end_column": 52,
        "cell": None,
        "sheet": None,
        "page": None,
        "box": None,
        "unit": "番禺区人力资源和社会保障局本级",
        "project": {"index": 1, "name": "产业人才发展专项资金", "line": 14},
        "indicator": {"ordinal": 6, "name": "支出的合规性", "level2": "22-社会效益"},
        "field": "annual_value",
        "value": "合规",
        "shared": 1,
        "fix": None,
        "fingerprint": "0123456789abcdef",
    }
    assert of_project["indicator"] is None
    assert of_project["value"] is None
    assert report["findings"][3]["fix"] == {"text": "≥", "safe": True, "start": 0, "end": 1}
    assert report["summary"] == {"error": 2, "warning": 3, "info": 0}
    assert list(report["summary"]) == list(SEVERITIES)
    assert report["failures"] == [{"path": "坏.txt", "message": "文件是空的。请重新导出"}]
    assert report["crashes"] == [{"rule": "V102", "path": "表.txt", "message": "ValueError: 坏了"}]
    assert len(report["skips"]) == 8


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "ascii", "utf-16"])
def test_json_is_valid_in_every_encoding(encoding: str) -> None:
    run = sample_run(findings=(), documents=(Document("坏\udc80\u2028😀.txt", "inline", ()),))
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding)
    json_report.report(run, stream)
    report = json.loads(raw.getvalue().decode(encoding))
    assert report["documents"][0]["path"] == "坏\udc80\u2028😀.txt"
    assert report["findings"] == []


def explained(rule_id: str) -> str:
    stream = io.StringIO()
    described, (found, *_) = rule(rule_id), sample_run().findings
    rule_text.explain(described, [found, None], stream, width=80)
    return stream.getvalue()


def test_explain_tells_all_there_is_to_know_of_a_rule() -> None:
    text = explained("V101")
    for part in (
        "V101  指标值无法衡量",
        "警告 · 适当性 · unmeasurable-target",
        "年底无法判断",
        "财预〔2021〕101号：量化易评",
    ):
        assert part in text
    assert "  × 合规\n    “合规”没有可以核对的内容\n    建议  写成能核对的数字，例如 ≥95%\n" in text
    assert "  × 指标 结案率（时效指标），实施周期指标值空着，年度指标值 》91%\n" in text
    assert "  √ ≥95%\n" in text
    assert "V101: off" in text
    assert all(columns(line) <= 80 for line in text.splitlines())


def test_explain_claims_no_document_where_there_is_none() -> None:
    assert "填报惯例，没有专门的文件规定" in explained("X102")


def test_rules_are_listed_for_people_and_for_programs() -> None:
    rules = [rule("V101"), rule("X102")]
    stream = io.StringIO()
    rule_text.list_terminal(rules, stream, width=80)
    assert "V101  警告  指标值无法衡量\nX102  错误  只能恰好达到或永远达不到的界限\n" in stream.getvalue()
    stream = io.StringIO()
    rule_text.list_json(rules, stream)
    listed = json.loads(stream.getvalue())["rules"]
    assert [each["rule"] for each in listed] == ["V101", "X102"]
    assert listed[0]["basis"] == "财预〔2021〕101号：量化易评"
    assert listed[1]["basis"] is None


def test_places_near_each_other_are_told_once_and_cells_each_time() -> None:
    loss = sample_run().findings[2]
    later = replaced(loss, rule=rule("V101"), severity="warning", place=replace(loss.place, line=554))
    lines = block(brief(sample_run(findings=(loss, later))), "项目 2")
    assert "（第 552 行）" in lines[1] and "第 554 行" not in lines[2]
    cells = [
        replaced(one, place=replace(one.place, sheet="绩效", cell=cell))
        for one, cell in ((loss, "G7"), (later, "F7"), (later, "F7"))
    ]
    lines = block(brief(sample_run(findings=tuple(cells)), width=120), "项目 2")[1:]
    assert [("G7" in line, "F7" in line) for line in lines] == [(True, False), (False, True), (False, False)]
