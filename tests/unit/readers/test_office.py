"""Old office files: converted by LibreOffice within bounds, and held against their own words."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

import lint_pbt
from lint_pbt.errors import ReadError
from lint_pbt.limits import STANDARD, Limits
from lint_pbt.model.sheet import Source
from lint_pbt.readers import read
from lint_pbt.readers.office import conversion, loss, original
from lint_pbt.readers.office.pieces import Piece
from lint_pbt.readers.office.program import office
from tests.places import ROOT
from tests.unit.layouts.test_same_table import carried

EXAMPLES = ROOT / "examples"
RTF = rb"{\rtf1\ansi\ansicpg936 {\fonttbl{\f0 \'cb\'ce\'cc\'e5;}}\'c5\'e0\'d1\'b5\u20154?\u27425?\par}"
LINKS = shutil.which("soffice") or shutil.which("libreoffice")
needs_office = pytest.mark.skipif(LINKS is None, reason="LibreOffice is not installed")


@pytest.fixture
def with_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PBT_LINT_OFFICE")


def messages(source: Source) -> list[tuple[str, bool]]:
    return [(note.message, note.unchecked) for note in source.notes]


def left_behind() -> set[str]:
    return {name for name in os.listdir(tempfile.gettempdir()) if name.startswith("pbt-lint-office-")}


# Without LibreOffice.


@pytest.mark.parametrize(
    ("data", "kind", "better"),
    [
        (RTF, "RTF 文档", ".docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "旧版 Word 文档", ".docx"),
        (b'<?xml version="1.0"?><x a="application/vnd.oasis.opendocument.spreadsheet"/>', "ODS 表格", ".xlsx"),
    ],
)
def test_without_it_one_is_told_how_to_save(data: bytes, kind: str, better: str) -> None:
    with pytest.raises(ReadError) as told:
        read("表.txt", data)
    assert kind in str(told.value) and f"另存为 {better}" in str(told.value) and "LibreOffice" in str(told.value)


def test_it_is_looked_for_in_whole_paths_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = tmp_path / "soffice"
    fake.write_text("#!/bin/sh\n")
    fake.chmod(0o755)
    monkeypatch.setattr("lint_pbt.readers.office.program._PLACES", ())
    monkeypatch.delenv("PBT_LINT_OFFICE")
    monkeypatch.chdir(tmp_path)
    for path in ("", ".", "a:.:", os.curdir):
        monkeypatch.setenv("PATH", path)
        assert office() is None
    monkeypatch.setenv("PATH", str(tmp_path))
    assert office() == str(fake)
    monkeypatch.setenv("PBT_LINT_OFFICE", "OFF")
    assert office() is None
    monkeypatch.setenv("PBT_LINT_OFFICE", str(tmp_path / "gone"))
    assert office() is None


# With a program in its place that does what a test asks: real processes, in no time.


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file that takes a script; `$out` is where the result belongs."""
    program = tmp_path / "office"
    program.write_text(
        '#!/bin/sh\nfor one in "$@"; do case $before in --outdir) folder=$one;; --convert-to) kind=$one;; esac; '
        f'before=$one; done\nmkdir -p "$folder"; out=$folder/table.$kind\n. {tmp_path}/script\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PBT_LINT_OFFICE", str(program))
    before = left_behind()
    yield tmp_path / "script"
    assert left_behind() == before


def test_words_that_are_gone_are_told(stand_in: Path) -> None:
    stand_in.write_text(f'cp "{EXAMPLES}/poor.docx" "$out"\n')
    source = read("表.rtf", RTF)
    assert messages(source)[0] == (
        "这是 RTF 文档，已用 LibreOffice 转换成 .docx 读入，第几个表第几行是按转换后的文件数的",
        False,
    )
    assert "原来的文件里有 1 处文字，转换以后找不到了（如“培训人次”）" in messages(source)[1][0]
    assert messages(source)[1][1]


def test_what_never_ends_is_ended_with_all_it_started(stand_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversion, "_SECONDS", 1)
    pids = stand_in.with_name("pids")
    stand_in.write_text(f'sleep 600 & echo $! $$ > {pids}\n(trap "" TERM; sleep 601) & echo $! >> {pids}\nwait\n')
    with pytest.raises(ReadError, match="超过了 1 秒，已停止"):
        read("表.rtf", RTF)
    for pid in pids.read_text().split():
        for _ in range(100):
            if not Path(f"/proc/{pid}").exists() or "Z" in Path(f"/proc/{pid}/stat").read_text().split()[2]:
                break
            time.sleep(0.05)
        else:
            pytest.fail(f"{pid} still runs")


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("exit 3", "打不开这个文件"),
        ("kill -9 $$", "打不开这个文件"),
        ('head -c 3000000 /dev/zero > "$out"', r"1 MB 的上限|打不开这个文件"),
        ('echo broken > "$out"', "已经损坏"),
        ('mkdir "$out"', "打不开这个文件"),
    ],
)
def test_what_comes_to_nothing_is_told(stand_in: Path, script: str, told: str) -> None:
    stand_in.write_text(script + "\n")
    with pytest.raises(ReadError, match=told):
        read("表.rtf", RTF, Limits(unpacked_megabytes=1))


