"""Text in columns: what stands beside the name of a project, or above it, is no part of it."""

from __future__ import annotations

import pytest

from lint_pbt.layouts import lay_out
from lint_pbt.model.document import Document
from lint_pbt.readers import read

TABLE = """主管部门    青禾县交通局                     实施单位      青禾县公路站
年度目标    道路畅通。
一级指标    二级指标    三级指标      指标值
产出指标    数量指标    新建道路      3.2公里
            质量指标    验收合格率    100%
满意度指标  服务对象    村民满意度    ≥95%
            满意度指标
"""


def document_of(*above: str) -> Document:
    return lay_out(read("表.txt", "\n".join(["              项目绩效目标表", *above, TABLE]).encode()))


BESIDE = """项目名称    东河、西沟村生产道路      项目负责人及联系  白禾
                                      电话              123"""
OPEN = """项目名称    东河、西沟村生产道路      项目负责人及      白禾
                                      联系电话          123"""
AROUND = """            东河、西沟村生            项目负责人及联系
项目名称                                                白禾
            产道路                    电话"""
YEAR = """              (2024年度)                            金额单位：万元
项目名称    东河、西沟村生产道路      项目编码          150"""


@pytest.mark.parametrize("above", [BESIDE, OPEN, AROUND, YEAR])
def test_no_label_or_year_beside_a_name_is_part_of_it(above: str) -> None:
    document = document_of(above)
    assert [project.name.text for _, project in document.projects()] == ["东河、西沟村生产道路"]
    assert not document.notes


@pytest.mark.parametrize(
    "beside", [("是否延续项目      否",), ("项目起止年        2021年", "月                至2022年")]
)
def test_a_name_with_a_gap_in_it_is_told(beside: tuple[str, ...]) -> None:
    first, *rest = beside
    document = document_of(f"项目名称    东河村生产道路            {first}", *(" " * 38 + one for one in rest))
    assert [note.message[:9] for note in document.notes if note.unchecked] == ["看不出“项目名称”"]
