"""`pbt-lint batch`: every file is accounted for, whatever it does and however often the run is killed."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from lint_pbt.bureau.batch.journal import NAME, Journal
from tests.carriers import write_csv, write_tabs, write_xlsx
from tests.inbox import fill, gbk_zip, mail, nested, sheet
from tests.unit.bureau.batch.running import batch, command, environment, files, install, read, states

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return install(tmp_path / "site")


def _draft(path: Path, number: int = 1, department: str = "云州市水务局") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_tabs(path, [sheet(department, number)])
    return path


def test_two_hundred_drafts_of_twenty_departments_in_ten_forms(tmp_path: Path) -> None:
    inbox, output = tmp_path / "收件", tmp_path / "审核"
    inbox.mkdir()
    sent = fill(inbox)
    done = batch(inbox, output)
    assert done.returncode == 0, done.stderr
    found = files(output)
    for one in sent:
        row = found.pop(one.path)
        assert (row.state, row.department, row.projects, row.indicators) == (
            "checked", one.department, one.projects, one.indicators,
        ), row  # fmt: skip
    assert {one.state for one in found.values()} == {"left out"}  # the archives and mails themselves
    with Journal(str(output / NAME)) as journal:
        departments = {one.name: (one.files, one.projects, one.indicators) for one in journal.departments()}
        assert departments == dict.fromkeys({one.department for one in sent}, (10, 20, 120))
        first = journal.file(sent[0].path)
        assert first is not None
        checked = journal.checked(first.id)
        assert checked.path == sent[0].path
        told = [one.fingerprint for one in journal.findings(file=first.id)]
        assert Counter(told) == Counter(one.fingerprint for one in checked.findings)


def test_a_hanging_a_crashing_and_a_swelling_file_are_named_and_cost_no_other(tmp_path: Path, site: Path) -> None:
    inbox, output, log = tmp_path / "收件", tmp_path / "审核", tmp_path / "read.log"
    bad = {"卡住.hangs": "late", "出错.crashes": "crashed", "变大.grows": "refused"}
    for name in bad:
        _draft(inbox / name)
    good = [_draft(inbox / f"{number}.txt", number).name for number in range(12)]
    done = batch(inbox, output, "--timeout", "4", site=site, log=log)
    assert done.returncode == 3
    assert states(output) == {**bad, **dict.fromkeys(good, "checked")}
    for name in bad:
        assert name in done.stderr
    # What met the bounds is not tried again with the same, and is with others.
    assert len(read(log)) == 2
    assert batch(inbox, output, "--timeout", "4", site=site, log=log).returncode == 3
    assert len(read(log)) == 2
    batch(inbox, output, "--timeout", "5", site=site, log=log)
    assert len(read(log)) == 4
    shutil.rmtree(site / "odd_readers-1.0.dist-info")
    (inbox / "出错.crashes").unlink()
    batch(inbox, output, site=site)
    assert states(output)["出错.crashes"] == "gone"
    assert states(output)["卡住.hangs"] == "left out"  # for now nothing reads such files


@posix
@pytest.mark.parametrize("times", [4, pytest.param(20, marks=pytest.mark.slow)])
def test_however_often_it_is_killed_nothing_is_lost_and_nothing_checked_twice(
    tmp_path: Path, site: Path, times: int
) -> None:
    inbox, output, log = tmp_path / "收件", tmp_path / "审核", tmp_path / "read.log"
    truth = set()
    for number in range(60):
        _draft(inbox / f"{number}.noted", number)
        truth.add(f"{number}.noted")
    packed = {f"附件/{number}.noted": _draft(tmp_path / "draft", number).read_bytes() for number in range(60, 90)}
    (inbox / "包.zip").write_bytes(gbk_zip(packed))
    truth |= {"包.zip", *(f"包.zip › {name}" for name in packed)}
    draw = random.Random(7)
    begun, kills = time.monotonic(), 0
    while kills < times and time.monotonic() - begun < 240:
        # In the middle of a file, of the archive, of writing it down: whenever so many more have been read.
        wanted = len(read(log)) + draw.randrange(7)
        run = subprocess.Popen(
            command(inbox, output), env=environment(site, log), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        while run.poll() is None and len(read(log)) < wanted:
            time.sleep(0.005)
        time.sleep(draw.uniform(0, 0.03))
        run.send_signal(signal.SIGKILL)
        kills += run.wait() == -signal.SIGKILL
    before = files(output) if (output / NAME).exists() else {}
    assert batch(inbox, output, site=site, log=log).returncode == 0
    assert kills == times and before
    assert set(states(output)) == truth
    assert sum(one.state == "checked" for one in files(output).values()) == 90
    # What stood in the journal was not read again; a kill costs at most what the two workers had in hand.
    assert len(read(log)) <= 90 + 2 * (kills + 1)
    assert all(files(output)[path].id == row.id for path, row in before.items())
    logged = len(read(log))
    assert batch(inbox, output, site=site, log=log).returncode == 0
    assert len(read(log)) == logged


@posix
def test_an_interrupt_says_what_was_done_and_how_to_go_on(tmp_path: Path, site: Path) -> None:
    inbox, output = tmp_path / "收件", tmp_path / "审核"
    _draft(inbox / "1.txt")
    _draft(inbox / "2.hangs")
    with subprocess.Popen(
        command(inbox, output), env=environment(site), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        encoding="utf-8",
    ) as run:  # fmt: skip
        time.sleep(6)
        run.send_signal(signal.SIGINT)
        _, told = run.communicate(timeout=30)
    assert run.returncode == 130
    assert "停下了。已查完的 1 个文件都记在" in told and "还有 1 个没有查。再运行一次同样的命令" in told
    assert "Traceback" not in told
    assert states(output) == {"1.txt": "checked"}


def test_only_what_changed_is_checked_again_or_whose_rules_did(tmp_path: Path, site: Path) -> None:
    inbox, output, log = tmp_path / "收件", tmp_path / "审核", tmp_path / "read.log"
    for number in range(3):
        _draft(inbox / f"{number}.noted", number)
    _draft(inbox / "别处/3.noted", 3)
    (inbox / "包.zip").write_bytes(gbk_zip({"4.noted": (inbox / "1.noted").read_bytes()}))

    def run(*options: str) -> list[str]:
        begun = len(read(log))
        done = batch(inbox, output, *options, site=site, log=log)
        assert done.returncode == 0, done.stderr
        return sorted(os.path.basename(path) for path in read(log)[begun:])

    every = [f"{number}.noted" for number in range(5)]
    assert run() == every
    assert run() == []
    _draft(inbox / "1.noted", 11)
    (inbox / "2.noted").touch()
    assert run() == ["1.noted"]
    (inbox / "别处/.pbt-lint.yaml").write_text("rules: {V102: off}", "utf-8")
    assert run() == ["3.noted"]
    assert run("--ignore", "V101") == every
    assert run() == every
    (inbox / "0.noted").unlink()
    assert run() == []
    assert states(output)["0.noted"] == "gone"
    with Journal(str(output / NAME)) as journal:
        rounds = list(journal.rounds())
        assert [one.checked for one in rounds] == [5, 1, 1, 5, 5, 0]
        assert rounds[-1].files == 4


def test_two_runs_on_one_folder_at_once_the_second_is_told(tmp_path: Path, site: Path) -> None:
    inbox, output = tmp_path / "收件", tmp_path / "审核"
    _draft(inbox / "1.hangs")
    with subprocess.Popen(command(inbox, output, "--timeout", "30"), env=environment(site)) as run:
        until = time.monotonic() + 30
        while not (output / NAME).exists() and time.monotonic() < until:
            time.sleep(0.05)
        time.sleep(0.5)
        second = batch(inbox, output, site=site)
        run.kill()
    assert second.returncode == 2
    assert second.stderr.startswith("pbt-lint: 另一个 pbt-lint 正在用")


def test_the_output_folder_may_lie_in_the_inbox(tmp_path: Path) -> None:
    inbox = tmp_path / "收件"
    _draft(inbox / "1.txt")
    for _ in range(2):
        assert batch(inbox, inbox / "审核").returncode == 0
    assert states(inbox / "审核") == {"1.txt": "checked"}


def test_every_file_is_accounted_for(tmp_path: Path) -> None:
    inbox, output = tmp_path / "收件", tmp_path / "审核"
    _draft(inbox / "好.txt")
    write_xlsx(inbox / "没有后缀", [sheet("云州市水务局", 2)])
    for name, data in {
        "坏.xlsx": b"PK\x03\x04 broken", "空.csv": b"", "图.png": b"\x89PNG\r\n", "~$好.docx": b"x", ".DS_Store": b"x",
        "邮件.msg": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "__properties_version1.0".encode("utf-16-le"),
        "程序.exe": b"MZ\x90\x00", "深/深/深/表.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    }.items():  # fmt: skip
        (inbox / name).parent.mkdir(parents=True, exist_ok=True)
        (inbox / name).write_bytes(data)
    assert batch(inbox, output).returncode == 3
    found = states(output)
    assert {name for name, state in found.items() if state == "checked"} == {"好.txt", "没有后缀"}
    assert {name for name, state in found.items() if state == "left out"} == {
        "图.png",
        "~$好.docx",
        ".DS_Store",
        "程序.exe",
    }
    assert {name for name, state in found.items() if state == "unread"} == {
        "坏.xlsx", "空.csv", "邮件.msg", "深/深/深/表.doc",
    }  # fmt: skip
    assert all(one.reason for one in files(output).values() if one.state != "checked")


def test_archives_mails_and_what_lies_in_them(tmp_path: Path) -> None:
    inbox, output = tmp_path / "收件", tmp_path / "审核"
    inbox.mkdir()
    draft = _draft(tmp_path / "draft.txt").read_bytes()
    inner = gbk_zip({"市教育局/一层/表.txt": draft, "照片.jpg": b"\xff\xd8\xff"})
    forwarded = mail("转发", {"表.txt": draft})
    (inbox / "打包.zip").write_bytes(gbk_zip({"内层.zip": inner, "邮件.eml": forwarded}))
    assert batch(inbox, output).returncode == 0
    assert states(output) == {
        "打包.zip": "left out",
        "打包.zip › 内层.zip": "left out",
        "打包.zip › 内层.zip › 市教育局/一层/表.txt": "checked",
        "打包.zip › 内层.zip › 照片.jpg": "left out",
        "打包.zip › 邮件.eml": "left out",
        "打包.zip › 邮件.eml › 表.txt": "checked",
    }
    assert not [name for name in os.listdir(output) if name.startswith(".")]


def test_archives_side_by_side_do_not_mix(tmp_path: Path) -> None:
    inbox, output = tmp_path / "收件", tmp_path / "审核"
    inbox.mkdir()
    departments = [f"云州市{name}局" for name in ("教育", "水务", "林业", "审计", "民政", "司法", "财政", "体育")]
    inner = {}
    for number, department in enumerate(departments):
        draft = _draft(tmp_path / "draft.txt", number, department).read_bytes()
        packed = gbk_zip({"表.txt": draft}) if number % 2 else mail("报送", {"表.txt": draft})
        inner[f"{department}.{'zip' if number % 2 else 'eml'}"] = packed
    (inbox / "全部.zip").write_bytes(gbk_zip(inner))
    assert batch(inbox, output).returncode == 0
    found = {path: one.department for path, one in files(output).items() if one.state == "checked"}
    assert found == {f"全部.zip › {name} › 表.txt": name[:-4] for name in inner}


def test_archives_in_archives_end_somewhere(tmp_path: Path) -> None:
    inbox, output = tmp_path / "收件", tmp_path / "审核"
    inbox.mkdir()
    (inbox / "深.zip").write_bytes(nested(_draft(tmp_path / "draft.txt").read_bytes(), 8))
    (inbox / "好.txt").write_bytes((tmp_path / "draft.txt").read_bytes())
    assert batch(inbox, output).returncode == 3
    found = states(output)
    assert found["好.txt"] == "checked"
    assert [state for state in found.values() if state not in ("left out", "checked")] == ["refused"]
    assert len(found) == 7


def test_mistakes_are_told_before_anything_is_checked(tmp_path: Path) -> None:
    inbox, output = tmp_path / "收件", tmp_path / "审核"
    assert "找不到" in batch(inbox, output).stderr
    inbox.mkdir()
    assert "一个文件也没有" in batch(inbox, output).stderr
    _draft(inbox / "1.txt")
    (inbox / ".pbt-lint.yaml").write_text("rules: {V999: off}", "utf-8")
    done = batch(inbox, output)
    assert done.returncode == 2 and "V999" in done.stderr
    (inbox / ".pbt-lint.yaml").unlink()
    for options, told in (
        (["--jobs", "0"], "--jobs 不能是“0”"),
        (["--timeout", "x"], "--timeout 不能是“x”"),
        (["--address", "a:1"], "要和 --engine ray 一起用"),
    ):
        done = batch(inbox, output, *options)
        assert done.returncode == 2 and told in done.stderr
    mapping = tmp_path / "单位.yaml"
    mapping.write_text("- [a]", "utf-8")
    done = batch(inbox, output, "--departments", str(mapping))
    assert done.returncode == 2 and "要写成" in done.stderr
    output.mkdir()
    (output / NAME).write_text("something else" * 100, "utf-8")
    done = batch(inbox, output)
    assert done.returncode == 2 and "不是 pbt-lint 的审核记录" in done.stderr
    assert not [line for line in done.stderr.splitlines() if "Traceback" in line]


def test_a_mapping_corrects_departments_without_another_check(tmp_path: Path, site: Path) -> None:
    inbox, output, log = tmp_path / "收件", tmp_path / "审核", tmp_path / "read.log"
    _draft(inbox / "甲/1.noted", 1, "云州市水务局")
    _draft(inbox / "乙/2.noted", 2, "水务局")
    _draft(inbox / "丙/3.noted", 3, "云州市林业局")
    mapping = tmp_path / "单位.yaml"
    mapping.write_text("云州市林业局: 云州市自然资源局\n甲/**: 云州市水利局\n云州市审计局:\n", "utf-8")

    def departments(*options: str) -> dict[str | None, str]:
        assert batch(inbox, output, *options, site=site, log=log).returncode == 0
        return {path: f"{one.department} {one.department_from}" for path, one in files(output).items()}

    assert departments() == {
        "甲/1.noted": "云州市水务局 table", "乙/2.noted": "云州市水务局 table", "丙/3.noted": "云州市林业局 table",
    }  # fmt: skip
    assert departments("--departments", str(mapping)) == {
        "甲/1.noted": "云州市水利局 mapping", "乙/2.noted": "云州市水务局 table",
        "丙/3.noted": "云州市自然资源局 mapping",
    }  # fmt: skip
    assert len(read(log)) == 3
    with Journal(str(output / NAME)) as journal:
        assert {one.department for one in journal.findings()} == {"云州市水利局", "云州市水务局", "云州市自然资源局"}
    write_csv(inbox / "丙/4.csv", [sheet("云州市林业局", 4)])
    assert departments()["甲/1.noted"] == "云州市水务局 table"
