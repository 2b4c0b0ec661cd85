"""Web pages: what a browser shows, in the order of the page, whatever the markup and its encoding."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint_pbt.errors import ReadError
from lint_pbt.limits import Limits
from lint_pbt.model.document import Place
from lint_pbt.model.sheet import GridSheet, Source
from lint_pbt.readers import read
from tests.drawing import examples
from tests.unit.readers.documents import shown, spans

SENTENCE = "某市教育局项目支出绩效目标表，培训教师人次不少于三百人次，参训教师满意度达到百分之九十以上。"


def of(body: str, path: str = "表.html") -> Source:
    return read(path, f"<html><body>{body}</body></html>".encode())


def cell_of(markup: str) -> str:
    """The text of a cell with some markup."""
    [rows] = shown(of(f"<table><tr><td>{markup}</td><td>旁</td></tr></table>"))
    return rows[0][0]  # type: ignore[index, no-any-return]


class TestTables:
    def test_text_and_tables_in_order_with_their_places(self) -> None:
        source = of("<h1>标题</h1>\n<p>单位：<b>万元</b></p>\n<table>\n<tr><td>甲</td>\n<td>乙</td></tr></table>说明")
        assert shown(source) == ["标题", "单位：万元", [["甲", "乙"]], "说明"]
        lines, grid, _ = source.sheets
        assert lines.lines[1].place == Place(2)  # type: ignore[union-attr]
        assert grid.rows[0][1].place() == Place(5, cell="第1个表第1行第2列")  # type: ignore[union-attr]

    def test_spans(self) -> None:
        source = of(
            "<table><tr><th rowspan=2>甲<th colspan='2'>乙<th rowspan=3>丙"
            "<tr><td>丁<td>戊<tr><td>己<td rowspan=0>庚<td>辛<tr><td>壬<td>癸</table>"
        )
        assert shown(source) == [[["甲", "乙", "", "丙"], ["", "丁", "戊"], ["己", "庚", "辛"], ["壬", "", "癸"]]]
        assert spans(source) == {"甲": (2, 1), "乙": (1, 2), "丙": (3, 1), "庚": (2, 1)}

    @pytest.mark.parametrize("span", ["100000000", "-1", "1e9", "", "x", "٣", "99999999999999999999"])
    def test_spans_without_sense(self, span: str) -> None:
        source = of(f"<table><tr><td rowspan='{span}' colspan='{span}'>甲<td>乙<tr><td>丙<td>丁</table>")
        assert [cell for row in shown(source)[0] for cell in row if cell] == ["甲", "乙", "丙", "丁"]  # type: ignore[union-attr, attr-defined]

    def test_a_span_ends_with_its_group(self) -> None:
        rows = "<thead><tr><th rowspan=5>甲<th>乙</thead><tbody><tr><td>丙<td>丁</tbody>"
        assert shown(of(f"<table>{rows}</table>")) == [[["甲", "乙"], ["丙", "丁"]]]

    def test_head_first_and_foot_last(self) -> None:
        foot, head = "<tfoot><tr><td>合计<td>3</tfoot>", "<thead><tr><th>名称<th>数</thead>"
        source = of(f"<table><caption>表一</caption>{foot}<tr><td>甲<td>1{head}<tr><td>乙<td>2</table>")
        assert shown(source) == ["表一", [["名称", "数"], ["甲", "1"], ["乙", "2"], ["合计", "3"]]]
        assert source.sheets[1].rows[1][0].place().cell == "第1个表第2行第1列"  # type: ignore[union-attr]

    def test_a_table_within_a_cell_comes_behind_the_outer_one(self) -> None:
        source = of("<table><tr><td>甲<td>乙<tr><td>丙<td>前<table><tr><td>一<td>二</table>后</table>")
        assert shown(source) == [[["甲", "乙"], ["丙", "前\n后"]], [["一", "二"]]]
        assert source.sheets[1].rows[0][1].place().cell == "第2个表第1行第2列"  # type: ignore[union-attr]

    def test_a_page_laid_out_with_tables(self) -> None:
        inner = "<p>目标表</p><table><tr><td>一<td>二</table><table><tr><td>三<td>四</table>注"
        page = f"<table><tr><td>首页 | 新闻</td></tr><tr><td>栏目</td><td><table><tr><td>{inner}</table></table>"
        source = of(page)
        assert shown(source) == ["首页 | 新闻", "栏目", "目标表", [["一", "二"]], [["三", "四"]], "注"]
        assert source.sheets[2].rows[0][0].place().cell == "第2个表第1行第1列"  # type: ignore[union-attr]

    def test_markup_gone_astray(self) -> None:
        assert shown(of("<table><form><tr><td>甲<td>乙</form><tr><td>丙</table>")) == [[["甲", "乙"], ["丙"]]]
        assert shown(of("<table>前<tr>里<td>甲</td></tr><td>乙</table>")) == ["前", "里", [["甲"], ["乙"]]]
        assert shown(of("<table><tr><td>甲<div><td>乙</div><tr><td>丙</table>")) == [[["甲", "乙"], ["丙"]]]
        assert shown(of("前<tr><td>甲</td><td>乙</td></tr><p>后</p>")) == ["前", [["甲", "乙"]], "后"]

    def test_what_is_missing_is_put_in_as_a_browser_does(self) -> None:
        rows = "<tr><td rowspan=3>产出<td>甲</td></tr><td>乙</td><td>1</td></tr><tr><td>丙<td>2</tr>"
        assert shown(of(f"<table>{rows}</table>")) == [[["产出", "甲"], ["", "乙", "1"], ["", "丙", "2"]]]
        assert shown(of("<table><td>甲</tbody><td>乙</table>")) == [[["甲"], ["乙"]]]
        assert shown(of("<table><tr><td>甲<td>乙<table><tr><td>丙<td>丁</table>")) == ["甲", "乙", [["丙", "丁"]]]
        assert shown(of("<table><tr><td>甲<td>乙</tr><table><tr><td>丙<td>丁</table>")) == [
            [["甲", "乙"]],
            [["丙", "丁"]],
        ]

    @pytest.mark.parametrize(("span", "columns"), [("2px", 2), (" +2", 2), ("0", 1), ("1000", 2), ("9" * 30, 2)])
    def test_spans_of_columns(self, span: str, columns: int) -> None:
        source = of(f"<table><tr><td colspan='{span}'>甲<tr><td>乙<td>丙</table>")
        assert spans(source).get("甲", (1, 1)) == (1, columns)


class TestStruckThrough:
    @pytest.mark.parametrize(
        "markup",
        [
            "<del>≥10场</del><ins>≥12场</ins>",
            "<s>≥10</s><strike>场</strike>≥12场",
            "<span style='color:red;TEXT-DECORATION: underline line-through'>≥10场</span>≥12场",
            "<p><del>≥10场</del></p><p>≥12场</p>",
            "<font class='font5 big'>≥10场</font>≥12场",
        ],
    )
    def test_struck_text_is_gone(self, markup: str) -> None:
        style = "<style>.a{color:red} .font5, td.x {text-decoration:line-through;}</style>"
        source = of(f"{style}<table><tr><td>场次<td>{markup}</table>")
        assert shown(source) == [[["场次", "≥12场"]]]
        [note] = source.notes
        assert "≥10场" in note.message and note.place and note.place.cell == "第1个表第1行第2列"

    def test_a_style_is_for_the_last_of_its_names(self) -> None:
        style = "<style>@media print{.m{text-decoration:line-through}} .p .q, .r:hover{text-decoration:line-through}"
        style += "\n/* x */ p > b.t { color:red;\n text-decoration : line-through }</style>"
        body = "".join(f"<b class={name}>{name}</b>" for name in "mpqrt")
        assert shown(of(f"{style}<p class=p>{body}</p>")) == ["mpr"]

    def test_it_is_said_once_and_a_page_of_nothing_else_says_so(self) -> None:
        source = of(
            "<p><s>甲</s>乙</p><table><tr><td><s>丙</s><td>丁"
            "<tr style='text-decoration:line-through'><td>戊<td>己</table>"
        )
        assert shown(source)[0] == "乙"
        [note] = source.notes
        assert "4 处" in note.message and "甲" in note.message
        with pytest.raises(ReadError, match="全都划了删除线"):
            of("<p><s>甲</s></p>")


class TestText:
    @pytest.mark.parametrize(
        ("markup", "text"),
        [
            ("指标\n    名称", "指标名称"),
            ("<span>指标\n</span><span>\n名称</span>", "指标名称"),
            ("two\n   words", "two words"),
            ("达到\n95%", "达到 95%"),
            ("甲   乙", "甲 乙"),
            ("甲<br>乙<BR/>丙", "甲\n乙\n丙"),
            ("<p>甲</p><div>乙<p>丙</div>", "甲\n乙\n丙"),
            ("&nbsp;甲&nbsp;乙&#160;", "甲 乙"),
            ("&ge;95&#37; &lt;b&gt;", "≥95% <b>"),
            ("10<sup>4</sup> m<sup>2</sup> CO<sub>2</sub>", "10⁴ m² CO₂"),
            ("甲<sup>[注]</sup>", "甲[注]"),
            ("甲\u200b乙", "甲乙"),
            ("<script>x</script>甲<style>y</style><!-- z -->", "甲"),
            ("甲<span style='DISPLAY : none'>密</span>乙<i hidden>密</i>", "甲乙"),
            ("<input value='≥95%'><input type=hidden value=x><input type=checkbox checked>", "≥95%☑"),
            ("<select><option>正向<option selected>反向</select>", "反向"),
            ("<textarea>甲\n乙</textarea>", "甲\n乙"),
            ("<o:p>甲</o:p><font><u>乙</u></font>", "甲乙"),
        ],
    )
    def test_as_a_browser_shows_it(self, markup: str, text: str) -> None:
        assert cell_of(markup) == text

    def test_verbatim_text(self) -> None:
        assert shown(of("<pre>甲\n  乙\n\n丙</pre>丁")) == ["甲", "  乙", "丙", "丁"]

    def test_hidden_rows_are_said(self) -> None:
        source = of(
            "<div style='display:none'>菜单</div><table><tr><td>甲<td>丙<tr style='display:none'><td>乙</table>"
        )
        assert shown(source) == [[["甲", "丙"]]]
        assert [note.message for note in source.notes] == ["网页里有 1 处隐藏的表格内容，没有检查"]

    def test_a_worksheet_saved_as_a_page(self) -> None:
        page = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset=gb2312>
<!--[if gte mso 9]><xml><x:Name>表</x:Name></xml><![endif]--><style>.xl1{mso-number-format:0%;}</style></head><body>
<table x:str><col width=72><tr><td class=xl1>指标很长很<span style='display:none'>长的名称</span></td>
<td x:num="0.95">95%</td><td x:num>20</td></tr><![if supportMisalignedColumns]><tr height=0 style='display:none'>
<td width=72></td></tr><![endif]></table></body></html>"""
        source = read("导出.xls", page.encode("gb18030"))
        assert shown(source) == [[["指标很长很长的名称", "95%", "20"]]]
        assert [note.message for note in source.notes] == ["文件名以 .xls 结尾，内容其实是网页，已按网页读入"]


