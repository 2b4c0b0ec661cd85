"""Word documents: what Word shows, in the order of the document, each cell with its place."""

from __future__ import annotations

import io
import random
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lint_pbt
from lint_pbt.errors import ReadError
from lint_pbt.limits import Limits
from lint_pbt.model.document import Place
from lint_pbt.model.sheet import GridSheet, LineSheet, Source
from lint_pbt.readers import read
from tests.drawing import examples
from tests.unit.readers.documents import NAMESPACES, TYPES, archive, docx, p, r, shown, spans, tbl, tc, tr


def of(*body: str) -> Source:
    return read("表.docx", docx("".join(body)))


def text_of(*runs: str) -> str:
    """What is read of one paragraph."""
    [sheet] = of(p(*runs)).sheets
    assert isinstance(sheet, LineSheet)
    return "\n".join(line.text for line in sheet.lines)


def messages(source: Source) -> str:
    return "；".join(note.message for note in source.notes)


class TestTables:
    def test_text_and_tables_in_order_with_their_places(self) -> None:
        source = of(
            p("标题"), p(), p("单位：万元"), tbl(tr("甲", "乙"), tr("丙", "丁")), p("说明"), tbl(tr("戊", "己"))
        )
        assert shown(source) == ["标题", "", "单位：万元", [["甲", "乙"], ["丙", "丁"]], "说明", [["戊", "己"]]]
        lines, first, more, second = source.sheets
        assert isinstance(lines, LineSheet) and isinstance(first, GridSheet)
        assert isinstance(more, LineSheet) and isinstance(second, GridSheet)
        assert [line.place for line in lines.lines] == [Place(1, cell="第1段"), Place(2), Place(3, cell="第2段")]
        assert first.rows[1][1].place() == Place(5, cell="第1个表第2行第2列")
        assert more.lines[0].place == Place(6, cell="第3段")
        assert second.rows[0][0].place() == Place(7, cell="第2个表第1行第1列")
        assert first.name is None and source.encoding is None and not source.notes

    def test_a_cell_of_several_paragraphs_and_breaks(self) -> None:
        cell = tc(p() + p("一", r("<w:br/>"), "二", r("<w:tab/>"), "三") + p("四") + p())
        assert shown(of(tbl(tr(cell, "五")))) == [[["一\n二\t三\n四", "五"]]]

    def test_merged_cells(self) -> None:
        merged, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
        source = of(
            tbl(
                tr(tc("甲", '<w:gridSpan w:val="2"/>' + merged), "乙"),
                tr(tc("", '<w:gridSpan w:val="2"/>' + goes_on), "丙"),
                tr(tc("", '<w:gridSpan w:val="2"/><w:vMerge w:val="continue"/>'), "丁"),
                tr("戊", tc("己", merged), "庚"),
                tr("辛", tc("", goes_on), "壬"),
            )
        )
        assert shown(source) == [
            [["甲", "", "乙"], ["", "", "丙"], ["", "", "丁"], ["戊", "己", "庚"], ["辛", "", "壬"]]
        ]
        assert spans(source) == {"甲": (3, 2), "己": (2, 1)}

    def test_old_merging_across_and_rows_that_begin_late(self) -> None:
        source = of(
            tbl(
                tr(tc("甲", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), "乙"),
                tr("丙", "丁", looks='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'),
            )
        )
        assert shown(source) == [[["甲", "", "乙"], ["", "丙", "丁"]]]
        assert spans(source) == {"甲": (1, 2)}

    def test_merging_that_begins_nowhere(self) -> None:
        goes_on = "<w:vMerge/>"
        source = of(tbl(tr(tc("甲", goes_on), "乙"), tr("丙", tc("丁", goes_on)), tr(tc("", goes_on), tc("", goes_on))))
        assert shown(source) == [[["甲", "乙"], ["丙", "丁"], [""]]]
        assert spans(source) == {"丁": (2, 1)}

    def test_text_under_a_merged_cell_is_not_shown_by_word_and_said(self) -> None:
        merged = '<w:vMerge w:val="restart"/>'
        source = of(tbl(tr(tc("甲", merged), "乙"), tr(tc("丙", "<w:vMerge/>"), "丁")))
        assert shown(source) == [[["甲", "乙"], ["", "丁"]]]
        assert "1 处隐藏" in messages(source)
        same = of(tbl(tr(tc("甲", merged), "乙"), tr(tc("甲", "<w:vMerge/>"), "丁")))
        assert not same.notes

    def test_a_table_within_a_cell_comes_behind_the_outer_one(self) -> None:
        inner = tbl(tr("一级", "指标值"), tr("产出", "3个"))
        source = of(tbl(tr("项目名称", "读书"), tr("指标", tc(p("见下") + inner + p("完")))), p("后"))
        assert shown(source) == [
            [["项目名称", "读书"], ["指标", "见下\n完"]],
            [["一级", "指标值"], ["产出", "3个"]],
            "后",
        ]
        assert source.sheets[1].rows[1][1].place().cell == "第2个表第2行第2列"  # type: ignore[union-attr]

    def test_a_table_that_only_frames_others(self) -> None:
        inner = tbl(tr("一级", "指标值"), tr("产出", "3个"))
        source = of(tbl(tr(tc(p("目标表"))), tr(tc(p("单位：元") + inner + p("注")))))
        assert shown(source) == ["目标表", "单位：元", [["一级", "指标值"], ["产出", "3个"]], "注"]
        assert source.sheets[1].rows[0][0].place().cell == "第1个表第1行第1列"  # type: ignore[union-attr]

    def test_a_box_around_text_is_text(self) -> None:
        source = of(p("前"), tbl(tr(tc(p("一、") + p("二、")))), p("后"), tbl(tr("甲", "乙")))
        assert shown(source) == ["前", "一、", "二、", "后", [["甲", "乙"]]]
        assert source.sheets[0].lines[2].place == Place(3, cell="第3段")  # type: ignore[union-attr]
        assert source.sheets[1].rows[0][0].place().cell == "第1个表第1行第1列"  # type: ignore[union-attr]

    def test_a_box_within_a_cell_is_text_of_the_cell(self) -> None:
        assert shown(of(tbl(tr("值", tc(tbl(tr("≥95%"))))))) == [[["值", "≥95%"]]]

    def test_controls_around_rows_cells_and_paragraphs(self) -> None:
        def control(content: str) -> str:
            return f"<w:sdt><w:sdtPr><w:alias w:val='名'/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"

        row = f"<w:tr>{control(tc('丙'))}{tc(control(p(control(r('丁')))))}</w:tr>"
        assert shown(of(control(p("甲")), control(tbl(tr("甲", "乙"), control(row))))) == [
            "甲",
            [["甲", "乙"], ["丙", "丁"]],
        ]