def test_it_gets_none_of_this_process_environment(stand_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "token")
    seen = stand_in.with_name("seen")
    stand_in.write_text(f'env > {seen}; ulimit -v >> {seen}; cp "{EXAMPLES}/good.docx" "$out"\n')
    read("表.rtf", RTF)
    told = seen.read_text()
    assert "SECRET" not in told and f"HOME={tempfile.gettempdir()}/pbt-lint-office-" in told
    assert told.rstrip().endswith("000") and "unlimited" not in told


def test_folders_of_runs_that_were_killed_are_wiped(stand_in: Path) -> None:
    stand_in.write_text(f'cp "{EXAMPLES}/good.docx" "$out"\n')
    old, new = (Path(tempfile.mkdtemp(prefix="pbt-lint-office-")) for _ in range(2))
    os.utime(old, (1, 1))
    try:
        read("表.rtf", RTF)
        assert not old.exists() and new.exists()
    finally:
        new.rmdir()


# What the words of a file are.


def pieces(suffix: str, data: bytes) -> list[tuple[str, bool]]:
    return [
        (piece.text.strip(), piece.in_table)
        for piece in original.pieces_of(suffix, data, STANDARD)
        if piece.text.strip()
    ]


def test_the_words_of_rich_text() -> None:
    data = (
        rb"{\rtf1\ansi\ansicpg936\uc1{\fonttbl{\f0 Arial;}}{\*\generator x;}{\header secret\par}"
        rb"\'c5\'e0\'d1\'b5\par a\{b\}\\c{\field{\*\fldinst PAGE}{\fldrslt 7}}\par"
        rb"\trowd\intbl \u20154?\u-30333\'3f\cell 300\tab x\cell\row\pard\u55360?\u56320? end}"
    )
    assert pieces(".rtf", data) == [
        ("培训", False),
        ("a{b}\\c7", False),
        ("人覃", True),
        ("300\tx", True),
        ("𠀀 end", False),
    ]


def test_the_words_of_open_document() -> None:
    space = 'xmlns:o="o" xmlns:t="t"'
    xml = (
        f"<o:document {space}><o:styles><t:p>style</t:p></o:styles><o:body><t:tracked-changes><t:p>gone</t:p>"
        "</t:tracked-changes><t:p>a<t:span>b</t:span>c<t:note><t:p>aside</t:p></t:note>d</t:p>"
        "<t:table><t:table-cell><t:p>e</t:p></t:table-cell></t:table></o:body></o:document>"
    )
    assert pieces(".fodt", xml.encode()) == [("abcd", False), ("e", True)]


def test_the_strings_of_a_binary_workbook() -> None:
    text = "培训人次".encode("utf-16-le")
    item = b"\x00" + (4).to_bytes(4, "little") + text
    data = b"\x9f\x01\x08" + bytes(8) + b"\x13" + bytes([len(item)]) + item + b"\xa0\x01\x00"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.bin", b"")
        archive.writestr("xl/sharedStrings.bin", data)
    assert pieces(".xlsb", file.getvalue()) == [("培训人次", False)]


def told(before: list[tuple[str, bool]], after: list[tuple[str, bool]], better: str = ".docx") -> list[str]:
    notes = loss.losses((Piece(*one) for one in before), (Piece(*one) for one in after), better)
    return [note.message for note in notes]


def test_losses_are_told_by_what_was_there_before() -> None:
    table = [("数量指标", True), ("≥95%", True), ("一", True)]
    assert told(table, table) == []
    assert told(table, [("数量 指标\n≥95%", True)]) == []
    [flat] = told(table, [(text, False) for text, _ in table])
    assert "有 2 处不在表格里了（如“数量指标”）" in flat
    [gone] = told([*table, *table], table)
    assert "有 2 处文字，转换以后找不到了" in gone
    assert told([("数量指标", False)] * 2, [("数量指标", False)], ".xlsx") == []
    [gone] = told([("质量指标", False), ("0.95", False)], [("数量指标", False)], ".xlsx")
    assert "有 1 处文字" in gone and "另存为 .xlsx" in gone


# With LibreOffice itself.


