"""Folders with tables and configurations, for the tests of configuration, suppression and baseline."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from lint_pbt.model.run import Run
from lint_pbt.session import check
from lint_pbt.session.plan import Asked

HEAD = """项目支出绩效目标表
部门名称：云溪市文化局 单位：万元
项目名称（资金使用单位） 总计 财政拨款 财政专户拨款 其他资金 绩效目标 绩效指标
合计 {total}.00 {total}.00
云溪市图书馆 {total}.00 {total}.00
"""
PROJECT = """    {name} 10.00 10.00
举办{name}活动，服务读者。
1、1-产出指标；11-数量指标；活动场次；实施周期指标值:≥20场；年度指标值:≥20场。2、2-效益指标；22-社会效益；{indicator}；实施周期指标值:{value}；年度指标值:{value}。
"""


def table(*projects: str, value: str = "持续提升", indicator: str = "阅读氛围") -> str:
    """A table whose projects each lack satisfaction (P101), and where the value is vague are unmeasurable (V101)."""
    bodies = [PROJECT.format(name=name, value=value, indicator=indicator) for name in projects]
    return HEAD.format(total=10 * len(projects)) + "".join(bodies)


def found(run: Run) -> list[tuple[str, str]]:
    """Rule and project of each finding, sorted."""
    return sorted((one.rule.id, one.project.name.text if one.project else "") for one in run.findings)


def severities(run: Run) -> dict[str, str]:
    return {one.rule.id: one.severity for one in run.findings}


def rules_found(folder: Path, *files: str, asked: Asked | None = None) -> set[str]:
    return {one.rule.id for one in run_on(folder, files or ("表.txt",), asked).findings}


def run_on(folder: Path, files: Iterable[str] = ("表.txt",), asked: Asked | None = None) -> Run:
    return check([str(folder / file) for file in files], asked or Asked())


def configure(folder: Path, text: str, name: str = ".pbt-lint.yaml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path
