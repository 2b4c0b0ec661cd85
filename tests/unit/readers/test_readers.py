"""Reading text files: encodings, line ends, what is no text, and which files are read."""

from __future__ import annotations

import io
import os
import stat
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint_pbt.errors import ReadError
from lint_pbt.layouts import lay_out
from lint_pbt.limits import Limits
from lint_pbt.model.document import Place
from lint_pbt.model.sheet import Cell, LineSheet
from lint_pbt.readers import read, text_lines
from lint_pbt.readers.decode import decode
from lint_pbt.readers.files import expand, load
from lint_pbt.readers.text_lines import lines
from lint_pbt.readers.unifying import unified_source
from lint_pbt.text.folding import unified
from tests.drawing import examples
from tests.places import EXAMPLES, TESTS
from tests.unit.edits.fix.test_fix import fix

TABLE = (TESTS / "inline" / "education.txt").read_text("utf-8")
BIG5 = "專案支出績效目標表\n部門名稱：某局 單位：萬元\n1、1-產出指標；11-數量指標；培訓人數；年度指標值:300人。\n" * 3


def message(path: str, data: bytes) -> str:
    with pytest.raises(ReadError) as error:
        read(path, data)
    text = str(error.value)
    assert "\n" not in text and "请" in text, "one line that says what to do"
    return text


class TestEncodings:
    @pytest.mark.parametrize(
        ("codec", "mark", "name"),
        [
            ("utf-8", b"", "UTF-8"),
            ("utf-8", b"\xef\xbb\xbf", "UTF-8"),
            ("gb18030", b"", "GB18030"),
            ("gbk", b"", "GB18030"),
            ("utf-16-le", b"\xff\xfe", "UTF-16"),
            ("utf-16-be", b"\xfe\xff", "UTF-16"),
            ("utf-16-le", b"", "UTF-16"),
            ("utf-16-be", b"", "UTF-16"),
            ("utf-32-le", b"\xff\xfe\x00\x00", "UTF-32"),
        ],
    )
    @pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
    def test_known_ones(self, codec: str, mark: bytes, name: str, ends: str) -> None:
        text = TABLE.replace("\n", ends).replace("〔", "[").replace("〕", "]")
        source = read("表.txt", mark + text.encode(codec))
        assert source.encoding == name
        assert [note.message for note in source.notes] == (
            [] if name == "UTF-8" else [f"文件的编码不是 UTF-8，已按 {name} 读入"]
        )
        assert not any(note.unchecked for note in source.notes)
        assert [line.text for line in source.sheets[0].lines] == text.split(ends)[:-1]  # type: ignore[union-attr]

    def test_big5(self) -> None:
        decoded = decode(BIG5.encode("big5"))
        assert (decoded.text, decoded.encoding) == (BIG5, "Big5")

    @pytest.mark.parametrize("start", range(0, len(TABLE) - 200, 173))
    def test_any_part_of_a_gb18030_table(self, start: int) -> None:
        part = TABLE[start : start + 200]
        assert decode(part.encode("gb18030")).text == part

    @pytest.mark.parametrize(("codec", "cut"), [("utf-8", 1), ("utf-8", 2), ("gb18030", 1), ("utf-16-le", 1)])
    def test_last_character_cut_in_two(self, codec: str, cut: int) -> None:
        mark = b"\xff\xfe" if codec == "utf-16-le" else b""
        decoded = decode(mark + TABLE.strip().encode(codec)[:-cut])
        assert decoded.text == TABLE.strip()[:-1]
        assert decoded.notes[-1].unchecked and "没有传完整" in decoded.notes[-1].message

    @pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
    def test_a_damaged_byte_is_reported_with_its_line(self, codec: str) -> None:
        data = bytearray(TABLE.encode(codec))
        place = data.index("合计".encode(codec))
        data[place] = 0xFF
        decoded = decode(bytes(data))
        assert "字符坏了" in decoded.notes[-1].message and decoded.notes[-1].unchecked
        assert decoded.notes[-1].place == Place(5)
        assert "2,871.36" in decoded.text and "校园安全专项经费2025" in decoded.text

    def test_text_in_no_known_encoding(self) -> None:
        assert "UTF-8" in message("表.txt", b"Gr\xff\xfae f\xffr Ma\xfenahmen " * 30)