def made(folder: Path, kind: str, *files: Path) -> list[Path]:
    """Files converted to an old kind by LibreOffice."""
    assert LINKS is not None
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [LINKS, profile, "--headless", "--convert-to", kind, "--outdir", str(folder), *map(str, files)]
    environment = {**os.environ, "SAL_USE_VCLPLUGIN": "svp"}
    subprocess.run(command, check=True, capture_output=True, timeout=300, env=environment)
    return [folder / f"{file.stem}.{kind}" for file in files]


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The examples as documents that end with a paragraph, as those of Word do, and one that ends with its table."""
    from docx import Document

    folder = tmp_path_factory.mktemp("documents")
    document = Document(str(EXAMPLES / "poor.docx"))
    document.add_paragraph("填表说明：本表由财务科填写")
    document.save(str(folder / "ends.docx"))
    shutil.copy(EXAMPLES / "poor.docx", folder / "cut.docx")
    return folder


@needs_office
@pytest.mark.slow
@pytest.mark.usefixtures("with_office")
@pytest.mark.parametrize("kind", ["doc", "rtf", "odt", "fodt"])
def test_a_document_of_an_old_kind_says_the_same(kind: str, documents: Path) -> None:
    [file] = made(documents, kind, documents / "ends.docx")
    assert carried(lint_pbt.lint([str(file)])) == carried(lint_pbt.lint([str(documents / "ends.docx")]))


@needs_office
@pytest.mark.slow
@pytest.mark.usefixtures("with_office")
@pytest.mark.parametrize("kind", ["ods", "fods"])
def test_a_workbook_of_another_kind_says_the_same(kind: str, tmp_path: Path) -> None:
    [file] = made(tmp_path, kind, EXAMPLES / "poor.xlsx")
    run = lint_pbt.lint([str(file)])
    assert carried(run) == carried(lint_pbt.lint([str(EXAMPLES / "poor.xlsx")]))
    assert "单元格的位置和原来一样" in run.documents[0].notes[0].message
    [old] = made(tmp_path, "xls", EXAMPLES / "poor.xlsx")
    shutil.copy(file, tmp_path / "名.xls")
    assert carried(lint_pbt.lint([str(tmp_path / "名.xls")])) == carried(lint_pbt.lint([str(old)]))


@needs_office
@pytest.mark.usefixtures("with_office")
def test_a_table_that_is_flattened_is_told(documents: Path) -> None:
    """A table that ends a document without a paragraph behind it comes out of an old file as running text."""
    [file] = made(documents, "doc", documents / "cut.docx")
    run = lint_pbt.lint([str(file)])
    assert run.unchecked
    if not run.failures:
        assert any("不在表格里了" in note.message and note.unchecked for note in run.documents[0].notes)


@needs_office
@pytest.mark.slow
@pytest.mark.usefixtures("with_office")
def test_a_broken_or_locked_document_is_told(documents: Path) -> None:
    [file] = made(documents, "doc", documents / "ends.docx")
    data = file.read_bytes()
    with pytest.raises(ReadError):
        read("表.doc", data[: len(data) // 3])
    locked = bytearray(data)
    locked[data.index(b"\xec\xa5", 512) + 0x0B] |= 1  # as the beginning of its text says
    with pytest.raises(ReadError, match="加了密码"):
        read("表.doc", bytes(locked))


class _Listener(BaseHTTPRequestHandler):
    asked: list[str] = []  # noqa: RUF012 - of all of them

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.end_headers()

    do_HEAD = do_OPTIONS = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        pass


@needs_office
@pytest.mark.slow
@pytest.mark.usefixtures("with_office")
@pytest.mark.parametrize("bounds", [True, False])
def test_nothing_is_fetched_and_no_macro_runs(bounds: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not bounds:  # as on systems that cannot cut the network off: the profile alone forbids it
        monkeypatch.setattr("lint_pbt.system.bounded._BOUNDS", 'exec "$@"')
    server = HTTPServer(("127.0.0.1", 0), _Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    _Listener.asked.clear()
    mark, there = tmp_path / "ran", f"http://127.0.0.1:{server.server_port}"
    names = {
        **{name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "text", "table", "script")},
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
        "ooo": "http://openoffice.org/2004/office",
    }
    spaces = " ".join(f'xmlns:{name}="{value}"' for name, value in names.items())
    macro = (
        '<office:scripts><office:script script:language="ooo:Basic"><ooo:libraries><ooo:library-embedded '
        'ooo:name="Standard"><ooo:module ooo:name="M"><ooo:source-code>Sub Main\n'
        f'Open "{mark}" For Output As #1\nClose #1\nEnd Sub</ooo:source-code></ooo:module></ooo:library-embedded>'
        '</ooo:libraries></office:script><office:event-listeners><script:event-listener script:language="ooo:script" '
        'script:event-name="dom:load" xlink:type="simple" xlink:href="vnd.sun.star.script:Standard.M.Main?'
        'language=Basic&amp;location=document"/></office:event-listeners></office:scripts>'
    )
    picture = (
        '<draw:frame text:anchor-type="as-char" svg:width="2cm" svg:height="2cm">'
        f'<draw:image xlink:href="{there}/picture.png" xlink:type="simple" xlink:actuate="onLoad"/></draw:frame>'
    )
    section = (
        f'<text:section text:name="a"><text:section-source xlink:href="{there}/section.odt"/><text:p/></text:section>'
    )
    document = (
        f'<?xml version="1.0"?><office:document {spaces} office:version="1.2" '
        f'office:mimetype="application/vnd.oasis.opendocument.text">{macro}<office:body><office:text>'
        f"<text:p>培训人次{picture}</text:p>{section}</office:text></office:body></office:document>"
    )
    program = office()
    assert program is not None
    try:
        assert conversion.converted(program, document.encode(), ".fodt", ".docx", STANDARD).startswith(b"PK")
    finally:
        server.shutdown()
    assert _Listener.asked == [] and not mark.exists()
