"""What is written instead fits the value at hand: optional parts, hints for vague values, values that can be copied."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint_pbt import lint
from lint_pbt.checks.wording import fill
from lint_pbt.engine.engine import Engine
from lint_pbt.model.rule import Example
from lint_pbt.model.run import Finding
from lint_pbt.rulebook.examples import document_of
from lint_pbt.rulebook.loader import Settings, load_rulebook


def found(rule: str, **example: object) -> Finding:
    book = load_rulebook(Settings("strict", select=(rule,)))
    run = Engine(book.active, book.tools).check(document_of(Example(**example), book.rules[0]))  # type: ignore[arg-type]
    assert not run.crashes
    return run.findings[0]


@pytest.mark.parametrize(
    ("template", "words", "told"),
    [
        ("写上单位[，如“{example}”]", {"example": "5人"}, "写上单位，如“5人”"),
        ("写上单位[，如“{example}”]", {"example": ""}, "写上单位"),
        ("[甲{a}][乙{b}]丙", {"a": "", "b": "1"}, "乙1丙"),
        ("[没有填空的照写]", {}, "[没有填空的照写]"),
    ],
)
def test_a_part_in_brackets_goes_where_its_field_is_empty(template: str, words: dict[str, str], told: str) -> None:
    assert fill(template, words) == told


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("全覆盖", "写成“100%”"),
        ("持续提升", "比上年提高多少"),
        ("有所减少", "比上年减少多少"),
        ("及时办理", "最迟何时"),
        ("树立劳动保障监察执法的形象", "分几档"),
        ("通过各项措施，群众满意度持续提升", "比上年提高多少"),
        ("合法合规", "违规问题0起"),
        ("明显", "分几档"),
    ],
)
def test_advice_on_a_vague_value_is_about_that_value(value: str, told: str) -> None:
    assert told in found("V101", name="工作开展情况", annual=value, cycle=value).suggestion


@pytest.mark.parametrize(
    ("example", "better"),
    [
        ({"name": "受益企业数", "annual": "350", "cycle": "350"}, "350家"),
        ({"name": "重点培育情况", "level2": "质量指标", "annual": "350", "cycle": "350"}, None),
        ({"name": "险情处置时限", "level2": "时效指标", "annual": "≤48", "cycle": "≤48"}, None),
    ],
)
def test_a_unit_is_offered_only_where_the_name_tells_it(example: dict[str, str], better: str | None) -> None:
    finding = found("V102", **example)
    assert finding.better == better
    assert ("，如" in finding.suggestion) == (better is not None)


@pytest.mark.parametrize(
    ("name", "level2", "fitting"),
    [
        ("村集体经营收入", "经济效益指标", None),
        ("每平方米建设成本", "成本指标", None),
        ("群体事件发生率", "社会效益指标", "≤N%"),
        ("重大火灾次数", "质量指标", "≤N次"),
        ("扩大影响，提高满意度", "社会效益指标", None),
    ],
)
def test_a_value_that_is_proposed_fits_the_name(name: str, level2: str, fitting: str | None) -> None:
    finding = found("V103", name=name, level2=level2, annual="待定", cycle="待定")
    assert finding.better is None
    assert finding.suggestion.endswith(f"，如“{fitting}”" if fitting else "填上实际目标值")


def test_a_placeholder_beside_a_value_is_told_that_value() -> None:
    finding = found("V103", name="保障人数", annual="≥320人", cycle="标准：控制数")
    assert (finding.field_name, finding.better) == ("cycle_value", "≥320人")


def test_a_satisfaction_without_its_sign_keeps_its_number() -> None:
    example = {"name": "居民满意度", "level2": "服务对象满意度", "cycle": "≥85", "annual": "≥85"}
    assert found("V108", **example).better == "≥85%"


def test_a_satisfaction_without_a_number_takes_that_of_the_other_column() -> None:
    example = {"name": "居民满意度", "level2": "服务对象满意度", "annual": "≥93户"}
    assert found("V108", **example, cycle="≥93%").better == "≥93%"
    assert found("V108", **example, cycle="≥93户").better is None


def test_a_missing_value_in_a_table_of_cells_asks_for_no_label() -> None:
    finding = found("S101", name="巡河次数", annual="≥12次", cycle=None)
    assert finding.suggestion == "补上实施周期指标值，如“≥12次”"


def test_a_repeated_indicator_is_told_without_a_number_where_there_is_none(tmp_path: Path) -> None:
    rows = ["项目名称,一级指标,二级指标,三级指标,指标值"]
    rows += [f"河道保洁,产出指标,数量指标,{name},≥12次" for name in ("巡河次数", "清淤次数", "巡河次数")]
    path = tmp_path / "表.csv"
    path.write_text("\n".join(rows), "utf-8")
    [finding] = [one for one in lint([str(path)]).findings if one.rule.id == "N105"]
    assert finding.message == "“巡河次数”与前面一条重复"


@pytest.mark.parametrize(
    ("annual", "better"),
    [
        ("≥2万人次（参照2023年任务）", "≥2万人次"),
        ("约85万羽", "≥85万羽"),
        ("3000", None),  # a number without its unit can be neither copied nor contradicted by an example
        ("约30人，约5家", None),
        ("持续增加", None),
    ],
)
def test_a_number_of_the_other_column_comes_before_any_example(annual: str, better: str | None) -> None:
    one = found("V103", name="城镇新增就业人数", level2="数量指标", cycle="控制数", annual=annual)
    assert one.better == better


@pytest.mark.parametrize("name", ["办案出行效率", "办事效率"])
def test_no_share_is_proposed_for_what_is_none(name: str) -> None:
    one = found("V105", name=f"提高{name}", level2="社会效益", annual=f"提高{name}")
    assert one.better is None


def test_a_word_within_another_gives_no_hint() -> None:
    one = found("V101", name="服务的质量", level2="社会效益", annual="人均等待时间下降")
    assert one.better is None and "比上年减少" in one.suggestion
