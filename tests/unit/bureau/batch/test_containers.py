"""What lies in archives and mails comes out under its own name and within bounds, whoever made them."""

from __future__ import annotations

import io
import os
import shutil
import stat
import struct
import subprocess
import tarfile
import zipfile
import zlib
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path

import pytest

from lint_pbt.bureau.batch.containers import opener
from lint_pbt.bureau.batch.containers.tools import PROGRAMS
from lint_pbt.bureau.batch.containers.unpacking import Member, RefusedError, Room, Unpacking
from lint_pbt.bureau.batch.inbox import beside
from lint_pbt.errors import ReadError
from tests.inbox import gbk_zip, mail, mailbox

SEVEN_ZIP = shutil.which("7zz") or shutil.which("7z")


def opened(name: str, data: bytes, folder: Path, room: Room = Room()) -> list[Member]:  # noqa: B008 - immutable
    open_ = opener(name, data)
    assert open_ is not None, name
    folder.mkdir(exist_ok=True)
    unpacking = Unpacking(str(folder), room, beside)
    open_(data, unpacking)
    return unpacking.members


def contents(members: list[Member]) -> dict[str, bytes | str | None]:
    return {one.name: Path(one.source).read_bytes() if one.source else one.state for one in members}


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


class TestZip:
    def test_names_in_gbk_in_utf8_and_untold(self, tmp_path: Path) -> None:
        names = {"市教育局/绩效目标表.txt": b"1", "附件（一）.csv": b"2"}
        assert contents(opened("a.zip", gbk_zip(names), tmp_path / "a")) == names
        assert contents(opened("a.zip", zipped(names), tmp_path / "b")) == names
        untold = zipped({"x" * 20: b"1"}).replace(b"x" * 20, "教育局表.txt".encode() + b".".rjust(4, b"t"))
        assert list(contents(opened("a.zip", untold, tmp_path / "c"))) == ["教育局表.txtttt."]

    def test_the_name_that_7zip_writes_beside_is_taken(self, tmp_path: Path) -> None:
        raw = b"?????.txt"
        field = struct.pack("<BI", 1, zlib.crc32(raw)) + "教育局.txt".encode()
        info = zipfile.ZipInfo(raw.decode(), (2026, 1, 1, 0, 0, 0))
        info.extra = struct.pack("<HH", 0x7075, len(field)) + field
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr(info, b"1")
        assert list(contents(opened("a.zip", stream.getvalue(), tmp_path / "a"))) == ["教育局.txt"]

    def test_no_name_leads_out_of_the_folder(self, tmp_path: Path) -> None:
        names = ["../../上.txt", "/etc/根.txt", "C:\\盘.txt", "a/../../b.txt", "...", "", "a/\x00b\x1b[2J.txt"]
        members = opened("a.zip", zipped({name: b"1" for name in names if name}), tmp_path / "a")
        assert {os.path.dirname(one.source) for one in members if one.source} == {str(tmp_path / "a")}
        assert not any(".." in one.name.split("/") or one.name.startswith("/") for one in members)
        assert not any(sign < " " for one in members for sign in one.name)
        assert os.listdir(tmp_path) == ["a"]

    def test_names_alike_are_told_apart(self, tmp_path: Path) -> None:
        with pytest.warns(UserWarning, match="Duplicate name"):
            data = _twice("表.txt")
        assert contents(opened("a.zip", data, tmp_path / "a")) == {"表.txt": b"1", "表 (2).txt": b"2"}

    def test_what_is_no_draft_is_not_unpacked(self, tmp_path: Path) -> None:
        data = zipped({"表.txt": b"1", "图.png": b"2", "__MACOSX/表.txt": b"3", "~$表.docx": b"4", "a/.DS_Store": b"5"})
        assert contents(opened("a.zip", data, tmp_path / "a")) == {
            "表.txt": b"1", "图.png": "left out", "__MACOSX/表.txt": "left out", "~$表.docx": "left out",
            "a/.DS_Store": "left out",
        }  # fmt: skip

    def test_links_and_locked_files_are_told(self, tmp_path: Path) -> None:
        link = zipfile.ZipInfo("链接.txt", (2026, 1, 1, 0, 0, 0))
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr(link, "/etc/passwd")
            archive.writestr("锁.txt", b"1")
        data = bytearray(stream.getvalue())
        for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the second file is said to be encrypted
            data[data.rindex(mark) + at] |= 1
        members = opened("a.zip", bytes(data), tmp_path / "a")
        assert contents(members) == {"链接.txt": "left out", "锁.txt": "unread"}
        assert "密码" in (members[1].reason or "")

    def test_a_bomb_is_refused_by_what_it_declares(self, tmp_path: Path) -> None:
        bomb = zipped({f"{number}.txt": bytes(30 << 20) for number in range(8)})
        with pytest.raises(RefusedError, match="声称解压出来有 240 MB"):
            opened("a.zip", bomb, tmp_path / "a")

    def test_a_bomb_that_lies_is_stopped_by_what_comes_out(self, tmp_path: Path) -> None:
        bomb = bytearray(zipped({"表.txt": bytes(30 << 20)}))
        size = struct.pack("<I", 30 << 20)
        assert bomb.count(size) >= 1
        lying = bytes(bomb.replace(size, struct.pack("<I", 10)))
        assert contents(opened("a.zip", lying, tmp_path / "a"))["表.txt"] in ("unread", bytes(10))

    def test_members_over_one_another_are_refused(self, tmp_path: Path) -> None:
        data = zipped({"a.txt": bytes(100_000), "b.txt": bytes(100_000)})
        at = data.rindex(b"PK\x01\x02")
        overlapping = data[: at + 42] + struct.pack("<I", 0) + data[at + 46 :]
        with pytest.raises(RefusedError, match="占着同一段"):
            opened("a.zip", overlapping, tmp_path / "a")

    def test_too_many_too_large_and_broken(self, tmp_path: Path) -> None:
        data = zipped({f"{number}.txt": b"1" for number in range(20)})
        with pytest.raises(RefusedError, match="超过了 10 个"):
            opened("a.zip", data, tmp_path / "a", Room(files=10))
        large = zipped({"大.txt": os.urandom(2 << 20), "小.txt": b"1"}, zipfile.ZIP_STORED)
        room = Room(file_bytes=1 << 20)
        assert contents(opened("a.zip", large, tmp_path / "b", room)) == {"大.txt": "refused", "小.txt": b"1"}
        with pytest.raises(RefusedError, match="加起来超过了 1 MB"):
            opened("a.zip", large, tmp_path / "c", Room(bytes=1 << 20))
        with pytest.raises(ReadError, match="坏的"):
            opened("a.zip", data[:-30], tmp_path / "d")
        broken = zipped({"表.txt": os.urandom(5000)}, zipfile.ZIP_STORED)
        spoilt = broken[:100] + bytes([broken[100] ^ 1]) + broken[101:]
        assert contents(opened("a.zip", spoilt, tmp_path / "e")) == {"表.txt": "unread"}

    def test_office_files_are_no_archives(self) -> None:
        for parts in ({"xl/workbook.xml": b""}, {"word/document.xml": b""}, {"ppt/presentation.xml": b""}):
            assert opener("a.zip", zipped(parts)) is None