@pytest.mark.parametrize(
    "start", ["<style>x</style>", "<div>甲</div>", "<!-- x -->\n<table>", "<?xml version='1.0'?><html>"]
)
def test_pages_by_other_names(start: str) -> None:
    source = read("导出.xls", f"{start}<table><tr><td>乙</td><td>丙</td></tr></table>".encode())
    assert [["乙", "丙"]] in shown(source) and source.notes


def test_comments_without_end_before_a_page() -> None:
    with suppress(ReadError):
        read("导出.xls", b"<!---->" * 2000 + b"x")
    assert shown(read("导出.xls", ("<!---->" * 1000 + "<table><tr><td>甲</table>").encode())) == ["甲"]


class TestEncodings:
    @pytest.mark.parametrize(
        ("declared", "codec", "encoding", "words"),
        [
            ("utf-8", "utf-8", "UTF-8", ""),
            ("gb2312", "gb18030", "GB18030", ""),
            ("gbk", "gb18030", "GB18030", ""),
            ("", "gb18030", "GB18030", "不是 UTF-8"),
            ("", "utf-8", "UTF-8", ""),
            ("utf-8", "gb18030", "GB18030", "网页自称编码是 utf-8，其实是 GB18030"),
            ("gb2312", "utf-8", "UTF-8", "网页自称编码是 gb2312，其实是 UTF-8"),
            ("iso-8859-1", "gb18030", "GB18030", "不是 UTF-8"),
            ("gb2312", "utf-8-sig", "UTF-8", ""),
            ("utf-8", "utf-16", "UTF-16", "已按 UTF-16 读入"),
            ("nonsense", "gb18030", "GB18030", "不是 UTF-8"),
        ],
    )
    @pytest.mark.parametrize(
        "way", ['<meta charset="{}">', '<meta http-equiv="Content-Type" content="text/html; charset={}">']
    )
    def test_declared_rightly_wrongly_or_not(
        self, way: str, declared: str, codec: str, encoding: str, words: str
    ) -> None:
        head = way.format(declared) if declared else ""
        text = (
            f"<html><head>{head}</head><body>{SENTENCE * 3}<table><tr><td>甲</td><td>㐂</td></tr></table></body></html>"
        )
        source = read("表.html", text.encode(codec))
        assert source.encoding == encoding
        assert shown(source) == [SENTENCE * 3, [["甲", "㐂"]]]
        said = "；".join(note.message for note in source.notes)
        assert words in said and bool(words) == bool(said)