class TestTabs:
    TEXTS = ("三级指标\t指标值\t单位\t备注", "培训场次\t≥20\t场\t", "参训人次\t≥500\t人次\t", "合格率\t≥95\t%\t抽查")

    def test_paragraphs_that_tabs_divide_are_a_table_where_they_stand(self) -> None:
        tab = "<w:r><w:tab/></w:r>"
        rows = [p(tab.join(r(text) if text else "" for text in one.split("\t"))) for one in self.TEXTS]
        source = of(p("项目支出绩效目标表"), tbl(tr("甲", "乙")), p("指标"), *rows)
        *_, sheet = source.sheets
        assert isinstance(sheet, GridSheet)
        assert [cell.text for cell in sheet.rows[2]] == ["培训场次", "≥20", "场", ""]
        assert sheet.rows[2][1].place() == Place(5, 6, cell="第4段")

    def test_prose_with_a_tab_here_and_there_stays_text(self) -> None:
        [sheet] = of(*(p(f"一、\t项目概况{number}") for number in range(5))).sheets
        assert isinstance(sheet, LineSheet)

    def test_what_stands_far_from_it_stays_text(self) -> None:
        before, _, behind = of(*map(p, ["说明"] * 9), *map(p, self.TEXTS), *map(p, ["附注"] * 9)).sheets
        assert isinstance(before, LineSheet) and len(before.lines) == 3
        assert isinstance(behind, LineSheet) and len(behind.lines) == 3