def _twice(name: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, b"1")
        archive.writestr(name, b"2")
    return stream.getvalue()


class TestMail:
    def test_attachments_and_a_table_in_the_text(self, tmp_path: Path) -> None:
        data = mail("报送", {"绩效目标表.xlsx": b"1", "说明.docx": b"2"}, html="<p>好</p><table><tr><td>表</table>")
        found = contents(opened("信.eml", data, tmp_path / "a"))
        assert set(found) == {"绩效目标表.xlsx", "说明.docx", "正文.html"}
        assert found["绩效目标表.xlsx"] == b"1"

    def test_a_mail_is_known_by_its_head_whatever_it_is_called(self) -> None:
        assert opener("下载", mail("报送", {})) is not None
        assert opener("表.txt", "项目名称：一\n绩效目标：二\n日期：三".encode()) is None
        assert opener("网页.mht", b"From: <Saved by Blink>\r\nSubject: a\r\nMIME-Version: 1.0\r\nDate: b\r\n") is None

    def test_names_as_old_programs_write_them(self, tmp_path: Path) -> None:
        head = b"From: a@b\r\nTo: c@d\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
        part = b'--x\r\nContent-Disposition: attachment; filename="%s"\r\n\r\n1\r\n'
        names = ["教育局.xls".encode("gb18030"), "水务局.xls".encode(), b"=?gb2312?B?1Nqxvi54bHM=?="]
        data = head + b"".join(part % name for name in names) + b"--x--\r\n"
        assert set(contents(opened("信.eml", data, tmp_path / "a"))) == {"教育局.xls", "水务局.xls", "在本.xls"}

    def test_a_forwarded_mail_and_a_folder_of_mails(self, tmp_path: Path) -> None:
        outer = EmailMessage()
        outer["From"], outer["To"], outer["Subject"] = "a@b.cn", "c@d.cn", "转发"
        outer.set_content("见附件")
        inner = EmailMessage()
        inner["Subject"] = "原来/的信"
        inner.set_content("好")
        inner.add_attachment(b"1", maintype="application", subtype="x", filename="表.csv")
        outer.add_attachment(inner)
        [member] = opened("信.eml", outer.as_bytes(), tmp_path / "a")
        assert member.name == "原来 的信.eml" and member.source
        assert contents(opened(member.name, Path(member.source).read_bytes(), tmp_path / "b")) == {"表.csv": b"1"}
        folder = mailbox([mail("第一封", {"1.csv": b"1"}), mail("第二封", {"2.csv": b"2"})])
        members = opened("Inbox", folder, tmp_path / "c")
        assert [one.name for one in members] == ["第 1 封 第一封.eml", "第 2 封 第二封.eml"]

    def test_what_outlook_packs_is_told(self, tmp_path: Path) -> None:
        [member] = opened("信.eml", mail("报送", {"winmail.dat": b"x\x9f>\x22"}), tmp_path / "a")
        assert member.state in ("unread", "left out") and "winmail.dat" in (member.reason or "")

    @pytest.mark.parametrize(
        "data",
        [b"From: a\r\nTo: b\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\r\n\r\n--\r\n",
         b"From: =?x?Q?=?= <\r\nTo: \xff\r\nDate: c\r\nContent-Disposition: a; filename*=utf-8''%ff%00\r\n\r\nx",
         b"From: a\r\nTo: b\r\nDate: c\r\nContent-Transfer-Encoding: base64\r\nContent-Type: text/html\r\n\r\n<table"],
    )  # fmt: skip
    def test_mails_that_break_the_rules_bring_no_traceback(self, data: bytes, tmp_path: Path) -> None:
        with suppress(ReadError):
            opened("信.eml", data, tmp_path / "a")

    def test_a_mail_of_very_many_parts_is_refused(self, tmp_path: Path) -> None:
        head = b"From: a@b\r\nTo: c@d\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
        with pytest.raises(RefusedError, match="正常的邮件不会这样"):
            opened("信.eml", head + b"--x\r\n\r\n1\r\n" * 1200 + b"--x--\r\n", tmp_path / "a")