class TestNothingToRead:
    @pytest.mark.parametrize(
        ("body", "words"),
        [
            ("", "没有文字"),
            ("<table><tr><td></td></tr></table>", "没有文字"),
            ("<p><img src=a.png>", "只有图片"),
            ("</body><frameset><frame src='表.files/sheet001.htm'></frameset>", "框架.*sheet001.htm"),
            ("<iframe src='/a/b.html'></iframe>", "框架.*b.html"),
        ],
    )
    def test_says_so(self, body: str, words: str) -> None:
        with pytest.raises(ReadError, match=words):
            of(body)

    def test_a_page_within_a_page(self) -> None:
        [note] = of("<p>目标</p><iframe src='b.html'></iframe>").notes
        assert "b.html" in note.message
        assert not of("<p>目标</p><iframe src='b.html' width=0></iframe>").notes


def test_a_row_wider_than_any_table() -> None:
    with pytest.raises(ReadError, match="列"):
        of(f"<table><tr>{'<td colspan=99999>甲' * 500}</table>")


@pytest.mark.parametrize(
    "part", [" ", "\n", " a=b", " a='b'", "<p>", "<p> ", "</p>", "</p> ", "<p a=b>", "甲 ", "<td>", "<td> ", "<td a=b"]
)
def test_cells_without_end_take_no_longer_than_they_are(part: str) -> None:
    for around in ("<table><tr><td{}", "<table><tr><td>{}<b>", "<table><tr><td {}>", "<table><tr><td><p>{}</td><i>"):
        begin = time.process_time()
        with suppress(ReadError):
            of(around.format(part * (200_000 // len(part))))
        assert time.process_time() - begin < 5


class TestHostile:
    @pytest.mark.parametrize(
        "body",
        [
            "<b>" * 100_000 + "甲",
            "<table><tr><td>" * 100_000 + "甲",
            "<table><td>" * 100_000,
            "<div>" * 100_000 + "甲" + "</div>" * 100_000,
        ],
    )
    def test_nesting_without_end(self, body: str) -> None:
        with pytest.raises(ReadError, match="一层套一层"):
            of(body)

    @pytest.mark.parametrize(
        "body",
        [
            "<table><tr><td " + " ".join(f"a{number}=1" for number in range(300_000)) + ">甲<td>乙</table>",
            "<table><tr><td " + "a='>\"' " * 300_000 + ">甲<td>乙</table>",
            "<table><tr><td>甲<td>乙</table>" + "<a b='" * 300_000,
            "<table><tr><td>甲<td>乙</table>" + "<!--" * 300_000,
            "<table><tr><td>甲<td>乙</table>" + "<script>" * 300_000,
        ],
    )
    def test_tags_without_end(self, body: str) -> None:
        assert shown(of(body)) == [[["甲", "乙"]]]

    def test_nested_tables_within_the_limits(self) -> None:
        page = "<table><tr><td>甲<td>乙<tr><td>丙<td>" * 20 + "</table>" * 20
        assert len(of(page).sheets) == 20
        with pytest.raises(ReadError, match="一层套一层"):
            read("表.html", page.encode(), Limits(depth=19))

    def test_spans_that_call_for_more_than_there_is(self) -> None:
        with pytest.raises(ReadError, match=r"格数.*limits"):
            of("<table><tr>" + "<td rowspan=65000 colspan=1000>甲" * 16 + "<tr>" * 65_000)

    def test_limits(self) -> None:
        page = "<html><table>" + ("<tr><td>甲<td>" + "乙" * 20) * 30 + "</table>"
        for limits, words in (
            (Limits(rows=29), "行数"),
            (Limits(cells=59), "格数"),
            (Limits(cell_characters=19), "字数"),
            (Limits(file_megabytes=0), "标签"),
        ):
            with pytest.raises(ReadError, match=f"{words}.*limits"):
                read("表.html", page.encode(), limits)

    def test_one_text_too_long_for_the_parser(self) -> None:
        with pytest.raises(ReadError, match="太长"):
            of("<p>" + "甲" * 4_000_000)


PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>题</title></head><body><h1>目标表</h1>
<table border=1><caption>一</caption><thead><tr><th rowspan="2">甲</th><th colspan="3">乙</th></tr></thead>
<tbody><tr><td>丙<br>丁</td><td><table><tr><td>戊</td><td>己</td></tr></table></td></tr></tbody></table>
<pre> 庚
辛</pre><p>10<sup>4</sup>&nbsp;<select><option>壬</select></p></body></html>"""


@settings(max_examples=examples(200))
@given(st.data())
def test_spoilt_markup_is_read_or_refused(data: st.DataObject) -> None:
    tags = PAGE.replace("<", "\0<").split("\0")
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(tags) - 1))
        other = data.draw(st.sampled_from([*tags, "<", "&#0;", "&#xD800;", "\x00", "<![CDATA[", "<!--", "</"]))
        tags[at : at + data.draw(st.integers(0, 2))] = [other] * data.draw(st.integers(0, 3))
    with suppress(ReadError):
        source = read("表.html", "".join(tags).encode("utf-8", "surrogatepass"))
        assert any(
            any(cell.text for row in sheet.rows for cell in row) if isinstance(sheet, GridSheet) else sheet.lines
            for sheet in source.sheets
        )


@settings(max_examples=examples(100))
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(ReadError):
        read("表.html", data)