class TestText:
    def test_what_is_looked_through(self) -> None:
        link = f"<w:hyperlink>{r('乙')}</w:hyperlink>"
        tag = f"<w:smartTag><w:smartTagPr/>{r('丙')}</w:smartTag>"
        simple = f'<w:fldSimple w:instr="PAGE">{r("丁")}</w:fldSimple>'
        code = r('<w:fldChar w:fldCharType="begin"/>') + r("<w:instrText>DATE</w:instrText>")
        result = r('<w:fldChar w:fldCharType="separate"/>') + r("戊") + r('<w:fldChar w:fldCharType="end"/>')
        assert text_of("甲", link, tag, simple, code, result) == "甲乙丙丁戊"

    def test_space_at_the_ends_counts_only_where_it_is_preserved(self) -> None:
        assert text_of(r("<w:t> 甲 </w:t>"), r(" 乙"), r("<w:t>\n丙</w:t>")) == "甲 乙丙"

    def test_signs(self) -> None:
        symbol = '<w:sym w:font="{}" w:char="{}"/>'
        signs = [("Symbol", "F0B3"), ("Wingdings", "F0FE"), ("Wingdings 2", "0052"), ("宋体", "2264"), ("Odd", "F041")]
        source = of(p(*(r(symbol.format(*one)) for one in signs), r("<w:noBreakHyphen/>"), r("<w:softHyphen/>")))
        assert shown(source) == ["≥☑☑≤□-"]
        assert "1 处特殊符号" in messages(source)
        assert text_of(r("\uf0a3", '<w:rFonts w:ascii="Symbol"/>'), "5%") == "≤5%"

    def test_raised_figures_are_no_other_number(self) -> None:
        raised = '<w:vertAlign w:val="superscript"/>'
        assert text_of("10", r("4", raised), "m", r("2", raised), r("注", raised)) == "10⁴m²注"

    def test_formulas(self) -> None:
        fraction = "<m:oMath><m:r><m:t>≥</m:t></m:r><m:f><m:num><m:r><m:t>2</m:t></m:r></m:num><m:den><m:r><m:t>3"
        assert text_of(fraction + "</m:t></m:r></m:den></m:f></m:oMath>") == "≥2/3"

    def test_boxes_to_tick_and_lists_to_choose_from(self) -> None:
        field = '<w:fldChar w:fldCharType="begin"><w:ffData>{}</w:ffData></w:fldChar>'
        ticked = r(field.format('<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>'))
        unticked = r(field.format('<w:checkBox><w:default w:val="0"/></w:checkBox>'))
        entries = '<w:listEntry w:val="正向"/><w:listEntry w:val="反向"/>'
        chosen = r(field.format(f'<w:ddList><w:result w:val="1"/>{entries}</w:ddList>'))
        control = f"<w:sdt><w:sdtPr><w:checkBox/></w:sdtPr><w:sdtContent>{r('☒')}</w:sdtContent></w:sdt>"
        assert text_of(ticked, "是", unticked, "否", chosen, control) == "☑是☐否反向☒"

    def test_text_boxes_are_read_once(self) -> None:
        box = f"<w:txbxContent>{p('框')}{tbl(tr('甲', '乙'))}</w:txbxContent>"
        new = f"<mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        old = f"<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback>"
        both = r(f"<mc:AlternateContent>{new}{old}</mc:AlternateContent>")
        assert shown(of(p("前", both, "后"))) == ["前后", "框", [["甲", "乙"]]]
        assert shown(of(p(r(f"<w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict>")))) == [
            "", "框", [["甲", "乙"]],
        ]  # fmt: skip

    def test_numbers_before_paragraphs_and_strict_names(self) -> None:
        strict = NAMESPACES.replace(
            "schemas.openxmlformats.org/wordprocessingml/2006", "purl.oclc.org/ooxml/wordprocessingml"
        )
        data = docx(p("甲", looks="<w:numPr><w:ilvl w:val='0'/></w:numPr>") + tbl(tr("乙", "丙")), namespaces=strict)
        assert shown(read("表.docx", data)) == ["甲", [["乙", "丙"]]]


