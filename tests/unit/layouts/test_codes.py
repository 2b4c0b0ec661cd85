"""Codes that a system puts before the names of projects and units."""

import pytest

from lint_pbt.layouts import lay_out
from lint_pbt.layouts.words import code_end
from lint_pbt.readers import read


@pytest.mark.parametrize(
    "text",
    [
        "302001-清溪县林业局",
        "410_桃源县水利局",
        "51082224T000011-林木管护",
        "T000123—育苗补助",
        "102240000456小区物业奖补",
        "64012225P000012-2026年防洪排涝",
        "51082224R000001-5G基站建设",
        "（302001）清溪县林业局",
        "302001清溪县林业局",
        "205101天水河区街道办事处",
        "311 清溪县水利局",
        "51082224T000011－“三北”防护林",
    ],
)
def test_a_code_before_a_name_ends_where_the_name_begins(text: str) -> None:
    name = next(
        word for word in ("清溪", "天水", "桃源", "林木", "育苗", "小区", "2026", "5G", "“三北”") if word in text
    )
    assert code_end(text) == text.index(name)


@pytest.mark.parametrize(
    "text",
    [
        "5G基站建设",
        "120急救体系建设",
        "120 急救体系建设",
        "“12345”热线运行",
        "12345热线受理中心",
        "2026年森林防火",
        "2026-高标准农田建设",
        "2024-2026年高标准农田建设",
        "A级景区提升",
        "100000亩现代农业产业园",
        "962121物业热线",
        "110kV变电站迁改",
        "G318国道养护",
        "[2026]防火经费",
        "500-1000人学校食堂改造",
    ],
)
def test_names_that_begin_with_numbers_and_letters_stay_whole(text: str) -> None:
    assert code_end(text) == 0


TITLES = "预算单位,项目名称,一级指标,二级指标,三级指标,指标值\n"


def test_names_keep_their_codes_as_the_table_prints_them() -> None:
    rows = [
        "302001-清溪县中心小学,51082224T000011-校园维修,产出指标,数量指标,维修面积,≥200平方米",
        "302001-清溪县中心小学,51082224T000012-校园维修,产出指标,质量指标,验收合格率,≥95%",
        "302002清溪县林场,5G基站建设,产出指标,数量指标,基站数量,≥2座",
    ]
    document = lay_out(read("表.csv", (TITLES + "\n".join(rows)).encode()))
    assert [(unit.name and unit.name.text, project.name.text) for unit, project in document.projects()] == [
        ("302001-清溪县中心小学", "51082224T000011-校园维修"),
        ("302001-清溪县中心小学", "51082224T000012-校园维修"),
        ("302002清溪县林场", "5G基站建设"),
    ]
