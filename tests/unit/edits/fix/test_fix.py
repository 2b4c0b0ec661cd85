"""Fixes of text files, byte for byte, from the file that is read to the file that is written."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

import pytest

from lint_pbt import session
from lint_pbt.edits.fix.files import Method
from lint_pbt.edits.fix.manuscript import Edit, Manuscript
from lint_pbt.errors import WriteError
from lint_pbt.model.run import Repair, Run
from lint_pbt.rulebook.loader import Settings
from lint_pbt.system import replacing as writing

UNSAFE = Method(unsafe=True)
TABLE = """项目支出绩效目标表
部门名称：云溪市文化局 单位：万元
项目名称（资金使用单位） 总计 财政拨款 财政专户拨款 其他资金 绩效目标 绩效指标
合计 120.00 120.00
云溪市图书馆 120.00 120.00
    全民阅读活动经费㐂 120.00 120.00
 举办读书活动，培养阅读习惯。
1、1-产出指标；11-数量指标；读书活动场次；实施周期指标值:{visits}；年度指标值:{visits}。2、1-产出指标；12-质量
指标；藏书完好率；实施周期指标值:{rate}；年度指标值:{rate}。3、3-满意度指标；31-服务对象满意度；读者满意度；实施
周期指标值:≥90%；年度指标值:{happy}。
"""
BAD = TABLE.format(visits="标\n准：２０场", rate="≥ 95%", happy="=>90%")
GOOD = TABLE.format(visits="\n20场", rate="≥95%", happy="≥90%")
# The encodings tables come in, and the mark in front.
ENCODINGS = {
    "gb18030": b"",
    "utf-8": b"",
    "utf-8-sig": b"",
    "utf-16-le": b"\xff\xfe",
    "utf-16-be": b"\xfe\xff",
}


def fix(path: Path, method: Method = Method()) -> tuple[Run, Repair]:  # noqa: B008 - never changed
    run = session.fix([str(path)], Settings("strict"), method)
    assert run.failures == ()
    return run, run.repairs[0]


def fixed(folder: Path, data: bytes, method: Method = Method()) -> bytes:  # noqa: B008
    path = folder / "表.txt"
    path.write_bytes(data)
    fix(path, method)
    return path.read_bytes()


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "表.txt"
    path.write_bytes(BAD.encode())
    return path


class TestBytes:
    @pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
    @pytest.mark.parametrize("encoding", ENCODINGS)
    def test_only_the_evidence_changes(self, tmp_path: Path, encoding: str, end: str) -> None:
        def data(text: str) -> bytes:
            return ENCODINGS[encoding] + text.replace("\n", end).encode(encoding)

        once = fixed(tmp_path, data(BAD))
        assert once == data(GOOD)
        assert fixed(tmp_path, once) == once

    def test_mixed_line_ends_and_a_last_line_without_one(self, tmp_path: Path) -> None:
        ends = iter(["\r\n", "\n", "\r", "\n\r\n"] * 9)
        bad = re.sub("\n", lambda _: next(ends), BAD.rstrip("\n"))
        ends = iter(["\r\n", "\n", "\r", "\n\r\n"] * 9)
        good = re.sub("\n", lambda _: next(ends), GOOD.rstrip("\n"))
        assert fixed(tmp_path, bad.encode()) == good.encode()

    def test_half_a_character_at_the_end_stays(self, tmp_path: Path) -> None:
        half = "。".encode()[:2]
        assert fixed(tmp_path, BAD.encode() + half) == GOOD.encode() + half

    def test_a_damaged_file_is_left_alone(self, tmp_path: Path) -> None:
        data = BAD.encode("utf-8-sig").replace("书活动".encode(), "书活".encode() + b"\xff\xfe", 1)
        path = tmp_path / "表.txt"
        path.write_bytes(data)
        _, repair = fix(path)
        assert repair.error
        assert "坏了的字符" in repair.error
        assert path.read_bytes() == data

    def test_a_character_the_encoding_lacks_is_not_written(self) -> None:
        manuscript = Manuscript("=>20", "big5").edited([Edit(0, 2, "≥")])
        with pytest.raises(WriteError, match="没有“≥”"):
            manuscript.data()


class TestWhatIsFixed:
    def test_counts_places_by_rule_and_reports_what_remains(self, table: Path) -> None:
        run, repair = fix(table)
        assert repair.places == {"V104": 2, "F101": 2, "F102": 2, "X101": 1}
        assert repair.refusals == ()
        assert not any(finding.fix for finding in run.findings)
        assert {finding.rule.id for finding in run.findings}.isdisjoint(repair.places)

    def test_a_sign_with_several_readings_waits_for_a_look(self, tmp_path: Path) -> None:
        bad = TABLE.format(visits="20场", rate="≥95%", happy="》90%").encode()
        assert fixed(tmp_path, bad) == bad
        assert fixed(tmp_path, bad, UNSAFE) == bad.replace("》".encode(), "≥".encode())

    def test_only_what_was_selected(self, table: Path) -> None:
        session.fix([str(table)], Settings("strict", select=("F102",)), Method())
        assert table.read_text("utf-8") == BAD.replace("≥ 95%", "≥95%")

    def test_a_fix_that_leaves_nothing_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "表.txt"
        bad = TABLE.format(visits="标准：", rate="标准：≥95%", happy="≥90%")
        path.write_text(bad, "utf-8")
        # With all rules V103 stands in for V104 on a value that was never filled in.
        run = session.fix([str(path)], Settings("strict", select=("V104",)), Method())
        assert path.read_text("utf-8") == bad.replace("标准：≥", "≥")
        assert [one.finding.rule.id for one in run.repairs[0].refusals] == ["V104"]

    def test_nested_defects_come_off_one_after_another(self, tmp_path: Path) -> None:
        bad = TABLE.format(visits="标准：标准： 标准:20场", rate="≥95%", happy="≥90%")
        assert fixed(tmp_path, bad.encode()).decode() == TABLE.format(visits="20场", rate="≥95%", happy="≥90%")

    def test_a_clean_file_is_not_touched(self, tmp_path: Path) -> None:
        path = tmp_path / "表.txt"
        path.write_text(GOOD, "utf-8")
        before = path.stat()
        fix(path, Method(backup=True))
        after = path.stat()
        assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)
        assert os.listdir(tmp_path) == ["表.txt"]

    def test_nothing_is_written_where_nothing_is_to_be(self, table: Path) -> None:
        _, repair = fix(table, Method(write=False))
        assert table.read_text("utf-8") == BAD == repair.before
        assert repair.after == GOOD


class TestWriting:
    def test_backups_never_replace_one_another(self, table: Path) -> None:
        (table.parent / "表.txt.bak").write_text("别动")
        _, repair = fix(table, Method(backup=True))
        assert repair.backup == str(table) + ".bak1"
        assert Path(repair.backup).read_bytes() == BAD.encode()
        assert (table.parent / "表.txt.bak").read_text() == "别动"
        assert table.read_bytes() == GOOD.encode()

    def test_permissions_stay(self, table: Path) -> None:
        table.chmod(0o640)
        _, repair = fix(table, Method(backup=True))
        assert repair.backup
        assert {stat.S_IMODE(os.stat(path).st_mode) for path in (table, repair.backup)} == {0o640}

    def test_a_link_stays_a_link(self, table: Path, tmp_path: Path) -> None:
        link = tmp_path / "链接.txt"
        link.symlink_to(table.name)
        fix(link)
        assert link.is_symlink()
        assert table.read_bytes() == GOOD.encode()

    def test_a_read_only_file_is_left_alone(self, table: Path) -> None:
        table.chmod(0o444)
        run, repair = fix(table, Method(backup=True))
        assert repair.error
        assert "只读" in repair.error
        assert table.read_bytes() == BAD.encode()
        assert os.listdir(table.parent) == ["表.txt"]
        assert any(finding.fix for finding in run.findings)  # the report is about the file as it is

    def test_a_file_that_changed_meanwhile_is_left_alone(self, table: Path) -> None:
        with pytest.raises(WriteError, match="别的程序"):
            writing.replace_file(str(table), b"old", b"new", backup=True)
        assert table.read_bytes() == BAD.encode()
        assert os.listdir(table.parent) == ["表.txt"]

    def test_a_step_that_fails_leaves_the_old_file_and_nothing_else(
        self, table: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(WriteError, match="写不进去"):
            writing.replace_file(str(table), BAD.encode(), b"new")
        assert table.read_bytes() == BAD.encode()
        assert os.listdir(table.parent) == ["表.txt"]

    def test_what_does_not_arrive_as_written_is_taken_back(self, table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        replace, times = os.replace, []

        def damaging(source: str, target: str) -> None:
            replace(source, target)
            times.append(target)
            if len(times) == 1:
                Path(target).write_bytes(b"damaged")

        monkeypatch.setattr(os, "replace", damaging)
        _, repair = fix(table, Method(backup=True))
        assert repair.error
        assert "已经恢复" in repair.error
        assert table.read_bytes() == BAD.encode()
        assert os.listdir(table.parent) == ["表.txt"]
