"""Which of several columns beside each other holds the target: those of years."""

from __future__ import annotations

import pytest

from lint_pbt.layouts import lay_out
from lint_pbt.model.document import Document
from lint_pbt.model.sheet import Source
from tests.unit.sheets import grid

ROWS = (
    ("产出指标", "数量指标", "清淤河道长度"),
    ("产出指标", "质量指标", "清淤验收合格率"),
    ("满意度指标", "服务对象满意度指标", "沿河居民满意度"),
)
SECOND = ("≥15公里", "≥94%", "≥88%")


def table(head: str, *columns: tuple[str, ...]) -> Document:
    rows = ["|".join((*row, *values)) for row, *values in zip(ROWS, *columns, strict=True)]
    return lay_out(Source("表.xlsx", (grid("\n".join(("项目名称|河道清淤", head, *rows))),)))


def values(document: Document, kind: str) -> tuple[str | None, ...]:
    [(_, project)] = document.projects()
    fields = [getattr(one, kind) for one in project.indicators]
    return tuple(field.text if field else None for field in fields)


@pytest.mark.parametrize("titles", ["2024年实际|2025年目标", "2024年实际完成|2025年计划", "2023年度完成|2024年度预期"])
def test_titles_of_years_below_that_of_the_values(titles: str) -> None:
    past = ("14公里", "93%", "87%")
    document = table(f"一级指标|二级指标|三级指标|指标值|\n|||{titles}", past, SECOND)
    assert values(document, "annual") == SECOND
    assert values(document, "previous") == past
    assert not any(note.unchecked for note in document.notes)
