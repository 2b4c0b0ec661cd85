"""Scores and statistics as users and programs see them."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from lint_pbt.model.document import BudgetUnit
from lint_pbt.model.run import Ignored, Run
from lint_pbt.presentation.display import columns
from lint_pbt.presentation.paper import Paper
from lint_pbt.presentation.verdict import summary_of
from lint_pbt.reporters import terminal
from lint_pbt.reporters.json import report as json_report
from lint_pbt.reporters.terminal.scoreboard import write_scores
from lint_pbt.scoring.score import score
from tests.unit.reporters.report_runs import sample_run, unlucky_run


def printed(run: Run, width: int = 100, **settings: bool) -> list[str]:
    stream = io.StringIO()
    terminal.report(run, stream, width=width, **settings)
    return stream.getvalue().splitlines()


def as_json(run: Run, **settings: bool) -> Any:
    stream = io.StringIO()
    json_report.report(run, stream, **settings)
    return json.loads(stream.getvalue())


def two_tables() -> Run:
    run = sample_run()
    (document,) = run.documents
    return sample_run(documents=(document, replace(document, path="另.txt")))


def test_the_report_ends_with_the_score_of_the_table_and_of_each_unit() -> None:
    lines = printed(sample_run())
    table = lines[lines.index("总分  完整性  相关性  适当性  可行性  得分（满分 100）") + 1 :][:3]
    assert table == [
        "79.6     100     100    32.0     100  全表",
        "72.0     100     100     6.7     100  番禺区人力资源和社会保障局本级",
        "91.0     100     100    70.0     100  就业服务中心",
    ]


def test_each_rule_shows_what_it_costs_and_the_costs_add_up() -> None:
    lines = printed(sample_run())
    start = lines.index("规则  级别    数量    扣分  内容") + 1
    rows = [line for line in lines[start:] if line[:1].isascii() and line[:1].isalpha()][:4]
    costs = [Decimal(line.split()[3]) for line in rows]
    overall = score(sample_run()).overall
    assert overall
    assert abs(100 + sum(costs) - overall.total) < Decimal("0.1")


def test_a_project_shows_its_score_in_its_heading() -> None:
    assert "项目 3  职业培训经费（第 598 行）  91.0 分" in printed(sample_run())


@pytest.mark.parametrize("width", [40, 50])
def test_on_a_narrow_display_names_stand_above_their_figures(width: int) -> None:
    stream = io.StringIO()
    paper = Paper(stream, width)
    write_scores(sample_run(), summary_of(sample_run()), paper)
    paper.flush()
    lines = stream.getvalue().splitlines()
    assert lines[:3] == ["总分  完整性  相关性  适当性  可行性", "全表", "79.6     100     100    32.0     100"]
    assert max(map(columns, lines)) <= width


def test_several_tables_have_a_line_each() -> None:
    lines = printed(two_tables())
    start = lines.index("总分  完整性  相关性  适当性  可行性  得分（满分 100）")
    assert [line.split()[-1] for line in lines[start + 1 : start + 4]] == ["全部表格", "表.txt", "另.txt"]


def test_quiet_and_clean_runs_tell_the_score_in_the_verdict() -> None:
    assert printed(sample_run(), quiet=True) == [
        "检查了 1 个文件、3 个项目、5 个指标：错误 2，警告 3，提示 0，得分 79.6。报送前请先改错误。"
    ]
    assert printed(sample_run(findings=()))[-1] == "检查了 1 个文件、3 个项目、5 个指标：没有发现问题，得分 100。"


def test_projects_without_a_finding_are_named_where_there_is_one_table() -> None:
    run = sample_run()
    documents, found = run.documents, run.findings
    lines = printed(sample_run(documents=documents, findings=found[:2]))
    start = lines.index("没有发现问题的项目")
    assert lines[start + 1 : start + 6] == [
        "  【番禺区人力资源和社会保障局本级】",
        "  项目 2  劳动监察综合执法工作经费（2 个指标）",
        "  【就业服务中心】",
        "  项目 3  职业培训经费（2 个指标）",
        "",
    ]
    accepted = (Ignored(found[0], "约定如此", ()),)
    for untold in (run, two_tables(), sample_run(documents=documents, findings=(), ignored=accepted)):
        assert "  项目 1  产业人才发展专项资金（1 个指标）" not in printed(untold)


def test_of_many_projects_without_a_finding_the_rest_is_counted() -> None:
    (document,) = sample_run().documents
    (_, project) = next(document.projects())
    unit = BudgetUnit(None, (), tuple(replace(project, index=at) for at in range(1, 14)))
    part = replace(project, index=14, complete=False)
    crowd = replace(document, units=(unit, BudgetUnit(None, (), (part,))))
    lines = printed(sample_run(documents=(crowd,), findings=()))
    start = lines.index("没有发现问题的项目")
    assert lines[start + 10 : start + 13] == ["  项目 10  产业人才发展专项资金（1 个指标）", "  还有 3 个", ""]


def test_statistics_stand_in_the_place_of_the_findings() -> None:
    lines = printed(sample_run(), statistics=True)
    assert lines[:7] == [
        "问题   占比  错误  警告  提示  规则",
        "   2  40.0%     0     2     0  V101 指标值无法衡量",
        "   1  20.0%     0     1     0  P101 没有满意度指标",
        "   1  20.0%     1     0     0  X101 比较符写错",
        "   1  20.0%     1     0     0  X102 只能恰好达到或永远达不到的界限",
        "",
        "问题   占比  错误  警告  提示  指标数  单位",
    ]
    assert "   4  80.0%     2     2     0       5  社会效益" in lines
    assert "   1  20.0%     0     1     0          （整个项目或整张表）" in lines
    assert not any("原因" in line for line in lines)


@pytest.mark.parametrize("width", [50, 61, 80, 120])
@pytest.mark.parametrize("make", [sample_run, unlucky_run, two_tables])
def test_no_line_is_wider_than_the_display(make: Callable[[], Run], width: int) -> None:
    for statistics in (False, True):
        assert max(map(columns, printed(make(), width, statistics=statistics))) <= width


def test_json_holds_the_scores_of_everything_with_their_deductions() -> None:
    scores = as_json(sample_run())["scores"]
    assert [len(scores[key]) for key in ("documents", "units", "projects")] == [1, 2, 3]
    (document,) = scores["documents"]
    assert (document["path"], document["score"]) == ("表.txt", 79.6)
    assert document["dimensions"] == {"完整性": 100, "相关性": 100, "适当性": 32.0, "可行性": 100}
    assert scores["units"][1]["unit"] == "就业服务中心"
    last = scores["projects"][2]
    assert (last["index"], last["name"], last["line"], last["score"]) == (3, "职业培训经费", 598, 91.0)
    assert last["deductions"] == [
        {
            "rule": "V101",
            "severity": "warning",
            "dimension": "适当性",
            "count": 1,
            "points": 30.0,
            "of_total": 9.0,
        }
    ]


def test_json_of_nothing_has_no_score() -> None:
    assert as_json(Run())["scores"] == {"overall": None, "documents": [], "units": [], "projects": []}


def test_json_statistics_only_when_asked() -> None:
    assert "statistics" not in as_json(sample_run())
    counts = as_json(sample_run(), statistics=True)["statistics"]
    assert counts["rules"][0] == {
        "rule": "V101",
        "name": "unmeasurable-target",
        "title": "指标值无法衡量",
        "count": 2,
        "share": 40.0,
        "error": 0,
        "warning": 2,
        "info": 0,
    }
    assert [row["count"] for row in counts["units"]] == [4, 1]
    assert counts["categories"][-1]["category"] is None
