"""One cause, one finding: what stands in for what, and cells that many indicators share."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from lint_pbt import lint
from lint_pbt.engine.engine import Engine
from lint_pbt.errors import ConfigError
from lint_pbt.model.rule import Example
from lint_pbt.rulebook.examples import document_of
from lint_pbt.rulebook.loader import Settings, load_rulebook
from lint_pbt.session import check
from lint_pbt.session.plan import Asked

RULE = """\
id: {id}
name: own-{name}
title: 自己的规则
severity: info
dimension: 适当性
why: 为了试一试。
check: forbidden-text
with: {{field: {field}, words: [{word}]}}
message: “{{found}}”不要写
suggestion: 换一个词
instead_of: [{others}]
examples:
  good: [{good}]
  bad: [{bad}]
"""


def reported(example: Example, settings: Settings = Settings("strict")) -> list[str]:  # noqa: B008 - immutable
    book = load_rulebook(settings)
    run = Engine(book.active, book.tools).check(document_of(example, book.rules[0]))
    about = ("N", "V", "C", "U")
    return [finding.rule.id for finding in run.findings if finding.rule.id.startswith(about)]


@pytest.mark.parametrize(
    ("example", "rules"),
    [
        (Example(name="资金到位率", level2="数量指标", annual="≥95%", cycle="≥95%"), ["N101"]),
        (Example(name="服务对象人数", annual="标准：控制数", cycle="标准：控制数"), ["V103"]),
        (Example(name="群众满意度", level2="服务对象满意度", annual="较满意", cycle="较满意"), ["V108"]),
        (Example(name="群众满意度", level2="服务对象满意度", annual="≥90", cycle="≥90"), ["V108"]),
        (Example(name="垃圾清运情况", annual="垃圾清运情况", cycle="垃圾清运情况"), ["V105"]),
        # Another field, another cause: the year's value is a remnant, the other has only the prefix.
        (Example(name="服务对象人数", annual="标准：控制数", cycle="标准：300人"), ["C101", "V103", "V104"]),
    ],
)
def test_one_rule_stands_in_for_others_on_the_same_words(example: Example, rules: list[str]) -> None:
    assert reported(example) == rules


def test_what_stands_in_has_to_be_switched_on() -> None:
    example = Example(name="资金到位率", level2="数量指标", annual="≥95%", cycle="≥95%")
    assert reported(example, Settings("strict", ignore=("N101",))) == ["N102"]


def test_what_was_stood_in_for_is_told_where_that_is_ignored(tmp_path: Path) -> None:
    table = tmp_path / "表.csv"
    rows = ["项目名称,一级指标,二级指标,三级指标,指标值", "河道保洁,产出指标,数量指标,资金到位率,≥95%"]
    table.write_text("\n".join([*rows, "河道保洁,产出指标,数量指标,巡河次数,≥12次"]), "utf-8")
    config = "extends: strict\nignore:\n  - {rule: N101, indicator: 资金到位率, reason: 项目就是管资金的}\n"
    assert _about(table, "资金到位率") == ["N101"]
    (tmp_path / ".pbt-lint.yaml").write_text(config, "utf-8")
    assert _about(table, "资金到位率") == ["N102"]
    (tmp_path / ".pbt-lint.yaml").write_text(
        config + "  - {rule: N102, indicator: 资金到位率, reason: 同上}\n", "utf-8"
    )
    assert _about(table, "资金到位率") == []


def _about(table: Path, indicator: str) -> list[str]:
    findings = check([str(table)], Asked()).findings
    return [one.rule.id for one in findings if one.indicator and one.indicator.name.text == indicator]


def own(folder: Path, **files: dict[str, str]) -> Settings:
    for name, fields in files.items():
        text = RULE.format(**{"id": name, "name": name.lower(), "good": "≥3场", "bad": "合规办理", **fields})
        (folder / f"{name}-own-{name.lower()}.yaml").write_text(text, "utf-8")
    return Settings("strict", folders=(str(folder),))


def test_an_own_rule_may_stand_in_where_their_words_meet(tmp_path: Path) -> None:
    settings = own(tmp_path, U001={"field": "annual", "word": "合规", "others": "V101"})
    assert reported(Example(name="办理情况", annual="合规", cycle="合规"), settings) == ["U001"]
    assert reported(Example(name="办理情况", annual="良好", cycle="良好"), settings) == ["V101"]


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"U001": {"field": "annual", "word": "合规", "others": "V1001"}}, "没有规则 V1001，是不是 V101"),
        (
            {
                "U001": {"field": "annual", "word": "合规", "others": "U002"},
                "U002": {"field": "annual", "word": "合规", "others": "U001"},
            },
            "互相顶替",
        ),
    ],
)
def test_rules_that_stand_in_for_nothing_or_for_each_other_are_refused(
    tmp_path: Path, files: dict[str, dict[str, str]], told: str
) -> None:
    with pytest.raises(ConfigError) as error:
        load_rulebook(own(tmp_path, **files))
    assert told.replace("，是不是 V101", "") in str(error.value)
    assert "U001-own-u001.yaml:" in str(error.value) or "第" in str(error.value)


def test_a_cell_that_many_indicators_share_is_told_once(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    names = ["巡河次数", "清淤长度", "打捞垃圾量"]
    sheet.append(["项目名称", "一级指标", "二级指标", "三级指标", "指标值"])
    for name in names:
        sheet.append(["河道保洁", "效益指标", "数量指标", name, "≥20次"])
    sheet.append(["河道保洁", "满意度指标", "服务对象满意度", "居民满意度", "≥90%"])
    sheet.merge_cells("C2:C4")
    path = tmp_path / "表.xlsx"
    book.save(path)
    found = [finding for finding in lint([str(path)]).findings if finding.rule.id == "S103"]
    assert [(one.place.cell, one.shared, one.indicator and one.indicator.name.text) for one in found] == [
        ("C2", 3, names[0])
    ]


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("》 ９０ 人次", {"X101": ("≥90人次", False), "F101": ("≥90人次", False), "F102": ("≥90人次", False)}),
        ("≥ ９０人次", {"F101": ("≥90人次", True), "F102": ("≥90人次", True)}),
        ("≥ 90人次", {"F102": ("≥90人次", True)}),
    ],
)
def test_findings_on_one_value_propose_one_text(value: str, read: dict[str, tuple[str, bool]]) -> None:
    book = load_rulebook(Settings("recommended"))
    document = document_of(Example(name="服务人次", level2="数量指标", annual=value), book.rules[0])
    findings = Engine(book.active, book.tools).check(document).findings
    proposed = {one.rule.id: (one.repaired.text, one.repaired.safe) for one in findings if one.repaired}
    assert proposed == read