class TestOthers:
    def test_without_a_program_it_is_told_what_to_do(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("shutil.which", lambda _: None)
        for data in (b"Rar!\x1a\x07\x01\x00", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08"):
            with pytest.raises(ReadError, match="请先解压到收件文件夹，或者改成 zip 再发"):
                opener("a.rar", data)
        with pytest.raises(ReadError, match="另存到收件文件夹"):
            opener("a.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")

    @pytest.mark.skipif(SEVEN_ZIP is None, reason="needs 7-Zip (7zz or 7z) to make an archive")
    def test_7z_is_opened_where_a_program_is_there(self, tmp_path: Path) -> None:
        source = tmp_path / "source"
        (source / "市教育局").mkdir(parents=True)
        (source / "市教育局/表.txt").write_text("1", "utf-8")
        (source / "链接.txt").symlink_to("/etc/hostname")
        packed = tmp_path / "a.7z"
        subprocess.run([str(SEVEN_ZIP), "a", "-snl", packed, "."], cwd=source, check=True, stdout=subprocess.DEVNULL)
        found = contents(opened("a.7z", packed.read_bytes(), tmp_path / "a"))
        assert found == {"市教育局/表.txt": b"1", "链接.txt": "left out"}

    @pytest.mark.skipif(not any(map(shutil.which, PROGRAMS)), reason="needs bsdtar, 7-Zip or unar")
    def test_what_comes_out_is_bounded(self, tmp_path: Path) -> None:
        stream = io.BytesIO()
        with tarfile.open(fileobj=stream, mode="w") as archive:
            for number in range(50):
                info = tarfile.TarInfo(f"{number}.txt")
                info.size = 1 << 20
                archive.addfile(info, io.BytesIO(bytes(1 << 20)))
        for room in (Room(files=10), Room(bytes=5 << 20)):
            with pytest.raises(RefusedError, match="超过了"):
                opened("a.tar", stream.getvalue(), tmp_path / str(room.files), room)
        with pytest.raises(ReadError, match="打不开"):
            opened("a.7z", b"7z\xbc\xaf\x27\x1c broken", tmp_path / "broken")
        assert not list((tmp_path / "broken").iterdir())
