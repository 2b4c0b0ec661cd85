"""Word's own numbering: what stands before a paragraph without being typed."""

from __future__ import annotations

import pytest

from lint_pbt.readers import read
from lint_pbt.readers.word.numbering import _written
from tests.unit.readers.documents import docx, p, shown, tbl, tc, tr


def level(index: int, text: str, kind: str = "decimal", start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


def lists(*levels: str, nums: str = "") -> str:
    plain = '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    return f'<w:abstractNum w:abstractNumId="7">{"".join(levels)}</w:abstractNum>{plain}{nums}'


def numbered(text: str, number: int = 1, depth: int = 0) -> str:
    return p(text, looks=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


def shown_of(body: str, numbering: str, styles: str = "") -> list[object]:
    return shown(read("表.docx", docx(body, numbering=numbering, styles=styles)))


def test_paragraphs_of_a_cell_are_lines_with_their_numbers() -> None:
    body = tbl(tr("指标", tc(numbered("读书会场次") + numbered("展览场次"))), tr(tc(numbered("")), "≥2场"))
    assert shown_of(body, lists(level(0, "%1."))) == [[["指标", "1.读书会场次\n2.展览场次"], ["3", "≥2场"]]]


def test_a_number_before_all_that_a_cell_says_counts_cells() -> None:
    rows = [tr(tc(numbered("")), tc(numbered("读书会场次")), tc(numbered("≥12场") + numbered(""))) for _ in range(2)]
    assert shown_of(tbl(*rows), lists(level(0, "（%1）"))) == [
        [["1", "读书会场次", "≥12场"], ["5", "读书会场次", "≥12场"]],
    ]


def test_a_number_does_not_run_into_the_figures_behind_it() -> None:
    body = numbered("5万元") + numbered("2场") + numbered("场次")
    assert shown_of(body, lists(level(0, "%1."))) == ["1. 5万元", "2. 2场", "3.场次"]
    assert shown_of(numbered("5万元") + numbered("场次"), lists(level(0, "%1"))) == ["1 5万元", "2 场次"]


def test_levels_count_below_one_another_and_begin_anew() -> None:
    numbering = lists(level(0, "%1、", "chineseCounting"), level(1, "（%2）", "chineseCounting"), level(2, "%2.%3"))
    body = "".join(
        numbered(text, depth=depth) for text, depth in [("甲", 0), ("乙", 1), ("丙", 1), ("丁", 0), ("戊", 1)]
    )
    assert shown_of(body, numbering) == ["一、甲", "（一）乙", "（二）丙", "二、丁", "（一）戊"]


def test_lists_of_a_family_count_on_unless_one_begins_anew() -> None:
    on = '<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>'
    anew = (
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    body = numbered("甲") + numbered("乙", 2) + numbered("丙", 3) + numbered("丁", 3)
    assert shown_of(body, lists(level(0, "%1.", start=4), nums=on + anew)) == ["4.甲", "5.乙", "1.丙", "2.丁"]


def test_a_level_may_count_on_below_the_next_of_the_one_above() -> None:
    numbering = lists(level(0, "%1."), level(1, "（%2）", more='<w:lvlRestart w:val="0"/>'))
    body = "".join(numbered(text, depth=depth) for text, depth in [("甲", 0), ("乙", 1), ("丙", 0), ("丁", 1)])
    assert shown_of(body, numbering) == ["1.甲", "（1）乙", "2.丙", "（2）丁"]


def test_a_style_may_number() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = p("甲", looks='<w:pStyle w:val="a"/>')
    off = p("乙", looks='<w:pStyle w:val="a"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert shown_of(body + off, lists(level(0, "%1)")), styles) == ["1)甲", "乙"]


def test_bullets_and_broken_lists_say_nothing() -> None:
    assert shown_of(numbered("甲"), lists(level(0, "\uf0b7", "bullet"))) == ["甲"]
    assert shown_of(numbered("甲"), "<w:num>") == ["甲"]
    assert shown_of(numbered("甲", 9), lists(level(0, "%1."))) == ["甲"]


@pytest.mark.parametrize(
    ("count", "kind", "written"),
    [
        (12, "chineseCounting", "十二"),
        (20, "chineseCountingThousand", "二十"),
        (101, "japaneseCounting", "一百零一"),
        (3, "decimalEnclosedCircle", "③"),
        (21, "decimalEnclosedCircle", "21"),
        (28, "lowerLetter", "bb"),
        (9, "upperRoman", "IX"),
        (2, "ideographTraditional", "乙"),
        (7, "decimalZero", "07"),
        (15, "decimalFullWidth", "１５"),
        (5, "unheardOf", "5"),
    ],
)
def test_kinds_of_numbers(count: int, kind: str, written: str) -> None:
    assert _written(count, kind) == written