class TestWhatIsSaid:
    def test_revisions_are_read_as_accepted(self) -> None:
        added = f"<w:ins w:id='1'>{r('90%')}</w:ins>"
        gone = "<w:del w:id='2'><w:r><w:delText>85%</w:delText></w:r></w:del>"
        moved = f"<w:moveFrom>{r('从')}</w:moveFrom><w:moveTo>{r('到')}</w:moveTo>"
        row = tr("删", "去", looks="<w:del w:id='3'/>")
        mark_gone = p("前半", looks="<w:rPr><w:del w:id='4'/></w:rPr>")
        source = of(p("≥", gone, added, moved), mark_gone, p("后半"), tbl(tr("甲", "乙"), row))
        assert shown(source) == ["≥90%到", "前半后半", [["甲", "乙"]]]
        [note] = source.notes
        assert "没有接受的修订" in note.message and not note.unchecked

    def test_hidden_text(self) -> None:
        source = of(p("甲", r("密", "<w:vanish/>"), r("乙", '<w:vanish w:val="0"/>')), p(r(" ", "<w:vanish/>")))
        assert shown(source)[0] == "甲乙"
        assert "1 处隐藏" in messages(source)
        rows = of(tbl(tr("甲", "乙"), tr("丙", "丁", looks="<w:hidden/>")))
        assert shown(rows) == [[["甲", "乙"]]] and "隐藏" in messages(rows)

    def test_footnotes(self) -> None:
        source = of(p("甲", r('<w:footnoteReference w:id="1"/>')))
        assert shown(source) == ["甲"] and "脚注" in messages(source)

    def test_pictures_and_embedded_objects(self) -> None:
        picture = p(r("<w:drawing><a:blip/></w:drawing>"))
        with pytest.raises(ReadError, match=r"只有图片.*扫描"):
            of(picture)
        assert "1 个单元格里只有图片" in messages(of(tbl(tr("甲", tc(picture)), tr("乙", tc(picture + p("丙"))))))
        sheet = p(r('<w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object>'))
        with pytest.raises(ReadError, match="嵌着"):
            of(sheet)
        [note] = of(p("甲"), sheet).notes
        assert note.unchecked and "工作簿" in note.message
        assert not of(p("甲"), sheet.replace("Excel.Sheet.12", "Equation.3")).notes

    def test_a_part_of_another_format(self) -> None:
        [note] = of(p("甲"), "<w:altChunk/>").notes
        assert note.unchecked and "另存" in note.message

    def test_an_empty_document(self) -> None:
        for body in ("", p(), p(" "), tbl(tr("", ""))):
            with pytest.raises(ReadError, match="没有文字"):
                of(body)


