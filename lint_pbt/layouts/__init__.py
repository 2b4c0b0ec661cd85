"""Layouts: a `Source` becomes a `Document`. A layout knows how a table is arranged and nothing of files.

A layout is a module with `NAME`, `sureness(source, added) -> float` (0 to 1) and `lay_out(source, added) -> Document`;
`added` are words that a user's configuration adds to vocabularies.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from lint_pbt.errors import ReadError
from lint_pbt.sheet import GridSheet, LineSheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lint_pbt.model import Document
    from lint_pbt.sheet import Source

    Words = Mapping[str, tuple[str, ...]]

_LAYOUTS = {LineSheet: ("lint_pbt.layouts.inline",), GridSheet: ("lint_pbt.layouts.grid",)}
_NOTHING: Words = {}
_LEAST_SURE = 0.3

_NO_TABLE = {
    LineSheet: "没有找到项目支出绩效目标表：里面没有“1、1-产出指标；11-数量指标；…；年度指标值:…”这样的指标。"
    "请确认选对了文件；如果表是从 PDF 或网页复制的，请连同指标那一栏一起复制",
    GridSheet: "没有找到绩效指标表：表头里要有指标名称（如“三级指标”）和指标值（如“年度指标值”）两列，"
    "或者有一列“绩效指标”写着各条指标。请确认选对了文件，没有删掉表头",
}


def lay_out(source: Source, added: Words = _NOTHING) -> Document:
    """The table of a source, read by the layout that is surest of it. Raises `ReadError` where none is.

    `added` are words that a user adds to vocabularies: titles of columns, under names such as `grid-columns.name`.
    """
    kinds = list(dict.fromkeys(map(type, source.sheets)))
    modules = [import_module(name) for kind in kinds for name in _LAYOUTS[kind]]
    sureness, layout = max(((module.sureness(source, added), module) for module in modules), key=lambda pair: pair[0])
    if sureness < _LEAST_SURE:
        raise ReadError(_NO_TABLE[kinds[0]])
    document: Document = layout.lay_out(source, added)
    return document
