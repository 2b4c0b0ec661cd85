"""Layouts: a `Source` becomes a `Document`. A layout knows how a table is arranged and nothing of files.

A layout is a module with `NAME`, `sureness(source) -> float` (0 to 1) and `lay_out(source) -> Document`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from lint_pbt.errors import ReadError

if TYPE_CHECKING:
    from lint_pbt.model import Document
    from lint_pbt.sheet import Source

_LAYOUTS = ("lint_pbt.layouts.inline",)
_LEAST_SURE = 0.3

_NO_TABLE = (
    "没有找到项目支出绩效目标表：里面没有“1、1-产出指标；11-数量指标；…；年度指标值:…”这样的指标。"
    "请确认选对了文件；如果表是从 PDF 或网页复制的，请连同指标那一栏一起复制"
)


def lay_out(source: Source) -> Document:
    """The table of a source, read by the layout that is surest of it. Raises `ReadError` where none is."""
    sureness, layout = max(((module.sureness(source), module) for module in map(import_module, _LAYOUTS)),
                           key=lambda pair: pair[0])  # fmt: skip
    if sureness < _LEAST_SURE:
        raise ReadError(_NO_TABLE)
    document: Document = layout.lay_out(source)
    return document