class TestBrokenAndHostile:
    @pytest.mark.parametrize(
        ("parts", "words"),
        [
            ({"word/styles.xml": "<x/>"}, "缺了正文"),
            ({"word/document.xml": ""}, "损坏"),
            ({"word/document.xml": "<a><b></a>"}, "损坏"),
            ({"word/document.xml": "<a/>"}, "缺了正文"),
            ({"word/document.xml": b"\xff\xfe\x00"}, "损坏"),
        ],
    )
    def test_missing_and_broken_parts(self, parts: dict[str, str | bytes], words: str) -> None:
        with pytest.raises(ReadError, match=words):
            read("表.docx", archive({"[Content_Types].xml": TYPES, **parts}))

    def test_the_text_may_stand_elsewhere(self) -> None:
        relation = '<Relationship Id="1" Type="http://x/officeDocument" Target="/word/document2.xml"/>'
        data = archive(
            {
                "_rels/.rels": f"<Relationships>{relation}</Relationships>",
                "word/document2.xml": f"<w:document {NAMESPACES}><w:body>{p('甲')}</w:body></w:document>",
            }
        )
        assert shown(read("表.docx", data)) == ["甲"]

    @pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
    def test_cut_off(self, share: float) -> None:
        data = docx(p("甲" * 1000))
        with pytest.raises(ReadError, match="请"):
            read("表.docx", data[: int(len(data) * share)])

    def test_entities(self) -> None:
        lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
        for head in (
            f'<!DOCTYPE x [<!ENTITY l0 "lol">{lol}]>',
            '<!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
            '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
        ):
            with pytest.raises(ReadError, match="实体"):
                read("表.docx", docx(p("&l9;" if "l9" in head else "甲"), head=head))
        # Written in UTF-16, so that a look at the bytes does not show it.
        text = f'<!DOCTYPE x [<!ENTITY a "b">]><w:document {NAMESPACES}><w:body>{p("&a;")}</w:body></w:document>'
        with pytest.raises(ReadError):
            read("表.docx", archive({"[Content_Types].xml": TYPES, "word/document.xml": text.encode("utf-16")}))

    def test_nesting_without_end(self) -> None:
        cell = "<w:tbl><w:tr><w:tc>"
        for depth in (30, 100, 33_000):
            body = cell * depth + p("甲") + "</w:tc></w:tr></w:tbl>" * depth
            if depth == 30:
                assert shown(read("表.docx", docx(body))) == ["甲"]
                with pytest.raises(ReadError, match="一层套一层"):
                    read("表.docx", docx(body), Limits(depth=20))
            else:
                with pytest.raises(ReadError, match="一层套一层"):
                    read("表.docx", docx(body))

    def test_spans_without_end(self) -> None:
        huge = '<w:gridSpan w:val="1000000000"/>'
        assert len(of(tbl(tr(tc("甲", huge), "乙"))).sheets[0].rows[0]) == 1001  # type: ignore[union-attr]
        with pytest.raises(ReadError, match="列"):
            of(tbl(tr(*[tc("甲", huge)] * 100)))
        late = tr("甲", "乙", looks='<w:gridBefore w:val="999999999"/>')
        assert len(of(tbl(late)).sheets[0].rows[0]) == 1002  # type: ignore[union-attr]
        with pytest.raises(ReadError, match="格"):
            read("表.docx", docx(tbl(*[late] * 100)), Limits(cells=10_000))

    def test_limits(self) -> None:
        data = docx(tbl(*[tr("甲", "乙" * 20)] * 30))
        for limits, words in (
            (Limits(rows=29), "行数"),
            (Limits(cells=59), "格数"),
            (Limits(cell_characters=19), "字数"),
            (Limits(unpacked_megabytes=0), "解压"),
        ):
            with pytest.raises(ReadError, match=f"{words}.*limits"):
                read("表.docx", data, limits)


BODY = (
    p("项目支出绩效目标表", r("<w:br/>"), looks='<w:jc w:val="center"/>')
    + tbl(
        tr(tc("甲", '<w:gridSpan w:val="2"/>'), tc("乙", '<w:vMerge w:val="restart"/>')),
        tr("丙", tc(tbl(tr("一", "二"))), tc("", "<w:vMerge/>")),
    )
    + p(f"<w:ins>{r('新')}</w:ins>", r("密", "<w:vanish/>"), r('<w:sym w:font="Symbol" w:char="F0B3"/>'))
)


@settings(max_examples=examples(150))
@given(st.data())
def test_spoilt_xml_is_read_or_refused(data: st.DataObject) -> None:
    tags = BODY.replace(">", ">\0").split("\0")
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(tags) - 1))
        other = data.draw(st.sampled_from(tags))
        tags[at : at + data.draw(st.integers(0, 2))] = [other] * data.draw(st.integers(0, 3))
    with suppress(ReadError):
        read("表.docx", docx("".join(tags)))