class TestNoText:
    @pytest.mark.parametrize(
        ("data", "word"),
        [
            (b"", "空的"),
            (b" \n\t\n\xe3\x80\x80\n", "空白"),
            (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "图片（PNG）"),
            (b"\xff\xd8\xff\xe0\x00\x10JFIF", "图片（JPEG）"),
            (b"GIF89a\x01\x00", "图片（GIF）"),
            (b"BM\x8a\x00\x00\x00\x00\x00", "图片（BMP）"),
            (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "图片（WebP）"),
            (b"PK\x03\x04\x14\x00some/file.txt", "压缩包（ZIP）"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00", "旧版"),
            (b"Rar!\x1a\x07\x01\x00", "RAR"),
            (b"7z\xbc\xaf\x27\x1c\x00\x04", "7z"),
            (b"\x7fELF\x02\x01\x01\x00", "程序"),
            (b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n<html>", ".mht"),
            (bytes(range(256)) * 40, "不是文本文件"),
            (b"\x00" * 500, "不是文本文件"),
            (b"\x01\x02\x03\x04text" * 50, "不是文本文件"),
        ],
    )
    def test_is_told_by_what_it_is(self, data: bytes, word: str) -> None:
        assert word in message("表.txt", data)

    @given(st.binary(max_size=400))
    @settings(max_examples=examples(200))
    def test_any_bytes_are_read_or_refused(self, data: bytes) -> None:
        with suppress(ReadError):
            source = read("表.txt", data)
            assert source.encoding and source.sheets


class TestLines:
    def test_only_line_feeds_and_carriage_returns_end_lines(self) -> None:
        text = "a\u2028b\x85c\x1cd\x0be\r\nf\rg\n\nh"
        assert [line.text for line in lines(text)] == ["a\u2028b\x85c\x1cd\x0be", "f", "g", "", "h"]
        assert [line.place.line for line in lines(text) if line.text] == [1, 2, 3, 5]

    def test_form_feeds_begin_pages_and_keep_line_numbers(self) -> None:
        found = [(line.text, line.place, line.breaks_page) for line in lines("a\n\fb\nc\fd\n")]
        assert found == [
            ("a", Place(1), False),
            ("b", Place(2, 2), True),
            ("c", Place(3), False),
            ("d", Place(3, 3), True),
        ]

    @given(st.text(alphabet="甲1 \n\r\f\u2028", max_size=60))
    @settings(max_examples=examples(200))
    def test_every_character_stands_where_its_place_says(self, text: str) -> None:
        rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for line in lines(text):
            start = line.place.column - 1
            assert rows[line.place.line - 1][start : start + len(line.text)] == line.text


class TestFiles:
    def test_folders_are_walked_in_order(self, tmp_path: Path) -> None:
        for name in ("b.txt", "a.md", "c.exe", ".hidden.txt", "~$b.txt", "d/e.TXT", ".git/f.txt"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text("x")
        (tmp_path / "d" / "loop").symlink_to(tmp_path)
        folder = str(tmp_path)
        assert list(expand([folder])) == [os.path.join(folder, name) for name in ("a.md", "b.txt", "d/e.TXT")]

    def test_files_and_standard_input_come_as_given(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        Path("甲.dat").write_text("x")
        assert list(expand(["甲.dat", "-", "没有.txt"])) == ["甲.dat", "-", "没有.txt"]

    def test_a_folder_without_tables_says_so(self, tmp_path: Path) -> None:
        (tmp_path / "a.exe").write_text("x")
        with pytest.raises(ReadError, match="没有能读的文件"):
            list(expand([str(tmp_path)]))

    def test_bytes_of_a_file(self, tmp_path: Path) -> None:
        path = tmp_path / "表.txt"
        path.write_bytes(b"\xef\xbb\xbfx")
        assert load(str(path)) == b"\xef\xbb\xbfx"

    def test_standard_input(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("表".encode())))
        assert load("-") == "表".encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"12345")))
        with pytest.raises(ReadError, match="太大"):
            load("-", Limits(file_megabytes=0))

    def test_absent_file(self, tmp_path: Path) -> None:
        with pytest.raises(ReadError, match="找不到这个文件。请检查"):
            load(str(tmp_path / "没有.txt"))

    def test_a_name_without_its_suffix(self, tmp_path: Path) -> None:
        (tmp_path / "我的表.xlsx").write_bytes(b"PK")
        with pytest.raises(ReadError, match=r"是不是“我的表\.xlsx”"):
            load(str(tmp_path / "我的表"))

    @pytest.mark.parametrize(
        ("name", "data", "kind"),
        [("通知.docx", "请各单位于周五前报送。", "文本"), ("表.xlsx", "<html><body>请登录</body></html>", "网页")],
    )
    def test_why_there_is_no_table_is_told_with_what_the_file_is(self, name: str, data: str, kind: str) -> None:
        with pytest.raises(ReadError, match=rf"没有找到.*另外：文件名以 \.\w+ 结尾，内容其实是{kind}"):
            lay_out(read(name, data.encode()))

    @pytest.mark.parametrize("name", ["表.xlsx", "表.docx"])
    def test_a_broken_archive_is_no_archive_to_unpack(self, name: str) -> None:
        with pytest.raises(ReadError, match="文件不完整"):
            read(name, b"PK\x03\x04junk")

    def test_too_large_a_file_is_not_read(self, tmp_path: Path) -> None:
        path = tmp_path / "大.txt"
        with path.open("wb") as file:
            file.truncate(200 * 1024 * 1024)
        with pytest.raises(ReadError, match=r"200 MB.*50 MB.*请") as error:
            load(str(path))
        assert "\n" not in str(error.value)

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in this file system")
    def test_pipes_are_refused_and_do_not_hang(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "管道.txt")
        with pytest.raises(ReadError, match="不是普通文件"):
            load(str(tmp_path / "管道.txt"))

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
    def test_no_permission(self, tmp_path: Path) -> None:
        path = tmp_path / "表.txt"
        path.write_text("x")
        path.chmod(0)
        with pytest.raises(ReadError, match="没有权限"):
            load(str(path))
        path.chmod(stat.S_IRUSR | stat.S_IWUSR)

    @pytest.mark.parametrize("path", ["a\x00b.txt", "长" * 3000])
    def test_impossible_names(self, path: str) -> None:
        with pytest.raises(ReadError, match="请"):
            load(path)


