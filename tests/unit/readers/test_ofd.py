"""OFD files: what a PDF says is read the same, however their objects are arranged; and no file does harm."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest

pytest.importorskip("reportlab", reason="reportlab measures the text; it comes with the extra dev")

from lint_pbt.errors import ReadError
from lint_pbt.limits import Limits
from lint_pbt.model.sheet import GridSheet, LineSheet, Source
from lint_pbt.readers import read
from tests.ofd import OfdCanvas, line, packed, text
from tests.paper import Box, Paper, Row

TABLE: list[Row] = [
    ["项目名称", "二级指标", "三级指标", "年度指标值"],
    [
        Box("基层业务培训项目，分三期举办", rows=2),
        "数量指标",
        "培训基层经办人员以及窗口工作人员的人次数量",
        "≥1,500人次",
    ],
    [None, "质量指标", "考核合格率", "≥95%"],
    [Box("合计", columns=2), None, "", "86.50"],
]
WIDTHS = [90.0, 60.0, 190.0, 100.0]
SIZE = 4.0  # millimetres


def opened(data: bytes, **limits: int) -> Source:
    return read("表.ofd", data, Limits(**limits))


def said(source: Source) -> list[tuple[str, bool]]:
    return [(note.message, note.unchecked) for note in source.notes]


def grids(source: Source) -> list[list[list[str]]]:
    return [
        [[cell.text for cell in row] for row in sheet.rows] for sheet in source.sheets if isinstance(sheet, GridSheet)
    ]


def lines(source: Source) -> list[str]:
    return [one.text for sheet in source.sheets if isinstance(sheet, LineSheet) for one in sheet.lines]


def drawn(draw: Callable[[Paper], None], **options: float) -> tuple[Source, Source]:
    """What is read of the same drawing as OFD and as PDF."""
    papers = Paper(canvas=OfdCanvas, **options), Paper(**options)
    for paper in papers:
        draw(paper)
    return opened(papers[0].data()), read("表.pdf", papers[1].data())


def test_a_ruled_table_reads_as_it_does_from_a_pdf() -> None:
    def draw(paper: Paper) -> None:
        paper.text("上面的文字")
        paper.table(TABLE, WIDTHS)
        paper.text("下面的文字")

    ofd, pdf = drawn(draw)
    assert grids(ofd) == grids(pdf) and len(grids(ofd)) == 1
    assert lines(ofd) == ["上面的文字", "下面的文字"]
    cells = [
        [cell for sheet in one.sheets if isinstance(sheet, GridSheet) for row in sheet.rows for cell in row]
        for one in (ofd, pdf)
    ]
    for one, other in zip(*cells, strict=True):
        assert (one.rows, one.columns, one.place().page) == (other.rows, other.columns, other.place().page)
        if one.text:
            assert one.place().box is not None and other.place().box is not None
            # How wide a text is depends on a font that is in neither file.
            assert one.place().box[:2] == pytest.approx(other.place().box[:2], abs=1)
            assert one.place().box[2] == pytest.approx(other.place().box[2], abs=4)


def test_rows_that_go_on_over_a_page_break_are_one() -> None:
    rows: list[Row] = [TABLE[0]]
    rows += [[f"项目{number}", "数量指标", "很长的指标名称，" * 6, f"≥{number}人次"] for number in range(40)]
    ofd, pdf = drawn(lambda paper: paper.table(rows, WIDTHS, heads=1), height=400)
    assert grids(ofd) == grids(pdf)
    assert [len(grid) for grid in grids(ofd)] == [41]


def test_columns_without_rules_keep_their_places() -> None:
    rows = [["产出指标", "数量指标", f"第{number}项工作", f"≥{number}人次"] for number in range(5)]
    ofd, pdf = drawn(lambda paper: paper.columns(rows, WIDTHS))
    assert lines(ofd) == lines(pdf)
    stretches = [
        [one.stretches for sheet in source.sheets if isinstance(sheet, LineSheet) for one in sheet.lines]
        for source in (ofd, pdf)
    ]
    assert [len(one) for one in stretches[0]] == [len(one) for one in stretches[1]] == [4] * 5


def words(at: str, x: float, y: float, **more: str) -> str:
    return text(at, x, y, SIZE, [SIZE] * (len(at) - 1), **more)


def framed(left: float, top: float, columns: int, rows: int, wide: float = 40, high: float = 10) -> str:
    right, bottom = left + columns * wide, top + rows * high
    across = [line(left, top + row * high, right, top + row * high) for row in range(rows + 1)]
    down = [line(left + column * wide, top, left + column * wide, bottom) for column in range(columns + 1)]
    return "".join(across + down)


def filled(left: float, top: float) -> str:
    return "".join(
        words(told, left + 2 + 40 * column, top + 7 + 10 * row)
        for row, told_row in enumerate((["指标名称", "指标值"], ["培训人次", "三百人次"]))
        for column, told in enumerate(told_row)
    )


FILLED = [["指标名称", "指标值"], ["培训人次", "三百人次"]]


def test_rules_may_stand_in_a_template_and_in_drawings_of_their_own() -> None:
    assert grids(opened(packed([filled(20, 20)], template=framed(20, 20, 2, 2)))) == [FILLED]
    used = '<ofd:CompositeObject ID="5" ResourceID="88" Boundary="20 20 200 200"/>'
    units = {"88": framed(0, 0, 2, 2) + filled(0, 0)}
    assert grids(opened(packed([used], units=units))) == [FILLED]
    block = f"<ofd:PageBlock>{framed(20, 20, 2, 2)}<ofd:PageBlock>{filled(20, 20)}</ofd:PageBlock></ofd:PageBlock>"
    assert grids(opened(packed([block]))) == [FILLED]


def test_thin_filled_boxes_are_rules() -> None:
    def bar(x: float, y: float, wide: float, high: float) -> str:
        corners = f"M 0 0 L {wide} 0 L {wide} {high} L 0 {high} C"
        box = f'Boundary="{x} {y} {wide} {high}" Stroke="false" Fill="true"'
        return f'<ofd:PathObject ID="1" {box}><ofd:AbbreviatedData>{corners}</ofd:AbbreviatedData></ofd:PathObject>'

    bars = [bar(20, 20 + 10 * row, 80, 0.2) for row in range(3)] + [bar(20 + 40 * at, 20, 0.2, 20) for at in range(3)]
    assert grids(opened(packed(["".join(bars) + filled(20, 20)]))) == [FILLED]


def test_text_is_read_through_its_matrix() -> None:
    def scaled(told: str, x: float, y: float) -> str:
        return (
            f'<ofd:TextObject ID="1" Font="3" Size="1" CTM="4 0 0 4 0 0" Boundary="{x} {y - 4} 60 6">'
            f'<ofd:TextCode X="0" Y="1" DeltaX="g {len(told) - 1} 1">{told}</ofd:TextCode></ofd:TextObject>'
        )

    objects = framed(20, 20, 2, 1) + scaled("指标名称", 22, 27) + scaled("三百人次", 62, 27)
    assert grids(opened(packed([objects]))) == [[["指标名称", "三百人次"]]]


@pytest.mark.parametrize("matrix", ["0 1 -1 0 210 0", "-1 0 0 -1 210 297", "0 -1 1 0 0 297"])
def test_a_page_whose_text_runs_another_way_is_turned(matrix: str) -> None:
    used = f'<ofd:CompositeObject ID="5" ResourceID="88" Boundary="0 0 210 297" CTM="{matrix}"/>'
    assert grids(opened(packed([used], units={"88": framed(20, 20, 2, 2) + filled(20, 20)}))) == [FILLED]


def test_steps_may_be_told_short_or_not_at_all() -> None:
    told = text("培训人次", 20, 20, SIZE, []) + words("指标", 20, 40).replace('DeltaX="4"', 'DeltaX="g 1 4"')
    assert lines(opened(packed([told]))) == ["培训人次", "指标"]


def test_glyphs_without_characters_are_told() -> None:
    glyphs = '<ofd:CGTransform CodePosition="0" GlyphCount="3"><ofd:Glyphs>7 8 9</ofd:Glyphs></ofd:CGTransform>'
    empty = text(" ", 20, 60, SIZE, [], inside=glyphs)
    source = opened(packed([words("培训\ue123次¤", 20, 20) + empty]))
    assert lines(source)[0] == "培训\ufffd次\ufffd"
    [(message, unchecked)] = said(source)
    assert "第 1 页有 5 个字认不出（OFD 里没有它们的编码）" in message and unchecked
    with pytest.raises(ReadError, match="认不出"):
        opened(packed([empty]))


def test_what_is_not_seen_is_not_read_and_told() -> None:
    white = words("白色的字", 20, 40, inside='<ofd:FillColor Value="255 255 255"/>')
    hidden = words("藏着的字", 20, 60, attributes=' Visible="false"')
    clear = words("透明的字", 20, 80, inside='<ofd:FillColor Value="0 0 0" Alpha="0"/>')
    askew = words("内部资料", 20, 100, attributes=' CTM="0.7 0.7 -0.7 0.7 0 0"')
    huge = text("草稿", 20, 150, 30, [30], inside='<ofd:FillColor Value="200 200 200"/>')
    source = opened(packed([words("看得见的字", 20, 20) + white + hidden + clear + askew + huge]))
    assert lines(source) == ["看得见的字"]
    assert [unchecked for _, unchecked in said(source)] == [False, False]
    assert "水印" in said(source)[0][0] and "白色的字" in said(source)[1][0]
    shade = (
        '<ofd:PathObject ID="1" Boundary="10 30 100 20" Fill="true" Stroke="false"><ofd:FillColor Value="0 0 128"/>'
        "<ofd:AbbreviatedData>M 0 0 L 100 0 L 100 20 L 0 20 C</ofd:AbbreviatedData></ofd:PathObject>"
    )
    assert lines(opened(packed([shade + white]))) == ["白色的字"]


def test_scanned_pages_are_told() -> None:
    picture = '<ofd:ImageObject ID="1" ResourceID="9" Boundary="0 0 210 297" CTM="210 0 0 297 0 0"/>'
    with pytest.raises(ReadError, match="扫描件"):
        opened(packed([picture]))
    source = opened(packed([words("第一页的字", 20, 20), picture]))
    [(message, unchecked)] = said(source)
    assert message.startswith("第 2 页是扫描的图片，没有文字，没有检查") and unchecked


def test_a_file_is_told_by_its_bytes() -> None:
    source = read("表.pdf", packed([words("培训人次", 20, 20)]))
    assert said(source) == [("文件名以 .pdf 结尾，内容其实是 OFD 版式文件，已按 OFD 版式文件读入", False)]


# Hostile and broken files.


def replaced(name: str, part: bytes | None) -> bytes:
    """A file with a part that is another, or is gone."""
    old = zipfile.ZipFile(BytesIO(packed([words("培训人次", 20, 20)])))
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in old.namelist():
            if member != name:
                archive.writestr(member, old.read(member))
            elif part is not None:
                archive.writestr(member, part)
    return file.getvalue()


PAGE = "Doc_0/Pages/Page_0/Content.xml"


@pytest.mark.parametrize(
    ("part", "told"),
    [
        (b"<ofd:Page", "已经损坏"),
        (b"", "已经损坏"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><Page><Content>&b;</Content></Page>", "实体声明"),
        (b"<Page>" * 300 + b"</Page>" * 300, "已经损坏"),
        (b"<Page><Content>" + b"<a/>" * 500_000 + b"</Content></Page>", "内容太多"),
        (b"<Page><Content/></Page>", "没有文字"),
        (None, "已损坏"),
    ],
)
def test_a_broken_page(part: bytes | None, told: str) -> None:
    with pytest.raises(ReadError, match=told):
        opened(replaced(PAGE, part))


@pytest.mark.parametrize("name", ["OFD.xml", "Doc_0/Document.xml"])
def test_a_part_that_is_gone_is_named(name: str) -> None:
    with pytest.raises(ReadError, match="缺了“Doc_0/Document.xml”" if name != "OFD.xml" else "压缩包"):
        opened(replaced(name, None))


def test_nothing_outside_the_file_is_opened() -> None:
    document = (
        b"<Document><CommonData><PublicRes>../../../../etc/passwd</PublicRes></CommonData><Pages>"
        b'<Page BaseLoc="../../../../../../etc/passwd"/><Page BaseLoc="file:///etc/passwd"/><Page BaseLoc="/"/></Pages>'
        b"</Document>"
    )
    with pytest.raises(ReadError, match="第 1—3 页已损坏"):
        opened(replaced("Doc_0/Document.xml", document))


def test_drawings_that_hold_themselves_end() -> None:
    used = "".join(f'<ofd:CompositeObject ID="{at}" ResourceID="88" Boundary="0 0 9 9"/>' for at in range(50))
    with pytest.raises(ReadError, match="画成的图形"):
        opened(packed([used], units={"88": used}))


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(ReadError, match="解压以后超过了"):
        opened(packed(["x"], extra={"Doc_0/big": b"\0" * (3 << 20)}), unpacked_megabytes=2)


def test_pages_beyond_the_limit_are_refused() -> None:
    with pytest.raises(ReadError, match="3 页，超过了上限 2 页"):
        opened(packed(["", "", ""]), pages=2)


def test_one_large_page_said_often_is_bounded() -> None:
    big = "".join(words("培训", 20, 20) for _ in range(3000))
    pages = "".join(f'<Page ID="{at}" BaseLoc="Pages/Page_0/Content.xml"/>' for at in range(1900))
    document = f"<Document><CommonData/><Pages>{pages}</Pages></Document>".encode()
    with pytest.raises(ReadError, match="解压以后超过了"):
        opened(packed([big], extra={"Doc_0/Document.xml": document}), unpacked_megabytes=20)


def test_absurd_numbers_stop_nothing() -> None:
    odd = words("培训人次", 20, 20, attributes=' CTM="nan inf x 1e99 0 0"')
    steps = text("指标", 20, 40, SIZE, []).replace(
        "<ofd:TextCode", '<ofd:TextCode DeltaX="g 99999999999 4 g g x -1e300"'
    )
    assert "指标" in "".join(lines(opened(packed([odd + steps]))))
