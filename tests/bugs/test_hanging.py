"""Inputs that once took minutes: each ends."""

from __future__ import annotations

from contextlib import suppress

import pytest

from lint_pbt import lint
from lint_pbt.errors import ReadError
from lint_pbt.readers import read

CELL = "><tr><td>产出指标</td></tr></table>"


@pytest.mark.parametrize("value", ["", "=1", '=">"', "='<>'"])
def test_a_tag_with_attributes_without_number(value: str) -> None:
    attributes = " ".join(f"a{number}{value}" for number in range(300_000))
    with suppress(ReadError):
        read("表.html", f"<table {attributes}{CELL}".encode())


def test_a_project_of_many_indicators() -> None:
    above = "项目支出绩效目标表\n部门名称：云溪市文化局 单位：万元\n合计 9\n云溪市图书馆 9\n    阅读活动 9\n"
    one = "{0}、1-产出指标；11-数量指标；场次{0}；实施周期指标值:≥{0}场；年度指标值:≥{0}场。"
    run = lint((above + "".join(map(one.format, range(1, 8001)))).encode(), name="表.txt")
    assert sum(len(project.indicators) for document in run.documents for _, project in document.projects()) == 8000


@pytest.mark.parametrize(
    "cell", ["数量指标：" * 6000, "产出指标：数量指标：" * 3000, "1," * 15000, "培训人数≥3人，" * 3000]
)
@pytest.mark.parametrize("at", [2, 3])
def test_a_cell_of_nothing_but_categories_or_parts(cell: str, at: int) -> None:
    last = ["产出指标", "质量指标", "合格率", "≥95%"]
    last[at] = cell
    rows = ["一级指标\t二级指标\t三级指标\t指标值", "产出指标\t数量指标\t培训人数\t≥5人", "\t".join(last)]
    run = lint("\n".join(["项目名称\t培训", *rows]).encode(), name="表.tsv")
    assert any(project.indicators for document in run.documents for _, project in document.projects())
