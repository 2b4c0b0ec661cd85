"""Merged cells of which each has been given the text, and titles above columns without one of their own."""

from __future__ import annotations

from lint_pbt.layouts import lay_out
from lint_pbt.model.document import Document
from lint_pbt.model.sheet import Source
from tests.unit.sheets import Spans, grid

INDICATORS = "产出指标|数量指标|疏通渠道长度|{}\n满意度指标|服务对象满意度指标|灌区农户满意度|{}"


def read(text: str, spans: Spans | None = None) -> Document:
    return lay_out(Source("表.xlsx", (grid(text, spans=spans),)))


def rows(document: Document) -> list[tuple[str, str | None, str | None]]:
    return [
        (one.name.text, one.cycle and one.cycle.text, one.annual and one.annual.text)
        for _, project in document.projects()
        for one in project.indicators
    ]


EXPECTED = [("疏通渠道长度", None, "≥6公里"), ("灌区农户满意度", None, "≥90%")]


def test_a_row_of_one_text_is_no_indicator() -> None:
    head = "渠道维护绩效目标表|渠道维护绩效目标表|渠道维护绩效目标表|渠道维护绩效目标表"
    below = "整改情况|已经全部整改完毕。|已经全部整改完毕。|已经全部整改完毕。"
    name = "项目名称|东干渠清淤疏浚工程|东干渠清淤疏浚工程|东干渠清淤疏浚工程"
    table = INDICATORS.format("≥6公里", "≥90%")
    document = read("\n".join((head, name, "一级指标|二级指标|三级指标|指标值", table, below, head)))
    assert rows(document) == EXPECTED


def test_two_columns_of_one_merged_value_are_one() -> None:
    table = INDICATORS.format("≥6公里|≥6公里", "≥90%|≥90%")
    document = read(f"项目名称|清淤工程|||\n一级指标|二级指标|三级指标|指标值|指标值\n{table}")
    assert rows(document) == EXPECTED


def test_titles_that_stand_again_are_no_indicator() -> None:
    first, second = INDICATORS.format("≥6公里", "≥90%").split("\n")
    titles = "一级目标|二级目标|三级目标|目标应达值"
    document = read("\n".join(("项目名称|清淤工程||", titles, first, titles, second)))
    assert rows(document) == EXPECTED


def test_a_column_without_title_below_that_of_the_values_does_not_count() -> None:
    text = "项目名称|清淤工程|||||\n一级指标|二级指标|三级指标|指标值|||备注\n|||符号|内容||\n" + INDICATORS.format(
        "≥|6公里||", "≥|90%||"
    )
    document = read(text, spans={"D2": (1, 3)})
    assert rows(document) == EXPECTED
