"""A row that holds nothing but the rest of the name above it."""

from __future__ import annotations

from lint_pbt.layouts import lay_out
from lint_pbt.model.document import Document
from lint_pbt.model.sheet import Source
from tests.unit.sheets import grid

HEAD = "项目名称|一级指标|二级指标|三级指标|年度指标值"


def read(*rows: str) -> Document:
    return lay_out(Source("表.xlsx", (grid("\n".join((HEAD, *rows))),)))


def names(document: Document) -> list[str]:
    return [one.name.text for _, project in document.projects() for one in project.indicators]


def test_two_halves_make_one_name() -> None:
    document = read(
        "湿地巡护|产出指标|质量指标|湿地监测点设备完|≥95%",
        "|||好率|",
        "|满意度指标|服务对象满意度指标|湿地周边住户|≥90%",
        "|||满意度|",
    )
    assert names(document) == ["湿地监测点设备完好率", "湿地周边住户满意度"]
    assert not any("只有这几个字" in note.message for note in document.notes)


def test_what_may_be_an_indicator_without_a_value_is_told() -> None:
    document = read("湿地巡护|产出指标|数量指标|巡护里程|≥300公里", "|||观鸟屋数量|")
    assert names(document) == ["巡护里程", "观鸟屋数量"]
    assert [note.place and note.place.cell for note in document.notes if "只有这几个字" in note.message] == ["D3"]