def test_a_plain_file_loads_no_heavy_modules() -> None:
    heavy = ("charset_normalizer", "json", "inspect", "importlib.metadata")
    code = (
        "import sys, dataclasses; before = set(sys.modules); import lint_pbt.readers.plain, lint_pbt.readers.files\n"
        f"lint_pbt.readers.read('a.txt', {TABLE!r}.encode())\n"
        f"print([name for name in {heavy!r} if name in set(sys.modules) - before])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", ["报告.html", "摘要.md"])
def test_a_report_of_ours_is_not_read_as_a_table(tmp_path: Path, name: str) -> None:
    table = EXAMPLES / "poor.txt"
    call = [sys.executable, "-m", "lint_pbt", str(table), "--output", name, "-q"]
    subprocess.run(call, cwd=tmp_path, capture_output=True, check=False)
    with pytest.raises(ReadError, match="pbt-lint 写的报告"):
        read(name, (tmp_path / name).read_bytes())


class TestRadicals:
    """Copied and converted text has radicals in the place of the characters they look like."""

    def test_each_stands_for_one_character(self) -> None:
        kangxi = "".join(map(chr, range(0x2F00, 0x2FD6)))
        usual = unified(kangxi)
        assert len(usual) == len(kangxi) and all("\u3400" <= one <= "\u9fff" for one in usual)
        assert unified("项⽬⽀出⻚⻓⺠⽣更豈𝟏⑫") == "项目支出页长民生更豈1⑫"

    @pytest.mark.parametrize(("path", "text"), [("表.txt", "⽬标\n值"), ("表.csv", "⽬标,值\n⽣态,1\n")])
    def test_they_are_read_as_those_characters_in_their_place(self, path: str, text: str) -> None:
        [sheet] = read(path, text.encode()).sheets
        first = sheet.lines[0] if isinstance(sheet, LineSheet) else sheet.rows[0][0]
        place = first.place() if isinstance(first, Cell) else first.place
        assert first.text == "目标" and place.column == 1

    def test_a_table_without_them_is_left_alone(self) -> None:
        source = read("表.txt", "目标\n".encode())
        assert unified_source(source) is source

    def test_a_fix_finds_what_is_written(self, tmp_path: Path) -> None:
        path = tmp_path / "表.csv"
        head, row = "项目名称,一级指标,二级指标,三级指标,年度指标值", "甲,产出指标,数量指标,⽣活补贴⼈数,标准：≥3000⼈"
        path.write_text(f"{head}\n{row}\n", "utf-8")
        fix(path)
        assert path.read_text("utf-8") == f"{head}\n{row.replace('标准：', '')}\n"


@given(st.text("一a\n\n\r\f ", max_size=40), st.integers(1, 5))
@settings(max_examples=200)
def test_lines_are_the_same_whoever_asks_and_wherever_the_text_is_cut(text: str, block: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_lines, "_BLOCK", block)
        cut = list(text_lines.TextLines(text))
    asked = text_lines.TextLines(text)
    assert list(asked[:3]) == cut[:3]
    assert [asked[at] for at in range(len(asked))] == list(asked) == list(lines(text)) == cut
