"""Fixes of delimited text: the cell in question changes, its quotes and every other byte stay."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.drawing import examples
from tests.unit.edits.fix.test_fix import UNSAFE, fix
from tests.unit.edits.fix.test_fix_properties import ENCODINGS, FIXED, NAMES, Text, indicator_names, values

HEAD = """项目支出绩效目标表,,,,,,,
项目名称,项目金额,绩效目标,一级指标,二级指标,三级指标,年度指标值,实施周期指标值
全民阅读经费㐂,120.00,"举办读书活动,培养阅读习惯。",产出指标,数量指标,读书活动场次,{visits},{visits}
,,,产出指标,质量指标,藏书完好率,{rate},≥95%
,,,满意度指标,服务对象满意度指标,读者满意度,{happy},≥90%
"""
BAD = HEAD.format(visits="标准：２０场", rate=" ≥ 95% ", happy='"标准：=>\n90%（""常来""的读者）"')
GOOD = HEAD.format(visits="20场", rate=" ≥95% ", happy='"≥\n90%（""常来""的读者）"')


def table(folder: Path, text: str, name: str = "表.csv") -> Path:
    path = folder / name
    path.write_bytes(text.replace("\n", "\r\n").encode("gb18030"))
    return path


def test_gb18030_with_crlf_byte_for_byte(tmp_path: Path) -> None:
    path = table(tmp_path, BAD)
    _, repair = fix(path)
    assert path.read_bytes() == GOOD.replace("\n", "\r\n").encode("gb18030")
    assert repair.places == {"V104": 3, "F101": 2, "F102": 1, "X101": 1}
    _, repair = fix(path)
    assert not repair.places


def test_sign_value_and_unit_in_columns_of_their_own(tmp_path: Path) -> None:
    text = """项目名称\t一级指标\t二级指标\t三级指标\t指标性质\t指标值\t度量单位
全民阅读经费\t产出指标\t数量指标\t读书活动场次\t=>\t２０\t场
\t产出指标\t质量指标\t藏书完好率\t》\t95\t%
\t满意度指标\t服务对象满意度指标\t读者满意度\t≥\t90\t%
"""
    path = table(tmp_path, text, "表.tsv")
    fix(path, UNSAFE)
    expected = text.replace("=>\t２０", "≥\t20").replace("》", "≥")
    assert path.read_bytes() == expected.replace("\n", "\r\n").encode("gb18030")


@pytest.mark.parametrize("value", ["标准：=100%", "≤0%"])
def test_no_cell_becomes_a_formula(tmp_path: Path, value: str) -> None:
    text = HEAD.format(visits="20场", rate=value, happy="≥90%").replace(",≥95%", f",{value}")
    path = table(tmp_path, text.replace("藏书完好率", "藏书破损率"))
    before = path.read_bytes()
    _, repair = fix(path, UNSAFE)
    assert path.read_bytes() == before
    assert "公式" in repair.refusals[0].reason


@settings(max_examples=examples(60))
@given(
    st.lists(st.tuples(values(), st.none() | values()), min_size=2, max_size=6),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    st.sampled_from(",\t;"),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(ENCODINGS),
)
def test_only_the_defects_go(
    pairs: list[tuple[Text, Text | None]], quoting: int, separator: str, end: str, codec: str
) -> None:
    def written(cycles: list[str], annuals: list[str]) -> bytes:
        stream = io.StringIO()
        writer = csv.writer(stream, delimiter=separator, quoting=quoting, lineterminator=end)  # type: ignore[arg-type]
        writer.writerow(["项目名称", "一级指标", "二级指标", "三级指标", "实施周期指标值", "年度指标值"])
        for name, cycle, annual in zip(NAMES, cycles, annuals, strict=False):
            writer.writerow(["河道保洁经费", "产出指标", "数量指标", name, cycle, annual])
        return stream.getvalue().encode(codec)

    both = [(annual if cycle is None else cycle, annual) for annual, cycle in pairs]
    bad = written([cycle.bad for cycle, _ in both], [annual.bad for _, annual in both])
    good = written([cycle.good for cycle, _ in both], [annual.good for _, annual in both])
    with TemporaryDirectory() as folder:
        path = Path(folder) / "表.csv"
        path.write_bytes(bad)
        run, _ = fix(path, UNSAFE)
        assert path.read_bytes() == good
        _, again = fix(path, UNSAFE)
        assert not again.places
    assert indicator_names(run.documents[0]) == NAMES[: len(pairs)]
    assert FIXED.isdisjoint(finding.rule.id for finding in run.findings)
