"""SARIF: valid against the published schema, and everything a viewer needs."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from lint_pbt.model.run import Run
from lint_pbt.presentation.remarks import TITLES
from lint_pbt.reporters.sarif import report
from lint_pbt.session import check
from tests.drawing import examples
from tests.places import EXAMPLES, TESTS
from tests.unit.reporters.full_run import full_run, hostile_run
from tests.unit.reporters.report_runs import changed, replaced, sample_run

SCHEMA = json.loads((TESTS / "schemas" / "sarif-schema-2.1.0.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft4Validator(SCHEMA)


def sarif(run: Run) -> dict[str, Any]:
    """The one run of a log that has been held against the schema."""
    stream = io.StringIO()
    report(run, stream)
    stream.getvalue().encode("utf-8")
    log = json.loads(stream.getvalue())
    assert not [f"{list(error.absolute_path)}: {error.message}" for error in VALIDATOR.iter_errors(log)]
    assert log["version"] == "2.1.0"
    (only,) = log["runs"]
    return only  # type: ignore[no-any-return]


@pytest.mark.parametrize("run", [full_run(), hostile_run(), sample_run(findings=()), Run()])
def test_it_is_valid(run: Run) -> None:
    sarif(run)


@settings(max_examples=examples(40))
@given(st.text(st.characters(), max_size=30))
def test_it_is_valid_whatever_a_table_holds(text: str) -> None:
    run = sample_run()
    found = replaced(run.findings[0], message=text, suggestion=text, path=text or "-")
    result = sarif(sample_run(findings=(found,)))["results"][0]
    assert result["partialFingerprints"]["pbtLintFingerprint/v1"] == found.fingerprint


def test_real_examples_are_valid() -> None:
    from lint_pbt.session.plan import Asked

    paths = [str(EXAMPLES / name) for name in ("poor.txt", "poor.csv")]
    run = check(paths, Asked())
    log = sarif(run)
    assert len(log["results"]) == len(run.findings) > 20
    assert log["invocations"][0]["executionSuccessful"] is True


def test_rules_carry_their_help() -> None:
    from lint_pbt.session.plan import Asked

    driver = sarif(check([str(EXAMPLES / "poor.txt")], Asked()))["tool"]["driver"]
    by_id = {rule["id"]: rule for rule in driver["rules"]}
    rule = by_id["V101"]
    assert rule["name"] == "UnmeasurableTarget"
    assert rule["shortDescription"]["text"] == "指标值无法衡量"
    assert rule["defaultConfiguration"]["level"] == "warning"
    assert by_id["N103"]["defaultConfiguration"]["level"] == "note"
    for wanted in ("怎么改", "财预〔2021〕101号", "年度指标值 明显改善", "每季度一次"):
        assert wanted in rule["help"]["text"]
        assert wanted in rule["help"]["markdown"]
    assert "（未读）" not in json.dumps(driver, ensure_ascii=False)
    assert [rule["id"] for rule in driver["rules"]] == sorted(by_id)


def test_every_descriptor_has_what_code_scanning_asks_for() -> None:
    driver = sarif(full_run())["tool"]["driver"]
    assert {one["id"] for one in driver["notifications"]} == set(TITLES)
    for one in (*driver["rules"], *driver["notifications"]):
        assert one["name"].isidentifier() and one["name"].lower() != one["id"]
        for part in ("shortDescription", "fullDescription", "help"):
            assert one[part]["text"]


def test_a_result_tells_rule_level_message_and_region() -> None:
    log = sarif(full_run())
    result = log["results"][3]
    assert log["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "X101"
    assert result["level"] == "error"
    assert result["message"]["text"] == "“》”应写作“≥”。建议：写成能核对的数字，例如 ≥95%。"
    physical = result["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"] == {"uri": "%E8%A1%A8.txt", "uriBaseId": "%SRCROOT%"}
    region = physical["region"]
    assert (region["startLine"], region["startColumn"], region["endLine"], region["endColumn"]) == (553, 50, 553, 51)
    assert region["snippet"]["text"] == "》"
    assert log["columnKind"] == "unicodeCodePoints"


def test_cells_are_logical_locations_and_pages_properties() -> None:
    results = {unquote(each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]): each["locations"][0]
               for each in sarif(full_run())["results"]}  # fmt: skip
    cell = results["数据/表 二.xlsx"]
    assert cell["logicalLocations"][0] == {"name": "G7", "fullyQualifiedName": "绩效!G7", "kind": "cell"}
    assert cell["physicalLocation"]["region"]["startLine"] == 8
    assert cell["message"]["text"] == "工作表“绩效”G7 单元格"
    page = results["表三.pdf"]["physicalLocation"]["region"]
    assert page["properties"] == {"page": 3, "box": [10.0, 20.0, 30.5, 40.0]}


def test_fixes_stand_only_where_columns_are_those_of_the_file() -> None:
    run = full_run()
    run = changed(run, findings=tuple(replaced(one, end_place=one.place.moved(one.end)) for one in run.findings))
    fixes = [(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], result["fixes"])
             for result in sarif(run)["results"] if "fixes" in result]  # fmt: skip
    ((uri, (fix,)),) = fixes
    assert uri == "%E8%A1%A8.txt"
    replacement = fix["artifactChanges"][0]["replacements"][0]
    assert replacement["insertedContent"]["text"] == "≥"
    assert replacement["deletedRegion"]["endColumn"] - replacement["deletedRegion"]["startColumn"] == 1


def test_what_was_put_aside_is_suppressed_with_the_reason() -> None:
    results = sarif(full_run())["results"]
    reasons = [result["suppressions"][0]["justification"] for result in results if "suppressions" in result]
    assert reasons == ["配置里忽略：不面向服务对象", "基线 基线.json 里已有"]
    assert {result["suppressions"][0]["kind"] for result in results if "suppressions" in result} == {"external"}


def test_nothing_a_run_says_is_lost() -> None:
    (invocation,) = sarif(full_run())["invocations"]
    assert invocation["executionSuccessful"] is False
    told = [(one["descriptor"]["id"], one["level"], one["message"]["text"])
            for one in invocation["toolExecutionNotifications"]]  # fmt: skip
    assert told == [
        ("failure", "error", "文件是空的。请重新导出"),
        ("crash", "error", "规则 V102 出错，没有查完（ValueError: 坏了）。请报告给维护者"),
        ("note", "error", "第 77 行：这一行读不懂"),
        ("note", "note", "文件不是 UTF-8，按 GB18030 读出"),
        ("skip", "note", "第 100 行：规则 C101 没有判断：指标值没有读懂"),
        ("unused-ignore", "note", "第 12 行：这一条没有用上"),
        ("baseline", "note", "基线里有 1 条已经改好，可以用 --write-baseline 更新"),
    ]


def test_text_of_a_table_makes_no_links_and_no_placeholders() -> None:
    (result,) = sarif(hostile_run())["results"]
    text = result["message"]["text"]
    assert "](" not in text.replace("\\](", "")
    assert "{{0}}" in text
    assert not set(text) & set("\x00\x1b\u202e\n")


def test_a_file_elsewhere_is_named_by_its_whole_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run = sample_run()
    elsewhere = replace(run.findings[0], path=os.path.join(os.pardir, "别处", "a b%.txt"))
    inside = replace(run.findings[0], path=str(tmp_path / "子" / "x:y.txt"))
    outer, inner = sarif(sample_run(findings=(elsewhere, inside)))["results"]
    location = outer["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location["uri"].startswith("file:///")
    assert unquote(location["uri"]).endswith("/别处/a b%.txt")
    assert inner["locations"][0]["physicalLocation"]["artifactLocation"] == {
        "uri": "%E5%AD%90/x%3Ay.txt",
        "uriBaseId": "%SRCROOT%",
    }
