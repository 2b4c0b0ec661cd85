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
