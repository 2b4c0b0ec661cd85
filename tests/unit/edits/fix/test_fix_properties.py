"""Tables with defects put in anywhere: what a fix must come to is known from how they were made."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from lint_pbt import session
from lint_pbt.edits.fix.files import Method
from lint_pbt.model.document import Document
from lint_pbt.rulebook.loader import Settings
from tests.drawing import examples

PREAMBLE = [
    "项目支出绩效目标表",
    "部门名称：云溪市水务局 单位：万元",
    "项目名称（资金使用单位） 总计 财政拨款 财政专户拨款 其他资金 绩效目标 绩效指标",
    "合计 36.50 36.50",
    "云溪市河湖保护中心 36.50 36.50",
    "    河道保洁经费 36.50 36.50",
    " 保持河道整洁，改善沿河居民的生活环境。",
]
NAMES = ["河道保洁长度", "保洁船只数", "巡河人次", "垃圾清运量", "断面水质达标率", "居民投诉办结率"]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "gb18030"]
LINE_ENDS = ["\n", "\r\n", "\r"]
# Each as written and as it must read.
PREFIXES = [("", ""), ("标准：", ""), ("标准:", ""), ("标准： ", ""), ("标准 ：", "")]
SIGNS = [("≥", "≥"), ("》", "≥"), ("=>", "≥"), ("》=", "≥"), ("》 =", "≥"), ("＞=", "＞="), ("≥ ", "≥"), ("=> ", "≥")]
NUMBERS = [("95%", "95%"), ("９５％", "95%"), ("95 %", "95%"), ("９5%", "95%"), ("95% 以上", "95%以上")]
FIXED = {"V104", "F101", "F102", "X101"}


class Text(NamedTuple):
    """A text with its defects, and without them."""

    bad: str
    good: str

    def __add__(self, other: object) -> Text:
        assert isinstance(other, Text)
        return Text(self.bad + other.bad, self.good + other.good)


class Table(NamedTuple):
    data: bytes
    codec: str
    body: str
    names: list[str]


def same(text: str) -> Text:
    return Text(text, text)


def values() -> st.SearchStrategy[Text]:
    parts = st.tuples(*(st.sampled_from(forms).map(lambda form: Text(*form)) for forms in (PREFIXES, SIGNS, NUMBERS)))
    return parts.map(lambda found: found[0] + found[1] + found[2])


@st.composite
def tables(draw: st.DrawFn) -> Table:
    names = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=6, unique=True))
    body = same("")
    for ordinal, name in enumerate(names, 1):
        annual = draw(values())
        cycle = annual if draw(st.booleans()) else draw(values())
        body += same(f"{ordinal}、1-产出指标；11-数量指标；{name}；实施周期指标值:") + cycle
        body += same("；年度指标值:") + annual + same("。")
    lines = [*PREAMBLE, *wrapped(body.bad, draw(st.integers(18, 60)))]
    ends = draw(st.lists(st.sampled_from(LINE_ENDS), min_size=len(lines), max_size=len(lines)))
    if draw(st.booleans()):
        ends = [ends[0]] * len(lines)
    codec = draw(st.sampled_from(ENCODINGS))
    return Table("".join(map("".join, zip(lines, ends, strict=True))).encode(codec), codec, body.good, names)


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines; a line neither begins nor ends with a space, since that would be indentation."""
    lines = []
    while len(text) > width:
        cut = width
        while " " in text[cut - 1 : cut + 1]:
            cut -= 1
        lines.append(text[:cut])
        text = text[cut:]
    return [*lines, text]


def ends_of(text: str) -> Sequence[str]:
    return re.findall("\r\n?|\n", text)


def indicator_names(document: Document) -> list[str]:
    return [indicator.name.text for _, project in document.projects() for indicator in project.indicators]


@settings(max_examples=examples(120))
@given(tables())
def test_only_the_defects_go_and_a_second_time_changes_nothing(table: Table) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "表.txt"
        path.write_bytes(table.data)
        run = session.fix([str(path)], Settings("strict"), Method(unsafe=True))
        once = path.read_bytes()
        session.fix([str(path)], Settings("strict"), Method(unsafe=True))
        assert path.read_bytes() == once
    old, new = table.data.decode(table.codec), once.decode(table.codec)
    assert new.encode(table.codec) == once  # the mark in front is as it was
    assert re.sub("[\r\n]+", "", new) == "".join(PREAMBLE) + table.body
    assert ends_of(new) == ends_of(old)
    assert indicator_names(run.documents[0]) == table.names
    assert FIXED.isdisjoint(finding.rule.id for finding in run.findings)
    assert run.repairs[0].refusals == ()


@settings(max_examples=examples(60))
@given(tables(), st.booleans())
def test_what_is_not_changed_keeps_its_bytes(table: Table, unsafe: bool) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "表.txt"
        path.write_bytes(table.data)
        before = session.check([str(path)], Settings("strict"))
        session.fix([str(path)], Settings("strict"), Method(unsafe=unsafe))
        once = path.read_bytes()
    codec = table.codec.removesuffix("-sig")
    old, new = (re.split("\r\n?|\n", data.decode(codec)) for data in (table.data, once))
    touched = {
        field.place(offset).line - 1
        for finding in before.findings
        if finding.rule.id in FIXED and finding.indicator
        for field in (finding.indicator.annual, finding.indicator.cycle)
        if field
        for offset in range(len(field.text))
    }
    assert {index for index, pair in enumerate(zip(old, new, strict=True)) if pair[0] != pair[1]} <= touched