@settings(max_examples=examples(100))
@given(st.integers(0, 2**32))
def test_spoilt_bytes_are_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(docx(BODY))
    for _ in range(chance.randint(1, 8)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    with suppress(ReadError):
        read("表.docx", bytes(data))


def test_a_document_made_by_a_program(tmp_path: Path) -> None:
    python_docx = pytest.importorskip("docx")
    document = python_docx.Document()
    document.add_heading("项目支出绩效目标表", 1)
    table = document.add_table(4, 4)
    head = ["项目名称", "一级指标", "三级指标", "年度指标值"]
    for cell, text in zip(table.rows[0].cells, head, strict=True):
        cell.text = text
    table.cell(1, 0).merge(table.cell(3, 0)).text = "甲"
    for number in (1, 2, 3):
        table.cell(number, 3).text = f"{number}个\n以上"
    out = io.BytesIO()
    document.save(out)
    source = read("表.docx", out.getvalue())
    assert shown(source) == [
        "项目支出绩效目标表",
        [head, ["甲", "", "", "1个\n以上"], ["", "", "", "2个\n以上"], ["", "", "", "3个\n以上"]],
    ]
    assert spans(source) == {"甲": (3, 1)}
    (tmp_path / "表.docx").write_bytes(out.getvalue()[:5000])
    run = lint_pbt.lint([str(tmp_path / "表.docx")])
    assert run.failures and not run.crashes


class TestStruckThrough:
    STRIKE, DOUBLE, OFF = "<w:strike/>", "<w:dstrike/>", '<w:strike w:val="0"/>'

    def test_struck_text_is_gone_and_said_once_with_its_place(self) -> None:
        value = tc(p(r("≥10场", self.STRIKE), r("≥12场", self.OFF)))
        source = of(p("甲", r("乙", self.DOUBLE)), tbl(tr("场次", value), tr("丙", "丁")))
        assert shown(source) == ["甲", [["场次", "≥12场"], ["丙", "丁"]]]
        [note] = source.notes
        assert "2 处文字划了删除线" in note.message and "乙" in note.message
        assert note.place == Place(1, cell="第1段")

    def test_a_struck_row_is_empty(self) -> None:
        row = tr(*(tc(p(r(text, self.STRIKE))) for text in ("经费", "≤5万元")))
        source = of(tbl(tr("甲", "乙"), row, tr("丙", "丁")))
        assert shown(source) == [[["甲", "乙"], ["", ""], ["丙", "丁"]]]
        assert "2 处" in messages(source)

    def test_a_paragraph_struck_in_a_cell_leaves_no_line(self) -> None:
        cell = tc(p("甲") + p(r("乙", self.STRIKE)) + p("丙"))
        assert shown(of(tbl(tr(cell, "丁")))) == [[["甲\n丙", "丁"]]]

    def test_a_document_all_struck_says_so(self) -> None:
        with pytest.raises(ReadError, match="全都划了删除线"):
            of(p(r("甲", self.STRIKE)))


def control(content: str, looks: str = "<w:showingPlcHdr/>") -> str:
    return f"<w:sdt><w:sdtPr>{looks}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def test_what_an_empty_control_asks_for_is_no_text() -> None:
    prompt = "单击此处输入文字"
    cells = tr("甲", tc(p("共", control(r(prompt)), "次")), tc(control(p(prompt))), tc("乙"))
    row = cells.replace("</w:tr>", control(tc(prompt)) + tc("丙") + "</w:tr>")
    assert shown(of(tbl(row))) == [[["甲", "共次", "", "乙", "", "丙"]]]
    assert text_of(control(r("填了的"), "")) == "填了的"


def test_styles_may_hide_and_strike() -> None:
    styles = """<w:style w:styleId="a"><w:rPr><w:strike/></w:rPr></w:style>
        <w:style w:styleId="b"><w:basedOn w:val="a"/></w:style>
        <w:style w:styleId="c"><w:basedOn w:val="a"/><w:rPr><w:dstrike w:val="0"/></w:rPr></w:style>
        <w:style w:styleId="d"><w:basedOn w:val="e"/><w:rPr><w:vanish/></w:rPr></w:style>
        <w:style w:styleId="e"><w:basedOn w:val="e"/></w:style>"""
    runs = [r(name, f'<w:rStyle w:val="{name}"/>') for name in "abcde"]
    off = r("甲", '<w:rStyle w:val="a"/><w:strike w:val="false"/>')
    body = p(*runs, off) + p("乙", looks='<w:pStyle w:val="b"/>')
    source = read("表.docx", docx(body, styles=styles))
    assert shown(source)[0] == "ce甲" and not any(shown(source)[1:])
    assert "1 处隐藏" in messages(source) and "2 处文字划了删除线" in messages(source)
